"""What one method finds in one sample of real or simulated women."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Result:
    """An estimate with its interval and p-value, the method's full name, what it assumes and whom it used."""

    method: str
    """Full name, as a report prints it beside the number."""
    effect: str
    """What is estimated, such as "difference of means, treated less control"."""
    estimate: float
    low: float
    high: float
    p_value: float
    confidence: float = 0.95
    sides: int = 2
    statistic: float = math.nan
    """NaN where the method has none."""
    df: float = math.nan
    """Degrees of freedom; NaN where the method has none."""
    n: Mapping[str, int] = field(default_factory=dict)
    """The sample used, by group."""
    left_out: int = 0
    """Women in the data who are not in the sample, for missing values."""
    assumptions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """What a reader must know of this result: ties, a fallback, an interval that disagrees with its test."""
    details: Mapping[str, float] = field(default_factory=dict)
    """Further numbers by name, such as the standard error."""
