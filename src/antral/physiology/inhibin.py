"""Inhibin B of the small antral follicles under FSH."""

from typing import NamedTuple

from antral.kernel import decay, equation, power


class Inhibin(NamedTuple):
    """Inhibin of one woman."""

    b: float  # pg/mL


class InhibinParameters(NamedTuple):
    """Values and sources: `records/parameters/inhibin.yaml`."""

    most: float  # pg/mL
    half: float  # follicles
    power: float  # 1
    fsh_half: float  # IU/L
    rate: float  # 1/d


@equation
def inhibin(
    state: Inhibin, antral: float, small: float, quality: float, fsh: float, days: float, p: InhibinParameters
) -> Inhibin:
    """Inhibin B `days` later; it saturates, so a half-empty cohort under more FSH still makes nearly all of it."""
    driven = quality * (antral + small) * fsh / (fsh + p.fsh_half)
    x = power(driven / p.half, p.power)
    steady = p.most * x / (1.0 + x)
    return Inhibin(steady + (state.b - steady) * decay(p.rate * days))
