"""Two groups of women compared in one sample: difference of shares and odds ratio, each with its named test."""

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from antral.analysis.methods.binary import conditional as exact
from antral.analysis.methods.binary.boschloo import BOSCHLOO, boschloo_p
from antral.analysis.methods.binary.chi_squared import CHI_SQUARED, CHI_SQUARED_CORRECTED, chi_squared
from antral.analysis.methods.binary.differences import (
    MIETTINEN_NURMINEN,
    NEWCOMBE,
    WALD_DIFFERENCE,
    Limits,
    newcombe,
    wald_difference,
)
from antral.analysis.methods.binary.fisher import MID_P, fisher_p
from antral.analysis.methods.binary.tables import Counts, Numbers, counts, disagreement, side_of, told
from antral.analysis.methods.confidence import level_of
from antral.analysis.methods.counts import FISHER
from antral.analysis.methods.difference import score_difference
from antral.analysis.methods.result import Result
from antral.core import InputError

ODDS_RATIO = "odds ratio, conditional maximum likelihood with exact interval, p-value by Fisher's exact test"


class _Test(NamedTuple):
    name: str
    p_value: Callable[[Counts, Counts, str], Numbers]
    size: str


def _chi_squared(corrected: bool) -> Callable[[Counts, Counts, str], Numbers]:
    def p_value(events: Counts, n: Counts, alternative: str) -> Numbers:
        if alternative != "two-sided":
            raise InputError(f"alternative = {alternative!r}: the chi-squared test is two-sided.")
        return chi_squared(events, n, corrected=corrected).p_value

    return p_value


_AT_MOST = "the test's size is at most its level"
_NEAR = "the test's size is near its level"
TESTS: Mapping[str, _Test] = MappingProxyType(
    {
        "fisher": _Test(FISHER, fisher_p, f"{_AT_MOST}, often far below it"),
        "mid_p": _Test(MID_P, lambda x, n, side: fisher_p(x, n, side, mid=True), f"{_NEAR}, now and then above it"),
        "boschloo": _Test(BOSCHLOO, boschloo_p, _AT_MOST),
        "chi_squared": _Test(CHI_SQUARED, _chi_squared(corrected=False), f"{_NEAR} where many events are expected"),
        "chi_squared_corrected": _Test(CHI_SQUARED_CORRECTED, _chi_squared(corrected=True), f"{_AT_MOST} as a rule"),
    }
)
"""Tests that two true shares are equal, vectorised over trials."""


def _score_limits(events: ArrayLike, n: ArrayLike, level: float = 0.95) -> Limits:
    x, size = (np.asarray(part, dtype=float).reshape(2, -1) for part in (events, n))
    _, low, high = score_difference(x, size, level)
    shape = np.shape(events)[1:]
    return low.reshape(shape), high.reshape(shape)


INTERVALS: Mapping[str, tuple[str, Callable[[ArrayLike, ArrayLike, float], Limits]]] = MappingProxyType(
    {
        "newcombe": (NEWCOMBE, newcombe),
        "miettinen_nurminen": (MIETTINEN_NURMINEN, _score_limits),
        "wald": (WALD_DIFFERENCE, wald_difference),
    }
)
"""Intervals of the difference of two shares, vectorised over trials."""


def _one(events: ArrayLike, n: ArrayLike) -> tuple[Counts, Counts]:
    x, size = counts(events, n, 2)
    if x.ndim != 1:
        raise InputError(f"events = {events!r}: two numbers of women were wanted, one for each group.")
    return x, size


def risk_difference(
    *,
    events: ArrayLike,
    n: ArrayLike,
    interval: str = "newcombe",
    test: str = "fisher",
    alternative: str = "two-sided",
    confidence: float = 0.95,
) -> Result:
    """The first group's share less the second's.

    Parameters
    ----------
    events, n
        Women with the event and women in all, two each.
    interval, test
        Names of `INTERVALS` and `TESTS`. No interval here inverts a test here, so the two can disagree.
    alternative
        `two-sided`, or `greater` or `less`: of the first group. The interval stays two-sided.
    """
    x, size = _one(events, n)
    if interval not in INTERVALS:
        raise InputError(f"interval = {interval!r}: one of {', '.join(INTERVALS)} was wanted.")
    if test not in TESTS:
        raise InputError(f"test = {test!r}: one of {', '.join(TESTS)} was wanted.")
    side, (name, of), tested = side_of(alternative), INTERVALS[interval], TESTS[test]
    low, high = (float(limit) for limit in of(x, size, level_of(confidence)))
    p = float(tested.p_value(x[:, np.newaxis], size[:, np.newaxis], side)[0])
    empty = not size.min()
    gap = math.nan if empty else float(x[0] / size[0] - x[1] / size[1])
    return Result(
        method=f"{name}; p-value by {tested.name}",
        effect="difference of shares, first group less second",
        estimate=gap,
        low=low,
        high=high,
        p_value=p,
        confidence=confidence,
        sides=2 if side == "two-sided" else 1,
        n=told(size.tolist()),
        assumptions=(
            "women are independent; each group has one true share",
            tested.size,
            "the interval's coverage is near its confidence on average, not at least it",
        ),
        notes=tuple(_notes(x, size, p, low, high, confidence, side)),
        details={"share_first": _share(x[0], size[0]), "share_second": _share(x[1], size[1])},
    )


def _share(events: int, n: int) -> float:
    return float(events / n) if n else math.nan


def _notes(x: Counts, n: Counts, p: float, low: float, high: float, confidence: float, side: str) -> list[str]:
    if not n.min():
        return ["a group without women: nothing can be compared"]
    found = []
    if x.sum() in (0, n.sum()):
        found.append("no woman had the event, or all had: only one table is possible, and no test can say anything")
    return found + disagreement(p, low, high, confidence, side)


def odds_ratio(*, events: ArrayLike, n: ArrayLike, alternative: str = "two-sided", confidence: float = 0.95) -> Result:
    """The first group's odds over the second's, given how many women had the event in all.

    The two-sided p-value adds tables no more probable than the observed one, the interval has half of its error on each
    side, so that the two can disagree.

    Source: Fisher 1935; Cornfield 1956; as R's `fisher.test`.

    Parameters
    ----------
    events, n
        Women with the event and women in all, two each.
    """
    x, size = _one(events, n)
    side = side_of(alternative)
    law = exact.conditional(x[:, np.newaxis], size[:, np.newaxis])
    seen = int(x[0])
    estimate, (low, high) = exact.likeliest(law, seen), exact.limits(law, seen, level_of(confidence))
    p = exact.p_value(law, seen, side)
    empty = not size.min()
    notes = _notes(x, size, p, math.log(low) if low else -math.inf, math.log(high), confidence, side)
    return Result(
        method=ODDS_RATIO,
        effect="odds ratio, first group over second",
        estimate=estimate,
        low=low,
        high=high,
        p_value=math.nan if empty else p,
        confidence=confidence,
        sides=2 if side == "two-sided" else 1,
        n=told(size.tolist()),
        assumptions=(
            "women are independent; each group has one true share",
            "conditional on how many women had the event in all",
            "the test's size is at most its level, the interval's coverage at least its confidence",
        ),
        notes=tuple(notes),
    )
