"""Events of several single-arm studies against what each would have counted with no effect."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.optimize import brentq
from scipy.special import logit

from antral.core import InputError
from antral.evidence.pooling.sample import Numbers, confidence
from antral.evidence.spontaneous.law import Law, sum_of
from antral.evidence.spontaneous.said import said_first

PREDICTED: Final = "sum of events against its predictive law under no effect, exact mid-p; ratio by tilting that law"
_FARTHEST: Final = 60.0


@dataclass(frozen=True)
class Predicted:
    """Observed against expected events under no effect."""

    observed: int
    expected: float
    """Mean of the predictive law of the sum."""
    usual_low: int
    usual_high: int
    """Sums that hold at least `level` of the predictive law, equal tails: what no effect would show."""
    ratio: float
    """Observed to expected."""
    low: float
    high: float
    p_greater: float
    """Chance of as many events or more under no effect."""
    mid_p: float
    """The same with half the chance of exactly as many."""
    p: float
    """Two-sided: twice the smaller tail by mid-p, at most 1."""
    error: float
    """Monte-Carlo standard error of `p_greater`; 0 for exact laws."""
    tails: tuple[float, ...]
    """Of each study by itself: chance of as many events or more; `[study]`."""
    level: float
    method: str
    labels: tuple[str, ...]
    notes: tuple[str, ...]


def against_predicted(
    observed: Sequence[int], laws: Sequence[Law], *, level: float = 0.95, labels: Sequence[object] | None = None
) -> Predicted:
    """How far the events of some studies lie from what no effect predicts.

    Studies are taken as independent. The interval of the ratio comes from the exponential tilts of the predictive law:
    for a binomial law it is Clopper and Pearson's.

    Parameters
    ----------
    observed
        Events, `[study]`.
    laws
        Each study's predictive law under no effect, `[study]`.
    """
    if len(observed) != len(laws) or not len(laws):
        raise InputError(f"observed and laws: one a study each was wanted; there are {len(observed)} and {len(laws)}.")
    names = tuple(str(x) for x in labels or (f"study {i + 1}" for i in range(len(laws))))
    for name, seen, law in zip(names, observed, laws, strict=True):
        if not 0 <= seen < len(law.chance):
            raise InputError(f"{name}: {seen} events of {len(law.chance) - 1} women; the law has no such count.")
    whole = sum_of(laws)
    tails = [law.at_least(seen) for seen, law in zip(observed, laws, strict=True)]
    notes = []
    if whole.replicates is not None:
        notes.append(f"predictive laws were counted from {whole.replicates} simulated trials or more of each study")
    found = judged(observed, whole, tails=tails, method=PREDICTED, level=level, labels=names, notes=notes)
    return replace(found, error=_error(laws, found.observed))


def judged(
    observed: Sequence[int],
    whole: Law,
    *,
    tails: Sequence[float],
    method: str,
    level: float,
    labels: tuple[str, ...],
    notes: Sequence[str],
) -> Predicted:
    """The observed sum against the predictive law of the sum."""
    total, women = int(sum(observed)), len(whole.chance) - 1
    below, above = float(whole.chance[:total].sum()), whole.at_least(total + 1)
    here = float(whole.chance[total])
    tail = (1.0 - confidence(level)) / 2.0
    low, high = _limits(whole.chance, total, tail)
    cumulative = np.cumsum(whole.chance)
    return Predicted(
        observed=total,
        expected=whole.mean,
        usual_low=int(np.searchsorted(cumulative, tail)),
        usual_high=int(np.searchsorted(cumulative, 1.0 - tail)),
        ratio=total / whole.mean if whole.mean > 0 else math.nan,
        low=low / whole.mean if whole.mean > 0 else math.nan,
        high=high / whole.mean if whole.mean > 0 else math.nan,
        p_greater=min(1.0, here + above),
        mid_p=min(1.0, here / 2.0 + above),
        p=min(1.0, 2.0 * (here / 2.0 + min(above, below))),
        error=0.0,
        tails=tuple(tails),
        level=level,
        method=method,
        labels=labels,
        notes=(said_first(len(observed), women), *notes),
    )


def _limits(chance: Numbers, observed: int, tail: float) -> tuple[float, float]:
    """Means of the two tilts under which the observed sum is just as extreme as `tail` allows."""
    counts = np.flatnonzero(chance)
    log = np.log(chance[counts])

    def tilted(by: float) -> Numbers:
        value = log + counts * by
        raised = np.exp(value - value.max())
        share: Numbers = raised / raised.sum()
        return share

    def excess(share: float) -> float:
        return float(logit(np.clip(share, 1e-300, 1 - 1e-16)) - logit(tail))

    low = high = float(observed)
    if observed > counts[0]:
        by = brentq(lambda b: excess(tilted(b)[counts >= observed].sum()), -_FARTHEST, _FARTHEST)
        low = float(tilted(by) @ counts)
    if observed < counts[-1]:
        by = brentq(lambda b: excess(tilted(b)[counts <= observed].sum()), -_FARTHEST, _FARTHEST)
        high = float(tilted(by) @ counts)
    return low, high


def _error(laws: Sequence[Law], observed: int) -> float:
    """Standard error of the upper tail, each study's law being counted from its own replicates."""
    variance = 0.0
    for i, law in enumerate(laws):
        if law.replicates is None:
            continue
        rest = sum_of([*laws[:i], *laws[i + 1 :]])
        tails = np.array([rest.at_least(observed - count) for count in range(len(law.chance))])
        variance += float(law.chance @ (tails - law.chance @ tails) ** 2) / law.replicates
    return math.sqrt(variance)
