"""One set of counts by every method for shares, side by side."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from numpy.typing import ArrayLike

from antral.evidence.pooling.pooled import Pooled
from antral.evidence.pooling.proportions.exact import proportion_exact
from antral.evidence.pooling.proportions.glmm import proportion_glmm
from antral.evidence.pooling.proportions.share import Share, on_share
from antral.evidence.pooling.proportions.transformed import (
    proportion_arcsine,
    proportion_freeman_tukey,
    proportion_logit,
)

PROPORTIONS: Final[Mapping[str, Callable[..., Pooled]]] = MappingProxyType(
    {
        "proportion_glmm": proportion_glmm,
        "proportion_exact": proportion_exact,
        "proportion_logit": proportion_logit,
        "proportion_freeman_tukey": proportion_freeman_tukey,
        "proportion_arcsine": proportion_arcsine,
    }
)
"""Methods for one share, the default first."""


def compare_proportions(
    events: ArrayLike, n: ArrayLike, *, level: float = 0.95, labels: Sequence[object] | None = None
) -> Mapping[str, Share]:
    """Every method of `PROPORTIONS` on the same counts, by name; where they disagree, the data are too few for any.

    Parameters
    ----------
    events, n
        Women with the event and women in all, `[study]`.
    """
    return {name: on_share(pool(events, n, level=level, labels=labels), n) for name, pool in PROPORTIONS.items()}
