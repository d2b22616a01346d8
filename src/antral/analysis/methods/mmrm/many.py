"""The MMRM of many trials at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.analysis.methods.mmrm.data import estimable, numbers
from antral.analysis.methods.mmrm.fit import Fits, Status, fit
from antral.analysis.methods.mmrm.fitted import FALLBACKS, FREEDOMS
from antral.analysis.methods.mmrm.inference import each, spread
from antral.analysis.methods.mmrm.likelihood import Problem
from antral.analysis.methods.mmrm.linear import Numbers
from antral.analysis.methods.mmrm.structures import STRUCTURES
from antral.analysis.methods.mmrm.summed import problems
from antral.core import InputError

NONE = -1
"""Place of the structure of a trial in which none could be fitted."""


@dataclass(frozen=True)
class Many:
    """Differences of arms from control in many trials; NaN where a trial could not be fitted or cannot tell."""

    effects: tuple[str, ...]
    """What each contrast is."""
    estimate: Numbers
    """`[trial, contrast]`"""
    error: Numbers
    """Standard error."""
    df: Numbers
    low: Numbers
    high: Numbers
    p_value: Numbers
    """Two-sided."""
    structures: tuple[str, ...]
    """Covariance structures in the order in which they were tried."""
    structure: NDArray[np.int64]
    """Which of them was used, -1 where none could be fitted. `[trial]`"""
    failures: Mapping[str, int]
    """Trials in which each structure was tried and could not be fitted."""
    steps: NDArray[np.int64]
    """Evaluations of the likelihood by the structure used. `[trial]`"""


def mmrm_many(
    response: ArrayLike,
    arm: ArrayLike,
    *,
    control: object,
    visits: Sequence[object] = (),
    at: Sequence[object] = (),
    baseline: ArrayLike | None = None,
    structure: str = "unstructured",
    fallback: bool = True,
    freedom: str = "Kenward-Roger",
    level: float = 0.95,
) -> Many:
    """`mmrm` by REML of many trials with the same arms and visits; a trial's numbers do not depend on the others.

    Parameters
    ----------
    response
        `[trial, person, visit]`, NaN where missing; a woman who is not in a trial has no value there.
    arm
        `[person]`, or `[trial, person]`; others than control in order of appearance, or of the alphabet.
    control
        The arm that the others are compared with.
    visits
        Names of the visits, by default 1, 2, …
    at
        Visits at which arms are compared; the last by default.
    baseline
        `[trial, person]`; a woman without one is left out.
    structure, fallback, freedom
        As in `mmrm`.

    Raises
    ------
    InputError
        Shapes that do not fit, or names that do not exist.
    """
    values = np.array(response, dtype=float)
    if values.ndim != 3 or 0 in values.shape[1:]:
        raise InputError(f"response must have an axis for trials, persons and visits; its shape is {values.shape}.")
    trials, people, number = values.shape
    labels = np.asarray(arm).astype(str)
    if labels.shape not in ((people,), (trials, people)):
        raise InputError(f"arm must have shape {(people,)} or {(trials, people)}; it has {labels.shape}.")
    if structure not in STRUCTURES:
        raise InputError(f"there is no covariance structure {structure!r}; there are: {', '.join(STRUCTURES)}.")
    if freedom not in FREEDOMS:
        raise InputError(f"degrees of freedom by {freedom!r}: {' or '.join(FREEDOMS)} was wanted.")
    named = tuple(visits) or tuple(range(1, number + 1))
    wanted = tuple(at) or named[-1:]
    if len(named) != number or not set(wanted) <= set(named):
        raise InputError(
            f"visits must be {number} names, and `at` some of them; {list(named)} and {list(wanted)} came."
        )
    if np.isinf(values).any():
        raise InputError("response must hold numbers, or NaN where missing; there is an infinite one.")
    ordered = labels.tolist() if labels.ndim == 1 else np.unique(labels).tolist()
    others = [label for label in dict.fromkeys(ordered) if label != str(control)]
    if str(control) not in ordered:
        raise InputError(f"no woman is in the control arm {control!r}; arms: {', '.join(others)}.")
    if not others:
        raise InputError(f"every woman is in the control arm {control!r}; another arm to compare with it was wanted.")

    columns = _columns(values, np.broadcast_to(labels, (trials, people)), others, baseline)
    start = number * (1 if baseline is None else 2)
    places = [start + k * number + named.index(visit) for k in range(len(others)) for visit in wanted]
    contrasts = np.eye(start + number * len(others))[places]
    times = np.array([float(v) for v in named if isinstance(v, int | float)])
    order = (structure, *FALLBACKS[structure]) if fallback else (structure,)
    found = np.full((6, trials, len(contrasts)), np.nan)
    used, steps = np.full(trials, NONE), np.zeros(trials, dtype=np.int64)
    failures = dict.fromkeys(order, 0)
    for part, data in problems(columns, values, times if len(times) == number else np.arange(number, dtype=float)):
        left, now = part, data
        for place, kind in enumerate(order):
            fits = fit(now, STRUCTURES[kind], restricted=True)
            well = fits.status == Status.CONVERGED
            failures[kind] += int(np.count_nonzero(~well))
            fitted = left[well]
            used[fitted], steps[fitted] = place, fits.steps[well]
            if len(fitted):
                whole = Fits(*(piece[well] for piece in fits))
                found[:, fitted] = _compared(now.of(np.flatnonzero(well)), kind, whole, contrasts, freedom, level)
            left, now = left[~well], now.of(np.flatnonzero(~well))
            if not len(left):
                break
    effects = tuple(f"{other} less {control} at {v}" for other in others for v in wanted)
    estimate, error, df, low, high, p = found
    return Many(
        effects, estimate, error, df, low, high, p, structures=order, structure=used, failures=failures, steps=steps
    )


def _columns(values: Numbers, labels: NDArray[np.str_], others: Sequence[str], baseline: ArrayLike | None) -> Numbers:
    """One, baseline less its mean, and arms, `[trial, person, column]`; women without baseline lose their values."""
    trials, people, _ = values.shape
    parts = [np.ones((trials, people))]
    if baseline is not None:
        given = numbers(baseline, (trials, people), "baseline")
        known = np.isfinite(given)
        values[~known] = np.nan
        counted = known & np.isfinite(values).any(axis=2)
        total = np.cumsum(np.where(counted, given, 0.0), axis=1)[:, -1]  # in order, whatever the number of trials
        mean = total / np.maximum(counted.sum(axis=1), 1)
        parts.append(np.where(known, given - mean[:, np.newaxis], 0.0))
    return np.stack(parts + [(labels == other).astype(float) for other in others], axis=2)


def _compared(data: Problem, kind: str, fits: Fits, contrasts: Numbers, freedom: str, level: float) -> Numbers:
    """Estimate, error, degrees of freedom, interval and p of converged trials; `[quantity, trial, contrast]`."""
    with np.errstate(all="ignore"):
        told = spread(data, STRUCTURES[kind], fits, contrasts, restricted=True)
        one = each(told, freedom == "Kenward-Roger", level)
    result = np.stack([told.estimate, one.error, one.df, one.low, one.high, one.p_value])
    return np.where(estimable(data, contrasts), result, np.nan)
