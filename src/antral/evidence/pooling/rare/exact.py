"""The common odds ratio, conditional on all margins of all trials."""

import math
from collections.abc import Sequence
from typing import Final

from numpy.typing import ArrayLike

from antral.analysis import methods
from antral.evidence.pooling.counts import two_groups
from antral.evidence.pooling.partial import partial
from antral.evidence.pooling.pooled import Pooled
from antral.evidence.pooling.rare.silent import LOG_ODDS_RATIO, left_out, speaking
from antral.evidence.pooling.sample import confidence

EXACT_ODDS: Final = "common odds ratio, conditional maximum likelihood with exact interval and exact test"


def exact_odds_ratio(
    events: ArrayLike, n: ArrayLike, *, level: float = 0.95, labels: Sequence[object] | None = None
) -> Pooled:
    """A common log odds ratio with exact limits; one of them is infinite where one group had no events at all.

    Parameters
    ----------
    events, n
        Women with the event and women in all, `[group, study]`, the treated first.
    """
    studies = two_groups(events, n, labels)
    heard = speaking(studies)
    notes = left_out(studies)
    estimate = low = high = p = math.nan
    if not len(heard.labels):
        notes.append("no trial says anything about an odds ratio")
    else:
        found = methods.binary.exact_mantel_haenszel(
            events=heard.events.astype(int), n=heard.n.astype(int), confidence=confidence(level)
        )
        estimate, low, high = (_log(value) for value in (found.estimate, found.low, found.high))
        p = found.p_value
        notes += list(found.notes)
    return partial(
        estimate=estimate,
        low=low,
        high=high,
        p=p,
        level=level,
        tau2=0.0,
        method=EXACT_ODDS,
        measure=LOG_ODDS_RATIO,
        prediction_convention="none: one odds ratio for all trials was assumed",
        labels=heard.labels,
        notes=tuple(notes),
    )


def _log(odds: float) -> float:
    return -math.inf if odds == 0.0 else math.log(odds)
