"""What an analysis gives."""

from dataclasses import dataclass

import polars as pl

from antral.analysis.plan import Plan


@dataclass(frozen=True)
class Results:
    """Estimates and tests of one trial or of many."""

    plan: Plan
    participants: pl.DataFrame
    """The endpoints of each participant, as `derive` gives them."""
    arms: pl.DataFrame
    """`trial, arm, endpoint, n, estimate, ci_low, ci_high, method`; complete cases."""
    slopes: pl.DataFrame
    """`trial, endpoint, n, estimate, ci_low, ci_high, method`; ratio for each step of the plan's `dose_unit_cells`."""
    tests: pl.DataFrame
    """`trial, test, endpoint, kind, statistic, p_value, method, n, sizes`; `sizes` such as `4/3/4`, by dose."""
