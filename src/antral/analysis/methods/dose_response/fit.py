"""Shapes fitted to estimates by dose: least squares, linear in all but one or two bounded parameters.

For given nonlinear parameters the rest is linear and solved exactly, so only the nonlinear ones are searched: a grid
over their bounds, then finer and finer grids around the best, which follow it when it lies at their edge. The search
cannot leave the bounds and works on many trials at once.

Sources: Pinheiro, Bornkamp and Bretz 2006, J Biopharm Stat 16:639; bounds and grid as R's DoseFinding.
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.analysis.methods.dose_response.groups import Groups
from antral.analysis.methods.dose_response.shapes import MODELS, Model, ShapeName
from antral.core import InputError

FITTED: Final = "dose-response shape, bounded least squares"

Numbers = NDArray[np.float64]

_COARSE: Final = {1: 121, 2: 25}
"""Points of the first grid in each direction, by number of nonlinear parameters."""
_FINE: Final = {1: 9, 2: 7}
_SHRINKS: Final = 0.4
_LEVELS: Final = 60
_CLOSE: Final = 1e-9
"""Finer grids end when the logarithm of a parameter is known so well."""


class Searched(NamedTuple):
    """The best parameters of each trial."""

    theta: Numbers
    """Nonlinear. `[trial, parameter]`"""
    linear: Numbers
    """Effect at dose 0 and slopes. `[trial, coefficient]`"""
    squares: Numbers
    """What is left, weighted. `[trial]`"""


@dataclass(frozen=True)
class Fit:
    """One shape fitted to one set of groups."""

    model: ShapeName
    linear: tuple[float, ...]
    """Effect at dose 0, then the slopes."""
    theta: tuple[float, ...]
    """Nonlinear parameters."""
    squares: float
    """Residual sum of squares of women; for the generalised form the weighted squares of the estimates."""
    aic: float
    bic: float
    """NaN in the generalised form, which does not know the number of women."""
    df: float
    """Of the residual variance; infinite in the generalised form."""
    covariance: Numbers
    """Of `linear` and `theta`; NaN where the shape is not determined. `[parameter, parameter]`"""
    highest: float
    """Highest dose."""
    at_bound: tuple[str, ...]
    """Nonlinear parameters that lie at a bound, so that the covariance says too little."""

    @property
    def name(self) -> str:
        """Printed name."""
        return MODELS[self.model].printed

    @cached_property
    def parameters(self) -> dict[str, float]:
        """All parameters by name; `e0` is the effect at dose 0."""
        model = MODELS[self.model]
        return dict(zip(("e0", *model.slopes, *model.names), (*self.linear, *self.theta), strict=True))

    def at(self, doses: ArrayLike) -> Numbers:
        """The fitted curve at some doses. `[dose]`"""
        every = np.array([*self.linear, *self.theta])
        where = np.atleast_1d(np.asarray(doses, dtype=float))
        found: Numbers = curve(MODELS[self.model], every[np.newaxis], where, self.highest)[0]
        return found


def fit(groups: Groups, model: ShapeName) -> Fit:
    """One shape fitted to the estimates by dose.

    For means of women the squares, the AIC and the BIC are those of the women (normal, one variance); in the
    generalised form the squares are weighted by the inverse covariance and the AIC is the squares plus twice the number
    of parameters.
    """
    if model not in MODELS:
        raise InputError(f"model = {model!r}: one of {', '.join(MODELS)} was wanted.")
    shape, doses = MODELS[model], groups.doses
    if len(doses) < shape.size:
        raise InputError(f"{shape.printed}: {shape.size} parameters want at least so many doses; {len(doses)} came.")
    if groups.flat:
        raise InputError("no value varies: a shape cannot be weighed against chance.")
    highest = float(doses[-1])
    normal = groups.n is not None
    precision = groups.precision
    found = search(shape, doses, groups.estimates[np.newaxis], precision)
    every = np.concatenate([found.linear[0], found.theta[0]])
    squares, scale, df, aic, bic = float(found.squares[0]), 1.0, math.inf, math.nan, math.nan
    if normal and groups.n is not None:
        squares += groups.within
        women = float(groups.n.sum())
        df = women - shape.size
        scale = squares / df if df > 0 else math.nan
        logarithm = women * (math.log(2 * math.pi * squares / women) + 1)
        aic, bic = logarithm + 2 * (shape.size + 1), logarithm + math.log(women) * (shape.size + 1)
    else:
        aic = squares + 2 * shape.size
    slope = gradient(shape, every, doses, highest)
    information = slope.T @ precision @ slope
    covariance = np.full(information.shape, np.nan)
    unit = np.sqrt(np.diag(information))
    if unit.all() and np.linalg.cond(information / np.outer(unit, unit)) < 1e13:
        covariance = scale * np.linalg.inv(information / np.outer(unit, unit)) / np.outer(unit, unit)
    bounds = shape.bounds(highest)
    near = [name for name, value, ends in zip(shape.names, found.theta[0], bounds, strict=True)
            if np.isclose(value, ends, rtol=1e-5).any()]  # fmt: skip
    linear, theta = tuple(found.linear[0].tolist()), tuple(found.theta[0].tolist())
    return Fit(model, linear, theta, squares, aic, bic, df, covariance, highest, tuple(near))


def search(model: Model, doses: Numbers, estimates: Numbers, precision: Numbers) -> Searched:
    """Weighted least squares of one shape in many trials with the same doses and weights.

    Parameters
    ----------
    estimates
        `[trial, dose]`
    precision
        Weights, up to a factor: the diagonal n, or the inverse covariance. `[dose, dose]`
    """
    highest = float(doses[-1])
    root: Numbers = np.asarray(
        np.linalg.cholesky(precision), dtype=np.float64
    )  # precision = root root', so that whitened rows are x root
    total = root.sum(axis=0)
    one: Numbers = total / np.sqrt(total @ total)
    whitened = estimates @ root
    left = whitened - (whitened @ one)[:, np.newaxis] * one
    theta = np.empty((len(estimates), 0))
    if model.names:
        theta = _searched(model, doses, highest, root, one, left)
    columns = model.columns(doses, theta, highest)
    columns = np.broadcast_to(columns, (len(estimates), *columns.shape[-2:]))
    design = np.concatenate([np.ones((*columns.shape[:2], 1)), columns], axis=-1)
    linear = _solved(np.einsum("de,tdc->tec", root, design), whitened)
    rest = estimates - np.einsum("tdc,tc->td", design, linear)
    return Searched(theta, linear, ((rest @ root) ** 2).sum(axis=1))


def curve(model: Model, every: Numbers, doses: Numbers, highest: float) -> Numbers:
    """The curve of some parameters, linear ones first. `[trial, parameter]` in, `[trial, dose]` out."""
    slopes = 1 + len(model.slopes)
    columns = model.columns(doses, every[:, slopes:], highest)
    return np.asarray(every[:, :1] + (columns * every[:, np.newaxis, 1:slopes]).sum(axis=-1))


def gradient(model: Model, every: Numbers, doses: Numbers, highest: float) -> Numbers:
    """How the curve changes with each parameter. `[dose, parameter]`"""
    slopes = 1 + len(model.slopes)
    found = [np.ones((len(doses), 1)), model.columns(doses, every[slopes:], highest)]
    for place in range(slopes, len(every)):
        step = np.zeros(len(every))
        step[place] = 1e-5 * every[place]
        ends = curve(model, np.stack([every + step, every - step]), doses, highest)
        found.append(((ends[0] - ends[1]) / (2 * step[place]))[:, np.newaxis])
    return np.concatenate(found, axis=1)


def _searched(model: Model, doses: Numbers, highest: float, root: Numbers, one: Numbers, left: Numbers) -> Numbers:
    """The nonlinear parameters that explain most. `[trial, parameter]`"""
    bounds = np.log(model.bounds(highest))
    number = len(model.names)
    axes = [np.linspace(low, high, _COARSE[number]) for low, high in bounds]
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, number)
    best = grid[_explained(model, doses, highest, root, one, left, grid).argmax(axis=1)]
    width = np.broadcast_to((bounds[:, 1] - bounds[:, 0]) / (_COARSE[number] - 1), best.shape).copy()
    line = np.linspace(-1.0, 1.0, _FINE[number])
    around = np.stack(np.meshgrid(*[line] * number, indexing="ij"), axis=-1).reshape(-1, number)
    inner = np.abs(around).max(axis=1) < 1.0
    going = np.arange(len(best))
    for _ in range(_LEVELS):
        here, reach = best[going], width[going]
        tried = np.clip(here[:, np.newaxis] + around * reach[:, np.newaxis], bounds[:, 0], bounds[:, 1])
        place = _explained(model, doses, highest, root, one, left[going], tried).argmax(axis=1)
        best[going] = tried[np.arange(len(tried)), place]
        stays = inner[place] | (np.abs(best[going] - here) < 1e-15).all(axis=1)
        width[going] = reach * np.where(stays, _SHRINKS, 1.0)[:, np.newaxis]
        going = going[width[going].max(axis=1) > _CLOSE]
        if not going.size:
            break
    return np.asarray(np.exp(best))


def _explained(
    model: Model, doses: Numbers, highest: float, root: Numbers, one: Numbers, left: Numbers, log_theta: Numbers
) -> Numbers:
    """Sum of squares that a single column explains beside the mean.

    Parameters
    ----------
    log_theta
        `[point, parameter]`, or `[trial, point, parameter]`.

    Returns
    -------
    `[trial, point]`
    """
    column = model.columns(doses, np.exp(log_theta), highest)[..., 0] @ root
    column = column - (column @ one)[..., np.newaxis] * one
    length = (column**2).sum(axis=-1)
    along = left @ column.T if log_theta.ndim == 2 else np.einsum("td,tpd->tp", left, column)
    return np.asarray(along**2 / np.where(length > 1e-250, length, np.inf))


def _solved(design: Numbers, values: Numbers) -> Numbers:
    """Least squares in each trial, `[trial, row, column]` and `[trial, row]`."""
    scale = np.sqrt((design**2).sum(axis=1))
    q, r = np.linalg.qr(design / scale[:, np.newaxis])
    return np.asarray(np.linalg.solve(r, np.einsum("trc,tr->tc", q, values)[..., np.newaxis])[..., 0] / scale)
