"""The share of women with an event, pooled over studies."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from antral.analysis import clopper_pearson
from antral.core import InputError
from antral.evidence.answers.result import Result, from_pooled
from antral.evidence.pooling import Pooled, effect_size
from antral.evidence.pooling.proportions import (
    on_share,
    proportion_arcsine,
    proportion_exact,
    proportion_freeman_tukey,
    proportion_glmm,
    proportion_logit,
)
from antral.evidence.questions import Count

METHODS: Final[Mapping[str, Callable[..., Pooled]]] = MappingProxyType(
    {
        "glmm": proportion_glmm,
        "exact": proportion_exact,
        "logit": proportion_logit,
        "freeman_tukey": proportion_freeman_tukey,
        "arcsine": proportion_arcsine,
    }
)
"""Ways to pool shares, the default first."""
_INTERVALS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({"glmm": ("t", "Wald", "profile"), "exact": ()})
_INVERSE: Final = ("HKSJ", "HKSJ_adhoc", "Wald")
"""Intervals of each method, the default first."""


@dataclass(frozen=True)
class HowShares:
    """How shares are pooled."""

    method: str = "glmm"
    tau2: str = "REML"
    """Estimator of tau2, of methods by inverse variance."""
    interval: str | None = None
    """None is the method's first: t of the GLMM, HKSJ of methods by inverse variance."""

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise InputError(f"shares are pooled by {', '.join(METHODS)}; {self.method!r} is none of them.")
        if self.interval is not None and self.interval not in self.intervals:
            said = ", ".join(self.intervals) or "its own interval only"
            raise InputError(f"the method {self.method} has {said}; {self.interval!r} is none of them.")

    @property
    def intervals(self) -> tuple[str, ...]:
        """What the method has."""
        return _INTERVALS.get(self.method, _INVERSE)

    @property
    def given(self) -> dict[str, Any]:
        """Arguments of the method."""
        found: dict[str, Any] = {"interval": self.interval or self.intervals[0]} if self.intervals else {}
        return found if self.method in _INTERVALS else found | {"method": self.tau2}


def exact_interval(events: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Clopper and Pearson's interval of one study."""
    low, high = clopper_pearson(events, n, level)
    return float(low), float(high)


def pool_shares(counts: Sequence[Count], how: HowShares) -> Result | None:
    """The pooled share; of one study its own with its exact interval; none of no study."""
    if not counts:
        return None
    return _pool(tuple(counts), how if len(counts) > 1 else HowShares("exact"))


@lru_cache(maxsize=1024)  # the last of the studies added one by one is the whole, and the natural course is asked often
def _pool(counts: tuple[Count, ...], how: HowShares) -> Result:
    events, n = [one.events for one in counts], [one.n for one in counts]
    labels = [one.title for one in counts]
    pooled = METHODS[how.method](events, n, labels=labels, **how.given)
    shown = on_share(pooled, n)
    found = from_pooled(pooled, scale="share", unit="women", women=sum(n))
    found = replace(
        found,
        value=shown.share,
        low=shown.low,
        high=shown.high,
        prediction_low=shown.prediction_low,
        prediction_high=shown.prediction_high,
    )
    if len(counts) > 1:
        return found
    return replace(found, method="one study, not pooled; Clopper-Pearson exact interval", notes=())


def beside(counts: Sequence[Count], how: HowShares) -> tuple[Result, ...]:
    """The same counts by every other method, and by the other intervals of the one that was asked for."""
    if len(counts) < 2:
        return ()
    of_same = [HowShares(how.method, how.tau2, name) for name in how.intervals]
    others = [one for one in of_same if one.given != how.given]
    others += [HowShares(name, how.tau2) for name in METHODS if name != how.method]
    return tuple(found for one in others if (found := pool_shares(counts, one)) is not None)


def on_logit(counts: Sequence[Count]) -> tuple[list[float], list[float], tuple[str, ...]]:
    """Logits of the shares and their variances, `[study]`, with what was added to empty cells."""
    effects = effect_size(
        "PLO",
        labels=[one.title for one in counts],
        events=[one.events for one in counts],
        n=[one.n for one in counts],
    )
    return effects.yi.tolist(), effects.vi.tolist(), effects.notes
