"""Pooled shares: reference values of few women, laws of the likelihood, and counts at their borders."""

import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import expit
from scipy.stats import binom, norm

from antral.core import InputError
from antral.evidence.pooling import proportions
from antral.evidence.pooling.random_logits import Binomial, Conditional, SharedEvents, TwoArms, marginal

FEW = ([0, 2, 5, 1, 3], [6, 6, 20, 10, 30])
SMALL = [
    ([4, 2, 2], [9, 10, 2]),
    ([0, 0], [3, 4]),
    ([3], [3]),
    ([1], [4]),
    ([0], [2]),
    ([2, 2], [2, 2]),
    ([0, 5], [5, 5]),
    ([1, 2], [5, 10]),
]


def test_three_methods_disagree_on_few_women__reference() -> None:
    found = proportions.compare_proportions(*FEW)
    assert list(found) == list(proportions.PROPORTIONS) == list(proportions.METHODS)
    glmm, tukey, logit = (found[f"proportion_{name}"] for name in ("glmm", "freeman_tukey", "logit"))
    assert glmm.share == pytest.approx(0.152778, abs=5e-7)
    assert (glmm.low, glmm.high) == pytest.approx((0.086669, 0.255222), abs=1e-6)
    assert (tukey.share, tukey.low, tukey.high) == pytest.approx((0.130239, 0.046730, 0.237928), abs=1e-5)
    assert logit.share == pytest.approx(expit(-1.546290), abs=1e-6)
    assert glmm.analysed.se == pytest.approx(0.327571, abs=1e-6)
    assert glmm.analysed.q == pytest.approx(5.421400, abs=1e-6)
    assert "3.22164" in glmm.analysed.notes[0]


@pytest.mark.parametrize("counts", SMALL, ids=str)
@pytest.mark.parametrize("name", list(proportions.PROPORTIONS))
def test_few_women_always_give_an_answer(name: str, counts: tuple[list[int], list[int]]) -> None:
    found = proportions.compare_proportions(*counts)[name]
    assert 0.0 <= found.low <= found.share <= found.high <= 1.0
    assert found.method


@pytest.mark.parametrize("interval", list(proportions.INTERVALS))
@pytest.mark.parametrize("counts", SMALL, ids=str)
def test_every_interval_of_the_glmm_holds_the_estimate(interval, counts) -> None:  # type: ignore[no-untyped-def]
    found = proportions.proportion_glmm(*counts, interval=interval)
    assert found.low <= found.estimate <= found.high
    assert not math.isnan(found.estimate)


def test_no_event_at_all_has_the_exact_limit() -> None:
    found = proportions.on_share(proportions.proportion_glmm([0, 0], [3, 4]))
    assert (found.share, found.low) == (0.0, 0.0)
    assert found.high == pytest.approx(1 - 0.025 ** (1 / 7))
    assert "exact" in found.method
    every = proportions.on_share(proportions.proportion_glmm([3, 4], [3, 4]))
    assert (every.share, every.high, every.low) == (1.0, 1.0, pytest.approx(0.025 ** (1 / 7)))


def test_one_study_is_its_own_logit_and_is_not_called_pooled() -> None:
    found = proportions.proportion_glmm([1], [4])
    assert found.estimate == pytest.approx(math.log(1 / 3))
    assert found.se == pytest.approx(math.sqrt(1 + 1 / 3))
    assert math.isnan(found.tau2)
    assert any("nothing was pooled" in note for note in found.notes)


def test_few_studies_say_that_tau2_is_unidentifiable() -> None:
    found = proportions.proportion_glmm([4, 2, 2], [9, 10, 2])
    assert any("unidentifiable" in note for note in found.notes)
    assert found.tau2_high > 100 * found.tau2


def test_a_tau2_without_end_is_held_and_told() -> None:
    found = proportions.proportion_glmm([0, 5], [5, 5])
    assert found.tau2 == 100.0
    assert any("without end" in note for note in found.notes)


def test_quadrature_is_the_integral() -> None:
    mean, spread = -0.7, 1.9
    found = marginal(Binomial(np.array([3.0, 0.0]), np.array([40.0, 5.0])), np.asarray(mean), np.asarray(spread)).log
    for log, (x, n) in zip(found, [(3, 40), (0, 5)], strict=True):

        def integrand(z: float, x: int = x, n: int = n) -> float:
            return float(binom.pmf(x, n, expit(mean + spread * z)) * norm.pdf(z))

        assert math.exp(log) == pytest.approx(quad(integrand, -12, 12, epsabs=1e-13, limit=400)[0], rel=1e-8)


@pytest.mark.parametrize(
    "kernel",
    [
        Binomial(np.array([3.0]), np.array([40.0])),
        SharedEvents(np.array([[3.0], [5.0]]), np.array([[40.0], [30.0]])),
        TwoArms(np.array([[3.0], [5.0]]), np.array([[40.0], [30.0]]), np.array([-2.0])),
        Conditional(np.array([[3.0], [5.0]]), np.array([[40.0], [30.0]])),
    ],
    ids=lambda kernel: type(kernel).__name__,
)
def test_slopes_are_those_of_the_log_likelihood(kernel) -> None:  # type: ignore[no-untyped-def]
    at, step = np.array([0.4]), 1e-5
    here, up, down = kernel(at), kernel(at + step), kernel(at - step)
    assert here.slope == pytest.approx((up.log - down.log) / (2 * step), rel=1e-6)
    assert here.curvature == pytest.approx((up.slope - down.slope) / (2 * step), rel=1e-6)


def test_chances_of_all_counts_sum_to_one() -> None:
    whole = sum(
        math.exp(marginal(Binomial(np.array([x]), np.array([7.0])), np.asarray(0.3), np.asarray(1.2)).log[0])
        for x in np.arange(8.0)
    )
    assert whole == pytest.approx(1.0, abs=1e-10)


def test_events_and_non_events_mirror_each_other() -> None:
    x, n = np.array([1, 7, 3, 9]), np.array([10, 12, 9, 11])
    one, other = proportions.proportion_glmm(x, n, interval="profile"), proportions.proportion_glmm(n - x, n)
    assert one.estimate == pytest.approx(-other.estimate, abs=1e-6)
    assert one.tau2 == pytest.approx(other.tau2, rel=1e-4)
    assert one.tau2_low <= one.tau2 <= one.tau2_high


@pytest.mark.parametrize(("events", "n"), [([3], [2]), ([-1], [2]), ([0.5], [2]), ([1], [0]), ([1, 2], [3])])
def test_impossible_counts_are_refused(events: list[float], n: list[int]) -> None:
    with pytest.raises(InputError):
        proportions.proportion_glmm(events, n)


def test_the_way_back_needs_the_women_and_a_share() -> None:
    with pytest.raises(InputError, match="double arcsine"):
        proportions.on_share(proportions.proportion_freeman_tukey(*FEW))


@pytest.mark.parametrize(("events", "women"), [([2, 15, 0], [2, 15, 3]), ([2, 2, 15, 5, 1, 0], [10, 2, 15, 5, 1, 3])])
def test_studies_of_all_or_none_have_limits_where_the_likelihood_is_flat(events, women):
    """No standard error can be had there; nor does the answer break off."""
    found = proportions.proportion_glmm(events, women, interval="t")
    assert found.low < found.estimate < found.high
    assert "profile likelihood" in found.method
    assert any("too flat" in note for note in found.notes)
    shown = proportions.on_share(found)
    assert 0 <= shown.low < sum(events) / sum(women) < shown.high <= 1
