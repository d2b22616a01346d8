"""Menstrual cycles found in recorded courses."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antral.engine import Course
from antral.verify.row import references

_Days = NDArray[np.float64]

SHORTEST, LONGEST = 10.0, 90.0
"""Days; intervals between menses outside are no cycles."""

FEWEST: Final = 4
"""Cycles of a woman for a standard deviation of hers."""

_BEFORE: Final = 3.0  # days before ovulation in which the peak of LH is looked for
_E2_SPAN: Final = (4.0, 1.5)  # days around the peak of LH in which the peak of estradiol is looked for
_FSH_SPAN: Final = 2.0
_OF_A_CYCLE: Final = (
    *("begin", "follicular", "luteal", "lh_day", "lh_peak", "fsh_peak", "e2_peak", "p4_peak"),
    *("e2_before_lh", "fsh_before_lh", "p4_rise", "p4_next_day"),
)


@dataclass(frozen=True)
class Cycles:
    """Every whole cycle, from menses to the next menses. Arrays `[cycle]`; NaN where the cycle has no such thing."""

    owner: NDArray[np.int64]
    """Row of the woman."""
    length: _Days
    ovulations: NDArray[np.int64]
    """Ovulatory events."""
    begin: _Days
    """Day of the menses it begins with."""
    follicular: _Days
    """Menses to ovulation, in cycles with one ovulatory event."""
    luteal: _Days
    """Ovulation to the next menses."""
    lh_day: _Days
    """Day of the peak of LH."""
    lh_peak: _Days
    fsh_peak: _Days
    e2_peak: _Days
    p4_peak: _Days
    e2_before_lh: _Days
    """Day of the peak of E2 relative to that of LH."""
    fsh_before_lh: _Days
    p4_rise: _Days
    """Day relative to the peak of LH on which P4 first exceeds the limit on record."""
    p4_next_day: _Days
    """P4 a day after the peak of LH."""
    luteal_times: NDArray[np.bool_]
    """From 3 d after the peak of LH to 1.5 d before menses. `[woman, time]`"""
    mid_luteal_times: NDArray[np.bool_]
    """From 6 to 8 d after the peak of LH. `[woman, time]`"""
    early_times: NDArray[np.bool_]
    """Cycle days 4 to 7, day 1 being the first of menses. `[woman, time]`"""


def spread_within(length: _Days, owner: NDArray[np.int64], women: int) -> _Days:
    """Standard deviation of each woman's cycles; NaN where she has fewer than four. `[woman]`"""
    count = np.bincount(owner, minlength=women)
    centre = np.bincount(owner, length, women) / np.maximum(count, 1)
    square = np.bincount(owner, (length - centre[owner]) ** 2, women)
    return np.where(count >= FEWEST, np.sqrt(square / np.maximum(count - 1, 1)), np.nan)


def cycles(course: Course) -> Cycles:
    """The cycles of a course recorded at least twice a day."""
    t = course.t_days
    shape = course.menses.shape
    luteal_times, mid_times, early_times = (np.zeros(shape, dtype=np.bool_) for _ in range(3))
    columns: list[list[float]] = []
    for woman in range(shape[0]):
        menses = np.flatnonzero(course.menses[woman] > 0)
        events = t[course.ovulations[woman] > 0]
        for first, last in pairwise(menses):
            begin, end = t[first], t[last]
            if not SHORTEST <= end - begin <= LONGEST:
                continue
            early_times[woman, (t >= begin + 3.0) & (t < begin + 7.0)] = True
            inside = events[(events > begin) & (events < end)]
            found = [float("nan")] * 9
            if len(inside) == 1:
                found = _surge(course, woman, float(inside[0]))
                peak = found[0]
                luteal_times[woman, (t >= peak + 3.0) & (t <= end - 1.5)] = True
                mid_times[woman, (t >= peak + 6.0) & (t <= peak + 8.0)] = True
            single = inside[0] if len(inside) == 1 else np.nan
            columns.append([woman, end - begin, len(inside), begin, single - begin, end - single, *found])
    table = np.array(columns, dtype=np.float64).reshape(-1, 3 + len(_OF_A_CYCLE)).T
    own = dict(zip(_OF_A_CYCLE, table[3:], strict=True))
    return Cycles(
        owner=table[0].astype(np.int64),
        length=table[1],
        ovulations=table[2].astype(np.int64),
        luteal_times=luteal_times,
        mid_luteal_times=mid_times,
        early_times=early_times,
        **own,
    )


def _surge(course: Course, woman: int, ovulation: float) -> list[float]:
    """Day of the peak of LH; peaks of LH, FSH, E2, P4; E2 and FSH relative to LH; rise of P4; P4 a day later."""
    t = course.t_days

    def between(low: float, high: float) -> NDArray[np.int64]:
        return np.flatnonzero((t >= low) & (t <= high))

    near = between(ovulation - _BEFORE, ovulation)
    lh = course.lh_iu_l[woman]
    peak = near[int(np.argmax(lh[near]))]
    at = float(t[peak])
    e2, fsh, p4 = course.e2_pg_ml[woman], course.fsh_iu_l[woman], course.p4_ng_ml[woman]
    e2_near, fsh_near = between(at - _E2_SPAN[0], at + _E2_SPAN[1]), between(at - _FSH_SPAN, at + _FSH_SPAN)
    e2_top, fsh_top = e2_near[int(np.argmax(e2[e2_near]))], fsh_near[int(np.argmax(fsh[fsh_near]))]
    after = between(at - _BEFORE, at + _BEFORE)
    risen = after[p4[after] > references()["p4_rise"].limits["low"]]
    later = between(at, at + 15.0)
    return [
        at, float(lh[peak]), float(fsh[fsh_top]), float(e2[e2_top]), float(p4[later].max()),
        float(t[e2_top]) - at, float(t[fsh_top]) - at,
        float(t[risen[0]]) - at if risen.size else float("nan"),
        float(np.interp(at + 1.0, t, p4)),
    ]  # fmt: skip
