"""Mantel and Haenszel's common odds ratio, with and without a correction, and their common risk difference."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from antral.analysis import METHODS, methods
from antral.evidence.pooling.counts import two_groups
from antral.evidence.pooling.intervals import around, two_sided
from antral.evidence.pooling.partial import partial
from antral.evidence.pooling.pooled import Pooled
from antral.evidence.pooling.rare.silent import LOG_ODDS_RATIO, left_out, silent, speaking
from antral.evidence.pooling.sample import confidence

CORRECTED: Final = "0.5 added to all cells of trials with an empty cell"
_ONE_ODDS: Final = "none: one odds ratio for all trials was assumed"
_ONE_DIFFERENCE: Final = "none: one difference for all trials was assumed"


def mantel_haenszel_odds_ratio(
    events: ArrayLike,
    n: ArrayLike,
    *,
    corrected: bool = False,
    level: float = 0.95,
    labels: Sequence[object] | None = None,
) -> Pooled:
    """A common log odds ratio; needs no correction unless one group had no events in any trial.

    The p-value is Wald's; without correction the statistic of Cochran, Mantel and Haenszel is in the notes.

    Parameters
    ----------
    events, n
        Women with the event and women in all, `[group, study]`, the treated first.
    corrected
        Whether 0.5 is added to the cells of trials with an empty cell; for comparison with older reviews.
    """
    studies = two_groups(events, n, labels)
    heard = speaking(studies)
    notes = left_out(studies)
    name = METHODS["mantel_haenszel_odds"] + (f", {CORRECTED}" if corrected else "")
    if not len(heard.labels):
        return partial(
            estimate=math.nan,
            low=math.nan,
            high=math.nan,
            level=confidence(level),
            method=name,
            measure=LOG_ODDS_RATIO,
            labels=(),
            notes=(*notes, "no trial says anything about an odds ratio"),
        )
    x, size = heard.events, heard.n
    empty = np.any((x == 0) | (x == size), axis=0)
    if corrected:  # everything doubled, so that the halves are whole; the variance of the logarithm is then half
        found = methods.binary.mantel_haenszel(events=(2 * x + empty).astype(int), n=(2 * (size + empty)).astype(int))
        se = found.details["standard error of the log"] * math.sqrt(2.0)
        notes.append(f"0.5 was added in {int(empty.sum())} of {len(empty)} trials")
    else:
        found = methods.binary.mantel_haenszel(events=x.astype(int), n=size.astype(int))
        se = found.details["standard error of the log"]
        notes.append(f"Cochran-Mantel-Haenszel chi-squared {found.statistic:.6g}, p = {found.p_value:.4g}")
    estimate = -math.inf if found.estimate == 0 else math.log(found.estimate)
    low, high = around(estimate, se, level, None) if math.isfinite(estimate) else (math.nan, math.nan)
    if not math.isfinite(estimate):
        notes.append("one group had no event, or only events, in each trial: exact_odds_ratio has limits")
    return partial(
        estimate=estimate,
        se=se,
        low=low,
        high=high,
        level=confidence(level),
        tau2=0.0,
        method=name,
        p=two_sided(estimate, se, None) if math.isfinite(estimate) else math.nan,
        prediction_convention=_ONE_ODDS,
        measure=LOG_ODDS_RATIO,
        labels=heard.labels,
        notes=tuple(notes),
    )


def mantel_haenszel_risk_difference(
    events: ArrayLike, n: ArrayLike, *, level: float = 0.95, labels: Sequence[object] | None = None
) -> Pooled:
    """A common difference of shares, treated less control; trials without events count and draw it towards 0.

    Parameters
    ----------
    events, n
        Women with the event and women in all, `[group, study]`, the treated first.
    """
    studies = two_groups(events, n, labels)
    found = methods.binary.mantel_haenszel(
        events=studies.events.astype(int), n=studies.n.astype(int), measure="difference", confidence=confidence(level)
    )
    quiet = int(silent(studies).sum())
    weight = studies.n[0] * studies.n[1] / studies.n.sum(axis=0)
    se = found.details["standard error"]
    said = [f"{quiet} of {len(weight)} trials had the same extreme share in both arms; they count as no difference"]
    return partial(
        estimate=found.estimate,
        se=se,
        low=found.low,
        high=found.high,
        p=two_sided(found.estimate, se, None),
        level=level,
        tau2=0.0,
        method=METHODS["mantel_haenszel_difference"],
        measure="risk difference",
        prediction_convention=_ONE_DIFFERENCE,
        weights=tuple((weight / weight.sum()).tolist()),
        labels=studies.labels,
        notes=(*found.notes, *said * (quiet > 0)),
    )
