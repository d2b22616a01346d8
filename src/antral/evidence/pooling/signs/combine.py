"""One p-value from the p-values of several studies."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, ndtr, ndtri

from antral.core import InputError

Combination = Literal["Fisher", "Stouffer"]
COMBINATIONS: Final = {
    "Fisher": "Fisher's combination of one-sided p-values (chi-squared, 2k degrees of freedom)",
    "Stouffer": "Stouffer's combination of one-sided p-values (sum of normal deviates)",
}
_ONLY_ANY: Final = (
    "a small combined p-value says that in at least one study there was an effect, not how large or where"
)


@dataclass(frozen=True)
class Combined:
    """A combined one-sided p-value."""

    p: float
    statistic: float
    k: int
    method: str
    notes: tuple[str, ...]


def one_sided_p(two_sided: ArrayLike, directions: Sequence[int], better: int = 1) -> list[float]:
    """One-sided p-values in favour, from two-sided ones and the direction of each study.

    Parameters
    ----------
    two_sided
        As printed, `[study]`.
    directions
        1 rose or -1 fell, `[study]`; 0 has no side and is refused.
    """
    p = np.atleast_1d(np.asarray(two_sided, float))
    if len(p) != len(directions) or any(value not in (-1, 1) for value in directions):
        raise InputError("directions: -1 or 1 for each p-value was wanted.")
    side = np.asarray(directions) == better
    return [float(value) for value in np.where(side, p / 2.0, 1.0 - p / 2.0)]


def combine_p(p: ArrayLike, *, method: Combination = "Fisher", weights: ArrayLike | None = None) -> Combined:
    """Combine one-sided p-values, all of the same side; a printed "p < 0.05" stands as 0.05.

    Source: Fisher 1932; Stouffer and colleagues 1949; Cochrane Handbook 6, 12.2.1.2.

    Parameters
    ----------
    p
        One-sided p-values, `[study]`.
    weights
        Of the normal deviates, for Stouffer's method; such as the root of the women.
    """
    values = np.atleast_1d(np.asarray(p, float))
    if method not in COMBINATIONS:
        raise InputError(f"method: {method!r} is not known; known are {', '.join(COMBINATIONS)}.")
    if not len(values) or not np.all((values > 0) & (values <= 1)):
        raise InputError("p: values above 0 and up to 1 were wanted, one a study.")
    if weights is not None and method == "Fisher":
        raise InputError("weights: Fisher's combination has none.")
    if method == "Fisher":
        statistic = float(-2.0 * np.log(values).sum())
        found = float(chdtrc(2 * len(values), statistic))
    else:
        weight = np.ones(len(values)) if weights is None else np.asarray(weights, float)
        statistic = float(-(weight * ndtri(values)).sum() / np.sqrt((weight**2).sum()))
        found = float(ndtr(-statistic))
    return Combined(found, statistic, len(values), COMBINATIONS[method], (_ONLY_ANY,))
