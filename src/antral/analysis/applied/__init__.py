"""Any method on any trial's table, without a protocol and without the simulator.

Takes a CSV file's rows and what is asked of them; gives a `Result` for each comparison.

1. `Ask` says which column has which role, which arm is the control, which rows and visit count.
2. `Data` chooses and checks the rows; `ROLES` are the columns it knows, under our names or those of CDISC.
3. `apply` (THE entry) runs one method of `APPLICATIONS` and gives an `Applied` for each comparison.

To make a method applicable, add its line to the file of its kind of endpoint: numbers, shares, times, visits, doses.
"""

from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from types import MappingProxyType

from antral.analysis.applied.application import Application, Applied
from antral.analysis.applied.data import ROLES, Ask, Data
from antral.analysis.applied.doses import DOSES
from antral.analysis.applied.imputed import IMPUTED
from antral.analysis.applied.numbers import NUMBERS
from antral.analysis.applied.shares import SHARES
from antral.analysis.applied.times import TIMES
from antral.analysis.applied.visits import VISITS
from antral.analysis.methods import continuous, multiplicity
from antral.core import InputError
from antral.dataset import Rows

APPLICATIONS: Mapping[str, Application] = MappingProxyType({**NUMBERS, **VISITS, **IMPUTED, **DOSES, **SHARES, **TIMES})


def apply(rows: Rows, method: str, ask: Ask) -> list[Applied]:
    """One method on a table.

    Raises
    ------
    InputError
        An unknown method, or a table that does not hold what the method needs.
    """
    if method not in APPLICATIONS:
        near = get_close_matches(method, APPLICATIONS, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise InputError(f"there is no method {method!r} for a table; there are: {', '.join(APPLICATIONS)}.{hint}")
    chosen = APPLICATIONS[method]
    if ask.log and not chosen.on_logs:
        known = ", ".join(name for name, one in APPLICATIONS.items() if one.on_logs)
        raise InputError(f"{method} takes no logarithms; those that do: {known}.")
    data = Data.of(rows, ask, every_visit=chosen.every_visit)
    for role in chosen.needs:
        data.text(role)
    other = ask.structure != "unstructured"
    for given, name in ((ask.covariates, "covariates"), (ask.horizon, "horizon"), (other, "structure")):
        if given and name not in chosen.uses:
            raise InputError(f"{method} takes no {name}; those that do: {_taking(name)}.")
    found = _remarked(chosen, data, chosen.run(data))
    if ask.log:
        found = [one._replace(result=continuous.as_ratio(one.result)) for one in found]
    return found if ask.adjust is None else _adjusted(found, ask.adjust)


def _adjusted(found: list[Applied], how: str) -> list[Applied]:
    """P-values adjusted for all comparisons shown; intervals stay those of each."""
    if any(one.corrected for one in found):
        raise InputError(f"p-values of this method hold for all comparisons together; leave out {how}.")
    p = multiplicity.adjust([one.result.p_value for one in found], how)
    note = f"p-values adjusted for {len(found)} comparisons ({multiplicity.METHODS[how]}); intervals are not"
    return [
        Applied(
            one.comparison, replace(one.result, p_value=float(own), notes=(*one.result.notes, note)), corrected=True
        )
        for one, own in zip(found, p, strict=True)
    ]


def _taking(name: str) -> str:
    return ", ".join(method for method, one in APPLICATIONS.items() if name in one.uses)


def _remarked(chosen: Application, data: Data, found: list[Applied]) -> list[Applied]:
    """The results with what must be known of the rows they come from."""
    if "value" in chosen.needs and not chosen.knows_below:
        below = int(data.below.sum())
        if below:
            data.remark(
                f"{below} values below detection stand at their limit; tobit and gehan take them as what they are"
            )
    remarks = tuple(data.remarks)
    return [one._replace(result=replace(one.result, notes=(*one.result.notes, *remarks))) for one in found]


__all__ = ["APPLICATIONS", "ROLES", "Application", "Applied", "Ask", "apply"]
