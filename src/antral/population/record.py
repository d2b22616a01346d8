"""The record of a population: how its women differ, and who of them sees a doctor."""

from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from antral.core import InputError, RecordError, Tag
from antral.records import names, path, read_model


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class _Sourced(_Part):
    tag: Tag
    source: str


class _Quantity(_Sourced):
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
    """A uniform number."""

    low: float
    high: float


class Fluctuation(_Quantity):
    """How a woman's own quality fluctuates: on the logit scale, with a time constant."""

    sd: float = Field(ge=0)
    time_days: float = Field(gt=0)


class Spread(_Sourced):
    """Spread of a parameter between women."""

    sd_log: float = Field(ge=0)


class Days(_Sourced):
    """A number of days."""

    value: int = Field(gt=0)


class Referral(_Sourced):
    """Who presents to the clinic that recruits."""

    rule: Literal["disturbed_cycles", "everyone"]
    window_days: int = Field(gt=0)
    fewer_bleeds_than: int = Field(gt=0)


class Population(_Part):
    """Women of one aetiology, before any selection."""

    aetiology: str
    name: str
    age: Age
    primordial: LogNormal | None = None
    """Resting follicles at the start of the run-in, where they do not follow from her age."""
    at_birth: LogNormal | None = None
    """Resting follicles at birth, where the number at her age follows from the law of the reserve."""
    own_quality: Range
    quality_fluctuation: Fluctuation
    spreads: dict[str, Spread]
    """By parameter, as record.name; replaces the spread in the parameter's own record."""
    run_in_days: Days
    referral: Referral


@cache
def populations() -> dict[str, Population]:
    """All populations on record, by aetiology."""
    found = {}
    for name in names("populations"):
        one = read_model(Population, path("populations", f"{name}.yaml"))
        if (one.primordial is None) == (one.at_birth is None):
            raise RecordError(f"populations/{name}.yaml: give either primordial or at_birth, not both.")
        found[one.aetiology] = one
    return found


def population(aetiology: str) -> Population:
    """The population of one aetiology, such as `population("idiopathic")`."""
    known = populations()
    if aetiology not in known:
        raise InputError(f"no population {aetiology!r} is on record; use one of: {', '.join(known)}.")
    return known[aetiology]
