"""What is predicted of one endpoint: counts, printed numbers, and the planned test's chance to reject."""

from typing import Final, Literal

from pydantic import Field, model_validator

from antral.records import Strict

LEVELS: Final = (0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975)
"""Of the quantiles."""
TOGETHER: Final = "together"
"""The group of all arms."""

Scenario = Literal["none", "evidence"]
SCENARIOS: Final[tuple[Scenario, ...]] = ("none", "evidence")
"""The cells do nothing; the cells do what the published record lets one assume."""


class Chances(Strict):
    """Of a count under one scenario."""

    mean: float
    estimable: float
    """Women in whom it can be judged, on average."""
    probability: tuple[float, ...]
    """Of 0, 1, ... women with it; empty where it can be judged in no woman of any trial."""


class Count(Strict):
    """How many women of a group will have it."""

    arm: str
    women: int
    """In the group, on average, rounded."""
    fewest: int
    most: int
    """In the smallest and the largest group that the allocation gives."""
    under: dict[Scenario, Chances]


class Spread(Strict):
    """Of a printed number under one scenario."""

    quantiles: tuple[float, ...] = Field(min_length=len(LEVELS), max_length=len(LEVELS))
    sd: float
    """Between trials; of its logarithm where the number is a geometric mean."""
    n: float
    """Women with a value: harmonic mean over the trials."""
    sd_women: float
    """Between the women of a trial; on the same scale as `sd`."""
    missing: float
    """Share of trials in which no woman has a value."""


class Number(Strict):
    """What will be printed of a group."""

    arm: str
    statistic: str
    unit: str
    logs: bool
    """Whether it is a geometric mean."""
    median: bool
    under: dict[Scenario, Spread | None]
    """None where no trial has a value."""


class Rate(Strict):
    """How often the planned test rejects."""

    rejects: float
    mcse: float
    """Monte-Carlo standard error."""


class Rejection(Strict):
    """The planned test of an endpoint."""

    test: str
    under: dict[Scenario, Rate]


class Prediction(Strict):
    """One endpoint."""

    endpoint: str
    label: str
    role: str
    day: float
    counts: tuple[Count, ...] = ()
    numbers: tuple[Number, ...] = ()
    tests: tuple[Rejection, ...] = ()

    @model_validator(mode="after")
    def _one_kind(self) -> "Prediction":
        if bool(self.counts) == bool(self.numbers):
            raise ValueError("an endpoint is predicted by counts or by numbers, and by one of them")
        return self
