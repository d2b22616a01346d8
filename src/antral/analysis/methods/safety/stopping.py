"""A Bayesian bound that stops a trial for harm: at which counts, and how often at each true share.

After some women the posterior probability that too many come to harm is computed (a beta prior updated by a binomial
count); above the wanted certainty the trial stops.

Source: Thall and Simon 1994, Biometrics 50:337.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaincc

from antral.core import InputError

HARM_BOUND = "Bayesian bound for harm (beta-binomial), chances enumerated over all looks"


class Look(NamedTuple):
    """One look at the data."""

    women: int
    """Women whose window has passed."""
    events: int
    """Fewest women with an event among them at which the trial stops."""


class Chance(NamedTuple):
    """What the rule does at one true share of women with an event."""

    stops: float
    women: float
    """Mean number of women seen to the end of their window, when it stops or ends."""


def harm_probability(
    events: ArrayLike, women: ArrayLike, acceptable: float, prior: tuple[float, float]
) -> NDArray[np.float64]:
    """Posterior probability that the true share is above the acceptable one.

    Parameters
    ----------
    events, women
        Women with an event, and women in all; any shape.
    prior
        The two parameters of the beta prior: as if so many women had had an event, and so many none.
    """
    x, n = np.asarray(events, dtype=float), np.asarray(women, dtype=float)
    found: NDArray[np.float64] = betaincc(prior[0] + x, prior[1] + n - x, acceptable)
    return found


def harm_bound(looks: Sequence[int], *, acceptable: float, certainty: float, prior: tuple[float, float]) -> list[Look]:
    """The looks at which the rule can stop, with the fewest women with an event.

    Parameters
    ----------
    looks
        Women seen at each look, rising.
    acceptable
        Largest share of women with an event that is accepted.
    certainty
        The trial stops where the posterior probability of a larger share is above this.
    prior
        As in `harm_probability`.
    """
    if not (0 < acceptable < 1 and 0 < certainty < 1 and min(prior) > 0):
        raise InputError(
            f"acceptable = {acceptable!r}, certainty = {certainty!r}, prior = {prior!r}: two numbers between 0 and 1 "
            "and two above 0 were wanted."
        )
    found = []
    for n in looks:
        enough = np.flatnonzero(harm_probability(np.arange(n + 1), n, acceptable, prior) > certainty)
        if enough.size:
            found.append(Look(int(n), int(enough[0])))
    return found


def harm_chance(looks: Sequence[Look], women: int, share: float) -> Chance:
    """The chance to stop at a true share, by going through all numbers of events from look to look.

    Parameters
    ----------
    women
        Women of the whole trial, if it does not stop.
    """
    alive, seen, stopped, expected = np.ones(1), 0, 0.0, 0.0  # alive: chance of each number of events, not stopped yet
    for look in looks:
        n = look.women - seen
        step = np.array([math.comb(n, k) * share**k * (1.0 - share) ** (n - k) for k in range(n + 1)])
        alive = np.convolve(alive, step)
        harm = float(alive[look.events :].sum())
        stopped, expected = stopped + harm, expected + harm * look.women
        alive, seen = alive[: look.events], look.women
    return Chance(stopped, expected + (1.0 - stopped) * women)
