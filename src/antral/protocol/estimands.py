"""What exactly is to be estimated (ICH E9(R1)), and with which method."""

from typing import Literal

from pydantic import Field

from antral.protocol.base import Strict
from antral.protocol.endpoints import EstimateMethod, TestMethod
from antral.protocol.quantity import Dose

Strategy = Literal["treatment_policy", "hypothetical", "composite", "while_on_treatment", "principal_stratum"]


class IntercurrentEvent(Strict):
    """What is done when something happens after randomisation that changes the meaning of the endpoint."""

    strategy: Strategy
    handling: str
    """The same in plain words."""


class Estimand(Strict):
    """Treatment effect to be estimated."""

    name: str
    population: str
    treatment: str
    endpoints: tuple[str, ...] = Field(min_length=1)
    intercurrent_events: dict[Literal["started_hormones", "pregnancy", "discontinuation"], IntercurrentEvent]
    summary: str


class Analysis(Strict):
    """How one endpoint is analysed."""

    estimate: EstimateMethod
    test: TestMethod | None = None
    """None where the endpoint is described and not tested."""


class AnalysisPlan(Strict):
    """The statistician's plan."""

    alpha: float = Field(gt=0, lt=1)
    sides: Literal[1, 2]
    confidence: float = Field(gt=0, lt=1)
    dose_unit_cells: Dose
    """Trends are expressed per this many cells."""
    baseline_visits: tuple[str, ...] = Field(min_length=1)
    """Visits whose values, averaged (log scale for hormones), are the baseline."""
    by_endpoint: dict[str, Analysis]
