"""Who is in which trial, and what is recorded of their simulated lives."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Roster:
    """Who is in which trial. All arrays `[participant]`, trial after trial."""

    seed: int
    trial: NDArray[np.int64]
    participant_id: NDArray[np.int64]
    woman: NDArray[np.int64]

    @property
    def keys(self) -> dict[str, Any]:
        """Seed, trial and woman: the keys of everybody's luck."""
        return {"seed": self.seed, "trial": self.trial, "woman": self.woman}

    @property
    def size(self) -> int:
        """Participants of all trials together."""
        return self.trial.size


Values = Mapping[str, NDArray[np.float32]]
"""A recorded course by the names of its fields. `[participant, time]`."""
