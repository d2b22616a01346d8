"""One follicle by hand: growth, secretion and its fates."""

import math
from typing import Any

import pytest

from antral.kernel import plain
from antral.physiology import follicle
from antral.physiology.follicle import (
    COMMITS,
    COMMITTED,
    DIES,
    FREE,
    GROWING,
    LUTEINISED,
    LUTEINISES,
    OVULATES,
    STAYS,
    VANISHES,
    WAITING,
    Climate,
    Follicle,
    Sums,
)

P = follicle.FollicleParameters(
    growth=0.0126,
    growth_p4_half=3.0,
    growth_fsh_half=13.1,
    competition=0.000172,
    competition_fsh_half=7.6,
    fastest=1.2,
    independence=0.706,
    independence_size=10.0,
    largest=25.0,
    start=4.0,
    threshold=4.15,
    threshold_sd=1.61,
    threshold_min=0.7,
    accept_half=0.25,
    atresia_speed=0.01,
    atresia_speed_late=0.1,
    atresia_late_days=2.0,
    waiting_days=5.0,
    ovulatory=18.0,
    lh_threshold=25.0,
    surge_threshold=0.15,
    ovulation_days=1.4,
    secretion_size=15.0,
    secretion_end_days=1.13,
    shrink_rate=0.05,
    vanish=2.0,
    luteinisation_rate=2.02,
    luteinisation_lh=14.2,
    luteinisation_lh_scale=30.0,
    luteinisation_quality=1.3,
    luteinisation_size=8.0,
    luteinised_secretion=0.9,
    luteinised_days=14.0,
    inhibin_full=8.0,
    inhibin_end=12.0,
    inhibin_part=0.7,
    amh_slope=4.0,
)
NOTHING: Any = Climate(*(0.0,) * 7)
DAY = 0.125


# --- what a follicle secretes ---------------------------------------------------------------------------------------


def test_capacity_at_its_half():
    assert plain(follicle.capacity)(15.0, P) == pytest.approx(math.pi * 225 / 2, rel=1e-6)
    assert plain(follicle.capacity)(0.0, P) == 0.0


@pytest.mark.parametrize(
    ("diameter", "small", "amh"), [(4.0, 1.0, 1.0), (8.0, 1.0, 1.0), (9.0, 0.7, 0.75), (12.0, 0.0, 0.0), (20.0, 0, 0)]
)
def test_small_follicles_make_inhibin_and_amh(diameter, small, amh):
    got = plain(follicle.contribution)(Follicle(diameter, 4.0, GROWING, 1.0, 1.0, 1.0, 1.0), P)
    assert (got.area, got.small, got.amh, got.luteinised) == pytest.approx((diameter**2, small, amh, 0.0))


@pytest.mark.parametrize(
    ("status", "synthesis", "expected"),
    [
        (GROWING, 1.0, Sums(225.0, 353.4292, 0.0, 0.0, 0.0)),  # π 225 / 2 = 353.4292
        (WAITING, 1.0, Sums(225.0, 353.4292, 0.0, 0.0, 0.0)),
        (COMMITTED, 0.5, Sums(225.0, 176.7146, 0.0, 0.0, 0.0)),  # the surge has ended half of the synthesis
        (LUTEINISED, 1.0, Sums(0.0, 318.0863, 0.0, 0.0, 1.0)),  # 0.9 of it; competes with nobody
        (FREE, 1.0, Sums(0.0, 0.0, 0.0, 0.0, 0.0)),
    ],
)
def test_contribution_by_status(status, synthesis, expected):
    got = plain(follicle.contribution)(Follicle(15.0, 4.0, status, 5.0, 1.0, 1.0, synthesis), P)
    assert got == pytest.approx(expected, rel=1e-6)


# --- climate and growth ---------------------------------------------------------------------------------------------


def climate(fsh=5.0, lh=6.0, tonic_lh=6.0, surge=0.0, p4=0.0, quality=1.0, area=0.0, days=DAY):
    return plain(follicle.climate)(fsh, lh, tonic_lh, surge, p4, quality, area, days, P)


def test_growth_and_competition_of_the_climate():
    c = climate(fsh=13.1)
    assert c.growth == pytest.approx(0.0126 * 1.5)  # no progesterone: 1; FSH at its half: 1/2
    assert climate(fsh=0.0, p4=3.0).growth == pytest.approx(0.0126 / 2)
    c = climate(fsh=7.6, area=200.0)
    assert (c.competition, c.crowding) == pytest.approx((0.000086, 0.0172))
    assert climate(fsh=3.0).fsh_fourth == pytest.approx(81.0)
    assert c.synthesis_kept == pytest.approx(math.exp(-0.125 / 1.13), rel=1e-6)


@pytest.mark.parametrize(
    ("tonic_lh", "quality", "hazard"),
    [(14.2, 0.3, 0.0), (10.0, 0.3, 0.0), (29.2, 0.3, 1.01), (44.2, 1.0, 2.02 * 0.3), (44.2, 1.4, 0.0)],
)
def test_high_tonic_lh_luteinises_poor_follicles(tonic_lh, quality, hazard):
    assert climate(tonic_lh=tonic_lh, quality=quality).luteinisation == pytest.approx(hazard)


@pytest.mark.parametrize(
    ("lh", "surge", "releasing"), [(25.0, 0.16, 1.0), (24.9, 0.16, 0.0), (60.0, 0.14, 0.0), (60.0, 0.5, 1.0)]
)
def test_release_wants_lh_and_a_surge_under_way(lh, surge, releasing):
    assert climate(lh=lh, surge=surge).releasing == releasing


def test_speed_of_a_follicle_alone():
    # FSH at her threshold: 1/2; at 10 mm she needs 1 − 0.706/2 = 0.647 of it. Alone, area = 10²: others are nothing.
    # 5^4/(5^4 + (5/0.647 × 0.647)^4) × 15 × 10 × 0.01 = 0.75
    c = Climate(625.0, 0.01, 0.0001 * 100.0, 0.0001, 0.0, 0.0, 1.0)
    assert plain(follicle.speed)(10.0, 5.0 / 0.647, c, P) == pytest.approx(0.75)


def test_others_slow_her_down():
    # 50 mm² of others: 0.01 − 0.647 × 0.005 = 0.006765; × 0.5 × 150 = 0.507375
    c = Climate(625.0, 0.01, 0.0001 * 150.0, 0.0001, 0.0, 0.0, 1.0)
    assert plain(follicle.speed)(10.0, 5.0 / 0.647, c, P) == pytest.approx(0.507375)


def test_nobody_grows_faster_than_the_fastest():
    c = Climate(1e8, 0.05, 0.0, 0.0, 0.0, 0.0, 1.0)
    assert plain(follicle.speed)(10.0, 1.0, c, P) == 1.2


# --- fates ----------------------------------------------------------------------------------------------------------


STEADY = Climate(1e8, 0.01, 0.0, 0.0, 0.0, 0.0, 0.9)
"""FSH far above every threshold, nobody else: speed is 0.01 d (25 − d), cut at 1.2 mm/d; no LH."""
STILL = STEADY._replace(growth=0.0)


def grow(f, c, days=DAY):
    return plain(follicle.grow)(f, c, days, P)


def a_follicle(diameter=10.0, status=GROWING, age=5.0, since=5.0, budget=1.0, synthesis=1.0):
    return Follicle(diameter, 4.0, status, age, since, budget, synthesis)


def test_growing():
    # 0.01 × 15 × 10 = 1.5 mm/d is cut at 1.2: 10 + 0.15 mm; at 22 mm 0.66 mm/d
    got = grow(a_follicle(), STEADY)
    assert got.fate == STAYS
    assert got.follicle == pytest.approx((10.15, 4.0, GROWING, 5.125, 5.125, 1.0, 1.0), rel=1e-4)
    assert grow(a_follicle(22.0, COMMITTED, since=0.5), STEADY).follicle.diameter == pytest.approx(22.0825, rel=1e-5)


def test_at_18_mm_she_waits():
    got = grow(a_follicle(17.95), STEADY)
    assert (got.fate, got.follicle.status, got.follicle.since) == (STAYS, WAITING, 0.0)


def test_waiting_too_long_she_dies():
    assert grow(a_follicle(19.0, WAITING, since=4.8), STEADY).fate == STAYS
    assert grow(a_follicle(19.0, WAITING, since=5.0), STEADY).fate == DIES


@pytest.mark.parametrize(
    ("speed", "age", "fate"), [(0.009, 0.5, DIES), (0.011, 0.5, STAYS), (0.099, 2.0, DIES), (0.101, 2.0, STAYS)]
)
def test_the_slow_die(speed, age, fate):
    # at 10 mm speed is 150 × growth
    assert grow(a_follicle(age=age, since=age), STEADY._replace(growth=speed / 150)).fate == fate


def test_lh_commits_the_ripe_even_at_once():
    releasing = STEADY._replace(releasing=1.0)
    assert grow(a_follicle(19.0, WAITING, since=1.0), releasing).fate == COMMITS
    assert grow(a_follicle(17.95), releasing).fate == COMMITS
    assert grow(a_follicle(17.0), releasing).fate == STAYS


def test_release_comes_before_every_other_fate():
    deadly = STILL._replace(releasing=1.0, luteinisation=100.0)
    assert grow(a_follicle(19.0, WAITING, since=9.0), deadly).fate == COMMITS
    assert grow(a_follicle(17.0), deadly).fate == LUTEINISES


def test_the_committed_ovulate_after_1_4_days_and_stop_secreting():
    got = grow(a_follicle(20.0, COMMITTED, since=0.5), STEADY)
    assert (got.fate, got.follicle.synthesis) == (STAYS, pytest.approx(0.9))
    fates = []
    f = a_follicle(20.0, COMMITTED, since=0.0)
    while not fates or fates[-1] == STAYS:
        got = grow(f, STILL)
        f, fates = got.follicle, [*fates, got.fate]
    # 11 steps are 1.375 d: the nearest to 1.4
    assert (fates[-1], len(fates)) == (OVULATES, 11)


def test_a_budget_of_hazard_luteinises():
    # 8 mm are safe; above, a hazard of 2 a day takes 0.25 in a step
    high = STEADY._replace(luteinisation=2.0)
    got = grow(a_follicle(10.0, budget=0.3), high)
    assert (got.fate, got.follicle.budget) == (STAYS, pytest.approx(0.05))
    assert grow(a_follicle(10.0, budget=0.2), high).fate == LUTEINISES
    assert grow(a_follicle(7.0, budget=0.2), high).fate == STAYS
    assert grow(a_follicle(20.0, COMMITTED, since=0.2, budget=0.2), high).fate == STAYS


def test_the_luteinised_stay_two_weeks_then_shrink_and_vanish():
    got = grow(a_follicle(12.0, LUTEINISED, since=5.0), STEADY)
    assert (got.fate, got.follicle.diameter) == (STAYS, 12.0)
    # a day late: 12 − 0.125 × 0.05 × 12 × (1 + 1)
    got = grow(a_follicle(12.0, LUTEINISED, since=14.875), STEADY)
    assert (got.fate, got.follicle.diameter) == (STAYS, pytest.approx(11.85))
    assert grow(a_follicle(2.01, LUTEINISED, since=18.0), STEADY).fate == VANISHES


def test_a_free_slot_does_nothing():
    got = grow(Follicle(0.0, 4.0, FREE, 0.0, 0.0, 0.0, 0.0), STEADY._replace(releasing=1.0, luteinisation=9.0))
    assert (got.fate, got.follicle.diameter, got.follicle.status) == (STAYS, 0.0, FREE)


# --- draws ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("quality", "chance"), [(0.0, 0.0), (1.0, 1.0), (0.25, 0.625)])
def test_acceptance(quality, chance):
    # (1 + 0.25) q / (q + 0.25)
    assert plain(follicle.acceptance)(quality, P) == pytest.approx(chance)


@pytest.mark.parametrize(("normal", "threshold"), [(0.0, 4.15), (1.0, 5.76), (-3.0, 0.7)])
def test_drawn_threshold(normal, threshold):
    assert plain(follicle.drawn_threshold)(normal, P) == pytest.approx(threshold)


def test_a_dead_follicle_is_gone_when_its_closed_form_says_so():
    # d' = −0.05 d (1 + t) from 10 to 2 mm takes sqrt(1 + 40 ln 5) − 1 = 7.0858 d
    days = math.sqrt(1 + 40 * math.log(5)) - 1
    assert plain(follicle.shrunk_diameter)(10.0, days, P) == pytest.approx(2.0, rel=1e-6)
    assert plain(follicle.shrunk_diameter)(10.0, 0.0, P) == 10.0
