"""Meta-regression: what explains that effects differ between studies."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, fdtrc

from antral.core import InputError
from antral.evidence.pooling.between import ESTIMATORS, between, spread, typical
from antral.evidence.pooling.intervals import INTERVALS, Interval, Limits, around, check_interval, q_profile, two_sided
from antral.evidence.pooling.moderators import Design, design_of
from antral.evidence.pooling.random_effects import SAME
from antral.evidence.pooling.sample import Numbers, confidence, sample
from antral.evidence.pooling.weighted import Fit, fit, intercept

META_REGRESSION: Final = "mixed-effects meta-regression, residual tau2 by {tau2}; interval: {interval}"
FEW: Final = 10
"""Studies a coefficient below which the Cochrane Handbook (10.11.5.1) advises against meta-regression."""


@dataclass(frozen=True)
class Fitted:
    """The effect that a regression expects."""

    estimate: float
    se: float
    low: float
    high: float
    prediction_low: float
    prediction_high: float


@dataclass(frozen=True)
class Regression:
    """Coefficients, what they explain and what they leave."""

    names: tuple[str, ...]
    """Of the coefficients; the intercept first."""
    coefficients: tuple[float, ...]
    se: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    p: tuple[float, ...]
    """Two-sided, of a coefficient of zero."""
    df: float | None
    """Of the t distribution; None for the normal."""
    level: float
    covariance: Numbers
    """`[coefficient, coefficient]`."""
    tau2: float
    """What is left between studies."""
    tau2_low: float
    tau2_high: float
    i2: float
    """Of what is left, percent."""
    h2: float
    r2: float
    """Share of tau2 that moderators explain, percent; NaN where there is none to explain."""
    qe: float
    """Cochran's Q of what is left, with its degrees of freedom and p-value."""
    qe_df: int
    qe_p: float
    qm: float
    """Test of all moderators: chi-squared, or F where df is given."""
    qm_df: int
    qm_p: float
    method: str
    measure: str
    k: int
    labels: tuple[str, ...]
    design: Design
    notes: tuple[str, ...] = ()

    def at(self, **values: float | str) -> Fitted:
        """The effect expected of studies with these moderators, and where a new study's may lie."""
        row = self.design.row(values)
        estimate = float(row @ np.array(self.coefficients))
        se = math.sqrt(float(row @ self.covariance @ row))
        inner = around(estimate, se, self.level, self.df)
        outer = around(estimate, math.sqrt(se**2 + self.tau2), self.level, self.df)
        return Fitted(estimate, se, inner.low, inner.high, outer.low, outer.high)


def meta_regression(
    yi: ArrayLike,
    vi: ArrayLike,
    moderators: Mapping[str, ArrayLike | Sequence[object]],
    *,
    method: str = "REML",
    interval: Interval = "HKSJ",
    level: float = 0.95,
    measure: str = "",
    labels: Sequence[object] | None = None,
) -> Regression:
    """Explain effects by numbers and groups, with a variance left between studies.

    Sources: Berkey et al. 1995, Stat Med 14:395; Knapp and Hartung 2003, Stat Med 22:2693; R2 as Raudenbush 2009.

    Parameters
    ----------
    yi, vi
        Effect of each study and its sampling variance, `[study]`.
    moderators
        By name, `[study]`: numbers, or words for groups.
    method, interval
        As of `random_effects`.

    Raises
    ------
    InputError
        Where coefficients cannot be told apart in these studies.
    """
    studies = sample(yi, vi, labels)
    confidence(level)
    check_interval(interval)
    k = len(studies.yi)
    if not moderators:
        raise InputError("moderators: at least one was wanted; without any, use random_effects.")
    design = design_of(moderators, k)
    x, p = design.columns, design.columns.shape[1]
    if k <= p:
        raise InputError(f"moderators: {p} coefficients need more than {p} studies; there are {k}.")
    tau2 = between(studies.yi, studies.vi, x, method)
    found = fit(studies.yi, 1.0 / (studies.vi + tau2), x)
    covariance, df = scaled(found, k, p, interval)
    se = np.sqrt(np.diag(covariance))
    limits = [around(one, error, level, df) for one, error in zip(found.coefficients, se, strict=True)]
    fixed = fit(studies.yi, 1.0 / studies.vi, x)
    i2, h2 = spread(typical(fixed, k, p), tau2)
    before = between(studies.yi, studies.vi, intercept(k), method)
    profile: Limits = q_profile(studies.yi, studies.vi, x, level)
    qm, qm_p = together(found.coefficients[1:], covariance[1:, 1:], df)
    return Regression(
        names=design.names,
        coefficients=tuple(found.coefficients.tolist()),
        se=tuple(se.tolist()),
        low=tuple(one.low for one in limits),
        high=tuple(one.high for one in limits),
        p=tuple(two_sided(one, error, df) for one, error in zip(found.coefficients, se, strict=True)),
        df=df,
        level=level,
        covariance=covariance,
        tau2=tau2,
        tau2_low=profile.low,
        tau2_high=profile.high,
        i2=i2,
        h2=h2,
        r2=max(0.0, 100 * (before - tau2) / before) if before > 0 else math.nan,
        qe=fixed.residual,
        qe_df=k - p,
        qe_p=float(chdtrc(k - p, fixed.residual)),
        qm=qm,
        qm_df=p - 1,
        qm_p=qm_p,
        method=META_REGRESSION.format(
            tau2=ESTIMATORS[method][1], interval=INTERVALS["Wald" if df is None else interval]
        ),
        measure=measure,
        k=k,
        labels=studies.labels,
        design=design,
        notes=_notes(k, p - 1),
    )


def scaled(found: Fit, k: int, p: int, interval: str) -> tuple[Numbers, float | None]:
    """The covariance of the coefficients by Wald or by Knapp and Hartung, and its degrees of freedom.

    Where nothing is left over, Knapp and Hartung's would be zero, and Wald's stands.
    """
    scale = found.residual / (k - p)
    if interval == "Wald" or (interval == "HKSJ" and scale < SAME):
        return found.covariance, None
    return found.covariance * (max(scale, 1.0) if interval == "HKSJ_adhoc" else scale), float(k - p)


def together(coefficients: Numbers, covariance: Numbers, df: float | None) -> tuple[float, float]:
    """Test that some coefficients are zero: Wald's chi-squared, or F by its number where df is given."""
    m = len(coefficients)
    wald = float(coefficients @ np.linalg.solve(covariance, coefficients))
    if df is None:
        return wald, float(chdtrc(m, wald))
    return wald / m, float(fdtrc(m, df, wald / m))


def _notes(k: int, moderators: int) -> tuple[str, ...]:
    if k >= FEW * moderators:
        return ()
    return (
        f"{k} studies for {moderators} coefficient{'s' if moderators > 1 else ''}: below ten a coefficient, "
        "a regression finds little and misleads easily",
    )
