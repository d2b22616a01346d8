"""In which tail a planned test rejects, and its p-value there."""

import numpy as np
from numpy.typing import NDArray

from antral.analysis.endpoints import Question

Numbers = NDArray[np.float64]


def side_of(question: Question, sides: int) -> int:
    """The tail in which a test rejects: 1 the upper, -1 the lower, 0 both."""
    if sides == 2:
        return 0
    return 1 if question.direction == "increase" else -1


def in_tail(p_value: Numbers, estimate: Numbers, side: int) -> Numbers:
    """Two-sided p-values of symmetric tests as those of one tail; as they are for both."""
    if not side:
        return p_value
    return np.where(np.sign(estimate) == side, p_value / 2, 1.0 - p_value / 2)


def words(side: int) -> str:
    """The same for a method's name."""
    return "one-sided" if side else "two-sided"
