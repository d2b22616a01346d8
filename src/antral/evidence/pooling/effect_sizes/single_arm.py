"""One arm alone: shares, rates and means."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from antral.core import InputError
from antral.evidence.pooling.effect_sizes.effects import Effects, Flags, Numbers, columns, counted, positive, where


def proportion(events: ArrayLike, n: ArrayLike, correction: float, labels: Sequence[object] | None = None) -> Effects:
    """The share itself; the correction enters the variance alone, where it would be zero."""
    x, size, names, still = _shares(events, n, labels)
    add = correction * still
    p = (x + add) / (size + 2 * add)
    vi = p * (1 - p) / (size + 2 * add)
    return Effects(x / size, vi, names, "proportion", "identity", (), _told(names, still, correction))


def logit(events: ArrayLike, n: ArrayLike, correction: float, labels: Sequence[object] | None = None) -> Effects:
    """Log odds of the event; the correction is added to both cells of a study without, or with only, events."""
    x, size, names, still = _shares(events, n, labels)
    a, b = x + correction * still, size - x + correction * still
    return Effects(np.log(a / b), 1 / a + 1 / b, names, "log odds", "expit", (), _told(names, still, correction))


def log_proportion(
    events: ArrayLike, n: ArrayLike, correction: float, labels: Sequence[object] | None = None
) -> Effects:
    """Log of the share; the correction is added to both cells of a study without, or with only, events."""
    x, size, names, still = _shares(events, n, labels)
    a, all_women = x + correction * still, size + 2 * correction * still
    vi = 1 / a - 1 / all_women
    return Effects(np.log(a / all_women), vi, names, "log proportion", "exp", (), _told(names, still, correction))


def freeman_tukey(
    events: ArrayLike, n: ArrayLike, correction: float, labels: Sequence[object] | None = None
) -> Effects:
    """Double arcsine, halved as metafor has it (Freeman and Tukey 1950, Ann Math Stat 21:607); needs no correction.

    The way back needs a size of sample and is not one of `BACK`.
    """
    del correction
    x, size, names, _ = _shares(events, n, labels)
    yi = (np.arcsin(np.sqrt(x / (size + 1))) + np.arcsin(np.sqrt((x + 1) / (size + 1)))) / 2
    return Effects(yi, 1 / (4 * size + 2), names, "double arcsine of the proportion", "")


def log_rate(events: ArrayLike, time: ArrayLike, correction: float, labels: Sequence[object] | None = None) -> Effects:
    """Log of events a unit of time; the correction is added to the events of a study without any."""
    given, listed = columns(labels, {"events": events, "time": time})
    positive(time=given["time"])
    _whole(given["events"], listed)
    none = given["events"] == 0
    x = given["events"] + correction * none
    names = tuple(listed)
    return Effects(np.log(x / given["time"]), 1 / x, names, "log rate", "exp", (), _told(names, none, correction))


def rate_ratio(
    events: ArrayLike,
    time: ArrayLike,
    control_events: ArrayLike,
    control_time: ArrayLike,
    correction: float,
    labels: Sequence[object] | None = None,
) -> Effects:
    """Log of two rates' ratio; a study without any event is left out, one arm without gets the correction in both."""
    arms = {"events": events, "time": time}
    given, listed = columns(labels, arms | {"control_events": control_events, "control_time": control_time})
    positive(time=given["time"], control_time=given["control_time"])
    for name in ("events", "control_events"):
        _whole(given[name], listed)
    none = (given["events"] + given["control_events"]) == 0
    x1, t1, x2, t2 = (column[~none] for column in given.values())
    names = tuple(where(listed, ~none))
    empty = (x1 == 0) | (x2 == 0)
    a, c = x1 + correction * empty, x2 + correction * empty
    dropped = tuple(where(listed, none))
    notes = _told(names, empty, correction)
    if dropped:
        notes = (*notes, counted(dropped, "without any event say nothing of a ratio and were left out"))
    return Effects(np.log(a / t1) - np.log(c / t2), 1 / a + 1 / c, names, "log rate ratio", "exp", dropped, notes)


def mean(mean: ArrayLike, sd: ArrayLike, n: ArrayLike, labels: Sequence[object] | None = None) -> Effects:
    """The mean of one arm, in the unit of the outcome."""
    given, names = columns(labels, {"mean": mean, "sd": sd, "n": n})
    positive(sd=given["sd"], n=given["n"])
    return Effects(given["mean"], given["sd"] ** 2 / given["n"], tuple(names), "mean", "identity")


def _shares(
    events: ArrayLike, n: ArrayLike, labels: Sequence[object] | None
) -> tuple[Numbers, Numbers, tuple[str, ...], Flags]:
    """Events, women, names, and which studies have none or only events."""
    given, names = columns(labels, {"events": events, "n": n})
    x, size = given["events"], given["n"]
    _whole(x, names)
    if (x > size).any() or (size <= 0).any():
        at = int(np.argmax((x > size) | (size <= 0)))
        raise InputError(f"{names[at]}: {x[at]:g} events of {size[at]:g} women are impossible.")
    return x, size, tuple(names), (x == 0) | (x == size)


def _whole(events: Numbers, names: Sequence[str]) -> None:
    bad = (events < 0) | (events % 1 != 0)
    if bad.any():
        at = int(np.argmax(bad))
        raise InputError(f"{names[at]}: {events[at]:g} events are impossible.")


def _told(names: Sequence[str], corrected: Flags, correction: float) -> tuple[str, ...]:
    chosen = where(names, corrected)
    return (counted(chosen, f"got {correction:g} added for an empty cell"),) if chosen else ()
