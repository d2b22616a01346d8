"""Values below detection, censored and by ranks; ranks within strata: laws, what cannot be known, false alarms."""

import math
import warnings

import numpy as np
import pytest
from scipy import stats

from antral.analysis.methods import continuous
from antral.analysis.methods.continuous.gehan import gehan_scores
from antral.core import InputError

LUCK = np.random.default_rng(30)
ARM = ["cells"] * 8 + ["control"] * 8
TRUTH = LUCK.normal(1.0, 1.0, 16)
AGE = LUCK.normal(32.0, 4.0, 16)
LIMIT = np.where(np.arange(16) % 3 == 0, 1.0, 0.4)
BELOW = LIMIT > TRUTH
VALUES = np.where(BELOW, LIMIT, TRUTH)
VERSUS = ("cells", "control")


@pytest.fixture(autouse=True)
def _no_warnings() -> None:
    warnings.simplefilter("error")


def test_nobody_below_gives_the_maximum_likelihood_of_least_squares() -> None:
    found = continuous.tobit(TRUTH, np.zeros(16, bool), ARM, VERSUS, {"age": AGE})
    usual = continuous.adjusted_difference(TRUTH, ARM, VERSUS, {"age": AGE})
    assert found.estimate == pytest.approx(usual.estimate, rel=1e-8)
    # the likelihood ratio is a function of the t value: n log(1 + t²/df)
    assert usual.df == 13
    fall = 16 * math.log1p(usual.statistic**2 / 13)
    assert found.p_value == pytest.approx(stats.chi2.sf(fall, 1), rel=1e-6)
    assert found.details["standard error"] == pytest.approx(
        usual.details["standard error"] * math.sqrt(13 / 16), rel=1e-6
    )


def test_tobit_is_indifferent_to_order_unit_and_turns_with_the_arms() -> None:
    one = continuous.tobit(VALUES, BELOW, ARM, VERSUS, {"age": AGE})
    order = LUCK.permutation(16)
    mixed = continuous.tobit(VALUES[order], BELOW[order], np.array(ARM)[order].tolist(), VERSUS, {"age": AGE[order]})
    scaled = continuous.tobit(1000 * VALUES - 7, BELOW, ARM, VERSUS, {"age": 12 * AGE})
    turned = continuous.tobit(VALUES, BELOW, ARM, VERSUS[::-1], {"age": AGE})
    expected = pytest.approx((one.estimate, one.low, one.high, one.p_value), rel=1e-6)
    assert (mixed.estimate, mixed.low, mixed.high, mixed.p_value) == expected
    assert (scaled.estimate / 1000, scaled.low / 1000, scaled.high / 1000, scaled.p_value) == expected
    assert (-turned.estimate, -turned.high, -turned.low, turned.p_value) == expected


def test_tobit_interval_holds_what_its_test_does_not_reject() -> None:
    one = continuous.tobit(VALUES, BELOW, ARM, VERSUS)
    treated = np.array(ARM) == "cells"
    for edge in (one.low, one.high):
        moved = continuous.tobit(VALUES - edge * treated, BELOW, ARM, VERSUS)
        assert moved.p_value == pytest.approx(0.05, abs=1e-6)


def test_tobit_when_one_arm_or_all_are_below() -> None:
    treated = np.array(ARM) == "cells"
    one_arm = continuous.tobit(np.where(treated, 0.5, TRUTH), treated, ARM, VERSUS)
    assert one_arm.estimate == one_arm.low == -math.inf
    assert math.isfinite(one_arm.high)
    assert 0 < one_arm.p_value < 1
    assert one_arm.notes
    turned = continuous.tobit(np.where(treated, 0.5, TRUTH), treated, ARM, VERSUS[::-1])
    assert (turned.estimate, turned.high) == (math.inf, math.inf)
    assert turned.low == pytest.approx(-one_arm.high, rel=1e-6)
    # its limit is where the chance of the treated arm is as far below its best as the interval allows
    nothing = continuous.tobit(np.full(16, 0.5), np.ones(16, bool), ARM, VERSUS)
    assert math.isnan(nothing.estimate)
    assert "all values lie below" in nothing.notes[0]
    nearly = np.ones(16, bool)
    nearly[[2, 12]] = False
    few = continuous.tobit(VALUES, nearly, ARM, VERSUS)
    assert math.isnan(few.estimate)
    assert "ranks" in few.notes[0]
    same = continuous.tobit(np.full(16, 0.1), np.zeros(16, bool), ARM, VERSUS)
    assert math.isnan(same.p_value)


def test_a_whole_arm_below__oracle_of_the_formula() -> None:
    """Control 0, 1, …; treated all below c: the fall at a difference is found on a fine grid of mean and spread."""
    control, c, n = np.array([0.3, 1.1, 1.9, 2.2, 3.4]), 0.5, 4
    values = np.concatenate([np.full(n, c), control])
    found = continuous.tobit(values, np.arange(9) < n, ["t"] * n + ["c"] * 5, ("t", "c"))
    mean, sigma = (part.ravel() for part in np.meshgrid(np.linspace(-2, 5, 701), np.linspace(0.3, 6, 571)))
    alone = stats.norm.logpdf(control[:, np.newaxis], mean, sigma).sum(axis=0)
    with_arm = alone + n * stats.norm.logcdf((c - mean - found.high) / sigma)
    assert 2 * (alone.max() - with_arm.max()) == pytest.approx(stats.chi2.isf(0.05, 1), abs=2e-3)


def test_many_trials_are_as_one_with_values_below() -> None:
    truth = LUCK.normal(size=(12, 30))
    truth[:6, 3] = -9.0
    below = truth < -0.3
    values, known = np.maximum(truth, -0.3), np.ones((12, 30), bool)
    known[0, :5] = False
    arm = (np.arange(12) < 6).astype(float)
    many = continuous.censored(np.repeat(arm[np.newaxis, :, np.newaxis], 30, axis=2), values, below, known)
    labels = ["a" if one else "b" for one in arm]
    exact = continuous.gehan(values, below, 6)
    for trial in range(30):
        shown = np.where(known[:, trial], values[:, trial], math.nan)
        one = continuous.tobit(shown, below[:, trial], labels, ("a", "b"))
        ours = [float(part[trial]) for part in many[:4]]
        assert ours == pytest.approx((one.estimate, one.low, one.high, one.p_value), rel=1e-6, nan_ok=True)
        ranked = continuous.gehan_test(values[:6, trial], below[:6, trial], values[6:, trial], below[6:, trial])
        assert ranked.p_value == exact[trial]


@pytest.mark.parametrize("n", [16, 40])
def test_tobit_false_alarms_come_near_their_share_as_women_become_many(n: int) -> None:
    """1,000 trials, four women in ten below detection: at most 0.05 + 0.35 / n + 4 Monte-Carlo errors."""
    trials = 1000
    truth = np.random.default_rng(4).normal(size=(n, trials))
    arm = np.repeat([1.0, 0.0], n // 2)[np.newaxis, :, np.newaxis] * np.ones((1, n, trials))
    found = continuous.censored(arm, np.maximum(truth, -0.25), truth < -0.25, np.ones((n, trials), bool))
    share = float((found.p_value < 0.05).mean())
    assert 0.05 - 0.028 < share < 0.05 + 0.35 / n + 0.028


def test_gehan_without_limits_is_wilcoxons_and_with_one_limit_its_ties() -> None:
    nobody = np.zeros(8, bool)
    plain = continuous.gehan_test(TRUTH[:8], nobody, TRUTH[8:], nobody)
    wilcoxon = continuous.rank_sum_test(TRUTH[:8], TRUTH[8:])
    assert plain.p_value == pytest.approx(wilcoxon.p_value, rel=1e-12)
    assert plain.estimate == pytest.approx(wilcoxon.details["probability_of_superiority"])
    low = TRUTH < 1.0
    cut = np.where(low, 1.0, TRUTH)
    tied = continuous.rank_sum_test(np.where(low, 0.0, TRUTH)[:8], np.where(low, 0.0, TRUTH)[8:])
    assert continuous.gehan_test(cut[:8], low[:8], cut[8:], low[8:]).p_value == pytest.approx(tied.p_value, rel=1e-12)


def test_gehan_scores_by_hand() -> None:
    values, below = np.array([[5.0], [3.0], [4.0], [1.0]]), np.array([[False], [False], [True], [True]])
    # 5 beats 3, <4 and <1; 3 beats <1 and leaves <4 open; the two below their limits leave each other open
    assert gehan_scores(values, below)[:, 0].tolist() == [3.0, 0.0, -1.0, -2.0]
    values[2] = 3.0  # a value at another's limit is surely more
    assert gehan_scores(values, below)[:, 0].tolist() == [3.0, 1.0, -2.0, -2.0]


def test_gehan_turns_with_the_arms_and_covers_its_probability() -> None:
    one = continuous.gehan_test(VALUES[:8], BELOW[:8], VALUES[8:], BELOW[8:])
    turned = continuous.gehan_test(VALUES[8:], BELOW[8:], VALUES[:8], BELOW[:8])
    assert (one.estimate, one.low, one.p_value) == pytest.approx((1 - turned.estimate, 1 - turned.high, turned.p_value))
    luck, nobody, inside, trials = np.random.default_rng(5), np.zeros(15, bool), 0, 400
    for _ in range(trials):
        found = continuous.gehan_test(luck.normal(1.0, 1.0, 15), nobody, luck.normal(0.0, 1.0, 15), nobody)
        inside += found.low <= stats.norm.cdf(1 / math.sqrt(2)) <= found.high
    assert inside / trials > 0.95 - 4 * math.sqrt(0.05 * 0.95 / trials)


def test_gehan_when_nothing_can_be_compared() -> None:
    everybody = np.ones(3, bool)
    found = continuous.gehan_test([1.0, 2.0, 3.0], everybody, [2.0, 1.0, 3.0], everybody)
    assert (found.estimate, found.p_value) == (0.5, 1.0)
    assert math.isnan(found.low)
    with pytest.raises(InputError, match="true or false"):
        continuous.gehan_test([1.0], [0], [2.0], [False])


def test_van_elteren_of_one_stratum_is_wilcoxons_and_ignores_what_it_cannot_compare() -> None:
    treated = np.array(ARM) == "cells"
    one = continuous.van_elteren_test(treated, TRUTH, ["a"] * 16)
    wilcoxon = continuous.rank_sum_test(TRUTH[:8], TRUTH[8:])
    assert one.p_value == pytest.approx(wilcoxon.p_value)
    assert one.estimate == pytest.approx(wilcoxon.details["probability_of_superiority"])
    more = continuous.van_elteren_test([*treated, True, True], [*TRUTH, 9.0, 8.0], [*["a"] * 16, "b", "b"])
    assert (more.p_value, more.estimate) == pytest.approx((one.p_value, one.estimate))
    assert "2 women" in more.notes[1]
    flat = continuous.van_elteren_test(treated, np.ones(16), ["a", "b"] * 8)
    assert flat.p_value == 1.0
    with pytest.raises(InputError, match="both arms"):
        continuous.van_elteren_test(treated, TRUTH, ARM)


def test_van_elteren_is_exact_and_nears_its_normal_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    treated, strata = np.arange(60) % 2 == 0, ["a", "b", "c"] * 20
    values = np.random.default_rng(6).normal(size=60) + 0.3 * treated
    exact = continuous.van_elteren_test(treated, values, strata)
    large = continuous.van_elteren_test(np.arange(160) % 2 == 0, np.arange(160.0), ["a"] * 160)
    assert "normal limit" in large.method
    monkeypatch.setattr("antral.analysis.methods.continuous.van_elteren._MOST", 10)
    normal = continuous.van_elteren_test(treated, values, strata)
    assert "normal limit" in normal.method
    assert exact.p_value == pytest.approx(normal.p_value, abs=0.02)  # one point of the exact distribution


def test_any_data_has_an_answer_without_a_warning() -> None:
    """150 small, tied, wide, heavily censored data sets: order of limits, and interval and test agree."""
    luck = np.random.default_rng(0)
    shown = 0
    for case in range(150):
        n = int(luck.integers(4, 20))
        arm = luck.permutation(np.concatenate([[0, 1], luck.integers(0, 3, n - 2)])).astype(str)
        x, scale = luck.normal(size=n) * 10 ** luck.uniform(-3, 3), luck.choice([1.0, 1e-6, 1e5])
        truth = luck.normal(size=n) * scale + luck.choice([0.0, 5.0, 1e4])
        truth = np.round(truth) if case % 5 == 0 else truth
        limits = np.quantile(truth, min(luck.uniform(0, 1.1), 1.0)) + (luck.normal(size=n) * scale if case % 2 else 0.0)
        below = truth < limits
        covariates = [{"x": x}, None, {"x": x, "below": below.astype(float)}][case % 3]
        found = continuous.tobit(np.where(below, limits, truth), below, arm.tolist(), ("0", "1"), covariates)
        if math.isnan(found.estimate):
            assert found.notes
            continue
        shown += 1
        assert found.low <= found.estimate <= found.high
        assert (found.low <= 0 <= found.high) == (found.p_value >= 0.05)
    assert shown > 60
