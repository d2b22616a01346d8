"""One woman against many trials: recruitment, order, and the day from which time alone lets her in."""

from datetime import date, timedelta

import pytest
from tests.screening.made import ON, candidates, drawn, line, protocol, stated, woman

from antral.patient import Finding, Medication
from antral.protocol import screen
from antral.screening import match, recruitment
from antral.screening.later import eligible_from

WASHED_OUT = line("I4", "washout", {"classes": ["sex_hormone"], "none_within": "3 months"}, "inclusion")
TAKEN = (Medication(name="X", drug_classes=("sex_hormone",), start=date(2026, 1, 1), stop=date(2026, 5, 20)),)


def registered(status, updated=date(2026, 5, 1), **more):
    trial = protocol(stated("I1", "informed_consent"))
    facts = trial.registry.model_copy(update={"status": status, "last_update": updated, "completion": None} | more)
    return trial.model_copy(update={"registry": facts, "id": status.replace(" ", "-").upper()})


@pytest.mark.parametrize(
    ("status", "wanted"),
    [
        ("recruiting", "open"),
        ("RECRUITING", "open"),
        ("NOT_YET_RECRUITING", "perhaps open"),
        ("ENROLLING_BY_INVITATION", "perhaps open"),
        ("suspended", "not open"),
        ("completed", "not open"),
        ("terminated", "not open"),
        ("withdrawn", "not open"),
        ("ACTIVE_NOT_RECRUITING", "not open"),
        ("unknown", "not open"),
        ("some new word", "not open"),
    ],
)
def test_only_a_trial_that_recruits_is_open(status, wanted):
    assert recruitment(registered(status), ON).open == wanted


def test_a_trial_without_a_record_is_not_open():
    trial = protocol(stated("I1", "informed_consent")).model_copy(update={"registry": None})
    assert recruitment(trial, ON).open == "not open"


def test_a_record_that_nobody_confirmed_for_two_years_or_whose_end_has_passed_may_be_out_of_date():
    old = recruitment(registered("recruiting", updated=ON - timedelta(days=800)), ON)
    assert (old.open, old.record_age_days) == ("perhaps open", 800)
    over = recruitment(registered("recruiting", completion=ON - timedelta(days=1)), ON)
    assert over.open == "perhaps open"
    assert "has passed" in over.why
    early = recruitment(registered("recruiting", start=ON + timedelta(days=1)), ON)
    assert early.open == "perhaps open"


def test_eligible_trials_come_first_and_open_ones_before_closed_ones():
    trials = [registered("suspended"), registered("recruiting")]
    other = protocol(drawn("E1", "hypothyroidism", 0.1)).model_copy(update={"id": "UNDECIDED"})
    out = protocol(stated("I1", "fertility_wish")).model_copy(update={"id": "OUT"})
    her = woman(statements={"informed_consent": True, "fertility_wish": False})
    found = match([out, other, *trials], her, on=ON, candidates=candidates())
    assert [one.explained.protocol for one in found] == ["RECRUITING", "SUSPENDED", "UNDECIDED", "OUT"]
    assert [one.explained.outcome for one in found] == ["eligible", "eligible", "undetermined", "ineligible"]


def later(trial, her):
    return eligible_from(trial, her, screen(trial, her, on=ON), ON)


def test_a_wash_out_ends_on_a_day():
    trial, her = protocol(WASHED_OUT), woman(medications=TAKEN)
    # the last tablet on 20 May: three months later, on 20 August, it no longer lies within them
    day = later(trial, her)
    assert day == date(2026, 8, 20)
    assert screen(trial, her, on=day).outcome == "eligible"
    assert screen(trial, her, on=day - timedelta(days=1)).outcome == "ineligible"


def test_an_age_is_reached_on_a_birthday():
    old_enough = line("I1", "age", {"minimum_years": 20}, "inclusion")
    assert later(protocol(old_enough), woman(birth_date=date(2006, 9, 3))) == date(2026, 9, 3)
    young_enough = line("I1", "age", {"maximum_years": 40, "maximum_inclusive": False}, "inclusion")
    assert later(protocol(young_enough), woman(birth_date=date(1980, 1, 1))) is None


def test_time_alone_does_not_decide_where_another_line_keeps_her_out():
    trial = protocol(WASHED_OUT, drawn("E1", "hypothyroidism", 0.1))
    assert later(trial, woman(medications=TAKEN, findings=(Finding(name="hypothyroidism"),))) is None


def test_time_alone_does_not_decide_where_data_are_missing():
    assert later(protocol(WASHED_OUT, stated("I1", "informed_consent")), woman(medications=TAKEN)) is None


def test_a_medicine_that_is_still_taken_ends_on_no_day():
    still = (TAKEN[0].model_copy(update={"stop": None}),)
    assert later(protocol(WASHED_OUT), woman(medications=still)) is None


def test_two_waits_end_with_the_later_one():
    both = protocol(WASHED_OUT, line("I1", "age", {"minimum_years": 20}, "inclusion"))
    assert later(both, woman(medications=TAKEN, birth_date=date(2006, 7, 1))) == date(2026, 8, 20)
    assert later(both, woman(medications=TAKEN, birth_date=date(2006, 12, 24))) == date(2026, 12, 24)
