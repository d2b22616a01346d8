"""One effect common to all studies from their counts: Mantel and Haenszel, and Peto; made for rare events."""

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike

from antral.core import InputError
from antral.evidence.pooling.common_effect import under_one
from antral.evidence.pooling.effect_sizes.effects import Numbers, counted, where
from antral.evidence.pooling.effect_sizes.two_arm_counts import (
    Table,
    odds_ratio,
    peto_parts,
    risk_difference,
    risk_ratio,
    silent,
    table,
)
from antral.evidence.pooling.pooled import Pooled

MANTEL_HAENSZEL: Mapping[str, str] = MappingProxyType(
    {
        "OR": "common odds ratio of Mantel and Haenszel, without correction; interval: Robins-Breslow-Greenland",
        "RR": "common risk ratio of Mantel and Haenszel, without correction; interval: Greenland-Robins",
        "RD": "common risk difference of Mantel and Haenszel; interval: Sato-Greenland-Robins",
    }
)
PETO: Final = "common odds ratio of Peto, without correction; interval: Wald z"
_WORDS: Final = {"OR": "log odds ratio", "RR": "log risk ratio", "RD": "risk difference"}


def mantel_haenszel(
    events: ArrayLike,
    n: ArrayLike,
    control_events: ArrayLike,
    control_n: ArrayLike,
    *,
    measure: Literal["OR", "RR", "RD"] = "OR",
    level: float = 0.95,
    labels: Sequence[object] | None = None,
) -> Pooled:
    """Pool counts of two arms; ratios on the logarithm.

    Source: Mantel and Haenszel 1959; Greenland and Robins 1985, Biometrics 41:55, for the risk ratio. Q is that of the
    studies' own effects about the common one (empty cells corrected by one half there alone).

    Parameters
    ----------
    events, n, control_events, control_n
        Women with the event and in all, `[study]`.

    Returns
    -------
    Studies without any event are left out of a ratio and told; where one arm has no event in any study, the ratio
    has no interval (NaN).
    """
    if measure not in MANTEL_HAENSZEL:
        raise InputError(f"measure: {measure!r} is not pooled so; OR, RR or RD were wanted.")
    cells = table(events, n, control_events, control_n, labels)
    none = np.zeros(len(cells.names), bool) if measure == "RD" else silent(cells, both_ends=measure == "OR")
    kept = cells.of(~none)
    notes = (_left_out(where(cells.names, none)),) if none.any() else ()
    if not kept.names:
        raise InputError(f"no study says anything of {_WORDS[measure]}: there is no event, or there are only events.")
    estimate, se = _risk_ratio(kept) if measure == "RR" else _by_strata(kept, measure)
    if measure == "RD" and not se > 0:
        se, notes = math.nan, (*notes, "no event, or only events, in every arm: the difference has no interval here")
    elif not math.isfinite(se):
        notes = (*notes, "one arm has no event (or only events) in every study: the ratio has no interval here")
    own = {"OR": odds_ratio, "RR": risk_ratio, "RD": risk_difference}[measure](kept, 0.5)
    q = float(np.sum((own.yi - estimate) ** 2 / own.vi)) if math.isfinite(estimate) else math.nan
    weights = _weights(kept, measure)
    return under_one(estimate, se, weights, q, kept.names, MANTEL_HAENSZEL[measure], _WORDS[measure], level, notes)


def _left_out(names: Sequence[str]) -> str:
    return counted(names, "say nothing of a ratio (no event, or only events) and were left out")


def _weights(cells: Table, measure: str) -> Numbers:
    n1, n2 = cells.a + cells.b, cells.c + cells.d
    return {"OR": cells.b * cells.c, "RR": n1 * cells.c, "RD": n1 * n2}[measure] / (n1 + n2)


def _risk_ratio(cells: Table) -> tuple[float, float]:
    """Log risk ratio and its standard error."""
    a, _, c, _, _ = cells
    n1, n2 = cells.a + cells.b, cells.c + cells.d
    n = n1 + n2
    top, bottom = float(np.sum(a * n2 / n)), float(np.sum(c * n1 / n))
    if not top or not bottom:
        return (math.inf if top else -math.inf), math.nan
    variance = float(np.sum((n1 * n2 * (a + c) - a * c * n) / n**2)) / (top * bottom)
    return math.log(top / bottom), math.sqrt(variance)


def _by_strata(cells: Table, measure: str) -> tuple[float, float]:
    """Odds ratio or risk difference, as the strata of one trial."""
    from antral.analysis import methods

    x = np.stack([cells.a, cells.c]).astype(int)
    n = np.stack([cells.a + cells.b, cells.c + cells.d]).astype(int)
    of = "odds_ratio" if measure == "OR" else "difference"
    found = methods.binary.mantel_haenszel(events=x, n=n, measure=of)
    if measure == "RD":
        return found.estimate, found.details["standard error"]
    log = math.log(found.estimate) if found.estimate > 0 else -math.inf
    return log, found.details["standard error of the log"]


def peto(
    events: ArrayLike,
    n: ArrayLike,
    control_events: ArrayLike,
    control_n: ArrayLike,
    *,
    level: float = 0.95,
    labels: Sequence[object] | None = None,
) -> Pooled:
    """Pool log odds ratios by Peto's method (Yusuf et al. 1985); biased where effects are large or arms uneven.

    Parameters
    ----------
    events, n, control_events, control_n
        Women with the event and in all, `[study]`.
    """
    cells = table(events, n, control_events, control_n, labels)
    none = silent(cells, both_ends=True)
    kept = cells.of(~none)
    if not kept.names:
        raise InputError("no study says anything of an odds ratio: there is no event, or there are only events.")
    excess, variance = peto_parts(kept)
    whole = float(variance.sum())
    estimate = float(excess.sum()) / whole
    q = float(np.sum(excess**2 / variance)) - estimate * float(excess.sum())
    notes = (_left_out(where(cells.names, none)),) if none.any() else ()
    return under_one(
        estimate, 1 / math.sqrt(whole), variance, q, kept.names, PETO, "log odds ratio (Peto)", level, notes
    )
