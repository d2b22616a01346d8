"""Hormone replacement in one woman: a depot of oral estradiol, estradiol in blood, and a progestogen.

Kinetics are assumed or fitted, regimen by regimen; sources and tags stand in `records/hormone_therapies`.
"""

from typing import NamedTuple

from antral.kernel import decay, equation, yes
from antral.physiology import gnrh, lh, steroids


class Exogenous(NamedTuple):
    """Hormones from outside in one woman."""

    depot: float  # mg of estradiol not yet absorbed
    e2: float  # pg/mL in blood
    progestogen: float  # mg in the body


class HormoneParameters(NamedTuple):
    """Kinetics and effect in one woman; she is born with values of no consequence."""

    absorption: float  # 1/d
    estradiol_per_mg: float  # pg/mL per mg absorbed, with her own exposure
    estradiol_elimination: float  # 1/d
    progestogen_elimination: float  # 1/d
    progestogen_per_mg: float  # ng/mL of progesterone that act like 1 mg, with her own exposure
    pituitary_weight: float  # effect on pituitary and follicles relative to progesterone of that effect on the uterus
    measured: float  # share of it that a progesterone assay sees: 1 for progesterone itself
    link: float  # 1: hormones ease ovulation by lowering LH; 0: they do not


NONE = HormoneParameters(2.0, 0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 1.0)
"""Of a woman without hormones: nothing is absorbed to any effect, and no rate equals another."""


@equation
def swallowed(x: Exogenous, estradiol_mg: float, progestogen_mg: float) -> Exogenous:
    """Her hormones at the moment of a tablet."""
    return Exogenous(x.depot + estradiol_mg, x.e2, x.progestogen + progestogen_mg)


@equation
def after(x: Exogenous, days: float, p: HormoneParameters) -> Exogenous:
    """Her hormones `days` later: exact exponentials; what is below 10⁻⁶ is nothing."""
    depot, e2 = decay(p.absorption * days), decay(p.estradiol_elimination * days)
    absorbed = p.estradiol_per_mg * p.absorption / (p.absorption - p.estradiol_elimination)
    rest = Exogenous(
        x.depot * depot,
        x.e2 * e2 + x.depot * absorbed * (e2 - depot),
        x.progestogen * decay(p.progestogen_elimination * days),
    )
    return Exogenous(
        rest.depot * yes(rest.depot > 1e-6),
        rest.e2 * yes(rest.e2 > 1e-6),
        rest.progestogen * yes(rest.progestogen > 1e-6),
    )


@equation
def progestogen(x: Exogenous, p: HormoneParameters) -> float:
    """Progestogen in ng/mL of progesterone, as the endometrium sees it."""
    return p.progestogen_per_mg * x.progestogen


@equation
def together(own: steroids.Steroids, x: Exogenous, p: HormoneParameters) -> steroids.Steroids:
    """Her own steroids and those from outside."""
    outside = progestogen(x, p)
    return steroids.Steroids(own.p4 + p.pituitary_weight * outside, own.e2 + x.e2, own.p4_total + outside)


@equation
def eased(
    both: steroids.Steroids, x: Exogenous, p: HormoneParameters, pulses: gnrh.GnrhParameters, pituitary: lh.LhParameters
) -> float:
    """Factor on the LH that luteinises follicles: 1 where hormones are taken to ease ovulation by lowering it.

    Otherwise it undoes what they do: the drive of tonic LH without them over the drive with them.
    """
    own_p4, own_e2 = both.p4 - p.pituitary_weight * progestogen(x, p), both.e2 - x.e2
    own = lh.tonic_drive(own_e2, own_p4, gnrh.frequency(own_e2, own_p4, pulses), pituitary)
    total = lh.tonic_drive(both.e2, both.p4, gnrh.frequency(both.e2, both.p4, pulses), pituitary)
    return p.link + (1.0 - p.link) * own / total


@equation
def assayed(both: steroids.Steroids, x: Exogenous, p: HormoneParameters) -> float:
    """Progesterone (ng/mL) as an assay reads it: her own, and exogenous progesterone but no other progestogen."""
    return both.p4_total - (1.0 - p.measured) * progestogen(x, p)
