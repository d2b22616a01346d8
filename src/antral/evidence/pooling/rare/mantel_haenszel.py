"""Closed forms of a common effect for counts by group, and Mantel and Haenszel's odds ratio with a correction."""

import math
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from antral.analysis import methods
from antral.evidence.pooling.counts import two_groups
from antral.evidence.pooling.intervals import around, two_sided
from antral.evidence.pooling.partial import partial
from antral.evidence.pooling.pooled import Pooled
from antral.evidence.pooling.pooled_counts import MANTEL_HAENSZEL
from antral.evidence.pooling.rare.silent import LOG_ODDS_RATIO, left_out, speaking
from antral.evidence.pooling.sample import confidence

CORRECTED: Final = f"{MANTEL_HAENSZEL['OR'].replace(', without correction', '')}; 0.5 added where a cell is empty"
_ONE_ODDS: Final = "none: one odds ratio for all trials was assumed"


def mantel_haenszel_corrected(
    events: ArrayLike, n: ArrayLike, *, level: float = 0.95, labels: Sequence[object] | None = None
) -> Pooled:
    """A common log odds ratio after 0.5 is added to the cells of trials with an empty one.

    For comparison with older reviews: the correction is needed nowhere and draws the odds ratio towards 1.

    Parameters
    ----------
    events, n
        Women with the event and women in all, `[group, study]`, the treated first.
    """
    studies = two_groups(events, n, labels)
    heard = speaking(studies)
    if not len(heard.labels):
        return nothing_said(studies.labels, left_out(studies), CORRECTED, level)
    x, size = heard.events, heard.n
    empty = np.any((x == 0) | (x == size), axis=0)
    # everything doubled, so that the halves are whole; the variance of the logarithm is then half
    found = methods.binary.mantel_haenszel(events=(2 * x + empty).astype(int), n=(2 * (size + empty)).astype(int))
    estimate, se = math.log(found.estimate), found.details["standard error of the log"] * math.sqrt(2.0)
    low, high = around(estimate, se, confidence(level), None)
    return partial(
        estimate=estimate,
        se=se,
        low=low,
        high=high,
        p=two_sided(estimate, se, None),
        level=level,
        tau2=0.0,
        method=CORRECTED,
        measure=LOG_ODDS_RATIO,
        prediction_convention=_ONE_ODDS,
        labels=heard.labels,
        notes=(*left_out(studies), f"0.5 was added in {int(empty.sum())} of {len(empty)} trials"),
    )


def by_groups(pool: Callable[..., Pooled], name: str) -> Callable[..., Pooled]:
    """A closed form of `pooling` for counts `[group, study]`.

    Parameters
    ----------
    name
        Of a method for a ratio, which answers where no trial says anything of one; empty for a difference.
    """

    def pooled(
        events: ArrayLike, n: ArrayLike, *, level: float = 0.95, labels: Sequence[object] | None = None
    ) -> Pooled:
        studies = two_groups(events, n, labels)
        if name and not len(speaking(studies).labels):
            return nothing_said(studies.labels, left_out(studies), name, level)
        (x, y), (size, others) = studies.events, studies.n
        return pool(x, size, y, others, level=level, labels=studies.labels)

    return pooled


def nothing_said(labels: tuple[str, ...], notes: Sequence[str], method: str, level: float) -> Pooled:
    """Trials without events in either arm, or with events in all women, and no others."""
    return partial(
        estimate=math.nan,
        low=math.nan,
        high=math.nan,
        level=confidence(level),
        method=method,
        measure=LOG_ODDS_RATIO,
        labels=(),
        notes=(*notes, f"no trial says anything about an odds ratio, of {len(labels)}"),
    )
