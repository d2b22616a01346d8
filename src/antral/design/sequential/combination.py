"""Stages combined by the inverse normal method, which allows their size to be changed after a look.

Lehmacher and Wassmer (1999, Biometrics 55:1286): the p-value of each stage becomes a normal quantile, and the stages
are summed with weights fixed before the trial. Under no effect the sum behaves as the Z of a group-sequential trial, so
its boundaries are used.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri, stdtr

from antral.core import InputError
from antral.design.sequential.bounds import root
from antral.design.sequential.ordering import Adjusted, adjusted
from antral.design.sequential.repeated import repeated_p
from antral.design.sequential.rules import Boundaries


@dataclass(frozen=True)
class Combined:
    """The stages of a trial and what they show together."""

    statistics: tuple[float, ...]
    """Estimate over standard error, `[stage]`."""
    p_values: tuple[float, ...]
    """One-sided, `[stage]`."""
    z: tuple[float, ...]
    """Of all stages until then, `[stage]`."""
    repeated_low: tuple[float, ...]
    repeated_high: tuple[float, ...]
    repeated_p: tuple[float, ...]
    """NaN where the rule has none (`repeated.repeated_p`)."""
    final: Adjusted | None
    """Where the trial crossed a boundary or came to its end; else none."""

    def __str__(self) -> str:
        """A line a stage, and the end."""
        lines = [
            f"stage {k + 1}: one-sided p = {p:.4g}; until then Z = {z:.4f}, repeated interval {low:.4g} to {high:.4g}"
            for k, (p, z, low, high) in enumerate(
                zip(self.p_values, self.z, self.repeated_low, self.repeated_high, strict=True)
            )
        ]
        return "\n".join([*lines, "not ended" if self.final is None else str(self.final)])


def combine(
    bounds: Boundaries,
    estimates: ArrayLike,
    standard_errors: ArrayLike,
    *,
    df: ArrayLike | None = None,
    information: ArrayLike | None = None,
) -> Combined:
    """Combine the stages of one trial, each with the data of its own women only.

    Parameters
    ----------
    bounds
        As planned; the weight of a stage is the root of the information planned for it.
    estimates, standard_errors
        `[stage]`, of the stages there are so far.
    df
        `[stage]`, degrees of freedom of each stage's t-test; infinite by default (a Z test).
    information
        `[stage]`, of the effect, for the final interval: 1 / variance of the stage's estimate, by default
        `1 / standard_errors**2`. A program that pools the standard deviation of all stages gives that.

    Raises
    ------
    InputError
        For more stages than looks, or lists of different length.
    """
    estimate, error = np.asarray(estimates, float), np.asarray(standard_errors, float)
    freedom = np.full(len(estimate), np.inf) if df is None else np.asarray(df, float)
    amount = 1.0 / error**2 if information is None else np.asarray(information, float)
    n = len(estimate)
    if not 1 <= n <= len(bounds.information) or {len(error), len(freedom), len(amount)} != {n}:
        raise InputError(
            f"{n} stages were given for {len(bounds.information)} looks; every list needs one value a stage."
        )
    if not (np.all(error > 0.0) and np.all(freedom > 0.0) and np.all(np.isfinite(estimate))):
        raise InputError("each stage needs a finite estimate, a standard error above 0 and degrees of freedom above 0.")
    weights = np.sqrt(np.diff(bounds.information, prepend=0.0)[:n])
    scale = np.sqrt(np.cumsum(weights**2))

    def z_at(shift: float) -> NDArray[np.float64]:
        """Combined Z at each look where the true effect is `shift`. `[stage]`."""
        found: NDArray[np.float64] = np.cumsum(weights * z_of_t((estimate - shift) / error, freedom)) / scale
        return found

    z = z_at(0.0)
    reach = float(np.max(np.abs(estimate)) + 60.0 * np.max(error))
    limits = [
        tuple(root(lambda s, k=k, side=side: float(z_at(s)[k]) - side, -reach, reach) for side in (b, -b))  # type: ignore[misc]
        for k, b in enumerate(bounds.efficacy[:n])
    ]
    sums = np.cumsum(weights * np.sqrt(amount)) / scale
    return Combined(
        tuple(float(t) for t in estimate / error),
        tuple(float(ndtr(-q)) for q in z_of_t(estimate / error, freedom)),
        tuple(float(one) for one in z),
        tuple(low for low, _ in limits),
        tuple(high for _, high in limits),
        tuple(_repeated(bounds, k + 1, float(one)) for k, one in enumerate(z)),
        _final(bounds, z, sums),
    )


def z_of_t(t: ArrayLike, df: ArrayLike) -> NDArray[np.float64]:
    """The Z with the same p-value as a t statistic; hold this, not t, against a boundary. As exact in the far tail."""
    t, df = np.asarray(t, float), np.asarray(df, float)
    known = np.isinf(df)
    tail = stdtr(np.where(known, 1.0, df), -np.abs(t))
    found: NDArray[np.float64] = np.where(known, t, -np.sign(t) * ndtri(np.maximum(tail, 1e-300)))
    return found


def _repeated(bounds: Boundaries, look: int, z: float) -> float:
    try:
        return repeated_p(bounds, look, z)
    except InputError:
        return math.nan


def _final(bounds: Boundaries, z: NDArray[np.float64], sums: NDArray[np.float64]) -> Adjusted | None:
    """Where and how the trial ended: the first look that crossed, or the last."""
    last = len(bounds.information)
    for k, value in enumerate(z):
        crossed = (abs(value) if bounds.sides == 2 else value) >= bounds.efficacy[k]
        futile = k + 1 < last and bounds.binding and value <= bounds.futility[k]
        if crossed or futile or k + 1 == last:
            unit = 1.0 / float(sums[k])
            return adjusted(bounds, k + 1, float(value), lambda drift, u=unit: drift * sums * u, unit)  # type: ignore[misc]
    return None
