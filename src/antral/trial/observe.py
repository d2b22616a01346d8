"""What the trial measures of simulated courses, visit by visit."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.dataset import conform, empty
from antral.measurement import analytes, at_times, count_follicles, measure, scan
from antral.population import Measured
from antral.protocol import Visit
from antral.trial.roster import Roster, Values
from antral.trial.visits import Attendance

_SCAN = "AFC"
_HOURS = 24.0


def measurements(
    roster: Roster,
    visits: Sequence[Visit],
    attendance: Attendance,
    values: Values,
    t_days: NDArray[np.float64],
) -> pl.DataFrame:
    """The table `observations` of the visits from randomisation on."""
    parts = []
    for position, visit in enumerate(visits):
        rows = np.flatnonzero(attendance.attended[:, position])
        day = attendance.day[rows, position]
        moment = (day + visit.hour / _HOURS)[:, None]
        for code in visit.measures:
            if code == _SCAN:
                observed = count_follicles(
                    at_times(values["antral_pool"][rows], t_days, moment)[:, 0],
                    at_times(values["follicles_2_10_mm"][rows], t_days, moment, steps=True)[:, 0],
                    scan(),
                    seed=roster.seed,
                    trial=roster.trial[rows],
                    patient=roster.woman[rows],
                    visit=position,
                )
                censored, unit = np.zeros(rows.size, np.bool_), scan().unit
            else:
                assay = analytes()[code]
                observed, censored = measure(
                    at_times(values[assay.course][rows], t_days, moment)[:, 0],
                    assay,
                    seed=roster.seed,
                    trial=roster.trial[rows],
                    patient=roster.woman[rows],
                    visit=position,
                )
                unit = assay.unit
            parts.append(_rows(roster, rows, visit, code=code, unit=unit, day=day, value=observed, censored=censored))
    return pl.concat(parts) if parts else empty("observations")


def screening_results(
    roster: Roster, visits: Sequence[Visit], measured: Measured, place: NDArray[np.int64]
) -> pl.DataFrame:
    """The table `observations` of the visits before randomisation, as the bank holds them.

    Parameters
    ----------
    place
        Position of each participant in the bank. `[participant]`.
    """
    parts = []
    everyone = np.arange(roster.size)
    for position, visit in enumerate(visits):
        day = np.full(roster.size, visit.day)
        for code in visit.measures:
            column = measured.measures.index(code)
            unit = scan().unit if code == _SCAN else analytes()[code].unit
            value, censored = measured.value[place, position, column], measured.censored[place, position, column]
            parts.append(_rows(roster, everyone, visit, code=code, unit=unit, day=day, value=value, censored=censored))
    return pl.concat(parts) if parts else empty("observations")


def _rows(
    roster: Roster,
    rows: NDArray[np.int64],
    visit: Visit,
    *,
    code: str,
    unit: str,
    day: NDArray[np.float64],
    value: NDArray[np.float64],
    censored: NDArray[np.bool_],
) -> pl.DataFrame:
    frame = pl.DataFrame(
        {
            "trial": roster.trial[rows],
            "participant_id": roster.participant_id[rows],
            "day": day,
            "value": value,
            "censored": censored,
        }
    ).with_columns(
        pl.lit(visit.name).alias("visit"),
        pl.lit(float(visit.hour)).alias("hour"),
        pl.lit(code).alias("parameter"),
        pl.lit(unit).alias("unit"),
    )
    return conform(frame, "observations")
