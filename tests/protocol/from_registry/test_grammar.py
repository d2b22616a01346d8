"""What the rules read in one line, and what they leave to a person."""

import re

import pytest

from antral.protocol.criteria import KINDS
from antral.protocol.from_registry.grammar import propose
from antral.protocol.from_registry.lines import Line
from antral.protocol.from_registry.lines import split as cut
from antral.records import load_yaml, path


def read(text: str, section: str = "inclusion"):
    proposal = propose(Line(text, 0, section))
    return [(part.kind, part.parameters, part.negated, part.grade) for part in proposal.parts]


ONE = [
    ("Age : 20-39", "age", {"minimum_years": 20, "maximum_years": 39, "completed_years": True}, "exact"),
    ("≥18 and\\<45 years old.", "age", {"minimum_years": 18, "maximum_years": 45, "maximum_inclusive": False}, "exact"),
    ("Under 40 years of age;", "age", {"maximum_years": 40, "maximum_inclusive": False}, "exact"),
    ("Aged 18 years or older", "age", {"minimum_years": 18}, "exact"),
    ("AMH ≤ 1.1 ng/ml", "lab_threshold", {"analyte": "AMH", "op": "<=", "threshold": "1.1 ng/mL"}, "exact"),
    ("FSH\\>20", "lab_threshold", {"analyte": "FSH", "op": ">", "threshold_number": 20}, "definition_needed"),
    ("FSH > 25 IU/mL", "lab_threshold", {"analyte": "FSH", "op": ">", "threshold": "25 IU/mL"}, "definition_needed"),
    (
        "Elevated FSH level \\>25 IU/l on two occasions \\>4 weeks apart;",
        "lab_threshold",
        {"analyte": "FSH", "op": ">", "threshold": "25 IU/L", "occasions": 2, "more_than_apart": "4 weeks"},
        "exact",
    ),
    (
        "Two FSH measurements >= 40 mIU/mL at least one month apart",
        "lab_threshold",
        {"analyte": "FSH", "op": ">=", "threshold": "40 mIU/mL", "occasions": 2, "at_least_apart": "1 month"},
        "exact",
    ),
    (
        "Oligo/amenorrhea for at least 4 months;",
        "amenorrhoea",
        {"pattern": "oligo_or_amenorrhoea", "at_least": "4 months"},
        "exact",
    ),
    (
        "Amenorrhea > 6 months",
        "amenorrhoea",
        {"pattern": "amenorrhoea", "at_least": "6 months"},
        "definition_needed",
    ),
    ("FSH > 25 ng/mL", "lab_threshold", {"analyte": "FSH", "op": ">", "threshold": "25 ng/mL"}, "definition_needed"),
    ("AMH < 5 pmol/L", "lab_threshold", {"analyte": "AMH", "op": "<", "threshold": "5 pmol/L"}, "exact"),
    ("E2 < 50 pmol/L", "lab_threshold", {"analyte": "E2", "op": "<", "threshold": "50 pmol/L"}, "exact"),
    (
        "No oral contraceptives within 3 months",
        "washout",
        {"classes": ["oral_contraceptive"], "none_within": "3 months"},
        "exact",
    ),
    (
        "No hormonal contraception within 3 months",
        "washout",
        {"classes": ["hormonal_contraceptive"], "none_within": "3 months"},
        "exact",
    ),
    (
        "No hormones within 3 months",
        "washout",
        {"classes": ["sex_hormone"], "none_within": "3 months"},
        "definition_needed",
    ),
]


@pytest.mark.parametrize(("text", "kind", "parameters", "grade"), ONE, ids=[one[0] for one in ONE])
def test_one_fact(text, kind, parameters, grade):
    assert read(text) == [(kind, parameters, False, grade)]


@pytest.mark.parametrize(
    "text",
    [
        "Normal thyroid function",  # not: thyroid dysfunction
        "Willing to receive HRT",  # not: takes it
        "FSH > 25 IU/L unless on hormones",
        "Ovarian cysts > 3 cm",
        "Not using contraception",
        "No contraceptives within 3 months",
        "FSH > 25 IU/L on two occasions less than 4 weeks apart",
        "FSH > 25 IU/L on two occasions no more than 4 weeks apart",
        "FSH > 25 IU/L on two occasions, up to 8 weeks apart",
        "FSH > 25 IU/L twice, under 6 weeks apart",
        "FSH > 25 IU/L on two occasions with an interval of at most 4 weeks",
        "Prior chemotherapy is allowed",
        "Weight above 200 lbs",
        "Able to walk 6 minutes",
        "Treated with chemotherapy, corticosteroids or radiation to bones of any kind, within 6 months",
    ],
)
def test_what_is_not_understood_whole_is_left_to_a_person(text):
    (only,) = read(text)
    assert only[0] == "unparsed"
    assert only[3] == "human_review"


def test_the_rest_of_a_line_stays_beside_what_was_read():
    parts = read("Thrombocytopenia or blue moons", "exclusion")
    assert [part[0] for part in parts] == ["thrombosis_coagulation", "unparsed"]
    proposal = propose(Line("Thrombocytopenia or blue moons", 0, "exclusion"))
    assert proposal.grade == "mixed"
    assert "blue moons" in proposal.parts[-1].why


def test_a_relative_is_not_the_woman():
    assert read("Family history of ovarian cancer in a first-degree relative", "exclusion") == [
        ("family_history", {"any_of": ["ovarian_cancer"], "degree": 1}, False, "definition_needed")
    ]


def test_what_must_not_be_is_negated():
    assert read("No history of malignancy")[0][:3] == (
        "tumour",
        {"any_of": ["malignant_tumour"], "timing": "ever"},
        True,
    )
    assert read("Not in other trial within 3 months")[0][:3] == ("other_trial", {"within": "3 months"}, True)


def test_women_who_intend_pregnancy_are_not_pregnant():
    parts = read("The intention of pregnant women aged \\>= 20 and \\< 40, with normal karyotype;")
    assert {part[0] for part in parts} == {"fertility_wish", "sex", "age", "karyotype"}


def test_an_exclusion_never_asks_for_the_sex():
    assert [part[0] for part in read("Pregnant women", "exclusion")] == ["pregnancy_lactation"]


def test_items_of_a_choice_are_not_all_wanted():
    lines = cut("Inclusion Criteria:\nAt least one of the following criteria:\n- AMH < 1 ng/mL\n- FSH > 25 IU/L").lines
    assert {propose(line).kind for line in lines} == {"unparsed"}


def test_no_definition_is_chosen_but_those_that_fit_are_named():
    proposal = propose(Line("Patient with Thyroid dysfunction;", 0, "exclusion"))
    assert proposal.packs == ("thyroid_dysfunction",)
    assert proposal.grade == "definition_needed"
    proposal = propose(Line("POI according to ESHRE 2016 criteria", 0, "inclusion"))
    assert proposal.packs == ("eshre_2016",)


def test_every_kind_of_the_lexicon_is_a_kind():
    assert set(load_yaml(path("terms", "findings.yaml"))["kinds"]) <= set(KINDS) | {"gonadotoxic"}


def test_every_class_of_the_lexicon_is_one_that_readers_of_records_know():
    known = set(load_yaml(path("codes", "medicines.yaml"))["classes"])
    assert set(load_yaml(path("terms", "medicines.yaml"))["classes"]) <= known


def test_every_analyte_of_the_rules_is_one_that_readers_of_records_know():
    from antral.protocol.from_registry.grammar.labs import ANALYTES

    assert set(ANALYTES) <= set(load_yaml(path("codes", "measurements.yaml"))["measurements"])


def test_a_unit_that_cannot_be_meant_decides_nothing():
    from antral.protocol.from_registry import read_record

    module = {"eligibilityCriteria": "* FSH > 25 IU/mL\n* TSH < 4 mIU/L"}
    lines = read_record({"identificationModule": {}, "eligibilityModule": module}).eligibility
    assert lines["I1"].parameters == {"analyte": "FSH", "op": ">", "threshold_number": 25}
    assert lines["I1"].grade == "definition_needed"
    assert lines["I2"].parameters == {"analyte": "TSH", "op": "<", "threshold": "4 mIU/L"}
    assert lines["I2"].grade == "exact"


def test_why_a_line_is_not_read_is_said_without_names_of_fields():
    from antral.protocol.from_registry import read_record

    text = "* Patients with POI\n* Other medication that may affect the results\n* Severe pelvic inflammation"
    record = {"eligibilityModule": {"eligibilityCriteria": f"Exclusion Criteria:\n{text}\n* Contraindications to HRT"}}
    said = [line.why for line in read_record(record).eligibility.criteria]
    assert any("reads as diagnosis of POI" in why for why in said)
    assert any("(to HRT)" in why for why in said)
    assert not any(re.search(r"reads as [^:]*_", why) for why in said)


def test_her_own_history_and_that_of_her_family():
    parts = read("Previous and/or family history of ovarian tumor", "exclusion")
    assert {(part[0], str(part[1])) for part in parts} == {
        ("family_history", "{'any_of': ['ovarian_tumour']}"),
        ("tumour", "{'any_of': ['ovarian_tumour'], 'timing': 'ever'}"),
    }


def test_nobody_is_asked_for_her_sex_by_what_must_not_be():
    assert [part[0] for part in read("No pregnant or lactating women.")] == ["pregnancy_lactation"]
    assert "sex" not in [part[0] for part in read("Man or woman of 18 years or older")]


def test_what_has_been_taken_is_not_taken_now():
    assert [part[0] for part in read("Have been treated with immunosuppressive therapy", "exclusion")] == ["unparsed"]


def test_hormones_that_are_not_named_need_a_definition():
    (only,) = read("Other concurrent hormonal therapy", "exclusion")
    assert only[0] == "concomitant_excluded"
    assert only[3] == "definition_needed"
