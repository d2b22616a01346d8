"""What a two-stage trial says while it runs and after it has ended.

The usual share is biased, because a trial that starts badly stops. The unbiased estimate of least variance is that of
Jung and Kim (2004, Stat Med 23:881); p-value and interval order outcomes by it (Jung, Owzar, George and Lee 2006,
Control Clin Trials 27:431): by stage, and within a stage by events.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from antral.core import InputError
from antral.design.two_stage.stages import TwoStage, binomial, reaches, tail

INFERENCE = "unbiased estimate, p-value and interval after two stages (Jung)"


@dataclass(frozen=True)
class Inferred:
    """What a finished two-stage trial shows."""

    events: int
    women: int
    estimate: float
    """Unbiased, of least variance."""
    usual: float
    """Events by women: biased."""
    low: float
    high: float
    confidence: float
    p_value: float
    """One-sided, for the share that is not worth following up."""

    def __str__(self) -> str:
        """In one line."""
        return (
            f"{self.events} of {self.women}: {self.estimate:.4f} ({100 * self.confidence:g} % interval "
            f"{self.low:.4f} to {self.high:.4f}), one-sided p = {self.p_value:.4g}; {INFERENCE}"
        )


def conditional_power(design: TwoStage, events: int, women: int, share: float) -> float:
    """The chance of success of a trial under way, if the true share is so; in the first stage it may still stop.

    Raises
    ------
    InputError
        For counts that cannot be.
    """
    if not 0 <= events <= women <= design.n or not 0.0 <= share <= 1.0:
        raise InputError(f"{events} events in {women} of {design.n} women at a share of {share:g} cannot be.")
    if women >= design.n1:
        # what happened in the first stage is past: the trial was continued
        left = tail(design.n - women, share)
        return float(left[min(max(design.r + 1 - events, 0), len(left) - 1)])
    more = binomial(design.n1 - women, share)
    second = tail(design.n - design.n1, share)
    reached = events + np.arange(len(more))
    need = np.clip(design.r + 1 - reached, 0, len(second) - 1)
    return float(np.sum(more * second[need] * (reached > design.r1)))


def inferred(design: TwoStage, events: int, *, null: float, stopped: bool, level: float = 0.95) -> Inferred:
    """Estimate, p-value and interval after the trial.

    Parameters
    ----------
    events
        In all women who were seen.
    null
        The share that the p-value is for.
    stopped
        Whether it stopped after the first stage.

    Raises
    ------
    InputError
        For events that cannot be: more than `r1` where it stopped, `r1` or fewer where it went on.
    """
    women = design.n1 if stopped else design.n
    fits = 0 <= events <= design.r1 if stopped else design.r1 < events <= women
    if not fits or not 0.0 < null < 1.0 or not 0.0 < level < 1.0:
        raise InputError(f"{events} events in {women} women cannot be after {design}, or a rate is outside 0 to 1.")
    error = 0.5 * (1.0 - level)
    least = events == 0
    low = 0.0 if least else _solve(lambda p: _at_least(design, p, events, stopped) - error)
    most = not stopped and events == women
    high = 1.0 if most else _solve(lambda p: 1.0 - _at_least(design, p, events + 1, stopped) - error)
    return Inferred(
        events,
        women,
        unbiased(design, events, stopped=stopped),
        events / women,
        low,
        high,
        level,
        _at_least(design, null, events, stopped),
    )


def unbiased(design: TwoStage, events: int, *, stopped: bool) -> float:
    """The unbiased estimate of least variance: the mean share of the first women, given the end."""
    if stopped:
        return events / design.n1
    n2 = design.n - design.n1
    x1 = np.arange(max(design.r1 + 1, events - n2), min(events, design.n1) + 1)
    log_ways = _log_ways(design.n1, x1) + _log_ways(n2, events - x1)
    ways = np.exp(log_ways - log_ways.max())
    return float(np.sum(ways * x1 / design.n1) / ways.sum())


def _log_ways(n: int, k: NDArray[np.int64]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return found


def _at_least(design: TwoStage, share: float, events: int, stopped: bool) -> float:
    """The chance of an outcome at least as good as so many events after the stage that ended the trial."""
    if stopped:
        return float(tail(design.n1, share)[events])
    return reaches(design, share, events)


def _solve(function: Callable[[float], float]) -> float:
    from scipy.optimize import brentq  # slow to load

    return float(brentq(function, 1e-12, 1.0 - 1e-12, xtol=1e-13))
