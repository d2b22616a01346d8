"""Several effects of one study in a model with levels: studies, and outcomes or arms within them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize
from scipy.special import chdtrc

from antral.core import InputError
from antral.evidence.pooling.dependence.clusters import numbered
from antral.evidence.pooling.dependence.result import Coefficients
from antral.evidence.pooling.dependence.robust import Kind, robust
from antral.evidence.pooling.dependence.working import Working, identities, inverted, solve
from antral.evidence.pooling.intervals import around, two_sided
from antral.evidence.pooling.moderators import design_of
from antral.evidence.pooling.sample import Numbers, confidence

MULTILEVEL: Final = "multilevel model with variances of {levels}, {method}"
_STEPS: Final = 200
_DONE: Final = 1e-13


@dataclass(frozen=True)
class Multilevel:
    """Coefficients by Wald or t, and the variance of each level."""

    found: Coefficients
    sigma2: Mapping[str, float]
    log_likelihood: float
    """Restricted or full, as the method; with its constant."""
    q: float
    """Generalised Q without any variance between studies, its degrees of freedom and p-value."""
    q_df: int
    q_p: float
    working: Working
    """The model, for `with_robust_errors`."""

    def with_robust_errors(self, study: Sequence[object], *, kind: Kind = "CR2") -> Coefficients:
        """The same coefficients with errors that do not trust the model's covariance, by study, `[effect]`."""
        clusters, _ = numbered(study, len(self.working.yi))
        return robust(self.working, clusters, kind, self.found.level, self.found.method)


def multilevel(
    yi: ArrayLike,
    covariance: ArrayLike,
    levels: Mapping[str, Sequence[object]],
    moderators: Mapping[str, ArrayLike | Sequence[object]] | None = None,
    *,
    method: Literal["REML", "ML"] = "REML",
    interval: Literal["Wald", "t"] = "t",
    level: float = 0.95,
) -> Multilevel:
    """Fit effects with random intercepts by level.

    Sources: Konstantopoulos 2011, Res Synth Methods 2:61; Van den Noortgate et al. 2013, Behav Res Methods 45:576.

    Parameters
    ----------
    yi
        `[effect]`.
    covariance
        Sampling variances, `[effect]`, or covariances, `[effect, effect]`, as `shared_control` gives them.
    levels
        Units of each level by name, such as study and effect, each `[effect]`. An inner unit belongs to one outer: name
        it so that it does (study 3 outcome 1, not outcome 1).
    interval
        t with effects less coefficients degrees of freedom, or Wald (normal).

    Raises
    ------
    InputError
        Where the covariance is no covariance, or a level has one unit alone.
    """
    effects, sampling = np.atleast_1d(np.asarray(yi, float)), np.asarray(covariance, float)
    n = len(effects)
    sampling = np.diag(sampling) if sampling.ndim == 1 else sampling
    if sampling.shape != (n, n) or not np.isfinite(effects).all() or not _proper(sampling):
        raise InputError(f"covariance: variances or a proper covariance matrix of {n} effects were wanted.")
    confidence(level)
    shapes = _shapes(levels, n)
    design = design_of(moderators or {}, n)
    sigma2 = _variances(effects, sampling, design.columns, list(shapes.values()), method)
    assumed = _assumed(sampling, list(shapes.values()), sigma2)
    working = Working(effects, design.columns, inverted(assumed), assumed, design.names)
    fitted, p = solve(working), design.columns.shape[1]
    se = np.sqrt(np.diag(fitted.bread))
    df = float(n - p) if interval == "t" else None
    limits = [around(float(b), float(s), level, df) for b, s in zip(fitted.coefficients, se, strict=True)]
    plain = solve(Working(effects, design.columns, inverted(sampling), sampling, design.names))
    q = float(plain.residuals @ np.linalg.solve(sampling, plain.residuals))
    name = MULTILEVEL.format(levels=" and ".join(shapes), method=_WORDS[method])
    found = Coefficients(
        names=design.names,
        coefficients=tuple(fitted.coefficients.tolist()),
        se=tuple(se.tolist()),
        df=(df,) * p,
        low=tuple(one.low for one in limits),
        high=tuple(one.high for one in limits),
        p=tuple(two_sided(float(b), float(s), df) for b, s in zip(fitted.coefficients, se, strict=True)),
        level=level,
        method=f"{name}; interval: {'Wald z' if df is None else 't with effects less coefficients'}",
        effects=n,
        clusters=min(numbered(units, n, one)[1] for one, units in levels.items()),
    )
    height = _height(effects, sampling, design.columns, list(shapes.values()), sigma2, method)
    constant = (n - p if method == "REML" else n) * math.log(2 * math.pi) / 2
    at_zero = 0.5 * float(np.linalg.slogdet(design.columns.T @ design.columns)[1]) if method == "REML" else 0.0
    q_p = float(chdtrc(n - p, q)) if n > p else math.nan
    each = dict(zip(shapes, sigma2.tolist(), strict=True))
    return Multilevel(found, each, height - constant + at_zero, q, n - p, q_p, working)


_WORDS: Final = {"REML": "restricted maximum likelihood", "ML": "maximum likelihood"}


def _proper(matrix: Numbers) -> bool:
    if not np.isfinite(matrix).all() or not np.allclose(matrix, matrix.T):
        return False
    return bool(np.linalg.eigvalsh(matrix)[0] > 0)


def _shapes(levels: Mapping[str, Sequence[object]], n: int) -> dict[str, Numbers]:
    """Which effects share a unit, by level."""
    if not levels:
        raise InputError("levels: at least one was wanted, such as study.")
    shapes = {}
    for name, units in levels.items():
        ids, many = numbered(units, n, name)
        if many < 2:
            raise InputError(f"{name}: one unit alone has no variance; at least two were wanted.")
        shapes[name] = identities(ids)
    return shapes


def _assumed(sampling: Numbers, shapes: list[Numbers], sigma2: Numbers) -> Numbers:
    return np.asarray(sampling + sum(one * shape for one, shape in zip(sigma2, shapes, strict=True)))


def _height(yi: Numbers, sampling: Numbers, x: Numbers, shapes: list[Numbers], sigma2: Numbers, method: str) -> float:
    """Log-likelihood without its constant."""
    assumed = _assumed(sampling, shapes, sigma2)
    inverse = inverted(assumed)
    fitted = solve(Working(yi, x, inverse, assumed, ()))
    found = -0.5 * (float(np.linalg.slogdet(assumed)[1]) + float(fitted.residuals @ inverse @ fitted.residuals))
    return found + 0.5 * float(np.linalg.slogdet(fitted.bread)[1]) if method == "REML" else found


def _slope(
    yi: Numbers, sampling: Numbers, x: Numbers, shapes: list[Numbers], sigma2: Numbers, method: str
) -> tuple[Numbers, Numbers]:
    """Derivative of the log-likelihood by each variance, and its expected information."""
    inverse = inverted(_assumed(sampling, shapes, sigma2))
    p = inverse - inverse @ x @ np.linalg.solve(x.T @ inverse @ x, x.T @ inverse)
    pulled = p @ yi
    of = p if method == "REML" else inverse
    moved = [of @ shape for shape in shapes]
    slope = np.array([pulled @ shape @ pulled - np.trace(one) for shape, one in zip(shapes, moved, strict=True)])
    information = np.array([[np.sum(one * other.T) for other in moved] for one in moved])
    return slope / 2, information / 2


def _variances(yi: Numbers, sampling: Numbers, x: Numbers, shapes: list[Numbers], method: str) -> Numbers:
    """Variances of the highest likelihood, none below zero: found by slope from two starts, then by Fisher's steps."""
    unit = float(np.var(yi) + np.mean(np.diag(sampling)))
    best, best_height = np.zeros(len(shapes)), -math.inf
    for start in (0.5, 0.01):
        found = minimize(
            lambda s: -_height(yi, sampling, x, shapes, s * unit, method),
            np.full(len(shapes), start / len(shapes)),
            jac=lambda s: -unit * _slope(yi, sampling, x, shapes, s * unit, method)[0],
            bounds=[(0.0, None)] * len(shapes),
            method="L-BFGS-B",
            options={"ftol": 1e-14, "gtol": 1e-9},
        )
        if -found.fun > best_height:
            best, best_height = np.asarray(found.x) * unit, -float(found.fun)
    for _ in range(_STEPS):
        slope, information = _slope(yi, sampling, x, shapes, best, method)
        free = (best > 0) | (slope > 0)
        if not free.any():
            break
        step = np.zeros_like(best)
        step[free] = np.linalg.lstsq(information[np.ix_(free, free)], slope[free], rcond=None)[0]
        after = np.maximum(best + step, 0.0)
        if np.max(np.abs(after - best)) < _DONE * unit or _height(yi, sampling, x, shapes, after, method) < (
            _height(yi, sampling, x, shapes, best, method) - 1e-9
        ):
            break
        best = after
    return best
