"""Rows of cycles by age group, counted as an app or a diary counts them: 4b, 4c, 5, 5b, 5c, 6b."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antral.core import DAYS_PER_YEAR
from antral.verify.company import Company, Life
from antral.verify.cycles import FEWEST, Cycles, spread_within
from antral.verify.resample import Weights, estimate, mean, quantile, sd
from antral.verify.row import Estimate, references

RowFunction = Callable[[Company], Estimate]
_Floats = NDArray[np.float64]

_AGES: Final = MappingProxyType(
    {"20_24": 22, "25_29": 27, "30_34": 32, "35_39": 37, "40_44": 42, "45_49": 47, "50": 52}
)
"""Age (years) in the middle of each group, by its name in the rows' keys."""
_BULL: Final = ("25_29", "30_34", "35_39", "40_44")
_FEHRING: Final = 30


def calendar_days(found: Cycles) -> _Floats:
    """Length of each cycle as a diary counts it: from the day of one menses to that of the next. `[cycle]`, days"""
    return np.floor(found.begin + found.length) - np.floor(found.begin)


def mean_step(length: _Floats, owner: NDArray[np.int64], women: int) -> _Floats:
    """Mean absolute difference of each woman's adjacent cycles; NaN where she has fewer than four. `[woman]`"""
    same = owner[1:] == owner[:-1]
    steps, of = np.abs(np.diff(length))[same], owner[1:][same]
    count = np.bincount(of, minlength=women)
    return np.where(count >= FEWEST - 1, np.bincount(of, steps, women) / np.maximum(count, 1), np.nan)


def first_cycles(owner: NDArray[np.int64], number: int) -> NDArray[np.bool_]:
    """Which cycles are among the first so many of their woman; each woman's stand together. `[cycle]`"""
    begins = np.flatnonzero(np.diff(owner, prepend=-1))
    place = np.arange(owner.size) - np.repeat(begins, np.diff(np.append(begins, owner.size)))
    return np.asarray(place < number)


def _cycles(group: str, values: Callable[[_Floats], NDArray[np.generic]]) -> RowFunction:
    """Mean over all cycles of an age group of what is made of their lengths."""

    def row(company: Company) -> Estimate:
        life = company.at_age(_AGES[group])
        found = values(calendar_days(life.cycles))
        return estimate(lambda w: mean(found, w[life.cycles.owner]), life.women, seed=company.seed)

    return row


def _women(group: str, values: Callable[[_Floats, NDArray[np.int64], int], _Floats]) -> RowFunction:
    """Mean over the women of an age group of what is made of the cycles of each."""

    def row(company: Company) -> Estimate:
        life = company.at_age(_AGES[group])
        own = values(calendar_days(life.cycles), life.cycles.owner, life.women)
        return estimate(lambda w: mean(own, w), life.women, seed=company.seed)

    return row


def _short(group: str) -> RowFunction:
    return _cycles(group, lambda days: days < references()[f"short_{group}"].limits["below"])


def _long(group: str) -> RowFunction:
    return _cycles(group, lambda days: days > references()[f"long_{group}"].limits["above"])


def _irregular(group: str) -> RowFunction:
    """Share of women whose adjacent cycles differ on average by so many days or more."""

    def values(length: _Floats, owner: NDArray[np.int64], women: int) -> _Floats:
        steps = mean_step(length, owner, women)
        least = references()[f"irregular_{group}"].limits["least"]
        return np.where(np.isfinite(steps), steps >= least, np.nan)

    return _women(group, values)


def _slope(field: str) -> RowFunction:
    """Change per year of age over the ovulatory cycles of four age groups, from 25 to 45 y, as many women in each."""

    def row(company: Company) -> Estimate:
        lives = [company.at_age(_AGES[group]) for group in _BULL]
        ages = [age_of_cycles(life, _AGES[group]) for life, group in zip(lives, _BULL, strict=True)]
        ones = [life.cycles.ovulations == 1 for life in lives]
        x = np.concatenate([age[one] for age, one in zip(ages, ones, strict=True)])
        y = np.concatenate([getattr(life.cycles, field)[one] for life, one in zip(lives, ones, strict=True)])

        def slope(*weights: Weights) -> float:
            own = zip(weights, lives, ones, strict=True)
            return regression(x, y, np.concatenate([w[life.cycles.owner[one]] for w, life, one in own]))

        return estimate(slope, *(life.women for life in lives), seed=company.seed)

    return row


def age_of_cycles(life: Life, middle: float) -> _Floats:
    """Age (years) at the first menses of each cycle of women followed around an age. `[cycle]`"""
    t = life.course.t_days
    return np.asarray(middle + (life.cycles.begin - (t[0] + t[-1]) / 2.0) / DAYS_PER_YEAR)


def regression(x: _Floats, y: _Floats, weights: Weights) -> float:
    """Slope of the weighted least squares line of y on x."""
    if weights.sum() <= 0.0:
        return float("nan")
    dx = x - np.average(x, weights=weights)
    return float((weights * dx * y).sum() / (weights * dx**2).sum())


def _follicular(share: float) -> RowFunction:
    """A quantile of the follicular phase over the four age groups from 25 to 45 y."""

    def row(company: Company) -> Estimate:
        lives = [company.at_age(_AGES[group]) for group in _BULL]
        values = np.concatenate([life.cycles.follicular for life in lives])

        def of(*weights: Weights) -> float:
            own = zip(weights, lives, strict=True)
            return quantile(values, share, np.concatenate([w[life.cycles.owner] for w, life in own]))

        return estimate(of, *(life.women for life in lives), seed=company.seed)

    return row


def _regular(company: Company) -> tuple[_Floats, NDArray[np.int64], int]:
    """First cycles of regularly cycling women of 30 y: lengths and owners `[cycle]`, and how many women there are."""
    life = company.at_age(_FEHRING)
    owner = life.cycles.owner
    chosen = first_cycles(owner, round(references()["volunteers_sd"].limits["cycles"])) & life.regular[owner]
    return calendar_days(life.cycles)[chosen], owner[chosen], life.women


def _volunteers(statistic: Callable[[_Floats, Weights], float]) -> RowFunction:
    """A statistic of their cycles."""

    def row(company: Company) -> Estimate:
        length, owner, women = _regular(company)
        return estimate(lambda w: statistic(length, w[owner]), women, seed=company.seed)

    return row


def _wide(company: Company) -> Estimate:
    """Share of women whose longest cycle exceeds the shortest by more than the limit on record."""
    length, owner, women = _regular(company)
    longest, shortest = np.full(women, -np.inf), np.full(women, np.inf)
    np.maximum.at(longest, owner, length)
    np.minimum.at(shortest, owner, length)
    wide = longest - shortest > references()["volunteers_wide"].limits["above"]
    own = np.where(np.bincount(owner, minlength=women) >= FEWEST, wide, np.nan)
    return estimate(lambda w: mean(own, w), women, seed=company.seed)


def _between(company: Company) -> Estimate:
    """Root of what the variance of all cycles has more than the mean variance within women."""
    length, owner, women = _regular(company)
    within = spread_within(length, owner, women) ** 2

    def between(w: Weights) -> float:
        return float(np.sqrt(max(sd(length, w[owner]) ** 2 - mean(within, w), 0.0)))

    return estimate(between, women, seed=company.seed)


ROWS: Final = MappingProxyType(
    {
        **{f"cycle_{group}": _cycles(group, np.asarray) for group in _AGES},
        **{f"spread_{group}": _women(group, spread_within) for group in _AGES},
        **{f"short_{group}": _short(group) for group in _AGES},
        **{f"long_{group}": _long(group) for group in _AGES},
        **{f"irregular_{group}": _irregular(group) for group in _AGES},
        "slope_cycle": _slope("length"),
        "slope_follicular": _slope("follicular"),
        "follicular_low": _follicular(0.025),
        "follicular_high": _follicular(0.975),
        "volunteers_sd": _volunteers(sd),
        "volunteers_low": _volunteers(lambda x, w: quantile(x, 0.025, w)),
        "volunteers_high": _volunteers(lambda x, w: quantile(x, 0.975, w)),
        "volunteers_wide": _wide,
        "between_30": _between,
    }
)
"""Each row as a function of the simulated women."""
