"""The second shipped protocol against the registry's record and the text of the trial."""

import re
from datetime import date

import pytest

from antral import protocol
from antral.patient import Patient
from antral.protocol import Status
from antral.records import load_json, path

from .dated import ON, aged, diary, findings, fsh, sample, took

RECORD = load_json(path("registry", "NCT07115082.json"))["protocolSection"]


@pytest.fixture(scope="module")
def trial():
    return protocol.load("NCT07115082")


def registered_lines():
    text = RECORD["eligibilityModule"]["eligibilityCriteria"].replace("\\>", ">").replace("\\<", "<")
    return re.findall(r"^\d+\. (.*)$", text, re.MULTILINE)


def test_all_fifteen_lines_stand_verbatim_and_in_order(trial):
    lines = [c for c in trial.eligibility.criteria if c.origin == "text"]
    assert [c.text for c in lines] == registered_lines()
    assert [c.id for c in lines] == [*(f"I{n}" for n in range(1, 6)), *(f"E{n}" for n in range(6, 16))]
    assert [c.section for c in lines] == ["inclusion"] * 5 + ["exclusion"] * 10


def test_grades_are_those_of_the_vocabulary(trial):
    wanted = ["exact"] * 4 + ["attestation"] * 2 + ["definition_needed"] * 2 + ["mixed"] + ["definition_needed"] * 3
    wanted += ["human_review", "definition_needed", "human_review"]
    assert [c.grade for c in trial.eligibility.criteria if c.origin == "text"] == wanted


def test_structured_fields_agree_with_the_record(trial):
    module = RECORD["eligibilityModule"]
    assert trial.eligibility["S1"].text == f"minimumAge: {module['minimumAge']}; maximumAge: {module['maximumAge']}"
    assert trial.eligibility["S2"].text == f"sex: {module['sex']}"
    assert trial.registry.brief_title == RECORD["identificationModule"]["briefTitle"]
    assert trial.registry.brief_summary == RECORD["descriptionModule"]["briefSummary"]
    assert trial.registry.organisation_number == RECORD["identificationModule"]["orgStudyIdInfo"]["id"]
    assert trial.sponsor == RECORD["sponsorCollaboratorsModule"]["leadSponsor"]["name"]
    assert trial.design.participants == RECORD["designModule"]["enrollmentInfo"]["count"]
    assert trial.registry.start == date.fromisoformat(RECORD["statusModule"]["startDateStruct"]["date"])
    assert trial.registry.completion == date.fromisoformat(RECORD["statusModule"]["completionDateStruct"]["date"])
    assert trial.design.blinding.blinded == ()  # masking: NONE


def test_the_cell_arm_is_read_from_the_description(trial):
    registered = [group["label"] for group in RECORD["armsInterventionsModule"]["armGroups"]]
    assert registered == [trial.arms["control"].label]
    assert trial.arms["control"].origin is None
    assert trial.arms["cells"].origin == "description"
    assert {arm.comedication.regimen for arm in trial.arms.values()} == {"climen"}
    assert trial.design.allocation.ratio == {"control": 1, "cells": 1}


def test_the_dose_is_a_gap_with_a_range(trial):
    gap = next(gap for gap in trial.gaps if gap.field == "arms.cells.dose_cells")
    assert gap.tag == "assumed"
    assert "3 × 10^7 to 1.2 × 10^8" in gap.sensitivity
    assert trial.arms["cells"].dose_cells in protocol.doses_on_record("umbilical_cord_msc", "intravenous")


def test_visits_are_every_two_weeks(trial):
    assert [visit.day for visit in trial.treatment_visits] == list(range(0, 365, 14))


def test_contradictions_are_shown_and_settled(trial):
    said = " ".join(f"{one.between} {one.says} {one.settled}" for one in trial.contradictions)
    for word in ("seven days", "28 days", "1 September 2025", "2024-10-15", "maximumAge", "detailedDescription"):
        assert word in said


def test_every_estimand_names_the_four_events(trial):
    for estimand in trial.estimands:
        events = {"started_hormones", "pregnancy", "discontinuation", "fertility_treatment"}
        assert set(estimand.intercurrent_events) == events


def test_safety_is_primary_and_hormones_are_compared_under_climen(trial):
    primary = [endpoint.derive for endpoint in trial.endpoints if endpoint.role == "primary"]
    assert primary == ["adverse_event", "related_event", "serious_event"]
    for endpoint in trial.endpoints:
        if endpoint.derive in ("log_change", "change", "ovulation_confirmed", "follicle_growth"):
            assert endpoint.under_assigned_hormones
    assert not trial.endpoint("menses_resumed").under_assigned_hormones


def test_fever_has_the_published_odds_ratio_and_the_earlier_one_can_be_set():
    fever = next(event for event in protocol.load("NCT07115082").adverse_events if event.term == "fever")
    assert fever.cells_odds_ratio == 1.61
    assert "3.65" in fever.or_source
    assert fever.probability_after_cells == pytest.approx(1.61 * 0.05 / (0.95 + 1.61 * 0.05))
    changed = protocol.load("NCT07115082", ["adverse_events.fever.cells_odds_ratio=3.65"]).adverse_events[0]
    assert changed.cells_odds_ratio == 3.65


FINDINGS = dict.fromkeys(
    [
        *("abnormal_karyotype", "turner_syndrome", "fmr1_premutation", "fmr1_full_mutation", "other_causal_variant"),
        *("enzyme_deficiency", "breast_tumour", "uterine_tumour", "ovarian_tumour", "other_malignant_tumour"),
        *("other_benign_tumour", "drug_anaphylaxis", "severe_cutaneous_drug_reaction", "other_drug_allergy"),
        *("uterine_malformation", "vaginal_malformation", "ovarian_malformation", "ovariectomy", "endometriosis"),
        *("adenomyosis", "endometrial_polyp", "hydrosalpinx", "pelvic_inflammatory_disease", "pelvic_adhesions"),
        *("polycystic_ovary_syndrome", "hyperprolactinaemia", "congenital_adrenal_hyperplasia", "heart_failure"),
        *("respiratory_failure", "liver_cirrhosis", "kidney_failure", "deep_vein_thrombosis", "pulmonary_embolism"),
        *("thrombophilia", "prolonged_immobility", "body_mass_index_30_or_more", "smoking"),
    ],
    False,
)
STATED = {
    **{"fertility_wish": True, "informed_consent": True, "able_to_follow_the_visits": True},
    **{"allergic_to_anything_else": False, "physician_judges_unsuitable": False},
}
PANEL = tuple(
    sample(name, 1, "1", reference_low=0.5, reference_high=2) for name in ("PT", "APTT", "FIBRINOGEN", "PLATELETS")
)
FSH = (fsh(60, -40), fsh(60, -5))


def woman(**changes):
    """A woman whom NCT07115082 admits, with changes."""
    known = {
        **{"sex": "female", "measurements": (*FSH, *PANEL), "findings": findings(**FINDINGS)},
        **{"diary": diary(-180), "medications": (), "statements": STATED},
    }
    return Patient(**{**known, **aged(changes.pop("age_years", 32.5)), **changes})


def test_a_woman_of_whom_all_is_known_is_admitted(trial):
    assert protocol.screen(trial, woman(), on=ON).outcome == "eligible"


def test_of_a_woman_of_whom_nothing_is_known_every_line_is_unknown(trial):
    screening = protocol.screen(trial, Patient(), on=ON)
    assert {line.verdict.status for line in screening.lines} == {Status.UNKNOWN}
    assert {"karyotype", "age", "fertility wish", "fmr1 premutation (ever)"} <= set(screening.missing_data)


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({"age_years": 40.2}, ["I1"]),
        ({"age_years": 19.5}, ["S1", "I1"]),
        ({"statements": {**STATED, "fertility_wish": False}}, ["I1"]),
        ({"findings": findings(**{**FINDINGS, "abnormal_karyotype": True})}, ["I1", "E7"]),
        ({"diary": diary(-180, (-100, -70, -40, -10))}, ["I2"]),
        ({"medications": (took("Bone marrow", "stem_cell_therapy", start=-900),)}, ["I4"]),
        ({"medications": (took("Climen", "sex_hormone", stop=-30),)}, ["I4"]),
        ({"statements": {**STATED, "able_to_follow_the_visits": False}}, ["E6"]),
        ({"findings": findings(**{**FINDINGS, "fmr1_premutation": True})}, ["E7", "E10"]),
        ({"findings": findings(**{**FINDINGS, "other_benign_tumour": True})}, ["E8"]),
        ({"statements": {**STATED, "allergic_to_anything_else": True}}, ["E9"]),
        ({"findings": findings(**{**FINDINGS, "ovariectomy": True})}, ["E11"]),
        ({"findings": findings(**{**FINDINGS, "smoking": True})}, ["E14"]),
        ({"statements": {**STATED, "physician_judges_unsuitable": True}}, ["E15"]),
    ],
)
def test_what_keeps_her_out(trial, changes, lines):
    screening = protocol.screen(trial, woman(**changes), on=ON)
    assert screening.outcome == "ineligible"
    assert [reason.split()[0] for reason in screening.reasons] == lines


def test_cells_long_ago_do_not_wash_out_and_hormones_do(trial):
    old = took("Climen", "sex_hormone", start=-900, stop=-122)
    assert protocol.screen(trial, woman(medications=(old,)), on=ON).outcome == "eligible"
    cells = took("Cord cells", "stem_cell_therapy", start=-900, stop=-900)
    assert protocol.screen(trial, woman(medications=(cells,)), on=ON).outcome == "ineligible"


def test_an_effect_is_judged_by_no_endpoint_of_harm(trial) -> None:
    assert {e.name for e in trial.endpoints if e.role == "primary"} == {e.name for e in trial.endpoints if e.is_harm}
    assert "log_fsh_24w" in trial.judged_by
    assert not [name for name in trial.judged_by if trial.endpoint(name).is_harm]
