"""Follicle-stimulating hormone: synthesis under inhibins and steroids, the pituitary store, and release."""

from typing import NamedTuple

from antral.kernel import cube, equation, fifth, fourth, power, settled
from antral.physiology.inhibin import Inhibin


class Fsh(NamedTuple):
    """FSH of one woman."""

    store: float  # IU, releasable in the pituitary
    blood: float  # IU/L


class FshParameters(NamedTuple):
    """Values and sources: `records/parameters/fsh.yaml`."""

    synthesis: float  # IU/d
    drive_most: float  # 1
    drive_least: float  # 1
    inhibin_half: float  # pg/mL
    inhibin_power: float  # 1
    inhibin_a_weight: float  # 1
    e2_half: float  # pg/mL
    e2_reference: float  # pg/mL
    p4_floor: float  # 1
    p4_half: float  # ng/mL
    pulse_half: float  # 1/d
    release_base: float  # 1/d
    release_gnrh: float  # 1/d
    release_surge: float  # 1/d
    release_e2_half: float  # pg/mL
    gnrh_half: float  # 1
    clearance_volume: float  # L/d


@equation
def synthesis(inhibins: Inhibin, e2: float, p4: float, frequency: float, p: FshParameters) -> float:
    """FSH made in a day (IU): the inhibins, estradiol, progesterone and quick pulses brake it."""
    x = power((inhibins.b + p.inhibin_a_weight * inhibins.a) / p.inhibin_half, p.inhibin_power)
    by_inhibin = p.drive_least + (p.drive_most - p.drive_least) / (1.0 + x)
    by_e2 = (p.e2_half + p.e2_reference) / (p.e2_half + e2)
    brake = p4 / p.p4_half
    by_p4 = p.p4_floor + (1.0 - p.p4_floor) / (1.0 + brake * brake)
    return p.synthesis * by_inhibin * by_e2 * by_p4 / (1.0 + fifth(frequency / p.pulse_half))


@equation
def release_rate(bound_gnrh: float, e2: float, surge: float, p: FshParameters) -> float:
    """Share of the store released in a day; the surge is exempt from the estradiol block, so FSH surges with LH."""
    r = cube(bound_gnrh / p.gnrh_half)
    return (
        p.release_base
        + p.release_gnrh * r / ((1.0 + r) * (1.0 + fourth(e2 / p.release_e2_half)))
        + p.release_surge * surge
    )


@equation
def fsh(state: Fsh, made: float, rate: float, days: float, p: FshParameters) -> Fsh:
    """The store `days` later, exact for constant synthesis and rate, and FSH in blood."""
    store = state.store + (made / rate - state.store) * settled(rate * days)
    return Fsh(store, rate * store / p.clearance_volume)
