"""Posterior of normal effects with known sampling variances."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import logsumexp

from antral.core import InputError
from antral.evidence.bayesian.posterior import Posterior, above_zero, of_normals, of_points
from antral.evidence.bayesian.priors import FLAT, Normal, SpreadPrior, taus
from antral.evidence.pooling.sample import Numbers, confidence, sample

EFFECTS: Final = "normal random effects, posterior by quadrature over tau (the mean in closed form)"
_STEP: Final = 0.01
_BELOW, _ABOVE = 1e-4, 1e4


def posterior_effects(
    yi: ArrayLike,
    vi: ArrayLike,
    *,
    spread: SpreadPrior,
    mean: Normal = FLAT,
    level: float = 0.95,
    labels: Sequence[object] | None = None,
) -> Posterior:
    """What is believed of the mean effect, of tau, of a new study and of each study.

    Source: Röver 2020, J Stat Softw 93(6), for the model and its mixture form.

    Parameters
    ----------
    yi, vi
        Effect of each study and its sampling variance, `[study]`.
    spread, mean
        Priors of tau and of the mean effect.

    Raises
    ------
    InputError
        Where an effect or variance is no number, or the mean's prior is not one.
    """
    studies = sample(yi, vi, labels)
    confidence(level)
    if not (mean.sd > 0 and math.isfinite(mean.mean)):
        raise InputError(f"mean: a positive SD was wanted; it is {mean.sd:g}.")
    y, v = studies.yi, studies.vi
    width = math.sqrt(float(v.max())) + float(np.ptp(y))
    tau, prior = taus(spread, _BELOW * math.sqrt(float(v.min())), _ABOVE * width, _STEP)
    evidence, centre, se = _given(y, v, mean, tau)
    log = prior + evidence
    whole = float(logsumexp(log))
    weight = np.exp(log - whole)
    none, _, _ = _given(y, v, mean, np.zeros(1))
    shrink = v / (v + tau[:, np.newaxis] ** 2)  # [node, study]
    places = (1.0 - shrink) * y + shrink * centre[:, np.newaxis]
    spreads = np.sqrt((1.0 - shrink) * v + shrink**2 * se[:, np.newaxis] ** 2)
    ahead = np.hypot(se, tau)
    return Posterior(
        mu=of_normals(weight, centre, se, level),
        tau=of_points(weight, np.r_[0.0, tau[1:]], level),
        new=of_normals(weight, centre, ahead, level),
        studies=tuple(of_normals(weight, places[:, i], spreads[:, i], level, shortest=False) for i in range(len(y))),
        p_positive=above_zero(weight, centre, se),
        p_new_positive=above_zero(weight, centre, ahead),
        bayes_factor=math.nan if math.isinf(mean.sd) else math.exp(whole - _at_zero(y, v, tau, prior)),
        bayes_factor_spread=math.exp(whole - float(none[0])),
        level=level,
        method=EFFECTS,
        priors=(f"mean: {mean.words}", f"tau: {spread.words}"),
        labels=studies.labels,
        notes=tuple(_notes(len(y))),
    )


def _given(y: Numbers, v: Numbers, mean: Normal, tau: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Log evidence, and mean and SD of the mean effect, given each tau, `[node]`."""
    weight = 1.0 / (v + tau[:, np.newaxis] ** 2)
    own = 0.0 if math.isinf(mean.sd) else mean.sd**-2.0
    precision = weight.sum(axis=1) + own
    centre = (weight @ y + own * mean.mean) / precision
    misfit = (weight * (y - centre[:, np.newaxis]) ** 2).sum(axis=1) + own * (centre - mean.mean) ** 2
    log = 0.5 * (np.log(weight).sum(axis=1) - np.log(precision) - misfit - (len(y) - 1.0) * np.log(2.0 * np.pi))
    if own:
        log += 0.5 * (np.log(own) - np.log(2.0 * np.pi))
    return log, centre, 1.0 / np.sqrt(precision)


def _at_zero(y: Numbers, v: Numbers, tau: Numbers, prior: Numbers) -> float:
    """Log evidence where the mean effect is exactly 0."""
    weight = 1.0 / (v + tau[:, np.newaxis] ** 2)
    log = 0.5 * (np.log(weight / (2.0 * np.pi)) - weight * y**2).sum(axis=1)
    return float(logsumexp(prior + log))


def _notes(k: int) -> list[str]:
    if k > 4:
        return []
    of = "1 study says" if k == 1 else f"{k} studies say"
    return [f"{of} little of tau: its posterior is mostly its prior, and so is the width of the other intervals"]
