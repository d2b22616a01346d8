"""Gathered trials made by hand, for tests of designs."""

from typing import Any

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


def gathered(arms: dict[str, Values], per_arm: int = 10, strength: dict[int, float] | None = None) -> Gathered:
    """Participants with these values, in trials of so many women an arm; every participant is another woman."""
    rows = [(1 + i // per_arm, arm, float(value)) for arm, values in arms.items() for i, value in enumerate(values)]
    people = np.arange(len(rows))
    values = pl.DataFrame(
        {
            "trial": np.array([trial for trial, *_ in rows], dtype=np.int32),
            "participant_id": people.astype(np.int32),
            "arm": [arm for _, arm, _ in rows],
            "endpoint": ["outcome"] * len(rows),
            "value": [value for *_, value in rows],
            "woman": people,
        }
    )
    enrolled = Enrolled(values["trial"].to_numpy().astype(np.int64), people)
    return hand_made(values=values, enrolled=enrolled, strength=strength or {})


def hand_made(**given: Any) -> Gathered:
    """What an analysis gathered, nothing but what is given."""
    nothing = pl.DataFrame()
    tests = pl.DataFrame({"trial": [1], "test": ["none"], "p_value": [1.0]})
    tables = dict.fromkeys(("arms", "slopes", "contrasts", "claims", "courses", "serious"), nothing)
    usual: dict[str, Any] = {"trials": 1, "scenario": "target", "zero": "none", "failed": 0, "patient_years": 0.0}
    return Gathered(**{**usual, **tables, "tests": tests, **given})
