"""Posterior of a share from several studies: binomial events, normal true logits."""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import logsumexp

from antral.core import InputError
from antral.evidence.bayesian.posterior import (
    Posterior,
    Summary,
    above_zero,
    finer,
    kept,
    of_normals,
    of_points,
    points_above_zero,
)
from antral.evidence.bayesian.priors import Normal, SpreadPrior, taus
from antral.evidence.pooling.counts import Counts, one_group
from antral.evidence.pooling.random_logits import Binomial, marginal
from antral.evidence.pooling.sample import Numbers, confidence

PROPORTION: Final = "binomial-normal on the logit, posterior by quadrature over mean and tau"
_NARROWEST, _WIDEST = 1e-3, 1e2
_FALL: Final = 32.0
"""Log posterior below its maximum at which the grid of means ends."""


class Plane(NamedTuple):
    """Nodes of mean and spread of the true logits with their posterior weight, `[node]`."""

    mean: Numbers
    spread: Numbers
    weight: Numbers


def posterior_proportion(
    events: ArrayLike,
    n: ArrayLike,
    *,
    spread: SpreadPrior,
    mean: Normal,
    level: float = 0.95,
    labels: Sequence[object] | None = None,
) -> Posterior:
    """What is believed of a share; all values are logits, `Summary.on(expit)` gives shares.

    With no event at all the posterior stands where a likelihood has no maximum; it then leans on the prior of the mean.

    Parameters
    ----------
    events, n
        Women with the event and women in all, `[study]`.
    spread, mean
        Priors of tau and of the mean logit; normal with mean 0 and SD 1.5 is nearly even in the share.
    """
    studies = one_group(events, n, labels)
    confidence(level)
    mu, tau, weight, evidence = _posterior(studies, spread, mean, means=121, step=0.16)
    whole = float(logsumexp(evidence))
    at_mu, at_tau = weight.sum(axis=1), weight.sum(axis=0)
    wide = (np.repeat(mu[:, np.newaxis], len(tau), axis=1).ravel(), np.tile(tau, len(mu)), weight.ravel())
    centres, spreads, chance = (part[kept(weight.ravel())] for part in wide)
    chance = chance / chance.sum()
    none = marginal(Binomial(studies.events, studies.n), mu, np.zeros(len(mu))).log.sum(axis=1)
    plain = float(logsumexp(none + _log_prior(mu, mean)))
    nodes, height = finer(mu, at_mu)
    return Posterior(
        mu=of_points(height, nodes, level),
        tau=_of_tau(tau, at_tau, level),
        new=of_normals(chance, centres, np.maximum(spreads, 1e-9), level),
        studies=tuple(_each(studies, Plane(centres, spreads, chance), level)),
        p_positive=points_above_zero(height, nodes),
        p_new_positive=above_zero(chance, centres, np.maximum(spreads, 1e-9)),
        bayes_factor=math.nan,
        bayes_factor_spread=math.exp(whole - plain),
        level=level,
        method=PROPORTION,
        priors=(f"mean logit: {mean.words}", f"tau: {spread.words}"),
        labels=studies.labels,
        notes=tuple(_notes(studies)),
    )


def plane(events: ArrayLike, n: ArrayLike, *, spread: SpreadPrior, mean: Normal) -> Plane:
    """A coarser posterior of mean and spread, for predicting the counts of other studies."""
    mu, tau, weight, _ = _posterior(one_group(events, n), spread, mean, means=81, step=0.25)
    use = kept(weight.ravel())
    mean_, spread_ = np.repeat(mu, len(tau))[use], np.tile(tau, len(mu))[use]
    return Plane(mean_, spread_, weight.ravel()[use] / weight.ravel()[use].sum())


def _posterior(
    studies: Counts, spread: SpreadPrior, mean: Normal, *, means: int, step: float
) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Nodes of the mean, of tau, their posterior weight and log joint density, `[mean, tau]`."""
    if not (0 < mean.sd < math.inf):
        raise InputError(
            "mean: a normal prior with a finite SD was wanted; with few women a flat one gives no posterior."
        )
    kernel = Binomial(studies.events, studies.n)
    tau, prior = taus(spread, _NARROWEST, _WIDEST, step)

    def joint(mu: Numbers) -> Numbers:
        log = [marginal(kernel, mu, np.full(len(mu), one)).log.sum(axis=1) for one in tau]
        return np.stack(log, axis=1) + prior + _log_prior(mu, mean)[:, np.newaxis]

    rough = np.linspace(mean.mean - 9.0 * mean.sd, mean.mean + 9.0 * mean.sd, 73)
    top = logsumexp(joint(rough), axis=1)
    near = np.flatnonzero(top > top.max() - _FALL)
    ends = rough[max(0, near[0] - 1)], rough[min(len(rough) - 1, near[-1] + 1)]
    mu = np.linspace(*ends, means)
    log = joint(mu)
    return mu, tau, np.exp(log - logsumexp(log)), log


def _of_tau(tau: Numbers, weight: Numbers, level: float) -> Summary:
    """Even in log tau; what lies below the first node stands at 0."""
    nodes, height = finer(np.log(tau[1:]), weight[1:])
    rest = height / height.sum() * weight[1:].sum()
    return of_points(np.r_[weight[0], rest], np.r_[0.0, np.exp(nodes)], level)


def _log_prior(mu: Numbers, mean: Normal) -> Numbers:
    found: Numbers = -(((mu - mean.mean) / mean.sd) ** 2) / 2.0 - math.log(mean.sd) - 0.5 * math.log(2.0 * math.pi)
    return found


def _each(studies: Counts, nodes: Plane, level: float) -> list[Summary]:
    """True logit of each study, from the nodes of its own quadrature."""
    found = []
    for i in range(len(studies.n)):
        own = Binomial(studies.events[i : i + 1], studies.n[i : i + 1])
        inner = marginal(own, nodes.mean, nodes.spread)
        value = inner.theta[..., 0].ravel()
        weight = (inner.chance[..., 0] * nodes.weight).ravel()
        order = np.argsort(value)
        found.append(of_points(weight[order], value[order], level, shortest=False))
    return found


def _notes(studies: Counts) -> list[str]:
    k, total = len(studies.n), float(studies.events.sum())
    notes = []
    if k <= 4:
        of = "1 study says" if k == 1 else f"{k} studies say"
        notes.append(f"{of} little of tau: its posterior is mostly its prior")
    if total in (0.0, float(studies.n.sum())):
        notes.append("every woman fared alike: how near the share is to its end is said by the prior of the mean alone")
    return notes
