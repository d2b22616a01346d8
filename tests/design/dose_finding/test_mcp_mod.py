"""Planning MCP-Mod: power, women, doses."""

import numpy as np
import pytest

from antral.analysis import methods
from antral.core import InputError
from antral.design.dose_finding import compare_doses, contrast_power, mcp_mod_design, mcp_mod_size, scaled

dr = methods.dose_response
DOSES = (0.0, 3.0, 9.0)
CANDIDATES = (dr.Candidate("linear"), dr.Candidate("emax", (2.0,)))


def test_power_is_the_share_of_simulated_trials_that_reject() -> None:
    trials, n, means = 20_000, np.array([8, 6, 10]), np.array([0.0, 0.7, 1.0])
    rng = np.random.default_rng(2)
    groups = [rng.normal(mu, 1.0, (trials, k)) for mu, k in zip(means, n, strict=True)]
    p = dr.contrast_tests(
        DOSES,
        np.stack([g.mean(axis=1) for g in groups], axis=1),
        np.stack([g.std(axis=1, ddof=1) for g in groups], axis=1),
        n,
        CANDIDATES,
    )
    found = contrast_power(CANDIDATES, DOSES, means, sd=1.0, n=n)
    # 3.9 errors: a right power fails in one of 10,000 choices of the seed
    assert abs(np.mean(p <= 0.025) - found) < 3.9 * np.sqrt(found * (1 - found) / trials)


def test_power_grows_with_women_and_effect_and_is_alpha_without() -> None:
    powers = [mcp_mod_design(CANDIDATES, DOSES, effect=1, sd=1, n=[k] * 3).smallest for k in (4, 8, 16, 64)]
    assert powers == sorted(powers)
    assert powers[-1] > 0.99
    assert contrast_power(CANDIDATES, DOSES, [5, 5, 5], sd=1, n=[8] * 3, alpha=0.05) == pytest.approx(0.05, abs=1e-5)


def test_the_size_is_the_smallest() -> None:
    found = mcp_mod_size(CANDIDATES, DOSES, effect=1.0, sd=1.0, ratio=(2, 1, 1))
    assert found.n[0] == 2 * found.n[1]
    assert found.smallest >= 0.8
    fewer = [2 * (found.n[1] - 1), found.n[1] - 1, found.n[1] - 1]
    assert mcp_mod_design(CANDIDATES, DOSES, effect=1.0, sd=1.0, n=fewer).smallest < 0.8
    assert "true shape" in str(found)
    assert found.power(scaled(CANDIDATES[0], DOSES, 1.0)) == pytest.approx(found.powers[0])


def test_doses_beside_each_other() -> None:
    found = compare_doses(CANDIDATES, [(0, 9), (0, 3, 9), (0, 1, 3, 9)], women=24, effect=1.0, delta=0.5, sd=1.0)
    assert [sum(one.n) for one in found.designs] == [24, 24, 24]
    assert np.isnan(found.target_errors[0][1])  # two doses cannot tell an Emax shape
    assert found.designs[0].powers[0] > found.designs[2].powers[0]  # the ends see a line best
    # a line's target dose by hand: variance of delta / slope
    x = np.repeat([0.0, 9.0], 12)
    slope_error = 1 / np.sqrt(((x - x.mean()) ** 2).sum())
    assert found.target_errors[0][0] == pytest.approx(0.5 / (1 / 9) ** 2 * slope_error, rel=1e-6)
    assert "smallest power" in str(found)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: contrast_power(CANDIDATES, DOSES, [0, 1], sd=1, n=[5] * 3), "each of 3 doses"),
        (lambda: contrast_power(CANDIDATES, (1, 2), [0, 1], sd=1, n=[5] * 2), "from 0"),
        (lambda: contrast_power(CANDIDATES, DOSES, [0, 1, 1], sd=1, n=[1] * 3), "more than one"),
        (lambda: contrast_power(CANDIDATES, DOSES, [0, 1, 1], sd=0, n=[5] * 3), "positive sd"),
        (lambda: mcp_mod_size(CANDIDATES, DOSES, effect=0, sd=1), "effect other than 0"),
        (lambda: mcp_mod_design(CANDIDATES, DOSES, effect=0, sd=1, n=[5] * 3), "other than 0"),
        (
            lambda: compare_doses(CANDIDATES, [(0, 9)], women=9, effect=-1, delta=0.5, sd=1),
            "delta between 0 and the effect",
        ),
        (lambda: mcp_mod_size(CANDIDATES[:1], DOSES, effect=1e-4, sd=1), "larger effect"),
        (lambda: compare_doses(CANDIDATES, [(0, 9), (0, 8)], women=9, effect=1, delta=1, sd=1), "one highest"),
    ],
)
def test_what_cannot_be_is_refused(call, message) -> None:
    with pytest.raises(InputError, match=message):
        call()


def test_a_fall_has_the_power_of_a_rise() -> None:
    """An FSH that falls by 6 is seen as well as one that rises by 6."""
    up, down = (mcp_mod_design(CANDIDATES, DOSES, effect=effect, sd=6, n=[12] * 3) for effect in (6, -6))
    assert down.powers == up.powers
    assert down.smallest > 0.5
    assert "effect -6 (lower is better)" in str(down)
    assert down.power([0, -2, -6]) == pytest.approx(up.power([0, 2, 6]))
    assert down.power([0, 2, 6]) < 0.01
    assert mcp_mod_size(CANDIDATES, DOSES, effect=-1, sd=1).n == mcp_mod_size(CANDIDATES, DOSES, effect=1, sd=1).n
    sets = [(0, 9), (0, 3, 9)]
    beside = [compare_doses(CANDIDATES, sets, women=24, effect=s, delta=s / 2, sd=1) for s in (1.0, -1.0)]
    np.testing.assert_array_equal(beside[0].target_errors, beside[1].target_errors)
