"""A trial of one share in two stages, and its exact chances."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, xlog1py, xlogy

from antral.core import InputError


class Chances(NamedTuple):
    """What a design does at one true share."""

    success: float
    """Of more events than the last limit."""
    stops: float
    """After the first stage."""
    expected: float
    """Women."""


@dataclass(frozen=True)
class TwoStage:
    """Stops with at most `r1` events in `n1` women; succeeds with more than `r` events in `n` women."""

    n1: int
    r1: int
    """-1 if it never stops."""
    n: int
    r: int

    def __post_init__(self) -> None:
        """Refuse what is no design."""
        if not (1 <= self.n1 < self.n and -1 <= self.r1 <= self.n1 and self.r1 <= self.r < self.n):
            raise InputError(f"no two-stage design: r1/n1 = {self.r1}/{self.n1}, r/n = {self.r}/{self.n}.")

    def at(self, share: float) -> Chances:
        """Exact chances at a true share."""
        if not 0.0 <= share <= 1.0:
            raise InputError(f"a share lies between 0 and 1; got {share:g}.")
        first = binomial(self.n1, share)
        stops = float(first[: self.r1 + 1].sum())
        return Chances(reaches(self, share, self.r + 1), stops, self.n1 + (1.0 - stops) * (self.n - self.n1))

    def __str__(self) -> str:
        """As such designs are written."""
        return f"r1/n1 = {self.r1}/{self.n1}, r/n = {self.r}/{self.n}"


def binomial(women: int, share: float) -> NDArray[np.float64]:
    """The chance of each number of events. `[event]`."""
    k = np.arange(women + 1)
    ways = gammaln(women + 1) - gammaln(k + 1) - gammaln(women - k + 1)
    found: NDArray[np.float64] = np.exp(ways + xlogy(k, share) + xlog1py(women - k, -share))
    return found


def tail(women: int, share: float) -> NDArray[np.float64]:
    """The chance of at least so many events. `[event]`, from 0 to one more than all women."""
    return np.append(np.cumsum(binomial(women, share)[::-1])[::-1], 0.0)


def reaches(design: TwoStage, share: float, events: int) -> float:
    """The chance of going on after the first stage and having at least so many events in all."""
    x1 = np.arange(design.r1 + 1, design.n1 + 1)
    if not x1.size:
        return 0.0
    second = tail(design.n - design.n1, share)
    need = np.clip(events - x1, 0, len(second) - 1)
    return float(binomial(design.n1, share)[design.r1 + 1 :] @ second[need])
