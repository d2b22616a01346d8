"""The endometrium and its bleeding."""

from typing import NamedTuple

from antral.kernel import decay, equation, yes


class Endometrium(NamedTuple):
    """The endometrium of one woman."""

    thickness: float  # 0 to 1
    armed: float  # 1 once it has seen progestogen
    recent_e2: float  # pg/mL, running mean


class EndometriumParameters(NamedTuple):
    """Values and sources: `records/parameters/endometrium.yaml`."""

    growth: float  # 1/d
    growth_e2: float  # pg/mL
    loss: float  # 1/d
    arming_p4: float  # ng/mL
    bleeding_p4: float  # ng/mL
    bleeding_thickness: float  # 1
    after_bleeding: float  # 1
    breakthrough_thickness: float  # 1
    breakthrough_fall: float  # 1
    breakthrough_days: float  # d


class Bleeding(NamedTuple):
    """What bleeds in this step, as 0/1 flags."""

    menses: float  # progesterone withdrawal after ovulation
    breakthrough: float  # estradiol withdrawal without ovulation


@equation
def grown(state: Endometrium, e2: float, p4: float, days: float, p: EndometriumParameters) -> Endometrium:
    """The endometrium `days` later, before any bleeding (e2 in pg/mL, p4 in ng/mL)."""
    growth = p.growth * e2 / (e2 + p.growth_e2) * (1.0 - state.thickness)
    return Endometrium(
        state.thickness + (growth - p.loss * state.thickness) * days,
        max(state.armed, yes(p4 > p.arming_p4)),
        e2 + (state.recent_e2 - e2) * decay(days / p.breakthrough_days),
    )


@equation
def bleeding(state: Endometrium, e2: float, p4: float, luteal: float, p: EndometriumParameters) -> Bleeding:
    """Whether she bleeds: an armed endometrium when progesterone has fallen, a thick one when estradiol falls.

    `luteal` is 1 while a corpus luteum lives: the fall of estradiol after the surge makes nobody bleed.
    """
    withdrawn = state.armed * yes(p4 < p.bleeding_p4)
    menses = withdrawn * yes(state.thickness > p.bleeding_thickness)
    fallen = yes(e2 < p.breakthrough_fall * state.recent_e2) * yes(state.thickness > p.breakthrough_thickness)
    return Bleeding(menses, (1.0 - state.armed) * (1.0 - luteal) * fallen)


@equation
def shed(state: Endometrium, bleeds: Bleeding, p4: float, p: EndometriumParameters) -> Endometrium:
    """The endometrium after what bleeds in this step."""
    any_bleed = bleeds.menses + bleeds.breakthrough
    disarm = state.armed * yes(p4 < p.bleeding_p4)
    return Endometrium(
        state.thickness + any_bleed * (p.after_bleeding - state.thickness), state.armed - disarm, state.recent_e2
    )
