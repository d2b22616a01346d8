"""Several outcomes of one study pooled without knowing their correlation: the correlated-effects model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.core import InputError
from antral.evidence.pooling.dependence.clusters import numbered
from antral.evidence.pooling.dependence.result import Coefficients
from antral.evidence.pooling.dependence.robust import Kind, robust
from antral.evidence.pooling.dependence.working import Working, solve
from antral.evidence.pooling.moderators import design_of
from antral.evidence.pooling.sample import Numbers, sample

CORRELATED_EFFECTS: Final = "correlated-effects model of Hedges, Tipton and Johnson, rho = {rho:g} assumed"


@dataclass(frozen=True)
class CorrelatedEffects:
    """The result, its variance between studies, and what was assumed of the correlation."""

    found: Coefficients
    tau2: float
    rho: float
    weights: tuple[float, ...]
    """Share of each effect, `[effect]`."""


def correlated_effects(
    yi: ArrayLike,
    vi: ArrayLike,
    study: Sequence[object],
    moderators: Mapping[str, ArrayLike | Sequence[object]] | None = None,
    *,
    rho: float = 0.8,
    kind: Kind = "CR2",
    level: float = 0.95,
) -> CorrelatedEffects:
    """Pool all effects of all studies; each study weighs as one, whatever the number of its effects.

    Sources: Hedges, Tipton and Johnson 2010, Res Synth Methods 1:39 (weights, tau2 by moments); Tipton 2015 (CR2).

    Parameters
    ----------
    yi, vi, study
        Effect, sampling variance and study, `[effect]`.
    rho
        Correlation assumed of effects of one study; it enters tau2 alone and rarely matters: try others.
    """
    effects = sample(yi, vi)
    if not 0 <= rho <= 1:
        raise InputError(f"rho: a correlation from 0 to 1 was wanted; it is {rho:g}.")
    n = len(effects.yi)
    clusters, m = numbered(study, n)
    if m < 2:
        raise InputError("study: at least two studies were wanted.")
    design = design_of(moderators or {}, n)
    size = np.bincount(clusters)[clusters].astype(float)
    mean_variance = (np.bincount(clusters, weights=effects.vi) / np.bincount(clusters))[clusters]
    tau2 = _tau2(effects.yi, design.columns, clusters, size, mean_variance, rho)
    weights = 1.0 / (size * (mean_variance + tau2))
    working = Working(effects.yi, design.columns, np.diag(weights), np.diag(1.0 / weights), design.names)
    found = robust(working, clusters, kind, level, CORRELATED_EFFECTS.format(rho=rho))
    return CorrelatedEffects(found, tau2, rho, tuple((weights / weights.sum()).tolist()))


def _tau2(yi: Numbers, x: Numbers, clusters: NDArray[np.int64], size: Numbers, variance: Numbers, rho: float) -> float:
    """By the moments of Q with the weights of no heterogeneity; `[effect]` each."""
    weights = 1.0 / (size * variance)
    fitted = solve(Working(yi, x, np.diag(weights), np.diag(1 / weights), ()))
    q = float(weights @ fitted.residuals**2)
    same = np.equal.outer(clusters, clusters).astype(float)
    once = x.T @ (x * (weights / size)[:, np.newaxis])
    shared = (x * (weights / size)[:, np.newaxis]).T @ same @ x
    squared = (x * weights[:, np.newaxis]).T @ same @ (x * weights[:, np.newaxis])
    lost = float(np.trace(fitted.bread @ ((1 - rho) * once + rho * shared)))
    below = float(weights.sum()) - float(np.trace(fitted.bread @ squared))
    studies = float(np.sum(1.0 / size))
    return max(0.0, (q - studies + lost) / below)
