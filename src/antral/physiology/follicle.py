"""One follicle from 4 mm on: growth in competition, secretion, and its fate.

A follicle is growing, waits at ovulatory size for LH, is committed by the surge and ovulates, or luteinises without
ovulating. One that dies leaves the slots at once and is only seen shrinking on the scan.
"""

import math
from typing import Final, NamedTuple

from antral.kernel import REAL, cube, decay, equation, fifth, fourth, sixth, tenth, yes

_PI: Final = REAL(math.pi)

FREE: Final = REAL(0)
GROWING: Final = REAL(1)
WAITING: Final = REAL(2)
COMMITTED: Final = REAL(3)
LUTEINISED: Final = REAL(4)

STAYS: Final = REAL(0)
DIES: Final = REAL(1)
COMMITS: Final = REAL(2)
OVULATES: Final = REAL(3)
LUTEINISES: Final = REAL(4)
VANISHES: Final = REAL(5)


class Follicle(NamedTuple):
    """One follicle of 4 mm or more."""

    diameter: float  # mm
    threshold: float  # IU/L of FSH
    status: float  # FREE, GROWING, WAITING, COMMITTED or LUTEINISED
    age: float  # d since recruitment
    since: float  # d since the last change of status
    budget: float  # hazard of luteinisation left, drawn Exp(1)
    synthesis: float  # estradiol synthesis left, 1 until the surge ends it


class FollicleParameters(NamedTuple):
    """Values and sources: `records/parameters/follicle.yaml`."""

    growth: float  # 1/(mm·d)
    growth_p4_half: float  # ng/mL
    growth_fsh_half: float  # IU/L
    competition: float  # 1/(mm³·d)
    competition_fsh_half: float  # IU/L
    fastest: float  # mm/d
    independence: float  # 1
    independence_size: float  # mm
    largest: float  # mm
    start: float  # mm
    threshold: float  # IU/L
    threshold_sd: float  # IU/L
    threshold_min: float  # IU/L
    accept_half: float  # 1
    atresia_speed: float  # mm/d
    atresia_speed_late: float  # mm/d
    atresia_late_days: float  # d
    waiting_days: float  # d
    ovulatory: float  # mm
    lh_threshold: float  # IU/L
    surge_threshold: float  # 1
    ovulation_days: float  # d
    secretion_size: float  # mm
    secretion_end_days: float  # d
    shrink_rate: float  # 1/d²
    vanish: float  # mm
    luteinisation_rate: float  # 1/d
    luteinisation_lh: float  # IU/L
    luteinisation_lh_scale: float  # IU/L
    luteinisation_quality: float  # 1
    luteinisation_size: float  # mm
    luteinised_secretion: float  # 1
    luteinised_days: float  # d
    inhibin_full: float  # mm
    inhibin_end: float  # mm
    inhibin_part: float  # 1
    amh_slope: float  # mm


class Climate(NamedTuple):
    """What all follicles of a woman live in during one step."""

    fsh_fourth: float  # FSH to the fourth, (IU/L)⁴
    growth: float  # 1/(mm·d)
    crowding: float  # 1/(mm³·d), competition times the area of all follicles
    competition: float  # 1/(mm³·d)
    releasing: float  # 1 when LH and the surge commit follicles of ovulatory size
    luteinisation: float  # 1/d, hazard
    synthesis_kept: float  # share of estradiol synthesis a committed follicle keeps in this step


class Sums(NamedTuple):
    """What hormones need to know of a woman's follicles."""

    area: float  # mm², sum of squared diameters of living follicles
    secretion: float  # mm², capacity for estradiol
    small: float  # follicles that make inhibin B, weighted
    amh: float  # follicles that make AMH, weighted
    luteinised: float  # luteinised follicles


class Grown(NamedTuple):
    """A follicle after one step, and what becomes of it."""

    follicle: Follicle
    fate: float  # STAYS, DIES, COMMITS, OVULATES, LUTEINISES or VANISHES


@equation
def capacity(diameter: float, p: FollicleParameters) -> float:
    """Capacity of a follicle for estradiol, mm²: its area times a steep rise around 15 mm."""
    x = fifth(diameter / p.secretion_size)
    return _PI * diameter * diameter * x / (1.0 + x)


@equation
def contribution(f: Follicle, p: FollicleParameters) -> Sums:
    """What one follicle adds to the sums."""
    living = yes(f.status > 0.5) * yes(f.status < 3.5)
    luteinised = yes(f.status > 3.5)
    d = f.diameter
    small = yes(d <= p.inhibin_full) + p.inhibin_part * yes(d > p.inhibin_full) * yes(d < p.inhibin_end)
    amh = min(max((p.inhibin_end - d) / p.amh_slope, 0.0), 1.0)
    secretion = capacity(d, p) * (living * f.synthesis + luteinised * p.luteinised_secretion)
    return Sums(living * d * d, secretion, living * small, living * amh, luteinised)


@equation
def luteinisation(tonic_lh: float, quality: float, p: FollicleParameters) -> float:
    """Hazard of luteinisation without ovulation (1/d): chronically high LH, and poor quality."""
    excess = max(tonic_lh - p.luteinisation_lh, 0.0) / p.luteinisation_lh_scale
    return p.luteinisation_rate * excess * max(p.luteinisation_quality - quality, 0.0)


@equation
def climate(
    fsh: float, lh: float, tonic_lh: float, surge: float, p4: float, quality: float, area: float, days: float,
    p: FollicleParameters,
) -> Climate:  # fmt: skip
    """The climate of one step of `days` from FSH, LH (IU/L), positive feedback, P4 (ng/mL) and follicle area (mm²)."""
    f5 = fifth(fsh / p.growth_fsh_half)
    growth = p.growth * (1.0 / (1.0 + cube(p4 / p.growth_p4_half)) + f5 / (1.0 + f5))
    competition = p.competition / (1.0 + tenth(fsh / p.competition_fsh_half))
    hazard = luteinisation(tonic_lh, quality, p)
    releasing = yes(lh >= p.lh_threshold) * yes(surge > p.surge_threshold)
    return Climate(
        fourth(fsh), growth, competition * area, competition, releasing, hazard, decay(days / p.secretion_end_days)
    )


@equation
def speed(diameter: float, threshold: float, c: Climate, p: FollicleParameters) -> float:
    """Growth in mm/d; the larger a follicle, the less it needs FSH and the less it yields to the others."""
    z = sixth(diameter / p.independence_size)
    need = 1.0 - p.independence * z / (1.0 + z)
    response = c.fsh_fourth / (c.fsh_fourth + fourth(threshold * need))
    others = need * (c.crowding - c.competition * diameter * diameter)
    x = response * (p.largest - diameter) * diameter * (c.growth - others)
    return min(x, p.fastest)


@equation
def grow(f: Follicle, c: Climate, days: float, p: FollicleParameters) -> Grown:
    """One follicle after a step of `days`; fates are decided here and carried out by the caller.

    The order of fates is release, ovulation, luteinisation, death. Durations are compared with half a step of
    tolerance.
    """
    growing = yes(f.status == GROWING)
    waiting = yes(f.status == WAITING)
    committed = yes(f.status == COMMITTED)
    luteinised = yes(f.status == LUTEINISED)
    undecided = growing + waiting
    x = speed(f.diameter, f.threshold, c, p)
    age = f.age + days
    since = f.since + days
    late = since - p.luteinised_days
    shrinking = luteinised * yes(late > 0.0)
    shrunk = p.shrink_rate * f.diameter * (1.0 + late)
    diameter = f.diameter + days * ((undecided + committed) * x - shrinking * shrunk)
    diameter = max(diameter, 0.0)
    budget = f.budget - undecided * yes(diameter > p.luteinisation_size) * c.luteinisation * days
    synthesis = f.synthesis * (1.0 - committed * (1.0 - c.synthesis_kept))

    ripe = undecided * yes(diameter >= p.ovulatory)
    begins = growing * ripe  # growing becomes waiting
    status = f.status + begins * (WAITING - GROWING)
    since = since * (1.0 - begins)

    commits = ripe * c.releasing
    ovulates = committed * yes(since > p.ovulation_days - 0.5 * days)
    luteinises = undecided * (1.0 - commits) * yes(budget < 0.0)
    slow = yes(x <= p.atresia_speed) + yes(x <= p.atresia_speed_late) * yes(age > p.atresia_late_days)
    tired = waiting * yes(since > p.waiting_days)
    dies = undecided * (1.0 - commits) * (1.0 - luteinises) * min(slow + tired, 1.0)
    vanishes = shrinking * yes(diameter < p.vanish)
    fate = dies * DIES + commits * COMMITS + ovulates * OVULATES + luteinises * LUTEINISES + vanishes * VANISHES
    return Grown(Follicle(diameter, f.threshold, status, age, since, budget, synthesis), fate)


@equation
def acceptance(quality: float, p: FollicleParameters) -> float:
    """Chance that a recruit of this quality is viable: all of quality 1, and most down to fairly poor ones."""
    return quality * (1.0 + p.accept_half) / (quality + p.accept_half)


@equation
def drawn_threshold(normal: float, p: FollicleParameters) -> float:
    """FSH threshold (IU/L) of a recruit from one standard normal number."""
    return max(p.threshold + p.threshold_sd * normal, p.threshold_min)


@equation
def shrunk_diameter(diameter: float, days: float, p: FollicleParameters) -> float:
    """Diameter (mm) of a dead follicle `days` after its death at `diameter`; closed form of d' = −a d (1 + t)."""
    return diameter * decay(p.shrink_rate * (days + 0.5 * days * days))
