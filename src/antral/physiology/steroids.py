"""Estradiol and progesterone in blood, algebraic in the follicles and the corpus luteum."""

from typing import NamedTuple

from antral.kernel import equation


class Steroids(NamedTuple):
    """Concentrations in blood."""

    p4: float  # ng/mL, as pituitary and follicles see it
    e2: float  # pg/mL
    p4_total: float  # ng/mL, as endometrium and LH surge see it; differs where a progestogen is weak on the pituitary


class SteroidParameters(NamedTuple):
    """Values and sources: `records/parameters/steroids.yaml`."""

    p4_base: float  # ng/mL
    p4_luteal: float  # ng/mL
    p4_luteinised: float  # ng/mL per follicle
    luteinised_most: float  # follicles
    e2_peripheral: float  # pg/mL
    e2_per_inhibin: float  # 1
    e2_follicle: float  # pg/mL per mm²
    e2_luteal: float  # pg/mL
    steroid_yield: float  # 1 in health
    quality_base: float  # 1


@equation
def working(quality: float, p: SteroidParameters) -> float:
    """Share of its capacity that a follicle of this quality makes steroids at: a poor one still makes some."""
    return p.quality_base + (1.0 - p.quality_base) * quality


@equation
def steroids(
    secretion: float, luteinised: float, quality: float, inhibin_b: float, corpus: float, p: SteroidParameters
) -> Steroids:
    """P4 and E2 from follicle capacity (mm²), luteinised follicles, quality, inhibin B (pg/mL) and corpus luteum.

    The estradiol of the small follicles follows inhibin B, as both come from FSH-driven granulosa; poor ones make less
    of it, as poor large ones do.
    """
    p4 = p.p4_base + p.p4_luteal * corpus + p.p4_luteinised * min(luteinised, p.luteinised_most)
    follicles = working(quality, p) * (p.e2_per_inhibin * inhibin_b + p.e2_follicle * secretion)
    return Steroids(p4, p.e2_peripheral + p.steroid_yield * follicles + p.e2_luteal * corpus, p4)
