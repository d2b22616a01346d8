"""A power that was counted in simulated trials, with its Monte-Carlo error."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antral.core import InputError


@dataclass(frozen=True)
class Simulated:
    """A share of simulated trials."""

    method: str
    power: float
    mcse: float
    trials: int

    def __str__(self) -> str:
        """In one line."""
        return f"power {self.power:.4f} (Monte-Carlo error {self.mcse:.4f}, {self.trials} trials); {self.method}"


def share_of(rejected: NDArray[np.bool_], method: str) -> Simulated:
    """The share of trials that rejected."""
    trials = len(rejected)
    if trials < 1:
        raise InputError("at least one trial must be simulated.")
    power = float(np.mean(rejected))
    return Simulated(method, power, math.sqrt(power * (1.0 - power) / trials), trials)
