"""What an analysis gives."""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from antral.analysis.derive import Valued
from antral.analysis.plan import Plan


@dataclass(frozen=True)
class Results:
    """Estimates and tests of one trial or of many."""

    plan: Plan
    valued: Valued
    """The endpoints of each participant, as arrays."""
    arms: pl.DataFrame
    """`trial, arm, endpoint, n, estimate, ci_low, ci_high, method`; complete cases."""
    slopes: pl.DataFrame
    """`trial, endpoint, n, estimate, ci_low, ci_high, p_value, method`: for each step of the plan's `dose_unit_cells`
    the ratio (log changes) or difference of what is estimated by its mean."""
    contrasts: pl.DataFrame
    """`trial, contrast, endpoint, arm, against, n, estimate, ci_low, ci_high, p_value, method`: each treated arm
    against each control, a ratio of log changes, a difference of other values and of shares."""
    tests: pl.DataFrame
    """`trial, test, endpoint, kind, statistic, p_value, method, n, sizes`; `sizes` such as `4/3/4`, by dose."""

    @cached_property
    def participants(self) -> pl.DataFrame:
        """The endpoints of each participant, as `derive` gives them."""
        return self.valued.long
