"""Events, women and time that a log-rank test needs, for exponential times, steady accrual and drop-out.

Schoenfeld (1981, Biometrika 68:316), Freedman (1982, Stat Med 1:121); the chance of an event during accrual and
follow-up after Lachin and Foulkes (1986, Biometrics 42:507).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri

from antral.analysis import methods
from antral.core import InputError, Purpose, uniforms
from antral.design.fixed.simulated import Simulated, share_of
from antral.design.fixed.sized import Size, level_of, positive, quantile

SCHOENFELD = "log-rank test, events by Schoenfeld"
FREEDMAN = "log-rank test, events by Freedman"
SIMULATED = "log-rank test, simulated trials with exponential times"


@dataclass(frozen=True)
class Course:
    """How women come, have the event and leave. One unit of time throughout, such as months."""

    control_hazard: float
    """Events a unit of time in the control arm: log 2 / median."""
    accrual: float
    """Time over which women enter evenly; 0 if all enter at once."""
    follow_up: float
    """Time from the last entry to the analysis."""
    dropout_hazard: float = 0.0
    """Women who leave a unit of time, in each arm."""

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        positive("the hazard of the control arm", self.control_hazard)
        if min(self.accrual, self.follow_up, self.dropout_hazard) < 0.0 or self.accrual + self.follow_up <= 0.0:
            raise InputError("accrual, follow-up and drop-out must not be negative, and accrual or follow-up above 0.")

    def at(self, time: float) -> "Course":
        """The same trial analysed at some time since its start."""
        accrual = min(self.accrual, time)
        return Course(self.control_hazard, accrual, time - accrual, self.dropout_hazard)


def event_share(course: Course, hazard_ratio: float = 1.0) -> float:
    """The share of women whose event is seen."""
    hazard = course.control_hazard * positive("the hazard ratio", hazard_ratio)
    leaving = hazard + course.dropout_hazard
    if course.accrual == 0.0:
        unseen = math.exp(-leaving * course.follow_up)
    else:
        unseen = math.exp(-leaving * course.follow_up) * -math.expm1(-leaving * course.accrual)
        unseen /= leaving * course.accrual
    return hazard / leaving * (1.0 - unseen)


def log_rank_events(
    hazard_ratio: float,
    *,
    power: float = 0.8,
    ratio: float = 1.0,
    alpha: float = 0.05,
    sides: int = 2,
    freedman: bool = False,
) -> float:
    """Events in all that a log-rank test needs; `ratio` women are treated for one control."""
    level = level_of(alpha, sides, power)
    if positive("the hazard ratio", hazard_ratio) == 1.0:
        raise InputError("the hazard ratio is 1: no number of events shows it.")
    return (quantile(level) + float(ndtri(power))) ** 2 / _signal(hazard_ratio, ratio, freedman)


def log_rank_power(
    hazard_ratio: float,
    events: float,
    *,
    ratio: float = 1.0,
    alpha: float = 0.05,
    sides: int = 2,
    freedman: bool = False,
) -> float:
    """Power of a log-rank test with some events in all."""
    signal = _signal(positive("the hazard ratio", hazard_ratio), ratio, freedman)
    return float(ndtr(math.sqrt(signal * positive("events", events)) - quantile(level_of(alpha, sides))))


def survival_size(
    hazard_ratio: float,
    course: Course,
    *,
    power: float = 0.8,
    ratio: float = 1.0,
    alpha: float = 0.05,
    sides: int = 2,
    freedman: bool = False,
) -> Size:
    """Women who must enter for the log-rank test to have its events at the end of follow-up."""
    events = log_rank_events(hazard_ratio, power=power, ratio=ratio, alpha=alpha, sides=sides, freedman=freedman)
    seen = (event_share(course, hazard_ratio), event_share(course))
    control = events / (ratio * seen[0] + seen[1])
    women = (math.ceil(ratio * control - 1e-9), math.ceil(control - 1e-9))
    reached = women[0] * seen[0] + women[1] * seen[1]
    found = log_rank_power(hazard_ratio, reached, ratio=ratio, alpha=alpha, sides=sides, freedman=freedman)
    method = FREEDMAN if freedman else SCHOENFELD
    return Size(method, (ratio * control, control), women, found, notes=(f"{events:.1f} events",))


def time_of_events(events: float, hazard_ratio: float, course: Course, n: Sequence[float]) -> float:
    """When so many events are expected, since the first entry.

    Parameters
    ----------
    n
        Women treated and control, entering over the accrual of the course; its follow-up is not used.

    Raises
    ------
    InputError
        If so many are never expected.
    """
    from scipy.optimize import brentq  # slow to load

    def expected(time: float) -> float:
        then = course.at(time)
        entered = min(time / course.accrual, 1.0) if course.accrual else 1.0
        return entered * (n[0] * event_share(then, hazard_ratio) + n[1] * event_share(then))

    late = 200.0 / course.control_hazard + course.accrual
    if expected(late) < events:
        raise InputError(f"{events:g} events are never expected of {sum(n):g} women: {expected(late):.1f} at the most.")
    return float(brentq(lambda time: expected(time) - events, 1e-9 * late, late))


def log_rank_simulated(
    hazard_ratio: float,
    course: Course,
    n: Sequence[int],
    *,
    alpha: float = 0.05,
    sides: int = 2,
    trials: int = 2000,
    seed: int = 1,
) -> Simulated:
    """Power of the log-rank test in simulated trials; one-sided, in the direction of the hazard ratio."""
    level = level_of(alpha, sides)
    positive("the hazard ratio", hazard_ratio)
    treated = np.repeat([1, 0], n)[:, None]
    u = uniforms(seed, np.arange(1, trials + 1), np.arange(sum(n))[:, None], Purpose.DESIGN, 0)
    entry = u[..., 0] * course.accrual
    with np.errstate(divide="ignore"):
        to_event = -np.log(u[..., 1]) / (course.control_hazard * np.where(treated == 1, hazard_ratio, 1.0))
        to_leaving = -np.log(u[..., 2]) / np.float64(course.dropout_hazard)
    watched = np.minimum(course.accrual + course.follow_up - entry, to_leaving)
    time, event = np.minimum(to_event, watched), (to_event <= watched).astype(np.int64)
    group = np.broadcast_to(treated, time.shape).astype(np.int64)
    z = np.nan_to_num(methods.survival.log_rank_by_trial(time, event, group, groups=2).z)
    far = np.abs(z) if sides == 2 else (z if hazard_ratio >= 1.0 else -z)
    return share_of(far >= quantile(level), SIMULATED)


def _signal(hazard_ratio: float, ratio: float, freedman: bool) -> float:
    """The square of the expected Z that one event adds."""
    positive("ratio", ratio)
    if freedman:
        return ratio * (1.0 - hazard_ratio) ** 2 / (1.0 + ratio * hazard_ratio) ** 2
    return ratio / (1.0 + ratio) ** 2 * math.log(hazard_ratio) ** 2
