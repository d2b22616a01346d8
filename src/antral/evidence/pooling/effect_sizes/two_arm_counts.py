"""Women with an event in two arms: odds ratio, risk ratio, risk difference, Peto's odds ratio."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from antral.core import InputError
from antral.evidence.pooling.effect_sizes.effects import Effects, Flags, Numbers, columns, counted, where


class Table(NamedTuple):
    """The four cells of each study, `[study]`."""

    a: Numbers
    """Events, treated."""
    b: Numbers
    """No event, treated."""
    c: Numbers
    """Events, control."""
    d: Numbers
    """No event, control."""
    names: list[str]

    def of(self, chosen: Flags) -> "Table":
        """Some of the studies."""
        a, b, c, d, names = self
        return Table(a[chosen], b[chosen], c[chosen], d[chosen], where(names, chosen))

    def plus(self, add: Numbers) -> "Table":
        """Something added to every cell of a study."""
        return Table(self.a + add, self.b + add, self.c + add, self.d + add, self.names)


def table(
    events: ArrayLike,
    n: ArrayLike,
    control_events: ArrayLike,
    control_n: ArrayLike,
    labels: Sequence[object] | None = None,
) -> Table:
    """Check counts and give the four cells."""
    given = {"events": events, "n": n, "control_events": control_events, "control_n": control_n}
    counts, names = columns(labels, given)
    for one, of in (("events", "n"), ("control_events", "control_n")):
        bad = (counts[one] < 0) | (counts[one] > counts[of]) | (counts[of] <= 0) | (counts[one] % 1 != 0)
        if bad.any():
            at = int(np.argmax(bad))
            raise InputError(f"{names[at]}: {one} {counts[one][at]:g} of {counts[of][at]:g} women is impossible.")
    a, n1, c, n2 = counts.values()
    return Table(a, n1 - a, c, n2 - c, names)


def odds_ratio(cells: Table, correction: float) -> Effects:
    """Log odds ratio, Woolf's variance.

    A study with an empty cell gets the correction in its four cells; one without an event in either arm, or with
    events in all women, says nothing of the ratio and is dropped.
    """
    none = silent(cells, both_ends=True)
    kept = cells.of(~none)
    empty = (np.stack(kept[:4]) == 0).any(axis=0)
    a, b, c, d, _ = kept.plus(correction * empty)
    yi, vi = np.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d
    notes = _told(kept, empty, correction, "its four cells") + _dropped(cells, none)
    return Effects(yi, vi, tuple(kept.names), "log odds ratio", "exp", tuple(where(cells.names, none)), notes)


def risk_ratio(cells: Table, correction: float) -> Effects:
    """Log risk ratio.

    The correction goes into the four cells of a study where an arm has no event, or where all women of both have one;
    a study without any event says nothing of the ratio and is dropped.
    """
    none = silent(cells, both_ends=False)
    kept = cells.of(~none)
    empty = (kept.a == 0) | (kept.c == 0) | ((kept.b == 0) & (kept.d == 0))
    a, b, c, d, _ = kept.plus(correction * empty)
    yi = np.log(a / (a + b)) - np.log(c / (c + d))
    vi = 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)
    notes = _told(kept, empty, correction, "its four cells") + _dropped(cells, none)
    return Effects(yi, vi, tuple(kept.names), "log risk ratio", "exp", tuple(where(cells.names, none)), notes)


def risk_difference(cells: Table, correction: float) -> Effects:
    """Risk difference; the correction enters the variance alone, where that would be zero."""
    n1, n2 = cells.a + cells.b, cells.c + cells.d
    still = (cells.a * cells.b == 0) & (cells.c * cells.d == 0)
    a, b, c, d, _ = cells.plus(correction * still)
    vi = a * b / (a + b) ** 3 + c * d / (c + d) ** 3
    notes = _told(cells, still, correction, "the cells of its variance alone")
    return Effects(cells.a / n1 - cells.c / n2, vi, tuple(cells.names), "risk difference", "identity", (), notes)


def peto_odds_ratio(cells: Table, correction: float) -> Effects:
    """Log odds ratio by Peto (Yusuf et al. 1985, Prog Cardiovasc Dis 27:335), which needs no correction."""
    del correction
    none = silent(cells, both_ends=True)
    kept = cells.of(~none)
    excess, vi = peto_parts(kept)
    back = tuple(where(cells.names, none))
    return Effects(excess / vi, 1 / vi, tuple(kept.names), "log odds ratio (Peto)", "exp", back, _dropped(cells, none))


def peto_parts(cells: Table) -> tuple[Numbers, Numbers]:
    """Observed less expected events of the treated arm, and the hypergeometric variance."""
    n1, n2, events = cells.a + cells.b, cells.c + cells.d, cells.a + cells.c
    n = n1 + n2
    variance = n1 * n2 * events * (n - events) / (n**2 * (n - 1))
    return cells.a - events * n1 / n, variance


def silent(cells: Table, *, both_ends: bool) -> Flags:
    """Studies without any event; with `both_ends` also those where every woman has one."""
    none: Flags = (cells.a + cells.c) == 0
    every: Flags = (cells.b + cells.d) == 0
    return none | every if both_ends else none


def _told(cells: Table, corrected: Flags, correction: float, place: str) -> tuple[str, ...]:
    names = where(cells.names, corrected)
    return (counted(names, f"got {correction:g} added to {place} for an empty cell"),) if names else ()


def _dropped(cells: Table, none: Flags) -> tuple[str, ...]:
    names = where(cells.names, none)
    return (counted(names, "say nothing of a ratio (no event, or only events) and were left out"),) if names else ()
