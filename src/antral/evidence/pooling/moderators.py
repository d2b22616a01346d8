"""What may explain why effects differ: numbers and groups, as columns of a design matrix."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from antral.core import InputError
from antral.evidence.pooling.sample import Numbers
from antral.evidence.pooling.weighted import full_rank

INTERCEPT = "intercept"


class Design(NamedTuple):
    """A design matrix with its columns' names."""

    columns: Numbers
    """`[study, coefficient]`, the intercept first."""
    names: tuple[str, ...]
    levels: Mapping[str, tuple[str, ...]]
    """Levels of each group, the one that others are compared with first; empty for numbers."""

    def row(self, values: Mapping[str, float | str]) -> Numbers:
        """The row of a study with these moderators, `[coefficient]`."""
        if set(values) != set(self.levels):
            raise InputError(f"values: {', '.join(self.levels)} were wanted; there are {', '.join(values)}.")
        found = [1.0]
        for name, levels in self.levels.items():
            value = values[name]
            if levels and str(value) not in levels:
                raise InputError(f"{name}: {value!r} is not known; known are {', '.join(levels)}.")
            found += [float(str(value) == level) for level in levels[1:]] if levels else [float(value)]
        return np.array(found)


def design_of(moderators: Mapping[str, ArrayLike | Sequence[object]], k: int) -> Design:
    """Columns of some moderators: a number as it is, a group by its levels against the first in alphabetical order.

    Raises
    ------
    InputError
        Where a moderator has not one value a study, or coefficients cannot be told apart.
    """
    parts: list[Numbers] = [np.ones(k)]
    names = [INTERCEPT]
    levels: dict[str, tuple[str, ...]] = {}
    for name, given in moderators.items():
        values = np.asarray(given)
        if values.shape != (k,):
            raise InputError(f"{name}: one value a study was wanted, {k} in all; there are {values.shape}.")
        if values.dtype.kind in "fiub":
            if not np.isfinite(values.astype(float)).all():
                raise InputError(f"{name}: a value is missing; leave that study out and say so.")
            levels[name] = ()
            parts.append(values.astype(float))
            names.append(name)
        else:
            words = values.astype(str)
            levels[name] = tuple(sorted(set(words.tolist())))
            if len(levels[name]) < 2:
                raise InputError(f"{name}: all studies are {levels[name][0]}; a group needs two levels.")
            for level in levels[name][1:]:
                parts.append((words == level).astype(float))
                names.append(f"{name}: {level} (against {levels[name][0]})")
    return Design(full_rank(np.column_stack(parts)), tuple(names), levels)
