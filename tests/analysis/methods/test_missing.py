"""Multiple and reference-based imputation, delta adjustment: laws, closed forms, false alarms, what is refused."""

import math
import warnings

import numpy as np
import pytest
from numpy.typing import NDArray

from antral.analysis.methods import continuous, missing
from antral.analysis.methods.missing.rubin import imputations_wanted
from antral.core import InputError

Numbers = NDArray[np.float64]
VERSUS = ("cells", "control")


@pytest.fixture(autouse=True)
def _no_warnings() -> None:
    warnings.simplefilter("error")


def trial(
    seed: int, per_arm: int = 15, leave: float = 0.2, effect: float = 0.0
) -> tuple[Numbers, NDArray[np.str_], Numbers]:
    """Three visits of two arms; the higher her last value, the likelier a woman leaves (missing at random)."""
    luck = np.random.default_rng(seed)
    n = 2 * per_arm
    arm = np.repeat(["cells", "control"], per_arm)
    baseline = luck.normal(0.0, 1.0, n)
    own = 0.6 * baseline + luck.normal(0.0, 0.6, n)
    values = own[:, np.newaxis] + luck.normal(0.0, 0.6, (n, 3)) + effect * (arm == "cells")[:, np.newaxis]
    left = np.zeros(n, dtype=bool)
    for visit in (1, 2):
        left |= luck.random(n) < leave * 2 / (1 + np.exp(-2 * values[:, visit - 1]))
        values[left, visit] = math.nan
    return values, arm, baseline


VALUES, ARM, BASELINE = trial(11)
GAPS = VALUES.copy()
GAPS[[0, 20], [0, 1]] = math.nan


@pytest.mark.parametrize("assume", missing.ASSUMPTIONS)
@pytest.mark.parametrize("values", [VALUES, GAPS], ids=["leaving", "gaps"])
def test_what_was_observed_stays_and_the_rest_is_filled(assume: str, values: Numbers) -> None:
    data = missing.impute(values, ARM, {"baseline": BASELINE}, assume=assume, reference="control", m=5)
    known = ~np.isnan(values)
    assert (data.values[:, known] == values[known]).all()
    assert np.isfinite(data.values).all()
    assert (data.values[:, ~known].std(axis=0) > 0).all()
    assert data.after_last.sum() + data.gaps == (~known).sum()


def test_draws_depend_on_the_woman_alone_and_the_first_copies_on_nothing_else() -> None:
    people = 100 + np.arange(30)
    order = np.random.default_rng(1).permutation(30)
    plain = missing.impute(VALUES, ARM, {"baseline": BASELINE}, m=4, person=people)
    mixed = missing.impute(VALUES[order], ARM[order], {"baseline": BASELINE[order]}, m=4, person=people[order])
    assert mixed.values == pytest.approx(plain.values[:, order], abs=1e-9)
    more = missing.impute(VALUES, ARM, {"baseline": BASELINE}, m=9, person=people)
    assert (more.values[:4] == plain.values).all()
    other = missing.impute(VALUES, ARM, {"baseline": BASELINE}, m=4, person=people, seed=1)
    assert not (other.values == plain.values).all()


def test_unit_and_origin_go_through() -> None:
    plain = missing.impute(GAPS, ARM, {"baseline": BASELINE}, m=3)
    moved = missing.impute(1000 * GAPS + 7, ARM, {"baseline": 3 * BASELINE - 1}, m=3)
    assert moved.values == pytest.approx(1000 * plain.values + 7, rel=1e-8, abs=1e-6)


def test_women_of_the_reference_arm_are_missing_at_random_under_every_assumption() -> None:
    of_control = ARM == "control"
    plain = missing.impute(VALUES, ARM, {"baseline": BASELINE}, m=6)
    for assume in missing.ASSUMPTIONS:
        data = missing.impute(VALUES, ARM, {"baseline": BASELINE}, assume=assume, reference="control", m=6)
        assert (data.values[:, of_control] == plain.values[:, of_control]).all()
        if assume != "at_random":
            assert not (data.values[:, ~of_control] == plain.values[:, ~of_control]).all()


def test_nothing_missing_is_the_analysis_of_the_data() -> None:
    full = np.where(np.isnan(VALUES), 0.3, VALUES)
    found = missing.multiple_imputation(full, ARM, VERSUS, {"baseline": BASELINE})
    direct = continuous.adjusted_difference(full[:, -1], ARM.tolist(), VERSUS, {"baseline": BASELINE})
    assert (found.estimate, found.low, found.p_value, found.df) == pytest.approx(
        (direct.estimate, direct.low, direct.p_value, direct.df)
    )
    assert "nothing is missing" in found.notes[0]


@pytest.mark.parametrize("equal", [True, False])
def test_means_of_complete_data_are_the_t_tests(equal: bool) -> None:
    full = np.where(np.isnan(VALUES), 0.3, VALUES)
    found = missing.multiple_imputation(full, ARM, VERSUS, analysis=missing.means_at(VERSUS, equal=equal))
    test = continuous.t_test if equal else continuous.welch_test
    direct = test(full[ARM == "cells", -1], full[ARM == "control", -1])
    assert (found.estimate, found.low, found.p_value) == pytest.approx((direct.estimate, direct.low, direct.p_value))


def test_spread_of_imputations__oracle_closed_form() -> None:
    """One visit, one arm's mean: variance between imputations is that of the predicted sum."""
    luck, n, gone, m = np.random.default_rng(2), 16, 5, 10_000
    x = luck.normal(size=n)
    y = 1 + 2 * x + luck.normal(size=n)
    values = np.column_stack([np.where(np.arange(n) < gone, math.nan, y)])
    data = missing.impute(values, ["a"] * n, {"x": x}, m=m)
    means = data.values[:, :, 0].mean(axis=1)
    design = np.column_stack([np.ones(n), x])
    seen, lost = design[gone:], design[:gone]
    fit, rss, *_ = np.linalg.lstsq(seen, y[gone:], rcond=None)
    freedom = n - gone - 2
    ones = np.ones(gone)
    parts = ones @ (np.eye(gone) + lost @ np.linalg.inv(seen.T @ seen) @ lost.T) @ ones
    variance = float(rss[0]) / (freedom - 2) * parts / n**2
    assert means.mean() == pytest.approx((y[gone:].sum() + (lost @ fit).sum()) / n, abs=4 * math.sqrt(variance / m))
    assert means.var() == pytest.approx(variance, rel=0.08)  # 4 errors of a variance with tails of a t of 9


def test_gaps__oracle_em() -> None:
    """Women with gaps anywhere: the mean of many imputations is near the maximum of the likelihood, found by EM."""
    luck, n = np.random.default_rng(3), 120
    full = luck.multivariate_normal([1.0, 2.0, 0.5], [[1, 0.7, 0.5], [0.7, 1.5, 0.6], [0.5, 0.6, 1]], n)
    holes = luck.random((n, 3)) < 0.25
    holes[:, 0] &= ~holes[:, 1:].all(axis=1)
    values = np.where(holes, math.nan, full)
    mean, covariance = np.nanmean(values, axis=0), np.eye(3)
    for _ in range(300):
        filled, extra = np.zeros((n, 3)), np.zeros((3, 3))
        for i in range(n):
            o, h = ~holes[i], holes[i]
            weights = covariance[np.ix_(h, o)] @ np.linalg.inv(covariance[np.ix_(o, o)])
            filled[i, o] = values[i, o]
            filled[i, h] = mean[h] + weights @ (values[i, o] - mean[o])
            extra[np.ix_(h, h)] += covariance[np.ix_(h, h)] - weights @ covariance[np.ix_(o, h)]
        mean = filled.mean(axis=0)
        covariance = ((filled - mean).T @ (filled - mean) + extra) / n
    data = missing.impute(values, ["a"] * n, m=150)
    averages = data.values.mean(axis=1)
    assert data.gaps > 40
    # 4 Monte-Carlo errors, and the posterior mean's distance of order 1/n from the maximum
    assert averages.mean(axis=0) == pytest.approx(mean, abs=float(4 * averages.std() / math.sqrt(150)) + 1 / n)
    spread = np.mean([np.cov(one.T, bias=True) for one in data.values], axis=0)
    assert spread == pytest.approx(covariance, abs=0.08)


def test_each_assumption_has_its_own_expected_effect() -> None:
    """All leave after the first visit in a big trial with effect 1: at random keeps 1, the reference less."""
    luck, n = np.random.default_rng(4), 400
    arm = np.repeat(["cells", "control"], n)
    first = luck.normal(0, 1, 2 * n) + (arm == "cells")
    second = 0.5 * first + luck.normal(0, 1, 2 * n) + 0.5 * (arm == "cells")
    half = (np.arange(2 * n) % 2 == 0) & (arm == "cells")
    values = np.column_stack([first, np.where(half, math.nan, second)])
    expected = {"at_random": 1.0, "jump_to_reference": 0.5, "copy_increments": 1.0, "copy_reference": 0.75}
    for assume, effect in expected.items():
        found = missing.multiple_imputation(
            values, arm.tolist(), VERSUS, assume=assume, analysis=missing.means_at(VERSUS), m=40
        )
        assert found.estimate == pytest.approx(effect, abs=4 * found.details["standard error"])
        assert abs(found.estimate - effect) < 0.3


def test_imputations_grow_with_the_missing_information_and_their_error_falls() -> None:
    found = missing.multiple_imputation(VALUES, ARM, VERSUS, {"baseline": BASELINE})
    assert 20 <= found.details["imputations"] <= 201
    many = missing.multiple_imputation(VALUES, ARM, VERSUS, {"baseline": BASELINE}, m=1600)
    few = missing.multiple_imputation(VALUES, ARM, VERSUS, {"baseline": BASELINE}, m=100)
    assert many.details["monte_carlo_error"] == pytest.approx(few.details["monte_carlo_error"] / 4, rel=0.35)
    assert many.estimate == pytest.approx(few.estimate, abs=4 * few.details["monte_carlo_error"])
    # von Hippel's rule without the pilot's chance: 1 + (0.5 / 0.05)² / 2
    assert imputations_wanted(0.5, 10**12, 0.05) >= 51
    assert imputations_wanted(0.5, 20, 0.05) > imputations_wanted(0.1, 20, 0.05)
    assert imputations_wanted(0.0, 20, 0.05) == 20


def test_pooling_of_equal_answers_and_of_nonsense() -> None:
    found = missing.pool([2.0, 2.0, 2.0], [1.0, 1.0, 1.0], 10)
    assert (found.estimate, found.error, found.df, found.missing_information) == (2.0, 1.0, 10, 0.0)
    assert math.isnan(missing.pool([1.0, 1.0], [0.0, 0.0]).p_value)
    assert math.isnan(missing.pool([1.0, math.nan], [1.0, 1.0]).p_value)
    for m in (5, 50):
        wide = missing.pool(np.linspace(0, 1, m), np.full(m, 0.3), 12)
        assert wide.df < 12
    with pytest.raises(InputError, match="at least two"):
        missing.pool([1.0], [1.0])


@pytest.mark.parametrize("per_arm", [27, 26])
def test_small_arms_share_slopes_and_large_ones_have_their_own(per_arm: int) -> None:
    """Slopes 2 and 0; the last visit has 2 coefficients, so that arms of 22 women seen leave 20 degrees of freedom."""
    luck, gone = np.random.default_rng(8), 5
    arm = np.repeat(VERSUS, per_arm)
    first = luck.normal(0, 1, 2 * per_arm) + np.tile(np.arange(per_arm) < gone, 2)
    second = np.where(arm == "cells", 2 * first, 0.0) + luck.normal(0, 0.3, 2 * per_arm)
    lost = np.tile(np.arange(per_arm) < gone, 2)
    data = missing.impute(np.column_stack([first, np.where(lost, math.nan, second)]), arm.tolist(), m=2000)
    large = per_arm - gone >= 22
    assert data.notes == (
        "imputation model: each arm has its own slopes and spread"
        if large
        else "imputation model: the arms share slopes and spread, each with its own mean",
    )
    columns = np.column_stack([arm == "cells", arm != "cells", first * (arm == "cells"), first * (arm != "cells")])
    columns = columns if large else np.column_stack([arm == "cells", arm != "cells", first])
    fit = np.linalg.lstsq(columns[~lost].astype(float), second[~lost], rcond=None)[0]
    drawn = data.values[:, lost, 1]
    near = float(4 * drawn.std(axis=0).max() / math.sqrt(2000))
    assert drawn.mean(axis=0) == pytest.approx(columns[lost].astype(float) @ fit, abs=near)


def test_too_few_women_are_refused() -> None:
    values, arm, baseline = trial(5, per_arm=6, leave=0.1)
    with pytest.raises(InputError, match="too few"):
        missing.impute(values[::3], arm[::3], {"baseline": baseline[::3]})


def test_a_woman_without_any_value_counts_and_one_without_a_covariate_does_not() -> None:
    values, baseline = VALUES.copy(), BASELINE.copy()
    values[3], baseline[7] = math.nan, math.nan
    found = missing.multiple_imputation(values, ARM, VERSUS, {"baseline": baseline})
    assert (found.left_out, sum(found.n.values())) == (1, 29)
    flat = missing.multiple_imputation(VALUES, ARM, VERSUS, {"baseline": BASELINE, "age": np.full(30, 31.0)}, m=20)
    plain = missing.multiple_imputation(VALUES, ARM, VERSUS, {"baseline": BASELINE}, m=20)
    assert flat.estimate == pytest.approx(plain.estimate)


def test_what_cannot_be_imputed_is_refused() -> None:
    nobody = VALUES.copy()
    nobody[:, 2] = math.nan
    for given, word in (
        ({"values": nobody}, "nobody"),
        ({"values": VALUES[:, 0]}, "visit"),
        ({"values": np.where(np.isnan(VALUES), math.inf, VALUES)}, "finite"),
        ({"arm": ["a"]}, "one arm"),
        ({"assume": "guess"}, "at_random"),
        ({"assume": "jump_to_reference", "reference": "placebo"}, "placebo"),
        ({"m": 1}, "m = 1"),
    ):
        with pytest.raises(InputError, match=word):
            missing.impute(**{"values": VALUES, "arm": ARM, **given})  # type: ignore[arg-type]


def test_the_tipping_point_is_where_the_conclusion_turns() -> None:
    values, arm, baseline = trial(6, per_arm=20, effect=-1.0)
    data = missing.impute(values, arm, {"baseline": baseline}, m=30)
    analysis = missing.covariance_at(VERSUS)
    found = missing.tipping_point(data, analysis, "cells", deltas=(0.0, 0.5))
    assert found.result.p_value < 0.05
    assert found.delta > 0  # harm in women who left
    for nudge, significant in ((-1e-6, True), (1e-6, False)):
        p = missing.pooled_result(data.shifted(found.delta + nudge, "cells"), analysis).p_value
        assert (p <= 0.05) == significant
    assert found.table[0].estimate == pytest.approx(found.result.estimate)
    gone = data.after_last[:, -1] & (arm == "cells")  # the estimate moves by delta times what their indicator adds
    share = continuous.adjusted_difference(gone.astype(float), arm.tolist(), VERSUS, {"baseline": baseline}).estimate
    assert found.table[1].estimate - found.table[0].estimate == pytest.approx(0.5 * share)
    full = missing.impute(np.where(np.isnan(values), -1.0, values), arm, {"baseline": baseline}, m=5)
    nothing = missing.tipping_point(full, analysis, "cells")
    assert math.isnan(nothing.delta)
    assert "nothing was imputed" in nothing.result.notes[-1]


def test_no_difference_has_no_conclusion_to_tip() -> None:
    values, arm, baseline = trial(33, effect=-0.4)
    data = missing.impute(values, arm, {"baseline": baseline}, m=30)
    found = missing.tipping_point(data, missing.covariance_at(VERSUS), "cells", deltas=(-1.0,))
    assert found.result.p_value > 0.05 > found.table[0].p_value  # a delta would make a difference of none
    assert math.isnan(found.delta)
    assert found.result.notes[-1] == "already not significant; no conclusion to tip"


def test_imputation_holds_its_level_and_covers_where_complete_cases_are_biased() -> None:
    """300 trials of 2 × 25 women, a third leaving by what was seen: level and coverage within 4 Monte-Carlo errors."""
    trials, effect, inside, alarms, bias = 300, 0.0, 0, 0, []
    for seed in range(trials):
        values, arm, baseline = trial(1000 + seed, per_arm=25, leave=0.2)
        found = missing.multiple_imputation(values, arm, VERSUS, {"baseline": baseline}, m=20, seed=seed)
        inside += found.low <= effect <= found.high
        alarms += found.p_value < 0.05
        bias.append(found.estimate)
    error = math.sqrt(0.05 * 0.95 / trials)
    assert inside / trials > 0.95 - 4 * error
    assert alarms / trials < 0.05 + 4 * error
    assert abs(np.mean(bias)) < 4 * np.std(bias) / math.sqrt(trials)


def test_a_dozen_women_an_arm_keep_the_power_that_the_visits_give() -> None:
    """150 trials of 2 × 12 women, four visits, effect 1: own slopes by arm would find 22 %, shared ones find 31 %."""
    root = np.linalg.cholesky(0.6 ** abs(np.subtract.outer(range(4), range(4))))
    arm, luck, found = np.repeat(["control", "cells"], 12), np.random.default_rng(30), {0.0: 0, 1.0: 0}
    for effect in found:
        for seed in range(150):
            baseline = luck.normal(size=24)
            values = luck.normal(size=(24, 4)) @ root.T + 0.7 * baseline[:, np.newaxis]
            values[12:] -= effect
            leaves = np.cumsum(luck.random((24, 3)) < 0.12, axis=1) > 0
            values[:, 1:][leaves] = math.nan
            one = missing.multiple_imputation(values, arm.tolist(), VERSUS, {"baseline": baseline}, m=30, seed=seed)
            found[effect] += one.p_value < 0.05
    assert found[0.0] / 150 < 0.05 + 4 * math.sqrt(0.05 * 0.95 / 150)
    assert found[1.0] / 150 > 0.26
