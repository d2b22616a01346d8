"""MCP-Mod: laws, degenerate data, many trials as one, error of the first kind."""

import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from antral.analysis.methods import dose_response as dr
from antral.analysis.methods.dose_response.multivariate_t import exceeds_many
from antral.core import InputError

DOSES = (0.0, 3e7, 6e7, 9e7)
CANDIDATES = (
    dr.Candidate("linear"),
    dr.Candidate("emax", (2e7,)),
    dr.Candidate("exponential", (4e7,)),
    dr.Candidate("quadratic", (-0.85 / 9e7,)),
)
WOMEN = np.repeat(DOSES, 6)
RISING = np.array([0.1, 0.6, 0.8, 1.1])


def values(seed: int, means: np.ndarray = RISING) -> np.ndarray:
    return np.repeat(means, 6) + np.random.default_rng(seed).normal(size=24)


def test_contrasts_add_up_to_nothing_and_do_not_see_the_height_of_a_shape() -> None:
    found = dr.optimal_contrasts(CANDIDATES, DOSES, np.diag([0.1, 0.2, 0.1, 0.3]))
    assert np.abs(found.sum(axis=1)).max() < 1e-14
    assert (found**2).sum(axis=1) == pytest.approx(1.0)
    assert found == pytest.approx(dr.optimal_contrasts(CANDIDATES, DOSES, 7 * np.diag([0.1, 0.2, 0.1, 0.3])))


def test_order_of_women_unit_of_dose_and_of_value_do_not_matter() -> None:
    y, order = values(1), np.random.default_rng(0).permutation(24)
    one = dr.contrast_test(dr.from_women(WOMEN, y), CANDIDATES)
    other = dr.contrast_test(dr.from_women(WOMEN[order], y[order]), CANDIDATES)
    assert other.statistics == pytest.approx(one.statistics)
    small = [dr.Candidate(c.model, tuple(g / 1e7 for g in c.guess)) for c in CANDIDATES[:3]]
    small.append(dr.Candidate("quadratic", (-0.85 / 9,)))
    scaled = dr.contrast_test(dr.from_women(WOMEN / 1e7, 100 + 5 * y), small)
    assert scaled.statistics == pytest.approx(one.statistics)
    assert scaled.p_values == pytest.approx(one.p_values, abs=1e-9)


def test_a_fall_is_a_rise_of_the_opposite() -> None:
    y = values(2)
    up = dr.contrast_test(dr.from_women(WOMEN, y), CANDIDATES)
    down = dr.contrast_test(dr.from_women(WOMEN, -y), CANDIDATES, direction="decrease")
    assert down.p_values == pytest.approx(up.p_values)
    groups, fallen = dr.from_women(WOMEN, y), dr.from_women(WOMEN, -y)
    assert dr.dose_of_effect(dr.fit(groups, "linear"), 0.3) == pytest.approx(
        dr.dose_of_effect(dr.fit(fallen, "linear"), -0.3)
    )


def test_one_shape_is_a_t_test_of_its_contrast() -> None:
    from scipy.stats import t

    found = dr.contrast_test(dr.from_women(WOMEN, values(3)), CANDIDATES[:1])
    assert found.p_value == pytest.approx(t.sf(found.statistics[0], 20), abs=1e-12)
    assert found.critical == pytest.approx(t.ppf(0.975, 20), abs=1e-8)
    two = dr.contrast_test(dr.from_women(WOMEN, values(3)), CANDIDATES[:1], sides=2, alpha=0.05)
    assert two.p_value == pytest.approx(2 * t.sf(abs(found.statistics[0]), 20), abs=1e-12)


def test_p_and_critical_value_agree() -> None:
    for sides in (1, 2):
        found = dr.contrast_test(dr.from_women(WOMEN, values(4)), CANDIDATES, sides=sides)
        at = dr.exceeds(np.array(found.critical), found.correlation, found.df, sides)
        assert float(at) == pytest.approx(found.alpha, abs=1e-9)
        assert [c in found.significant for c in found.candidates] == list(found.p_values < found.alpha)


@settings(max_examples=25, deadline=None)
@given(st.floats(-3, 4), st.floats(0.05, 0.9), st.integers(2, 60))
def test_two_statistics_lie_between_one_and_the_sum(q: float, r: float, df: int) -> None:
    from scipy.special import stdtr

    one = float(stdtr(df, -q))
    both = float(dr.exceeds(np.array(q), np.array([[1, r], [r, 1]]), df))
    assert one - 1e-6 <= both <= 1 - (1 - one) ** 2 + 1e-6 or df < 10
    assert one - 1e-6 <= both <= 2 * one + 1e-6


def test_independent_normal_statistics_multiply() -> None:
    from scipy.special import ndtr

    for number in (2, 3, 4, 6):
        for q in (-0.5, 1.0, 2.5):
            wanted = 1 - ndtr(q) ** number
            assert float(dr.exceeds(np.array(q), np.eye(number), math.inf)) == pytest.approx(wanted, abs=1e-5)
        wanted = 1 - np.prod(ndtr(2.0 - np.arange(number) / 2))
        shift = np.arange(number) / 2
        assert dr.power(2.0, np.eye(number), math.inf, shift) == pytest.approx(wanted, abs=2e-4)


def test_power_without_effect_is_the_chance_to_exceed() -> None:
    related = dr.correlation(dr.optimal_contrasts(CANDIDATES, DOSES, np.eye(4)), np.eye(4))
    for sides in (1, 2):
        wanted = float(dr.exceeds(np.array(2.3), related, 20, sides))
        assert dr.power(2.3, related, 20, np.zeros(4), sides) == pytest.approx(wanted, abs=2e-5)


def test_many_trials_are_tested_as_one() -> None:
    trials = [values(seed) for seed in range(280)]
    groups = [dr.from_women(WOMEN, y) for y in trials]
    means = np.array([g.estimates for g in groups])
    sds = np.array([y.reshape(4, 6).std(axis=1, ddof=1) for y in trials])
    together = dr.contrast_tests(DOSES, means, sds, [6] * 4, CANDIDATES)
    single = [dr.contrast_test(g, CANDIDATES).p_value for g in groups]
    assert together == pytest.approx(single, abs=1e-5)
    small = np.array(single) < 0.3
    assert together[small] == pytest.approx(np.array(single)[small], abs=1e-7)
    flat = dr.contrast_tests(DOSES, means[:1], 0 * sds[:1], [6] * 4, CANDIDATES)
    assert np.isnan(flat).all()


def test_the_error_of_the_first_kind_is_kept() -> None:
    trials = 20_000
    y = np.random.default_rng(9).normal(size=(trials, 4, 6))
    p = dr.contrast_tests(DOSES, y.mean(axis=2), y.std(axis=2, ddof=1), [6] * 4, CANDIDATES)
    # 3.9 errors of 0.0011: a right test fails in one of 10,000 choices of the seed
    assert abs(np.mean(p <= 0.025) - 0.025) < 3.9 * math.sqrt(0.025 * 0.975 / trials)


def test_the_spline_stands_for_the_function() -> None:
    q = np.linspace(0.9, 9, 1000)
    related = dr.correlation(dr.optimal_contrasts(CANDIDATES, DOSES, np.eye(4)), np.eye(4))
    exact = np.array([float(dr.exceeds(one, related, 12)) for one in q[::50]])
    assert exceeds_many(q, related, 12)[::50] == pytest.approx(exact, abs=1e-7)


@pytest.mark.parametrize("model", dr.MODELS)
def test_a_curve_without_noise_is_found_again(model: str) -> None:
    doses = np.array([0, 1, 2, 3, 4, 6, 8.0])
    theta = {"emax": (2.0,), "sigmoid_emax": (3.0, 2.5), "exponential": (5.0,), "logistic": (3.0, 0.9)}
    guess = theta.get(model, (0.7, 0.5) if model == "beta" else ((-0.06,) if model == "quadratic" else ()))
    means = 1 + 2 * dr.Candidate(model, guess).means(doses)
    found = dr.fit(dr.from_summaries(doses, means, np.full(7, 0.5), [5] * 7), model)
    assert found.at(doses) == pytest.approx(means, abs=1e-6)
    if guess and model != "quadratic":
        assert found.theta == pytest.approx(guess, rel=1e-4)
    half = 1.5 * abs(means[3] - means[0]) / 2
    dose = dr.dose_of_effect(found, half if means[3] > means[0] else -half)
    assert abs(found.at(dose)[0] - found.at(0.0)[0]) == pytest.approx(half)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["emax", "exponential", "sigmoid_emax", "logistic", "beta"]))
@example(60, "logistic")
def test_no_point_of_a_fine_grid_fits_better(seed: int, model: str) -> None:
    rng = np.random.default_rng(seed)
    groups = dr.from_summaries([0, 1, 2, 4, 7], rng.normal(size=5), np.full(5, 1.0), rng.integers(3, 9, 5))
    found = dr.fit(groups, model)
    low, high = dr.MODELS[model].bounds(7.0).T
    weight = np.sqrt(groups.n)
    for theta in np.exp(rng.uniform(np.log(low), np.log(high), (300, len(low)))):
        column = dr.MODELS[model].columns(groups.doses, theta, 7.0)[:, 0]
        design = np.stack([np.ones(5), column], axis=1) * weight[:, None]
        left = groups.estimates * weight - design @ np.linalg.lstsq(design, groups.estimates * weight, rcond=1e-14)[0]
        # along the ridge of a step-like logistic curve the search stops at a part in ten million of the squares
        assert left @ left + groups.within >= found.squares * (1 - 1e-6)


def test_the_whole_procedure() -> None:
    groups = dr.from_women([*WOMEN, 0.0], [*values(5, 2 * RISING), np.nan])
    found = dr.mcp_mod(groups, CANDIDATES, 0.5, resamples=100)
    assert found.test.left_out == 1
    assert sum(found.weights) == pytest.approx(1.0)
    assert found.target is not None
    assert found.averaged is not None
    assert found.target.low < found.target.estimate < found.target.high
    assert found.averaged.low <= found.averaged.estimate <= found.averaged.high
    assert "average curve" in str(found)
    again = dr.mcp_mod(groups, CANDIDATES, 0.5, resamples=100)
    assert again.averaged == found.averaged
    small = dr.target_dose(groups, dr.fit(groups, "linear"), 50.0)
    assert math.isnan(small.estimate)
    assert "larger doses were not studied" in small.notes[-1]


def test_no_response_gives_no_dose() -> None:
    found = dr.mcp_mod(dr.from_women(WOMEN, values(6, -RISING)), CANDIDATES, 0.5)
    assert found.target is None
    assert "no dose is estimated" in str(found)


def test_data_that_do_not_vary_give_no_answer() -> None:
    found = dr.contrast_test(dr.from_women(WOMEN, np.ones(24)), CANDIDATES)
    assert np.isnan(found.p_values).all()
    assert "nothing can be tested" in found.notes[-1]
    with pytest.raises(InputError, match="no value varies"):
        dr.fit(dr.from_women(WOMEN, np.ones(24)), "linear")


def test_events_of_all_or_none_have_finite_log_odds() -> None:
    found = dr.contrast_test(dr.from_events(DOSES, [0, 0, 6, 6], [6] * 4), CANDIDATES)
    assert np.isfinite(found.statistics).all()
    assert "few women" in found.notes[0]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: dr.Candidate("emax"), "1 guesses"),
        (lambda: dr.Candidate("emax", (-1.0,)), "positive"),
        (lambda: dr.Candidate("cubic"), "one of linear"),  # type: ignore[arg-type]
        (lambda: dr.from_women([0, 0, 1], [1, 2]), "one finite dose"),
        (lambda: dr.from_women([0, 1, 2], [1, 2, 3]), "degrees of freedom"),
        (lambda: dr.from_women([1, 1, 1], [1, 2, 3]), "two different doses"),
        (lambda: dr.from_events([0, 1], [3, 1], [2, 2]), "events ≤ n"),
        (lambda: dr.fit(dr.from_summaries([0, 1], [0, 1], [1, 1], [5, 5]), "emax"), "3 parameters"),
        (lambda: dr.mcp_mod(dr.from_women(WOMEN, values(1)), CANDIDATES, -1.0), "positive effect"),
        (lambda: dr.contrast_test(dr.from_women(WOMEN, values(1)), ()), "at least one shape"),
        (lambda: dr.guessed("linear", [1], [0.5], 2), "need none"),
        (lambda: dr.guessed("exponential", [1], [0.6], 2), "not convex"),
        (lambda: dr.guessed("sigmoid_emax", [1, 2], [0.6, 0.3], 2), "larger share"),
    ],
)
def test_what_cannot_be_is_refused(call, message) -> None:
    with pytest.raises(InputError, match=message):
        call()


def test_the_bootstrap_of_a_line_is_that_of_its_slope() -> None:
    groups = dr.from_women(WOMEN / 9e7, values(5, 3 * RISING))
    found = dr.mcp_mod(groups, CANDIDATES[:1], 0.5, resamples=1000).averaged
    line = dr.fit(groups, "linear")
    slope, error = line.linear[1], math.sqrt(line.covariance[1, 1] * line.df / groups.df * groups.within / line.squares)
    assert found is not None
    assert found.estimate == pytest.approx(0.5 / slope, rel=1e-6)
    # the Monte-Carlo error of a 2.5 % point of a normal number is 0.085 of its spread with 1000 draws; four of them
    for limit, z in ((found.low, 1.96), (found.high, -1.96)):
        assert abs(0.5 / limit - slope - z * error) < 4 * 0.085 * error


def test_a_small_p_value_is_not_printed_as_zero() -> None:
    clear = dr.contrast_test(dr.from_women(WOMEN, values(1, 5 * RISING)), CANDIDATES)
    assert clear.p_value < 0.001
    assert "< 0.001" in str(clear)
    assert "0.000" not in str(clear)
