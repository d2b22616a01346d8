"""The inhibins by hand."""

import math

import pytest

from antral.kernel import plain
from antral.physiology import inhibin

P = inhibin.InhibinParameters(most=76.0, half=0.85, power=1.8, fsh_half=7.85, rate=1.4, a_follicle=0.05, a_luteal=60.0)
after = plain(inhibin.inhibin)
LONG = 100.0


def test_half_of_the_most():
    # 1.7 follicles at half drive are 0.85
    assert after(inhibin.Inhibin(0.0, 0.0), 0.7, 1.0, 1.0, 7.85, LONG, P).b == pytest.approx(38.0)


def test_quality_lowers_the_drive():
    # (0.5 × 1.7 / 2) / 0.85 = 1/2; (1/2)^1.8 = 0.287175; 76 × 0.287175 / 1.287175
    assert after(inhibin.Inhibin(0.0, 0.0), 1.7, 0.0, 0.5, 7.85, LONG, P).b == pytest.approx(16.9559, rel=1e-4)


def test_no_follicles_no_inhibin():
    assert after(inhibin.Inhibin(0.0, 0.0), 0.0, 0.0, 1.0, 7.85, LONG, P).b == pytest.approx(0.0, abs=1e-12)


def test_half_way_in_a_half_life():
    assert after(inhibin.Inhibin(50.0, 0.0), 0.0, 0.0, 1.0, 8.0, math.log(2) / 1.4, P).b == pytest.approx(25.0)


def test_inhibin_a_of_follicle_and_corpus_luteum():
    # 0.05 × 0.5 × 800 = 20, and half of 60
    assert plain(inhibin.inhibin_a)(800.0, 0.5, 0.5, P) == pytest.approx(50.0)
    assert plain(inhibin.inhibin_a)(0.0, 1.0, 0.0, P) == 0.0


def test_inhibin_b_leaves_inhibin_a_as_it_is():
    assert after(inhibin.Inhibin(0.0, 33.0), 0.7, 1.0, 1.0, 7.85, LONG, P).a == 33.0
