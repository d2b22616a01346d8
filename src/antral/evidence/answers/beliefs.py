"""The pooled share with stated priors, and the share after cells beside the share without."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from scipy.special import expit

from antral.evidence.bayesian import Normal, posterior_proportion, prior
from antral.evidence.questions import Count, Question
from antral.evidence.spontaneous import Compared, against_comparator

SPREAD: Final = "half_normal_1"
"""Prior of the standard deviation between studies, of `records/priors`."""
_MEAN: Final = Normal(0.0, 1.5)
"""Nearly even in the share."""


@dataclass(frozen=True)
class Belief:
    """Median and equal tails of the posterior, as shares."""

    value: float
    low: float
    high: float
    prediction_low: float
    prediction_high: float
    method: str
    priors: tuple[str, ...]


def belief(counts: Sequence[Count]) -> Belief | None:
    """The posterior of the share; none of fewer than two studies."""
    if len(counts) < 2:
        return None
    found = posterior_proportion(
        [one.events for one in counts],
        [one.n for one in counts],
        spread=prior(SPREAD),
        mean=_MEAN,
        labels=[one.title for one in counts],
    )
    share, new = found.mu.on(expit), found.new.on(expit)
    return Belief(
        float(share.median), float(share.low), float(share.high), float(new.low), float(new.high),
        found.method, found.priors,
    )  # fmt: skip


def incomparable(asked: Question, counts: Sequence[Count], without: Sequence[Count]) -> str:
    """Why no difference may be shown between these women and those of usual care; empty where it may.

    It needs one event on both sides, or outcomes that the question takes for one, and stated times that overlap.
    """
    if not counts or not without:
        return ""
    if any(one.months is None for one in (*counts, *without)):
        return "on at least one side the time since treatment or diagnosis is not stated"
    sides = [[one.months or 0.0 for one in side] for side in (counts, without)]
    if max(map(min, sides)) > min(map(max, sides)):
        return "the times on both sides do not overlap"
    events = {key.split(".", 1)[1].split("@")[0] for one in (*counts, *without) for key in one.keys}
    if len(events) > 1 and not asked.one_event:
        return f"what was counted differs: {', '.join(sorted(events)).replace('_', ' ')}"
    return ""


def against(counts: Sequence[Count], without: Sequence[Count]) -> Compared | None:
    """All women of these studies against all women without, as if they were the same women; none where one is empty."""
    if not counts or not without:
        return None
    return against_comparator(
        [one.events for one in counts],
        [one.n for one in counts],
        [one.events for one in without],
        [one.n for one in without],
    )
