"""Two groups compared: laws, degenerate data, one data set equal to many trials, chance of a false alarm."""

import itertools
import math
import warnings
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from antral.analysis.methods import (
    ancova,
    binary,
    clopper_pearson,
    continuous,
    missing,
    multiplicity,
    safety,
    score_difference,
    shift,
    slope,
    survival,
    welch,
    wilson,
)
from antral.analysis.methods.continuous import rank_sum
from antral.analysis.methods.continuous.scores import two_sided
from antral.analysis.methods.result import Result
from antral.core import InputError

Test = Callable[..., Result]
TWO_GROUPS: list[Test] = [continuous.t_test, continuous.welch_test, continuous.rank_sum_test]
LUCK = np.random.default_rng(20)
A, B = LUCK.normal(1.0, 1.0, 7), LUCK.normal(0.0, 2.0, 9)


@pytest.fixture(autouse=True)
def _no_warnings() -> None:
    warnings.simplefilter("error")


@pytest.mark.parametrize("test", TWO_GROUPS)
def test_order_and_missing_values_change_nothing_but_the_count(test: Test) -> None:
    plain, mixed = test(A, B), test([math.nan, *A[::-1]], [*B[::-1], math.nan, math.nan])
    assert (mixed.estimate, mixed.low, mixed.p_value) == pytest.approx((plain.estimate, plain.low, plain.p_value))
    assert (plain.left_out, mixed.left_out, dict(mixed.n)) == (0, 3, {"treated": 7, "control": 9})


@pytest.mark.parametrize("test", TWO_GROUPS)
def test_arms_swapped_change_the_sign_alone(test: Test) -> None:
    one, other = test(A, B), test(B, A)
    expected = (-other.estimate, -other.high, -other.low, other.p_value)
    assert (one.estimate, one.low, one.high, one.p_value) == pytest.approx(expected)


@pytest.mark.parametrize("test", TWO_GROUPS)
@pytest.mark.parametrize("level", [0.8, 0.95])
def test_interval_and_p_value_agree_without_ties(test: Test, level: float) -> None:
    plain = test(A, B, level=level)
    for moved in np.linspace(-1, 4, 51):
        p = test(A - moved, B).p_value
        if abs(p - (1 - level)) > 1e-9:
            assert (p > 1 - level) == (plain.low < moved < plain.high)


def test_a_shift_and_a_scale_go_through() -> None:
    for test in TWO_GROUPS:
        plain, moved = test(A, B), test(2 * A + 6, 2 * B)
        assert moved.estimate == pytest.approx(2 * plain.estimate + 6)
        assert moved.high - moved.low == pytest.approx(2 * (plain.high - plain.low))


def test_paired_t_is_welchs_limit_of_one_group_and_rank_sum_of_scipy() -> None:
    expected = stats.ttest_rel(A, B[:7])
    ours = continuous.paired_t_test(A, B[:7])
    assert (ours.statistic, ours.p_value) == pytest.approx((expected.statistic, expected.pvalue))
    assert continuous.rank_sum_test(A, B).p_value == pytest.approx(stats.mannwhitneyu(A, B, method="exact").pvalue)


@given(
    values=st.lists(st.integers(0, 5), min_size=2, max_size=9),
    size=st.integers(1, 8),
)
@settings(max_examples=60, deadline=None)
def test_exact_p_value_of_scores__oracle_enumeration(values: list[int], size: int) -> None:
    size = min(size, len(values) - 1)
    observed = sum(values[:size])
    mean = size * sum(values) / len(values)
    every = [abs(sum(chosen) - mean) for chosen in itertools.combinations(values, size)]
    expected = sum(far >= abs(observed - mean) - 1e-9 for far in every) / len(every)
    assert two_sided(tuple(values), size, observed) == pytest.approx(expected, abs=1e-12)


def test_many_trials_are_as_one() -> None:
    first, second = np.round(LUCK.normal(0.5, 1, (6, 40)), 1), np.round(LUCK.normal(0, 1, (5, 40)), 1)
    summary = [
        np.stack([f(first, axis=0), f(second, axis=0)]) for f in (np.mean, lambda x, axis: np.std(x, axis=axis, ddof=1))
    ]
    n = np.repeat([[6.0], [5.0]], 40, axis=1)
    student, unequal = continuous.pooled(*summary, n), welch(*summary, n)
    p, limits = rank_sum(first, second), shift(first, second)
    for trial in range(40):
        a, b = first[:, trial], second[:, trial]
        for many, test in ((student, continuous.t_test), (unequal, continuous.welch_test)):
            one = test(a, b)
            expected = (one.estimate, one.low, one.high, one.p_value)
            assert [float(part[trial]) for part in many] == pytest.approx(expected, rel=1e-10)
        one = continuous.rank_sum_test(a, b)
        assert (one.p_value, one.estimate, one.low, one.high) == (p[trial], *(part[trial] for part in limits))


def test_ties_are_told() -> None:
    assert continuous.rank_sum_test([1, 2, 2], [2, 3]).notes
    assert not continuous.rank_sum_test(A, B).notes


def test_a_ratio_is_the_difference_of_logarithms() -> None:
    ratio, logs = continuous.geometric_mean_ratio(np.exp(A), np.exp(B)), continuous.welch_test(A, B)
    assert (ratio.estimate, ratio.low, ratio.p_value) == pytest.approx(
        (math.exp(logs.estimate), math.exp(logs.low), logs.p_value)
    )
    assert continuous.geometric_mean_ratio(5 * np.exp(A), 5 * np.exp(B)).estimate == pytest.approx(ratio.estimate)


@pytest.mark.parametrize("test", [*TWO_GROUPS, continuous.geometric_mean_ratio])
def test_equal_values_and_one_woman_have_a_defined_answer(test: Test) -> None:
    for treated, control in (([0.1] * 3, [0.1] * 4), ([2.0], [1.0])):
        found = test(treated, control)
        assert math.isfinite(found.estimate)
        assert math.isnan(found.p_value) or found.p_value == 1.0
        assert found.notes


def test_student_needs_only_one_group_with_two_women_welch_two() -> None:
    assert math.isfinite(continuous.t_test([5.0], [1.0, 2.0, 3.0]).p_value)
    assert math.isnan(continuous.welch_test([5.0], [1.0, 2.0, 3.0]).p_value)


def test_wrong_data_are_refused() -> None:
    for wrong, word in (
        (([], [1.0]), "no woman"),
        (([math.nan], [1.0]), "no woman"),
        (([math.inf], [1.0]), "infinite"),
        (([[1.0, 2.0]], [1.0]), "shape"),
        ((["a"], [1.0]), "numbers"),
    ):
        with pytest.raises(InputError, match=word):
            continuous.t_test(*wrong)
    with pytest.raises(InputError, match="positive"):
        continuous.geometric_mean_ratio([0.0, 1.0], [1.0, 2.0])
    with pytest.raises(InputError, match="level"):
        continuous.t_test(A, B, level=95)
    with pytest.raises(InputError, match="no arm"):
        continuous.adjusted_difference(A, ["a"] * 7, ("b", "a"))


ARM = ["high"] * 5 + ["low"] * 5 + ["control"] * 6
BASELINE = LUCK.normal(60, 12, 16)
VALUES = 0.6 * BASELINE + np.repeat([-8.0, -3.0, 0.0], [5, 5, 6]) + LUCK.normal(0, 6, 16)


@pytest.mark.parametrize("robust", [False, True])
def test_covariance_is_indifferent_to_order_and_turns_with_the_arms(robust: bool) -> None:
    order = LUCK.permutation(16)

    def fit(versus: tuple[str, str], by: object = slice(None)) -> Result:
        arm = np.array(ARM)[by].tolist()
        return continuous.adjusted_difference(VALUES[by], arm, versus, {"baseline": BASELINE[by]}, robust=robust)

    one, mixed, turned = fit(("high", "control")), fit(("high", "control"), order), fit(("control", "high"))
    assert (one.estimate, one.low, one.p_value) == pytest.approx((mixed.estimate, mixed.low, mixed.p_value))
    assert (one.estimate, one.low, one.p_value) == pytest.approx((-turned.estimate, -turned.high, turned.p_value))


def test_covariance_without_covariates_is_the_t_test_and_hc3_known_by_hand() -> None:
    labels = ["a"] * 7 + ["b"] * 9
    both = np.concatenate([A, B])
    usual = continuous.adjusted_difference(both, labels, ("a", "b"))
    student = continuous.t_test(A, B)
    assert (usual.low, usual.p_value, usual.df) == pytest.approx((student.low, student.p_value, student.df))
    # HC3 of two groups: the leverage of each woman is one over the women of her group
    parts = [((x - x.mean()) ** 2).sum() / (1 - 1 / len(x)) ** 2 / len(x) ** 2 for x in (A, B)]
    robust = continuous.adjusted_difference(both, labels, ("a", "b"), robust=True)
    assert robust.details["standard error"] == pytest.approx(math.sqrt(sum(parts)), rel=1e-10)


def test_covariance_of_degenerate_data() -> None:
    few = continuous.adjusted_difference([1.0, 2.0, 4.0], ["a", "b", "b"], ("a", "b"), robust=True)
    assert few.estimate == -2.0  # one woman in an arm: leverage 1
    assert math.isnan(few.p_value)
    assert few.notes
    flat = continuous.adjusted_difference(VALUES, ARM, ("high", "low"), {"age": [30.0] * 16})
    assert "age" in flat.notes[0]
    same = continuous.adjusted_difference(VALUES, ARM, ("high", "low"), {"x": np.array(ARM) == "high"})
    assert math.isnan(same.estimate)
    assert same.notes


@pytest.mark.parametrize("robust", [False, True])
def test_ancova_rejects_at_its_level(robust: bool) -> None:
    """4,000 trials of 24 women: 0.05 ± 4 Monte-Carlo errors; HC3 with spreads three times apart."""
    trials, n = 4000, 24
    luck = np.random.default_rng(7)
    arm = np.repeat([1.0, 0.0], n // 2)[:, np.newaxis] * np.ones(trials)
    baseline = luck.normal(size=(n, trials))
    noise = luck.normal(size=(n, trials)) * np.where(arm == 1, 3.0 if robust else 1.0, 1.0)
    fit = ancova(np.stack([baseline, arm]), baseline + noise, np.ones((n, trials), bool), 1, robust=robust)
    error = math.sqrt(0.05 * 0.95 / trials)
    assert 0.035 - 4 * error < float((fit.p_value < 0.05).mean()) < 0.05 + 4 * error


def test_rank_sum_never_rejects_too_often() -> None:
    luck = np.random.default_rng(8)
    values = np.maximum(np.round(luck.normal(size=(16, 4000)), 1), 0.0)  # half below detection
    error = math.sqrt(0.05 * 0.95 / 4000)
    assert float((rank_sum(values[:8], values[8:]) <= 0.05).mean()) < 0.05 + 4 * error


@pytest.mark.parametrize("robust", [False, True])
def test_ancova_of_many_trials_with_missing_values_is_that_of_each(robust: bool) -> None:
    luck = np.random.default_rng(9)
    n, trials = 14, 12
    arm = np.arange(n) % 2 == 0
    baseline, values, known = (
        luck.normal(size=(n, trials)),
        luck.normal(size=(n, trials)),
        luck.random((n, trials)) > 0.2,
    )
    columns = np.stack([baseline, np.repeat(arm[:, np.newaxis], trials, axis=1).astype(float)])
    many = ancova(columns, np.where(known, values, math.nan), known, 1, robust=robust)
    labels = ["a" if one else "b" for one in arm]
    for trial in range(trials):
        shown = np.where(known[:, trial], values[:, trial], math.nan)
        one = continuous.adjusted_difference(shown, labels, ("a", "b"), {"x": baseline[:, trial]}, robust=robust)
        ours = [float(part[0, trial]) for part in (many.estimate, many.low, many.p_value, many.error)]
        assert ours == pytest.approx((one.estimate, one.low, one.p_value, one.details["standard error"]))
        assert one.left_out == (~known[:, trial]).sum()


@pytest.mark.parametrize("robust", [False, True])
def test_a_perfect_fit_has_no_interval_and_no_test(robust: bool) -> None:
    rng = np.random.default_rng(5)
    for _ in range(50):
        first, second, sizes = *np.round(rng.normal(0, 10, 2), 1), rng.integers(2, 12, 2)
        baseline = np.round(rng.normal(size=sizes.sum()), 1)
        values = np.repeat([first, second], sizes) + 0.7 * baseline
        arm = ["a"] * int(sizes[0]) + ["b"] * int(sizes[1])
        found = continuous.adjusted_difference(values, arm, ("a", "b"), {"baseline": baseline}, robust=robust)
        assert math.isnan(found.p_value)
        assert math.isnan(found.low)
        assert math.isnan(found.df)
        assert found.notes


def test_hc3_refuses_two_arms_without_spread_beside_a_third_that_varies() -> None:
    values, arm = [0.1, 0.1, 0.1, 0.7, 0.7, 0.7, 1.0, 2.0, 4.0], list("aaabbbccc")
    assert math.isnan(continuous.adjusted_difference(values, arm, ("a", "b"), robust=True).p_value)
    assert (
        continuous.adjusted_difference(values, arm, ("a", "b")).p_value > 0.05
    )  # the third arm's spread is theirs too


def test_a_covariate_far_from_zero_stays_in_the_model() -> None:
    values, arm = [1.0, 2.0, 4.0, 3.0, 5.0, 9.0, 7.0, 8.0], list("aaaabbbb")
    day = np.asarray([1.0, 2.0, 3.0, 5.0, 1.0, 4.0, 2.0, 3.0])
    near, far = (
        continuous.adjusted_difference(values, arm, ("a", "b"), {"day": by + day}) for by in (0.0, 1_700_000.0)
    )
    assert far.df == near.df == 5
    assert far.estimate == pytest.approx(near.estimate, rel=1e-6)
    assert far.p_value == pytest.approx(near.p_value, rel=1e-6)


@pytest.mark.parametrize("value", [3.7, 0.1, 1 / 3, 2.186051276738094])
def test_equal_values_have_a_slope_of_nothing_and_no_test(value: float) -> None:
    for n in (5, 9, 12):
        found = slope(np.arange(n) + 0.3, np.full((n, 1), value))
        assert math.isnan(found.p_value[0])
        assert math.isnan(found.low[0])
    line = slope(np.arange(6.0), (0.1 + 0.3 * np.arange(6.0))[:, np.newaxis])
    assert line.estimate[0] == pytest.approx(0.3)
    assert math.isnan(line.p_value[0])


@pytest.mark.parametrize("level", [95, 1, 0, -0.5, math.nan])
@pytest.mark.parametrize(
    "interval",
    [
        lambda level: clopper_pearson(2, 9, level),
        lambda level: wilson(2, 9, level),
        lambda level: binary.blaker(2, 9, level),
        lambda level: binary.jeffreys(2, 9, level),
        lambda level: binary.newcombe([2, 3], [9, 9], level),
        lambda level: binary.wald_difference([2, 3], [9, 9], level),
        lambda level: score_difference(np.asarray([[2.0], [3.0]]), np.asarray([[9.0], [9.0]]), level),
        lambda level: safety.rate_difference(events=[2, 3], time=[4, 5], confidence=level),
        lambda level: missing.pool([1.0, 2.0], [1.0, 1.0], level=level),
        lambda level: survival.cox([1, 2, 3, 4], [1, 1, 0, 1], {"x": [0, 1, 0, 1]}, level=level),
        lambda level: survival.log_rank([1, 2, 3, 4], [1, 1, 0, 1], [0, 1, 0, 1], control=0, level=level),
        lambda level: survival.restricted_mean([1, 2, 3, 4], [1, 1, 0, 1], day=2, level=level),
        lambda level: continuous.t_test([1, 2, 3], [2, 4, 5], level),
        lambda level: multiplicity.dunnett([1, 2, 3, 4.5], [0, 0, 1, 1], control=0, level=level),
    ],
)
def test_a_confidence_that_cannot_be_is_refused(interval: Callable[[float], object], level: float) -> None:
    with pytest.raises(InputError):
        interval(level)
