"""Where a group-sequential trial stops: the Z of each look that an error rate allows.

O'Brien and Fleming (1979, Biometrics 35:549), Pocock (1977, Biometrika 64:191), Wang and Tsiatis (1987, Biometrics
43:193), Haybittle (1971, Br J Radiol 44:793) and Peto (1976, Br J Cancer 34:585), and spending functions (`spending`).
"""

import math
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from scipy.special import ndtri

from antral.core import InputError
from antral.design.sequential.integrate import Alive, Interval, above, below, onward, started

_LARGE: Final = 20.0
_NONE_LEFT: Final = 1e-14
"""An error below this cannot be spent: the trial does not stop there."""


class Looks(NamedTuple):
    """When the trial is looked at and how it can stop."""

    information: tuple[float, ...]
    """Information at each look, rising; 1 is what is planned in all."""
    sides: int = 1

    def ahead(self, look: int) -> float:
        """Information that the look after this one adds."""
        last = look + 1 == len(self.information)
        return 1.0 if last else self.information[look + 1] - self.information[look]

    def on(self, efficacy: float, futility: float) -> Interval:
        """Z for which the trial goes on."""
        return (futility, efficacy) if self.sides == 1 else (-efficacy, efficacy)

    def rejects(self, alive: Alive, look: int, efficacy: float, theta: float = 0.0) -> float:
        """The chance of crossing the boundary of efficacy at a look, on either side of a two-sided test."""
        at = self.information[look]
        upper = above(alive, at, efficacy, theta)
        return upper if self.sides == 1 else upper + below(alive, at, -efficacy, theta)


def root(function: Callable[[float], float], low: float, high: float, *, otherwise: str | None = None) -> float:
    """Where a monotone function is 0, or the end that is nearest to it.

    Raises
    ------
    InputError
        If it is 0 nowhere and `otherwise` says what that means.
    """
    from scipy.optimize import brentq  # slow to load

    at_low, at_high = function(low), function(high)
    if at_low * at_high > 0.0:
        if otherwise is not None:
            raise InputError(otherwise)
        return low if abs(at_low) < abs(at_high) else high
    return float(brentq(function, low, high, xtol=1e-13, rtol=1e-14))


def shaped(
    looks: Looks, alpha: float, shape: Callable[[float, int], float], futility: Sequence[float]
) -> tuple[float, ...]:
    """Efficacy boundaries of one family whose constant is chosen so that the error is alpha in all.

    Parameters
    ----------
    shape
        Boundary at a look, from the constant and the number of the look.
    futility
        `[look - 1]`, Z below which the trial stops, where the boundary counts on it; else minus infinity.
    """

    def excess(constant: float) -> float:
        return sum(rejections(looks, [shape(constant, k) for k in range(len(looks.information))], futility)) - alpha

    spent = f"the interim looks alone spend more than alpha = {alpha:g}: raise their boundary."
    constant = root(excess, 0.05, _LARGE, otherwise=spent)
    return tuple(shape(constant, k) for k in range(len(looks.information)))


def rejections(
    looks: Looks, efficacy: Sequence[float], futility: Sequence[float], theta: float = 0.0
) -> tuple[float, ...]:
    """The chance of rejecting at each look, on either side of a two-sided test. `[look]`."""
    alive, found = started(), []
    for k, (at, b) in enumerate(zip(looks.information, efficacy, strict=True)):
        found.append(looks.rejects(alive, k, b, theta))
        if k + 1 < len(efficacy):
            alive = onward(alive, at, looks.on(b, futility[k]), theta, looks.ahead(k))
    return tuple(found)


def spending(looks: Looks, spent: Sequence[float], futility: Sequence[float]) -> tuple[float, ...]:
    """Efficacy boundaries that spend an error as told. `[look]`.

    Parameters
    ----------
    spent
        `[look]`, error spent until each look.
    """
    alive, before, found = started(), 0.0, []
    for k, (at, until) in enumerate(zip(looks.information, spent, strict=True)):
        b = efficacy_at(looks, alive, k, until - before)
        found.append(b)
        before = until
        if k + 1 < len(spent):
            alive = onward(alive, at, looks.on(b, futility[k]), 0.0, looks.ahead(k))
    return tuple(found)


def efficacy_at(looks: Looks, alive: Alive, look: int, error: float) -> float:
    """The boundary of one look that rejects with some chance where there is no effect."""
    if error <= _NONE_LEFT:
        return math.inf
    lowest = 0.0 if looks.sides == 2 else -_LARGE
    return root(lambda b: looks.rejects(alive, look, b) - error, lowest, _LARGE)


class BetaBounds(NamedTuple):
    """Boundaries of a design that also spends its type II error."""

    efficacy: tuple[float, ...]
    futility: tuple[float, ...]
    """`[look - 1]`; at the last look whatever does not reject fails."""
    drift: float
    """Expected Z at full information for which the two meet at the last look."""


def beta_spending(
    looks: Looks,
    spent: Sequence[float],
    beta_spent: Sequence[float],
    alpha: float,
    *,
    efficacy: Sequence[float] | None,
) -> BetaBounds:
    """Boundaries of efficacy and futility that meet at the last look, and the drift for which they do.

    Parameters
    ----------
    spent, beta_spent
        `[look]`, type I and type II error spent until each look; the first is not used where efficacy is kept.
    efficacy
        `[look]`, boundaries of efficacy kept whatever the futility (non-binding); None: they count on it (binding).
    """
    full = looks.information[-1]

    def gap(theta: float) -> float:
        """Type II error in all less what may be spent."""
        found = _walk(looks, spent, beta_spent, efficacy, theta)
        return found.beta_used + below(found.alive, full, found.efficacy[-1], theta) - beta_spent[-1]

    fixed = float(-ndtri(alpha) - ndtri(beta_spent[-1])) / math.sqrt(full)
    lost = "so much type II error is spent early that no size has the power: spend it later."
    drift = root(gap, 0.5 * fixed, 10.0 * fixed, otherwise=lost)
    walked = _walk(looks, spent, beta_spent, efficacy, drift)
    return BetaBounds(walked.efficacy, walked.futility, drift)


class _Walked(NamedTuple):
    efficacy: tuple[float, ...]
    futility: tuple[float, ...]
    beta_used: float
    """Type II error of the interim looks: what was told, less where futility would lie above efficacy."""
    alive: Alive
    """Under the effect, before the last look."""


def _walk(
    looks: Looks, spent: Sequence[float], beta_spent: Sequence[float], kept: Sequence[float] | None, theta: float
) -> _Walked:
    """Boundaries look by look for a known effect."""
    under, null, upper, lower = started(), started(), [], []
    beta_used = 0.0
    for k, at in enumerate(looks.information):
        b = kept[k] if kept is not None else efficacy_at(looks, null, k, spent[k] - (spent[k - 1] if k else 0.0))
        upper.append(b)
        if k + 1 == len(looks.information):
            break
        a = _futility_at(under, at, beta_spent[k] - beta_used, theta)
        a = min(a, b)
        beta_used += below(under, at, a, theta)
        lower.append(a)
        under = onward(under, at, (a, b), theta, looks.ahead(k))
        if kept is None:
            null = onward(null, at, (a, b), 0.0, looks.ahead(k))
    return _Walked(tuple(upper), tuple(lower), beta_used, under)


def _futility_at(under: Alive, information: float, error: float, theta: float) -> float:
    if error <= _NONE_LEFT:
        return -math.inf
    return root(lambda a: below(under, information, a, theta) - error, -_LARGE, _LARGE)
