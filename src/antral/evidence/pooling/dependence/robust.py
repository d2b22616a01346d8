"""Standard errors that stay right where the working covariance is wrong: cluster-robust variances."""

from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from antral.core import InputError
from antral.evidence.pooling.dependence.result import Coefficients
from antral.evidence.pooling.dependence.working import Working, solve
from antral.evidence.pooling.intervals import around, two_sided
from antral.evidence.pooling.sample import Numbers, confidence

ROBUST: Final = {
    "CR0": "cluster-robust variance CR0 (no correction), t with clusters less coefficients",
    "CR1": "cluster-robust variance CR1 (clusters / (clusters - 1)), t with clusters less coefficients",
    "CR2": "cluster-robust variance CR2 (bias-reduced linearisation), Satterthwaite's degrees of freedom",
}
_FEW_DF: Final = 4.0
"""Degrees of freedom below which Tipton 2015 found the p-values too small."""
_NOTHING: Final = 1e-10
"""Share of the largest eigenvalue that counts as zero."""
_EXACT: Final = 1e-12
"""Residuals this small beside the effects are rounding."""
_NO_ERROR: Final = "the effects lie exactly where they are expected, so that robust errors would be zero: none stands"

Kind = Literal["CR0", "CR1", "CR2"]


def robust(working: Working, clusters: NDArray[np.int64], kind: Kind, level: float, model: str) -> Coefficients:
    """Coefficients of a working model with errors robust by cluster.

    Sources: Hedges, Tipton and Johnson 2010, Res Synth Methods 1:39; Tipton 2015, Psychol Methods 20:375; Pustejovsky
    and Tipton 2018, J Bus Econ Stat 36:672.

    Parameters
    ----------
    clusters
        Number of the cluster of each effect, `[effect]`.
    model
        Name of the working model, for the method's name.
    """
    if kind not in ROBUST:
        raise InputError(f"kind: {kind!r} is not known; known are {', '.join(ROBUST)}.")
    confidence(level)
    ids = np.unique(clusters)
    m, p = len(ids), working.design.shape[1]
    if m <= p:
        raise InputError(f"robust: {p} coefficients need more than {p} clusters; there are {m}.")
    found = solve(working)
    pulls = [_pull(working, found.bread, np.flatnonzero(clusters == one), kind) for one in ids]
    scores = np.stack([pull @ found.residuals[clusters == one] for one, pull in zip(ids.tolist(), pulls, strict=True)])
    covariance = scores.T @ scores * (m / (m - 1) if kind == "CR1" else 1.0)
    exact = bool(np.abs(found.residuals).max() <= _EXACT * np.abs(working.yi).max())
    se = np.full(p, np.nan) if exact else np.sqrt(np.diag(covariance))
    df = _satterthwaite(working, found.bread, clusters, ids, pulls) if kind == "CR2" else np.full(p, float(m - p))
    each = list(zip(found.coefficients.tolist(), se.tolist(), df.tolist(), strict=True))
    limits = [around(estimate, error, level, of) for estimate, error, of in each]
    few = [name for name, of in zip(working.names, df.tolist(), strict=True) if of < _FEW_DF]
    notes = (f"below four degrees of freedom for {', '.join(few)}: the p-value is too small there",) * bool(few)
    notes += (_NO_ERROR,) * exact
    return Coefficients(
        names=working.names,
        coefficients=tuple(found.coefficients.tolist()),
        se=tuple(se.tolist()),
        df=tuple(df.tolist()),
        low=tuple(one.low for one in limits),
        high=tuple(one.high for one in limits),
        p=tuple(two_sided(estimate, error, of) for estimate, error, of in each),
        level=level,
        method=f"{model}; {ROBUST[kind]}",
        effects=len(working.yi),
        clusters=m,
        notes=notes,
    )


def _pull(working: Working, bread: Numbers, at: NDArray[np.int64], kind: str) -> Numbers:
    """M X_j' W_j A_j: what the residuals of a cluster add to the coefficients, `[coefficient, effect of cluster]`."""
    inside = np.ix_(at, at)
    x = working.design[at]
    pull = bread @ x.T @ working.weights[inside]
    if kind != "CR2":
        return np.asarray(pull)
    chol = np.linalg.cholesky(working.covariance[inside]).T
    left = _residual_maker(working, bread, at)
    inner = chol @ (left @ working.covariance @ left.T) @ chol.T
    values, vectors = np.linalg.eigh((inner + inner.T) / 2)
    roots = np.where(values > _NOTHING * values.max(), np.abs(values) + (values <= 0), np.inf) ** -0.5
    return np.asarray(pull @ chol.T @ (vectors * roots) @ vectors.T @ chol)


def _residual_maker(working: Working, bread: Numbers, at: NDArray[np.int64]) -> Numbers:
    """Rows of I - H of a cluster, `[effect of cluster, effect]`."""
    rows = -working.design[at] @ bread @ working.design.T @ working.weights
    rows[np.arange(len(at)), at] += 1.0
    return np.asarray(rows)


def _satterthwaite(
    working: Working, bread: Numbers, clusters: NDArray[np.int64], ids: NDArray[np.int64], pulls: list[Numbers]
) -> Numbers:
    """Degrees of freedom of each coefficient, under the working covariance."""
    parts = np.stack(  # [cluster, coefficient, effect]
        [
            pull @ _residual_maker(working, bread, np.flatnonzero(clusters == one))
            for one, pull in zip(ids.tolist(), pulls, strict=True)
        ]
    )
    found = []
    for at in range(working.design.shape[1]):
        products = parts[:, at] @ working.covariance @ parts[:, at].T
        found.append(np.trace(products) ** 2 / np.sum(products**2))
    return np.array(found)
