"""Wordings of limits, tests, consent and intervals, and the readings that were once wrong and given as certain."""

import pytest

from antral.protocol.from_registry.grammar import propose
from antral.protocol.from_registry.lines import Line

CERTAIN = ("exact", "attestation")


def parts(text: str, section: str = "inclusion"):
    return [part for part in propose(Line(text, 0, section)).parts if part.kind != "unparsed"]


def read(text: str, section: str = "inclusion"):
    return [(part.kind, part.parameters, part.negated) for part in parts(text, section)]


def lab(analyte: str, op: str, threshold: str, **more):
    return ("lab_threshold", {"analyte": analyte, "op": op, "threshold": threshold, **more}, False)


def bmi(op: str, value: float):
    return ("bmi", {"op": op, "kg_m2": value}, False)


INCLUSION = [
    ("Platelet count ≥ 100,000/mm^3", [lab("PLATELETS", ">=", "100 10*9/L")]),
    ("WBC at least 3.5 x 10^9/L", [lab("WBC", ">=", "3.5 10*9/L")]),
    ("AST and ALT no greater than 2.5 times ULN", [lab("AST", "<=", "2.5 ULN"), lab("ALT", "<=", "2.5 ULN")]),
    ("HbA1c between 6.5% and 9.5%, inclusive", [lab("HBA1C", ">=", "6.5 %"), lab("HBA1C", "<=", "9.5 %")]),
    (
        "Adequate renal function as indicated by a serum creatinine < 2.5 mg/dL within two weeks before study entry",
        [lab("CREATININE", "<", "2.5 mg/dL", not_older_than="2 weeks")],
    ),
    (
        "FSH level higher or equal to 30 IU/L at least twice with an interval of 2 or 3 months",
        [lab("FSH", ">=", "30 IU/L", occasions=2, at_least_apart="2 months")],
    ),
    ("Body mass index > 18 and <= 32 kg/m2", [bmi(">", 18), bmi("<=", 32)]),
    ("BMI of 20 to 40 kg/m^2, inclusive", [bmi(">=", 20), bmi("<=", 40)]),
    (
        "Amenorrhea should be more than 4 months after discontinuation of the oral contraceptive pill or more than "
        "8 months after the last injection of DMPA",
        [
            (
                "contraception_history",
                {"after": {"oral_contraceptive": "4 months", "depot_progestogen": "8 months"}},
                False,
            )
        ],
    ),
    (
        "At least 6 months have passed since primary amenorrhea",
        [("amenorrhoea", {"pattern": "primary", "at_least": "6 months"}, False)],
    ),
    ("Negative serum pregnancy test at screening", [("pregnancy_lactation", {"any_of": ["pregnant"]}, True)]),
    (
        "Male or non-pregnant and non-lactating female",
        [("pregnancy_lactation", {"any_of": ["pregnant", "lactating"]}, True)],
    ),
    (
        "Patients or their legal representatives must sign and date a written informed consent form",
        [("consent", {"item": "informed_consent", "equals": True}, False)],
    ),
    (
        "Must be at least 18 years old at the time of giving informed consent",
        [("age", {"minimum_years": 18, "at": "consent"}, False)],
    ),
]


@pytest.mark.parametrize(("text", "wanted"), INCLUSION, ids=[one[0][:40] for one in INCLUSION])
def test_an_inclusion(text, wanted):
    assert read(text) == wanted


EXCLUSION = [
    ("ALT or AST greater than 3 times the upper limit of normal", [lab("ALT", ">", "3 ULN"), lab("AST", ">", "3 ULN")]),
    ("BMI less than 18 or greater than 40 kg/m2", [bmi("<", 18), bmi(">", 40)]),
    (
        "Treatment with systemic corticosteroids within 4 weeks before the baseline visit",
        [("washout", {"classes": ["systemic_glucocorticoid"], "none_within": "4 weeks"}, True)],
    ),
    (
        "Participation in a clinical trial with an investigational drug within the past three months",
        [("other_trial", {"within": "3 months"}, False)],
    ),
    ("Inability to give written consent", [("consent", {"item": "informed_consent", "equals": False}, False)]),
    (
        "Known hypersensitivity to heparin or albumin",
        [("allergy", {"any_of": ["heparin_allergy", "albumin_allergy"], "timing": "ever"}, False)],
    ),
    (
        "Hypersensitivity to any component of the study drug",
        [("allergy", {"any_of": ["study_drug_allergy"], "timing": "ever"}, False)],
    ),
]


@pytest.mark.parametrize(("text", "wanted"), EXCLUSION, ids=[one[0][:40] for one in EXCLUSION])
def test_an_exclusion(text, wanted):
    assert read(text, "exclusion") == wanted
    proposal = propose(Line(text, 0, "exclusion"))
    assert len(wanted) == 1 or len(proposal.any) == len(wanted)  # each excludes


ONCE_WRONG = [
    ("Unwilling to follow the diet or to give informed consent", "exclusion"),  # consent is not given
    ("Must not be pregnant", "exclusion"),  # would exclude who is not pregnant
    ("Patients must be 18 years of age or older", "exclusion"),  # would exclude adults
    ("BMI between 18 and 30 kg/m2", "exclusion"),  # each limit alone excludes everybody
    ("FSH > 40 IU/L and AMH < 0.1 ng/mL", "exclusion"),  # each alone, or only both
    ("AST or ALT <= 2.5 times ULN", "inclusion"),  # both, or the better one
    ("Creatinine < 1.5 mg/dL (for patients with one kidney, creatinine < 2 mg/dL)", "inclusion"),
    ("For Cohort 3 only, weighs at least 40 kg", "inclusion"),
    ("Breastfeeding within 4 weeks of study entry", "exclusion"),  # not: breastfeeds now
    ("HIV-positive patients will not be excluded", "exclusion"),
    ("Negative pregnancy test", "exclusion"),
]


@pytest.mark.parametrize(("text", "section"), ONCE_WRONG, ids=[one[0] for one in ONCE_WRONG])
def test_what_could_be_read_the_wrong_way_round_is_never_certain(text, section):
    assert [part for part in parts(text, section) if part.grade in CERTAIN] == []


def test_thousands_are_not_decimals():
    (limit,) = parts("Platelets >= 75,000/uL")
    assert limit.parameters["threshold"] == "75 10*9/L"
    (limit,) = parts("AMH < 1,1 ng/mL")
    assert limit.parameters["threshold"] == "1.1 ng/mL"


def test_a_result_told_as_negative_is_none():
    assert read("HIV negative") == [("infection_serology", {"any_of": ["hiv_positive"]}, True)]
    assert read("Negative hepatitis B surface antigen") == [("infection_serology", {"any_of": ["hepatitis_b"]}, True)]


def test_a_window_of_a_pregnancy_test_is_told():
    (test,) = parts(
        "Women of childbearing potential must have a negative pregnancy test within 7 days before enrollment"
    )
    assert (test.grade, test.negated) == ("definition_needed", True)
