"""Gathered trials made by hand, for tests of designs."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.analysis import Plan, Question
from antral.design import Enrolled, Gathered

Values = NDArray[np.float64]


def plan(*, test: str = "linear_trend", derive: str = "log_change", control: bool = True) -> Plan:
    """Two arms, one endpoint."""
    doses = {"untreated": 0.0, "treated": 3e7} if control else {"low": 3e7, "high": 6e7}
    question = Question(
        name="outcome", derive=derive, day=182.0, measure="FSH", direction="increase", estimate="mean_t", test=test
    )
    return Plan(doses=doses, questions=(question,), controls=("untreated",) if control else ())


def gathered(arms: dict[str, Values]) -> Gathered:
    """Participants with these values: one trial, numbered over all arms."""
    rows = [(arm, float(value)) for arm, values in arms.items() for value in values]
    values = pl.DataFrame(
        {
            "trial": np.ones(len(rows), dtype=np.int32),
            "participant_id": np.arange(len(rows), dtype=np.int32),
            "arm": [arm for arm, _ in rows],
            "endpoint": ["outcome"] * len(rows),
            "value": [value for _, value in rows],
        }
    )
    nothing = pl.DataFrame()
    people = np.arange(len(rows))
    return Gathered(
        nothing,
        nothing,
        nothing,
        values,
        Enrolled(np.ones(len(rows), np.int64), people),
        nothing,
        nothing,
        nothing,
        0,
        0.0,
    )
