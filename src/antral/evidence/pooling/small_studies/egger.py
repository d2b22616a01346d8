"""Egger's test: do effects depend on their standard errors?"""

import math
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from antral.core import InputError
from antral.evidence.pooling.intervals import around, two_sided
from antral.evidence.pooling.regression import meta_regression
from antral.evidence.pooling.sample import sample
from antral.evidence.pooling.small_studies.result import TOO_FEW, SmallStudyTest, warned
from antral.evidence.pooling.small_studies.straight_line import line

EGGER: Final = {
    "mixed": "Egger's regression of the effect on its standard error, mixed effects (tau2 by REML), z; slope",
    "weighted": "Egger's regression of the effect on its standard error, weighted least squares, t; slope",
}


def egger(
    yi: ArrayLike,
    vi: ArrayLike,
    *,
    model: Literal["mixed", "weighted"] = "mixed",
    method: str = "REML",
    level: float = 0.95,
) -> SmallStudyTest:
    """Test whether effects change with their standard errors.

    Sources: Egger et al. 1997, BMJ 315:629 (weighted: the classical test, with a multiplicative dispersion); Sterne and
    Egger 2005 (mixed: with a variance between studies).

    Parameters
    ----------
    yi, vi
        `[study]`; at least three. Of odds ratios with few events the test finds asymmetry where there is none: there
        take `harbord` or `peters`.
    """
    if model not in EGGER:
        raise InputError(f"model: {model!r} is not known; known are {', '.join(EGGER)}.")
    studies = sample(yi, vi)
    k, errors = len(studies.yi), np.sqrt(studies.vi)
    if model == "weighted":
        found = line(studies.yi, errors, 1.0 / studies.vi)
        slope, se, limit, limit_se, df = found.slope, found.slope_se, found.intercept, found.intercept_se, found.df
    else:
        fitted = meta_regression(*studies[:2], {"standard error": errors}, method=method, interval="Wald", level=level)
        (limit, slope), (limit_se, se), df = fitted.coefficients, fitted.se, None
    low, high = around(limit, limit_se, level, df)
    return SmallStudyTest(
        method=EGGER[model].replace("REML", method),
        coefficient=slope,
        se=se,
        statistic=slope / se if se > 0 else math.nan,
        df=df,
        p=two_sided(slope, se, df),
        limit=limit,
        limit_low=low,
        limit_high=high,
        k=k,
        few=k < TOO_FEW,
        notes=warned(k),
    )
