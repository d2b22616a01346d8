"""Shares of arms that vary as beta laws with one intra-class correlation; trials without events count."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, gammaln

from antral.evidence.pooling.counts import two_groups
from antral.evidence.pooling.intervals import around, two_sided
from antral.evidence.pooling.partial import partial
from antral.evidence.pooling.pooled import Pooled
from antral.evidence.pooling.random_logits import highest
from antral.evidence.pooling.rare.silent import LOG_ODDS_RATIO, silent
from antral.evidence.pooling.sample import Numbers, confidence

BETA_BINOMIAL: Final = "beta-binomial regression of arms (one intra-class correlation), maximum likelihood; Wald z"


def beta_binomial_odds_ratio(
    events: ArrayLike, n: ArrayLike, *, level: float = 0.95, labels: Sequence[object] | None = None
) -> Pooled:
    """A log odds ratio of mean shares; arms are not paired within their trial, so it compares trials too.

    Source: Kuss 2015, Stat Med 34:1097.

    Parameters
    ----------
    events, n
        Women with the event and women in all, `[group, study]`, the treated first.
    """
    studies = two_groups(events, n, labels)
    confidence(level)
    quiet = int(silent(studies).sum())
    k = len(studies.labels)
    notes = [f"{quiet} of {k} trials had the same extreme share in both arms; they count"] * (quiet > 0)
    totals, women = studies.events.sum(axis=1), studies.n.sum(axis=1)
    measure, about = LOG_ODDS_RATIO, "none: shares vary by arm, odds ratios have no variance of their own here"
    if np.any((totals == 0) | (totals == women)):
        notes.append(
            "one group had no event at all or only events: the likelihood has no maximum; see exact_odds_ratio"
        )
        return partial(
            estimate=math.nan,
            low=math.nan,
            high=math.nan,
            level=level,
            method=BETA_BINOMIAL,
            measure=measure,
            prediction_convention=about,
            labels=studies.labels,
            notes=tuple(notes),
        )
    x, size = studies.events.ravel(), studies.n.ravel()
    treated = np.repeat([1.0, 0.0], k)
    start = np.log((totals + 0.5) / (women - totals + 0.5))
    top = highest(lambda place: _score(place, x, size, treated), start[:1] - start[1:], start[1:])
    notes.append(f"intra-class correlation {top.spread / (1.0 + top.spread):.4g}")
    low, high = around(top.mean, top.se, level, None)
    return partial(
        estimate=top.mean,
        se=top.se,
        low=low,
        high=high,
        p=two_sided(top.mean, top.se, None),
        level=level,
        method=BETA_BINOMIAL,
        measure=measure,
        prediction_convention=about,
        labels=studies.labels,
        notes=tuple(notes),
    )


def _score(place: Numbers, x: Numbers, n: Numbers, treated: Numbers) -> tuple[float, Numbers]:
    """Log likelihood and slopes at (log odds ratio, rho / (1 - rho), log odds of controls); whole at rho = 0 too."""
    effect, wide, base = place
    share = expit(base + effect * treated)
    value, by_share, by_wide = 0.0, np.zeros(len(x)), 0.0
    for i in range(len(x)):
        hit, miss, every = np.arange(x[i]), np.arange(n[i] - x[i]), np.arange(n[i])
        up, down, whole = share[i] + hit * wide, 1.0 - share[i] + miss * wide, 1.0 + every * wide
        value += float(np.log(up).sum() + np.log(down).sum() - np.log(whole).sum())
        value += float(gammaln(n[i] + 1) - gammaln(x[i] + 1) - gammaln(n[i] - x[i] + 1))
        by_share[i] = (1.0 / up).sum() - (1.0 / down).sum()
        by_wide += float((hit / up).sum() + (miss / down).sum() - (every / whole).sum())
    by_logit = by_share * share * (1.0 - share)
    return value, np.array([(by_logit * treated).sum(), by_wide, by_logit.sum()])
