"""One reported number, sign or limit."""

from typing import Literal

from pydantic import Field, model_validator

from antral.records import Strict

Statistic = Literal[
    "count", "percent", "mean", "median", "mean_change", "direction", "threshold", "upper_limit", "lower_limit"
]


class Spread(Strict):
    """How far a reported value varies, as printed."""

    kind: Literal["sd", "se", "range", "iqr", "ci95"]
    low: float
    """The SD or SE itself, else the lower end."""
    high: float | None = None

    @model_validator(mode="after")
    def _ends(self) -> "Spread":
        if self.kind in ("sd", "se"):
            if self.high is not None or self.low < 0.0:
                raise ValueError(f"{self.kind} is one number, not negative")
        elif self.high is None or self.high < self.low:
            raise ValueError(f"{self.kind} has two ends, the lower first")
        return self


class Printed(Strict):
    """A percentage that the source prints beside a count."""

    percent: float
    of: int = Field(gt=0)
    """The denominator it refers to."""


class Outcome(Strict):
    """What a study reported of one arm at one time."""

    arm: str
    outcome: str
    months: float | None = Field(default=None, ge=0.0)
    """Since treatment; 0 is before it, none is not stated."""
    statistic: Statistic
    value: float
    """Events of a `count`; -1, 0 or 1 of a `direction`, which is a constraint and not a measurement."""
    spread: Spread | None = None
    n: int | None = Field(default=None, gt=0)
    """Denominator, in the unit of the value."""
    unit: str
    printed: Printed | None = None
    p: float | None = Field(default=None, ge=0.0, le=1.0)
    """As printed."""
    p_below: float | None = Field(default=None, gt=0.0, le=1.0)
    """Where the source prints only that p is smaller."""
    against: str | None = None
    """The arm that the p-value, else the direction or change itself, compares with; none: before treatment."""
    locator: str
    confidence: Literal["read_full", "read_abstract", "read_in_review", "read_news", "recalled"]
    note: str = ""

    @property
    def key(self) -> str:
        """Its name within the study, such as `all.menses_resumed@12`; `@?` where the time is not stated."""
        return f"{self.arm}.{self.outcome}@{'?' if self.months is None else format(self.months, 'g')}"
