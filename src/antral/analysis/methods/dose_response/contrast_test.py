"""The multiple contrast test of MCP-Mod: does the response depend on the dose at all?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.analysis.methods.dose_response.contrasts import correlation, optimal_contrasts
from antral.analysis.methods.dose_response.groups import Groups
from antral.analysis.methods.dose_response.multivariate_t import critical_value, exceeds, exceeds_many
from antral.analysis.methods.dose_response.shapes import Candidate
from antral.core import InputError, text_table

MULTIPLE_CONTRASTS: Final = "MCP-Mod, multiple contrast test with optimal contrasts, p adjusted by the multivariate t"

Numbers = NDArray[np.float64]
Direction = Literal["increase", "decrease"]


@dataclass(frozen=True)
class ContrastTest:
    """Statistic and adjusted p-value of each candidate; printed, a table."""

    method: str
    candidates: tuple[Candidate, ...]
    contrasts: Numbers
    """`[candidate, dose]`"""
    correlation: Numbers
    """`[candidate, candidate]`"""
    statistics: Numbers
    """`[candidate]`"""
    p_values: Numbers
    """Adjusted for all candidates. `[candidate]`"""
    critical: float
    """Value that the largest statistic must exceed."""
    alpha: float
    sides: int
    df: float
    left_out: int
    assumptions: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def p_value(self) -> float:
        """The smallest adjusted p-value, that of a response to the dose of any shape."""
        return float(np.min(self.p_values))

    @property
    def significant(self) -> tuple[Candidate, ...]:
        """Candidates whose statistic is above the critical value."""
        seen = np.abs(self.statistics) if self.sides == 2 else self.statistics
        return tuple(one for one, t in zip(self.candidates, seen, strict=True) if t > self.critical)

    def __str__(self) -> str:
        rows = [
            (one.name, float(t), "< 0.001" if p < 0.001 else float(p))
            for one, t, p in zip(self.candidates, self.statistics, self.p_values, strict=True)
        ]
        return (
            f"{self.method}\n{text_table(('shape', 't', 'adjusted p'), rows)}\n"
            f"critical value {self.critical:.4f} ({'one' if self.sides == 1 else 'two'}-sided, {self.alpha:g})"
        )


def contrast_test(
    groups: Groups,
    candidates: Sequence[Candidate],
    *,
    direction: Direction = "increase",
    alpha: float = 0.025,
    sides: int = 1,
) -> ContrastTest:
    """Test for a response to the dose of any of the candidate shapes.

    Source: Bretz, Pinheiro and Branson 2005, Biometrics 61:738.

    Parameters
    ----------
    direction
        Whether a larger or a smaller value is the wanted effect.

    Returns
    -------
    Statistics and p-values are NaN when no value varies.
    """
    sign = checked(direction, alpha, sides)
    covariance = np.diag(1.0 / groups.n) if groups.n is not None else groups.covariance
    contrasts = sign * optimal_contrasts(candidates, groups.doses, covariance)
    related = correlation(contrasts, covariance)
    notes = groups.notes
    if groups.flat:
        statistics, notes = np.full(len(contrasts), np.nan), (*notes, "no value varies, so nothing can be tested")
    else:
        spread = np.sqrt(np.einsum("id,de,ie->i", contrasts, groups.covariance, contrasts))
        statistics = contrasts @ groups.estimates / spread
    return ContrastTest(
        MULTIPLE_CONTRASTS,
        tuple(candidates),
        contrasts,
        related,
        statistics,
        exceeds(np.abs(statistics) if sides == 2 else statistics, related, groups.df, sides),
        critical_value(alpha, related, groups.df, sides),
        alpha,
        sides,
        groups.df,
        groups.left_out,
        groups.assumptions,
        notes,
    )


def contrast_tests(
    doses: ArrayLike,
    means: Numbers,
    sds: Numbers,
    n: ArrayLike,
    candidates: Sequence[Candidate],
    *,
    direction: Direction = "increase",
    sides: int = 1,
) -> Numbers:
    """Smallest adjusted p-value of many trials with the same women by dose, as `contrast_test` finds it. `[trial]`

    Parameters
    ----------
    means, sds
        `[trial, dose]`
    n
        Women by dose. `[dose]`
    """
    sign = checked(direction, 0.025, sides)
    size = np.asarray(n, dtype=float)
    df = float(size.sum() - len(size))
    if means.shape != sds.shape or means.ndim != 2 or means.shape[1] != len(size) or df < 1 or (size < 1).any():
        raise InputError("means, sds `[trial, dose]` and n `[dose]` with more women than doses were wanted.")
    contrasts = sign * optimal_contrasts(candidates, doses, np.diag(1.0 / size))
    variance = ((size - 1) * sds**2).sum(axis=1) / df
    with np.errstate(invalid="ignore", divide="ignore"):
        t = (means @ contrasts.T) / np.sqrt(variance[:, np.newaxis] * (contrasts**2 / size).sum(axis=1))
    largest = (np.abs(t) if sides == 2 else t).max(axis=1)
    largest = np.where(variance > 0, largest, np.nan)
    return exceeds_many(largest, correlation(contrasts, np.diag(1.0 / size)), df, sides)


def checked(direction: Direction, alpha: float, sides: int) -> float:
    """The sign of the wanted effect, after looking at the arguments."""
    if direction not in ("increase", "decrease") or not 0 < alpha < 1 or sides not in (1, 2):
        raise InputError(
            f"direction = {direction!r}, alpha = {alpha!r}, sides = {sides!r}: increase or decrease, a level between "
            "0 and 1, and one or two sides were wanted."
        )
    return 1.0 if direction == "increase" else -1.0
