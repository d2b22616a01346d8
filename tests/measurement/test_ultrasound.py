import numpy as np
import pytest
from scipy import stats

from antral.core import uniform
from antral.measurement import count_follicles as _count
from antral.measurement import follicle_seen, follicle_seen_everyday, luck, measure_largest, observed, scan, sizing
from antral.measurement.counts import binomial, poisson

WOMEN = np.arange(20_000)
KEY = {"seed": 2, "trial": 1, "visit": 0}


def count_follicles(pool, slots, device, **who):
    return _count(pool, slots, device, luck("AFC", **who))


@pytest.mark.parametrize("mean", [0.0, 0.02, 1.0, 7.5, 60.0])
def test_poisson_is_the_inverse_of_its_distribution(mean):
    u = uniform(1, 0, WOMEN[:2000], 9, 0)
    np.testing.assert_array_equal(poisson(u, mean), stats.poisson.ppf(u, mean))


@pytest.mark.parametrize(("n", "p"), [(0, 0.9), (1, 0.9), (12, 0.9), (40, 0.3), (9, 1.0), (9, 0.0)])
def test_binomial_is_the_inverse_of_its_distribution(n, p):
    u = uniform(1, 0, WOMEN[:2000], 9, 1)
    np.testing.assert_array_equal(binomial(u, n, p), stats.binom.ppf(u, n, p))


def test_a_count_is_nine_tenths_of_what_is_there():
    count = count_follicles(10.0, 2.0, scan(), patient=WOMEN, **KEY)
    # 0.9 (10 + 2) = 10.8; variance 0.9·10 + 0.09·2 + 1 + 1/12 for rounding = 10.26
    assert count.mean() == pytest.approx(10.8, abs=4 * np.sqrt(10.26 / 20_000))
    assert count.var() == pytest.approx(10.26, rel=0.05)


def test_a_count_is_never_negative_nor_broken():
    count = count_follicles(0.0, 0.0, scan(), patient=WOMEN, **KEY)
    assert count.min() == 0.0
    np.testing.assert_array_equal(count, np.rint(count))


def test_a_follicle_is_seen_when_one_is_there():
    seen = follicle_seen(0.0, 1.0, scan(), patient=WOMEN, **KEY)
    assert seen.all()
    assert not follicle_seen(0.0, 0.0, scan(), patient=WOMEN, **KEY).any()


def test_seen_share_of_a_small_pool_is_one_minus_exp():
    seen = follicle_seen(1.0, 0.0, scan(), patient=WOMEN, **KEY)
    assert seen.mean() == pytest.approx(1 - np.exp(-0.8), abs=4 * 0.5 / np.sqrt(20_000))


def test_a_coarse_scan_sees_fewer():
    device = scan()
    everyday = device.model_copy(update={"detection_3_mm": device.detection_3_mm.model_copy(update={"value": 0.3})})
    seen = follicle_seen(1.0, 0.0, everyday, patient=WOMEN, **KEY)
    assert seen.mean() == pytest.approx(1 - np.exp(-0.24), abs=4 * 0.4 / np.sqrt(20_000))


def test_the_largest_follicle_is_measured_with_the_readers_error_in_whole_millimetres():
    read = measure_largest(18.0, sizing(), luck("FOLL", patient=WOMEN, **KEY))
    # sd 1 mm and 1/12 for rounding
    assert read.mean() == pytest.approx(18.0, abs=4 * np.sqrt(13 / 12 / 20_000))
    assert read.var() == pytest.approx(13 / 12, rel=0.05)
    np.testing.assert_array_equal(read, np.rint(read))


def test_a_follicle_too_small_to_be_seen_is_reported_as_none():
    chance = luck("FOLL", patient=WOMEN, **KEY)
    assert not measure_largest(1.9, sizing(), chance).any()
    assert measure_largest(2.1, sizing(), chance).min() == 2.0  # seen, and never read as smaller than can be seen


def test_a_scan_looks_at_records_that_hold_until_the_next():
    asked = []

    def true(name, steps):
        asked.append((name, steps))
        return np.array([12.0])

    value, censored = observed("FOLL", true, luck("FOLL", patient=[1], **KEY))
    assert asked == [("largest_follicle_mm", True)]
    assert 8.0 < value[0] < 16.0
    assert not censored.any()


def test_an_everyday_scan_misses_small_follicles():
    device = sizing()
    device = device.model_copy(
        update={
            "everyday_half_mm": device.everyday_half_mm.model_copy(update={"value": 8.0}),
            "everyday_power": device.everyday_power.model_copy(update={"value": 4.0}),
        }
    )

    def share(mm):
        return follicle_seen_everyday(mm, device, patient=WOMEN, **KEY).mean()

    # 1/(1 + (8/d)⁴): at 4 mm 1/17, at 8 mm a half, at 16 mm 16/17
    for mm, chance in ((4.0, 1 / 17), (8.0, 0.5), (16.0, 16 / 17)):
        assert share(mm) == pytest.approx(chance, abs=4 * np.sqrt(chance * (1 - chance) / 20_000))
    assert share(0.0) == 0.0


def test_what_an_everyday_scan_sees_it_sees_also_when_larger():
    small = follicle_seen_everyday(5.0, sizing(), patient=WOMEN, **KEY)
    large = follicle_seen_everyday(9.0, sizing(), patient=WOMEN, **KEY)
    assert (large >= small).all()
