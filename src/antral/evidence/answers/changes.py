"""The mean change from before treatment, pooled over studies."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from antral.core import InputError
from antral.evidence.answers.result import Result, from_pooled
from antral.evidence.pooling import ESTIMATORS, effect_size, random_effects
from antral.evidence.pooling.intervals import INTERVALS, Interval
from antral.evidence.questions import Change

Measure = Literal["MD", "SMD"]
_SDS: Final = "SDs of the change"


@dataclass(frozen=True)
class HowChanges:
    """How mean changes are pooled."""

    measure: str = "MD"
    """MD in the unit of the outcome, SMD in standard deviations of the change."""
    tau2: str = "REML"
    interval: Interval = "HKSJ"

    def __post_init__(self) -> None:
        for what, value, known in (
            ("measure", self.measure, get_args(Measure)),
            ("tau2", self.tau2, tuple(ESTIMATORS)),
            ("interval", self.interval, tuple(INTERVALS)),
        ):
            if value not in known:
                raise InputError(f"{what}: {value!r} is not known for a change; known are {', '.join(known)}.")


def effects_of(changes: Sequence[Change], measure: str) -> tuple[list[float], list[float]]:
    """Changes and their variances, `[study]`."""
    if measure == "MD":
        return [one.mean for one in changes], [one.se**2 for one in changes]
    sds = [one.se * math.sqrt(one.n) for one in changes]
    # a pair of equal SDs with correlation one half has this SD of the change
    effects = effect_size(
        "SMCC",
        labels=[one.title for one in changes],
        before=[0.0] * len(changes),
        before_sd=sds,
        after=[one.mean for one in changes],
        after_sd=sds,
        n=[one.n for one in changes],
        correlation=0.5,
    )
    return effects.yi.tolist(), effects.vi.tolist()


def pool_changes(changes: Sequence[Change], how: HowChanges, unit: str) -> Result | None:
    """The pooled change; none of no study."""
    if not changes:
        return None
    yi, vi = effects_of(changes, how.measure)
    pooled = random_effects(
        yi, vi, method=how.tau2, interval=how.interval, labels=[one.title for one in changes], measure=how.measure
    )
    shown = unit if how.measure == "MD" else _SDS
    return from_pooled(pooled, scale="difference", unit=shown, women=sum(one.n for one in changes))


def beside_changes(changes: Sequence[Change], how: HowChanges, unit: str) -> tuple[Result, ...]:
    """The same changes by other estimators of tau2 and intervals."""
    if len(changes) < 2:
        return ()
    others = [HowChanges(how.measure, how.tau2, name) for name in get_args(Interval) if name != how.interval]
    others += [HowChanges(how.measure, name, how.interval) for name in ("DL", "PM", "ML") if name != how.tau2]
    return tuple(found for one in others if (found := pool_changes(changes, one, unit)) is not None)
