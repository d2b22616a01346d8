"""Shares transformed study by study and pooled by inverse variance: logit, Freeman and Tukey, arcsine."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from antral.evidence.pooling.counts import one_group
from antral.evidence.pooling.intervals import Interval
from antral.evidence.pooling.pooled import Pooled
from antral.evidence.pooling.random_effects import random_effects
from antral.evidence.pooling.sample import Numbers

LOGIT: Final = "inverse variance of logits, 0.5 added to both cells of studies without events or with events only"
FREEMAN_TUKEY: Final = "Freeman-Tukey double arcsine, inverse variance, back-transformed with the harmonic mean of n"
ARCSINE: Final = "arcsine of the root of the share, inverse variance"
LOGIT_CORRECTED: Final = "logit of the share, 0.5 added to empty cells"
DOUBLE_ARCSINE: Final = "Freeman-Tukey double arcsine"
ARCSINE_ROOT: Final = "arcsine of the root of the share"
_MISLEADS: Final = (
    "the way back from the double arcsine depends on one n for all studies and can mislead, above all where studies "
    "differ much in size (Schwarzer 2019, Res Synth Methods 10:476); prefer the GLMM"
)
_HALVES: Final = "0.5 was added in {few} of {k} studies; with so few women this pulls the share towards one half"


def proportion_logit(
    events: ArrayLike,
    n: ArrayLike,
    *,
    method: str = "DL",
    interval: Interval = "Wald",
    level: float = 0.95,
    labels: Sequence[object] | None = None,
) -> Pooled:
    """Pool logits; for comparison with older reviews, since the added halves matter in small studies.

    Parameters
    ----------
    events, n
        Women with the event and women in all, `[study]`.
    method, interval
        Estimator of tau2 and interval of `random_effects`.
    """
    studies = one_group(events, n, labels)
    empty = (studies.events == 0) | (studies.events == studies.n)
    x, other = studies.events + empty / 2.0, studies.n - studies.events + empty / 2.0
    found = _pooled(
        np.log(x / other), 1.0 / x + 1.0 / other, LOGIT, LOGIT_CORRECTED, method, interval, level, studies.labels
    )
    few = int(empty.sum())
    return found if not few else _noted(found, _HALVES.format(few=few, k=len(x)))


def proportion_freeman_tukey(
    events: ArrayLike,
    n: ArrayLike,
    *,
    method: str = "REML",
    interval: Interval = "Wald",
    level: float = 0.95,
    labels: Sequence[object] | None = None,
) -> Pooled:
    """Pool double arcsines (Freeman and Tukey 1950, Ann Math Stat 21:607); for comparison only.

    Parameters
    ----------
    events, n
        Women with the event and women in all, `[study]`.
    method, interval
        Estimator of tau2 and interval of `random_effects`.
    """
    studies = one_group(events, n, labels)
    x, size = studies.events, studies.n
    value = (np.arcsin(np.sqrt(x / (size + 1))) + np.arcsin(np.sqrt((x + 1) / (size + 1)))) / 2.0
    found = _pooled(
        value, 1.0 / (4.0 * size + 2.0), FREEMAN_TUKEY, DOUBLE_ARCSINE, method, interval, level, studies.labels
    )
    return _noted(found, _MISLEADS)


def proportion_arcsine(
    events: ArrayLike,
    n: ArrayLike,
    *,
    method: str = "REML",
    interval: Interval = "Wald",
    level: float = 0.95,
    labels: Sequence[object] | None = None,
) -> Pooled:
    """Pool arcsines of the root of shares (Rücker and colleagues 2009, Stat Med 28:721).

    Parameters
    ----------
    events, n
        Women with the event and women in all, `[study]`.
    method, interval
        Estimator of tau2 and interval of `random_effects`.
    """
    studies = one_group(events, n, labels)
    value = np.arcsin(np.sqrt(studies.events / studies.n))
    return _pooled(value, 1.0 / (4.0 * studies.n), ARCSINE, ARCSINE_ROOT, method, interval, level, studies.labels)


def _pooled(
    value: Numbers,
    variance: Numbers,
    name: str,
    measure: str,
    method: str,
    interval: Interval,
    level: float,
    labels: tuple[str, ...],
) -> Pooled:
    found = random_effects(
        value,
        variance,
        method=method,
        interval=interval,
        prediction="z" if interval == "Wald" else "k-1",
        level=level,
        measure=measure,
        labels=labels,
    )
    return replace(found, p=float("nan"), method=f"{name}; {found.method}")


def _noted(found: Pooled, note: str) -> Pooled:
    return replace(found, notes=(*found.notes, note))
