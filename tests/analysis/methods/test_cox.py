"""Laws of the Cox model, and what it says where there is no finite answer."""

import math
import warnings

import numpy as np
import pytest
from scipy.optimize import brentq, minimize_scalar

from antral.analysis.methods import survival
from antral.core import InputError

TIME = np.asarray([2.0, 3, 5, 7, 8, 9, 11, 12, 14, 15])
EVENT = np.asarray([1, 1, 0, 1, 1, 0, 1, 1, 0, 1])
TREATED = np.asarray([0, 1, 0, 0, 1, 1, 0, 1, 1, 1])


def plain_height(time: np.ndarray, event: np.ndarray, x: np.ndarray, coefficient: float) -> float:
    """Log partial likelihood without ties, one covariate."""
    return sum(
        coefficient * x[k] - math.log(np.exp(coefficient * x[time >= time[k]]).sum()) for k in np.flatnonzero(event)
    )


@pytest.mark.parametrize("ties", ["efron", "breslow", "exact"])
def test_without_ties_every_way_is_the_same_likelihood(ties: str) -> None:
    model = survival.cox(TIME, EVENT, {"treated": TREATED}, ties=ties)
    best = minimize_scalar(lambda b: -plain_height(TIME, EVENT, TREATED, b), bracket=(-2, 2), options={"xtol": 1e-10})
    found = model.hazard_ratios["treated"]
    assert found.details["coefficient"] == pytest.approx(best.x, abs=1e-6)
    assert model.log_likelihood == pytest.approx(-best.fun, rel=1e-12)
    assert found.low < found.estimate < found.high


def test_the_score_test_of_a_group_is_the_log_rank_test() -> None:
    """With the exact likelihood also where times are tied."""
    time, event, group = [1, 1, 2, 2, 2, 3, 4, 4], [1, 1, 1, 0, 1, 1, 1, 0], [0, 1, 0, 0, 1, 1, 1, 1]
    model = survival.cox(time, event, {"treated": group}, ties="exact")
    assert model.score.statistic == pytest.approx(survival.log_rank(time, event, group, control=0).statistic, rel=1e-10)


def test_scale_and_order_of_covariates() -> None:
    age = np.asarray([31, 28, 35, 39, 33, 30, 36, 27, 34, 29.0])
    model = survival.cox(TIME, EVENT, {"treated": TREATED, "age": age})
    other = survival.cox(TIME, EVENT, {"months": 12 * age, "control": 1 - TREATED})
    assert other.log_likelihood == pytest.approx(model.log_likelihood)
    assert other.concordance == model.concordance
    per_year = model.hazard_ratios["age"].details["coefficient"]
    assert other.hazard_ratios["months"].details["coefficient"] == pytest.approx(per_year / 12)
    assert other.hazard_ratios["control"].estimate == pytest.approx(1 / model.hazard_ratios["treated"].estimate)
    assert other.hazard_ratios["control"].p_value == pytest.approx(model.hazard_ratios["treated"].p_value)


def test_events_in_one_group_only_give_an_infinite_ratio_with_one_finite_limit() -> None:
    """The lower limit is where the plain likelihood lies 1.92 below its bound."""
    event = EVENT * TREATED
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model = survival.cox(TIME, event, {"treated": TREATED})
        mirrored = survival.cox(TIME, event, {"control": 1 - TREATED}).hazard_ratios["control"]
    found = model.hazard_ratios["treated"]
    bound = plain_height(TIME, event, TREATED, 40.0)
    low = brentq(lambda b: plain_height(TIME, event, TREATED, b) - bound + 1.959963984540054**2 / 2, -3, 10)
    assert math.isinf(found.estimate)
    assert math.isinf(found.high)
    assert found.low == pytest.approx(math.exp(low), rel=1e-6)
    assert "profile" in found.method
    assert "for ever" in found.notes[-1]
    assert math.isnan(model.wald.statistic)
    assert found.p_value == pytest.approx(model.likelihood_ratio.p_value, rel=1e-6)
    assert mirrored.estimate == 0
    assert mirrored.low == 0
    assert mirrored.high == pytest.approx(1 / found.low, rel=1e-6)
    beside = survival.cox(TIME, event, {"treated": TREATED, "day": TIME % 4}).hazard_ratios
    assert math.isinf(beside["treated"].estimate)
    assert math.isfinite(beside["day"].estimate)
    assert beside["day"].low < beside["day"].estimate < beside["day"].high


def test_what_tells_nothing_is_left_out() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        nothing = survival.cox(TIME, 0 * EVENT, {"treated": TREATED})
        assert math.isnan(nothing.hazard_ratios["treated"].estimate)
        assert "no event" in nothing.hazard_ratios["treated"].notes[-1]
        assert math.isnan(nothing.likelihood_ratio.p_value)
        assert math.isnan(nothing.concordance)
        doubled = survival.cox(TIME, EVENT, {"treated": TREATED, "again": 3 * TREATED, "same": np.ones(10)})
    alone = survival.cox(TIME, EVENT, {"treated": TREATED})
    assert doubled.hazard_ratios["treated"].estimate == pytest.approx(alone.hazard_ratios["treated"].estimate)
    assert math.isnan(doubled.hazard_ratios["again"].estimate)
    assert math.isnan(doubled.hazard_ratios["same"].estimate)
    assert doubled.wald.df == 1


def test_women_with_missing_covariates_are_left_out_and_counted() -> None:
    age = np.asarray([31, math.nan, 35, 39, 33, 30, 36, 27, 34, 29.0])
    known = ~np.isnan(age)
    model = survival.cox(TIME, EVENT, {"age": age})
    without = survival.cox(TIME[known], EVENT[known], {"age": age[known]})
    assert model.left_out == 1
    assert model.n == 9
    assert model.hazard_ratios["age"].estimate == without.hazard_ratios["age"].estimate


def test_errors_say_what_was_wanted() -> None:
    with pytest.raises(InputError, match="ties"):
        survival.cox(TIME, EVENT, {"treated": TREATED}, ties="average")
    with pytest.raises(InputError, match="at least one"):
        survival.cox(TIME, EVENT, {})
    with pytest.raises(InputError, match="covariate treated"):
        survival.cox(TIME, EVENT, {"treated": TREATED[:5]})
    with pytest.raises(InputError, match="finite"):
        survival.cox(TIME, EVENT, {"treated": np.full(10, math.inf)})


@pytest.mark.parametrize("ties", ["efron", "breslow", "exact"])
def test_units_of_a_covariate_change_nothing_where_another_ratio_is_infinite(ties: str) -> None:
    time, event, group = [10.6, 5.5, 38.4, 13.5], [1, 1, 1, 1], [0, 0, 1, 1]
    x = np.asarray([-0.256, -1.566, -1.235, 0.982])
    one, large = (survival.cox(time, event, {"group": group, "x": unit * x}, ties=ties) for unit in (1.0, 1e5))
    assert large.hazard_ratios["group"].estimate == 0.0
    assert large.hazard_ratios["group"].high == pytest.approx(one.hazard_ratios["group"].high, rel=1e-6)
    assert large.log_likelihood == pytest.approx(one.log_likelihood, abs=1e-9)


def test_the_exact_likelihood_survives_steps_that_are_too_far() -> None:
    time, event = [1.0, 1.0, 1.0, 1.0, 2.0, 2.0], [1, 1, 1, 0, 1, 0]
    x = np.asarray([3e5, 2e5, 1e5, -4e5, -5e5, -6e5])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = survival.cox(time, event, {"x": x}, ties="exact")
    assert found.hazard_ratios["x"].estimate == math.inf or math.isfinite(found.hazard_ratios["x"].p_value)


_APART = {
    "time": [6, 5, 1, 2, 4, 4, 2, 1, 2, 1, 3, 1],
    "event": [1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0],
    "covariates": {
        "group": [1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 1, 1],
        "x": [
            1.320002,
            0.732901,
            -0.728708,
            0.670813,
            -0.179911,
            -0.492796,
            0.212167,
            0.348327,
            -0.781646,
            0.735417,
            -0.247131,
            -0.135067,
        ],
    },
}

_FULL = np.asarray(
    [
        1.3200016489408228,
        0.732901198966698,
        -0.7287076344855236,
        0.6708132984871181,
        -0.17991065870738399,
        -0.4927961248509622,
        0.21216703586057273,
        0.3483265409924682,
        -0.7816456816084886,
        0.7354166770381753,
        -0.2471306618973986,
        -0.13506697737642526,
    ]
)


@pytest.mark.parametrize("ties", ["efron", "breslow", "exact"])
def test_two_ratios_that_are_infinite_together_have_limits_that_agree_with_their_tests(ties: str) -> None:
    found = survival.cox(**_APART, ties=ties).hazard_ratios
    for name, estimate in (("group", 0.0), ("x", math.inf)):
        one = found[name]
        assert one.estimate == estimate
        assert one.low <= one.estimate <= one.high
        assert (one.p_value < 0.05) == (one.low > 1 or one.high < 1)
        assert one.p_value == pytest.approx(survival.cox(**_APART).hazard_ratios[name].p_value, rel=1e-6)


def test_an_infinite_ratio_is_not_given_walds_limits_whatever_the_last_digits() -> None:
    stratum = [1, 1, 2, 0, 2, 1, 0, 0, 1, 1, 2, 0]
    event, group, x = 9, np.asarray(_APART["covariates"]["group"]), np.asarray(_APART["covariates"]["x"])
    beside = [0, 1, 5, 8, 9]  # at risk with the only event that tells something

    def height(at: float) -> float:
        return float(at * x[event] - np.log(np.exp(at * x[beside]).sum()))

    without = minimize_scalar(lambda at: -height(at), bracket=(0, 1), tol=1e-12).fun  # the largest likelihood is 1
    for digits in (6, 9, 16):
        covariates = {"group": group, "x": np.round(_FULL, digits)}
        found = survival.cox(_APART["time"], _APART["event"], covariates, stratum=stratum).hazard_ratios["group"]
        assert found.estimate == 0.0
        assert math.isfinite(found.high)
        assert found.p_value == pytest.approx(math.erfc(math.sqrt(without)), rel=1e-4)
