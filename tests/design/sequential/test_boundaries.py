"""Boundaries of group-sequential trials: laws that need no other program."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antral.core import InputError
from antral.design import sequential
from antral.design.sequential import SPENDING, Rule, boundaries, operating, plan

LOOKS = (1 / 3, 2 / 3, 1.0)
RULES = (
    Rule("obrien_fleming"),
    Rule("pocock"),
    Rule("wang_tsiatis", 0.3),
    Rule("haybittle_peto", 3.0),
    Rule("lan_demets_obrien_fleming"),
    Rule("lan_demets_pocock"),
    Rule("kim_demets", 2.0),
    Rule("hwang_shih_decani", -4.0),
    Rule("user_spending", values=(0.002, 0.01, 0.025)),
)


def test_an_example() -> None:
    found = plan((0.5, 0.75, 1.0), Rule("lan_demets_obrien_fleming"), alpha=0.025, power=0.9)
    women = math.ceil(168.12 * found.inflation)  # 168.12: a fixed trial, d = 0.5, one-sided 0.025, 90 %
    assert women == 172
    assert str(found).splitlines()[0] == "Lan-DeMets, O'Brien-Fleming-like spending, one-sided 0.025; power 0.9"
    assert len(str(found.boundaries).splitlines()) == 5


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@pytest.mark.parametrize("sides", [1, 2])
def test_the_level_is_spent_and_no_more(rule: Rule, sides: int) -> None:
    found = operating(boundaries(LOOKS, rule, alpha=0.025, sides=sides), 0.0)
    assert sum(found.effective) + sum(found.wrong_way) == pytest.approx(0.025, abs=1e-10)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_one_look_is_the_fixed_trial(rule: Rule) -> None:
    one = Rule("user_spending", values=(0.025,)) if rule.values else rule
    found = plan((1.0,), one)
    assert found.boundaries.efficacy[0] == pytest.approx(1.959963984540054, abs=1e-9)
    assert found.inflation == pytest.approx(1.0, abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(
    steps=st.lists(st.floats(0.05, 1.0), min_size=2, max_size=5),
    drift=st.floats(-5.0, 5.0),
    name=st.sampled_from(sorted(SPENDING)),
)
def test_chances_sum_to_one_and_mirror(steps: list[float], drift: float, name: str) -> None:
    looks = np.cumsum(steps) / sum(steps)
    bounds = boundaries(looks, Rule(name, 1.5 if name in ("kim_demets", "hwang_shih_decani") else None), sides=2)
    found, mirrored = operating(bounds, drift), operating(bounds, -drift)
    ends = sum(found.effective) + sum(found.wrong_way) + sum(found.futile)
    assert ends == pytest.approx(1.0, abs=1e-9)
    assert found.effective == pytest.approx(mirrored.wrong_way, abs=1e-9)
    assert 0.0 < found.expected <= 1.0 + 1e-9


def test_simulated_trials_agree() -> None:
    """Crossing by chance in 200,000 simulated trials, within four standard errors."""
    bounds = boundaries((0.2, 0.5, 1.0), Rule("pocock"), futility=Rule("fixed", values=(0.0, 0.5)))
    found = operating(bounds, 2.5)
    rng = np.random.default_rng(5)
    at = np.array(bounds.information)
    steps = rng.standard_normal((200_000, 3)) * np.sqrt(np.diff(at, prepend=0.0)) + 2.5 * np.diff(at, prepend=0.0)
    z = np.cumsum(steps, axis=1) / np.sqrt(at)
    alive = np.ones(len(z), dtype=bool)
    for k in range(3):
        share = np.mean(alive & (z[:, k] >= bounds.efficacy[k]))
        assert abs(share - found.effective[k]) < 4.0 * math.sqrt(share * (1.0 - share) / len(z))
        if k < 2:
            alive &= (z[:, k] < bounds.efficacy[k]) & (z[:, k] > bounds.futility[k])


def test_futility_that_does_not_bind_keeps_the_level_when_it_is_ignored() -> None:
    futility = Rule("hwang_shih_decani", -2.0)
    loose = plan(LOOKS, Rule("lan_demets_obrien_fleming"), futility=futility).boundaries
    bound = plan(LOOKS, Rule("lan_demets_obrien_fleming"), futility=futility, binding=True).boundaries
    assert operating(loose, 0.0, obey_futility=False).power == pytest.approx(0.025, abs=1e-10)
    assert operating(bound, 0.0).power == pytest.approx(0.025, abs=1e-9)
    assert operating(bound, 0.0, obey_futility=False).power > 0.025
    assert bound.efficacy[-1] < loose.efficacy[-1]


def test_less_information_than_planned_spends_the_rest_at_the_end() -> None:
    rule = Rule("lan_demets_obrien_fleming")
    short = boundaries((0.4, 0.8), rule)
    assert operating(short, 0.0).power == pytest.approx(0.025, abs=1e-10)
    assert operating(boundaries((0.4, 1.2), rule), 0.0).power == pytest.approx(0.025, abs=1e-10)
    still_going = boundaries((0.4, 0.8), rule, final=False)
    assert still_going.efficacy[0] == short.efficacy[0]
    assert still_going.efficacy[1] == pytest.approx(boundaries((0.4, 0.8, 1.0), rule).efficacy[1], abs=1e-10)
    assert still_going.spent[-1] < 0.025


def test_many_looks_of_little_information() -> None:
    looks = tuple(np.linspace(0.05, 1.0, 20))
    assert operating(boundaries(looks, Rule("pocock")), 0.0).power == pytest.approx(0.025, abs=1e-9)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: boundaries((0.5, 0.5), Rule("pocock")), "rise"),
        (lambda: boundaries((), Rule("pocock")), "rise"),
        (lambda: boundaries((0.5, math.nan), Rule("pocock")), "rise"),
        (lambda: boundaries((1.0,), Rule("pokock")), "pokock"),
        (lambda: boundaries(LOOKS, Rule("kim_demets")), "parameter"),
        (lambda: boundaries(LOOKS, Rule("haybittle_peto")), "parameter"),
        (lambda: boundaries(LOOKS, Rule("pocock"), alpha=0.6), "alpha"),
        (lambda: boundaries(LOOKS, Rule("pocock"), sides=3), "sides"),
        (lambda: boundaries(LOOKS, Rule("pocock"), final=False), "every look"),
        (lambda: boundaries(LOOKS, Rule("user_spending", values=(0.1, 0.2, 0.3))), "at most"),
        (lambda: boundaries(LOOKS, Rule("pocock"), futility=Rule("fixed", values=(0.0,))), "interim"),
        (lambda: boundaries(LOOKS, Rule("pocock"), sides=2, futility=Rule("fixed", values=(0.0, 0.0))), "one-sided"),
        (lambda: plan((0.5, 0.9), Rule("pocock")), "last look"),
        (lambda: boundaries(LOOKS, Rule("haybittle_peto", 1.5)), "raise their boundary"),
        (lambda: boundaries(LOOKS, Rule("given_z", values=(2.0,))), "given_z"),
        (lambda: boundaries(LOOKS, Rule("pocock"), futility=Rule("fixed", values=(2.5, 0.0))), "above efficacy"),
        (lambda: plan((0.01, 1.0), Rule("pocock"), futility=Rule("fixed", values=(2.0,))), "lower that boundary"),
        (lambda: sequential.decide(boundaries(LOOKS, Rule("pocock")), np.zeros((2, 5))), "3 looks"),
    ],
)
def test_what_cannot_be_is_refused(call: object, words: str) -> None:
    with pytest.raises(InputError, match=words):
        call()  # type: ignore[operator]


def test_every_rule_has_a_printed_name() -> None:
    assert {rule.name for rule in RULES} | {"given_z"} == set(sequential.FAMILIES)


def test_many_trials_are_decided_as_the_chances_say() -> None:
    bounds = boundaries(LOOKS, Rule("pocock"), futility=Rule("fixed", values=(-0.2, 0.3)))
    rng = np.random.default_rng(8)
    z = np.cumsum(rng.standard_normal((3, 20_000)) + 2.0 / 3.0**0.5, axis=0) / np.sqrt([[1.0], [2.0], [3.0]])
    found, chances = sequential.decide(bounds, z), operating(bounds, 2.0)
    for k in range(3):
        shown = float(np.mean((found.look == k + 1) & found.effect))
        assert abs(shown - chances.effective[k]) < 4.0 * math.sqrt(0.25 / 20_000)
        futile = float(np.mean((found.look == k + 1) & ~found.effect))
        assert abs(futile - chances.futile[k]) < 4.0 * math.sqrt(0.25 / 20_000)
    two = boundaries(LOOKS, Rule("pocock"), sides=2)
    mirrored = sequential.decide(two, -z)
    assert np.array_equal(sequential.decide(two, z).effect, mirrored.effect)


def test_given_boundaries_are_kept() -> None:
    found = boundaries(LOOKS, Rule("given_z", values=(3.0, 3.0, 1.975098)))
    assert found.spent[-1] == pytest.approx(0.025, abs=1e-6)


@pytest.mark.parametrize("looks", [(1 / 3, 2 / 3, 1.0), (0.05, 0.9, 1.0), (0.1, 0.101, 1.0), (0.49, 0.995, 1.0)])
def test_orthants_have_a_closed_form(looks: tuple[float, float, float]) -> None:
    """Three normal values are all below 0 with a chance of 1/8 and the arcsines of their correlations over 4 pi."""
    first, second, third = looks
    angles = [math.asin(math.sqrt(a / b)) for a, b in ((first, second), (first, third), (second, third))]
    found = operating(boundaries(looks, Rule("given_z", values=(0.0, 0.0, 0.0))), 0.0)
    assert found.effective[0] == pytest.approx(0.5, abs=1e-12)
    assert found.effective[1] == pytest.approx(0.25 - angles[0] / (2.0 * math.pi), abs=1e-12)
    assert found.futile[2] == pytest.approx(0.125 + sum(angles) / (4.0 * math.pi), abs=1e-12)
