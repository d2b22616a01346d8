"""Estradiol and progesterone by hand."""

import pytest

from antral.kernel import plain
from antral.physiology import steroids

P = steroids.SteroidParameters(
    p4_base=0.2,
    p4_luteal=15.0,
    p4_luteinised=1.0,
    luteinised_most=1.5,
    e2_peripheral=8.0,
    e2_per_inhibin=0.4,
    e2_follicle=0.25,
    e2_luteal=110.0,
    steroid_yield=1.0,
    quality_base=0.0,
)


@pytest.mark.parametrize(
    ("secretion", "luteinised", "quality", "inhibin_b", "corpus", "p4", "e2"),
    [
        (0.0, 0.0, 1.0, 0.0, 0.0, 0.2, 8.0),  # an ovary without follicles
        (0.0, 1.0, 1.0, 50.0, 0.0, 1.2, 28.0),  # 8 + 0.4 × 50
        (800.0, 3.0, 0.5, 50.0, 0.0, 1.7, 118.0),  # luteinised follicles count to 1.5; 8 + 0.5 × (20 + 0.25 × 800)
        (0.0, 0.0, 1.0, 0.0, 1.0, 15.2, 118.0),  # mid-luteal
    ],
)
def test_by_hand(secretion, luteinised, quality, inhibin_b, corpus, p4, e2):
    got = plain(steroids.steroids)(secretion, luteinised, quality, inhibin_b, corpus, P)
    assert got == pytest.approx(steroids.Steroids(p4, e2, p4))


def test_yield_lowers_what_follicles_make_and_nothing_else():
    # 8 + 0.1 × (20 + 100) + 110
    got = plain(steroids.steroids)(400.0, 0.0, 1.0, 50.0, 1.0, P._replace(steroid_yield=0.1))
    assert got == pytest.approx(steroids.Steroids(15.2, 130.0, 15.2))


def test_a_poor_follicle_still_makes_some_estradiol():
    # 0.2 + 0.8 × 0.25 = 0.4 of 0.25 × 400 = 100
    poor = P._replace(quality_base=0.2)
    assert plain(steroids.working)(0.25, poor) == pytest.approx(0.4)
    assert plain(steroids.working)(1.0, poor) == pytest.approx(1.0)
    assert plain(steroids.steroids)(400.0, 0.0, 0.25, 0.0, 0.0, poor).e2 == pytest.approx(48.0)
    # and 0.4 of the 0.4 × 50 of its small ones
    assert plain(steroids.steroids)(0.0, 0.0, 0.25, 50.0, 0.0, poor).e2 == pytest.approx(16.0)
