"""MCP-Mod as a planned test: the same as one trial's contrast test, and its size."""

from dataclasses import replace

import numpy as np
import pytest

from antral.analysis import Plan, Question, shapes
from antral.analysis.by_size import Group
from antral.analysis.methods import dose_response
from antral.analysis.randomisation import test_values as p_values
from antral.analysis.randomisation import tests_of as planned_tests
from antral.core import InputError

FSH = Question(name="fsh", derive="log_change", day=364, measure="FSH", direction="decrease", test="mcp_mod")
PLAN = Plan(doses={"low": 3e7, "medium": 6e7, "high": 9e7}, questions=(FSH,), dose_unit_cells=3e7)


@pytest.mark.parametrize("sides", [1, 2])
def test_one_trial_is_as_the_contrast_test_says(sides: int) -> None:
    values = {arm: np.random.default_rng(at).normal(-0.3 * at, 1.0, (5, 1)) for at, arm in enumerate(PLAN.doses)}
    groups = dose_response.from_women(
        np.repeat([1.0, 2.0, 3.0], 5), np.concatenate([one[:, 0] for one in values.values()])
    )
    expected = dose_response.contrast_test(
        groups, shapes.candidates(3.0), direction="decrease", sides=sides, alpha=0.05
    )
    found = p_values(replace(PLAN, sides=sides), "fsh_mcp_mod", values, seed=1)
    assert found[0] == pytest.approx(float(np.min(expected.p_values)), abs=1e-6)


def test_its_size_is_its_level() -> None:
    """12 women, no effect: within three Monte-Carlo errors of 5 %."""
    values = {arm: np.random.default_rng(10 + at).normal(size=(4, 4000)) for at, arm in enumerate(PLAN.doses)}
    rate = (p_values(PLAN, "fsh_mcp_mod", values, seed=1) <= 0.05).mean()
    assert abs(rate - 0.05) < 3 * np.sqrt(0.05 * 0.95 / 4000)


def test_unequal_and_empty_arms() -> None:
    rng = np.random.default_rng(3)
    few = Group(np.arange(5), (1, 0, 2), rng.normal(size=(3, 5)))
    assert np.isfinite(shapes.tested(few, (1.0, 2.0, 3.0), FSH, 2)[1]).all()
    alone = Group(np.arange(5), (2, 0, 0), rng.normal(size=(2, 5)))
    assert np.isnan(shapes.tested(alone, (1.0, 2.0, 3.0), FSH, 2)[1]).all()


def test_two_doses_tell_no_shapes_apart() -> None:
    with pytest.raises(InputError, match="three doses or more"):
        planned_tests(replace(PLAN, doses={"low": 3e7, "high": 9e7}))


def test_the_shapes_reach_their_shares() -> None:
    """Half of Emax's largest effect at a quarter of the highest dose; the umbrella's top at 0.6 of it."""
    _, emax, exponential, umbrella = shapes.candidates(8.0)
    (at_quarter, at_top) = emax.means([2.0, 1e9])
    assert at_quarter / at_top == pytest.approx(0.5)
    half, top = exponential.means([4.0, 8.0])
    assert half / top == pytest.approx(0.2)
    grid = np.linspace(0.0, 8.0, 801)
    assert grid[np.argmax(umbrella.means(grid))] == pytest.approx(4.8)
