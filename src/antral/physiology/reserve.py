"""The resting follicles of both ovaries and their loss (Faddy and Gosden 1996)."""

from typing import NamedTuple

from antral.kernel import equation


class Reserve(NamedTuple):
    """Resting follicles of one woman."""

    primordial: float  # follicles, both ovaries


class ReserveParameters(NamedTuple):
    """Values and sources: `records/parameters/reserve.yaml`."""

    base_rate: float  # 1/yr
    crowding_rate: float  # follicles/yr
    crowding_half: float  # follicles
    flux_multiplier: float  # 1 untreated, in health


@equation
def leaving_per_day(reserve: Reserve, activation: float, p: ReserveParameters) -> float:
    """Follicles that leave the resting pool in one day; `activation` is the therapy's port, 1 untreated."""
    n = reserve.primordial
    return activation * p.flux_multiplier * n * (p.base_rate + p.crowding_rate / (p.crowding_half + n)) / 365.25


@equation
def after_a_day(reserve: Reserve, leaving: float) -> Reserve:
    """The resting pool a day later; it never grows and never falls below zero."""
    return Reserve(max(reserve.primordial - leaving, 0.0))
