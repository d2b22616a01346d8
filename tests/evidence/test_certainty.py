"""GRADE certainty: the arithmetic, what is not judged stays so, imprecision from numbers."""

import pytest
from pydantic import ValidationError

from antral.evidence.certainty import (
    DOMAINS,
    Judgements,
    certainty,
    imprecision,
    judgements,
    optimal_information_size,
)
from antral.evidence.questions import question_names

FINE = {"rating": "not_serious", "reason": "made up", "tag": "assumed"}
ENOUGH = imprecision(women=5000, low=0.30, high=0.34, without=0.2, difference=0.1)


def judged(convention="randomised_high", upgrades=None, **ratings):
    domains = {name: FINE | {"rating": ratings.get(name, "not_serious")} for name in DOMAINS}
    raised = {name: FINE | {"rating": rating} for name, rating in (upgrades or {}).items()}
    return Judgements.model_validate(
        {"question": "made_up", "convention": convention, "domains": domains, "upgrades": raised}
    )


@pytest.mark.parametrize(
    ("made", "level"),
    [
        (judged(), "high"),
        (judged(risk_of_bias="serious"), "moderate"),
        (judged(risk_of_bias="serious", inconsistency="serious"), "low"),
        (judged(risk_of_bias="very_serious", inconsistency="very_serious"), "very low"),
        (judged("non_randomised_low"), "low"),
        (judged("non_randomised_low", {"large_effect": "one"}), "moderate"),
        (judged("non_randomised_low", {"large_effect": "two", "dose_response": "one"}), "high"),
        (judged("non_randomised_low", {"large_effect": "two"}, indirectness="serious"), "very low"),
        (judged("robins_i_high", risk_of_bias="extremely_serious"), "very low"),
        (judged(risk_of_bias="not_judged"), "not judged"),
        (judged("non_randomised_low", {"large_effect": "not_judged"}), "not judged"),
    ],
)
def test_levels_by_hand(made, level):
    """Guyatt 2008: start, less what domains take; upgrades only where none took any."""
    assert certainty(made, ENOUGH).level == level


def test_too_few_women_take_a_level_and_an_open_interval_another():
    few = imprecision(women=21, low=0.10, high=0.80, without=0.215, difference=0.15)
    assert (few.levels, few.needed) == (2, 143)
    assert imprecision(women=21, low=0.40, high=0.80, without=0.215, difference=0.15).levels == 1
    assert imprecision(women=143, low=0.10, high=0.80, without=0.215, difference=0.15).levels == 1
    assert imprecision(women=21, low=None, high=None, without=0.2, difference=0.1).levels == 2
    assert certainty(judged(), few).level == "low"


def test_the_optimal_information_size_is_that_of_r():
    """power.prop.test(p1 = 0.4, p2 = 0.2, power = 0.8): 81.22, so 82; (0.215, 0.365): 142.47, so 143."""
    assert optimal_information_size(0.4, 0.2) == 82
    assert optimal_information_size(0.215, 0.365) == 143


def test_no_woman_or_every_woman_may_fare_so_by_herself():
    """power.prop.test(p1 = 0, p2 = 0.05, power = 0.8): 151.87, so 152; (1, 0.85): 47.21, so 48 (R 4.2.2)."""
    assert imprecision(women=21, low=0.0, high=0.2, without=0.0, difference=0.05).needed == 152
    every = imprecision(women=60, low=0.8, high=1.0, without=1.0, difference=0.15)
    assert (every.needed, every.levels) == (48, 1)
    assert imprecision(women=60, low=0.9, high=1.0, without=1.0, difference=0.15).levels == 0


def test_three_levels_for_bias_need_their_convention():
    with pytest.raises(ValidationError, match="robins_i_high only"):
        judged("non_randomised_low", risk_of_bias="extremely_serious")


def test_every_question_is_judged_with_reasons():
    for name in question_names():
        found = judgements(name)
        assert found is not None
        assert all(one.reason for one in (*found.domains.values(), *found.upgrades.values()))
    assert judgements("happiness") is None
