"""Mean time without the event up to a day, and its comparison between two groups.

Source: Royston and Parmar 2013, BMC Med Res Methodol 13:152; variance as Klein and Moeschberger 2003, Survival
Analysis, section 4.5. No assumption of proportional hazards.
"""

import math
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from antral.analysis.methods.confidence import level_of
from antral.analysis.methods.permutation import in_order
from antral.analysis.methods.result import Result
from antral.analysis.methods.survival.kaplan_meier import CENSORING, last_row, product_limit
from antral.analysis.methods.survival.risk_sets import risk_sets
from antral.analysis.methods.survival.sample import Sample, sample
from antral.core import InputError

RESTRICTED_MEAN: Final = "restricted mean time, area under the Kaplan-Meier curve"
RESTRICTED_DIFFERENCE: Final = "difference of restricted mean times, normal interval"
RESTRICTED_RATIO: Final = "ratio of restricted mean times, normal interval on the log scale"
_SHORT: Final = "a group was not followed to the day and women were left: nothing is known of its curve there"
_FEW_EVENTS: Final = 5
_FEW_WOMEN: Final = 30

Numbers = NDArray[np.float64]


class Means(NamedTuple):
    """Restricted mean times of many trials. `[group, trial]` each; NaN where follow-up does not reach the day."""

    estimate: Numbers
    error: Numbers


def restricted_mean_by_trial(
    time: Numbers, event: NDArray[np.int64], group: NDArray[np.int64], *, groups: int, day: float
) -> Means:
    """Mean time without the event up to a day, in each group of many trials.

    Parameters
    ----------
    time, event, group
        `[woman, trial]`; time is NaN where a trial has no such woman, group is 0 to `groups` less 1.
    day
        Above 0, fixed before the data are seen.
    """
    if not 0 < day < math.inf:
        raise InputError(f"day: wanted above 0 and finite; got {day}.")
    found = risk_sets(time, event, group, groups)
    share, _ = product_limit(found)
    until = np.minimum(found.time, day)
    width = np.diff(until, axis=0, append=np.full((1, time.shape[1]), day))
    areas = share * width
    after = np.cumsum(areas[:, ::-1], axis=1)[:, ::-1]  # from each row to the day
    n = np.maximum(found.at_risk, 1.0)
    left = n - found.events[0]
    with np.errstate(divide="ignore", invalid="ignore"):
        part = np.where((left > 0) & (found.time <= day), after**2 * found.events[0] / (n * left), 0.0)
    mean = np.stack([until[0] + in_order(area) for area in areas])
    spread = np.stack([in_order(one) for one in part])
    _, followed = last_row(found, day)
    used_up = share[:, -1] == 0.0
    known = (followed | used_up) & (found.at_risk[:, 0] > 0)
    return Means(np.where(known, mean, np.nan), np.where(known, np.sqrt(spread), np.nan))


def restricted_mean(
    time: ArrayLike, event: ArrayLike, group: ArrayLike | None = None, *, day: float, level: float = 0.95
) -> dict[str, Result]:
    """Mean time without the event up to a day in each group, by its name; `all` where there are no groups.

    Raises
    ------
    InputError
        As `sample`; a day that is not above 0.
    """
    women = sample(time, event, group)
    found = restricted_mean_by_trial(*women.one_trial, groups=len(women.names), day=day)
    z = float(ndtri(1 - (1 - level_of(level)) / 2))
    seen = _before(women, day)
    results = {}
    for at, name in enumerate(women.names):
        mean, error = float(found.estimate[at, 0]), float(found.error[at, 0])
        notes = (_SHORT,) if math.isnan(mean) else _small({name: women.n[name]}, {name: seen[name]}, {name: error})
        reach = z * error if error > 0 else math.nan
        results[name] = Result(
            method=RESTRICTED_MEAN,
            effect=f"mean time without the event up to {day:g}",
            estimate=mean,
            low=float(np.maximum(mean - reach, 0.0)),
            high=float(np.minimum(mean + reach, day)),
            p_value=math.nan,
            confidence=level,
            n={name: women.n[name]},
            left_out=women.left_out,
            assumptions=(CENSORING,),
            notes=(*women.notes, *notes),
            details={"standard error": error, "events before the day": float(seen[name])},
        )
    return results


def _before(women: Sample, day: float) -> dict[str, int]:
    """Events before a day, by group."""
    counted = (women.status == 1) & (women.time < day)
    return {name: int(counted[women.group == at].sum()) for at, name in enumerate(women.names)}


def _small(n: Mapping[str, int], events: Mapping[str, int], errors: Mapping[str, float]) -> tuple[str, ...]:
    """What few events and few women do to the normal limits."""
    notes = [
        f"{name}: the variance is 0 (nobody, or everybody at once, had the event before the day): no interval, no test"
        for name, error in errors.items()
        if error == 0
    ]
    notes += [
        f"{name}: {events[name]} events before the day; with fewer than {_FEW_EVENTS} the variance is hardly known"
        for name, error in errors.items()
        if error > 0 and events[name] < _FEW_EVENTS
    ]
    if min(n.values()) < _FEW_WOMEN:
        notes.append(
            f"fewer than {_FEW_WOMEN} women in a group: the interval is too short, and a test on it says significant "
            "too often; exact_log_rank holds its level"
        )
    return tuple(notes)


class Contrast(NamedTuple):
    """A comparison of two restricted mean times. `[trial]` each."""

    estimate: Numbers
    low: Numbers
    high: Numbers
    p_value: Numbers
    """Of both sides, from the normal distribution; NaN, as are the limits, where a group's variance is 0."""


def restricted_contrast(means: Means, *, ratio: bool = False, level: float = 0.95) -> Contrast:
    """The second group's mean less the first's, or their ratio, in many trials."""
    first, second = means.estimate
    with np.errstate(divide="ignore", invalid="ignore"):
        if ratio:
            gap, error = np.log(second / first), np.hypot(means.error[0] / first, means.error[1] / second)
        else:
            gap, error = second - first, np.hypot(means.error[0], means.error[1])
        error = np.where((means.error > 0).all(axis=0), error, np.nan)
        p = 2 * ndtr(-np.abs(gap / error))
    half = ndtri(1 - (1 - level_of(level)) / 2) * error
    scale = np.exp if ratio else np.positive
    return Contrast(scale(gap), scale(gap - half), scale(gap + half), p)


def restricted_mean_contrast(
    time: ArrayLike,
    event: ArrayLike,
    group: ArrayLike,
    *,
    day: float,
    control: Any,
    ratio: bool = False,
    level: float = 0.95,
) -> Result:
    """Difference, or ratio, of the restricted mean times of two groups: the other less the control group.

    Parameters
    ----------
    control
        Label of the control group.

    Returns
    -------
    Limits and p-value are NaN where a group had no event before the day: its variance would count as 0.

    Raises
    ------
    InputError
        As `sample`; a day that is not above 0; not two groups.
    """
    women = sample(time, event, group, control=control, fewest_groups=2)
    if len(women.names) != 2:
        raise InputError(f"group: wanted two groups; got {len(women.names)}.")
    means = restricted_mean_by_trial(*women.one_trial, groups=2, day=day)
    estimate, low, high, p = (float(part[0]) for part in restricted_contrast(means, ratio=ratio, level=level))
    seen = _before(women, day)
    errors = dict(zip(women.names, means.error[:, 0].tolist(), strict=True))
    short = bool(np.isnan(means.estimate).any())
    return Result(
        method=RESTRICTED_RATIO if ratio else RESTRICTED_DIFFERENCE,
        effect=f"{'ratio' if ratio else 'difference'} of mean times without the event up to {day:g}, "
        f"{women.names[1]} {'to' if ratio else 'less'} {women.names[0]}",
        estimate=estimate,
        low=low,
        high=high,
        p_value=p,
        confidence=level,
        n=women.n,
        left_out=women.left_out,
        assumptions=(CENSORING, "enough events for a normal limit"),
        notes=(*women.notes, *((_SHORT,) if short else _small(women.n, seen, errors))),
        details={f"mean {name}": float(means.estimate[at, 0]) for at, name in enumerate(women.names)}
        | {f"events {name}": float(events) for name, events in seen.items()},
    )
