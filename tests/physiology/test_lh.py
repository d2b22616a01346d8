"""LH by hand."""

import math

import pytest

from antral.kernel import plain
from antral.physiology import lh

P = lh.LhParameters(
    tonic=2340.0,
    surge=17000.0,
    surge_e2=208.0,
    surge_most=1.5,
    surge_p4=2.0,
    feedback_rate=1.77,
    withdrawal=8.06,
    withdrawal_e2=11.1,
    withdrawal_scale=1.8,
    p4_floor=0.929,
    p4_brake=2.3708,
    p4_brake_slope=0.25,
    pulse_half=18.0,
    release=10.0,
    clearance_volume=374.255,
)
QUIET = lh.Lh(tonic=6.0, blood=6.0, rising=0.0, risen=0.0)
after = plain(lh.lh)
LONG = 100.0  # d


def test_tonic_rises_without_estradiol():
    # E2 at its half: (1 + 8.06/2)/1.8 = 2.794444; at 18 pulses the amplitude is 1.5: 2340 × 2.794444 × 1.5 / 374.255
    got = after(QUIET, 11.1, 0.0, 0.0, 18.0, LONG, P)
    assert got.tonic == pytest.approx(26.2083, rel=1e-5)
    assert got.blood == pytest.approx(got.tonic, rel=1e-5)


def test_progesterone_brakes_to_a_floor():
    # P4 = 2.3708/0.25: brake 1/2; floor 0.929 + 0.071/2 = 0.9645; (1 + 8.06)/1.8 × 2340 / 374.255 = 31.47055 at E2 0
    got = after(QUIET, 0.0, 9.4832, 9.4832, 0.0, LONG, P)
    assert got.tonic == pytest.approx(31.47055 * 0.9645, rel=1e-5)


def test_positive_feedback_at_its_half():
    # 1.5 × 1/2 in the steady state of both lags; progesterone of 2 ng/mL halves it
    got = after(QUIET, 208.0, 0.0, 0.0, 0.0, LONG, P)
    assert (got.rising, got.risen) == pytest.approx((0.75, 0.75))
    assert after(QUIET, 208.0, 0.0, 2.0, 0.0, LONG, P).risen == pytest.approx(0.375)


def test_feedback_comes_through_two_lags():
    # in ln 2 / 1.77 days the first lag goes half of the way to 0.75, the second half of the way to the first
    got = after(QUIET, 208.0, 0.0, 0.0, 0.0, math.log(2) / 1.77, P)
    assert (got.rising, got.risen) == pytest.approx((0.375, 0.1875))


def test_surge_adds_to_blood_and_not_to_tonic():
    # a surge of 0.5 that stays (the lags kept by a rate of nothing): 17000 × 0.5 / 374.255 = 22.7118
    kept = P._replace(feedback_rate=1e-12)
    got = after(lh.Lh(6.0, 6.0, 0.5, 0.5), 0.0, 0.0, 0.0, 0.0, LONG, kept)
    assert got.blood - got.tonic == pytest.approx(22.7118, rel=1e-5)


def test_blood_follows_with_ten_a_day():
    got = after(lh.Lh(0.0, 0.0, 0.0, 0.0), 0.0, 0.0, 0.0, 0.0, math.log(2) / 10, P)
    assert got.blood == pytest.approx(31.47055 / 2, rel=1e-5)
