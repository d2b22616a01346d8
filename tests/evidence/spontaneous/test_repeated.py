"""Studies repeated with no effect, taken together: numbers worked out by hand or by scipy's binomial law."""

from dataclasses import replace

import pytest
from scipy.stats import binom, binomtest

from antral.core import InputError
from antral.evidence.spontaneous import Repeated, against_repeated

MANY = 10**9
HALF = Repeated("first", 2, 2, 1.0, 0.01, MANY)


def test_two_studies_of_one_share_are_one_binomial() -> None:
    found = against_repeated([HALF, replace(HALF, label="second")])
    assert (found.observed, found.expected) == (4, pytest.approx(2.0))
    assert found.p_greater == pytest.approx(1 / 16)
    assert found.mid_p == pytest.approx(1 / 32)  # half of four heads in four
    assert (found.usual_low, found.usual_high) == (0, 4)
    assert found.ratio == pytest.approx(2.0)


def test_the_interval_of_the_ratio_is_clopper_and_pearsons() -> None:
    found = against_repeated([replace(HALF, observed=1), replace(HALF, n=4, mean=2.0)])
    exact = binomtest(3, 6).proportion_ci(0.95, method="exact")
    assert (found.low, found.high) == (pytest.approx(2 * exact.low, rel=1e-5), pytest.approx(2 * exact.high, rel=1e-5))


def test_errors_of_the_means_reach_the_tail() -> None:
    """Each mean is off by 0.01 a woman: the slope of the mid-p of five women in their share, by finite differences."""
    counts = [Repeated("a", 1, 2, 0.6, 0.02, MANY), Repeated("b", 2, 3, 0.9, 0.03, MANY)]

    def mid(p: float) -> float:
        return float(binom.sf(3, 5, p) + binom.pmf(3, 5, p) / 2)

    slope = (mid(0.3 + 1e-5) - mid(0.3 - 1e-5)) / 2e-5
    assert against_repeated(counts).error == pytest.approx(0.01 * slope, rel=1e-4)


def test_replicates_without_an_event_leave_room_for_one() -> None:
    found = against_repeated([Repeated("none", 1, 10, 0.0, 0.0, 100)])
    assert found.expected == pytest.approx(10 * 0.5 / 1001)
    assert 0.0 < found.mid_p < 0.005


def test_a_mean_above_the_women_is_refused() -> None:
    with pytest.raises(InputError, match="its 2 women"):
        against_repeated([replace(HALF, mean=2.5)])
