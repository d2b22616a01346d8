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
)
after = plain(gnrh.gnrh)


@pytest.mark.parametrize(
    ("e2", "p4", "frequency"),
    [(0.0, 0.0, 16.0), (120.0, 0.0, 24.0), (0.0, 3.0, 8.0), (1e6, 0.0, 32.0), (120.0, 3.0, 12.0)],
)
def test_frequency(e2, p4, frequency):
    assert after(gnrh.Gnrh(0.05, 16.0), e2, p4, 0.125, P).frequency == pytest.approx(frequency)


def test_pituitary_settles_at_mass_times_frequency_over_clearance():
    # without estradiol the mass is 0.0056 (0 + 1): 0.0056 × 16 / 0.594 = 0.150842
    assert after(gnrh.Gnrh(0.0, 16.0), 0.0, 0.0, 1e3, P).pituitary == pytest.approx(0.150842, rel=1e-5)
    # at E2 = 9.6: 0.0056 (92.16/10092.16 + 0.5) × 16 / 0.594 = 0.0768 (the boost of 1e-11 is nothing)
    assert after(gnrh.Gnrh(0.0, 16.0), 9.6, 0.0, 1e3, P).pituitary == pytest.approx(0.0767987, rel=1e-5)


def test_half_of_the_way_in_a_half_life():
    got = after(gnrh.Gnrh(0.0, 16.0), 0.0, 0.0, math.log(2) / 0.594, P)
    assert got.pituitary == pytest.approx(0.075421, rel=1e-5)


def test_bound_receptor():
    assert plain(gnrh.bound_receptor)(gnrh.Gnrh(0.05, 16.0), P) == pytest.approx(0.00025)
