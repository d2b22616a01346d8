"""The true course of every participant, with cells and without, week by week."""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.trial.roster import Roster, Values

OUTPUTS: Final = (
    "fsh_iu_l",
    "lh_iu_l",
    "e2_pg_ml",
    "p4_ng_ml",
    "inhibin_b_pg_ml",
    "amh_ng_ml",
    "antral_pool",
    "primordial",
    "quality",
    "repair",
)
"""What the truth holds of each course."""

_EVERY_DAYS = 7


def every_week(values: Values, t_days: NDArray[np.float64]) -> dict[str, NDArray[np.float32]]:
    """Each of `OUTPUTS` on the day of randomisation and every week after it. `[participant, week]`"""
    columns = np.flatnonzero(np.floor(t_days) % _EVERY_DAYS == 0)
    return {name: values[name][:, columns] for name in OUTPUTS}


def weekly(roster: Roster, factual: Values, no_cell: Values) -> pl.DataFrame:
    """One row for each participant and week, whether or not she was still in the trial.

    Parameters
    ----------
    factual, no_cell
        As `every_week` gives them.

    Returns
    -------
    trial, participant_id, woman, day, then each of `OUTPUTS` and the same with the ending `_no_cell`.
    """
    weeks = factual[OUTPUTS[0]].shape[1]
    frame: dict[str, NDArray[np.generic]] = {
        "trial": np.repeat(roster.trial, weeks).astype(np.int32),
        "participant_id": np.repeat(roster.participant_id, weeks).astype(np.int32),
        "woman": np.repeat(roster.woman, weeks),
        "day": np.tile(_EVERY_DAYS * np.arange(float(weeks)), roster.size),
    }
    for name in OUTPUTS:
        frame[name] = factual[name].ravel()
        frame[f"{name}_no_cell"] = no_cell[name].ravel()
    return pl.DataFrame(frame)
