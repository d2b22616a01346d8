"""Studies repeated under many vectors: expected values by the law of total variance and scipy's binomial law."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.stats import binom

from antral.core import InputError
from antral.evidence.spontaneous import Repeated, Varied, against_repeated, against_vectors

MANY = 10**9
LOW_HIGH = Varied("first", 5, 10, (2.0, 4.0), (0.0, 0.0), MANY)


def test_the_variance_is_that_within_a_vector_and_that_between_them() -> None:
    """Of 10 women with a share of 0.2 or 0.4: (1.6 + 2.4) / 2 within, and 1 between expectations of 2 and 4."""
    found = against_vectors([LOW_HIGH])
    assert found.predicted.expected == pytest.approx(3.0)
    assert found.sd**2 == pytest.approx(2.0 + 1.0)
    assert found.predicted.p_greater == pytest.approx((binom.sf(4, 10, 0.2) + binom.sf(4, 10, 0.4)) / 2)


def test_a_shared_vector_adds_the_covariance_to_the_variance_of_the_sum() -> None:
    """Twice the same study: 4 within; between 1 + 1 + 2 where a vector moves both, 0 where it moves them apart."""
    same = against_vectors([LOW_HIGH, replace(LOW_HIGH, label="second")])
    apart = against_vectors([LOW_HIGH, replace(LOW_HIGH, label="second", means=(4.0, 2.0))])
    assert (same.predicted.expected, apart.predicted.expected) == pytest.approx((6.0, 6.0))
    assert same.sd**2 == pytest.approx(4.0 + 4.0)
    assert apart.sd**2 == pytest.approx(4.0)
    assert apart.between_sd == 0.0


def test_monte_carlo_error_is_no_ignorance() -> None:
    """Nothing but error between vectors: the law is one binomial; half of the variance error: half of it is left."""
    values = (2.0, 4.0, 2.0, 4.0)
    total = np.var(values, ddof=1)
    for share, left in ((1.0, 0.0), (0.5, total / 2), (0.0, total)):
        errors = (math.sqrt(share * total),) * 4
        found = against_vectors([replace(LOW_HIGH, means=values, errors=errors)])
        assert found.between_sd**2 == pytest.approx(left)
        shares = 0.3 + math.sqrt(left / total) * np.array([-0.1, 0.1])
        assert found.sd**2 == pytest.approx(np.mean(10 * shares * (1 - shares)) + np.var(10 * shares))
        assert found.expected_error == pytest.approx(math.sqrt(total / 4))


def test_errors_of_one_label_are_added_and_of_two_their_squares() -> None:
    counts = [replace(LOW_HIGH, means=(2.0, 3.0), errors=(0.3, 0.3))] * 2
    one = against_vectors(counts)  # sums are 4 and 6, their variance 2; 0.6 of both together
    two = against_vectors([counts[0], replace(counts[1], label="second")])  # 0.3 of each
    assert one.between_sd**2 == pytest.approx(2.0 - 0.6**2)
    assert two.between_sd**2 == pytest.approx(2.0 - 2 * 0.3**2)


def test_the_interval_of_the_ratio_holds_chance_and_the_vectors() -> None:
    """One study: a tilted binomial is a binomial whose share is that multiple, so that its tails are scipy's."""
    counted = replace(LOW_HIGH, n=100, observed=12, means=(5.0, 15.0))

    def upper(ratio: float) -> float:
        return float(np.mean([binom.sf(11, 100, min(1.0, ratio * share)) for share in (0.05, 0.15)]))

    def lower(ratio: float) -> float:
        return float(np.mean([binom.cdf(12, 100, min(1.0, ratio * share)) for share in (0.05, 0.15)]))

    found = against_vectors([counted]).predicted
    assert found.ratio == pytest.approx(1.2)
    assert found.low == pytest.approx(brentq(lambda at: upper(at) - 0.025, 0.01, 10), rel=1e-4)
    assert found.high == pytest.approx(brentq(lambda at: lower(at) - 0.025, 0.01, 10), rel=1e-4)
    fixed = against_repeated([Repeated("first", 12, 100, 10.0, 0.0, MANY)])
    assert found.low < fixed.low
    assert found.high > fixed.high


def test_with_twenty_vectors_the_upper_end_hangs_on_the_one_that_expects_least() -> None:
    """Its weight is 1/20, twice the tail of 2.5 %: the end is where the count seen is its median; of eighty not so."""

    def upper(vectors: int) -> float:
        means = (1.0, *(10.0,) * (vectors - 1))
        return against_vectors([Varied("a", 12, 100, means, (0.0,) * vectors, MANY)]).predicted.high

    assert binom.cdf(12, 100, 0.01 * upper(20)) == pytest.approx(0.5, abs=1e-3)
    assert binom.cdf(12, 100, 0.01 * upper(80)) > 0.99
    assert upper(20) > 5.0 * upper(80)


def test_one_vector_is_the_model_at_fixed_values() -> None:
    fixed = against_repeated([Repeated("a", 4, 9, 0.9, 0.0, 400), Repeated("b", 2, 10, 1.1, 0.0, 500)])
    found = against_vectors([Varied("a", 4, 9, (0.9,), (0.0,), 400), Varied("b", 2, 10, (1.1,), (0.0,), 500)]).predicted
    for name in ("expected", "ratio", "low", "high", "mid_p", "usual_low", "usual_high", "tails"):
        assert getattr(found, name) == pytest.approx(getattr(fixed, name), rel=1e-6)


def test_the_error_of_the_tail_is_that_of_the_mean_of_the_vectors() -> None:
    mids = [binom.sf(5, 10, share) + binom.pmf(5, 10, share) / 2 for share in (0.2, 0.4)]
    assert against_vectors([LOW_HIGH]).predicted.error == pytest.approx(np.std(mids, ddof=1) / math.sqrt(2))


def test_studies_without_the_same_vectors_are_refused() -> None:
    with pytest.raises(InputError, match="vectors of all studies"):
        against_vectors([LOW_HIGH, replace(LOW_HIGH, label="second", means=(1.0,), errors=(0.0,))])
    with pytest.raises(InputError, match="its 10 women"):
        against_vectors([replace(LOW_HIGH, means=(1.0, 11.0))])
