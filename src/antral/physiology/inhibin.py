"""Inhibin B of the small antral follicles under FSH, and inhibin A of the dominant follicle and the corpus luteum."""

from typing import NamedTuple

from antral.kernel import decay, equation, power


class Inhibin(NamedTuple):
    """Inhibin of one woman."""

    b: float  # pg/mL
    a: float  # pg/mL


class InhibinParameters(NamedTuple):
    """Values and sources: `records/parameters/inhibin.yaml`."""

    most: float  # pg/mL
    half: float  # follicles
    power: float  # 1
    fsh_half: float  # IU/L
    rate: float  # 1/d
    a_follicle: float  # pg/mL per mm²
    a_luteal: float  # pg/mL


@equation
def inhibin(
    state: Inhibin, antral: float, small: float, quality: float, fsh: float, days: float, p: InhibinParameters
) -> Inhibin:
    """Inhibin B `days` later; it saturates, so a half-empty cohort under more FSH still makes nearly all of it."""
    driven = quality * (antral + small) * fsh / (fsh + p.fsh_half)
    x = power(driven / p.half, p.power)
    steady = p.most * x / (1.0 + x)
    return Inhibin(steady + (state.b - steady) * decay(p.rate * days), state.a)


@equation
def inhibin_a(secretion: float, working: float, corpus: float, p: InhibinParameters) -> float:
    """Inhibin A (pg/mL) from follicle capacity (mm²), the share of it that works, and luteal activity.

    It comes from the dominant follicle and the corpus luteum alone. So it brakes FSH in the second half of the cycle
    also in a woman whose small follicles, and with them inhibin B, are few.
    """
    return p.a_follicle * working * secretion + p.a_luteal * corpus
