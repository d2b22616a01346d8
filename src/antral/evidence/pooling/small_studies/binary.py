"""Small-study tests for odds ratios, whose standard errors depend on the effect: Harbord and Peters."""

import math
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from antral.evidence.pooling.effect_sizes.two_arm_counts import Table, odds_ratio, peto_parts, silent, table
from antral.evidence.pooling.intervals import two_sided
from antral.evidence.pooling.small_studies.result import TOO_FEW, SmallStudyTest, warned
from antral.evidence.pooling.small_studies.straight_line import Line, line

HARBORD: Final = "Harbord's regression of the efficient score on its variance, t; slope on 1 / sqrt(V)"
PETERS: Final = "Peters' regression of the log odds ratio on the inverse of the study's size, t; slope"


def harbord(events: ArrayLike, n: ArrayLike, control_events: ArrayLike, control_n: ArrayLike) -> SmallStudyTest:
    """Harbord, Egger and Sterne 2006, Stat Med 25:3443.

    Parameters
    ----------
    events, n, control_events, control_n
        `[study]`; studies without, or with only, events say nothing and are left out.
    """

    def fitted(cells: Table) -> Line:
        excess, variance = peto_parts(cells)
        return line(excess / variance, 1 / np.sqrt(variance), variance)

    return _tested(HARBORD, fitted, events, n, control_events, control_n)


def peters(events: ArrayLike, n: ArrayLike, control_events: ArrayLike, control_n: ArrayLike) -> SmallStudyTest:
    """Peters et al. 2006, JAMA 295:676; inputs as `harbord`."""

    def fitted(cells: Table) -> Line:
        size = np.sum(cells[:4], axis=0)
        events_in_all = cells.a + cells.c
        return line(odds_ratio(cells, 0.5).yi, 1 / size, events_in_all * (size - events_in_all) / size)

    return _tested(PETERS, fitted, events, n, control_events, control_n)


def _tested(
    method: str,
    fitted: Callable[[Table], Line],
    events: ArrayLike,
    n: ArrayLike,
    control_events: ArrayLike,
    control_n: ArrayLike,
) -> SmallStudyTest:
    cells = table(events, n, control_events, control_n)
    kept = cells.of(~silent(cells, both_ends=True))
    k, dropped = len(kept.names), len(cells.names) - len(kept.names)
    found = fitted(kept)
    told = (f"{dropped} studies without, or with only, events were left out",) if dropped else ()
    return SmallStudyTest(
        method=method,
        coefficient=found.slope,
        se=found.slope_se,
        statistic=found.slope / found.slope_se if found.slope_se > 0 else math.nan,
        df=found.df,
        p=two_sided(found.slope, found.slope_se, found.df),
        limit=math.nan,
        limit_low=math.nan,
        limit_high=math.nan,
        k=k,
        few=k < TOO_FEW,
        notes=told + warned(k),
    )
