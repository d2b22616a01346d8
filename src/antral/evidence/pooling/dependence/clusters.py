"""Studies, and other units that several effects share."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from antral.core import InputError


def numbered(ids: Sequence[object], effects: int, name: str = "study") -> tuple[NDArray[np.int64], int]:
    """A number for each unit from 0, `[effect]`, and how many there are."""
    words = np.array([str(one) for one in ids])
    if words.shape != (effects,):
        raise InputError(f"{name}: one an effect was wanted, {effects} in all; there are {len(words)}.")
    found, numbers = np.unique(words, return_inverse=True)
    return numbers.ravel().astype(np.int64), len(found)
