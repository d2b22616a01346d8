"""A linear model of normal values, some of which are only known to lie below a limit: the fit, many trials at once.

The likelihood is written in the coefficients over sigma and 1 / sigma, in which it is concave (Olsen 1978, Econometrica
46:1211), so that Newton's method finds its only maximum. Women below their own limit add the chance to be there (Tobin
1958, Econometrica 26:24).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

_LOG_ROOT = 0.5 * np.log(2 * np.pi)
_STEPS = 100
_HALVINGS = 40
_SETTLED = 1e-12
"""Newton's decrement below which a fit is at its maximum."""
_RIDGE = 1e-9
"""Share of a column's own information that is added, for directions in which the likelihood is flat."""


class Data(NamedTuple):
    """Women of many trials."""

    columns: Numbers
    """Columns of the model with that of ones; a column of zeros is not in the model. `[column, woman, trial]`"""
    values: Numbers
    """Her value, or her limit. `[woman, trial]`"""
    below: Flags
    """Whether she is below it."""
    known: Flags
    """Whether she is in the sample."""

    def of(self, trials: NDArray[np.intp] | Flags) -> "Data":
        """Some of the trials."""
        return Data(self.columns[..., trials], self.values[:, trials], self.below[:, trials], self.known[:, trials])


class Maximum(NamedTuple):
    """Where the likelihood of each trial is largest."""

    place: Numbers
    """Coefficients over sigma, then 1 / sigma. `[parameter, trial]`"""
    log_likelihood: Numbers
    """`[trial]`"""
    settled: Flags
    """Whether the maximum was reached."""


def maximum(data: Data, start: Numbers | None = None) -> Maximum:
    """The most likely coefficients of each trial.

    Parameters
    ----------
    start
        Where to begin, as `Maximum.place`, unless no coefficients but the mean are likelier.
    """
    place = _beginning(data)
    likelihood = _log_likelihood(data, place)
    if start is not None:
        given = _log_likelihood(data, start)
        place, likelihood = np.where(given > likelihood, start, place), np.maximum(given, likelihood)
    settled = np.zeros(len(likelihood), dtype=bool)
    active = np.flatnonzero(np.isfinite(likelihood))
    for _ in range(_STEPS):
        if not len(active):
            break
        part = data.of(active)
        slope, information = derivatives(part, place[:, active])
        solved = np.linalg.solve(_ridged(information), slope.T[:, :, np.newaxis])
        step: Numbers = np.asarray(solved[:, :, 0].T, dtype=np.float64)
        decrement = (slope * step).sum(axis=0)
        arrived = decrement < _SETTLED
        settled[active[arrived]] = True
        place[:, active[arrived]] += step[:, arrived]  # the last step is as good as exact, and not worth a look
        moving = np.flatnonzero(~arrived)
        found, reached = _uphill(part.of(moving), place[:, active[moving]], step[:, moving], likelihood[active[moving]])
        active, near = active[moving], decrement[moving] < 1e-6
        stuck = reached <= likelihood[active]  # so near that the likelihood's last digits hide the rest
        settled[active[stuck & near]] = True
        place[:, active], likelihood[active] = found, reached
        active = active[~stuck]
    return Maximum(place, likelihood, settled)


def _uphill(data: Data, place: Numbers, step: Numbers, likelihood: Numbers) -> tuple[Numbers, Numbers]:
    """Newton's step, halved until the likelihood rises; the same place where it never does."""
    best, reached, size = place.copy(), likelihood.copy(), 1.0
    waiting = np.arange(len(likelihood))
    for _ in range(_HALVINGS):
        if not len(waiting):
            break
        tried = place[:, waiting] + size * step[:, waiting]
        found = _log_likelihood(data.of(waiting), tried)
        better = found > likelihood[waiting]
        best[:, waiting[better]], reached[waiting[better]] = tried[:, better], found[better]
        waiting, size = waiting[~better], size / 2
    return best, reached


def derivatives(data: Data, place: Numbers) -> tuple[Numbers, Numbers]:
    """Slope of the log likelihood and the information; `[parameter, trial]` and `[trial, parameter, parameter]`."""
    rows = np.concatenate([-data.columns, data.values[np.newaxis]])
    z = (rows * place[:, np.newaxis, :]).sum(axis=0)
    hazard = np.exp(-0.5 * z**2 - _LOG_ROOT - log_ndtr(z))
    pull = np.where(data.known, np.where(data.below, hazard, -z), 0.0)
    weight = np.where(data.known, np.where(data.below, hazard * (hazard + z), 1.0), 0.0)
    observed = (data.known & ~data.below).sum(axis=0)
    slope = (rows * pull).sum(axis=1)
    slope[-1] += observed / place[-1]
    information = np.einsum("iwt,jwt->tij", rows * weight, rows)
    information[:, -1, -1] += observed / place[-1] ** 2
    return slope, information


def _ridged(information: Numbers) -> Numbers:
    """The information with something on its diagonal where it holds nothing."""
    diagonal = np.einsum("tii->ti", information)
    diagonal += np.where(diagonal > 0, _RIDGE * diagonal, 1.0)
    return information


def _log_likelihood(data: Data, place: Numbers) -> Numbers:
    """`[trial]`; minus infinity where 1 / sigma is not positive or a number too large to be held."""
    with np.errstate(all="ignore"):
        z = place[-1] * data.values - (data.columns * place[:-1, np.newaxis, :]).sum(axis=0)
        each = np.where(data.below, log_ndtr(z), np.log(place[-1]) - 0.5 * z**2 - _LOG_ROOT)
        found = np.where(data.known, each, 0.0).sum(axis=0)
    return np.where((place[-1] > 0) & np.isfinite(found), found, -np.inf)


def _beginning(data: Data) -> Numbers:
    """The mean and spread of all values, limits taken as values; the first column is that of ones."""
    n = np.maximum(data.known.sum(axis=0), 1)
    mean = np.where(data.known, data.values, 0.0).sum(axis=0) / n
    spread = np.sqrt(np.where(data.known, (data.values - mean) ** 2, 0.0).sum(axis=0) / n)
    start = np.zeros((len(data.columns) + 1, len(n)))
    start[-1] = 1.0 / np.where(spread > 0, spread, 1.0)
    start[0] = mean * start[-1]
    return start
