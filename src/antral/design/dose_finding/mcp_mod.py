"""Planning MCP-Mod: power of the multiple contrast test, women needed, and which doses to study.

Power is numerical, by the multivariate t distribution; nothing is simulated.

Source: Pinheiro, Bornkamp and Bretz 2006, J Biopharm Stat 16:639.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.analysis import methods
from antral.core import InputError, text_table

MCP_MOD_POWER: Final = "MCP-Mod, power of the multiple contrast test by the multivariate t"

Numbers = NDArray[np.float64]
Candidate = methods.dose_response.Candidate

_MOST: Final = 10_000


@dataclass(frozen=True)
class McpModDesign:
    """Doses and women of a trial that MCP-Mod will analyse; printed, its power under each candidate shape."""

    doses: tuple[float, ...]
    n: tuple[int, ...]
    """Women by dose."""
    candidates: tuple[Candidate, ...]
    effect: float
    """Largest effect over dose 0, up to the highest dose, that the power is for; below 0 where lower is better."""
    sd: float
    """Standard deviation of the values of women at one dose."""
    alpha: float
    sides: int
    critical: float
    """Value that the largest statistic must exceed."""
    powers: tuple[float, ...]
    """Under each candidate shape with that effect."""

    @property
    def smallest(self) -> float:
        """Power under the candidate that is seen least."""
        return min(self.powers)

    def power(self, means: ArrayLike) -> float:
        """Power under any means by dose, better in the direction of `effect`. `[dose]`"""
        better = math.copysign(1.0, self.effect) * np.asarray(means, dtype=float)
        return contrast_power(
            self.candidates, self.doses, better, sd=self.sd, n=self.n, alpha=self.alpha, sides=self.sides
        )

    def __str__(self) -> str:
        rows = [(one.name, p) for one, p in zip(self.candidates, self.powers, strict=True)]
        groups = ", ".join(f"{n} at {dose:g}" for dose, n in zip(self.doses, self.n, strict=True))
        better = " (lower is better)" if self.effect < 0 else ""
        return (
            f"{MCP_MOD_POWER}\nwomen: {groups}; effect {self.effect:g}{better}, SD {self.sd:g}; "
            f"{'one' if self.sides == 1 else 'two'}-sided {self.alpha:g}, critical value {self.critical:.4f}\n"
            f"{text_table(('true shape', 'power'), rows)}"
        )


def contrast_power(
    candidates: Sequence[Candidate],
    doses: ArrayLike,
    means: ArrayLike,
    *,
    sd: float,
    n: ArrayLike,
    alpha: float = 0.025,
    sides: int = 1,
) -> float:
    """Chance that the multiple contrast test is significant.

    Parameters
    ----------
    means
        True means, larger better. `[dose]`
    sd
        Of the values of women at one dose.
    n
        Women by dose. `[dose]`
    """
    d, mu, size = (np.asarray(part, dtype=float) for part in (doses, means, n))
    _looked_at(d, size, sd, alpha, sides)
    if mu.shape != d.shape or not np.isfinite(mu).all():
        raise InputError(f"means: a finite number for each of {len(d)} doses was wanted, {means!r} came.")
    m = methods.dose_response
    covariance = np.diag(1.0 / size)
    contrasts = m.optimal_contrasts(candidates, d, covariance)
    related, df = m.correlation(contrasts, covariance), float(size.sum() - len(d))
    shift = contrasts @ mu / (sd * np.sqrt((contrasts**2 / size).sum(axis=1)))
    return m.power(m.critical_value(alpha, related, df, sides), related, df, shift, sides)


def mcp_mod_design(
    candidates: Sequence[Candidate],
    doses: Sequence[float],
    *,
    effect: float,
    sd: float,
    n: Sequence[int],
    alpha: float = 0.025,
    sides: int = 1,
) -> McpModDesign:
    """Power under each candidate shape, scaled to the same largest effect between 0 and the highest dose.

    Parameters
    ----------
    effect
        Above 0 where larger values are better, below 0 where smaller ones are; the test looks to that side.

    Raises
    ------
    InputError
        An effect of 0, or doses, women, sd, level or sides that no trial can have.
    """
    if not (math.isfinite(effect) and effect):
        raise InputError(f"effect = {effect!r}: a number other than 0 was wanted, below 0 where lower is better.")
    d, size = np.asarray(doses, dtype=float), np.asarray(n, dtype=float)
    _looked_at(d, size, sd, alpha, sides)
    m = methods.dose_response
    covariance = np.diag(1.0 / size)
    related = m.correlation(m.optimal_contrasts(candidates, d, covariance), covariance)
    critical = m.critical_value(alpha, related, float(size.sum() - len(d)), sides)
    powers = [
        contrast_power(candidates, d, scaled(one, d, abs(effect)), sd=sd, n=size, alpha=alpha, sides=sides)
        for one in candidates
    ]
    women = tuple(int(k) for k in size)
    return McpModDesign(tuple(d.tolist()), women, tuple(candidates), effect, sd, alpha, sides, critical, tuple(powers))


def mcp_mod_size(
    candidates: Sequence[Candidate],
    doses: Sequence[float],
    *,
    effect: float,
    sd: float,
    power: float = 0.8,
    ratio: Sequence[float] | None = None,
    alpha: float = 0.025,
    sides: int = 1,
) -> McpModDesign:
    """The fewest women with a wanted power under the candidate that is seen least.

    Parameters
    ----------
    ratio
        Women by dose, relative to each other; equal when left out.
    """
    shares = np.ones(len(doses)) if ratio is None else np.asarray(ratio, dtype=float)
    if shares.shape != (len(doses),) or not (shares > 0).all() or not alpha < power < 1 or not effect:
        raise InputError(
            "an effect other than 0, a power between alpha and 1, and a positive ratio for each dose were wanted."
        )
    shares = shares / shares.min()

    def tried(k: int) -> McpModDesign:
        n = np.ceil(k * shares - 1e-9).astype(int).tolist()
        return mcp_mod_design(candidates, doses, effect=effect, sd=sd, n=n, alpha=alpha, sides=sides)

    low, high = 1, 2
    while tried(high).smallest < power:
        low, high = high, 2 * high
        if high > _MOST:
            raise InputError(f"more than {_MOST:,} women a dose would be needed; a larger effect was wanted.")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if tried(middle).smallest >= power else (middle, high)
    return tried(high)


@dataclass(frozen=True)
class Spacings:
    """Sets of doses beside each other; printed, a table."""

    designs: tuple[McpModDesign, ...]
    target_errors: tuple[tuple[float, ...], ...]
    """Expected standard error of the target dose, by set and candidate; NaN where the set cannot fit the shape."""
    delta: float

    def __str__(self) -> str:
        names = [one.name for one in self.designs[0].candidates]
        rows = [
            (", ".join(f"{dose:g}" for dose in one.doses), sum(one.n), one.smallest, *errors)
            for one, errors in zip(self.designs, self.target_errors, strict=True)
        ]
        head = ("doses", "women", "smallest power", *(f"error if {name}" for name in names))
        return f"{MCP_MOD_POWER}\nstandard error of the dose with effect {self.delta:g}\n{text_table(head, rows)}"


def compare_doses(
    candidates: Sequence[Candidate],
    sets: Sequence[Sequence[float]],
    *,
    women: int,
    effect: float,
    delta: float,
    sd: float,
    alpha: float = 0.025,
    sides: int = 1,
) -> Spacings:
    """Power and expected precision of the target dose for several sets of doses, with equal groups of the same women.

    All sets must reach the same highest dose, which the shapes are scaled to. Women that do not divide go to the lowest
    doses.

    Parameters
    ----------
    delta
        Effect over dose 0 that the target dose should have, on the side of `effect` and no larger.
    """
    if len({max(doses) for doses in sets}) != 1 or not 0 < delta / (effect or math.nan) <= 1:
        raise InputError("sets of doses with one highest dose, and a delta between 0 and the effect, were wanted.")
    designs, errors = [], []
    for doses in sets:
        k = len(doses)
        n = [women // k + (place < women % k) for place in range(k)]
        designs.append(mcp_mod_design(candidates, doses, effect=effect, sd=sd, n=n, alpha=alpha, sides=sides))
        errors.append(tuple(_target_error(one, doses, abs(effect), abs(delta), sd, n) for one in candidates))
    return Spacings(tuple(designs), tuple(errors), delta)


def scaled(candidate: Candidate, doses: ArrayLike, effect: float) -> Numbers:
    """A candidate's means over dose 0, its largest effect between 0 and the highest dose as wanted. `[dose]`"""
    d = np.asarray(doses, dtype=float)
    shape = candidate.means(np.concatenate([d, np.linspace(0.0, d.max(), 2001)]))
    return np.asarray(shape[: len(d)] * (effect / np.abs(shape).max()))


def _target_error(
    candidate: Candidate, doses: Sequence[float], effect: float, delta: float, sd: float, n: Sequence[int]
) -> float:
    """Standard error of the target dose in a trial whose means are exactly the candidate's."""
    m = methods.dose_response
    if m.MODELS[candidate.model].size > len(doses):
        return math.nan
    groups = m.from_summaries(doses, scaled(candidate, doses, effect), np.full(len(doses), sd), n)
    return m.target_dose(groups, m.fit(groups, candidate.model), delta).details["standard error"]


def _looked_at(doses: Numbers, n: Numbers, sd: float, alpha: float, sides: int) -> None:
    """An error when a design cannot be judged."""
    if doses.ndim != 1 or len(doses) < 2 or (np.diff(doses) <= 0).any() or doses[0] != 0:
        raise InputError(f"doses: rising doses from 0 were wanted, {doses.tolist()} came.")
    if n.shape != doses.shape or (n < 1).any() or (np.mod(n, 1) != 0).any() or n.sum() <= len(doses):
        raise InputError(
            f"n: whole numbers of women for {len(doses)} doses, more than one in all at a dose, were wanted."
        )
    if not (sd > 0 and math.isfinite(sd)) or not 0 < alpha < 1 or sides not in (1, 2):
        raise InputError("a positive sd, a level between 0 and 1, and one or two sides were wanted.")
