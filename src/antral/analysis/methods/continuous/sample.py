"""The women who count in an analysis: checked, and those without a value left out and counted."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.core import InputError

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


ROUNDED = 1e-12
"""Share of the values below which their differences are rounding: they are equal."""


class Group(NamedTuple):
    """Known values of one group."""

    values: Numbers
    """`[woman]`"""
    left_out: int
    """Women without a value."""

    @property
    def mean(self) -> float:
        """Average."""
        return float(self.values.mean())

    @property
    def deviation(self) -> float:
        """Sample standard deviation: 0 where all values are equal but for rounding, NaN from one woman."""
        if len(self.values) < 2:
            return float("nan")
        varies = np.ptp(self.values) > ROUNDED * np.abs(self.values).max()
        return float(self.values.std(ddof=1)) if varies else 0.0


def numbers(values: ArrayLike, name: str, length: int | None = None) -> Numbers:
    """One number a woman, NaN where there is none."""
    try:
        found = np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError(f"{name}: numbers were wanted, NaN where a value is missing.") from None
    if found.ndim != 1 or (length is not None and len(found) != length):
        wanted = "one number a woman" if length is None else f"one number for each of the {length} women"
        raise InputError(f"{name}: {wanted} was wanted; what came has the shape {found.shape}.")
    if np.isinf(found).any():
        raise InputError(f"{name}: an infinite number came. Leave out the value with NaN, or correct it.")
    return found


def group(values: ArrayLike, name: str) -> Group:
    """The known values of a group; an empty group is refused."""
    found = numbers(values, name)
    known = ~np.isnan(found)
    if not known.any():
        raise InputError(f"{name}: no woman has a value; at least one was wanted.")
    return Group(found[known], int((~known).sum()))


class Arms(NamedTuple):
    """Women of several arms, of whom two are compared."""

    known: Flags
    """Who is in the sample. `[woman in the data]`"""
    treated: Numbers
    """1 in the arm that is asked for, `[woman in the sample]`"""
    others: Numbers
    """Indicators of further arms that stay in the model. `[arm, woman in the sample]`"""
    covariates: Numbers
    """`[covariate, woman in the sample]`"""
    n: Mapping[str, int]
    """Women in the sample, by arm."""
    left_out: int


def arms(
    values: Numbers, arm: Sequence[object], versus: tuple[object, object], covariates: Mapping[str, ArrayLike] | None
) -> Arms:
    """Arms and covariates of the women who have all of them and a value.

    Parameters
    ----------
    values
        `[woman]`, NaN where missing.
    arm
        Each woman's arm, `[woman]`.
    versus
        The arm asked for and the one it is compared with.
    covariates
        By name, `[woman]`; categories must come as indicators.
    """
    labels = np.asarray([str(one) for one in arm])
    if labels.shape != values.shape:
        raise InputError(f"arm: one arm for each of the {len(values)} women was wanted; {len(labels)} came.")
    asked, reference = (str(one) for one in versus)
    if asked == reference:
        raise InputError(f"versus: two different arms were wanted; {asked!r} came twice.")
    names = sorted(set(labels.tolist()))
    for one in (asked, reference):
        if one not in names:
            raise InputError(f"versus: there is no arm {one!r}; there are: {', '.join(names)}.")
    rows = [numbers(row, f"covariate {name}", len(values)) for name, row in (covariates or {}).items()]
    adjusted = np.array(rows).reshape(len(rows), len(values))
    known = ~np.isnan(values) & ~np.isnan(adjusted).any(axis=0)
    n = {name: int((labels[known] == name).sum()) for name in names}
    for one in (asked, reference):
        if not n[one]:
            raise InputError(f"arm {one}: no woman has a value and all covariates; at least one was wanted.")
    further = [name for name in names if name not in {asked, reference} and n[name]]
    indicators = np.array([labels[known] == name for name in further], dtype=np.float64)
    return Arms(
        known,
        (labels[known] == asked).astype(np.float64),
        indicators.reshape(len(further), int(known.sum())),
        adjusted[:, known],
        {name: n[name] for name in (asked, reference, *further)},
        int((~known).sum()),
    )
