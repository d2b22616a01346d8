"""GnRH by hand."""

import math

import pytest

from antral.kernel import plain
from antral.physiology import gnrh

P = gnrh.GnrhParameters(
    frequency=16.0,
    p4_half=3.0,
    e2_boost_half=120.0,
    mass=0.0056,
    mass_e2_high=100.0,
    mass_e2_low=9.6,
    clearance=0.594,
    bound=0.005,
    rest_share=0.2,
    rest_fall=0.1,
    rest_days=10.0,
    rest_longest=40.0,
    rest_depth=0.5,
)
after = plain(gnrh.gnrh)


@pytest.mark.parametrize(
    ("e2", "p4", "frequency"),
    [(0.0, 0.0, 16.0), (120.0, 0.0, 24.0), (0.0, 3.0, 8.0), (1e6, 0.0, 32.0), (120.0, 3.0, 12.0)],
)
def test_frequency(e2, p4, frequency):
    assert after(gnrh.Gnrh(0.05, 16.0, 0.0), e2, p4, 0.125, P).frequency == pytest.approx(frequency)


def test_pituitary_settles_at_mass_times_frequency_over_clearance():
    # without estradiol the mass is 0.0056 (0 + 1): 0.0056 × 16 / 0.594 = 0.150842
    assert after(gnrh.Gnrh(0.0, 16.0, 0.0), 0.0, 0.0, 1e3, P).pituitary == pytest.approx(0.150842, rel=1e-5)
    # at E2 = 9.6: 0.0056 (92.16/10092.16 + 0.5) × 16 / 0.594 = 0.0768 (the boost of 1e-11 is nothing)
    assert after(gnrh.Gnrh(0.0, 16.0, 0.0), 9.6, 0.0, 1e3, P).pituitary == pytest.approx(0.0767987, rel=1e-5)


def test_half_of_the_way_in_a_half_life():
    got = after(gnrh.Gnrh(0.0, 16.0, 0.0), 0.0, 0.0, math.log(2) / 0.594, P)
    assert got.pituitary == pytest.approx(0.075421, rel=1e-5)


def test_bound_receptor():
    assert plain(gnrh.bound_receptor)(gnrh.Gnrh(0.05, 16.0, 0.0), P) == pytest.approx(0.00025)


@pytest.mark.parametrize(
    ("since_surge", "rest", "left"),
    [(10.0, 20.0, 1.0), (12.5, 20.0, 0.5), (31.5, 20.0, 0.5), (32.5, 20.0, 1.0), (12.5, 0.0, 1.0), (100.0, 40.0, 1.0)],
)
def test_the_hypothalamus_rests_after_the_corpus_luteum(since_surge, rest, left):
    assert plain(gnrh.awake)(gnrh.Gnrh(0.05, 16.0, rest), since_surge, 12.0, P) == pytest.approx(left)


def test_a_rest_lasts_through_a_step():
    assert after(gnrh.Gnrh(0.05, 16.0, 7.0), 40.0, 0.2, 0.125, P).rest == 7.0


def test_rests_are_rarer_with_age_and_exponential():
    rest = plain(gnrh.drawn_rest)
    # a fifth of cycles at 25 years, a fifth over e at 35
    assert rest(0.21, 25.0, P) == 0.0
    assert rest(0.2 / math.e, 25.0, P) == pytest.approx(10.0)
    assert rest(0.2 / math.e + 1e-9, 35.0, P) == 0.0
    assert rest(0.2 / math.e**2, 35.0, P) == pytest.approx(10.0)
    assert rest(1e-9, 25.0, P) == 40.0
