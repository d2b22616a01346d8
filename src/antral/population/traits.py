"""Traits of women of one aetiology, each a function of (seed, woman): age, disease, reserve, parameters."""

import math
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from antral.core import DAYS_PER_YEAR, POPULATION_TRIAL, Purpose, RecordError, normal, uniform
from antral.physiology import Parameters, records, spreads, typical
from antral.population.record import Exposure, LogNormal, Population, Range, Spread
from antral.population.reserve_by_age import follicles_after, follicles_at_age

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


class Trait(IntEnum):
    """Ordinal of each trait's draw."""

    AGE = 0
    FOLLICLES = 1
    OWN_QUALITY = 2
    SINCE_DIAGNOSIS = 3
    FLUX = 4
    STEROID_YIELD = 5
    LEFT = 6
    RISK_CLASS = 7
    OWN_QUALITY_AT_EXPOSURE = 8
    RECOVERY = 9
    AMH_QUALITY_BASE = 10


class Exposed(NamedTuple):
    """What a treatment that harms the ovary did to each woman. All arrays `[patient]`."""

    left: Floats
    """Share of her resting follicles that it left."""
    deficit: Floats
    """What her own quality lacks just after it."""
    recovery_days: Floats
    """Time constant with which that comes back."""
    risk_class: NDArray[np.int8]
    """Position among the classes of the record."""


def _uniform(who: Numbers, seed: int, trait: Trait) -> Floats:
    return uniform(seed, POPULATION_TRIAL, who, Purpose.TRAITS, trait)


def _between(low: Any, high: Any, u: Floats, *, log: bool = False) -> Floats:
    """A number between two ends, by its share of the way; on the logarithm where asked."""
    if log:
        number: Floats = np.exp(np.log(low) + (np.log(high) - np.log(low)) * u)
    else:
        number = low + (high - low) * u
    return number


def _of(law: Range, who: Numbers, seed: int, trait: Trait) -> Floats:
    return _between(law.low, law.high, _uniform(who, seed, trait), log=law.scale == "log")


def ages(record: Population, who: Numbers, seed: int) -> Floats:
    """Age at presentation, years. `[patient]`."""
    age = record.age
    low, high = (ndtr((edge - age.mean) / age.sd) for edge in (age.low, age.high))
    drawn: Floats = age.mean + age.sd * ndtri(low + _uniform(who, seed, Trait.AGE) * (high - low))
    return np.clip(drawn, age.low, age.high)


def years_since_diagnosis(record: Population, who: Numbers, age: Floats, seed: int) -> Floats:
    """Years since diagnosis at presentation; NaN without disease. `[patient]`."""
    law = record.since_diagnosis
    if law is None:
        return np.full(who.shape, np.nan)
    most = np.clip(age - law.youngest, 0.0, law.high)
    return -law.mean * np.log1p(_uniform(who, seed, Trait.SINCE_DIAGNOSIS) * np.expm1(-most / law.mean))


def exposed(record: Exposure, own: Range, who: Numbers, seed: int) -> Exposed:
    """The class of each woman's treatment and what it did."""
    shares = np.cumsum([one.share for one in record.classes.values()])
    place = np.searchsorted(shares[:-1], _uniform(who, seed, Trait.RISK_CLASS), side="right")
    least = np.array([1.0 - one.killed_most for one in record.classes.values()])[place]
    most = np.array([1.0 - one.killed_least for one in record.classes.values()])[place]
    at_first = _of(record.own_quality, who, seed, Trait.OWN_QUALITY_AT_EXPOSURE)
    return Exposed(
        left=_between(least, most, _uniform(who, seed, Trait.LEFT), log=True),
        deficit=_of(own, who, seed, Trait.OWN_QUALITY) - at_first,
        recovery_days=_of(record.recovery_days, who, seed, Trait.RECOVERY),
        risk_class=place.astype(np.int8),
    )


def primordial(record: Population, who: Numbers, age: Floats, years: Floats, left: Floats | None, seed: int) -> Floats:
    """Resting follicles at the start of the run-in. `[patient]`.

    Parameters
    ----------
    years
        Years since diagnosis; the reserve at diagnosis is moved on by them, at her own rate of loss. NaN is none.
    left
        Share of her follicles that a treatment left; None where there was none.

    Assumptions
    -----------
    The disease shows, or the treatment strikes, `run_in_days` before the diagnosis. Up to then the reserve is that of
    her age; from then on it falls at her own rate.
    """
    z = normal(seed, POPULATION_TRIAL, who, Purpose.TRAITS, Trait.FOLLICLES)
    law = typical().reserve
    passed = np.nan_to_num(years)
    if record.at_birth is not None:
        onset = np.maximum(age - passed - record.run_in_days.value / DAYS_PER_YEAR, 0.0)
        number = follicles_at_age(_log_normal(record.at_birth, z), onset, law)
        if record.left is not None:
            left = _of(record.left, who, seed, Trait.LEFT)
        if left is not None:
            number = number * left
    elif record.primordial is not None:
        number = _log_normal(record.primordial, z)
    else:  # the record's loader has seen to it
        raise RecordError(f"population {record.aetiology}: neither primordial nor at_birth is given.")
    if record.since_diagnosis is None:
        return number
    return follicles_after(number, passed * _flux(record, who, seed), law)


def _flux(record: Population, who: Numbers, seed: int) -> Floats:
    """Multiplier of the loss of resting follicles. `[patient]`."""
    law = record.flux_multiplier
    return np.ones(who.shape) if law is None else _of(law, who, seed, Trait.FLUX)


def _log_normal(law: LogNormal, z: Floats) -> Floats:
    return law.median * np.exp(law.sd_log * z)


def parameters(record: Population, who: Numbers, age: Floats, seed: int, treated: Exposed | None) -> Parameters:
    """A typical woman's parameters with their spread between women; log-normal, the record's value the median.

    Parameters
    ----------
    age
        At presentation, years; her simulated life begins the run-in before it.
    """
    parts: dict[str, dict[str, Any]] = {part: dict(value._asdict()) for part, value in typical()._asdict().items()}
    sd_log = {f"{one.part}.{one.name}": math.sqrt(math.log1p(one.cv**2)) for one in spreads()}
    ordinal = {f"{one.part}.{one.name}": one.position for one in spreads()}
    for key, own in record.spreads.items():
        ordinal[key] = _ordinal(record, key, own, ordinal.get(key))
        sd_log[key] = own.sd_log
    numbers = np.array([ordinal[key] for key in sd_log], np.int64)
    z = normal(seed, POPULATION_TRIAL, who, Purpose.PARAMETER, numbers[:, np.newaxis])
    for key, own_z in zip(sd_log, z, strict=True):
        part, name = key.split(".")
        parts[part][name] = parts[part][name] * np.exp(sd_log[key] * own_z)
    quality = parts["quality"]
    quality["start_age"] = age - record.run_in_days.value / DAYS_PER_YEAR
    quality["own"] = _of(record.own_quality, who, seed, Trait.OWN_QUALITY)
    quality["fluctuation"] = np.full(who.shape, record.quality_fluctuation.sd)
    quality["fluctuation_days"] = np.full(who.shape, record.quality_fluctuation.time_days)
    if treated is not None:
        quality["own_days"] = treated.recovery_days
    if record.flux_multiplier is not None:
        parts["reserve"]["flux_multiplier"] = _flux(record, who, seed)
    if record.steroid_yield is not None:
        parts["steroids"]["steroid_yield"] = _of(record.steroid_yield, who, seed, Trait.STEROID_YIELD)
    if record.amh_quality_base is not None:
        parts["amh"]["quality_base"] = _of(record.amh_quality_base, who, seed, Trait.AMH_QUALITY_BASE)
    kinds = typical()._asdict()
    return Parameters(*(type(kinds[part])(**values) for part, values in parts.items()))


def _ordinal(record: Population, key: str, own: Spread, known: int | None) -> int:
    """The ordinal of a parameter's draw: the one in its own record, else the one the population gives it."""
    part, _, name = key.partition(".")
    if name not in records().get(part, {}):
        raise RecordError(f"population {record.aetiology}: there is no parameter {key!r} to spread.")
    if known is not None and own.draw is None:
        return known
    if known is None and own.draw is not None:
        return own.draw
    raise RecordError(
        f"population {record.aetiology}, spreads.{key}: a parameter whose own record has no spread needs 'draw' here, "
        "the number of its draw; one that has must not be given another."
    )
