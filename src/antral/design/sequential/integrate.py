"""The chance of each path of a statistic that is looked at several times, by recursive numerical integration.

Armitage, McPherson and Rowe (1969, J R Stat Soc A 132:235); Jennison and Turnbull (2000, Group Sequential Methods,
chapter 19). The score, Z times the square root of the information, has independent normal increments of mean effect ×
information and variance information. Its density among trials that go on is kept at Gauss-Legendre nodes on short
panels; with 16 nodes on at most two standard deviations the error is below 1e-12.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(16)
_FAR: Final = 8.5
"""Standard deviations beyond which nothing is left of a normal density."""
_PANELS: Final = 150
_NOTHING: Final = 1e-19
_ROOT_2_PI: Final = 2.5066282746310002

Interval = tuple[float, float]


class Alive(NamedTuple):
    """The trials that have not stopped, after a look."""

    score: NDArray[np.float64]  # [node]
    mass: NDArray[np.float64]  # [node], density times quadrature weight
    information: float


def started(score: float = 0.0, information: float = 0.0) -> Alive:
    """A trial at the start, or one known to stand at some score."""
    return Alive(np.array([score]), np.ones(1), information)


def above(alive: Alive, information: float, z: float, theta: float = 0.0) -> float:
    """The chance of going on until a look and finding at least Z there.

    Parameters
    ----------
    information
        At the look, on the scale on which theta is the effect of one unit.
    """
    if z == np.inf:
        return 0.0
    more = information - alive.information
    return float(alive.mass @ ndtr((alive.score + theta * more - z * np.sqrt(information)) / np.sqrt(more)))


def below(alive: Alive, information: float, z: float, theta: float = 0.0) -> float:
    """The chance of going on until a look and finding at most Z there."""
    if z == -np.inf:
        return 0.0
    more = information - alive.information
    return float(alive.mass @ ndtr((z * np.sqrt(information) - alive.score - theta * more) / np.sqrt(more)))


def onward(alive: Alive, information: float, on: Interval, theta: float, ahead: float) -> Alive:
    """The trials whose Z at a look lies inside an interval.

    Parameters
    ----------
    on
        Z for which the trial goes on.
    ahead
        Information that the next look adds: the density must be known as finely as that look needs it.
    """
    more = information - alive.information
    spread, middle = np.sqrt(more), alive.score + theta * more
    low = max(on[0] * np.sqrt(information), float(middle.min()) - _FAR * spread)
    high = min(on[1] * np.sqrt(information), float(middle.max()) + _FAR * spread)
    if not high > low:
        return Alive(np.zeros(1), np.zeros(1), information)
    panels = min(int(np.ceil((high - low) / (2.0 * min(spread, np.sqrt(ahead))))), _PANELS)
    half = 0.5 * (high - low) / panels
    score = (low + half * (2.0 * np.arange(panels)[:, None] + 1.0 + _NODES)).ravel()
    away = (score[:, None] - middle) / spread
    mass = np.tile(half * _WEIGHTS, panels) * (np.exp(-0.5 * away * away) @ alive.mass) / (spread * _ROOT_2_PI)
    kept = mass > _NOTHING
    return Alive(score[kept], mass[kept], information) if kept.any() else Alive(score[:1], np.zeros(1), information)
