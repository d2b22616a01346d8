"""Many trials with a coefficient of every column at every visit: women seen alike are summed up in a few rows.

Such a model is the same after a rotation among women who were seen at the same visits. Those of the commonest pattern
of visits become as many rows as there are columns, and a matrix of squares and products of what is left; the likelihood
is the same, and quicker by the women that were summed up.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from antral.analysis.methods.mmrm.data import crossed, problem
from antral.analysis.methods.mmrm.likelihood import Problem
from antral.analysis.methods.mmrm.linear import Numbers, outer_sum

_PAD = 4
"""Rows and patterns are filled up to a multiple of this, so that few sizes of problem occur."""
_TOGETHER = 64
"""Trials that are worked on at once: their arrays stay in the processor's cache."""


def problems(columns: Numbers, response: Numbers, times: Numbers) -> Iterator[tuple[NDArray[np.int64], Problem]]:
    """Trials of the same size together, so that no sum depends on the trials beside it.

    Parameters
    ----------
    columns
        `[trial, woman, column]`, the same at all visits.
    response
        `[trial, woman, visit]`, NaN where missing; a woman without all columns must have no value.
    times
        `[visit]`

    Yields
    ------
    Places of the trials, and their data.
    """
    _, women, visits = response.shape
    number = columns.shape[2]
    seen = np.isfinite(response)
    code = np.where(seen, np.left_shift(np.int64(1), np.arange(visits)), 0).sum(axis=2)
    ordered = np.sort(code, axis=1)
    patterns = 2 + np.count_nonzero(np.diff(ordered, axis=1), axis=1)  # one more for empty rows
    # the commonest pattern that is not empty; of two as common the one with most visits
    alike = np.count_nonzero(code[:, :, np.newaxis] == code[:, np.newaxis], axis=2) * (code > 0)
    best = np.argmax(alike * (visits + 1) + seen.sum(axis=2) * (alike > 0), axis=1)
    common = np.take_along_axis(code, best[:, np.newaxis], axis=1) == code
    count = common.sum(axis=1)
    summed = count > number
    rows = np.where(summed, number + women - count, women)
    sizes = np.stack([summed, -(-rows // _PAD) * _PAD, -(-patterns // _PAD) * _PAD], axis=1)
    kinds, kind = np.unique(sizes, axis=0, return_inverse=True)
    for one, (few, height, breadth) in enumerate(kinds.tolist()):
        mine = np.flatnonzero(kind.ravel() == one)
        for start in range(0, len(mine), _TOGETHER):
            part = mine[start : start + _TOGETHER]
            if few:
                data = _summed(columns[part], response[part], common[part], height, times)
            else:
                data = problem(crossed(columns[part], visits), response[part], times)
            yield part, _padded(data, breadth)


def _summed(columns: Numbers, response: Numbers, common: NDArray[np.bool_], height: int, times: Numbers) -> Problem:
    """Trials whose women of the commonest pattern are rotated into one row a column."""
    trials, women, visits = response.shape
    number = columns.shape[2]
    order = np.argsort(~common, axis=1, kind="stable")
    first = np.take_along_axis(common, order, axis=1)
    x = np.take_along_axis(columns, order[..., np.newaxis], axis=1)
    y = np.take_along_axis(response, order[..., np.newaxis], axis=1)
    seen = np.isfinite(y[:, 0])[:, np.newaxis, :, np.newaxis]
    values = np.where(np.isfinite(y), y, 0.0)
    turn, rotated = np.linalg.qr(np.where(first[..., np.newaxis], x, 0.0))
    mine = np.where(first[..., np.newaxis], values, 0.0)
    sums = np.matmul(turn.swapaxes(1, 2), mine)
    left = outer_sum(mine - np.matmul(turn, sums))
    # the rotated rows, then the other women, then empty rows
    place = first.sum(axis=1)[:, np.newaxis] + np.arange(height - number)
    there = place < women
    others = np.minimum(place, women - 1)[..., np.newaxis]
    tail_x = np.where(there[..., np.newaxis], np.take_along_axis(x, others, axis=1), 0.0)
    tail_y = np.where(there[..., np.newaxis], np.take_along_axis(y, others, axis=1), np.nan)
    head_y = np.where(seen[:, 0, :, 0][:, np.newaxis], sums, np.nan)
    data = problem(
        crossed(np.concatenate([rotated, tail_x], axis=1), visits), np.concatenate([head_y, tail_y], axis=1), times
    )
    main = data.pattern[:, 0]
    trial = np.arange(trials)
    data.women[trial, main] += first.sum(axis=1) - number
    data.rest[trial, main] = left
    return data


def _padded(data: Problem, breadth: int) -> Problem:
    """With empty patterns up to a number."""
    trials, patterns, visits = data.patterns.shape
    more = breadth - patterns
    return data._replace(
        patterns=np.concatenate([data.patterns, np.zeros((trials, more, visits), dtype=bool)], axis=1),
        women=np.concatenate([data.women, np.zeros((trials, more))], axis=1),
        rest=np.concatenate([data.rest, np.zeros((trials, more, visits, visits))], axis=1),
    )
