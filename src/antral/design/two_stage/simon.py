"""Simon's optimal and minimax designs, by a search that leaves out only what cannot be better.

Simon (1989, Control Clin Trials 10:1); admissible designs after Jung, Lee, Kim and George (2004, Stat Med 23:561).
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from antral.core import InputError
from antral.design.two_stage.stages import TwoStage, binomial, tail

OPTIMAL = "Simon's optimal two-stage design"
MINIMAX = "Simon's minimax two-stage design"
ADMISSIBLE = "admissible two-stage design (Jung)"
_EXACT = 1e-12


@dataclass(frozen=True)
class Simon:
    """Two-stage designs for one question."""

    null: float
    """The share that is not worth following up."""
    wanted: float
    """The share that is."""
    alpha: float
    power: float
    optimal: TwoStage
    """Fewest women expected where the share is not worth it."""
    minimax: TwoStage
    """Fewest women at most; among those, fewest expected."""
    admissible: tuple[TwoStage, ...]
    """Both, and those between that are best for some weight of the two aims; fewest women at most first."""

    def __str__(self) -> str:
        """A line a design."""
        lines = [
            f"share {self.null:g} against {self.wanted:g}, one-sided alpha {self.alpha:g}, power {self.power:g}",
            "design      r1/n1     r/n   expected  early stop  alpha    power",
        ]
        for design in self.admissible:
            low, high = design.at(self.null), design.at(self.wanted)
            name = {self.optimal: "optimal", self.minimax: "minimax"}.get(design, "admissible")
            lines.append(
                f"{name:10s} {f'{design.r1}/{design.n1}':>6s}  {f'{design.r}/{design.n}':>6s}   {low.expected:8.2f}  "
                f"{low.stops:10.4f}  {low.success:.4f}  {high.success:.4f}"
            )
        return "\n".join(lines)


def simon(null: float, wanted: float, *, alpha: float = 0.05, power: float = 0.8, most: int = 300) -> Simon:
    """Simon's designs.

    Parameters
    ----------
    null, wanted
        Share of women with the event that is not worth following up, and that is.
    alpha, power
        One-sided: chance of success at the first at most, and at the second at least.
    most
        The largest design that is looked at.

    Raises
    ------
    InputError
        For shares that do not rise, error rates that cannot be, or if no design up to `most` women does it.
    """
    if not 0.0 < null < wanted < 1.0:
        raise InputError(f"the shares must rise and lie between 0 and 1; got {null:g}, {wanted:g}.")
    if not 0.0 < alpha < power < 1.0:
        raise InputError(f"alpha must lie below power, both between 0 and 1; got {alpha:g}, {power:g}.")
    best: dict[int, tuple[float, TwoStage]] = {}
    least = np.inf
    for n in range(2, most + 1):
        floors = [_floor(n1, n, null, wanted, power) for n1 in range(1, n)]
        if min(floors) > least:
            break  # nothing larger can expect fewer women
        if not best and _strongest(n, null, wanted, alpha) < power - _EXACT:
            continue
        found = _best_of(n, floors, (null, wanted, alpha, power))
        if found is not None:
            best[n] = found
            least = min(least, found[0])
    if not best:
        raise InputError(f"no two-stage design of up to {most} women tells {null:g} from {wanted:g} so well.")
    optimal = min(best.values(), key=lambda one: (one[0], one[1].n))[1]
    minimax = best[min(best)][1]
    return Simon(null, wanted, alpha, power, optimal, minimax, _hull(best, optimal.n))


def _best_of(n: int, floors: list[float], question: tuple[float, float, float, float]) -> tuple[float, TwoStage] | None:
    """The design of so many women that expects the fewest, and how many."""
    null, wanted, alpha, power = question
    expected, best = np.inf, None
    for n1 in sorted(range(1, n), key=lambda one: floors[one - 1]):
        if floors[n1 - 1] > expected:
            break
        level, strength = _success(n1, n, null), _success(n1, n, wanted)
        r = np.argmax(level <= alpha + _EXACT, axis=1)  # [r1], the smallest limit that holds the level
        rows = np.arange(n1 + 1)
        holds = (level[rows, r] <= alpha + _EXACT) & (strength[rows, r] >= power - _EXACT) & (r >= rows)
        if holds.any():
            r1 = int(np.flatnonzero(holds)[-1])  # the largest stops most often
            stops = float(binomial(n1, null)[: r1 + 1].sum())
            size = n1 + (1.0 - stops) * (n - n1)
            if size < expected - _EXACT:
                expected, best = size, TwoStage(n1, r1, n, int(r[r1]))
    return None if best is None else (expected, best)


def _success(n1: int, n: int, share: float) -> NDArray[np.float64]:
    """The chance of more than r1 events first and more than r in all. `[r1, r]`."""
    second, first = tail(n - n1, share), binomial(n1, share)
    x1, r = np.arange(n1 + 1), np.arange(n)
    need = np.clip(r[None, :] + 1 - x1[:, None], 0, n - n1 + 1)
    each = first[:, None] * second[need]
    beyond = np.cumsum(each[::-1], axis=0)[::-1]
    return np.vstack([beyond[1:], np.zeros(n)])


@lru_cache(maxsize=4096)
def _stop_at_most(n1: int, null: float, wanted: float, power: float) -> float:
    """The largest chance of an early stop without effect that leaves the power possible."""
    kept = np.flatnonzero(np.cumsum(binomial(n1, wanted)) <= 1.0 - power + _EXACT)
    return float(binomial(n1, null)[: int(kept[-1]) + 1].sum()) if kept.size else 0.0


def _floor(n1: int, n: int, null: float, wanted: float, power: float) -> float:
    """Fewer women than this cannot be expected; rises with n."""
    return n1 + (1.0 - _stop_at_most(n1, null, wanted, power)) * (n - n1)


def _strongest(n: int, null: float, wanted: float, alpha: float) -> float:
    """The power of the best test of so many women, whatever it does (Neyman and Pearson)."""
    level, strength = tail(n, null), tail(n, wanted)
    k = int(np.argmax(level <= alpha))
    left = (alpha - level[k]) / (level[k - 1] - level[k]) if k else 0.0
    return float(strength[k] + left * (strength[k - 1] - strength[k])) if k else 1.0


def _hull(best: dict[int, tuple[float, TwoStage]], last: int) -> tuple[TwoStage, ...]:
    """Designs on the lower convex edge of (women at most, women expected), from minimax to optimal."""
    kept: list[tuple[int, float, TwoStage]] = []
    for n in sorted(size for size in best if size <= last):
        expected, design = best[n]
        if kept and expected >= kept[-1][1]:
            continue
        while len(kept) > 1 and (kept[-1][1] - kept[-2][1]) * (n - kept[-2][0]) >= (expected - kept[-2][1]) * (
            kept[-1][0] - kept[-2][0]
        ):
            kept.pop()
        kept.append((n, expected, design))
    return tuple(design for _, _, design in kept)
