"""What is to be looked at in a protocol."""

import pytest

from antral.protocol import Criterion, Eligibility, Finding, lint_study, load_study
from antral.protocol.from_registry import read_record


def found(*lines: dict) -> list[Finding]:
    """The findings for some lines, in a draft that has nothing else."""
    record = {"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}}}
    criteria = [
        Criterion.model_validate(
            {"id": f"I{n}", "section": "inclusion", "text": "as it says before screening", "grade": "exact", **line}
        )
        for n, line in enumerate(lines, 1)
    ]
    return lint_study(read_record(record).model_copy(update={"eligibility": Eligibility(criteria=criteria)}))


def fsh(**parameters) -> dict:
    rule = {"analyte": "FSH", "op": ">", "threshold": "25 IU/L", "off_hormones": True}
    return {"kind": "lab_threshold", "parameters": {**rule, **parameters}}


def levels(*lines: dict) -> list[tuple[str, str]]:
    return [(one.level, one.where) for one in found(*lines)]


def test_a_sound_limit_is_not_mentioned():
    assert found(fsh()) == []


@pytest.mark.parametrize("threshold", ["25000 IU/L", "0.5 IU/L"])
def test_a_limit_that_no_woman_can_pass_is_an_error(threshold):
    (only,) = found(fsh(threshold=threshold))
    assert only.level == "error"
    assert "outside what is asked of women" in only.what


def test_a_limit_without_unit_is_an_error():
    line = fsh(threshold_number=20)
    del line["parameters"]["threshold"]
    (only,) = found(line)
    assert (only.level, "no unit" in only.what) == ("error", True)


def test_samples_under_hormones_are_a_warning():
    (only,) = found(fsh(off_hormones=False))
    assert (only.level, "hormones" in only.what) == ("warning", True)


def test_ages_that_nobody_has():
    young = {"kind": "age", "parameters": {"maximum_years": 30, "completed_years": True}}
    old = {"kind": "age", "parameters": {"minimum_years": 35}}
    assert ("error", "I1, I2") in levels(young, old)
    assert levels(old, {**young, "parameters": {"maximum_years": 39, "completed_years": True}}) == []


def hiv(**more) -> dict:
    return {"kind": "infection_serology", "parameters": {"any_of": ["hiv_positive"]}, **more}


def test_a_line_that_is_wanted_and_excluded():
    (only,) = [one for one in found(hiv(), hiv(section="exclusion")) if one.level == "error"]
    assert (only.level, only.where) == ("error", "I1, I2")
    assert "nobody passes both" in only.what


def test_a_line_that_is_excluded_twice():
    (only,) = found(hiv(section="exclusion"), hiv(negated=True))
    assert (only.level, "counted under each" in only.what) == ("warning", True)
    assert found(hiv(section="exclusion"), hiv(negated=True, duplicate_of="I1")) == []


def test_mirrored_statements():
    wanted = {"kind": "consent", "parameters": {"item": "informed_consent", "equals": True}}
    refused = {"kind": "consent", "section": "exclusion", "parameters": {"item": "informed_consent", "equals": False}}
    (only,) = found(wanted, refused)
    assert (only.level, "mirror" in only.what) == ("note", True)


def test_a_line_that_keeps_nearly_everybody_out():
    text = "With any other benign or malignant tumors"
    tumour = {"kind": "tumour", "section": "exclusion", "text": text, "parameters": {"any_of": ["benign_tumour"]}}
    (only,) = found(tumour)
    assert (only.level, "fibroid" in only.what) == ("warning", True)


def test_what_no_data_can_decide():
    unread = {"kind": "unparsed", "parameters": {"item": "NCT00000001_I1"}, "why": "no rule understands it"}
    judged = {"kind": "investigator_discretion", "parameters": {"item": "unsuitable"}}
    assert levels(unread, judged) == [("warning", "I1"), ("note", "I2")]


def test_a_window_without_its_end():
    washout = {
        "kind": "washout",
        "text": "No hormones within 3 months",
        "parameters": {"classes": ["sex_hormone"], "none_within": "3 months"},
    }
    (only,) = found(washout)
    assert (only.level, "before what" in only.what) == ("note", True)


def test_a_disease_that_other_trials_exclude_is_not_wanted_by_mistake():
    wanted = {"kind": "condition", "parameters": {"any_of": ["endometriosis", "adenomyosis"]}}
    (only,) = found(wanted)
    assert (only.level, "endometriosis or adenomyosis must be there" in only.what) == ("warning", True)
    assert found({**wanted, "section": "exclusion"}) == found({**wanted, "negated": True}) == []
    shipped = [one for one in lint_study(load_study("NCT06072794")) if one.where == "I12"]
    assert "wrong section" in shipped[0].do


@pytest.mark.parametrize("name", ["NCT03816852", "NCT07115082"])
def test_the_shipped_protocols_have_no_errors(name):
    assert {one.level for one in lint_study(load_study(name))} <= {"warning", "note"}
