"""Dose-response shapes: an effect at dose 0, plus slopes times columns that may depend on nonlinear parameters.

Source: Pinheiro, Bornkamp and Bretz 2006, J Biopharm Stat 16:639. Bounds of the nonlinear parameters, as R's
DoseFinding has them: `records/design/mcp_mod.yaml`.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, xlogy

from antral.core import InputError
from antral.records import parameters

Numbers = NDArray[np.float64]

ShapeName = Literal["linear", "log_linear", "emax", "sigmoid_emax", "exponential", "quadratic", "logistic", "beta"]


class Model(NamedTuple):
    """One family of shapes."""

    printed: str
    names: tuple[str, ...]
    """Of the nonlinear parameters."""
    slopes: tuple[str, ...]
    """Of the coefficients of the columns."""
    columns: Callable[[Numbers, Numbers, float], Numbers]
    """(dose `[…, dose]`, nonlinear parameters `[…, parameter]`, highest dose) to `[…, dose, column]`."""
    bounds: Callable[[float], Numbers]
    """Highest dose to `[parameter, 2]`."""

    @property
    def size(self) -> int:
        """Number of parameters, the effect at dose 0 included."""
        return 1 + len(self.slopes) + len(self.names)


@cache
def conventions() -> dict[str, float]:
    """The numbers of `records/design/mcp_mod.yaml`."""
    return {name: entry.value for name, entry in parameters("mcp_mod", folder="design").items()}


def _one(values: Numbers) -> Numbers:
    """A single column."""
    return values[..., np.newaxis]


def _linear(dose: Numbers, theta: Numbers, highest: float) -> Numbers:
    return _one(dose)


def _log_linear(dose: Numbers, theta: Numbers, highest: float) -> Numbers:
    return _one(np.log1p(dose / (conventions()["log_offset"] * highest)))


def _quadratic(dose: Numbers, theta: Numbers, highest: float) -> Numbers:
    return np.stack([dose, dose**2], axis=-1)


def _emax(dose: Numbers, theta: Numbers, highest: float) -> Numbers:
    return _one(dose / (theta[..., :1] + dose))


def _sigmoid(dose: Numbers, theta: Numbers, highest: float) -> Numbers:
    with np.errstate(divide="ignore"):
        log = np.log(dose) - np.log(theta[..., :1])
    return _one(expit(theta[..., 1:2] * log))


def _exponential(dose: Numbers, theta: Numbers, highest: float) -> Numbers:
    return _one(np.expm1(dose / theta[..., :1]))


def _logistic(dose: Numbers, theta: Numbers, highest: float) -> Numbers:
    at, width = theta[..., :1], theta[..., 1:2]
    return _one(expit((dose - at) / width) - expit(-at / width))


def _beta(dose: Numbers, theta: Numbers, highest: float) -> Numbers:
    share = dose / (conventions()["beta_scale"] * highest)
    rise, fall = theta[..., :1], theta[..., 1:2]
    largest = xlogy(rise, rise) + xlogy(fall, fall) - xlogy(rise + fall, rise + fall)
    return _one(np.exp(xlogy(rise, share) + xlogy(fall, 1 - share) - largest))


def _bounds(*names: tuple[str, bool]) -> Callable[[float], Numbers]:
    """Bounds on record; a flag says whether they are shares of the highest dose."""

    def of(highest: float) -> Numbers:
        c = conventions()
        rows = [[c[f"{name}_{end}"] * (highest if dose else 1.0) for end in ("low", "high")] for name, dose in names]
        return np.array(rows).reshape(-1, 2)

    return of


MODELS: Final[Mapping[str, Model]] = MappingProxyType(
    {
        "linear": Model("linear", (), ("slope",), _linear, _bounds()),
        "log_linear": Model("log-linear", (), ("slope",), _log_linear, _bounds()),
        "emax": Model("Emax", ("ed50",), ("emax",), _emax, _bounds(("emax_ed50", True))),
        "sigmoid_emax": Model(
            "sigmoid Emax", ("ed50", "hill"), ("emax",), _sigmoid, _bounds(("emax_ed50", True), ("hill", False))
        ),
        "exponential": Model("exponential", ("scale",), ("slope",), _exponential, _bounds(("exponential", True))),
        "quadratic": Model("quadratic", (), ("slope", "curvature"), _quadratic, _bounds()),
        "logistic": Model(
            "logistic", ("ed50", "scale"), ("emax",), _logistic, _bounds(("emax_ed50", True), ("logistic", True))
        ),
        "beta": Model("beta", ("rise", "fall"), ("emax",), _beta, _bounds(("beta", False), ("beta", False))),
    }
)


@dataclass(frozen=True)
class Candidate:
    """A shape with guessed parameters, for the contrast test; height and effect at dose 0 play no part."""

    model: ShapeName
    guess: tuple[float, ...] = ()
    """Nonlinear parameters in the order of `MODELS`; for quadratic the curvature over the absolute slope."""

    def __post_init__(self) -> None:
        if self.model not in MODELS:
            raise InputError(f"model = {self.model!r}: one of {', '.join(MODELS)} was wanted.")
        names = ("curvature / |slope|",) if self.model == "quadratic" else MODELS[self.model].names
        if len(self.guess) != len(names):
            raise InputError(f"{self.model}: {len(names)} guesses were wanted ({', '.join(names)}), {self.guess} came.")
        positive = self.model == "quadratic" or all(value > 0 for value in self.guess)
        if not positive or not all(math.isfinite(value) for value in self.guess):
            raise InputError(f"{self.model}: guesses {self.guess} were given; positive finite numbers were wanted.")

    @property
    def name(self) -> str:
        """Printed name, with the guesses."""
        return " ".join([MODELS[self.model].printed, *(f"{value:g}" for value in self.guess)])

    def means(self, doses: ArrayLike) -> Numbers:
        """The shape at some doses, 0 at dose 0. `[dose]`"""
        d = np.asarray(doses, dtype=float)
        columns = MODELS[self.model].columns(d, np.asarray(self.guess), float(d.max()))
        slopes = [1.0, *self.guess] if self.model == "quadratic" else [1.0]
        return np.asarray(columns @ np.array(slopes))


def guessed(model: ShapeName, doses: Sequence[float], shares: Sequence[float], highest: float) -> Candidate:
    """The candidate that reaches given shares of its largest effect at given doses (Pinheiro and others 2006).

    Parameters
    ----------
    doses, shares
        One pair for Emax, exponential and quadratic (before its top), two pairs for sigmoid Emax and logistic. The
        share is of the effect at infinite dose; for exponential, of that at the highest; for quadratic, at its top.
    highest
        The highest dose.
    """
    d, p = np.asarray(doses, dtype=float), np.asarray(shares, dtype=float)
    wanted = {"emax": 1, "exponential": 1, "quadratic": 1, "sigmoid_emax": 2, "logistic": 2}.get(model, 0)
    if not wanted:
        raise InputError(f"{model}: guesses from shares were wanted for Emax, sigmoid Emax, exponential, quadratic or "
                         "logistic; linear and log-linear need none.")  # fmt: skip
    if d.shape != (wanted,) or p.shape != (wanted,) or not ((p > 0) & (p < 1) & (d > 0) & (d <= highest)).all():
        raise InputError(f"{model}: {wanted} dose(s) up to {highest:g} with shares between 0 and 1 were wanted.")
    odds = np.log(p / (1 - p))
    if model == "emax":
        return Candidate(model, (float(d[0] * (1 - p[0]) / p[0]),))
    if model == "quadratic":
        return Candidate(model, (float(-(1 - math.sqrt(1 - p[0])) / (2 * d[0])),))
    if model == "exponential":
        return Candidate(model, (_exponential_scale(float(d[0]), float(p[0]), highest),))
    if d[0] == d[1] or (odds[1] - odds[0]) / (d[1] - d[0]) <= 0:
        raise InputError(f"{model}: a larger share at the larger dose was wanted.")
    if model == "logistic":
        width = float((d[1] - d[0]) / (odds[1] - odds[0]))
        return Candidate(model, (float(d[0] - width * odds[0]), width))
    hill = float((odds[1] - odds[0]) / math.log(d[1] / d[0]))
    return Candidate(model, (float(d[0] * math.exp(-odds[0] / hill)), hill))


def _exponential_scale(dose: float, share: float, highest: float) -> float:
    """Scale at which the exponential shape has a share of its effect at the highest dose."""
    from scipy.optimize import brentq

    if share >= dose / highest:
        raise InputError("exponential: a share below dose / highest dose was wanted; else the shape is not convex.")
    return float(brentq(lambda s: math.expm1(dose / s) / math.expm1(highest / s) - share, highest / 500, 1e4 * highest))
