"""What the trial measures of its participants, visit by visit."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.dataset import conform, empty
from antral.measurement import analytes, at_times, count_follicles, measure, scan
from antral.population import Measured
from antral.protocol import Protocol, Visit
from antral.trial.roster import Roster, Values
from antral.trial.visits import Attendance

_SCAN: Final = "AFC"
_SCANNED: Final = ("antral_pool", "follicles_2_10_mm")
_HOURS: Final = 24.0


class _Results(NamedTuple):
    """Results of one measure at one visit. Arrays `[row]`."""

    rows: NDArray[np.int64]
    day: NDArray[np.float64]
    value: NDArray[np.float64]
    censored: NDArray[np.bool_]
    visit: int
    measure: int


def measured_outputs(protocol: Protocol) -> tuple[str, ...]:
    """Which values of a course the visits measure."""
    codes = dict.fromkeys(code for visit in protocol.visits for code in visit.measures)
    names = [_SCANNED if code == _SCAN else (analytes()[code].course,) for code in codes]
    return tuple(dict.fromkeys(name for group in names for name in group))


def observe(
    protocol: Protocol,
    roster: Roster,
    attendance: Attendance,
    values: Values,
    t_days: NDArray[np.float64],
    *,
    measured: Measured,
    place: NDArray[np.int64],
) -> pl.DataFrame:
    """The table `observations`, ordered by trial, participant and day.

    Parameters
    ----------
    measured, place
        Results of the visits before randomisation, as the bank holds them, and each participant's position in it.
    """
    codes: list[str] = list(dict.fromkeys(code for visit in protocol.visits for code in visit.measures))
    results = []
    for position, visit in enumerate(protocol.visits):
        after = position - len(protocol.screening_visits)
        for code in visit.measures:
            if visit.is_screening:
                rows, column = np.arange(roster.size), measured.measures.index(code)
                value, censored = measured.value[place, position, column], measured.censored[place, position, column]
                day = np.full(roster.size, visit.day)
            else:
                rows = np.flatnonzero(attendance.attended[:, after])
                day = attendance.day[rows, after]
                moment = day + visit.hour / _HOURS
                value, censored = _measure(code, roster, rows, moment, after, values=values, t_days=t_days)
            results.append(_Results(rows, day, value, censored, position, codes.index(code)))
    return _table(roster, results, protocol.visits, codes)


def _measure(
    code: str,
    roster: Roster,
    rows: NDArray[np.int64],
    moment: NDArray[np.float64],
    visit: int,
    *,
    values: Values,
    t_days: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """One measure of some participants at one visit, `moment` in days since randomisation."""
    when = moment[:, None]
    trial, woman = roster.trial[rows], roster.woman[rows]
    if code != _SCAN:
        assay = analytes()[code]
        true = at_times(values[assay.course], t_days, when, rows=rows)[:, 0]
        return measure(true, assay, seed=roster.seed, trial=trial, patient=woman, visit=visit)
    pool = at_times(values["antral_pool"], t_days, when, rows=rows)[:, 0]
    slots = at_times(values["follicles_2_10_mm"], t_days, when, steps=True, rows=rows)[:, 0]
    count = count_follicles(pool, slots, scan(), seed=roster.seed, trial=trial, patient=woman, visit=visit)
    return count, np.zeros(count.shape, np.bool_)


def _table(roster: Roster, results: list[_Results], visits: Sequence[Visit], codes: list[str]) -> pl.DataFrame:
    if not results:
        return empty("observations")
    rows, day, value, censored = (np.concatenate(column) for column in list(zip(*results, strict=True))[:4])
    sizes = [one.rows.size for one in results]
    visit = np.repeat([one.visit for one in results], sizes)
    code = np.repeat([one.measure for one in results], sizes)
    order = np.lexsort((code, day, rows))
    rows, visit, code = rows[order], visit[order], code[order]
    units = [scan().unit if name == _SCAN else analytes()[name].unit for name in codes]
    frame = pl.DataFrame(
        {
            "trial": roster.trial[rows],
            "participant_id": roster.participant_id[rows],
            "visit": _names([one.name for one in visits], visit),
            "day": day[order],
            "hour": np.array([one.hour for one in visits], np.float64)[visit],
            "parameter": _names(codes, code),
            "value": value[order],
            "unit": _names(units, code),
            "censored": censored[order],
        }
    )
    return conform(frame, "observations")


def _names(names: list[str], position: NDArray[np.int64]) -> pl.Series:
    return pl.Series(names, dtype=pl.String).gather(pl.Series(position, dtype=pl.UInt32))
