"""The shortest list of data that would decide, and its order."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.protocol.kinds import OPEN, ROWS
from tests.screening.made import ON, candidates, drawn, line, protocol, stated, woman

from antral.patient import Finding, Patient
from antral.protocol import screen
from antral.screening import explain
from antral.screening.chances import chance
from antral.screening.wanted import Wanted, expected_burden

FSH_TWICE = {
    "analyte": "FSH", "op": ">", "threshold": "25 IU/L", "occasions": 2, "more_than_apart": "4 weeks",
    "off_hormones": True,
}  # fmt: skip


def questions(*lines, patient=None, among=None):
    found = explain(protocol(*lines), patient or woman(), on=ON, candidates=among or candidates())
    return found.to_decide


def test_a_cheap_question_comes_before_a_likelier_scan():
    # 0.06 for a question (1) is worth more than 0.2 for a scan (5): 0.06 > 0.04
    found = questions(drawn("E1", "uterine_malformation", 0.2, kind="anatomy"), drawn("E2", "drug_anaphylaxis", 0.06))
    assert [one.lines for one in found] == [("E2",), ("E1",)]
    assert [one.how for one in found] == ["question", "scan"]
    assert [one.burden for one in found] == [1, 5]
    assert expected_burden(found) == pytest.approx(1 + 0.94 * 5)


def test_no_other_order_costs_less_until_a_decision():
    one = Wanted("a", "a", ("a",), "question", 0.0, "a guess", ("E1",))
    given = [
        replace(one, what=how, how=how, keeps_out=share)
        for how, share in (("question", 0.02), ("blood_test", 0.3), ("scan", 0.2), ("genetics", 0.6))
    ]
    shares = [("E1", "drug_anaphylaxis", 0.02), ("E2", "hypothyroidism", 0.3), ("E3", "uterine_malformation", 0.2),
              ("E4", "turner_syndrome", 0.6)]  # fmt: skip
    found = questions(*(drawn(*one) for one in shares))
    assert len(found) == 4
    best = min(expected_burden(list(order)) for order in permutations(given))
    assert expected_burden(found) == pytest.approx(best)


def test_a_line_of_alternatives_is_one_question_that_keeps_out_only_if_all_fail():
    either = {
        "id": "I1", "section": "inclusion", "text": "a or b", "grade": "exact",
        "any": [
            {"name": "a", "kind": "condition", "parameters": {"any_of": ["endometriosis"]},
             "grade": "exact", "policy": {"draw": 0.3, "tag": "assumed", "reason": "made"}},
            {"name": "b", "kind": "condition", "parameters": {"any_of": ["adenomyosis"]},
             "grade": "exact", "policy": {"draw": 0.2, "tag": "assumed", "reason": "made"}},
        ],
    }  # fmt: skip
    from antral.protocol import Criterion

    (found,) = questions(Criterion.model_validate(either))
    assert found.keeps_out == pytest.approx(0.7 * 0.8)
    assert set(found.data) == {"endometriosis", "adenomyosis"}
    assert found.what == "one may be enough: endometriosis, adenomyosis (at any time)"


def test_the_same_data_are_asked_for_once():
    found = questions(drawn("E1", "hypothyroidism", 0.1), drawn("E2", "hypothyroidism", 0.25))
    assert [(one.lines, one.keeps_out) for one in found] == [(("E1", "E2"), 0.25)]


def test_what_a_wider_question_answers_is_part_of_it():
    wide = line("E2", "gene", {"any_of": ["turner_syndrome", "fmr1_premutation"], "timing": "ever"})
    (found,) = questions(drawn("E1", "turner_syndrome", 0.2, kind="gene"), wide)
    assert set(found.data) == {"turner_syndrome", "fmr1_premutation"}
    assert set(found.lines) == {"E1", "E2"}
    assert found.keeps_out == pytest.approx(0.2)


def test_a_hormone_keeps_out_as_many_as_of_the_simulated_women():
    among = candidates(fsh=[(50.0, 60.0)] * 70 + [(50.0, 20.0)] * 30)
    (found,) = questions(line("I3", "lab_threshold", FSH_TWICE, "inclusion"), among=among)
    assert (found.source, found.how) == ("simulated women", "blood_test")
    assert found.keeps_out == pytest.approx(0.3)
    assert found.what == "FSH off hormones, two samples more than 4 weeks apart"


def test_where_the_kept_samples_lie_too_near_one_sample_counts():
    among = candidates(fsh=[(50.0, 60.0)] * 80 + [(20.0, 20.0)] * 20)
    far = FSH_TWICE | {"more_than_apart": "3 months"}
    (found,) = questions(line("I3", "lab_threshold", far, "inclusion"), among=among)
    assert found.source == "simulated women"
    assert found.keeps_out == pytest.approx(0.2)


def test_a_prevalence_follows_the_causes_of_the_candidates():
    policy = {"of_aetiology": {"surgical": 0.8}, "otherwise": 0.1, "tag": "assumed", "reason": "made"}
    asked = line("E1", "surgery", {"any_of": ["ovariectomy"]}, policy=policy)
    assert questions(asked, among=candidates(aetiology=1))[0].keeps_out == pytest.approx(0.8)
    assert questions(asked, among=candidates(aetiology=0))[0].keeps_out == pytest.approx(0.1)


def test_a_line_without_a_number_says_that_its_chance_is_a_guess():
    (found,) = questions(line("E1", "condition", {"any_of": ["a_disease_without_number"]}))
    assert found.source == "a guess"


def test_what_a_person_has_to_judge_is_not_among_the_data():
    open_list = line("E1", "open_list", {"item": "anything_else", "equals": True}, grade="human_review")
    found = explain(protocol(open_list, stated("I1", "informed_consent")), woman(), on=ON, candidates=candidates())
    assert [one.lines for one in found.to_decide] == [("I1",)]
    assert [one.id for one in found.for_persons] == ["E1"]
    assert [one.id for one in found.open] == ["I1"]


def test_nothing_is_asked_of_a_woman_who_is_kept_out():
    out = {"informed_consent": False}
    assert not questions(stated("I1", "informed_consent"), drawn("E1", "hypothyroidism", 0.1),
                         patient=woman(statements=out))  # fmt: skip


def answered(questions, good=True):
    """A woman of whom all that is asked is known, and lets her in."""
    names = {name for one in questions for name in one.data}
    said = {name.removeprefix("statement "): good for name in names if name.startswith("statement ")}
    found = tuple(Finding(name=name, present=not good) for name in names if not name.startswith("statement "))
    return woman(statements=said, findings=found)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from("pqrstu"), min_size=1, max_size=3, unique=True), min_size=1, max_size=5),
    st.lists(st.sampled_from("abc"), max_size=3, unique=True),
)
def test_the_list_is_enough_to_decide_and_no_question_of_it_is_spare(findings, statements):
    lines = [
        *(line(f"E{place}", "condition", {"any_of": names}) for place, names in enumerate(findings)),
        *(stated(f"I{name}", name) for name in statements),
    ]
    asked = questions(*lines)
    trial = protocol(*lines)
    assert screen(trial, answered(asked), on=ON).outcome == "eligible"
    for place, _ in enumerate(asked):
        others = [*asked[:place], *asked[place + 1 :]]
        assert screen(trial, answered(others), on=ON).outcome == "undetermined"
    assert screen(trial, answered(asked[:1], good=False), on=ON).outcome == "ineligible"


@pytest.mark.parametrize("row", [row for row in ROWS if row[3] == OPEN], ids=lambda row: row[0])
def test_every_kind_is_asked_for_in_plain_words(row):
    kind, parameters, known, _ = row
    asked = line("E1", kind, parameters, grade="human_review" if kind == "unparsed" else "exact")
    found = explain(protocol(asked), Patient(**known), on=ON, candidates=candidates())
    by_persons = kind in ("unparsed", "investigator_discretion", "open_list", "site_reference")
    if by_persons or "threshold_number" in parameters:  # a limit without a unit is the trial's to mend
        assert [one.id for one in found.for_persons] == ["E1"]
        return
    (one,) = found.to_dict()["to_decide"]
    assert one["what"]
    assert one["asked"]
    assert "_" not in one["what"] + one["asked"] + one["how"]
    assert 0 <= one["chance_that_it_keeps_her_out"] <= 1


def test_candidates_like_her_are_of_her_age_and_bleed_as_she_does():
    from antral.screening.candidates import from_columns

    ages = [25.0] * 60 + [35.0] * 60
    told = {
        "made_with": {}, "aetiologies": ["idiopathic"], "aetiology": [0] * 120, "age_years": ages, "diary_from": -180.0,
        "bleeds": [[-10.0] if place % 2 else [] for place in range(120)],
        "samples": {"FSH": {"unit": "IU/L", "days": [0.0], "values": [[1.0]] * 120}},
    }  # fmt: skip
    everybody = from_columns(told)
    young = everybody.like(woman(birth_date=ON.replace(year=2001)), ON)
    assert len(young.cohort) == 60
    assert float(young.cohort.women.age_years.max()) == 25.0
    assert len(everybody.like(woman(birth_date=None), ON).cohort) == 120
    bled = everybody.like(woman(birth_date=None, last_period=ON.replace(day=1)), ON)
    assert len(bled.cohort) == 60


def chance_of(kind="condition", **parameters):
    return questions(line("E1", kind, parameters))[0]


def test_where_some_findings_have_no_number_the_chance_is_a_guess_above_the_others():
    # 0.055 is on record of HBsAg, nothing of anti-HBc; the rest is guessed at 0.05
    found = chance_of("infection_serology", any_of=["hbsag_positive", "anti_hbc_positive"], timing="ever")
    assert found.source == "a guess"
    assert found.keeps_out == pytest.approx(1 - 0.945 * 0.95)


def test_a_finding_that_another_one_covers_counts_once():
    found = chance_of("infection_serology", any_of=["hepatitis_b", "hbsag_positive"], timing="ever")
    assert (found.source, found.keeps_out) == ("a prevalence on record", pytest.approx(0.055))


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [
        ("condition", {"any_of": ["endometriosis"], "timing": "ever", "severity": "severe"}),
        ("condition", {"any_of": ["endometriosis"], "timing": "ever", "within": "5 years"}),
        ("family_history", {"any_of": ["malignant_tumour"]}),
    ],
)
def test_a_prevalence_of_hers_at_any_time_says_nothing_of_another_question(kind, parameters):
    found = chance_of(kind, **parameters)
    assert (found.source, found.keeps_out) == ("a guess", 0.05)
    plain = chance_of(any_of=parameters["any_of"], timing="ever")
    assert plain.source == "an assumed prevalence"


FSH_ONCE = {"analyte": "FSH", "op": ">", "threshold": "25 IU/L", "occasions": 2, "more_than_apart": "4 weeks"}


@pytest.mark.parametrize(
    ("value", "out", "source"),
    [
        (90, 0.0, "simulated women"),
        (20, 1.0, "simulated women"),
        (300, 0.5, "simulated women, not conditioned on her values"),
    ],
)
def test_a_chance_is_that_of_women_with_values_near_hers(value, out, source):
    among = candidates(fsh=[(90.0, 90.0)] * 60 + [(20.0, 20.0)] * 60)
    sample = {"analyte": "FSH", "value": value, "unit": "IU/L", "date": ON, "off_hormones": True}
    alike = among.like(Patient(id="W", measurements=(sample,)), ON)
    asked = line("I3", "lab_threshold", FSH_ONCE, "inclusion")
    found = chance(asked.parts[0], alike, inclusion=True)
    assert (1 - found.holds, found.source) == (pytest.approx(out), source)


def test_of_alternatives_the_cheapest_way_that_settles_is_the_burden():
    alternatives = {
        "id": "I13", "section": "inclusion", "text": "t", "grade": "exact",
        "any": [
            {"name": "a",
             "grade": "exact", "kind": "lab_threshold",
              "parameters": {"analyte": "AMH", "op": "<", "threshold": "5 pmol/L"}},
            {"name": "b",
             "grade": "attestation", "kind": "attestation", "parameters": {"item": "fertility_wish", "equals": True}},
        ],
    }  # fmt: skip
    from antral.protocol import Criterion

    (found,) = questions(Criterion.model_validate(alternatives))
    assert (found.how, found.burden) == ("question", 1.0)
