"""What was recorded of many women over time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antral.engine.layout import OUTPUTS

Values = NDArray[np.floating]


@dataclass(frozen=True)
class Course:
    """Recorded courses. Every output of `layout.OUTPUTS` is an attribute `[patient, time]`."""

    t_days: NDArray[np.float64]
    """Moments of the records on the clock of the state. `[time]`, days"""
    values: Values
    """Everything recorded. `[output, patient, time]`, in the order of `layout.OUTPUTS`"""
    status: NDArray[np.int8]
    """0 while her numbers stayed finite; mask on it before any summary. `[patient]`"""
    refused: NDArray[np.int64]
    """Recruits refused so far because every slot was taken. `[patient]`"""

    def __getattr__(self, name: str) -> Values:
        """The output of this name, such as `course.fsh_iu_l`. `[patient, time]`"""
        if name in OUTPUTS:
            output: Values = self.values[OUTPUTS.index(name)]
            return output
        raise AttributeError(f"Course has no {name!r}; it records: {', '.join(OUTPUTS)}.")
