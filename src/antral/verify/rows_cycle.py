"""Rows of the cycle: lengths (4, 5, 6, 7d, 8), peaks and their order (7, 7c), luteal phase (7b), early phase (11)."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antral.verify.company import Company, Life
from antral.verify.cycles import spread_within
from antral.verify.resample import Weights, estimate, mean, quantile
from antral.verify.row import Estimate, references

RowFunction = Callable[[Company], Estimate]


def _of_cycles(age: float, field: str, statistic: Callable[[NDArray[np.float64], Weights], float]) -> RowFunction:
    """A statistic of one number of every cycle, cycles weighted by their woman."""

    def row(company: Company) -> Estimate:
        life = company.at_age(age)
        values = getattr(life.cycles, field)
        return estimate(lambda w: statistic(values, w[life.cycles.owner]), life.women, seed=company.seed)

    return row


def _median(values: NDArray[np.float64], weights: Weights) -> float:
    return quantile(values, 0.5, weights)


def _within(age: float) -> RowFunction:
    """Mean over women of the standard deviation of her cycles."""

    def row(company: Company) -> Estimate:
        life = company.at_age(age)
        own = spread_within(life.cycles.length, life.cycles.owner, life.women)
        return estimate(lambda w: mean(own, w), life.women, seed=company.seed)

    return row


def _shortening(company: Company) -> Estimate:
    young, old = company.at_age(25).cycles, company.at_age(40).cycles
    return estimate(
        lambda v, w: mean(old.length, w[old.owner]) - mean(young.length, v[young.owner]),
        company.at_age(25).women,
        company.at_age(40).women,
        seed=company.seed,
    )


def _follicles_an_ovulation(age: float) -> RowFunction:
    def row(company: Company) -> Estimate:
        life = company.at_age(age)
        follicles = life.course.follicles_ovulated.sum(axis=1)
        events = life.course.ovulations.sum(axis=1)
        return estimate(
            lambda w: float((w * follicles).sum() / max((w * events).sum(), 1.0)), life.women, seed=company.seed
        )

    return row


def _single(company: Company) -> Estimate:
    life = company.at_age(30)
    one = life.cycles.ovulations == 1
    return estimate(lambda w: mean(one, w[life.cycles.owner]), life.women, seed=company.seed)


def _means_within(
    life: Life, name: str, times: NDArray[np.bool_], transform: Callable[..., NDArray[np.float64]]
) -> NDArray[np.float64]:
    """Mean of each woman over chosen times; NaN if she has none. `[woman]`."""
    values = transform(getattr(life.course, name).astype(np.float64))
    count = times.sum(axis=1)
    total = np.where(times, values, 0.0).sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _inside_luteal(name: str, age: float, key: str) -> RowFunction:
    """Share of the luteal time, over all women, inside the laboratory's luteal interval."""

    def row(company: Company) -> Estimate:
        low, high = references()[key].limits["low"], references()[key].limits["high"]
        life = company.at_age(age)
        values, times = getattr(life.course, name), life.cycles.luteal_times
        inside = (times & (values >= low) & (values <= high)).sum(axis=1)
        return estimate(
            lambda w: float((w * inside).sum() / max((w * times.sum(axis=1)).sum(), 1.0)), life.women, seed=company.seed
        )

    return row


def _mid_luteal(name: str) -> RowFunction:
    def row(company: Company) -> Estimate:
        life = company.at_age(30)
        own = _means_within(life, name, life.cycles.mid_luteal_times, np.asarray)
        return estimate(lambda w: mean(own, w), life.women, seed=company.seed)

    return row


def early(life: Life, name: str) -> NDArray[np.float64]:
    """Geometric mean of each regularly cycling woman on cycle days 4 to 7; NaN for the others. `[woman]`"""
    own = _means_within(life, name, life.cycles.early_times, lambda x: np.log(np.maximum(x, 1e-6)))
    return np.where(life.regular, np.exp(own), np.nan)


def _early(name: str, age: float) -> RowFunction:
    """Geometric mean over regularly cycling women on cycle days 4 to 7."""

    def row(company: Company) -> Estimate:
        life = company.at_age(age)
        own = np.log(early(life, name))
        return estimate(lambda w: float(np.exp(mean(own, w))), life.women, seed=company.seed)

    return row


ROWS: Final = MappingProxyType(
    {
        "cycle_mean": _of_cycles(30, "length", mean),
        "cycle_median": _of_cycles(30, "length", _median),
        "follicular": _of_cycles(30, "follicular", mean),
        "luteal": _of_cycles(30, "luteal", mean),
        **{f"within_{age}": _within(age) for age in (30, 40, 42)},
        "shortening": _shortening,
        "fsh_surge": _of_cycles(30, "fsh_peak", mean),
        "lh_surge": _of_cycles(30, "lh_peak", mean),
        "e2_peak": _of_cycles(30, "e2_peak", mean),
        "p4_peak": _of_cycles(30, "p4_peak", mean),
        "fsh_early": _early("fsh_iu_l", 30),
        "e2_early": _early("e2_pg_ml", 30),
        "inhibin_early": _early("inhibin_b_pg_ml", 30),
        **{f"luteal_lh_{age}": _inside_luteal("lh_iu_l", age, f"luteal_lh_{age}") for age in (25, 30, 35, 40)},
        **{f"luteal_fsh_{age}": _inside_luteal("fsh_iu_l", age, f"luteal_fsh_{age}") for age in (25, 30, 35, 40)},
        "mid_luteal_lh": _mid_luteal("lh_iu_l"),
        "mid_luteal_fsh": _mid_luteal("fsh_iu_l"),
        "e2_before_lh": _of_cycles(30, "e2_before_lh", mean),
        "fsh_before_lh": _of_cycles(30, "fsh_before_lh", mean),
        "p4_rise": _of_cycles(30, "p4_rise", mean),
        "p4_next_day": _of_cycles(30, "p4_next_day", mean),
        "luteal_low": _of_cycles(30, "luteal", lambda x, w: quantile(x, 0.025, w)),
        "luteal_high": _of_cycles(30, "luteal", lambda x, w: quantile(x, 0.975, w)),
        "single_ovulation": _single,
        **{f"follicles_{age}": _follicles_an_ovulation(age) for age in (30, 40, 42)},
        **{f"fsh_{age}": _early("fsh_iu_l", age) for age in (25, 35, 40, 42, 47)},
        **{f"e2_{age}": _early("e2_pg_ml", age) for age in (35, 47)},
    }
)
"""Each row as a function of the simulated women."""
