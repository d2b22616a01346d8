"""What exactly is to be estimated (ICH E9(R1)), and with which method."""

from typing import Literal, Self, get_args

from pydantic import Field, model_validator

from antral.protocol.endpoints import EstimateMethod, TestMethod
from antral.protocol.quantity import Days, Dose
from antral.records import Strict

Strategy = Literal["treatment_policy", "hypothetical", "composite", "while_on_treatment", "principal_stratum"]


Event = Literal["started_hormones", "pregnancy", "discontinuation", "fertility_treatment"]
"""What may happen after randomisation that changes what an endpoint means. Hormones: other than those of her arm."""

Covariate = Literal["baseline", "tablet_day", "stratum"]
"""What an analysis of covariance adjusts for: baseline, day of the hormone calendar at the visit, stratum."""


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
    intercurrent_events: dict[Event, IntercurrentEvent]
    summary: str

    @model_validator(mode="after")
    def _names_every_event(self) -> Self:
        missing = [event for event in get_args(Event) if event not in self.intercurrent_events]
        if missing:
            raise ValueError(f"intercurrent_events: a strategy is wanted for each; missing: {', '.join(missing)}")
        return self


class Analysis(Strict):
    """How one endpoint is analysed."""

    estimate: EstimateMethod
    test: TestMethod | None = None
    """None where the endpoint is described and not tested."""
    covariates: tuple[Covariate, ...] = ()
    visits: tuple[Days, ...] = ()
    """Days of the visits that a mixed model takes; by default those of all endpoints of the same measure."""

    @model_validator(mode="after")
    def _covariates_are_used(self) -> Self:
        if self.covariates and self.test not in ("ancova", "ancova_hc3", "mmrm"):
            raise ValueError("covariates belong to 'test: ancova', 'ancova_hc3' or 'mmrm'")
        if self.test == "mmrm" and set(self.covariates) - {"baseline"}:
            raise ValueError("'test: mmrm' adjusts for baseline only")
        if self.visits and self.test != "mmrm":
            raise ValueError("visits belong to 'test: mmrm'")
        return self


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
