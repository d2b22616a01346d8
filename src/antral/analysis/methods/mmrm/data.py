"""From arrays of a trial, or of many, to what the likelihood works on; from long tables to wide ones."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.analysis.methods.mmrm.likelihood import Problem
from antral.analysis.methods.mmrm.linear import Flags, Numbers, factor, outer_sum
from antral.core import InputError

_ALIASED = 1e-9
"""A column is left out where less than this share of its sum of squares is its own."""
_MOST_VISITS = 60


def wide(person: ArrayLike, visit: ArrayLike, value: ArrayLike) -> tuple[NDArray[np.generic], list[object], Numbers]:
    """A table with one row a visit as a table with one row a woman.

    Parameters
    ----------
    person, visit, value
        `[row]`; visits in any order, values may be NaN.

    Returns
    -------
    Women and visits in sorted order, and values `[person, visit]`, NaN where there is none.

    Raises
    ------
    InputError
        The columns differ in length, or a woman has two rows for one visit.
    """
    who, when, what = np.asarray(person), np.asarray(visit), np.asarray(value, dtype=float)
    if not who.shape == when.shape == what.shape or who.ndim != 1:
        raise InputError(
            f"person, visit and value must have one entry a row; they have {who.shape}, {when.shape}, {what.shape}."
        )
    people, row = np.unique(who, return_inverse=True)
    visits, column = np.unique(when, return_inverse=True)
    if len(np.unique(row * len(visits) + column)) < len(row):
        raise InputError("a woman has more than one row for a visit; keep one, or give the visits different names.")
    table = np.full((len(people), len(visits)), np.nan)
    table[row, column] = what
    return people, visits.tolist(), table


def crossed(columns: Numbers, visits: int) -> Numbers:
    """Columns that do not change over the visits, each with its own coefficient at every visit.

    Parameters
    ----------
    columns
        `[trial, woman, column]`

    Returns
    -------
    `[trial, woman, visit, column × visit]`, the visits of the first column first.
    """
    trials, women, number = columns.shape
    each = columns[:, :, np.newaxis, :, np.newaxis] * np.eye(visits)[:, np.newaxis, :]
    return each.reshape(trials, women, visits, number * visits)


def problem(design: Numbers, response: Numbers, times: Numbers) -> Problem:
    """What the likelihood works on.

    Parameters
    ----------
    design
        `[trial, woman, visit, column]`; a visit where it is not finite counts as not seen.
    response
        `[trial, woman, visit]`, NaN where missing.
    times
        `[visit]`
    """
    trials, _, visits, columns = design.shape
    if visits > _MOST_VISITS:
        raise InputError(f"{visits} visits were given; an MMRM takes at most {_MOST_VISITS}.")
    seen = np.isfinite(response) & np.isfinite(design).all(axis=3)
    design = np.where(seen[..., np.newaxis], design, 0.0)
    code = np.where(seen, np.left_shift(np.int64(1), np.arange(visits)), 0).sum(axis=2)
    ordered = np.sort(code, axis=1)
    place = np.cumsum(np.diff(ordered, axis=1, prepend=ordered[:, :1]) != 0, axis=1)
    codes = np.zeros((trials, int(place.max()) + 1), dtype=np.int64)
    np.put_along_axis(codes, place, ordered, axis=1)
    # unused places at the end hold the empty pattern, with no women
    mine = np.argmax(code[:, :, np.newaxis] == codes[:, np.newaxis], axis=2)
    women = np.count_nonzero(mine[:, :, np.newaxis] == np.arange(codes.shape[1]), axis=1)
    patterns = (codes[..., np.newaxis] >> np.arange(visits)) & 1 == 1
    kept = _kept(outer_sum(design.reshape(trials, -1, columns)))
    return Problem(
        design=np.where(kept[:, np.newaxis, np.newaxis], design, 0.0),
        values=np.where(seen, response, 0.0),
        seen=seen,
        patterns=patterns,
        pattern=mine,
        women=women.astype(float),
        rest=np.zeros((*patterns.shape, visits)),
        whole=design,
        kept=kept,
        times=times,
    )


def _kept(products: Numbers) -> Flags:
    """Columns that add something to those before them, from X'X."""
    own = np.diagonal(products, axis1=1, axis2=2)
    size = np.sqrt(np.where(own > 0, own, 1.0))
    scaled = products / (size[:, :, np.newaxis] * size[:, np.newaxis, :])
    lower, exists = factor(scaled)
    kept: Flags = np.diagonal(lower, axis1=1, axis2=2) ** 2 > _ALIASED
    for trial in np.flatnonzero(~exists | ~kept.all(axis=1)):
        kept[trial] = _one_by_one(scaled[trial])
    return kept


def _one_by_one(scaled: Numbers) -> Flags:
    """Columns in order, each kept if it is no combination of those kept before."""
    kept = np.zeros(len(scaled), dtype=bool)
    left = scaled.copy()
    for column in range(len(scaled)):
        if left[column, column] > _ALIASED:
            kept[column] = True
            left = left - np.outer(left[:, column], left[column]) / left[column, column]
    return kept


def estimable(data: Problem, contrasts: Numbers) -> Flags:
    """Whether each contrast, `[contrast, column]`, can be told from the data; `[trial, contrast]`."""
    result = np.ones((len(data.whole), len(contrasts)), dtype=bool)
    for trial in np.flatnonzero(~data.kept.all(axis=1)):
        rows = data.whole[trial][data.seen[trial]]
        kept = data.kept[trial]
        others = np.linalg.lstsq(rows[:, kept], rows[:, ~kept], rcond=None)[0]
        wanted, implied = contrasts[:, ~kept], contrasts[:, kept] @ others
        size = 1.0 + np.abs(contrasts).max(axis=1, keepdims=True)
        result[trial] = (np.abs(wanted - implied) <= 1e-6 * size).all(axis=1)
    return result


def numbers(values: ArrayLike, shape: Sequence[int], name: str) -> Numbers:
    """An array of the shape that is wanted."""
    try:
        array = np.asarray(values, dtype=float)
    except (TypeError, ValueError) as error:
        raise InputError(f"{name} must be numbers; {error}.") from None
    if array.shape != tuple(shape):
        raise InputError(f"{name} must have shape {tuple(shape)}; it has {array.shape}.")
    return array
