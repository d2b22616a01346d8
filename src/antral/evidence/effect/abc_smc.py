"""Particles moved from a prior to a posterior whose likelihood a simulator estimates."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antral.core import Purpose, normal, uniform

Floats = NDArray[np.float64]

_LEAST_ACCEPTED: Final = 0.25
_HALVED: Final = 0.5
_RESAMPLE, _ACCEPT = 4096, 4097
"""Ordinals of the draws that are no coordinates."""


@dataclass(frozen=True)
class Evaluated:
    """What the simulator found of some particles."""

    log_likelihood: Floats
    """Of each study. `[particle, study]`"""
    seen: dict[str, Floats]
    """What it saw, to be told afterwards. `[particle, ...]`"""


Evaluate = Callable[[Floats, int], Evaluated]
"""Particles `[particle, coordinate]` and the number of the evaluation, which gives it luck of its own."""


@dataclass(frozen=True)
class Generation:
    """One step of the way."""

    temperature: float
    """Power of the likelihood, 0 at the prior and 1 at the posterior."""
    effective: float
    """Effective sample size before resampling."""
    accepted: tuple[float, ...]
    """Share of each move's proposals."""


@dataclass(frozen=True)
class Found:
    """A sample of the posterior, and what led to it."""

    particles: Floats
    """All of one weight. `[particle, coordinate]`"""
    evaluated: Evaluated
    first: Floats
    """Particles of the prior. `[particle, coordinate]`"""
    first_evaluated: Evaluated
    generations: tuple[Generation, ...]
    log_evidence: float
    evaluations: int


def of_prior(evaluate: Evaluate, *, coordinates: int, particles: int, seed: int) -> Found:
    """Particles of the prior, evaluated once: what weights alone make of them is told without any move."""
    z = normal(seed, 0, np.arange(particles)[:, None], Purpose.PARTICLE, np.arange(coordinates)[None, :])
    known = evaluate(z, 0)
    return Found(z, known, z, known, (), _weights(known.log_likelihood.sum(axis=1))[1], 1)


def abc_smc(
    evaluate: Evaluate, *, coordinates: int, particles: int, seed: int, moves: int = 2, keep: float = 0.5
) -> Found:
    """Sample a posterior whose prior is standard normal in every coordinate.

    1. Draw particles from the prior and evaluate them.
    2. Raise the power of the likelihood as far as leaves `keep` of the particles effective; resample systematically.
    3. Move each particle: a proposal that leaves the prior as it is, with luck of its own, is accepted by the ratio of
       the likelihoods. Repeat from 2 until the power is 1.

    A particle keeps the likelihood that was estimated for it, so an estimate with noise leads to the same posterior as
    one without, if it is unbiased. Same seed, same bits, whatever processes `evaluate` uses.

    Parameters
    ----------
    moves
        After each raise of the power.
    keep
        Share of the particles that stay effective at each raise.

    Sources
    -------
    Del Moral, Doucet, Jasra 2012, Stat Comput 22:1009 (adaptive tempering for ABC); Cotter 2013, Stat Sci 28:424 (the
    proposal); Andrieu, Roberts 2009, Ann Stat 37:697 (likelihoods estimated with noise).
    """
    start = of_prior(evaluate, coordinates=coordinates, particles=particles, seed=seed)
    state, known = start.first, start.first_evaluated
    power, size, number = 0.0, 1.0, 0
    generations: list[Generation] = []
    log_evidence = 0.0
    while power < 1.0:
        total = known.log_likelihood.sum(axis=1)
        step = _step(total, 1.0 - power, keep)
        weight, log_mean = _weights(step * total)
        log_evidence += log_mean
        power = 1.0 if step >= 1.0 - power else power + step
        effective = float(1.0 / np.sum(weight**2))
        chosen = _systematic(weight, float(uniform(seed, number, 0, Purpose.PARTICLE, _RESAMPLE)))
        state, known = state[chosen], _rows(known, chosen)
        accepted = []
        for _ in range(moves):
            number += 1
            noise = normal(
                seed, number, np.arange(particles)[:, None], Purpose.PARTICLE, np.arange(coordinates)[None, :]
            )
            proposed = np.sqrt(1.0 - size**2) * state + size * noise
            other = evaluate(proposed, number)
            ratio = power * (other.log_likelihood.sum(axis=1) - known.log_likelihood.sum(axis=1))
            u = uniform(seed, number, np.arange(particles), Purpose.PARTICLE, _ACCEPT)
            moved = np.log(u) < ratio
            state, known = np.where(moved[:, None], proposed, state), _patched(known, other, moved)
            accepted.append(float(moved.mean()))
            size = size * _HALVED if accepted[-1] < _LEAST_ACCEPTED else size
        generations.append(Generation(power, effective, tuple(accepted)))
    return Found(state, known, start.first, start.first_evaluated, tuple(generations), log_evidence, number + 1)


def _step(total: Floats, left: float, keep: float) -> float:
    """How far the power can rise so that enough particles stay effective."""

    def effective(step: float) -> float:
        weight, _ = _weights(step * total)
        return float(1.0 / np.sum(weight**2)) / total.size

    if effective(left) >= keep:
        return left
    low, high = 0.0, left
    for _ in range(50):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if effective(middle) >= keep else (low, middle)
    return max(low, 1e-6)


def _weights(log_weight: Floats) -> tuple[Floats, float]:
    """Weights that add up to 1, and the logarithm of their mean before that."""
    most = float(log_weight.max())
    weight = np.exp(log_weight - most)
    return weight / weight.sum(), most + float(np.log(weight.mean()))


def _systematic(weight: Floats, u: float) -> NDArray[np.int64]:
    """Rows in proportion to their weights, none needlessly twice."""
    edges = np.cumsum(weight)
    places = (u + np.arange(weight.size)) / weight.size * edges[-1]
    result: NDArray[np.int64] = np.minimum(np.searchsorted(edges, places, side="right"), weight.size - 1)
    return result


def _rows(known: Evaluated, chosen: NDArray[np.int64]) -> Evaluated:
    return Evaluated(known.log_likelihood[chosen], {name: one[chosen] for name, one in known.seen.items()})


def _patched(known: Evaluated, other: Evaluated, moved: NDArray[np.bool_]) -> Evaluated:
    def mixed(old: Floats, new: Floats) -> Floats:
        where = moved.reshape(-1, *[1] * (old.ndim - 1))
        result: Floats = np.where(where, new, old)
        return result

    seen = {name: mixed(one, other.seen[name]) for name, one in known.seen.items()}
    return Evaluated(mixed(known.log_likelihood, other.log_likelihood), seen)
