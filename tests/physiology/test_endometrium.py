"""Endometrium and bleeding by hand."""

import math

import pytest

from antral.kernel import plain
from antral.physiology import endometrium
from antral.physiology.endometrium import Bleeding, Endometrium

P = endometrium.EndometriumParameters(
    growth=0.25,
    growth_e2=60.0,
    loss=0.02,
    arming_p4=4.0,
    bleeding_p4=1.5,
    bleeding_thickness=0.2,
    after_bleeding=0.05,
    breakthrough_thickness=0.6,
    breakthrough_fall=0.5,
    breakthrough_days=7.0,
)
grown, bleeding, shed = plain(endometrium.grown), plain(endometrium.bleeding), plain(endometrium.shed)


def test_growth_by_hand():
    # (0.25 × 1/2 × 0.6 − 0.02 × 0.4) × 0.1 d = 0.0067
    after = grown(Endometrium(0.4, 0.0, 60.0), 60.0, 0.2, 0.1, P)
    assert after == pytest.approx((0.4067, 0.0, 60.0))


def test_recent_estradiol_is_a_mean_of_seven_days():
    after = grown(Endometrium(0.4, 0.0, 0.0), 100.0, 0.2, 7.0, P)
    assert after.recent_e2 == pytest.approx(100 * (1 - math.exp(-1)), rel=1e-6)


def test_progesterone_arms_and_it_stays_armed():
    armed = grown(Endometrium(0.9, 0.0, 100.0), 100.0, 4.1, 0.1, P)
    assert armed.armed == 1.0
    assert grown(armed, 100.0, 0.2, 0.1, P).armed == 1.0
    assert grown(Endometrium(0.9, 0.0, 100.0), 100.0, 3.9, 0.1, P).armed == 0.0


@pytest.mark.parametrize(
    ("lining", "e2", "p4", "luteal", "expected"),
    [
        (Endometrium(0.9, 1.0, 100.0), 100.0, 1.4, 0.0, Bleeding(1.0, 0.0)),  # armed and P4 gone
        (Endometrium(0.9, 1.0, 100.0), 100.0, 1.6, 0.0, Bleeding(0.0, 0.0)),  # P4 still there
        (Endometrium(0.1, 1.0, 100.0), 100.0, 1.4, 0.0, Bleeding(0.0, 0.0)),  # too thin
        (Endometrium(0.9, 0.0, 100.0), 49.0, 0.2, 0.0, Bleeding(0.0, 1.0)),  # E2 below half of its mean
        (Endometrium(0.9, 0.0, 100.0), 51.0, 0.2, 0.0, Bleeding(0.0, 0.0)),
        (Endometrium(0.9, 0.0, 100.0), 49.0, 0.2, 1.0, Bleeding(0.0, 0.0)),  # after the surge nobody bleeds
        (Endometrium(0.5, 0.0, 100.0), 49.0, 0.2, 0.0, Bleeding(0.0, 0.0)),  # too thin for that
    ],
)
def test_who_bleeds(lining, e2, p4, luteal, expected):
    assert bleeding(lining, e2, p4, luteal, P) == expected


def test_a_bleed_sheds_and_disarms():
    lining = Endometrium(0.9, 1.0, 100.0)
    assert shed(lining, Bleeding(1.0, 0.0), 1.4, P) == pytest.approx((0.05, 0.0, 100.0))
    assert shed(lining, Bleeding(0.0, 0.0), 1.6, P) == pytest.approx((0.9, 1.0, 100.0))


def test_a_thin_lining_disarms_without_a_bleed():
    assert shed(Endometrium(0.1, 1.0, 100.0), Bleeding(0.0, 0.0), 1.4, P).armed == 0.0
