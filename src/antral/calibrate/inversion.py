"""Tempered ensemble Kalman inversion with perturbed observations: from the prior towards the targets.

Positions z of the fitted numbers are standard normal before the fit. Targets y have the covariance Γ = Σ + diag(τ²): Σ
of the errors stated with them, of which targets may share a part (`covariance`), and τ the Monte-Carlo error of each in
its simulation, which all members of a step share because they share the luck of their women. The likelihood enters in
steps h_k that sum to 1. In each step

    G ≈ G̅ + A (z − z̅)          a linear fit within the ensemble, ridge penalty by leave-one-out, residual covariance R
    K = C Aᵀ (A C Aᵀ + R + Γ/h)⁻¹,   C the covariance of the ensemble
    z_j ← z_j + K (y + ε_j − G_j),   ε_j ~ N(0, Γ/h)

For a linear simulator the last ensemble is a sample of the posterior as members grow; elsewhere it is a proposal, which
`weights` corrects. The first steps are as short as the misfit Φ_j = ½ (y − G_j)ᵀ Γ⁻¹ (y − G_j) wants:
h = max(M/(2 mean Φ), √(M/(2 var Φ))) for M targets; the last one takes what is left.

Sources
-------
Iglesias, Law, Stuart 2013 (ensemble Kalman inversion); Emerick and Reynolds 2013 (tempered steps); Iglesias and Yang
2021 (length of the steps); Chada, Chen, Sanz-Alonso 2021 (the linear fit within the ensemble).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from antral.core import Purpose, normal, uniform

Floats = NDArray[np.float64]

PENALTIES: Final = np.logspace(-4.0, 4.0, 17)
"""Ridge penalties that are tried, relative to the number of members."""
_PRIOR: Final = 0
"""Step number that keys the first ensemble; those of the perturbations are 1, 2, …"""


class Observed(NamedTuple):
    """What the simulator gave for an ensemble. Both `[member, target]`; NaN where it gave nothing."""

    values: Floats
    errors: Floats
    """Monte-Carlo standard errors."""


class Step(NamedTuple):
    """One step as it was taken."""

    share: float
    """Of the likelihood."""
    positions: Floats
    """Before it. `[member, number]`"""
    observed: Observed
    misfit: float
    """Mean of Φ over members."""


@dataclass(frozen=True)
class Inversion:
    """The way of an ensemble, and where it ended."""

    steps: tuple[Step, ...]
    positions: Floats
    """Of the last ensemble. `[member, number]`"""
    observed: Observed
    """What the simulator gives there."""


def prior_positions(members: int, numbers: int, seed: int) -> Floats:
    """Standard normal positions, each number stratified: one member in each of `members` equal parts. `[member, …]`."""
    who, which = np.arange(members)[:, None], np.arange(numbers)[None, :]
    rank = np.argsort(np.argsort(uniform(seed, _PRIOR, who, Purpose.CALIBRATION, 2 * which), axis=0), axis=0)
    inside = uniform(seed, _PRIOR, who, Purpose.CALIBRATION, 2 * which + 1)
    found: Floats = ndtri((rank + inside) / members)
    return found


def invert(
    simulate: Callable[[Floats, int], Observed],
    target: Floats,
    covariance: Floats,
    *,
    numbers: int,
    members: int,
    iterations: int,
    seed: int,
) -> Inversion:
    """Move an ensemble from the prior to the targets.

    Parameters
    ----------
    simulate
        Gives for positions `[member, number]` and the number of the step, 0 to `iterations`, what is observed.
    target
        Values. `[target]`
    covariance
        Σ, of their stated errors. `[target, target]`
    iterations
        Steps; the simulator is called once more for the last ensemble.
    """
    z = prior_positions(members, numbers, seed)
    left, steps = 1.0, list[Step]()
    for k in range(iterations):
        seen = simulate(z, k)
        noise = with_chance(covariance, seen)
        phi = misfit(seen.values, target, noise)
        share = left if k == iterations - 1 else float(min(left, _length(phi, len(target))))
        steps.append(Step(share, z, seen, float(phi.mean())))
        if share > 0.0:
            z = _moved(z, seen.values, target, noise / share, seed, k + 1)
        left -= share
        if left <= 0.0:
            break
    return Inversion(tuple(steps), z, simulate(z, len(steps)))


def with_chance(covariance: Floats, seen: Observed) -> Floats:
    """Γ: the covariance of the stated errors with the Monte-Carlo variance of each target. `[target, target]`."""
    count = np.maximum(np.isfinite(seen.errors).sum(axis=0), 1)
    mean_square: Floats = np.nansum(seen.errors**2, axis=0) / count
    found: Floats = covariance + np.diag(mean_square)
    return found


MISSING: Final = 3.0
"""Standard deviations that a target counts in the misfit where the simulator gave nothing."""


def misfit(values: Floats, target: Floats, covariance: Floats) -> Floats:
    """Φ of each member: half its squared distance from the targets, of those it has, in the metric of their covariance.

    Parameters
    ----------
    values
        NaN where the simulator gave nothing: `MISSING` standard deviations by itself. `[member, target]`
    covariance
        Γ. `[target, target]`

    Returns
    -------
    `[member]`.
    """
    deviation = target - values
    known = np.isfinite(deviation)
    found: Floats = MISSING**2 * (~known).sum(axis=1).astype(np.float64)
    for has in np.unique(known, axis=0):
        if has.any():
            members = (known == has).all(axis=1)
            d = deviation[np.ix_(members, has)]
            found[members] += (d * np.linalg.solve(covariance[np.ix_(has, has)], d.T).T).sum(axis=1)
    found *= 0.5
    return found


def _length(phi: Floats, targets: int) -> float:
    """Share of the likelihood that one step may bring in."""
    spread = float(phi.var())
    return max(targets / (2.0 * float(phi.mean())), np.sqrt(targets / (2.0 * spread)) if spread > 0.0 else 1.0)


def _moved(z: Floats, values: Floats, target: Floats, noise: Floats, seed: int, step: int) -> Floats:
    """The ensemble after one Kalman step; `noise` is the inflated covariance of the targets, `[target, target]`."""
    usable = np.isfinite(values).sum(axis=0) > max(3, len(z) // 4)
    if not usable.any():
        return z
    scale = np.sqrt(np.diag(noise))[usable]
    correlation = noise[np.ix_(usable, usable)] / np.outer(scale, scale)
    y, g = target[usable] / scale, values[:, usable] / scale
    slopes, predicted, residual = linear_fit(z, g)
    g = np.where(np.isfinite(g), g, predicted)
    centred = z - z.mean(axis=0)
    covariance = centred.T @ centred / (len(z) - 1)
    across = covariance @ slopes
    inner = slopes.T @ across + residual + correlation
    gain = np.linalg.solve(inner, across.T).T
    who, which = np.arange(len(z))[:, None], np.flatnonzero(usable)[None, :]
    chance = normal(seed, step, who, Purpose.CALIBRATION, which) @ np.linalg.cholesky(correlation).T
    chance = chance - chance.mean(axis=0)
    moved: Floats = z + (y + chance - g) @ gain.T
    return moved


def linear_fit(z: Floats, g: Floats) -> tuple[Floats, Floats, Floats]:
    """Ridge regression of each observation on the positions, its penalty by leaving one member out at a time.

    Returns
    -------
    Slopes `[number, target]`, predictions `[member, target]`, and the covariance of the leave-one-out residuals
    `[target, target]`; members without a value count as if they were predicted exactly.
    """
    slopes, predicted, left_out = np.zeros((z.shape[1], g.shape[1])), np.zeros(g.shape), np.zeros(g.shape)
    for i in range(g.shape[1]):
        kept = np.isfinite(g[:, i])
        centre, mean = z[kept].mean(axis=0), g[kept, i].mean()
        x, y = z[kept] - centre, g[kept, i] - mean
        u, s, vt = np.linalg.svd(x, full_matrices=False)
        shrink = s**2 / (s**2 + PENALTIES[:, None] * len(x))  # [penalty, direction]
        along = u.T @ y
        fitted = (shrink * along) @ u.T  # [penalty, member]
        hat = 1.0 / len(x) + shrink @ (u**2).T
        out = (y - fitted) / np.maximum(1.0 - hat, 1e-6)
        best = int(np.argmin((out**2).sum(axis=1)))
        factor = np.divide(shrink[best], s, out=np.zeros_like(s), where=s > 1e-12)
        slopes[:, i] = vt.T @ (factor * along)
        predicted[:, i] = mean + (z - centre) @ slopes[:, i]
        left_out[kept, i] = out[best]
    return slopes, predicted, left_out.T @ left_out / len(z)
