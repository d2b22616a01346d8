"""Peto's one-step odds ratio."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from antral.evidence.pooling.counts import two_groups
from antral.evidence.pooling.intervals import around, two_sided
from antral.evidence.pooling.partial import partial
from antral.evidence.pooling.pooled import Pooled
from antral.evidence.pooling.rare.silent import LOG_ODDS_RATIO, left_out, speaking
from antral.evidence.pooling.sample import confidence

PETO: Final = "common odds ratio of Peto (one step); interval: Wald z"
_UNEQUAL: Final = 2.0


def peto_odds_ratio(
    events: ArrayLike, n: ArrayLike, *, level: float = 0.95, labels: Sequence[object] | None = None
) -> Pooled:
    """A common log odds ratio from observed less expected events; good for rare events, equal arms and small effects.

    Source: Yusuf and colleagues 1985, Prog Cardiovasc Dis 27:335. Trials without events add nothing and need no
    correction.

    Parameters
    ----------
    events, n
        Women with the event and women in all, `[group, study]`, the treated first.
    """
    studies = two_groups(events, n, labels)
    confidence(level)
    notes = left_out(studies)
    heard = speaking(studies)
    k = len(heard.labels)
    if not k:
        return partial(
            estimate=math.nan,
            low=math.nan,
            high=math.nan,
            level=level,
            method=PETO,
            measure=LOG_ODDS_RATIO,
            labels=heard.labels,
            notes=(*notes, "no trial says anything about an odds ratio"),
        )
    n1, n2 = heard.n
    hit, total = heard.events.sum(axis=0), heard.n.sum(axis=0)
    gap = heard.events[0] - n1 * hit / total
    variance = n1 * n2 * hit * (total - hit) / (total**2 * (total - 1.0))
    estimate, se = float(gap.sum() / variance.sum()), float(1.0 / np.sqrt(variance.sum()))
    low, high = around(estimate, se, level, None)
    q = float((variance * (gap / variance - estimate) ** 2).sum())
    if np.any(np.maximum(n1, n2) > _UNEQUAL * np.minimum(n1, n2)):
        notes.append("arms differ more than twofold in size in some trial: Peto's estimate is biased there")
    return partial(
        estimate=estimate,
        se=se,
        low=low,
        high=high,
        p=two_sided(estimate, se, None),
        level=level,
        tau2=0.0,
        q=q,
        q_p=float(chdtrc(k - 1, q)) if k > 1 else math.nan,
        method=PETO,
        measure=LOG_ODDS_RATIO,
        prediction_convention="none: one odds ratio for all trials was assumed",
        weights=tuple((variance / variance.sum()).tolist()),
        labels=heard.labels,
        notes=tuple(notes),
    )
