"""A group-sequential plan: how large it must be, and what it does at any true effect."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from antral.core import InputError
from antral.design.sequential.bounds import root
from antral.design.sequential.integrate import above, below, onward, started
from antral.design.sequential.rules import Boundaries, Rule, boundaries


class Decided(NamedTuple):
    """How many trials ended. `[trial]` each."""

    look: NDArray[np.int64]
    """Number of the look at which it stopped, the first being 1."""
    effect: NDArray[np.bool_]
    """Whether it showed an effect; on either side of a two-sided test."""


def decide(bounds: Boundaries, z: NDArray[np.float64], *, obey_futility: bool = True) -> Decided:
    """Where trials with these boundaries stop.

    Parameters
    ----------
    z
        Z of each trial at each look, also of those it would not have reached. `[look, trial]`; NaN never crosses.
    """
    if z.shape[0] != len(bounds.information):
        raise InputError(f"Z of {len(bounds.information)} looks are wanted; got {z.shape[0]}.")
    far = np.abs(z) if bounds.sides == 2 else z
    effect = far >= np.asarray(bounds.efficacy)[:, None]
    ends = effect.copy()
    if obey_futility and bounds.futility:
        ends[:-1] |= z[:-1] <= np.asarray(bounds.futility)[:, None]
    ends[-1] = True
    look = np.argmax(ends, axis=0)
    return Decided(look + 1, effect[look, np.arange(z.shape[1])])


class Operating(NamedTuple):
    """What a trial with some boundaries does at one true effect. Chances of stopping at each look, `[look]`."""

    drift: float
    """Expected Z at full information."""
    effective: tuple[float, ...]
    """Efficacy, in the direction of a positive drift."""
    wrong_way: tuple[float, ...]
    """Efficacy in the other direction; zero for a one-sided test."""
    futile: tuple[float, ...]
    """Futility; at the last look, no effect shown."""
    expected: float
    """Expected information when the trial stops, as a share of what is planned."""

    @property
    def power(self) -> float:
        """The chance to show an effect in the direction of a positive drift."""
        return sum(self.effective)


def operating(bounds: Boundaries, drift: float, *, obey_futility: bool = True) -> Operating:
    """Crossing probabilities and expected size.

    Parameters
    ----------
    drift
        Expected Z at full information: the effect divided by the standard error of its estimate there.
    obey_futility
        Whether the trial does stop for futility.
    """
    looks, last = bounds.looks, len(bounds.information) - 1
    alive, effective, wrong, futile, expected = started(), [], [], [], 0.0
    for k, (at, b) in enumerate(zip(looks.information, bounds.efficacy, strict=True)):
        going = float(alive.mass.sum())
        effective.append(above(alive, at, b, drift))
        wrong.append(below(alive, at, -b, drift) if bounds.sides == 2 else 0.0)
        if k == last:
            futile.append(going - effective[-1] - wrong[-1])
            expected += going * at
            break
        low = bounds.futility[k] if obey_futility else -math.inf
        futile.append(below(alive, at, low, drift) if bounds.sides == 1 else 0.0)
        expected += (effective[-1] + wrong[-1] + futile[-1]) * at
        alive = onward(alive, at, looks.on(b, low), drift, looks.ahead(k))
    return Operating(drift, tuple(effective), tuple(wrong), tuple(futile), expected)


@dataclass(frozen=True)
class Plan:
    """Boundaries, and the size that gives a wanted power."""

    boundaries: Boundaries
    power: float
    drift: float
    """Expected Z at full information under the effect that is planned for."""
    inflation: float
    """Full information as a multiple of what a trial with one look needs."""
    expected_null: float
    """Expected information without effect, at half the effect, and at the effect; multiples of the same."""
    expected_half: float
    expected_effect: float
    under_effect: Operating
    under_null: Operating

    def __str__(self) -> str:
        """A table of the looks and the sizes."""
        rows, gone = self.boundaries.table, [0.0, 0.0]
        lines = [f"{self.boundaries.name}; power {self.power:g}", f"{rows[0]}  stopped: no effect, effect"]
        for k, row in enumerate(rows[1:]):
            for which, does in enumerate((self.under_null, self.under_effect)):
                gone[which] += does.effective[k] + does.wrong_way[k] + does.futile[k]
            lines.append(f"{row}  {gone[0]:18.4f}  {gone[1]:6.4f}")
        lines.append(
            f"{self.inflation:.4f} times the size of a trial with one look; expected {self.expected_null:.4f} without "
            f"effect, {self.expected_half:.4f} at half, {self.expected_effect:.4f} at the effect planned for"
        )
        return "\n".join(lines)


def plan(
    information: Sequence[float],
    efficacy: Rule,
    *,
    alpha: float = 0.025,
    power: float = 0.9,
    sides: int = 1,
    futility: Rule | None = None,
    binding: bool = False,
) -> Plan:
    """A group-sequential plan with some power.

    Parameters
    ----------
    information
        `[look]`, rising to 1.

    Raises
    ------
    InputError
        As `boundaries`, and for a power that is not above alpha, or looks that do not end at 1.
    """
    if not alpha < power < 1.0 or abs(information[-1] - 1.0) > 1e-9:
        raise InputError(
            f"power must lie between alpha and 1 ({power:g}), the last look is at 1 ({information[-1]:g})."
        )
    bounds = boundaries(
        information, efficacy, alpha=alpha, sides=sides, futility=futility, binding=binding, beta=1.0 - power
    )
    fixed = float(ndtri(1.0 - alpha / sides) + ndtri(power))
    drift = bounds.drift
    if math.isnan(drift):
        lost = "so many trials stop for futility that no size has the power: lower that boundary."
        drift = root(lambda d: operating(bounds, d).power - power, 0.3 * fixed, 10.0 * fixed, otherwise=lost)
    inflation = (drift / fixed) ** 2
    null, half, effect = (operating(bounds, d) for d in (0.0, 0.5 * drift, drift))
    return Plan(
        bounds,
        power,
        drift,
        inflation,
        expected_null=inflation * null.expected,
        expected_half=inflation * half.expected,
        expected_effect=inflation * effect.expected,
        under_effect=effect,
        under_null=null,
    )
