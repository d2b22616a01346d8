"""Interim looks and the end of a group-sequential trial: laws that need no other program."""

import math

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from antral.core import InputError
from antral.design.sequential import (
    Rule,
    boundaries,
    combine,
    conditional_power,
    decide,
    operating,
    plan,
    predictive_power,
    repeated_interval,
    repeated_p,
    stagewise,
    z_of_t,
)

LOOKS = (0.4, 0.7, 1.0)
LD = Rule("lan_demets_obrien_fleming")


def test_an_example() -> None:
    bounds = plan((0.5, 1.0), LD, power=0.9).boundaries
    likely = conditional_power(bounds, look=1, z=1.5).power  # should the effect be the one seen
    believed = predictive_power(bounds, look=1, z=1.5).power  # and over all effects that the look allows
    end = stagewise(bounds, look=2, estimate=0.42, standard_error=0.18)
    assert likely == pytest.approx(ndtr((2.0 * 1.5 * math.sqrt(0.5) - 1.968596) / math.sqrt(0.5)), abs=1e-6)
    assert 0.5 < believed < likely
    assert end.p_value < 0.025
    assert end.low > 0.0


def test_one_stage_left_has_a_closed_form() -> None:
    bounds = boundaries((0.3, 1.0), Rule("pocock"))
    b, t, z, drift = bounds.efficacy[1], 0.3, 1.1, 2.7
    closed = ndtr((z * math.sqrt(t) + drift * (1 - t) - b) / math.sqrt(1 - t))
    assert conditional_power(bounds, 1, z, drift).power == pytest.approx(closed, abs=1e-12)
    flat = ndtr((z / math.sqrt(t) - b) / math.sqrt((1 - t) / t))
    assert predictive_power(bounds, 1, z).power == pytest.approx(flat, abs=1e-9)
    sure = predictive_power(bounds, 1, z, prior_drift=drift, prior_sd=1e-6).power
    assert sure == pytest.approx(closed, abs=1e-6)


def test_power_is_the_mean_of_conditional_power() -> None:
    bounds, drift = boundaries(LOOKS, LD), 3.0
    z, weights = np.polynomial.hermite_e.hermegauss(80)
    mean = sum(
        w * (1.0 if v >= bounds.efficacy[0] else conditional_power(bounds, 1, v, drift).power)
        for v, w in zip(z + drift * math.sqrt(LOOKS[0]), weights, strict=True)
    ) / math.sqrt(2.0 * math.pi)
    assert mean == pytest.approx(operating(bounds, drift).power, abs=2e-3)  # a step at the boundary


def test_conditional_power_of_a_trial_resized_as_planned() -> None:
    bounds = boundaries(LOOKS, LD)
    same = conditional_power(bounds, 1, 1.2, 2.0, later=(0.3, 0.3)).power
    assert same == pytest.approx(conditional_power(bounds, 1, 1.2, 2.0).power, abs=1e-12)
    assert conditional_power(bounds, 1, 1.2, 2.0, later=(0.3, 0.9)).power > same
    nothing = conditional_power(bounds, 1, 1.2, 9.0, later=(0.0, 0.0)).power
    assert nothing == pytest.approx(conditional_power(bounds, 1, 1.2, 0.0).power, abs=1e-12)


@pytest.mark.parametrize("rule", [LD, Rule("obrien_fleming"), Rule("pocock"), Rule("hwang_shih_decani", 1.0)])
@pytest.mark.parametrize("look", [1, 2, 3])
def test_repeated_p_interval_and_boundary_agree(rule: Rule, look: int) -> None:
    bounds = boundaries(LOOKS, rule)
    at = bounds.efficacy[look - 1]
    assert repeated_p(bounds, look, at) == pytest.approx(0.025, rel=1e-6)
    assert repeated_p(bounds, look, at - 0.3) > 0.025 > repeated_p(bounds, look, at + 0.3)
    assert repeated_interval(bounds, look, at * 0.5, 0.5)[0] == pytest.approx(0.0, abs=1e-12)


def test_stagewise_p_of_a_boundary_is_the_error_spent() -> None:
    bounds = boundaries(LOOKS, LD)
    for k in range(3):
        found = stagewise(bounds, k + 1, bounds.efficacy[k], 1.0)
        assert found.p_value == pytest.approx(bounds.spent[k], abs=1e-10)
    assert stagewise(bounds, 3, bounds.efficacy[2], 1.0).low == pytest.approx(0.0, abs=1e-8)


def test_first_look_is_the_usual_analysis() -> None:
    found = stagewise(boundaries(LOOKS, LD), 1, 5.0, 1.0)
    half = float(-ndtri(0.025))
    assert (found.low, found.estimate, found.high) == pytest.approx((5.0 - half, 5.0, 5.0 + half), abs=1e-8)


def test_two_sided_inference_mirrors() -> None:
    bounds = boundaries(LOOKS, Rule("pocock"), alpha=0.05, sides=2)
    for look, z in ((2, 2.6), (3, 0.7)):
        up, down = stagewise(bounds, look, z, 1.0), stagewise(bounds, look, -z, 1.0)
        assert up.p_value == pytest.approx(down.p_value, abs=1e-10)
        assert (up.low, up.estimate) == pytest.approx((-down.high, -down.estimate), abs=1e-8)


def test_intervals_cover_and_estimates_are_median_unbiased() -> None:
    """500 simulated trials, within four standard errors."""
    rng, drift, n = np.random.default_rng(11), 2.0, 500
    bounds = boundaries((0.5, 1.0), Rule("pocock"))
    steps = rng.standard_normal((n, 2)) * math.sqrt(0.5) + 0.5 * drift
    covered, above = 0, 0
    for first, second in steps:
        look, score, at = (1, first, 0.5) if first / math.sqrt(0.5) >= bounds.efficacy[0] else (2, first + second, 1.0)
        found = stagewise(bounds, look, score / at, 1.0 / math.sqrt(at))
        covered += found.low <= drift <= found.high
        above += found.estimate > drift
    assert abs(covered / n - 0.95) < 4.0 * math.sqrt(0.95 * 0.05 / n)
    assert abs(above / n - 0.5) < 4.0 * math.sqrt(0.25 / n)


def test_stages_of_the_planned_size_combine_to_the_usual_z() -> None:
    bounds = boundaries(LOOKS, LD)
    steps, estimates = np.diff(LOOKS, prepend=0.0), np.array([1.0, 2.5, 3.0])
    found = combine(bounds, estimates, 1.0 / np.sqrt(steps))
    pooled = np.cumsum(steps * estimates) / np.cumsum(steps)
    assert found.z == pytest.approx(pooled * np.sqrt(LOOKS))
    assert found.final is not None
    whole = stagewise(bounds, 3, pooled[2], 1.0)
    assert found.final.p_value == pytest.approx(whole.p_value, abs=1e-10)
    assert (found.final.low, found.final.high) == pytest.approx((whole.low, whole.high), abs=1e-8)
    assert found.repeated_low[1] == pytest.approx(pooled[1] - bounds.efficacy[1] / math.sqrt(0.7), abs=1e-8)
    assert str(found).startswith("stage 1: one-sided p = ")
    assert str(combine(bounds, [1.0], [1.0])).endswith("not ended")


def test_few_women_need_the_z_of_their_t() -> None:
    """Six women an arm, two looks, 20,000 trials without effect: t breaks the level, its Z nearly keeps it."""
    bounds, rng = boundaries((0.5, 1.0), LD), np.random.default_rng(4)
    values = rng.standard_normal((20_000, 2, 6))
    t = np.empty((2, 20_000))
    for look, n in enumerate((3, 6)):
        seen = values[:, :, :n]
        error = np.sqrt(seen.var(axis=2, ddof=1).mean(axis=1) * 2.0 / n)
        t[look] = (seen[:, 0].mean(axis=1) - seen[:, 1].mean(axis=1)) / error
    z = z_of_t(t, np.array([[4.0], [10.0]]))
    assert np.mean(decide(bounds, t).effect) > 0.045
    assert abs(np.mean(decide(bounds, z).effect) - 0.025) < 0.002 + 4.0 * 0.0011


def test_z_of_t_in_the_tails() -> None:
    assert z_of_t([0.0, 40.0, -40.0], [5.0, np.inf, np.inf]) == pytest.approx([0.0, 40.0, -40.0])
    assert z_of_t(2.228138851986273, 10.0) == pytest.approx(1.959963984540054)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda b: conditional_power(b, 3, 1.0), "none after it"),
        (lambda b: conditional_power(b, 1, 1.0, later=(0.5,)), "later"),
        (lambda b: predictive_power(b, 0, 1.0), "none after it"),
        (lambda b: predictive_power(b, 1, 1.0, prior_sd=0.0), "prior"),
        (lambda b: stagewise(b, 4, 1.0, 1.0), "look 4"),
        (lambda b: stagewise(b, 1, 1.0, 0.0), "standard error"),
        (lambda b: repeated_interval(b, 0, 1.0, 1.0), "no look 0"),
        (lambda b: combine(b, [1.0, 2.0], [1.0]), "one value a stage"),
        (lambda b: combine(b, [math.nan], [1.0]), "finite"),
        (lambda _: repeated_p(boundaries(LOOKS, Rule("haybittle_peto", 3.0)), 1, 3.0), "haybittle_peto"),
    ],
)
def test_what_cannot_be_is_refused(call: object, words: str) -> None:
    with pytest.raises(InputError, match=words):
        call(boundaries(LOOKS, LD))  # type: ignore[operator]
