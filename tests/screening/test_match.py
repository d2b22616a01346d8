"""One woman against many trials: recruitment, order, and the day from which time alone lets her in."""

from datetime import date, timedelta

import pytest
from tests.screening.made import ON, candidates, drawn, line, protocol, stated, woman

from antral.patient import Finding, Medication
from antral.protocol import screen
from antral.reports.matched import match_sections
from antral.reports.screened import headline
from antral.screening import explain, match, recruitment
from antral.screening.later import eligible_from, open_until

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


def closing(trial, her):
    return open_until(her, screen(trial, her, on=ON), ON)


YOUNG = line("I1", "age", {"maximum_years": 40, "maximum_inclusive": False}, "inclusion")


@pytest.mark.parametrize("more", [(), (drawn("E1", "hypothyroidism", 0.1),)])  # eligible, or not decided
@pytest.mark.parametrize("days", [1, 6, 7, 8, 30, 1000])
def test_an_age_limit_closes_a_trial_on_the_day_before_the_birthday(more, days):
    birthday = ON + timedelta(days=days)
    trial, her = protocol(YOUNG, *more), woman(birth_date=birthday.replace(year=birthday.year - 40))
    assert closing(trial, her) == birthday - timedelta(days=1)
    assert screen(trial, her, on=birthday).outcome == "ineligible"
    assert screen(trial, her, on=birthday - timedelta(days=1)).outcome != "ineligible"


def test_a_trial_stays_open_where_time_alone_closes_nothing():
    assert closing(protocol(YOUNG), woman(birth_date=date(1996, 1, 1))) is None  # 40 in ten years, nobody plans so far
    assert closing(protocol(YOUNG), woman(birth_date=date(1980, 1, 1))) is None  # kept out today
    assert closing(protocol(drawn("E1", "hypothyroidism", 0.1)), woman()) is None
    repeated = YOUNG.model_copy(update={"id": "S1", "duplicate_of": "I1"})
    kept = line("I1", "age", {"minimum_years": 18}, "inclusion")
    assert closing(protocol(kept, repeated), woman(birth_date=date(1986, 6, 16))) is None


def test_a_medicine_that_begins_later_closes_a_trial_for_the_time_of_its_wash_out():
    short = line("I4", "washout", {"classes": ["sex_hormone"], "none_within": "3 days"}, "inclusion")
    soon = (Medication(name="X", drug_classes=("sex_hormone",), start=date(2026, 7, 1), stop=date(2026, 7, 10)),)
    assert closing(protocol(short), woman(medications=soon)) == date(2026, 6, 30)


def shown(trial, her):
    found = match([trial], her, on=ON, candidates=candidates())
    told = {"patient": "W", "trials": [one.to_dict() for one in found], "made_with": {}}
    told["women_with_entries_not_understood"] = []
    ((_, _, _, between, *_),) = match_sections(told)[0].rows
    return between


def test_screen_and_match_say_until_when_a_trial_is_open():
    trial, her = protocol(YOUNG), woman(birth_date=date(1986, 6, 16))
    told = explain(trial, her, on=ON, candidates=candidates()).to_dict()
    assert told["open_until"] == "2026-06-15"
    assert headline(told) == "Eligible: every line lets her in. Open until 2026-06-15, if nothing new happens."
    assert shown(trial, her) == "nothing; open until 2026-06-15, if nothing new happens"


REFUSED, NO = stated("I9", "informed_consent"), {"informed_consent": False}
"""A line that time does not turn."""


def test_what_keeps_her_out_is_told_with_its_reason_in_plain_words():
    since = {"pattern": "amenorrhoea", "at_least": "1 year", "since": "diagnosis"}
    diagnosed = woman(statements=NO, poi_diagnosed=date(2025, 10, 1), last_period=date(2024, 1, 1))
    assert "I3: diagnosed on 2025-10-01, less than 1 year ago;" in shown(
        protocol(line("I3", "amenorrhoea", since, "inclusion"), REFUSED), diagnosed
    )
    old = shown(protocol(YOUNG), woman(birth_date=date(1986, 3, 3)))
    assert old == "I1: age 40 years; wanted below 40 years"
    coded = (TAKEN[0].model_copy(update={"name": "G03CA03", "drug_classes": ("sex_hormone", "estrogen")}),)
    assert "I4: took sex hormone, oestrogen (G03CA03) within 3 months;" in shown(
        protocol(WASHED_OUT, REFUSED), woman(medications=coded, statements=NO)
    )
    takes = line("I2", "concomitant_required", {"classes": ["hormone_therapy", "sex_hormone"]}, "inclusion")
    assert shown(protocol(takes), woman(medications=())) == "I2: takes no hormone therapy or sex hormone"


def test_a_statement_that_is_missing_is_told_by_its_title():
    judged = line("E1", "attestation", {"item": "physician_judges_unsuitable"}, grade="attestation")
    told = explain(protocol(judged), woman(), on=ON, candidates=candidates()).to_dict()
    assert told["for_persons" if told["for_persons"] else "open"][0]["reason"] == (
        "not recorded: a physician judges her unsuitable"
    )
