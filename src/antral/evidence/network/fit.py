"""Every treatment against the reference, and every pair, with one tau2 for all comparisons."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import chdtrc

from antral.core import InputError
from antral.evidence.network.data import Network
from antral.evidence.pooling.intervals import around, two_sided
from antral.evidence.pooling.sample import Numbers, confidence

ESTIMATORS: Final = {
    "common": "network meta-analysis, common effects; interval: Wald z",
    "DL": "network meta-analysis, random effects, one tau2 by the method of moments; interval: Wald z",
    "REML": "network meta-analysis, random effects, one tau2 by restricted likelihood; interval: Wald z",
}


@dataclass(frozen=True)
class Compared:
    """One treatment against another."""

    first: str
    second: str
    estimate: float
    """`first` less `second`."""
    se: float
    low: float
    high: float
    p: float
    prediction_low: float
    prediction_high: float
    """True difference in a new trial."""
    direct: int
    """Trials that have both; 0 where the comparison is indirect alone."""


@dataclass(frozen=True)
class NetworkFit:
    """Effects of all treatments, the reference's being 0."""

    network: Network
    reference: str
    treatments: tuple[str, ...]
    effect: Numbers
    """Against the reference; `[treatment]`."""
    covariance: Numbers
    """`[treatment, treatment]`; zero where the reference is."""
    tau2: float
    q: float
    """Cochran's Q of the whole network, with its degrees of freedom and p-value."""
    q_df: int
    q_p: float
    i2: float
    """Percent."""
    level: float
    method: str
    notes: tuple[str, ...]

    def compared(self, first: str, second: str) -> Compared:
        """One pair of treatments."""
        a, b = (self.treatments.index(name) for name in (first, second))
        cov = self.covariance
        estimate, se = float(self.effect[a] - self.effect[b]), math.sqrt(cov[a, a] + cov[b, b] - 2.0 * cov[a, b])
        low, high = around(estimate, se, self.level, None)
        ahead = around(estimate, math.sqrt(se**2 + self.tau2), self.level, None)
        both = sum({first, second} <= names for names in self.network.arms().values())
        return Compared(first, second, estimate, se, low, high, two_sided(estimate, se, None), *ahead, both)


def network_meta_analysis(
    network: Network, *, method: str = "REML", reference: str | None = None, level: float = 0.95
) -> NetworkFit:
    """Pool direct and indirect evidence, taking both for the same.

    Source: Lu and Ades 2004; Salanti 2012, Res Synth Methods 3:80. Moments: Jackson, White and Riley 2012.

    Parameters
    ----------
    method
        One of `ESTIMATORS`.
    reference
        The treatment that others are compared with; the first by name where none is given.
    """
    if method not in ESTIMATORS:
        raise InputError(f"method: {method!r} is not known; known are {', '.join(ESTIMATORS)}.")
    base = network.treatments[0] if reference is None else reference
    if base not in network.treatments:
        raise InputError(f"reference: {base!r} is in no trial; there are {', '.join(network.treatments)}.")
    confidence(level)
    design = network.design(base)
    fixed = weighted(network, design, 0.0)
    df = len(network.effect) - design.shape[1]
    tau2 = 0.0 if method == "common" else tau2_of(network, design, method)
    found = weighted(network, design, tau2)
    others = [i for i, name in enumerate(network.treatments) if name != base]
    effect = np.zeros(len(network.treatments))
    covariance = np.zeros((len(effect), len(effect)))
    effect[others] = found.effect
    covariance[np.ix_(others, others)] = found.covariance
    return NetworkFit(
        network=network,
        reference=base,
        treatments=network.treatments,
        effect=effect,
        covariance=covariance,
        tau2=tau2,
        q=fixed.q,
        q_df=df,
        q_p=float(chdtrc(df, fixed.q)) if df > 0 else math.nan,
        i2=100.0 * max(0.0, 1.0 - df / fixed.q) if fixed.q > 0 and df > 0 else math.nan,
        level=level,
        method=ESTIMATORS[method],
        notes=tuple(_notes(network, df)),
    )


def league(fit: NetworkFit) -> list[Compared]:
    """Every pair of treatments, once."""
    names = fit.treatments
    return [fit.compared(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]


def _notes(network: Network, df: int) -> list[str]:
    notes = []
    if len(network.comparisons()) == len(network.treatments) - 1:
        notes.append("the network has no closed loop: whether direct and indirect evidence agree cannot be tested")
    if df < 1:
        notes.append("there is one contrast a coefficient: tau2 cannot be estimated and stands at 0")
    elif df < 5:
        notes.append(f"with {df} degrees of freedom tau2 is hardly known; intervals may be too narrow")
    return notes


@dataclass(frozen=True)
class Weighted:
    """Generalised least squares at one tau2."""

    effect: Numbers
    covariance: Numbers
    q: float
    likelihood: float
    """Restricted log likelihood, up to a constant."""


def weighted(network: Network, design: Numbers, tau2: float) -> Weighted:
    """Coefficients of a design under the network's covariances and a tau2."""
    whole = network.covariance + tau2 * network.heterogeneity
    solved = np.linalg.solve(whole, design)
    precision = design.T @ solved
    covariance = np.linalg.inv(precision)
    effect = covariance @ (solved.T @ network.effect)
    off = network.effect - design @ effect
    q = float(off @ np.linalg.solve(whole, off))
    logs = np.linalg.slogdet(whole)[1] + np.linalg.slogdet(precision)[1]
    return Weighted(effect, (covariance + covariance.T) / 2.0, q, float(-0.5 * (logs + q)))


def tau2_of(network: Network, design: Numbers, method: str) -> float:
    """Variance of random contrasts; 0 where the design leaves nothing over."""
    left = len(network.effect) - design.shape[1]
    if left < 1:
        return 0.0
    if method == "DL":
        solved = np.linalg.solve(network.covariance, design)
        inverse = np.linalg.inv(network.covariance)
        projection = inverse - solved @ np.linalg.inv(design.T @ solved) @ solved.T
        q = float(network.effect @ projection @ network.effect)
        return float(max(0.0, (q - left) / (projection * network.heterogeneity).sum()))

    def lost(tau: float) -> float:
        return -weighted(network, design, tau**2).likelihood

    widest = 3.0 * (float(np.ptp(network.effect)) + math.sqrt(float(network.covariance.max())))
    starts = np.linspace(0.0, widest, 25)
    best = int(np.argmin([lost(tau) for tau in starts]))
    bounds = (float(starts[max(0, best - 1)]), float(starts[min(24, best + 1)]))
    found = minimize_scalar(lost, bounds=bounds, method="bounded", options={"xatol": 1e-9})
    return float(found.x**2) if found.fun < lost(0.0) - 1e-12 else 0.0
