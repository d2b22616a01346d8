"""Rows of the reserve, of ageing and of the menopause: 1, 2, 3, 3b, 3c, 9, 9b, 10."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antral.core import DAYS_PER_YEAR, POPULATION_TRIAL, Purpose, normal
from antral.kernel import plain
from antral.measurement import scan
from antral.physiology import reserve, typical
from antral.population import population
from antral.records import cached
from antral.verify.company import Company, Life
from antral.verify.resample import estimate, mean, quantile, sd
from antral.verify.row import Estimate, references

_DRAWN: Final = 2000
_OLDEST: Final = 66


def pools(at_birth: NDArray[np.float64]) -> NDArray[np.float64]:
    """Resting follicles day by day from birth, by the law of the reserve alone. `[day, woman]`."""
    p = typical().reserve
    leaving = plain(reserve.leaving_per_day)
    days = round(_OLDEST * DAYS_PER_YEAR)
    found = np.empty((days + 1, at_birth.size))
    found[0] = at_birth
    for day in range(days):
        found[day + 1] = found[day] - leaving(reserve.Reserve(found[day]), 1.0, p)
    return found


def at_birth(seed: int, women: int) -> NDArray[np.float64]:
    """Resting follicles of healthy women at birth. `[woman]`"""
    law = population("healthy").at_birth
    assert law is not None
    z = normal(seed, POPULATION_TRIAL, np.arange(women) + 300_000, Purpose.TRAITS, 1)
    return law.median * np.exp(law.sd_log * z)


@cached
def _typical_pool() -> NDArray[np.float64]:
    law = population("healthy").at_birth
    assert law is not None
    return pools(np.array([law.median]))[:, 0]


@cached
def _ages_at_empty(seed: int) -> NDArray[np.float64]:
    """Age (years) at fewer resting follicles than the limit on record. `[woman]`."""
    empty = pools(at_birth(seed, _DRAWN)) < references()["empty_mean"].limits["low"]
    ages: NDArray[np.float64] = np.where(empty.any(axis=0), empty.argmax(axis=0) / DAYS_PER_YEAR, np.nan)
    return ages


def _left(age_years: float) -> Callable[[Company], Estimate]:
    return lambda company: Estimate(float(_typical_pool()[round(age_years * DAYS_PER_YEAR)]))


def _lost(age_years: float) -> Callable[[Company], Estimate]:
    def row(company: Company) -> Estimate:
        pool = _typical_pool()
        first, last = round(age_years * DAYS_PER_YEAR), round((age_years + 1.0) * DAYS_PER_YEAR)
        return Estimate(float(pool[first] - pool[last]) / (last - first))

    return row


def _empty_mean(company: Company) -> Estimate:
    ages = _ages_at_empty(company.seed)
    return estimate(lambda w: mean(ages, w), ages.size, seed=company.seed)


def _empty_sd(company: Company) -> Estimate:
    ages = _ages_at_empty(company.seed)
    return estimate(lambda w: sd(ages, w), ages.size, seed=company.seed)


def _empty_early(company: Company) -> Estimate:
    ages = _ages_at_empty(company.seed)
    return estimate(lambda w: mean(ages < 40.0, w), ages.size, seed=company.seed)


def _menopause_mean(company: Company) -> Estimate:
    ages = company.final_menses
    return estimate(lambda w: mean(ages, w), ages.size, seed=company.seed)


def _menopause_sd(company: Company) -> Estimate:
    ages = company.final_menses
    return estimate(lambda w: sd(ages, w), ages.size, seed=company.seed)


def _menopause_quantile(share: float) -> Callable[[Company], Estimate]:
    def row(company: Company) -> Estimate:
        ages = company.final_menses
        return estimate(lambda w: quantile(ages, share, w), ages.size, seed=company.seed)

    return row


def _menopause_usual(company: Company) -> Estimate:
    """Share between the ages on record."""
    ages, limits = company.final_menses, references()["menopause_45_55"].limits
    usual = (ages >= limits["low"]) & (ages <= limits["high"])
    return estimate(lambda w: mean(usual, w), ages.size, seed=company.seed)


def _amh_of(company: Company, age: float) -> NDArray[np.float64]:
    """Mean AMH of each woman, ng/mL. `[woman]`."""
    return np.asarray(company.at_age(age).course.amh_ng_ml.mean(axis=1), np.float64)


def _amh(age: float) -> Callable[[Company], Estimate]:
    def row(company: Company) -> Estimate:
        values = _amh_of(company, age)
        return estimate(lambda w: quantile(values, 0.5, w), values.size, seed=company.seed)

    return row


def _amh_rise(company: Company) -> Estimate:
    by_age = [_amh_of(company, age) for age in (25.0, 30.0, 35.0, 40.0, 45.0)]

    def largest_rise(*weights: NDArray[np.float64]) -> float:
        medians = [quantile(v, 0.5, w) for v, w in zip(by_age, weights, strict=True)]
        return float(np.max(np.diff(medians)))

    return estimate(largest_rise, *(v.size for v in by_age), seed=company.seed)


def _amh_spread(age: float) -> Callable[[Company], Estimate]:
    def row(company: Company) -> Estimate:
        values = np.log(np.maximum(_amh_of(company, age), 1e-6))
        return estimate(lambda w: sd(values, w), values.size, seed=company.seed)

    return row


def expected_count(life: Life) -> NDArray[np.float64]:
    """Antral follicles that the scan on record shows of each woman on average. `[woman]`"""
    c = life.course
    return np.asarray(scan().detection.value * (c.antral_pool + c.follicles_2_10_mm).mean(axis=1, dtype=np.float64))


def _afc(age: float) -> Callable[[Company], Estimate]:
    def row(company: Company) -> Estimate:
        values = expected_count(company.at_age(age))
        return estimate(lambda w: mean(values, w), values.size, seed=company.seed)

    return row


ROWS: Final = MappingProxyType(
    {
        "reserve_38": _left(38.0),
        "reserve_50": _left(50.4),
        "loss_29": _lost(29.0),
        "loss_39": _lost(39.0),
        "loss_49": _lost(49.0),
        "empty_mean": _empty_mean,
        "empty_sd": _empty_sd,
        "empty_before_40": _empty_early,
        "menopause_mean": _menopause_mean,
        "menopause_sd": _menopause_sd,
        "menopause_16": _menopause_quantile(0.16),
        "menopause_84": _menopause_quantile(0.84),
        "menopause_45_55": _menopause_usual,
        **{f"amh_{age}": _amh(age) for age in (25, 30, 35, 40, 45)},
        "amh_rise": _amh_rise,
        **{f"amh_spread_{age}": _amh_spread(age) for age in (25, 30, 40)},
        **{f"afc_{age}": _afc(age) for age in (25, 30, 35, 40, 45)},
    }
)
"""Each row as a function of the simulated women."""
