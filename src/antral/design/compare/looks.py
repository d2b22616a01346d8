"""Interim looks laid over trials that were simulated to their end: nothing is simulated for them.

At a look the planned test is made on the first women of a trial, each followed to her end; where its p-value crosses
the boundary, the trial stops. Women go on being enrolled until the look's last woman has been followed: they count as
enrolled. The rule for harm is apart.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from antral.analysis import plan
from antral.core import DAYS_PER_MONTH, InputError
from antral.design.clustered import over_trials
from antral.design.compare.summary import Found
from antral.design.plain import number
from antral.design.sequential import FAMILIES, Boundaries, Rule, boundaries, decide
from antral.protocol import Protocol
from antral.trial import enrolment_days

Numbers = NDArray[np.float64]
_LEAST_P: Final = 1e-12


class Looks(NamedTuple):
    """When trials are looked at, and by which rule they stop."""

    shares: tuple[float, ...]
    """Of the women, rising to 1."""
    rule: str
    """A name of `sequential.FAMILIES`."""


def looks(text: str, rule: str) -> Looks:
    """`0.5,1` and the name of a rule; anything else is an `InputError`."""
    try:
        shares = tuple(float(part) for part in text.split(","))
    except ValueError:
        shares = ()
    rising = all(a < b for a, b in zip((0.0, *shares), shares, strict=False))
    if len(shares) < 2 or shares[-1] != 1.0 or not rising:
        raise InputError(f"--looks {text}: shares of the women were wanted that rise to 1, as in 0.5,1.")
    if rule not in FAMILIES:
        raise InputError(f"--spending {rule}: one of these was wanted: {', '.join(FAMILIES)}.")
    return Looks(shares, rule)


def sizes(protocol: Protocol, wanted: Looks) -> tuple[int, ...]:
    """Women at each look, in whole rounds of the ratio, as far as the last look allows."""
    n, unit = protocol.design.participants, sum(protocol.design.allocation.ratio.values())
    found = [max(unit, round(share * n / unit) * unit) for share in wanted.shares[:-1]]
    women = (*found, n)
    if any(a >= b for a, b in pairwise(women)):
        raise InputError(f"{n} women are too few for looks at {', '.join(f'{share:g}' for share in wanted.shares)}.")
    return women


def rule_of(protocol: Protocol, wanted: Looks) -> Boundaries:
    """The boundaries for the numbers of women there really are at each look."""
    women = sizes(protocol, wanted)
    analysis = plan(protocol)
    information = [n / women[-1] for n in women]
    return boundaries(information, Rule(wanted.rule), alpha=analysis.alpha, sides=analysis.sides)


def looked_at(found: Sequence[Found], scenario: str, bounds: Boundaries) -> dict[str, Any]:
    """What a design with interim looks would show, as plain values.

    Parameters
    ----------
    found
        The same design at the size of each look; the last is the whole trial.

    Returns
    -------
    `rejects`, `women_analysed`, `women_enrolled`, `months`, each with `value`, `mcse`, and `difference`,
    `difference_mcse` from the same design without interim looks; `looks`: `women`, `nominal_p`, `stops`, `mcse`.
    """
    whole = found[-1]
    p = np.array([_p(one, scenario) for one in found])
    z = ndtri(1.0 - np.clip(p, _LEAST_P, 1.0) / bounds.sides)
    stopped = decide(bounds, z)
    women = np.array([one.protocol.design.participants for one in found], dtype=float)
    at_end, enrolled, months = (of[stopped.look - 1, np.arange(p.shape[1])] for of in _calendar(found))
    fixed = (p[-1] <= plan(whole.protocol).alpha).astype(float)
    full = _calendar(found[-1:])
    values = {
        "rejects": (stopped.effect.astype(float), fixed),
        "women_analysed": (at_end, np.full_like(at_end, women[-1])),
        "women_enrolled": (enrolled, np.full_like(at_end, women[-1])),
        "months": (months, full[2][0]),
    }
    nominal = [bounds.sides * one for one in bounds.nominal]
    told: dict[str, Any] = {
        name: _told(whole, mine) | {f"difference{k}": v for k, v in _apart(whole, mine - other).items()}
        for name, (mine, other) in values.items()
    }
    told["looks"] = [
        {"women": int(n), "nominal_p": level, **_share(whole, stopped.look == place + 1)}
        for place, (n, level) in enumerate(zip(women, nominal, strict=True))
    ]
    return told


def _p(found: Found, scenario: str) -> Numbers:
    """P-values of the judged test; 1 where it cannot be made."""
    place = list(found.tests(scenario)).index(str(found.power_test))
    values: Numbers = np.nan_to_num(found.arrays[f"{scenario}/p"][place], nan=1.0)
    return values


def _calendar(found: Sequence[Found]) -> tuple[Numbers, Numbers, Numbers]:
    """Women analysed, women enrolled, and months since the first, at the end of each look. `[look, trial]`"""
    whole = found[-1]
    n, rate = whole.protocol.design.participants, whole.protocol.design.enrolment.women_per_month
    days = enrolment_days(n, rate, seed=whole.seed, trials=whole.trials)
    last = np.array([days[:, one.protocol.design.participants - 1] for one in found]) + whole.protocol.follow_up_days
    enrolled = np.array([(days <= end[:, None]).sum(axis=1) for end in last], dtype=float)
    women = np.array([[one.protocol.design.participants] * len(days) for one in found], dtype=float)
    return women, enrolled, last / DAYS_PER_MONTH


def _told(found: Found, values: Numbers) -> dict[str, float | None]:
    mean = over_trials(found.trials, values, found.enrolled)
    return {"value": number(mean.value), "mcse": number(mean.mcse)}


def _apart(found: Found, values: Numbers) -> dict[str, float | None]:
    mean = _told(found, values)
    return {"": mean["value"], "_mcse": mean["mcse"]}


def _share(found: Found, happens: NDArray[np.bool_]) -> dict[str, float | None]:
    mean = _told(found, happens.astype(float))
    return {"stops": mean["value"], "mcse": mean["mcse"]}
