"""A woman's chance of each printed event under any parameters of the effect, learnt from simulated women."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from antral.evidence.effect.prior import RESPONDERS, WORKS
from antral.evidence.effect.restored import Restored
from antral.evidence.effect.simulated import Counted

Floats = NDArray[np.float64]

_JEFFREYS: Final = 0.5
_RIDGE: Final = 0.01
"""Of a slope that is otherwise free, as if it were known to within ten logits: it keeps rare events finite."""
_ROUNDS: Final = 100
_PARTS: Final = 3
_TERMS: Final = 4
_BEND: Final = 10.0
"""An effect is steep at first and saturates: a tenth of the largest counts nearly as a third of it."""
_NEAR: Final = 1e-10
_LONGEST: Final = 2.0
"""A step of the fit at most, in logits: Newton's own would run away from a start far off."""


@dataclass(frozen=True)
class Curve:
    """The logit of a woman's chance of an event: a constant, and in one who responds what is restored in her.

    `none + a u + b u² + c u³ + d y` with u = log(1 + 10 x) / log 11, x the share of the quality deficit restored and y
    the gain of antral survival, both in units of the largest that was simulated, beyond which the curve is level.
    """

    none: float
    slopes: Floats
    largest: tuple[float, float]

    def logit(self, given: Restored | None, columns: Mapping[str, Floats]) -> Floats:
        """Of the share of women: those who respond and the others, where cells work. `[particle]`"""
        works, responders = columns[WORKS], columns[RESPONDERS]
        if given is None:
            return np.full(len(works), self.none)
        theirs = expit(self.none + _terms(given, self.largest) @ self.slopes)
        share = works * responders
        result: Floats = logit(share * theirs + (1.0 - share) * expit(self.none))
        return result


def learnt(counted: Counted, given: Restored | None, *, without: int | None = None) -> Curve:
    """The curve of one outcome: pooled women without effect, and logistic regression of those in whom cells work.

    Parameters
    ----------
    given
        What is restored in each replicate of `counted.some`, one group after the other; None in arms without cells.
    without
        A group that is left out.
    """
    kept = np.arange(len(counted.none)) != without
    none = counted.none[kept]
    events, women = float(none.sum()), float(none.size * counted.women)
    start = float(logit((events + _JEFFREYS) / (women + 2.0 * _JEFFREYS)))
    if given is None:
        return Curve(start, np.zeros(_TERMS), (1.0, 1.0))
    largest = float(given.quality.max()), float(given.antral.max())
    rows = np.repeat(kept, counted.some.shape[1])
    slopes = _regression(_terms(given, largest)[rows], counted.some[kept].ravel(), float(counted.women), start)
    return Curve(start, slopes, largest)


def checked(counted: Counted, given: Restored | None) -> dict[str, Any]:
    """How well the curve foretells groups that it was not learnt from.

    Returns
    -------
    `none`, the share without effect; `none_se` from differences between groups; `women` of each kind; and of arms with
    cells the replicates sorted by what is foretold, in three parts: events `foretold` and `counted`; `dispersion`, the
    mean squared difference of a replicate in units of the binomial variance, 1 where the curve is right.
    """
    groups = counted.none.mean(axis=1) / counted.women
    told: dict[str, Any] = {
        "none": float(groups.mean()),
        "none_se": float(groups.std(ddof=1) / np.sqrt(groups.size)),
        "women": counted.none.size * counted.women,
    }
    if given is None:
        return told
    trials = counted.some.shape[1]
    foretold = np.empty(counted.some.shape)
    for group in range(len(groups)):
        mine = slice(group * trials, (group + 1) * trials)
        curve = learnt(counted, given, without=group)
        sure = {WORKS: np.ones(trials), RESPONDERS: np.ones(trials)}
        foretold[group] = expit(curve.logit(Restored(given.quality[mine], given.antral[mine]), sure))
    share, events = foretold.ravel(), counted.some.ravel()
    variance = counted.women * share * (1.0 - share)
    parts = np.array_split(np.argsort(share, kind="stable"), _PARTS)
    return {
        **told,
        "replicates": share.size,
        "dispersion": float(np.mean((events - counted.women * share) ** 2 / variance)),
        "foretold": [float(counted.women * share[part].sum()) for part in parts],
        "counted": [float(events[part].sum()) for part in parts],
    }


def _terms(given: Restored, largest: tuple[float, float]) -> Floats:
    """`[particle, term]`"""
    x = np.minimum(given.quality / largest[0], 1.0)
    u = np.log1p(_BEND * x) / np.log1p(_BEND)
    return np.stack([u, u**2, u**3, np.minimum(given.antral / largest[1], 1.0)], axis=1)


def _regression(terms: Floats, events: Floats, women: float, start: float) -> Floats:
    """Slopes of a logistic regression whose constant is known; a weak ridge keeps them finite. `[term]`"""
    slopes = np.zeros(terms.shape[1])
    for _ in range(_ROUNDS):
        share = expit(start + terms @ slopes)
        slope = terms.T @ (events - women * share) - _RIDGE * slopes
        bend = terms.T @ ((women * share * (1.0 - share))[:, None] * terms) + _RIDGE * np.eye(slopes.size)
        step = np.linalg.solve(bend, slope)
        longest = float(np.abs(step).max())
        slopes = slopes + step * min(1.0, _LONGEST / max(longest, _NEAR))
        if longest < _NEAR:
            break
    return slopes
