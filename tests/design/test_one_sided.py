"""Designs follow the sides, the direction and the unit of the planned analysis."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from scipy import stats

from antral.analysis import Plan, Question
from antral.analysis import tests_of as planned_tests
from antral.design import changes, characteristics, sample_size, smallest_effect
from antral.design.gathered import SUMS
from antral.design.power import approximate
from antral.design.sample_size import smallest
from antral.protocol import load

from .made import gathered, hand_made, plan

CHANCE = np.random.default_rng(11)
SPONTANEOUS = {"untreated": CHANCE.normal(size=2000), "treated": CHANCE.normal(size=2000)}
SHIFTED = {"untreated": SPONTANEOUS["untreated"], "treated": SPONTANEOUS["treated"] + 0.8}


def one_sided(direction: str = "increase", **changed: str) -> Plan:
    asked = plan()
    return replace(asked, sides=1, questions=(replace(asked.questions[0], direction=direction, **changed),))


def test_a_one_sided_test_rejects_in_its_own_tail_only() -> None:
    # two women against two; values 0, 1 and 2, 3: statistic 2, variance 1/3 × 1 × 5 = 5/3, z = 1.549, upper tail 0.0607
    arms = [np.array([[0.0], [1.0]]), np.array([[2.0], [3.0]])]

    def rejected(asked: Plan, alpha: float) -> float:
        asked = replace(asked, alpha=alpha)
        return approximate(arms, [0.0, 1.0], asked, planned_tests(asked)[0])

    assert rejected(one_sided(), 0.07) == 1.0
    assert rejected(one_sided(), 0.06) == 0.0
    assert rejected(plan(), 0.07) == 0.0  # 0.1213
    assert rejected(one_sided("decrease"), 0.93) == 0.0
    assert rejected(one_sided("decrease"), 0.95) == 1.0  # 0.9393


def test_a_one_sided_sample_size_agrees_with_the_formula() -> None:
    # 2 (z_0.95 + z_0.8)² / d² = 19.3 women per arm for d = 0.8, against 24.5 two-sided
    wanted = 2 * (stats.norm.ppf(0.95) + stats.norm.ppf(0.8)) ** 2 / 0.8**2
    without, effect = gathered(SPONTANEOUS), gathered(SHIFTED)
    asked = one_sided()
    found = sample_size(effect, without, asked, planned_tests(asked)[0], seed=1)
    assert found.per_arm == pytest.approx(wanted, abs=3)
    assert "one-sided" in found.method
    both = sample_size(effect, without, plan(), planned_tests(plan())[0], seed=1)
    assert both.per_arm is not None
    assert found.per_arm is not None
    assert found.per_arm < both.per_arm
    assert "two-sided" in both.method


def test_an_effect_the_wrong_way_brings_a_one_sided_test_nothing() -> None:
    asked = one_sided("decrease")
    without, effect = gathered(SPONTANEOUS), gathered(SHIFTED)
    assert sample_size(effect, without, asked, planned_tests(asked)[0], seed=1).per_arm is None
    found = changes(effect, without, asked, {"untreated": 10, "treated": 10}, {"outcome"}, seed=1)
    assert found
    assert all(change.after < 0.05 for change in found)


def test_the_search_gives_the_power_it_found_and_asks_for_it_once() -> None:
    asked: list[int] = []

    def power_of(women: int) -> float:
        asked.append(women)
        return women / 100

    assert smallest(power_of, 0.37, 80) == (37, 0.37)
    assert len(asked) == len(set(asked))
    assert smallest(power_of, 0.9, 80) == (None, 0.8)


@pytest.mark.parametrize(("measure", "unit"), [("FSH", "IU/L"), ("AMH", "ng/mL"), ("E2", "pg/mL"), ("AFC", "count")])
def test_the_smallest_change_has_the_unit_of_what_is_measured(measure: str, unit: str) -> None:
    asked = plan(derive="change")
    asked = replace(asked, questions=(replace(asked.questions[0], measure=measure),))
    found = smallest_effect(gathered(SPONTANEOUS), asked, planned_tests(asked)[0], seed=1)
    assert found.unit == unit


def test_fewer_events_are_searched_where_a_one_sided_test_looks_for_them() -> None:
    # 20 women each, half with the event without treatment; nobody with it among the treated is seen: 0/20 against 10/20
    events = np.tile([0.0, 1.0], 1000)
    question = Question(name="outcome", derive="serious_event", day=364.0, direction="decrease", test="exact_trend")
    asked = Plan(doses={"untreated": 0.0, "treated": 3e7}, questions=(question,), controls=("untreated",), sides=1)
    found = smallest_effect(
        gathered({"untreated": events, "treated": events}, per_arm=20), asked, planned_tests(asked)[0], seed=1
    )
    assert found.value is not None
    assert 0.05 < found.value < 0.25


@pytest.mark.parametrize(("sides", "word"), [(1, "one-sided"), (2, "two-sided by distance")])
def test_the_method_of_a_test_is_that_of_its_results(sides: int, word: str) -> None:
    from antral.analysis import plan as plan_of
    from antral.design import Enrolled

    protocol = load("NCT03816852", [f"analyses.sides={sides}", "analyses.alpha=0.025"])
    asked = plan_of(protocol)
    people = [(arm, woman) for arm in asked.doses for woman in range(4)]
    values = pl.DataFrame(
        [(1, 4 * list(asked.doses).index(arm) + woman, arm, question.name, float(woman % 2), woman)
         for arm, woman in people for question in asked.questions],
        schema=["trial", "participant_id", "arm", "endpoint", "value", "woman"], orient="row",
    )  # fmt: skip
    tests = pl.DataFrame(
        [(1, test.name, 0.5, f"its own name, {word}", "4/4/4") for test in planned_tests(asked)],
        schema=["trial", "test", "p_value", "method", "sizes"],
        orient="row",
    )
    schema = {"trial": pl.Int32, "arm": pl.String, "endpoint": pl.String, "n": pl.Int64, "estimate": pl.Float64}
    schema |= {"ci_low": pl.Float64, "ci_high": pl.Float64, "p_value": pl.Float64, "method": pl.String}
    empty = pl.DataFrame(schema=schema | {"contrast": pl.String, "against": pl.String})
    claims = {"trial": pl.Int32, "claim": pl.String, "claimed": pl.Boolean, "text": pl.String}
    flow = pl.DataFrame({"arm": list(asked.doses), "randomised": [4] * 3})
    one = hand_made(
        arms=empty, contrasts=empty, slopes=empty, tests=tests, claims=pl.DataFrame(schema=claims), values=values,
        serious=pl.DataFrame({"trial": [1], "arm": ["none"], "women": [0], "randomised": [8]}),
        enrolled=Enrolled(np.ones(12, np.int64), np.arange(12)),
        sums={name: pl.DataFrame() for name in SUMS} | {"flow": flow},
    )  # fmt: skip
    said = {test["method"] for test in characteristics(one, one, protocol, asked, seed=1)["tests"].values()}
    assert said == {f"its own name, {word}, level 0.025"}
