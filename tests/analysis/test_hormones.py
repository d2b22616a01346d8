"""Hormones of the arm and others, pregnancy, leaving, fertility treatment: what each strategy makes of them."""

import math
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from antral import protocol
from antral.analysis import Plan, Question, Reason, analyse, plan
from antral.core import InputError
from antral.dataset import tables

from .woman import answer, happened, one_woman

FSH = Question(name="fsh", derive="log_change", day=168, measure="FSH", window_days=7, direction="decrease")
RESUMED = Question(name="resumed", derive="menses_resumed", day=168, window_days=3)
SUSTAINED = Question(name="sustained", derive="menses_sustained", day=168, window_days=3)
CONFIRMED = Question(name="confirmed", derive="ovulation_confirmed", day=168, measure="P4", window_days=3)
GROWTH = Question(name="growth", derive="follicle_growth", day=168, measure="FOLL", window_days=3)
CONCEIVED = Question(name="conceived", derive="conceived", day=364, window_days=3)
BORN = Question(name="born", derive="live_birth", day=700, window_days=3)
CLIMEN = [happened("assigned_hormones", 0.0)]
SEEN = [("FSH", 0.0, 60.0), ("FSH", 84.0, 40.0), ("FSH", 168.0, 15.0)]


def with_way(question: Question, **strategies: str) -> Question:
    return replace(question, strategies=strategies)


def test_values_under_the_hormones_of_her_arm_count_where_the_endpoint_says_so() -> None:
    data = one_woman(seen=SEEN, events=CLIMEN)
    assert answer(FSH, data) == Reason.HORMONES.words
    assert answer(replace(FSH, under_assigned_hormones=True), data) == pytest.approx(math.log(15 / 60))
    other = one_woman(seen=SEEN, events=[happened("started_hormones", 100.0)])
    assert answer(replace(FSH, under_assigned_hormones=True), other) == Reason.HORMONES.words


@pytest.mark.parametrize(
    ("strategy", "expected"),
    [("hypothetical", Reason.HORMONES.words), ("treatment_policy", math.log(15 / 60)),
     ("while_on_treatment", math.log(40 / 60))],
)  # fmt: skip
def test_the_estimand_decides_what_is_done_about_other_hormones(strategy: str, expected: float | str) -> None:
    data = one_woman(seen=SEEN, events=[happened("started_hormones", 100.0)])
    found = answer(with_way(FSH, started_hormones=strategy), data)
    assert found == (expected if isinstance(expected, str) else pytest.approx(expected))


@pytest.mark.parametrize(
    ("event", "strategy", "expected"),
    [
        (happened("pregnancy", 90.0), "hypothetical", Reason.PREGNANT.words),
        (happened("pregnancy", 90.0), "while_on_treatment", math.log(40 / 60)),
        (happened("pregnancy", 84.0), "while_on_treatment", Reason.VISIT_MISSING.words),  # nothing before
        (happened("fertility_treatment", 120.0), "hypothetical", Reason.FERTILITY_TREATMENT.words),
        (happened("fertility_treatment", 120.0), "treatment_policy", math.log(15 / 60)),
        (happened("fertility_treatment", 120.0), "while_on_treatment", math.log(40 / 60)),
    ],
)
def test_pregnancy_and_fertility_treatment(event: dict[str, Any], strategy: str, expected: float | str) -> None:
    found = answer(with_way(FSH, **{event["kind"]: strategy}), one_woman(seen=SEEN, events=[event]))
    assert found == (expected if isinstance(expected, str) else pytest.approx(expected))


def test_no_value_after_a_conception_enters_not_even_after_a_miscarriage() -> None:
    lost = [happened("pregnancy", 30.0), happened("miscarriage", 80.0)]
    for measure in ("FSH", "LH", "E2", "AMH", "AFC"):
        for derive in ("log_change", "change"):
            question = replace(FSH, measure=measure, derive=derive, under_assigned_hormones=True)
            seen = [(measure, day, value) for _, day, value in SEEN]
            assert answer(question, one_woman(seen=seen, events=lost)) == Reason.PREGNANT.words


def test_leaving_early_by_strategy() -> None:
    data = one_woman(seen=SEEN[:2], last_day=84.0)
    assert answer(FSH, data) == Reason.LOST.words
    assert answer(with_way(FSH, discontinuation="while_on_treatment"), data) == pytest.approx(math.log(40 / 60))
    seen_after = one_woman(seen=SEEN, last_day=84.0)
    assert answer(FSH, seen_after) == pytest.approx(math.log(15 / 60))
    assert answer(with_way(FSH, discontinuation="hypothetical"), seen_after) == Reason.LOST.words
    left = one_woman(bleeds=[20, 48], last_day=60.0)
    assert answer(RESUMED, left) == 1.0
    assert answer(with_way(RESUMED, discontinuation="composite"), left) == 0.0
    assert answer(with_way(RESUMED, discontinuation="while_on_treatment"), one_woman(last_day=60.0)) == 0.0


def test_menses_are_never_estimable_under_the_hormones_of_the_arm() -> None:
    withdrawal = [happened("bleed", 26.0 + 28.0 * k, spontaneous=False) for k in range(5)]
    pregnant = [happened("pregnancy", 100.0)]
    for question in (RESUMED, SUSTAINED):
        assert answer(question, one_woman(events=CLIMEN + withdrawal)) == Reason.HORMONES.words
        assert answer(question, one_woman(bleeds=[30, 58, 86, 114, 142], events=CLIMEN)) == Reason.HORMONES.words
        # a pregnancy is an event, but the women without one cannot show that they had none: she does not count alone
        assert answer(question, one_woman(events=CLIMEN + pregnant)) == Reason.HORMONES.words
        assert answer(question, one_woman(events=pregnant)) == 1.0


def test_a_trial_under_hormones_has_no_estimate_of_menses_and_says_why() -> None:
    people = pl.DataFrame(
        {"trial": [1] * 4, "participant_id": range(4), "arm": ["a", "a", "b", "b"], "last_day": 200.0}
    )
    events = pl.DataFrame(
        {"trial": [1] * 4, "participant_id": range(4), "day": [0.0] * 4, "kind": ["assigned_hormones"] * 4}
    )
    asked = Plan(doses={"a": 0.0, "b": 1e7}, questions=(replace(RESUMED, test="fisher"),), controls=("a",))
    found = analyse(tables(people, None, events), asked)
    assert found.arms["n"].to_list() == [0, 0]
    assert found.arms["estimate"].null_count() == 2
    assert found.tests["p_value"].null_count() == 1
    assert found.participants["reason"].unique().to_list() == ["under hormones"]


@pytest.mark.parametrize(
    ("strategy", "bleeds", "expected"),
    [
        ("hypothetical", [10, 38], 1.0),
        ("hypothetical", [135, 160], 1.0),  # more than 30 days after the hormones
        ("hypothetical", [], Reason.HORMONES.words),
        ("while_on_treatment", [10, 38], 1.0),
        ("while_on_treatment", [135, 160], Reason.HORMONES.words),
        ("composite", [10, 38], 1.0),
        ("composite", [135, 160], 0.0),
        ("composite", [], 0.0),
    ],
)
def test_menses_and_other_hormones(strategy: str, bleeds: list[float], expected: float | str) -> None:
    events = [happened("started_hormones", 60.0), happened("stopped_hormones", 100.0)]
    assert answer(with_way(RESUMED, started_hormones=strategy), one_woman(bleeds=bleeds, events=events)) == expected


def test_ovulation_is_confirmed_by_two_high_values_or_by_a_follicle_that_is_gone() -> None:
    under = replace(CONFIRMED, under_assigned_hormones=True, threshold=3.0, follicle_mm=16.0)
    once = [("P4", 14.0, 0.4), ("P4", 28.0, 6.0), ("P4", 42.0, 0.5)]
    assert answer(under, one_woman(seen=once, events=CLIMEN)) == 0.0
    assert answer(under, one_woman(seen=[*once, ("P4", 56.0, 4.0)], events=CLIMEN)) == 1.0
    assert answer(replace(under, under_assigned_hormones=False), one_woman(seen=once, events=CLIMEN)) == (
        Reason.HORMONES.words
    )
    for second, expected in ((4.0, 1.0), (17.0, 0.0), (13.0, 0.0)):  # gone, still there, within the reader's error
        seen = [*once, ("FOLL", 14.0, 16.5), ("FOLL", 28.0, second)]
        assert answer(under, one_woman(seen=seen, events=CLIMEN)) == expected
    gone = [("FOLL", 14.0, 16.5), ("FOLL", 28.0, 4.0)]
    low = [("P4", 14.0, 0.4), ("P4", 28.0, 1.7)]
    assert answer(under, one_woman(seen=[*low, *gone], events=CLIMEN)) == 0.0  # it died, or luteinised without rupture
    late = [("P4", 28.0, 0.4), ("P4", 42.0, 6.0), ("FOLL", 14.0, 16.5), ("FOLL", 42.0, 4.0)]
    assert answer(under, one_woman(seen=late, events=CLIMEN)) == 0.0  # four weeks between the scans
    assert answer(under, one_woman(seen=[*once, ("FOLL", 14.0, 15.0), ("FOLL", 28.0, 3.0)])) == 0.0
    assert (
        answer(under, one_woman(seen=[("P4", 14.0, 6.0), ("FOLL", -5.0, 18.0), ("FOLL", 14.0, 3.0)])) == 0.0
    )  # before
    assert answer(under, one_woman(seen=gone)) == Reason.NOT_MEASURED.words
    assert answer(under, one_woman(seen=[("FSH", 14.0, 60.0)])) == Reason.NOT_MEASURED.words
    pregnant = [happened("pregnancy", 20.0)]
    assert answer(under, one_woman(seen=once, events=CLIMEN + pregnant)) == 1.0
    only_after = [("P4", 28.0, 30.0), ("P4", 42.0, 30.0)]  # progesterone of a pregnancy confirms nothing
    way = with_way(under, pregnancy="hypothetical")
    assert answer(way, one_woman(seen=only_after, events=CLIMEN + pregnant)) == Reason.PREGNANT.words


def test_follicular_growth() -> None:
    asked = replace(GROWTH, under_assigned_hormones=True, threshold=10.0)
    small = [("FOLL", 0.0, 14.0), ("FOLL", 14.0, 9.9)]
    assert answer(asked, one_woman(seen=small, events=CLIMEN)) == 0.0
    assert answer(asked, one_woman(seen=[*small, ("FOLL", 28.0, 10.0)], events=CLIMEN)) == 1.0
    assert answer(asked, one_woman(seen=small[:1])) == Reason.VISIT_MISSING.words


def test_conception_and_birth() -> None:
    pregnant = [happened("pregnancy", 100.0)]
    assert answer(CONCEIVED, one_woman(events=CLIMEN + pregnant)) == 1.0
    assert answer(CONCEIVED, one_woman(events=CLIMEN)) == 0.0
    assert answer(CONCEIVED, one_woman(last_day=200.0)) == Reason.LOST.words
    treated = [happened("fertility_treatment", 90.0), *pregnant]
    assert answer(CONCEIVED, one_woman(events=treated)) == Reason.FERTILITY_TREATMENT.words
    assert answer(with_way(CONCEIVED, fertility_treatment="treatment_policy"), one_woman(events=treated)) == 1.0
    assert answer(with_way(CONCEIVED, fertility_treatment="composite"), one_woman(events=treated)) == 0.0
    lost = [*pregnant, happened("miscarriage", 150.0)]
    assert answer(BORN, one_woman(events=lost, last_day=700.0)) == 0.0
    assert answer(BORN, one_woman(events=[*pregnant, happened("live_birth", 366.0)], last_day=700.0)) == 1.0


def test_related_and_other_adverse_events() -> None:
    fever = one_woman(events=[happened("adverse_event", 0.0, serious=False, relatedness="related")])
    cold = one_woman(events=[happened("adverse_event", 40.0, serious=False, relatedness="unrelated")])
    asked = {name: Question(name=name, derive=f"{name}_event", day=364) for name in ("adverse", "related", "serious")}
    assert [answer(question, fever) for question in asked.values()] == [1.0, 1.0, 0.0]
    assert [answer(question, cold) for question in asked.values()] == [1.0, 0.0, 0.0]
    late = one_woman(events=[happened("pregnancy", 30.0), happened("adverse_event", 40.0, serious=True)])
    assert answer(asked["serious"], late) == 1.0
    assert answer(with_way(asked["serious"], pregnancy="while_on_treatment"), late) == 0.0


def test_a_strategy_that_is_not_implemented_is_refused_with_those_that_are() -> None:
    with pytest.raises(InputError, match="'principal_stratum' for pregnancy is not implemented for 'derive: log_cha"):
        Plan(doses={"a": 0.0}, questions=(with_way(FSH, pregnancy="principal_stratum"),))
    change = "estimands.hormones.intercurrent_events.pregnancy.strategy=treatment_policy"
    with pytest.raises(InputError, match=r"there are: hypothetical \(values from conception on leave the endpoint\)"):
        plan(protocol.load("NCT03816852", [change]))


def test_the_estimand_of_a_protocol_reaches_the_derivation() -> None:
    ours = plan(protocol.load("NCT03816852"))
    assert ours.question("menses_resumed").strategies["started_hormones"] == "while_on_treatment"
    assert ours.question("amh_6m").strategies["pregnancy"] == "hypothetical"
    change = "estimands.hormones.intercurrent_events.started_hormones.strategy=treatment_policy"
    changed = plan(protocol.load("NCT03816852", [change]))
    assert changed.question("amh_6m").strategies["started_hormones"] == "treatment_policy"


def test_menses_cannot_be_asked_for_under_hormones() -> None:
    with pytest.raises(InputError, match="bleeding under hormones is not menstruation"):
        plan(protocol.load("NCT03816852", ["endpoints.menses_resumed.under_assigned_hormones=true"]))
