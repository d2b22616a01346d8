"""Drawing virtual women: every trait is a function of (seed, woman), whoever is drawn beside her."""

import math
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from antral.core import POPULATION_TRIAL, Purpose, RecordError, normal, uniform
from antral.physiology import Parameters, records, spreads, typical
from antral.population.record import LogNormal, Population, population
from antral.population.reserve_by_age import follicles_at_age

_Array = NDArray[np.float64]


class Trait(IntEnum):
    """Ordinal of each trait's draw."""

    AGE = 0
    FOLLICLES = 1
    OWN_QUALITY = 2


@dataclass(frozen=True)
class Women:
    """Virtual women: who they are, before their life is simulated. All arrays `[patient]`."""

    patients: NDArray[np.int64]
    """Their numbers, which name their luck."""
    age_years: _Array
    """Age at presentation."""
    primordial: _Array
    """Resting follicles of both ovaries at the start of the run-in."""
    parameters: Parameters
    """Physiology; every number an array."""


def draw(aetiology: str, patients: ArrayLike, *, seed: int, age_years: ArrayLike | None = None) -> Women:
    """Draw women of one aetiology, before any selection.

    Parameters
    ----------
    aetiology
        Name of a record in `records/populations`: idiopathic, healthy.
    patients
        Numbers of the women; the same number and seed give the same woman.
    age_years
        Age at presentation, one or one each; drawn where absent.

    Assumptions
    -----------
    Traits are independent of one another; in POI the follicles left do not depend on age.
    """
    record = population(aetiology)
    who = np.atleast_1d(np.asarray(patients, np.int64))
    age = (
        _ages(record, who, seed)
        if age_years is None
        else np.array(np.broadcast_to(np.asarray(age_years, np.float64), who.shape))
    )
    return Women(who, age, _primordial(record, who, age, seed), _parameters(record, who, seed))


def _ages(record: Population, who: NDArray[np.int64], seed: int) -> _Array:
    age = record.age
    low, high = (ndtr((edge - age.mean) / age.sd) for edge in (age.low, age.high))
    u = uniform(seed, POPULATION_TRIAL, who, Purpose.TRAITS, Trait.AGE)
    drawn: _Array = age.mean + age.sd * ndtri(low + u * (high - low))
    return np.clip(drawn, age.low, age.high)


def _log_normal(law: LogNormal, z: _Array) -> _Array:
    return law.median * np.exp(law.sd_log * z)


def _primordial(record: Population, who: NDArray[np.int64], age: _Array, seed: int) -> _Array:
    z = normal(seed, POPULATION_TRIAL, who, Purpose.TRAITS, Trait.FOLLICLES)
    if record.at_birth is not None:
        # The age is that at presentation; the run-in before it loses follicles of its own.
        start = np.maximum(age - record.run_in_days.value / 365.25, 0.0)
        return follicles_at_age(_log_normal(record.at_birth, z), start, typical().reserve)
    if record.primordial is None:  # the record's loader has seen to it
        raise RecordError(f"population {record.aetiology}: neither primordial nor at_birth is given.")
    return _log_normal(record.primordial, z)


def _parameters(record: Population, who: NDArray[np.int64], seed: int) -> Parameters:
    """A typical woman's parameters with their spread between women; log-normal, the record's value the median."""
    parts: dict[str, dict[str, Any]] = {part: dict(value._asdict()) for part, value in typical()._asdict().items()}
    sd_log = {f"{one.part}.{one.name}": math.sqrt(math.log1p(one.cv**2)) for one in spreads()}
    position = _positions()
    for key, own in record.spreads.items():
        if key not in position:
            raise RecordError(f"population {record.aetiology}: there is no parameter {key!r} to spread.")
        sd_log[key] = own.sd_log
    for key, sd in sd_log.items():
        part, name = key.split(".")
        z = normal(seed, POPULATION_TRIAL, who, Purpose.PARAMETER, position[key])
        parts[part][name] = parts[part][name] * np.exp(sd * z)
    u = uniform(seed, POPULATION_TRIAL, who, Purpose.TRAITS, Trait.OWN_QUALITY)
    quality = record.own_quality
    parts["quality"]["own"] = quality.low + (quality.high - quality.low) * u
    parts["quality"]["fluctuation"] = np.full(who.shape, record.quality_fluctuation.sd)
    parts["quality"]["fluctuation_days"] = np.full(who.shape, record.quality_fluctuation.time_days)
    kinds = typical()._asdict()
    return Parameters(*(type(kinds[part])(**values) for part, values in parts.items()))


def _positions() -> dict[str, int]:
    """The ordinal of each parameter's draw, by part and name: its position in the records."""
    keys = [f"{part}.{name}" for part, entries in records().items() for name in entries]
    return {key: position for position, key in enumerate(keys)}
