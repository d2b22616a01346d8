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
    return Gnrh(steady + (state.pituitary - steady) * decay(p.clearance * days), pulses)


@equation
def bound_receptor(state: Gnrh, p: GnrhParameters) -> float:
    """Bound GnRH receptor of the pituitary."""
    return p.bound * state.pituitary
