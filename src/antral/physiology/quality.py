"""Follicle quality: the woman's own, its fluctuation, and the fall with age and as her pool empties."""

import math
from typing import NamedTuple

from antral.kernel import decay, equation, exponential, power, yes


class Quality(NamedTuple):
    """What changes in one woman."""

    fluctuation: float  # standard normal, an Ornstein–Uhlenbeck process
    deficit: float  # what her own quality lacks of q0 and regains, as after chemotherapy; 0 otherwise


class QualityParameters(NamedTuple):
    """Values and sources: `records/parameters/quality.yaml`."""

    own: float  # q0, 0 to 1
    pool_half: float  # follicles
    pool_power: float  # 1
    fluctuation: float  # standard deviation on the logit scale
    fluctuation_days: float  # d
    own_days: float  # d, time in which a deficit is regained
    start_age: float  # years, on day 0 of her simulated life
    age_half: float  # years
    age_span: float  # years
    age_floor: float  # 1


@equation
def fluctuated(quality: Quality, normal: float, p: QualityParameters) -> Quality:
    """The fluctuation a day later, from one standard normal number; variance 1 is kept."""
    keep = decay(1.0 / p.fluctuation_days)
    return Quality(keep * quality.fluctuation + math.sqrt(1.0 - keep * keep) * normal, quality.deficit)


@equation
def regained(quality: Quality, p: QualityParameters) -> Quality:
    """The deficit of her own quality a day later."""
    return Quality(quality.fluctuation, quality.deficit * decay(1.0 / p.own_days))


@equation
def pool_factor(primordial: float, p: QualityParameters) -> float:
    """The share of quality left at this number of resting follicles: the last ones are the poorer ones."""
    return yes(primordial >= 1.0) / (1.0 + power(p.pool_half / max(primordial, 1.0), p.pool_power))


@equation
def age(day: float, p: QualityParameters) -> float:
    """Her age (years) on a day of her simulated life."""
    return p.start_age + day / 365.25


@equation
def age_factor(day: float, p: QualityParameters) -> float:
    """The share of quality left at her age, whatever the number of her follicles: oocytes age, down to a floor."""
    return p.age_floor + (1.0 - p.age_floor) / (1.0 + exponential((age(day, p) - p.age_half) / p.age_span))


@equation
def quality(state: Quality, primordial: float, day: float, restored: float, p: QualityParameters) -> float:
    """Quality of the follicles today, 0 to 1.

    Parameters
    ----------
    day
        Of her simulated life.
    restored
        The therapy's port: share of what her own quality lacks of 1 that is restored; 0 untreated.
    """
    own = p.own + (1.0 - p.own) * restored - state.deficit * (1.0 - restored)
    odds = exponential(p.fluctuation * state.fluctuation)
    return own * odds / (1.0 - own + own * odds) * pool_factor(primordial, p) * age_factor(day, p)
