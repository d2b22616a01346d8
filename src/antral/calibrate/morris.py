"""Elementary effects (Morris): how far each outcome moves as one number moves, from many places.

A trajectory begins at a random corner of a grid of four levels on the prior's quantiles from 5 to 95 %, and moves each
number once, in random order, by two thirds of that span: one evaluation more than there are numbers. The effect of a
number on an outcome is the change of the outcome in standard deviations of its target for one prior standard deviation
of the number. μ* (the mean of its size) ranks numbers; σ (its spread between places) tells curvature and interaction.

Sources
-------
Morris 1991 (Technometrics 33:161); Campolongo, Cariboni, Saltelli 2007 (μ*).
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from antral.core import Purpose, uniform

Floats = NDArray[np.float64]

_LEVELS: Final = 4
_JUMP: Final = 2  # of the four levels 0 to 3
_QUANTILES: Final = (0.05, 0.95)
_STREAM: Final = 2**20  # keeps these draws apart from those of the inversion


class Effects(NamedTuple):
    """Of each number on each outcome. All `[number, outcome]`."""

    mean: Floats
    mean_size: Floats
    """μ*."""
    spread: Floats
    """σ; NaN with one trajectory."""


def trajectories(numbers: int, count: int, seed: int) -> Floats:
    """Standardised positions of every evaluation. `[trajectory, number + 1, number]`."""
    which, trajectory = np.arange(numbers)[None, :], np.arange(count)[:, None]
    u = [uniform(seed, _STREAM + i, trajectory, Purpose.CALIBRATION, which) for i in range(3)]
    upwards = u[0] < 0.5
    low = np.floor(u[1] * (_LEVELS - _JUMP)).astype(np.int64)
    start = np.where(upwards, low, low + _JUMP)
    order = np.argsort(u[2], axis=1)
    level = np.repeat(start[:, None, :], numbers + 1, axis=1)
    for place in range(numbers):
        moved = order[:, place]
        rows = np.arange(count)
        jump = np.where(upwards[rows, moved], _JUMP, -_JUMP)
        level[rows, place + 1 :, moved] += jump[:, None]
    share = level / (_LEVELS - 1)
    found: Floats = ndtri(_QUANTILES[0] + share * (_QUANTILES[1] - _QUANTILES[0]))
    return found


def elementary_effects(positions: Floats, values: Floats, sd: Floats) -> Effects:
    """Effects from evaluated trajectories; a step without a value is left out.

    Parameters
    ----------
    positions
        As `trajectories` gives them.
    values
        Outcomes there. `[trajectory, number + 1, outcome]`
    sd
        Of each outcome. `[outcome]`
    """
    count, _, numbers = positions.shape
    effects = np.full((count, numbers, values.shape[2]), np.nan)
    for i in range(count):
        for before in range(numbers):
            change = positions[i, before + 1] - positions[i, before]
            which = int(np.argmax(np.abs(change)))
            effects[i, which] = (values[i, before + 1] - values[i, before]) / sd / change[which]
    with np.errstate(invalid="ignore"):
        found = np.isfinite(effects)
        n = np.where(found.any(axis=0), found.sum(axis=0), 1)
        known = np.where(found, effects, 0.0)
        mean = np.where(found.any(axis=0), known.sum(axis=0) / n, np.nan)
        size = np.where(found.any(axis=0), np.abs(known).sum(axis=0) / n, np.nan)
        square = np.where(found, (effects - mean) ** 2, 0.0).sum(axis=0)
        spread = np.where(n > 1, np.sqrt(square / np.maximum(n - 1, 1)), np.nan)
    return Effects(mean, size, spread)
