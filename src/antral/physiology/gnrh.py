"""GnRH pulses, and GnRH in the pituitary with its receptors in quasi-steady state (after GynCycle)."""

from typing import NamedTuple

from antral.kernel import decay, equation, tenth


class Gnrh(NamedTuple):
    """GnRH of one woman."""

    pituitary: float  # GynCycle units
    frequency: float  # pulses/day


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


@equation
def gnrh(state: Gnrh, e2: float, p4: float, days: float, p: GnrhParameters) -> Gnrh:
    """GnRH `days` later: progesterone slows the pulses, estradiol quickens them and changes their mass."""
    brake = p4 / p.p4_half
    boost = tenth(e2 / p.e2_boost_half)
    frequency = p.frequency / (1.0 + brake * brake) * (1.0 + boost / (1.0 + boost))
    high = e2 * e2 / (p.mass_e2_high * p.mass_e2_high + e2 * e2)
    mass = p.mass * (high + p.mass_e2_low / (p.mass_e2_low + e2))
    steady = mass * frequency / p.clearance
    return Gnrh(steady + (state.pituitary - steady) * decay(p.clearance * days), frequency)


@equation
def bound_receptor(state: Gnrh, p: GnrhParameters) -> float:
    """Bound GnRH receptor of the pituitary."""
    return p.bound * state.pituitary
