"""Simon's two-stage designs: laws that need no other program."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antral.core import InputError
from antral.design.two_stage import TwoStage, conditional_power, inferred, simon

DESIGN = TwoStage(n1=10, r1=1, n=29, r=5)


def ends(design: TwoStage) -> list[tuple[int, bool]]:
    """Every end of a trial: events, and whether it stopped; from worst to best."""
    return [(s, True) for s in range(design.r1 + 1)] + [(s, False) for s in range(design.r1 + 1, design.n + 1)]


def chance(design: TwoStage, events: int, stopped: bool, share: float) -> float:
    """The chance of one end, by adding up the two stages."""

    def pmf(n: int, k: int) -> float:
        return math.comb(n, k) * share**k * (1.0 - share) ** (n - k) if 0 <= k <= n else 0.0

    if stopped:
        return pmf(design.n1, events)
    second = design.n - design.n1
    return sum(pmf(design.n1, x) * pmf(second, events - x) for x in range(design.r1 + 1, design.n1 + 1))


def test_an_example() -> None:
    found = simon(null=0.1, wanted=0.3, alpha=0.05, power=0.8)
    after = inferred(found.optimal, events=6, null=0.1, stopped=False)
    assert str(found.optimal) == "r1/n1 = 1/10, r/n = 5/29"
    assert found.optimal in found.admissible
    assert found.minimax == found.admissible[0]
    assert after.p_value < 0.05
    assert after.estimate > after.usual


@settings(max_examples=15, deadline=None)
@given(null=st.floats(0.05, 0.4), more=st.floats(0.25, 0.4), alpha=st.sampled_from([0.05, 0.1]))
def test_designs_hold_their_promise(null: float, more: float, alpha: float) -> None:
    found = simon(null, null + more, alpha=alpha, power=0.8)
    for design in found.admissible:
        assert design.at(null).success <= alpha + 1e-9
        assert design.at(null + more).success >= 0.8 - 1e-9
        assert found.optimal.at(null).expected <= design.at(null).expected + 1e-9
        assert found.minimax.n <= design.n
    sizes = [design.n for design in found.admissible]
    assert sizes == sorted(set(sizes))


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6])
def test_the_estimate_is_unbiased_and_the_usual_one_is_not(share: float) -> None:
    weights = [chance(DESIGN, s, stopped, share) for s, stopped in ends(DESIGN)]
    found = [inferred(DESIGN, s, null=0.1, stopped=stopped) for s, stopped in ends(DESIGN)]
    assert sum(weights) == pytest.approx(1.0)
    assert np.dot(weights, [one.estimate for one in found]) == pytest.approx(share, abs=1e-12)
    assert np.dot(weights, [one.usual for one in found]) < share - 1e-4


@pytest.mark.parametrize("share", [0.05, 0.2, 0.45])
def test_intervals_cover_and_p_values_hold_their_level(share: float) -> None:
    covered, level = 0.0, 0.0
    for s, stopped in ends(DESIGN):
        found = inferred(DESIGN, s, null=share, stopped=stopped)
        covered += chance(DESIGN, s, stopped, share) * (found.low <= share <= found.high)
        level += chance(DESIGN, s, stopped, share) * (found.p_value <= 0.05)
    assert covered >= 0.95
    assert level <= 0.05


def test_p_value_and_decision_agree() -> None:
    values = [inferred(DESIGN, s, null=0.1, stopped=stopped) for s, stopped in ends(DESIGN)]
    assert [one.p_value for one in values] == sorted((one.p_value for one in values), reverse=True)
    assert [one.estimate for one in values] == sorted(one.estimate for one in values)
    success = inferred(DESIGN, 6, null=0.1, stopped=False).p_value
    assert success == pytest.approx(DESIGN.at(0.1).success)
    assert values[0].low == 0.0
    assert values[-1].high == 1.0


def test_conditional_power_starts_as_power_and_ends_as_the_decision() -> None:
    assert conditional_power(DESIGN, 0, 0, 0.3) == pytest.approx(DESIGN.at(0.3).success)
    assert conditional_power(DESIGN, 1, 10, 0.0) == 0.0
    assert conditional_power(DESIGN, 6, 20, 0.0) == 1.0
    assert conditional_power(DESIGN, 5, 29, 0.9) == 0.0
    step = 0.3 * conditional_power(DESIGN, 3, 8, 0.3) + 0.7 * conditional_power(DESIGN, 2, 8, 0.3)
    assert conditional_power(DESIGN, 2, 7, 0.3) == pytest.approx(step)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: simon(0.3, 0.3), "rise"),
        (lambda: simon(0.1, 0.3, alpha=0.9), "alpha"),
        (lambda: simon(0.3, 0.31, most=40), "no two-stage design"),
        (lambda: TwoStage(10, 11, 20, 5), "no two-stage design"),
        (lambda: DESIGN.at(1.5), "share"),
        (lambda: inferred(DESIGN, 2, null=0.1, stopped=True), "cannot be"),
        (lambda: inferred(DESIGN, 1, null=0.1, stopped=False), "cannot be"),
        (lambda: conditional_power(DESIGN, 5, 3, 0.2), "cannot be"),
    ],
)
def test_what_cannot_be_is_refused(call: object, words: str) -> None:
    with pytest.raises(InputError, match=words):
        call()  # type: ignore[operator]


def test_the_level_is_told_to_be_one_sided() -> None:
    assert "one-sided alpha 0.05" in str(simon(0.1, 0.3))
    assert "one-sided p = " in str(inferred(DESIGN, events=6, null=0.1, stopped=False))
