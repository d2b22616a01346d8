"""One set of counts by every method for rare events, side by side."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial as given
from types import MappingProxyType
from typing import Final

from numpy.typing import ArrayLike

from antral.evidence.pooling.pooled import Pooled
from antral.evidence.pooling.pooled_counts import MANTEL_HAENSZEL, PETO, mantel_haenszel, peto
from antral.evidence.pooling.rare.beta_binomial import beta_binomial_odds_ratio
from antral.evidence.pooling.rare.exact import exact_odds_ratio
from antral.evidence.pooling.rare.glmm import odds_ratio_glmm
from antral.evidence.pooling.rare.mantel_haenszel import by_groups, mantel_haenszel_corrected

RARE_EVENTS: Final[Mapping[str, Callable[..., Pooled]]] = MappingProxyType(
    {
        "exact_odds_ratio": exact_odds_ratio,
        "mantel_haenszel_or": by_groups(mantel_haenszel, MANTEL_HAENSZEL["OR"]),
        "mantel_haenszel_corrected": mantel_haenszel_corrected,
        "peto": by_groups(peto, PETO),
        "odds_ratio_glmm_um_fs": odds_ratio_glmm,
        "odds_ratio_glmm_cm_el": given(odds_ratio_glmm, model="CM.EL"),
        "odds_ratio_glmm_cm_al": given(odds_ratio_glmm, model="CM.AL"),
        "beta_binomial_odds_ratio": beta_binomial_odds_ratio,
        "mantel_haenszel_rd": by_groups(given(mantel_haenszel, measure="RD"), ""),
    }
)
"""Methods for rare events in two arms."""


def compare_rare_events(
    events: ArrayLike, n: ArrayLike, *, level: float = 0.95, labels: Sequence[object] | None = None
) -> Mapping[str, Pooled]:
    """Every method of `RARE_EVENTS` on the same counts, by name.

    Parameters
    ----------
    events, n
        Women with the event and women in all, `[group, study]`, the treated first.
    """
    return {name: pool(events, n, level=level, labels=labels) for name, pool in RARE_EVENTS.items()}
