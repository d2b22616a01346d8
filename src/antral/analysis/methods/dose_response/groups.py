"""One estimate a dose with its covariance: from women, summaries, counts of events, or another model.

The generalised form of MCP-Mod needs no more (Pinheiro, Bornkamp, Glimm and Bretz 2014, Stat Med 33:1646).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.core import InputError

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Groups:
    """Estimates by dose, doses rising."""

    doses: Numbers
    """`[dose]`, any unit."""
    estimates: Numbers
    """`[dose]`"""
    covariance: Numbers
    """Of the estimates. `[dose, dose]`"""
    df: float
    """Degrees of freedom of the covariance; infinite when it counts as known."""
    n: NDArray[np.int64] | None = None
    """Women by dose, when the estimates are means of independent normal values with one variance; else none."""
    left_out: int = 0
    """Women without a value."""
    assumptions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        k = len(self.doses)
        if self.doses.ndim != 1 or k < 2 or (np.diff(self.doses) <= 0).any() or self.doses[0] < 0:
            raise InputError(f"doses: at least two different doses from 0 up were wanted, {self.doses} came.")
        if self.estimates.shape != (k,) or self.covariance.shape != (k, k):
            raise InputError(f"{k} doses want {k} estimates and a {k} by {k} covariance.")
        if not (np.isfinite(self.estimates).all() and np.isfinite(self.covariance).all()):
            raise InputError("estimates and covariance: finite numbers were wanted; leave out a dose without data.")
        if not np.allclose(self.covariance, self.covariance.T) or np.linalg.eigvalsh(self.covariance)[0] < 0:
            raise InputError("covariance: a symmetric matrix without negative eigenvalues was wanted.")

    @property
    def within(self) -> float:
        """Sum of squares of women about the mean of their dose; NaN without women."""
        return math.nan if self.n is None else float(self.covariance[0, 0] * self.n[0] * self.df)

    @property
    def precision(self) -> Numbers:
        """Weights of least squares, up to a factor: women by dose, or the inverse covariance. `[dose, dose]`"""
        found = np.diag(self.n.astype(float)) if self.n is not None else np.linalg.inv(self.covariance)
        return np.asarray(found, dtype=np.float64)

    @property
    def flat(self) -> bool:
        """Whether there is no variation, so that nothing can be tested."""
        return bool(np.linalg.eigvalsh(self.covariance)[0] <= 0)


NORMAL = ("values are independent and normal with the same variance at every dose",)


def from_women(dose: ArrayLike, values: ArrayLike) -> Groups:
    """Means by dose with the pooled variance; women without a value are left out and counted.

    Parameters
    ----------
    dose, values
        `[woman]`; NaN where the value is missing.
    """
    d, y = np.asarray(dose, dtype=float), np.asarray(values, dtype=float)
    if d.shape != y.shape or d.ndim != 1 or not np.isfinite(d).all() or np.isinf(y).any():
        raise InputError("dose and values: one finite dose and one value a woman were wanted; NaN for a missing value.")
    known = ~np.isnan(y)
    doses, place = np.unique(d[known], return_inverse=True)
    n = np.bincount(place)
    means = np.bincount(place, y[known]) / n
    squares = np.bincount(place, (y[known] - means[place]) ** 2)
    with np.errstate(invalid="ignore", divide="ignore"):
        sd = np.where(n > 1, np.sqrt(squares / (n - 1)), 0.0)
    return from_summaries(doses, means, sd, n, left_out=int((~known).sum()))


def from_summaries(doses: ArrayLike, means: ArrayLike, sds: ArrayLike, n: ArrayLike, *, left_out: int = 0) -> Groups:
    """Means by dose with the pooled variance of their standard deviations. All `[dose]`."""
    d, m, s, size = (np.asarray(part, dtype=float) for part in (doses, means, sds, n))
    if not d.shape == m.shape == s.shape == size.shape or (size < 1).any() or (np.mod(size, 1) != 0).any():
        raise InputError("means, sds and n: one for each dose were wanted, n whole and at least 1.")
    if not np.isfinite(s).all() or (s < 0).any():
        raise InputError(f"sds: finite numbers from 0 up were wanted, {s} came.")
    df = float(size.sum() - len(d))
    if df < 1:
        raise InputError(
            "one woman a dose leaves no degrees of freedom for the variance; at least one more was wanted."
        )
    variance = float(((size - 1) * s**2).sum() / df)
    return Groups(d, m, np.diag(variance / size), df, size.astype(np.int64), left_out, NORMAL)


def from_events(doses: ArrayLike, events: ArrayLike, n: ArrayLike) -> Groups:
    """Log odds of an event by dose, half an event and half a non-event added. All `[dose]`.

    The covariance counts as known, which small groups do not justify; the result says so.

    Source: Gart and Zweifel 1967, Biometrika 54:181.
    """
    d, y, size = (np.asarray(part, dtype=float) for part in (doses, events, n))
    whole = all((np.mod(part, 1) == 0).all() for part in (y, size))
    if not d.shape == y.shape == size.shape or not whole or (y < 0).any() or (y > size).any() or (size < 1).any():
        raise InputError("events and n: whole numbers with 0 ≤ events ≤ n, n at least 1, were wanted for each dose.")
    logits = np.log((y + 0.5) / (size - y + 0.5))
    note = "log odds of few women are not normal: below some 20 a dose, or near 0 or 1, compare the exact trend test"
    variance = 1 / (y + 0.5) + 1 / (size - y + 0.5)
    return Groups(
        d, logits, np.diag(variance), math.inf, None, 0, ("log odds are normal with known variance",), (note,)
    )
