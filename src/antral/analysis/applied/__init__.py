"""Any method on any trial's table, without a protocol and without the simulator.

Takes a CSV file's rows and what is asked of them; gives a `Result` for each comparison.

1. `Ask` says which column has which role, which arm is the control, which rows and visit count.
2. `Data` chooses and checks the rows; `ROLES` are the columns it knows, under our names or those of CDISC.
3. `apply` (THE entry) runs one method of `APPLICATIONS` and gives an `Applied` for each comparison.

To make a method applicable, add its line to the file of its kind of endpoint: numbers, shares, times, visits, doses.
"""

from collections.abc import Mapping
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
from antral.analysis.methods import continuous
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
    found = chosen.run(data)
    return [one._replace(result=continuous.as_ratio(one.result)) for one in found] if ask.log else found


__all__ = ["APPLICATIONS", "ROLES", "Application", "Applied", "Ask", "apply"]
