"""Follicle quality by hand."""

import math

import pytest

from antral.kernel import plain
from antral.physiology import quality

P = quality.QualityParameters(
    own=1.0, pool_half=1600.0, pool_power=1.6, fluctuation=0.0, fluctuation_days=150.0, own_days=100.0,
    start_age=20.0, age_half=50.0, age_span=0.1, age_floor=0.0,
)  # fmt: skip
"""At 20 she is so far from 50 that age takes nothing."""
FULL = 1e12  # follicles: the pool takes nothing away


def today(state, primordial, restored, p, day=0.0):
    return plain(quality.quality)(state, primordial, day, restored, p)


@pytest.mark.parametrize(("left", "factor"), [(10_000, 0.95), (3000, 0.73), (1000, 0.32), (300, 0.06)])
def test_reference_pool_factor(left, factor):
    assert plain(quality.pool_factor)(float(left), P) == pytest.approx(factor, abs=0.006)


def test_pool_factor_by_hand():
    assert plain(quality.pool_factor)(1600.0, P) == pytest.approx(0.5)
    assert plain(quality.pool_factor)(0.0, P) == 0.0


def test_health_does_not_fluctuate():
    assert today(quality.Quality(-3.0, 0.0), FULL, 0.0, P._replace(fluctuation=1.4)) == pytest.approx(1.0)


def test_fluctuation_multiplies_the_odds():
    # odds of 0.5 are 1; times 3 gives 3/4
    ill = P._replace(own=0.5, fluctuation=1.0)
    assert today(quality.Quality(math.log(3.0), 0.0), FULL, 0.0, ill) == pytest.approx(0.75)


def test_therapy_restores_a_share_of_the_deficit_before_the_fluctuation():
    # 0.2 and half of the missing 0.8 is 0.6; odds 1.5 times 2 is 3, again 3/4
    ill = P._replace(own=0.2, fluctuation=1.0)
    assert today(quality.Quality(0.0, 0.0), FULL, 0.5, ill) == pytest.approx(0.6)
    assert today(quality.Quality(math.log(2.0), 0.0), FULL, 0.5, ill) == pytest.approx(0.75)


def test_pool_and_own_quality_multiply():
    assert today(quality.Quality(0.0, 0.0), 1600.0, 0.0, P._replace(own=0.4)) == pytest.approx(0.2)


def test_fluctuation_a_day_later():
    # kept share exp(-1/150) = 0.993355, new share sqrt(1 - 0.993355²) = 0.115085
    after = plain(quality.fluctuated)(quality.Quality(2.0, 0.0), -1.0, P)
    assert after.fluctuation == pytest.approx(2 * 0.993355 - 0.115085, abs=1e-5)


def test_a_deficit_is_regained():
    # after 100 days 1/e of it is left; 0.9 - 0.4/e = 0.752848
    state = quality.Quality(0.0, 0.4)
    begin = today(state, FULL, 0.0, P._replace(own=0.9))
    for _ in range(100):
        state = plain(quality.regained)(state, P)
    assert begin == pytest.approx(0.5)
    assert today(state, FULL, 0.0, P._replace(own=0.9)) == pytest.approx(0.752848, rel=1e-5)
    assert state.fluctuation == 0.0


def test_therapy_restores_a_share_of_what_is_lacking_today():
    # 0.9 - 0.4 = 0.5; half of the missing 0.5 is 0.75
    assert today(quality.Quality(0.0, 0.4), FULL, 0.5, P._replace(own=0.9)) == pytest.approx(0.75)


def test_age_takes_its_share_whatever_the_pool():
    # at 48 of 50 with a span of 2 years: 1/(1 + 1/e); ten years before: 1/(1 + exp(-6)); the day counts from the start
    old = P._replace(start_age=48.0, age_half=50.0, age_span=2.0)
    health = quality.Quality(0.0, 0.0)
    assert today(health, FULL, 0.0, old) == pytest.approx(1 / (1 + math.exp(-1)))
    assert today(health, FULL, 0.0, old._replace(start_age=38.0)) == pytest.approx(1 / (1 + math.exp(-6)))
    assert today(health, FULL, 0.0, old, day=730.5) == pytest.approx(0.5)


def test_age_alone_leaves_a_floor():
    # half of 0.8 above 0.2 at the half; at 90 the floor itself
    old = P._replace(start_age=50.0, age_half=50.0, age_span=2.0, age_floor=0.2)
    health = quality.Quality(0.0, 0.0)
    assert today(health, FULL, 0.0, old) == pytest.approx(0.6)
    assert today(health, FULL, 0.0, old._replace(start_age=90.0)) == pytest.approx(0.2, abs=1e-6)
    assert plain(quality.age)(730.5, old) == pytest.approx(52.0)
