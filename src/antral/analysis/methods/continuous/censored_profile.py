"""Likelihood limits of a difference of arms with values below detection, many trials at once."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from antral.analysis.methods.continuous.censored_fit import Data, Flags, Numbers, maximum

_FARTHEST = 1e4
"""In residual standard deviations: a limit beyond is infinite."""
_STEPS = 60
_CLOSE = 1e-10


class Profile(NamedTuple):
    """How far the likelihood falls as the difference is held at some value."""

    data: Data
    """Without the column of the arm."""
    arm: Numbers
    """`[woman, trial]`"""
    largest: Numbers
    """Log likelihood at its maximum. `[trial]`"""

    def at(self, difference: Numbers, start: Numbers | None) -> tuple[Numbers, Numbers]:
        """Root of twice the fall, a normal deviate, `[trial]`; and where the other parameters then lie."""
        found = maximum(self.data._replace(values=self.data.values - difference * self.arm), start)
        return np.sqrt(2 * np.maximum(self.largest - found.log_likelihood, 0.0)), found.place

    def of(self, trials: NDArray[np.intp]) -> "Profile":
        """Some of the trials."""
        return Profile(self.data.of(trials), self.arm[:, trials], self.largest[trials])


def limit(profile: Profile, estimate: Numbers, error: Numbers, side: float, z: float, wanted: Flags) -> Numbers:
    """The lower (side -1) or upper (1) limit; infinite where the likelihood never falls far enough; `[trial]`.

    Parameters
    ----------
    estimate, error
        The difference and its Wald error, in residual standard deviations.
    z
        The normal deviate allowed.
    """
    found = np.where(estimate == side * np.inf, estimate, np.nan)
    chosen = np.flatnonzero(wanted & (estimate != side * np.inf))
    if len(chosen):
        part = profile.of(chosen)
        finite = np.isfinite(estimate[chosen])
        middle = np.where(finite, estimate[chosen], 0.0)
        step = side * np.where(finite, np.clip(z * error[chosen], 1e-3, 1e3), 1.0)
        found[chosen] = _root(part, *_bracket(part, middle, step, z), z)
    return found


def _bracket(profile: Profile, middle: Numbers, step: Numbers, z: float) -> tuple[Numbers, Numbers]:
    """A difference inside the limit and one outside; the latter infinite where there is none."""
    inside, width = middle.copy(), step.copy()
    start = None
    for _ in range(_STEPS):  # only where the estimate is infinite may the middle lie outside
        fall, start = profile.at(inside, start)
        far = fall >= z
        if not far.any():
            break
        inside, width = np.where(far, inside - width, inside), np.where(far, 2 * width, width)
    outside, width = inside + step, step.copy()
    for _ in range(_STEPS):
        fall, start = profile.at(outside, start)
        near = (fall < z) & (np.abs(outside) < _FARTHEST)
        if not near.any():
            break
        inside, width = np.where(near, outside, inside), np.where(near, 2 * width, width)
        outside = np.where(near, outside + width, outside)
    return inside, np.where(fall < z, np.copysign(np.inf, step), outside)


def _root(profile: Profile, inside: Numbers, outside: Numbers, z: float) -> Numbers:
    """Where the fall is `z`, by the rule of false position with halving (Illinois)."""
    found = outside.copy()
    open_ = np.flatnonzero(np.isfinite(outside))
    low, high = inside[open_], outside[open_]
    part = profile.of(open_)
    f_low, start = part.at(low, None)
    f_high, start = part.at(high, start)
    f_low, f_high, last = f_low - z, f_high - z, np.zeros(len(low))
    for _ in range(_STEPS):
        if not len(open_):
            break
        with np.errstate(invalid="ignore", divide="ignore"):
            middle = (low * f_high - high * f_low) / (f_high - f_low)
            within = (middle - low) * (middle - high) <= 0  # not where a number is missing, too
        middle = np.where(within, middle, (low + high) / 2)
        f, start = part.at(middle, start)
        f = f - z
        above = f >= 0
        f_low = np.where(above, np.where(last == 1, f_low / 2, f_low), f)
        f_high = np.where(above, f, np.where(last == -1, f_high / 2, f_high))
        low, high = np.where(above, low, middle), np.where(above, middle, high)
        last = np.where(above, 1.0, -1.0)
        found[open_] = middle
        going = np.flatnonzero((np.abs(f) >= _CLOSE) & (np.abs(high - low) >= _CLOSE))
        open_, part, start = open_[going], part.of(going), start[:, going]
        low, high, f_low, f_high, last = (one[going] for one in (low, high, f_low, f_high, last))
    return found
