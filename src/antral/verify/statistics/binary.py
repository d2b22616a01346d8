"""Yes-or-no outcomes: two groups, strata, dose, pairs, and regression."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

import numpy as np
from scipy.special import bdtr

from antral.analysis import methods
from antral.verify.oracles import Checks

Counts = Sequence[int]
Found = Mapping[str, float]


def _column(values: Counts) -> "np.ndarray[tuple[int, ...], np.dtype[np.int64]]":
    return np.asarray(values)[:, np.newaxis]


def _exact_tests(events: Counts, n: Counts) -> Found:
    x, size = _column(events), _column(n)
    return {
        "fisher": float(methods.binary.fisher_p(x, size)[0]),
        "mid_p": float(methods.binary.fisher_p(x, size, mid=True)[0]),
        "boschloo": float(methods.binary.boschloo_p(x, size)[0]),
        "boschloo_greater": float(methods.binary.boschloo_p(x, size, "greater")[0]),
    }


def _fisher(events: Counts, n: Counts) -> Found:
    x, size = _column(events), _column(n)
    return {
        "two_sided": float(methods.binary.fisher_p(x, size)[0]),
        "greater": float(methods.binary.fisher_p(x, size, "greater")[0]),
    }


def _fisher_power(n: Counts, shares: Sequence[float]) -> Found:
    """Chance of a two-sided p-value of at most 0.05, over all tables."""
    first, second = (each.ravel() for each in np.meshgrid(*(np.arange(size + 1) for size in n), indexing="ij"))
    x = np.stack([first, second])
    size = np.repeat(np.asarray(n)[:, np.newaxis], x.shape[1], axis=1)
    chance = np.ones(x.shape[1])
    for group in range(2):
        below = bdtr(np.arange(n[group] + 1.0), n[group], shares[group])
        chance = chance * np.diff(np.r_[0.0, below])[x[group]]
    return {"power": float(chance[methods.binary.fisher_p(x, size) <= 0.05].sum())}


def _odds_ratio(events: Counts, n: Counts) -> Found:
    found = methods.binary.odds_ratio(events=events, n=n)
    return {"odds_ratio": found.estimate, "low": found.low, "high": found.high, "two_sided": found.p_value}


def _difference(events: Counts, n: Counts, interval: str) -> Found:
    found = methods.binary.risk_difference(events=events, n=n, interval=interval)
    return _ends(found) | {"estimate": found.estimate}


def _ends(found: methods.Result) -> dict[str, float]:
    return {"low": found.low, "high": found.high}


def _chi_squared(events: Counts, n: Counts) -> Found:
    plain = methods.binary.chi_squared(events, n)
    corrected = methods.binary.chi_squared(events, n, corrected=True)
    return {
        "statistic": float(plain.statistic),
        "p": float(plain.p_value),
        "corrected": float(corrected.statistic),
        "p_corrected": float(corrected.p_value),
    }


def _mcnemar(first_only: int, second_only: int) -> Found:
    forms = ("chi_squared", "chi_squared_corrected", "exact", "mid_p")
    plain, corrected, exact, mid = (
        methods.binary.mcnemar(first_only=first_only, second_only=second_only, form=form) for form in forms
    )
    return {
        "chi": plain.statistic,
        "p": plain.p_value,
        "chi_corrected": corrected.statistic,
        "p_corrected": corrected.p_value,
        "exact": exact.p_value,
        "mid_p": mid.p_value,
        **_ends(exact),
    }


def _trend(events: Counts, n: Counts, doses: Sequence[float]) -> Found:
    asymptotic = methods.binary.trend(events=events, n=n, doses=doses, exact=False)
    exact = methods.binary.trend(events=events, n=n, doses=doses)
    rising = methods.binary.trend(events=events, n=n, doses=doses, alternative="greater")
    return {
        "chi_squared": asymptotic.statistic**2,
        "p": asymptotic.p_value,
        "exact": exact.p_value,
        "exact_rising": rising.p_value,
        "slope": exact.estimate,
    }


def _strata(events: Sequence[Counts], n: Sequence[Counts]) -> Found:
    odds = methods.binary.mantel_haenszel(events=events, n=n)
    corrected = methods.binary.mantel_haenszel(events=events, n=n, corrected=True)
    gap = methods.binary.mantel_haenszel(events=events, n=n, measure="difference")
    return {
        "odds": odds.estimate,
        **_ends(odds),
        "chi": odds.statistic,
        "p": odds.p_value,
        "chi_corrected": corrected.statistic,
        "p_corrected": corrected.p_value,
        "difference": gap.estimate,
        "difference_se": gap.details["standard error"],
        "difference_low": gap.low,
        "difference_high": gap.high,
    }


def _exact_strata(events: Sequence[Counts], n: Sequence[Counts]) -> Found:
    found = methods.binary.exact_mantel_haenszel(events=events, n=n)
    greater = methods.binary.exact_mantel_haenszel(events=events, n=n, alternative="greater")
    return {"odds": found.estimate, **_ends(found), "p": found.p_value, "p_greater": greater.p_value}


def _firth(event: Counts, age: Sequence[float], treated: Counts, column: str) -> Found:
    fits = methods.binary.firth(event=event, columns=np.column_stack([age, treated]), names=("age", "treated"))
    found = fits[column]
    values = {name: value for name, value in asdict(found).items() if name in ("estimate", "low", "high")}
    return values | {"se": found.details["standard error"], "chi_squared": found.statistic, "p": found.p_value}


CHECKS: Checks = {
    "exact_tests": _exact_tests,
    "fisher": _fisher,
    "fisher_power": _fisher_power,
    "odds_ratio": _odds_ratio,
    "difference": _difference,
    "chi_squared": _chi_squared,
    "mcnemar": _mcnemar,
    "trend": _trend,
    "strata": _strata,
    "exact_strata": _exact_strata,
    "firth": _firth,
}
