"""The record of a population: how its women differ, and who of them sees a doctor."""

from typing import Literal, Self

from pydantic import Field, model_validator

from antral.core import InputError, RecordError, Tag
from antral.records import Strict, cached, names, path, read_model


class Sourced(Strict):
    """A part that says where its numbers come from."""

    tag: Tag
    source: str = Field(min_length=3)


class _Quantity(Sourced):
    unit: str


class Age(_Quantity):
    """Age at presentation: normal, cut at its range."""

    mean: float
    sd: float = Field(gt=0)
    low: float
    high: float


class LogNormal(_Quantity):
    """A positive number that differs between women."""

    median: float = Field(gt=0)
    sd_log: float = Field(ge=0)


class Range(_Quantity):
    """A number that is uniform between two ends, or whose logarithm is."""

    low: float
    high: float
    scale: Literal["linear", "log"] = "linear"

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.low > self.high or (self.scale == "log" and self.low <= 0):
            raise ValueError(f"the range {self.low:g} to {self.high:g} is empty or, on a log scale, not positive")
        return self


class Share(Range):
    """A share between 0 and 1."""

    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)


class Fluctuation(_Quantity):
    """How a woman's own quality fluctuates: on the logit scale, with a time constant."""

    sd: float = Field(ge=0)
    time_days: float = Field(gt=0)


class RiskClass(Sourced):
    """Treatments that do about equal harm to the reserve."""

    share: float = Field(ge=0, le=1)
    """Of the women treated."""
    killed_least: float = Field(ge=0, lt=1)
    killed_most: float = Field(ge=0, lt=1)
    """Share of the resting follicles killed; what is left is log-uniform between the two."""
    treatments: str = Field(min_length=3)
    """Of this class, in words."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.killed_least > self.killed_most:
            raise ValueError(f"killed_least ({self.killed_least:g}) is above killed_most ({self.killed_most:g})")
        return self


class Exposure(Strict):
    """Treatment that kills resting and all growing follicles at once, and harms those that survive for a while."""

    classes: dict[str, RiskClass] = Field(min_length=1)
    own_quality: Share
    """Just after it; the population's `own_quality` is where it recovers to."""
    recovery_days: Range
    """Time constant of that recovery."""

    @model_validator(mode="after")
    def _shares_add_up(self) -> Self:
        total = sum(one.share for one in self.classes.values())
        if abs(total - 1.0) > 1e-6:
            raise ValueError(f"the shares of the classes add up to {total:g}; 1 was wanted")
        return self


class SinceDiagnosis(_Quantity):
    """Years between diagnosis and presentation: exponential, cut at its end and at the youngest age of diagnosis."""

    mean: float = Field(gt=0)
    high: float = Field(gt=0)
    youngest: float = Field(ge=0)
    """Age at diagnosis before which nobody is diagnosed, years."""
    new_below: float = Field(gt=0)
    """Years since diagnosis below which the diagnosis is that of the screening itself."""


class DiagnosedShare(Sourced):
    """Share of the drawn women who see a doctor and meet the diagnosis: what candidates of a mix are weighted by."""

    value: float = Field(ge=0, le=1)
    mcse: float = Field(ge=0)
    """Monte-Carlo standard error."""
    women: int = Field(gt=0)
    """Drawn to estimate it."""


class Spread(Sourced):
    """Spread of a parameter between women."""

    sd_log: float = Field(ge=0)
    draw: int | None = Field(default=None, ge=0)
    """Number of the draw behind it, where the parameter's own record names none."""


class Days(Sourced):
    """A number of days."""

    value: int = Field(gt=0)


class Referral(Sourced):
    """Who presents to the clinic that recruits."""

    rule: Literal["disturbed_cycles", "everyone"]
    window_days: int = Field(gt=0)
    fewer_bleeds_than: int = Field(gt=0)


class Population(Strict):
    """Women of one aetiology, before any selection."""

    aetiology: str
    name: str
    age: Age
    since_diagnosis: SinceDiagnosis | None = None
    """None where there is no disease."""
    primordial: LogNormal | None = None
    """Resting follicles when the disease shows, `run_in_days` before diagnosis, where they do not follow from age."""
    at_birth: LogNormal | None = None
    """Resting follicles at birth, where the number at her age follows from the law of the reserve."""
    left: Share | None = None
    """Share of the number at her age that disease or operation leaves; all of it where absent."""
    exposure: Exposure | None = None
    flux_multiplier: Range | None = None
    """Of the loss of resting follicles; 1 where absent."""
    steroid_yield: Share | None = None
    """Of steroid synthesis; 1 where absent."""
    amh_quality_base: Share | None = None
    """AMH of a follicle of quality 0 relative to 1, where the disease spares the granulosa; the typical one where
    absent."""
    own_quality: Range
    quality_fluctuation: Fluctuation
    spreads: dict[str, Spread]
    """By parameter, as record.name; replaces the spread in the parameter's own record."""
    run_in_days: Days
    referral: Referral
    diagnosed_share: DiagnosedShare | None = None
    """None where nobody is ill."""

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if (self.primordial is None) == (self.at_birth is None):
            raise ValueError("give either primordial or at_birth, not both")
        if self.at_birth is None and (self.left is not None or self.exposure is not None):
            raise ValueError("left and exposure act on the number at her age; they want at_birth")
        if self.left is not None and self.exposure is not None:
            raise ValueError("give either left or exposure, not both")
        if (self.since_diagnosis is None) != (self.diagnosed_share is None):
            raise ValueError("since_diagnosis and diagnosed_share belong together")
        if self.exposure is not None and self.exposure.own_quality.high > self.own_quality.low:
            raise ValueError("quality after exposure must not lie above the own_quality it recovers to")
        return self


@cached
def populations() -> dict[str, Population]:
    """All populations on record, by aetiology, which is also the name of the file."""
    found = {}
    for name in names("populations"):
        one = read_model(Population, path("populations", f"{name}.yaml"))
        if one.aetiology != name:
            raise RecordError(f"populations/{name}.yaml, aetiology: {name!r}, the name of the file, was wanted.")
        found[name] = one
    return found


def population(aetiology: str) -> Population:
    """The population of one aetiology, such as `population("idiopathic")`."""
    known = populations()
    if aetiology not in known:
        raise InputError(f"no population {aetiology!r} is on record; use one of: {', '.join(known)}.")
    return known[aetiology]
