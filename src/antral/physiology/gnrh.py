"""GnRH pulses, GnRH in the pituitary with its receptors in quasi-steady state (after GynCycle), and its rests."""

import math
from typing import NamedTuple

from antral.kernel import decay, equation, tenth, yes


class Gnrh(NamedTuple):
    """GnRH of one woman."""

    pituitary: float  # GynCycle units
    frequency: float  # pulses/day
    rest: float  # d, of the hypothalamus after the present corpus luteum; mostly 0


class GnrhParameters(NamedTuple):
    """Values and sources: `records/parameters/gnrh.yaml`."""

    frequency: float  # 1/d
    p4_half: float  # ng/mL
    e2_boost_half: float  # pg/mL
    mass: float  # 1
    mass_e2_high: float  # pg/mL
    mass_e2_low: float  # pg/mL
    clearance: float  # 1/d
    bound: float  # 1
    rest_share: float  # 1, of cycles at 25 years
    rest_fall: float  # 1/yr
    rest_days: float  # d
    rest_longest: float  # d
    rest_depth: float  # 1


@equation
def frequency(e2: float, p4: float, p: GnrhParameters) -> float:
    """Pulses a day: progesterone slows them, estradiol quickens them."""
    brake = p4 / p.p4_half
    boost = tenth(e2 / p.e2_boost_half)
    return p.frequency / (1.0 + brake * brake) * (1.0 + boost / (1.0 + boost))


@equation
def gnrh(state: Gnrh, e2: float, p4: float, days: float, p: GnrhParameters) -> Gnrh:
    """GnRH `days` later: the steroids change number and mass of the pulses."""
    pulses = frequency(e2, p4, p)
    high = e2 * e2 / (p.mass_e2_high * p.mass_e2_high + e2 * e2)
    mass = p.mass * (high + p.mass_e2_low / (p.mass_e2_low + e2))
    steady = mass * pulses / p.clearance
    return Gnrh(steady + (state.pituitary - steady) * decay(p.clearance * days), pulses, state.rest)


@equation
def bound_receptor(state: Gnrh, p: GnrhParameters) -> float:
    """Bound GnRH receptor of the pituitary."""
    return p.bound * state.pituitary


@equation
def awake(state: Gnrh, since_surge: float, lifespan: float, p: GnrhParameters) -> float:
    """Share of the release of FSH that the hypothalamus sustains: less while it rests after a corpus luteum's end."""
    return 1.0 - p.rest_depth * yes(since_surge > lifespan) * yes(since_surge < lifespan + state.rest)


@equation
def drawn_rest(uniform: float, age_years: float, p: GnrhParameters) -> float:
    """Days of rest after a new corpus luteum from one uniform number: none in most cycles, else exponential.

    Stress, weight loss and illness slow the pulses for a while, so that no follicle is selected; less often with age.
    """
    share = p.rest_share * math.exp(-p.rest_fall * (age_years - 25.0))
    if uniform >= share:
        return 0.0
    return min(-p.rest_days * math.log(uniform / share), p.rest_longest)
