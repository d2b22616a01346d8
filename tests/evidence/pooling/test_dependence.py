"""Several effects of one study: laws of robust errors, of the multilevel model and of covariances."""

import math

import numpy as np
import pytest

from antral.core import InputError
from antral.evidence.pooling import random_effects
from antral.evidence.pooling.dependence import (
    control_part,
    correlated_effects,
    multilevel,
    shared_control,
    shared_women,
)

YI = np.array([0.1, 0.9, 0.4, 1.3, 0.2, 1.1])
VI = np.array([0.04, 0.09, 0.05, 0.12, 0.03, 0.1])
ALONE = ["a", "b", "c", "d", "e", "f"]
PAIRS = ["a", "a", "b", "b", "c", "d"]


def test_one_effect_a_study_is_the_random_effects_pooling():
    plain = random_effects(YI, VI, interval="Wald")
    found = multilevel(YI, VI, {"study": ALONE}, interval="Wald")
    assert found.sigma2["study"] == pytest.approx(plain.tau2, rel=1e-6)
    assert found.found.coefficients[0] == pytest.approx(plain.estimate, rel=1e-6)
    assert found.found.se[0] == pytest.approx(plain.se, rel=1e-6)
    assert found.q == pytest.approx(plain.q)


def test_equal_variances_and_one_effect_a_study_make_cr2_the_t_interval():
    for found in (
        multilevel(YI, np.full(6, 0.05), {"study": ALONE}).with_robust_errors(ALONE),
        correlated_effects(YI, np.full(6, 0.05), ALONE).found,
    ):
        assert found.coefficients[0] == pytest.approx(YI.mean())
        assert found.se[0] == pytest.approx(YI.std(ddof=1) / math.sqrt(6))
        assert found.df[0] == pytest.approx(5)


def test_each_study_weighs_as_one_whatever_its_effects():
    """A study told thrice says what it says once."""
    once = correlated_effects(YI[1:], np.full(5, 0.05), ALONE[1:], rho=1.0)
    thrice = correlated_effects([*YI[1:], YI[5], YI[5]], np.full(7, 0.05), [*ALONE[1:], "f", "f"], rho=1.0)
    assert thrice.tau2 == pytest.approx(once.tau2)
    assert thrice.found.coefficients == pytest.approx(once.found.coefficients)
    assert thrice.found.se == pytest.approx(once.found.se)


def test_cr1_is_cr0_with_its_factor_and_cr2_lies_above_cr0():
    fitted = multilevel(YI, VI, {"study": PAIRS})
    cr0, cr1, cr2 = (fitted.with_robust_errors(PAIRS, kind=kind) for kind in ("CR0", "CR1", "CR2"))
    assert cr1.se[0] == pytest.approx(cr0.se[0] * math.sqrt(4 / 3))
    assert cr2.se[0] > cr0.se[0]
    assert "too small" in cr2.notes[0]


def test_order_of_effects_does_not_matter():
    one = correlated_effects(YI, VI, PAIRS).found
    back = correlated_effects(YI[::-1], VI[::-1], PAIRS[::-1]).found
    assert back.se == pytest.approx(one.se)
    assert back.df == pytest.approx(one.df)
    first = multilevel(YI, VI, {"study": PAIRS, "effect": range(6)})
    turned = multilevel(YI[::-1], VI[::-1], {"study": PAIRS[::-1], "effect": range(6)})
    assert turned.found.coefficients == pytest.approx(first.found.coefficients, rel=1e-5)


def test_two_levels_have_their_likelihood_at_its_top():
    """Against the restricted likelihood written out, about the estimate."""
    rng = np.array([0.3, -0.2, 0.8, 1.0, -0.6, -0.5, 0.1, 0.9])
    study, vi = np.repeat([0, 1, 2, 3], 2), np.full(8, 0.02)
    found = multilevel(rng, vi, {"study": study, "effect": range(8)})

    def height(a: float, b: float) -> float:
        m = np.diag(vi) + a * np.equal.outer(study, study) + b * np.eye(8)
        w = np.linalg.inv(m)
        mean = w.sum(axis=0) @ rng / w.sum()
        off = rng - mean
        return float(-0.5 * (np.linalg.slogdet(m)[1] + np.log(w.sum()) + off @ w @ off))

    a, b = found.sigma2.values()
    assert a > 0
    assert b > 0
    around = [height(a * (1 + e), b * (1 + f)) for e in (-0.01, 0, 0.01) for f in (-0.01, 0, 0.01)]
    assert max(around) == pytest.approx(height(a, b))
    constant = -7 / 2 * math.log(2 * math.pi) + 0.5 * math.log(8)
    assert found.log_likelihood == pytest.approx(height(a, b) + constant)


def test_a_control_group_used_twice_counts_once():
    """Two arms against one control of half the variance each: the mean of both has three quarters of one's."""
    vi = [0.2, 0.2]
    matrix = shared_control(vi, ["c", "c"], 0.1)
    assert matrix[0, 1] == pytest.approx(0.1)
    weights = np.linalg.inv(matrix).sum(axis=0)
    assert 1 / weights.sum() == pytest.approx(0.15)
    assert shared_control(vi, ["c", "d"], 0.1)[0, 1] == 0


def test_part_of_a_control_is_less_than_the_whole_variance():
    assert control_part("OR", control_events=5, control_n=20) == pytest.approx([1 / 5 + 1 / 15])
    assert control_part("RD", control_events=5, control_n=20) == pytest.approx([0.25 * 0.75 / 20])


def test_outcomes_of_the_same_women():
    matrix = shared_women([0.04, 0.09, 0.05], ["a", "a", "b"], 0.5)
    assert matrix[0, 1] == pytest.approx(0.5 * 0.2 * 0.3)
    assert matrix[0, 2] == 0
    assert np.diag(matrix) == pytest.approx([0.04, 0.09, 0.05])


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: correlated_effects(YI, VI, PAIRS, rho=2), "rho"),
        (lambda: correlated_effects(YI, VI, ["a"] * 6), "two studies"),
        (lambda: correlated_effects(YI, VI, PAIRS[:3]), "one an effect"),
        (lambda: correlated_effects(YI, VI, PAIRS, kind="CR9"), "kind"),
        (lambda: multilevel(YI, VI, {}), "levels"),
        (lambda: multilevel(YI, -VI, {"study": PAIRS}), "covariance"),
        (lambda: multilevel(YI, VI, {"study": ["a"] * 6}), "one unit"),
        (lambda: shared_women(VI, PAIRS, 1.0), "correlation"),
        (lambda: shared_control(VI, PAIRS, 1.0), "part"),
        (lambda: control_part("SMD", control_n=3), "measure"),
        (lambda: control_part("OR", control_events=0, control_n=3), "control_events"),
    ],
)
def test_what_cannot_be_is_refused(call, said):
    with pytest.raises(InputError, match=said):
        call()


@pytest.mark.parametrize("moderators", [None, {"dose": [1.0, 2, 4, 3, 5, 6]}])
def test_equal_effects_have_no_robust_error(moderators):
    """What is left over is rounding; an error made of it would be as good as zero and prove anything."""
    same = np.full(6, 0.3)
    for found in (
        correlated_effects(same, VI, PAIRS, moderators).found,
        multilevel(same, VI, {"study": PAIRS}, moderators).with_robust_errors(PAIRS),
    ):
        assert found.coefficients[0] == pytest.approx(0.3)
        assert all(math.isnan(one) for one in (*found.se, *found.low, *found.p))
        assert "robust errors would be zero" in found.notes[-1]
