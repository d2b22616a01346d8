"""What an interim look says of the end of the trial: conditional and predictive power.

Conditional power is the chance of showing an effect at a later look given Z now and a true effect (Lan, Simon and
Halperin 1982, Commun Stat C 1:207), over all looks that are left. Predictive power is its mean over what is believed of
the effect after the look (Spiegelhalter, Freedman and Blackburn 1986, Control Clin Trials 7:8).
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from antral.core import InputError
from antral.design.sequential.integrate import above, below, onward, started
from antral.design.sequential.rules import Boundaries


class Conditional(NamedTuple):
    """Chances at the looks that are left."""

    power: float
    """Of showing an effect in the direction of a positive drift."""
    wrong_way: float
    """Of showing one in the other direction; zero for a one-sided test."""


def conditional_power(
    bounds: Boundaries,
    look: int,
    z: float,
    drift: float | None = None,
    *,
    later: Sequence[float] | None = None,
    obey_futility: bool = True,
) -> Conditional:
    """The chance that the trial shows an effect in the end, given where it stands.

    Parameters
    ----------
    look
        Number of the look that gave Z, the first being 1.
    drift
        True effect over the standard error of its estimate at the full information planned. By default the effect seen.
    later
        `[look left]`, information that each later stage really adds, as a share of that planned in all, where the size
        was changed after the look. Z of the stages is then combined with the weights planned (inverse normal), which
        keeps the level. By default as planned.
    obey_futility
        Whether the trial stops for futility at later looks.

    Raises
    ------
    InputError
        For a look that has none after it, or other than one `later` for each look left.
    """
    looks, last = bounds.looks, len(bounds.information) - 1
    if not 1 <= look <= last:
        raise InputError(f"look {look} has none after it: the interim looks are 1 to {last}.")
    at = looks.information[look - 1]
    steps = np.diff(looks.information)[look - 1 :]
    if later is not None and (len(later) != len(steps) or min(later) < 0.0):
        raise InputError(f"later needs the information of each of the {len(steps)} stages left; got {tuple(later)}.")
    true = z / math.sqrt(at) if drift is None else drift
    thetas = true * np.sqrt(np.asarray(steps if later is None else later) / steps)
    alive, power, wrong = started(z * math.sqrt(at), at), 0.0, 0.0
    for k, theta in zip(range(look, last + 1), thetas, strict=True):
        at, b = looks.information[k], bounds.efficacy[k]
        power += above(alive, at, b, theta)
        wrong += below(alive, at, -b, theta) if bounds.sides == 2 else 0.0
        if k < last:
            low = bounds.futility[k] if obey_futility else -math.inf
            alive = onward(alive, at, looks.on(b, low), theta, looks.ahead(k))
    return Conditional(power, wrong)


def predictive_power(
    bounds: Boundaries,
    look: int,
    z: float,
    *,
    prior_drift: float = 0.0,
    prior_sd: float = math.inf,
    obey_futility: bool = True,
) -> Conditional:
    """Conditional power averaged over the drift that is believed after the look.

    Parameters
    ----------
    prior_drift, prior_sd
        Normal prior of the drift before the trial; flat by default.
    """
    if prior_sd <= 0.0:
        raise InputError(f"the prior's standard deviation must be above 0; got {prior_sd:g}.")
    at = bounds.information[look - 1] if 1 <= look <= len(bounds.information) else 1.0
    prior_information = 1.0 / prior_sd**2
    information = at + prior_information
    mean = (z * math.sqrt(at) + prior_drift * prior_information) / information
    spread = 1.0 / math.sqrt(information)
    nodes, weights = np.polynomial.legendre.leggauss(16)
    panels = min(math.ceil(8.5 * max(1.0, spread)), 100)  # conditional power changes over a drift of about 1
    edge = np.linspace(-8.5, 8.5, panels + 1)
    middle, half = 0.5 * (edge[1:] + edge[:-1]), 8.5 / panels
    away = (middle[:, None] + half * nodes).ravel()
    share = np.tile(half * weights, panels) * np.exp(-0.5 * away**2) / math.sqrt(2.0 * math.pi)
    each = [conditional_power(bounds, look, z, mean + spread * a, obey_futility=obey_futility) for a in away]
    return Conditional(*(float(total) for total in share @ np.array(each)))
