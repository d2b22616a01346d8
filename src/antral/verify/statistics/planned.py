"""Methods that a protocol's plan calls, many trials at once."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from antral.analysis import methods
from antral.verify.oracles import Checks

Found = Mapping[str, float]
Numbers = Sequence[float]


def _column(values: Numbers) -> NDArray[np.float64]:
    """One trial, `[woman, trial]`."""
    return np.asarray(values, dtype=float)[:, np.newaxis]


def _told(parts: Sequence[NDArray[np.float64]]) -> Found:
    names = ("estimate", "low", "high", "p")
    return {name: float(part[0]) for name, part in zip(names, parts, strict=False)}


def _mean(values: Numbers) -> Found:
    column = _column(values)
    return _told([np.atleast_1d(part) for part in methods.mean(column.mean(), column.std(ddof=1), len(column))])


def _ratio(found: Found) -> Found:
    return {name: float(np.exp(found[name])) for name in ("estimate", "low", "high")}


def _slope(doses: Numbers, values: Numbers) -> Found:
    return _told(methods.slope(np.asarray(doses, dtype=float), _column(values)))


def _median(n: int) -> Found:
    position, coverage = methods.order_statistics(n)
    return {"position": float(position), "coverage": coverage}


def _randomised(values: Numbers, sizes: Sequence[int], scores: Numbers, ranked: bool = False) -> Found:
    column = methods.midranks(_column(values)) if ranked else _column(values)
    arms = (tuple(sizes), tuple(float(score) for score in scores))
    both, smaller = (methods.permutation.p_values(column, *arms, side=side) for side in (0, -1))
    return {"p": float(both[1][0]), "p_smaller": float(smaller[1][0])}


def _before_after(changes: Numbers) -> Found:
    column = _column(changes)
    return {
        "t": float(methods.paired_t(column)[0]),
        "sign": float(methods.sign(column)[0]),
        "signed_rank": float(methods.signed_rank(column)[0]),
    }


def _welch(first: Numbers, second: Numbers) -> Found:
    groups = [np.asarray(group, dtype=float) for group in (first, second)]
    average, deviation, n = (
        np.array([[float(of)] for of in parts])
        for parts in ([g.mean() for g in groups], [g.std(ddof=1) for g in groups], [len(g) for g in groups])
    )
    return _told(methods.welch(average, deviation, n))


def _shift(first: Numbers, second: Numbers) -> Found:
    return _told(methods.shift(_column(first), _column(second)))


def _ancova(columns: Sequence[Numbers], values: Numbers, wanted: int) -> Found:
    """Coefficients of the last columns, numbered from 1."""
    design = np.asarray(columns, dtype=float)[:, :, np.newaxis]
    fit = methods.ancova(design, _column(values), np.ones((len(values), 1), dtype=bool), wanted)
    parts = {"estimate": fit.estimate, "low": fit.low, "high": fit.high, "p": fit.p_value}
    found = {f"{name}_{k + 1}": float(part[k, 0]) for name, part in parts.items() for k in range(wanted)}
    return found | {"df": float(fit.freedom[0])}


CHECKS: Checks = {
    "mean": _mean,
    "geometric_mean": lambda values: _ratio(_mean(values)),
    "slope": _slope,
    "slope_ratio": lambda **given: _ratio(_slope(**given)),
    "median": _median,
    "randomised": _randomised,
    "before_after": _before_after,
    "welch": _welch,
    "shift": _shift,
    "ancova": _ancova,
}
