"""Analysis of covariance of one data set: two arms compared, adjusted for covariates."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from antral.analysis.methods.ancova import ANCOVA, ANCOVA_HC3, ancova
from antral.analysis.methods.confidence import level_of
from antral.analysis.methods.continuous.sample import arms, numbers
from antral.analysis.methods.result import Result

DIFFERENCE = "adjusted difference of means, treated less control"


def adjusted_difference(
    values: ArrayLike,
    arm: Sequence[object],
    versus: tuple[object, object],
    covariates: Mapping[str, ArrayLike] | None = None,
    *,
    robust: bool = False,
    level: float = 0.95,
) -> Result:
    """Difference of two arms' means, adjusted; further arms stay in the model and help to judge the spread.

    Parameters
    ----------
    values
        `[woman]`, NaN where missing: the value, or its change from baseline.
    arm
        Each woman's arm, `[woman]`.
    versus
        The arm asked for, and the one it is compared with.
    covariates
        By name, `[woman]`; categories as indicators, all but one. A woman without one is left out. A covariate that is
        the same in all women, or follows from others, is left out and noted.
    robust
        HC3 standard errors, for spreads that differ between arms or along a covariate.
    """
    outcome = numbers(values, "values")
    sample = arms(outcome, arm, versus, covariates)
    columns = np.concatenate([sample.covariates, sample.others, sample.treated[np.newaxis]])
    everybody = np.ones((len(sample.treated), 1), dtype=bool)
    fit = ancova(
        columns[:, :, np.newaxis], outcome[sample.known][:, np.newaxis], everybody, 1, level_of(level), robust=robust
    )
    names = list(covariates or {})
    dropped = [name for name, kept in zip(names, fit.kept[: len(names), 0], strict=True) if not kept]
    estimate, error = float(fit.estimate[0, 0]), float(fit.error[0, 0])
    shown = math.isfinite(error)
    notes = [f"left out, the same in all women or given by the others: {', '.join(dropped)}"] if dropped else []
    if not fit.kept[-1, 0]:
        notes.append("the arm cannot be told from the covariates: no estimate")
    elif not shown:
        notes.append(
            "no interval and no test: too few women, nothing varies, or (HC3) the model fits a woman whatever her value"
        )
    if 0 < fit.freedom[0] < len(columns):
        notes.append("fewer degrees of freedom than adjusted columns: the model asks much of few women")
    return Result(
        method=(ANCOVA_HC3 if robust else ANCOVA)
        + (f", adjusted for {', '.join(name for name in names if name not in dropped)}" if names else ""),
        effect=DIFFERENCE,
        estimate=estimate,
        low=float(fit.low[0, 0]),
        high=float(fit.high[0, 0]),
        p_value=float(fit.p_value[0, 0]),
        confidence=level,
        statistic=estimate / error if shown else math.nan,
        df=float(fit.freedom[0]) if shown else math.nan,
        n=sample.n,
        left_out=sample.left_out,
        assumptions=(
            "women are independent",
            "values are linear in each covariate, with the same slope in all arms",
            "errors are normal" if robust else "errors are normal with the same variance for all women",
        ),
        notes=tuple(notes),
        details={"standard error": error},
    )
