"""Conception at an ovulation, the pregnancy that suspends the axis, and its end.

A chance per ovulation, with age and quality; the rescued corpus luteum, then the placenta, make the steroids; a
miscarriage or a birth ends it. Breastfeeding, ectopic and multiple pregnancy, stillbirth and preterm birth are left
out.
"""

import math
from typing import NamedTuple

from antral.kernel import decay, equation, power
from antral.physiology.fsh import Fsh
from antral.physiology.luteal import CorpusLuteum, LutealParameters
from antral.physiology.steroids import SteroidParameters, Steroids


class Trying(NamedTuple):
    """Whether one woman may conceive."""

    age: float  # years on day 0 of the state's clock
    intention: float  # 0 to 1, multiplies the chance at each ovulation; 0 nobody conceives


class Pregnancy(NamedTuple):
    """The pregnancy of one woman."""

    days: float  # d since conception; −1 when she is not pregnant
    ends: float  # d after conception


class PregnancyParameters(NamedTuple):
    """Values and sources: `records/parameters/pregnancy.yaml`."""

    per_ovulation: float  # chance at the reference age with full quality
    reference_age: float  # yr
    age_half: float  # yr
    age_scale: float  # yr
    quality_power: float  # 1
    miscarriage_young: float  # share
    miscarriage_young_age: float  # yr
    miscarriage_old: float  # share
    miscarriage_old_age: float  # yr
    miscarriage_first: float  # d
    miscarriage_mean: float  # d
    viability: float  # d
    birth: float  # d
    birth_sd: float  # d
    birth_latest: float  # d
    recognition: float  # d
    handover: float  # d
    p4_term: float  # 1
    e2_term: float  # 1
    suppression: float  # 1/d


@equation
def by_age(age: float, p: PregnancyParameters) -> float:
    """Chance of conception at an age relative to the reference age: a logistic fall."""
    reference = 1.0 + math.exp((p.reference_age - p.age_half) / p.age_scale)
    return reference / (1.0 + math.exp((age - p.age_half) / p.age_scale))


@equation
def chance(age: float, quality: float, intention: float, p: PregnancyParameters) -> float:
    """Chance that this ovulation is followed by a pregnancy that is noticed."""
    return min(p.per_ovulation * by_age(age, p) * power(quality, p.quality_power) * intention, 1.0)


@equation
def miscarriage(age: float, p: PregnancyParameters) -> float:
    """Share of pregnancies that are lost: least to some 30 years, then the log odds rise with the square of age."""
    span = p.miscarriage_old_age - p.miscarriage_young_age
    x = max(age - p.miscarriage_young_age, 0.0) / span
    young = math.log(p.miscarriage_young / (1.0 - p.miscarriage_young))
    old = math.log(p.miscarriage_old / (1.0 - p.miscarriage_old))
    return 1.0 / (1.0 + math.exp(-young - (old - young) * x * x))


@equation
def lost_on(uniform: float, p: PregnancyParameters) -> float:
    """Day after conception of a miscarriage from one uniform number; all before viability."""
    reach = 1.0 - math.exp((p.miscarriage_first - p.viability) / p.miscarriage_mean)
    return p.miscarriage_first - p.miscarriage_mean * math.log(1.0 - uniform * reach)


@equation
def born_on(normal: float, p: PregnancyParameters) -> float:
    """Day after conception of a birth from one standard normal number, from viability on."""
    return min(max(p.birth + p.birth_sd * normal, p.viability), p.birth_latest)


@equation
def sustained(
    without: Steroids, pregnancy: Pregnancy, corpus: CorpusLuteum, luteal: LutealParameters, own: SteroidParameters,
    p: PregnancyParameters,
) -> Steroids:  # fmt: skip
    """Steroids of a pregnant woman from those she would have without corpus luteum.

    The corpus luteum is rescued and stays at its height; from the hand-over on the placenta multiplies that height,
    evenly on the logarithm, up to its level at term.
    """
    rise = corpus.days / luteal.rise_days
    rescued = 1.0 - decay(rise * rise)
    grown = max(pregnancy.days - p.handover, 0.0) / (p.birth - p.handover)
    p4 = own.p4_luteal * rescued * power(p.p4_term, grown)
    e2 = own.e2_luteal * rescued * power(p.e2_term, grown)
    return Steroids(without.p4 + p4, without.e2 + e2, without.p4_total + p4)


@equation
def suppressed(state: Fsh, days: float, p: PregnancyParameters) -> Fsh:
    """FSH of a pregnant woman after a step: the inhibin of the placenta empties the store."""
    kept = decay(p.suppression * days)
    return Fsh(state.store * kept, state.blood * kept)
