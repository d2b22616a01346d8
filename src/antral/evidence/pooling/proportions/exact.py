"""All women of all studies as one sample."""

from collections.abc import Sequence
from typing import Final

from numpy.typing import ArrayLike

from antral.analysis import clopper_pearson
from antral.evidence.pooling.counts import one_group
from antral.evidence.pooling.partial import partial
from antral.evidence.pooling.pooled import Pooled
from antral.evidence.pooling.sample import confidence

EXACT: Final = "all women as one sample, Clopper-Pearson exact interval"
PLAIN_SHARE: Final = "share"


def proportion_exact(
    events: ArrayLike, n: ArrayLike, *, level: float = 0.95, labels: Sequence[object] | None = None
) -> Pooled:
    """The share of all women; exact where every study has the same true share, too narrow where they differ.

    Parameters
    ----------
    events, n
        Women with the event and women in all, `[study]`.
    """
    studies = one_group(events, n, labels)
    total, women = float(studies.events.sum()), float(studies.n.sum())
    low, high = clopper_pearson(total, women, confidence(level))
    k = len(studies.n)
    return partial(
        estimate=total / women,
        low=float(low),
        high=float(high),
        level=level,
        tau2=0.0,
        prediction_convention="none: one share for all studies was assumed",
        method=EXACT,
        measure=PLAIN_SHARE,
        weights=tuple((studies.n / women).tolist()),
        labels=studies.labels,
        notes=() if k == 1 else ("one true share for all studies was assumed, not tested",),
    )
