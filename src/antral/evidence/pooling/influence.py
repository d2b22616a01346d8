"""How much each study moves the pooled effect."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from antral.core import InputError
from antral.evidence.pooling.between import between
from antral.evidence.pooling.sample import Numbers, sample
from antral.evidence.pooling.weighted import fit, intercept

INFLUENCE: Final = "influence of single studies by deletion (Viechtbauer and Cheung 2010)"


class Influence(NamedTuple):
    """Diagnostics of each study, `[study]`."""

    labels: tuple[str, ...]
    hat: Numbers
    """Leverage; equals its weight."""
    rstudent: Numbers
    """Residual from the others' pooled effect, in its standard errors."""
    dffits: Numbers
    """Change of the pooled effect by the study, in standard errors."""
    dfbetas: Numbers
    cook: Numbers
    """Cook's distance."""
    covariance_ratio: Numbers
    """Variance of the pooled effect without the study over that with it."""
    tau2: Numbers
    """Without the study."""
    q: Numbers
    """Cochran's Q without the study."""
    flagged: tuple[str, ...]
    """Studies by metafor's rules of thumb: |DFFITS| > 3 sqrt(1/(k-1)), Cook beyond the median of chi-squared, leverage
    > 3/k, or |DFBETAS| > 1."""


_MEDIAN_CHI_SQUARED_1: Final = 0.454936423119572


def influence(
    yi: ArrayLike, vi: ArrayLike, *, method: str = "REML", labels: Sequence[object] | None = None
) -> Influence:
    """Delete each study in turn and compare (Viechtbauer and Cheung 2010, Res Synth Methods 1:112).

    Parameters
    ----------
    yi, vi
        `[study]`; at least three.
    method
        Estimator of tau2, found anew without each study.
    """
    studies = sample(yi, vi, labels)
    effects, variances = studies.yi, studies.vi
    k = len(effects)
    if k < 3:
        raise InputError(f"influence: at least three studies were wanted; there are {k}.")
    one = intercept(k)
    tau2 = between(effects, variances, one, method)
    weights = 1.0 / (variances + tau2)
    whole = fit(effects, weights, one)
    hats = weights / weights.sum()
    rows = []
    for at in range(k):
        rest = np.arange(k) != at
        y, v, x = effects[rest], variances[rest], intercept(k - 1)
        left = between(y, v, x, method)
        found = fit(y, 1.0 / (v + left), x)
        shift = float(whole.coefficients[0] - found.coefficients[0])
        spread, own = float(found.covariance[0, 0]), variances[at] + left
        information = float(np.sum(1.0 / (variances + left)))  # of all studies, under the tau2 of the others
        rows.append(
            (
                (effects[at] - found.coefficients[0]) / np.sqrt(own + spread),
                shift / np.sqrt(hats[at] * own),
                shift * np.sqrt(information),
                shift**2 / float(whole.covariance[0, 0]),
                spread / float(whole.covariance[0, 0]),
                left,
                fit(y, 1.0 / v, x).residual,
            )
        )
    rstudent, dffits, dfbetas, cook, ratio, taus, qs = np.array(rows).T
    far = (np.abs(dffits) > 3 * np.sqrt(1 / (k - 1))) | (cook > _MEDIAN_CHI_SQUARED_1)
    far = far | (hats > 3 / k) | (np.abs(dfbetas) > 1)
    flagged = tuple(label for label, is_far in zip(studies.labels, far.tolist(), strict=True) if is_far)
    return Influence(studies.labels, hats, rstudent, dffits, dfbetas, cook, ratio, taus, qs, flagged)


class Baujat(NamedTuple):
    """Coordinates of Baujat's plot, `[study]`."""

    labels: tuple[str, ...]
    heterogeneity: Numbers
    """Share of the study in Cochran's Q."""
    pull: Numbers
    """Squared change of the common effect by the study, in units of its variance without the study."""


def baujat(yi: ArrayLike, vi: ArrayLike, *, labels: Sequence[object] | None = None) -> Baujat:
    """Which studies make the heterogeneity, and which pull the result (Baujat et al. 2002, Stat Med 21:2641).

    Parameters
    ----------
    yi, vi
        `[study]`; at least two. Under a common effect, as in the paper.
    """
    studies = sample(yi, vi, labels)
    if len(studies.yi) < 2:
        raise InputError("baujat: at least two studies were wanted.")
    weights = 1.0 / studies.vi
    total, summed = weights.sum(), weights @ studies.yi
    centre = summed / total
    without = (summed - weights * studies.yi) / (total - weights)
    return Baujat(studies.labels, weights * (studies.yi - centre) ** 2, (centre - without) ** 2 * (total - weights))
