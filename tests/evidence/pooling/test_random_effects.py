"""Random-effects pooling: laws that hold whatever the data, and small cases worked by hand."""

import math

import numpy as np
import pytest

from antral.core import InputError
from antral.evidence.pooling import ESTIMATORS, random_effects

YI = [-0.8893, -1.5854, -1.3481, -1.4416, -0.2175, -0.7861]
VI = [0.3256, 0.1946, 0.4154, 0.0200, 0.0512, 0.0069]


def test_dl__by_hand() -> None:
    """Two studies 0 and 2 of variance 1: Q = 2, C = 1, tau2 = 1; mean 1, variance (1 + 1) / 2."""
    found = random_effects([0, 2], [1, 1], method="DL", interval="Wald")
    assert (found.tau2, found.estimate, found.se, found.q) == pytest.approx((1.0, 1.0, 1.0, 2.0))
    assert found.i2 == pytest.approx(50.0)


@pytest.mark.parametrize("method", ESTIMATORS)
def test_order_of_studies_does_not_matter(method: str) -> None:
    forward = random_effects(YI, VI, method=method)
    back = random_effects(YI[::-1], VI[::-1], method=method)
    for name in ("estimate", "se", "low", "p", "tau2", "tau2_high", "prediction_low"):
        assert getattr(forward, name) == pytest.approx(getattr(back, name), rel=1e-7)
    assert forward.weights == pytest.approx(back.weights[::-1], rel=1e-7)


@pytest.mark.parametrize("method", ESTIMATORS)
@pytest.mark.parametrize("unit", [1e-5, 1e3])
def test_another_unit_scales_everything(method: str, unit: float) -> None:
    one = random_effects(YI, VI, method=method)
    ten = random_effects(unit * np.array(YI), unit**2 * np.array(VI), method=method)
    assert ten.estimate == pytest.approx(unit * one.estimate, rel=1e-7)
    assert ten.low == pytest.approx(unit * one.low, rel=1e-7)
    assert ten.tau2 == pytest.approx(unit**2 * one.tau2, rel=1e-7)
    assert ten.tau2_high == pytest.approx(unit**2 * one.tau2_high, rel=1e-7)
    assert ten.i2_interval == pytest.approx(one.i2_interval, rel=1e-7)
    assert ten.i2 == pytest.approx(one.i2, rel=1e-7)
    assert ten.p == pytest.approx(one.p, rel=1e-6)


@pytest.mark.parametrize("method", [name for name in ESTIMATORS if name != "SJ"])
def test_homogeneous_studies_give_the_common_effect(method: str) -> None:
    yi, vi = np.array([0.5, 0.52, 0.48, 0.51]), np.array([0.1, 0.2, 0.3, 0.15])
    found = random_effects(yi, vi, method=method, interval="Wald")
    assert found.tau2 == 0
    assert found.estimate == pytest.approx(np.sum(yi / vi) / np.sum(1 / vi))
    assert found.se == pytest.approx(np.sum(1 / vi) ** -0.5)


def test_hksj_of_equal_variances_is_the_t_interval_of_the_effects() -> None:
    yi = np.array([1.0, 2.0, 4.0, 3.5, 0.2])
    found = random_effects(yi, np.full(5, 0.3))
    se = yi.std(ddof=1) / math.sqrt(5)
    assert (found.estimate, found.se, found.df) == pytest.approx((yi.mean(), se, 4))
    assert found.high == pytest.approx(yi.mean() + 2.7764451 * se)


@pytest.mark.parametrize("method", ESTIMATORS)
def test_identical_studies_have_no_spread_and_keep_a_width(method: str) -> None:
    found = random_effects([0.7] * 4, [0.2] * 4, method=method)
    assert found.tau2 == pytest.approx(0, abs=1e-12)
    assert found.se == pytest.approx(math.sqrt(0.05))
    assert "Wald z" in found.method
    assert found.notes


def test_adhoc_guard_is_never_narrower_than_wald() -> None:
    yi, vi = [0.5, 0.52, 0.48, 0.51], [0.1, 0.2, 0.3, 0.15]
    wald, plain, guarded = (random_effects(yi, vi, interval=one) for one in ("Wald", "HKSJ", "HKSJ_adhoc"))
    assert plain.se < wald.se
    assert "smaller than Wald" in plain.notes[0]
    assert guarded.se == pytest.approx(wald.se)
    assert guarded.high > wald.high


def test_one_study_is_not_pooled() -> None:
    found = random_effects([0.4], [0.04], labels=["only"])
    assert (found.estimate, found.se, found.k, found.weights) == (0.4, 0.2, 1, (1.0,))
    assert found.low == pytest.approx(0.4 - 1.959964 * 0.2)
    assert math.isnan(found.tau2)
    assert "nothing was pooled" in found.notes[0]


def test_a_given_spread_is_added_to_every_variance() -> None:
    found = random_effects([0, 2], [1, 3], tau2=1, interval="Wald")
    assert found.estimate == pytest.approx(2 / 3)  # weights 1/2 and 1/4
    assert found.se == pytest.approx(math.sqrt(4 / 3))
    assert random_effects([0, 2], [1, 3], tau2=0, interval="Wald").estimate == pytest.approx(0.5)


@pytest.mark.parametrize("method", ESTIMATORS)
def test_a_very_exact_study_is_pooled(method: str) -> None:
    found = random_effects([0, 1, 2], [1e-15, 1, 0.5], method=method, interval="Wald")
    assert 0 <= found.estimate <= 1
    assert found.tau2_low <= found.tau2_high


def test_two_studies_have_no_prediction_by_k_less_two() -> None:
    found = random_effects([0.1, 0.9], [0.04, 0.05], prediction="k-2")
    assert math.isnan(found.prediction_low)
    assert found.df == 1
    assert "hardly" in found.notes[-1]


def test_prediction_by_each_convention() -> None:
    found = {one: random_effects(YI, VI, prediction=one) for one in ("k-1", "k-2", "z")}
    whole = math.sqrt(found["z"].se ** 2 + found["z"].tau2)
    for name, reach in (("k-1", 2.5705818), ("k-2", 2.7764451), ("z", 1.9599640)):
        assert found[name].prediction_high == pytest.approx(found[name].estimate + reach * whole)
        assert found[name].prediction_convention.startswith("normal" if name == "z" else f"t with k - {name[-1]}")


def test_of_two_tops_of_the_likelihood_the_higher_is_taken() -> None:
    """Three exact studies that agree and three vague ones that do not: local tops at zero and above."""
    yi = np.array([0.0, 0.001, -0.001, 3.0, -3.5, 4.0])
    vi = np.array([1e-4, 1e-4, 1e-4, 0.5, 0.5, 0.5])

    def height(tau2: float) -> float:
        w = 1 / (vi + tau2)
        return float(0.5 * np.sum(np.log(w)) - 0.5 * np.sum(w * (yi - np.sum(w * yi) / w.sum()) ** 2))

    found = random_effects(yi, vi, method="ML").tau2
    grid = np.concatenate([[0], np.geomspace(1e-8, 100, 4000)])
    assert height(found) >= max(height(one) for one in grid) - 1e-9


def test_likelihood_is_highest_at_the_estimate() -> None:
    """An independent look: the restricted likelihood written out for one mean, on a fine grid."""
    yi, vi = np.array(YI), np.array(VI)

    def height(tau2: float, restricted: bool) -> float:
        w = 1 / (vi + tau2)
        mean = np.sum(w * yi) / w.sum()
        value = 0.5 * np.sum(np.log(w)) - 0.5 * np.sum(w * (yi - mean) ** 2)
        return float(value - 0.5 * np.log(w.sum())) if restricted else float(value)

    for method, restricted in (("REML", True), ("ML", False)):
        found = random_effects(yi, vi, method=method).tau2
        grid = np.linspace(0.01, 1, 991)
        best = grid[np.argmax([height(tau2, restricted) for tau2 in grid])]
        assert found == pytest.approx(best, abs=0.0011)
        assert height(found, restricted) >= max(height(found * (1 + e), restricted) for e in (-1e-3, 1e-3))


def test_back_on_the_natural_scale() -> None:
    found = random_effects(YI, VI, measure="log risk ratio")
    ratio = found.on("exp")
    assert ratio.estimate == pytest.approx(math.exp(found.estimate))
    assert ratio.prediction_high == pytest.approx(math.exp(found.prediction_high))
    assert ratio.tau2 == found.tau2
    assert found.on("identity") is found
    assert found.on(lambda x: 2 * x).low == 2 * found.low
    with pytest.raises(InputError, match="logit"):
        found.on("logit")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"yi": [1, math.nan], "vi": [1, 1]}, "study 2"),
        ({"yi": [1, 2], "vi": [1, 0]}, "study 2"),
        ({"yi": [1, 2], "vi": [1]}, "one variance a study"),
        ({"yi": [1, 2], "vi": [1, 1], "method": "XX"}, "XX"),
        ({"yi": [1, 2], "vi": [1, 1], "level": 95}, "level"),
        ({"yi": [1, 2], "vi": [1, 1], "interval": "t"}, "interval"),
        ({"yi": [1, 2], "vi": [1, 1], "prediction": "t"}, "prediction"),
        ({"yi": [1, 2], "vi": [1, 1], "labels": ["a"]}, "labels"),
        ({"yi": [1, 2], "vi": [1, 1], "tau2": -0.05}, "tau2"),
        ({"yi": [1, 2], "vi": [1, 1], "tau2": -1}, "tau2"),
        ({"yi": [1, 2], "vi": [1, 1], "tau2": math.nan}, "tau2"),
        ({"yi": [1, 2], "vi": [1, 1], "tau2": math.inf}, "tau2"),
        ({"yi": [0, 1, 2], "vi": [1, 1e-300, 1]}, "study 2"),
    ],
)
def test_wrong_input_is_refused(given: dict, said: str) -> None:
    with pytest.raises(InputError, match=said):
        random_effects(**given)
