"""Single-arm counts against what would have been counted anyway."""

import math

import numpy as np
import pytest
from scipy.stats import betabinom, binom

from antral.analysis import clopper_pearson
from antral.core import InputError
from antral.evidence import bayesian, spontaneous


def test_the_sentence_comes_first() -> None:
    found = spontaneous.against_predicted([4, 2, 2], [spontaneous.binomial_law(n, 0.24) for n in (9, 10, 2)])
    assert found.notes[0] == spontaneous.said_first(3, 21)
    assert "3 studies and 21 women" in found.notes[0]
    assert spontaneous.said_first(1, 1).startswith("This sets 1 study and 1 woman against")


def test_one_share_for_all_is_the_binomial_test() -> None:
    found = spontaneous.against_predicted([4, 2, 2], [spontaneous.binomial_law(n, 0.24) for n in (9, 10, 2)])
    assert found.p_greater == pytest.approx(binom.sf(7, 21, 0.24))
    assert found.mid_p == pytest.approx(binom.sf(7, 21, 0.24) - binom.pmf(8, 21, 0.24) / 2)
    low, high = clopper_pearson(8, 21)
    assert (found.low, found.high) == pytest.approx((low / 0.24, high / 0.24), rel=1e-8)
    assert found.tails[2] == pytest.approx(0.24**2)
    assert (found.usual_low, found.usual_high) == (binom.ppf(0.025, 21, 0.24), binom.ppf(0.975, 21, 0.24))


def test_the_beta_binomial_law_is_that_of_its_name() -> None:
    law = spontaneous.beta_binomial_law(9, 1.5, 4.0)
    assert law.chance == pytest.approx(betabinom.pmf(np.arange(10), 9, 1.5, 4.0))
    assert law.mean == pytest.approx(9 * 1.5 / 5.5)


def test_simulated_counts_have_a_monte_carlo_error() -> None:
    rng = np.random.default_rng(3)
    tails, told = [], []
    for _ in range(60):
        laws = [spontaneous.law_of(rng.binomial(n, 0.24, 400), n) for n in (9, 10, 2)]
        found = spontaneous.against_predicted([4, 2, 2], laws)
        tails.append(found.p_greater)
        told.append(found.error)
    # 60 repeats: the SD of an SD is about 9 % of it
    assert np.mean(told) == pytest.approx(np.std(tails, ddof=1), rel=0.3)
    assert abs(np.mean(tails) - binom.sf(7, 21, 0.24)) < 4 * np.std(tails) / math.sqrt(60)


@pytest.mark.parametrize(("observed", "low", "high"), [(0, 0.0, None), (5, None, 5 / 1.2)])
def test_none_and_all_have_one_limit_at_the_end(observed: int, low: float | None, high: float | None) -> None:
    found = spontaneous.against_predicted([observed], [spontaneous.binomial_law(5, 0.24)])
    assert low is None or found.low == low
    assert high is None or found.high == pytest.approx(high)
    assert 0.0 < found.p <= 1.0


def test_comparators_that_agree_and_many_women_are_one_share() -> None:
    found = spontaneous.against_varying_comparator(
        [4, 2, 2],
        [9, 10, 2],
        [24000] * 4,
        [100000] * 4,
        spread=bayesian.half_normal(0.002),
        mean=bayesian.Normal(0.0, 1.5),
    )
    assert found.p_greater == pytest.approx(binom.sf(7, 21, 0.24), abs=1e-3)


def test_shares_that_vary_make_an_excess_less_surprising() -> None:
    def tail(scale: float) -> float:
        return spontaneous.against_varying_comparator(
            [6], [9], [86, 11], [358, 23], spread=bayesian.half_normal(scale), mean=bayesian.Normal(0.0, 1.5)
        ).p_greater

    assert tail(0.05) < tail(0.5) < tail(2.0)


def test_of_more_than_a_thousand_women_the_test_is_fishers_and_says_so():
    """fisher.test(matrix(c(300, 900, 77, 281), 2)) of R 4.2.2: p 0.182257044226; greater: 0.098861860504."""
    found = spontaneous.against_comparator([100, 200], [500, 700], [77], [358])
    assert (found.p, found.p_greater) == pytest.approx((0.182257044226, 0.098861860504), rel=1e-9)
    assert "Fisher" in found.method
    assert "Boschloo's exact test" not in found.method


def test_fishers_and_boschloos_tests_agree_on_what_is_extreme() -> None:
    found = spontaneous.against_comparator([4, 2, 2], [9, 10, 2], [86], [358])
    assert (found.events, found.n) == (8, 21)
    assert found.share - found.comparator_share == pytest.approx(found.difference)
    assert found.difference_low < 0 < found.difference_high
    assert 0.05 < found.p_greater < found.p


def test_impossible_counts_are_refused() -> None:
    with pytest.raises(InputError, match="no such count"):
        spontaneous.against_predicted([3], [spontaneous.binomial_law(2, 0.2)])
    with pytest.raises(InputError, match="whole numbers"):
        spontaneous.law_of([1, 4], 3)
