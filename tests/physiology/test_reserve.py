"""The resting pool by hand (Faddy and Gosden 1996)."""

import pytest

from antral.kernel import plain
from antral.physiology import reserve

P = reserve.ReserveParameters(base_rate=0.0595, crowding_rate=3716.0, crowding_half=11780.0, flux_multiplier=1.0)
leaving_per_day = plain(reserve.leaving_per_day)


def test_leaving_by_hand():
    # at 11 780 the crowding term is half its height: 11780 (0.0595 + 3716/23560) / 365.25 = (700.91 + 1858) / 365.25
    assert leaving_per_day(reserve.Reserve(11780.0), 1.0, P) == pytest.approx(7.005914, rel=1e-6)


def test_activation_and_disease_multiply_the_loss():
    # twice activated and three times the flux: six times 7.005914
    fast = P._replace(flux_multiplier=3.0)
    assert leaving_per_day(reserve.Reserve(11780.0), 2.0, fast) == pytest.approx(42.035484, rel=1e-6)


def test_nothing_leaves_an_empty_pool():
    assert leaving_per_day(reserve.Reserve(0.0), 1.0, P) == 0.0


def test_the_pool_falls_by_what_leaves_and_never_below_zero():
    after = plain(reserve.after_a_day)
    assert after(reserve.Reserve(100.0), 7.0) == reserve.Reserve(93.0)
    assert after(reserve.Reserve(3.0), 7.0) == reserve.Reserve(0.0)


@pytest.mark.parametrize(("age", "left"), [(38.0, 24843.0), (50.4, 1021.0)])
def test_reference_number_left_at_an_age(age, left):
    """Day by day from 701 200 at birth; the break at 38 y is published at 25 000, the values are those of the paper."""
    pool = reserve.Reserve(701_200.0)
    for _ in range(round(age * 365.25)):
        pool = plain(reserve.after_a_day)(pool, leaving_per_day(pool, 1.0, P))
    assert pool.primordial == pytest.approx(left, rel=0.005)
