"""Rule packs: each can be a rule, says where it comes from, and decides as it is titled."""

import pytest

from antral import protocol
from antral.patient import Cohort, Patient
from antral.protocol import KINDS, definition, definition_names

from .dated import ON, aged, day, diary, findings, fsh, sample, took

CODES = {"met": 1, "not_met": 0, "unknown": -1}


@pytest.mark.parametrize("name", definition_names())
def test_a_definition_is_a_rule_and_of_a_silent_record_unknown(name):
    pack = definition(name)
    rule = KINDS[pack.kind].parameters.model_validate(pack.parameters)
    silent = KINDS[pack.kind].evaluate(Patient(), rule, ON)
    assert silent.status == "unknown"
    assert silent.missing_data


ROWS = [
    ("severe_endometriosis", {"findings": [{"name": "endometriosis", "severity": "moderate"}]}, "met"),
    ("severe_endometriosis", {"findings": [{"name": "ovarian_endometriosis", "severity": "severe"}]}, "met"),
    ("severe_endometriosis", {"findings": [{"name": "endometriosis", "severity": "mild"}]}, "not_met"),
    ("severe_endometriosis", {"findings": findings(endometriosis=True)}, "unknown"),
    ("severe_endometriosis", {"findings": findings(endometriosis=False)}, "not_met"),
    ("vte_high_risk", {"findings": [{"name": "deep_vein_thrombosis", "ended": day(-900)}]}, "met"),
    (
        "vte_high_risk",
        {"findings": [{"name": "smoking", "ended": day(-900)}]},
        "unknown",
    ),  # gave it up
    ("vte_high_risk", {"findings": findings(smoking=True)}, "met"),
    ("vte_high_risk", {"measurements": [sample("BMI", 30, "kg/m2")]}, "met"),
    ("vte_high_risk", {"measurements": [sample("BMI", 29.9, "kg/m2")]}, "unknown"),
    ("malignancy_5_years", {"findings": [{"name": "breast_cancer", "ended": day(-1826)}]}, "met"),  # 15 June 2021
    ("malignancy_5_years", {"findings": [{"name": "breast_cancer", "ended": day(-1827)}]}, "not_met"),
    ("malignancy_ever", {"findings": [{"name": "breast_cancer", "ended": day(-9000)}]}, "met"),
    ("infections_past_and_present", {"findings": findings(anti_hbc_positive=True)}, "met"),
    ("hiv_hbv_hcv", {"findings": findings(anti_hbc_positive=True)}, "unknown"),
    ("kidney_failure", {"measurements": [sample("EGFR", 14.9, "mL/min/{1.73_m2}")]}, "met"),
    ("kidney_failure", {"measurements": [sample("EGFR", 15, "mL/min/{1.73_m2}")]}, "unknown"),
    ("severe_organ_impairment_limits", {"measurements": [sample("ALT", 210, "U/L", reference_high=40)]}, "met"),
    ("hrt_contraindications", {"findings": [{"name": "stroke", "ended": day(-4000)}]}, "met"),
    ("hrt_contraindications", {"findings": [{"name": "active_liver_disease", "ended": day(-4000)}]}, "unknown"),
    ("pregnancy_contraindications", {"procedures": [{"name": "hysterectomy"}]}, "met"),
    ("liposuction_contraindications", {"findings": findings(bleeding_disorder=True)}, "met"),
    ("bologna_poor_response", {**aged(41), "findings": findings(poor_ovarian_response=True)}, "met"),
    ("bologna_poor_response", {"findings": findings(repeated_poor_ovarian_response=True)}, "met"),
    ("bologna_poor_response", {**aged(30), "findings": findings(poor_ovarian_response=False)}, "unknown"),
    ("low_reserve_fsh_10", {"measurements": [fsh(10.1, cycle_day=3)]}, "met"),
    ("low_reserve_fsh_10", {"measurements": [fsh(10.1, cycle_day=14)]}, "unknown"),
    ("recorded_or_eshre_2016", {"poi_diagnosed": day(-400)}, "met"),
    ("recorded_or_eshre_2016", {"findings": findings(premature_ovarian_insufficiency=True)}, "met"),
    ("recorded_or_eshre_2016", {"diary": diary(-400, range(-390, 0, 30))}, "not_met"),
    ("recorded_or_eshre_2016", aged(45), "unknown"),
    ("family_cancer", {"family_history": [{"finding": "breast_cancer", "degree": 1}]}, "met"),
    ("family_cancer", {"family_history": [{"finding": "breast_cancer", "degree": 2}]}, "not_met"),
    ("at_least_one_ovary", {"procedures": [{"name": "bilateral_ovariectomy"}]}, "not_met"),
    ("uterine_abnormality", {"findings": findings(uterine_fibroid=True)}, "met"),
    ("on_hormone_replacement", {"medications": [took("Climen", "hormone_therapy", start=-30)]}, "met"),
    ("on_hormone_replacement", {"medications": [took("Pill", "sex_hormone", "oral_contraceptive")]}, "not_met"),
    ("on_hormone_replacement", {"medications": [took("Testosterone", "sex_hormone", "androgen")]}, "not_met"),
    ("hiv_hbv_hcv", {"findings": findings(hepatitis_b=True)}, "met"),
    ("hiv_hbv_hcv", {"findings": findings(hepatitis=True)}, "unknown"),  # of which virus is not said
    ("hiv_or_hepatitis", {"findings": findings(hepatitis=True)}, "met"),
    ("infections_past_and_present", {"findings": [{"name": "hepatitis_b", "ended": day(-900)}]}, "met"),
    ("thrombosis", {"findings": findings(venous_thrombosis=True)}, "met"),
    ("thrombosis", {"findings": findings(thromboembolism=True)}, "met"),
    ("central_amenorrhoea", {"findings": findings(central_amenorrhoea=True)}, "met"),
    ("partner_without_sperm", {"findings": findings(partner_severe_oligozoospermia=True)}, "not_met"),
    ("bleeding_medicines", {"medications": [took("Aspirin", "aspirin", start=-30, stop=-1)]}, "not_met"),
    ("autoimmune_disease", {"findings": findings(autoimmune_thyroiditis=True)}, "met"),
    ("immune_system_disease", {"findings": findings(systemic_lupus=True)}, "met"),
    ("chemotherapy_or_radiotherapy", {"procedures": [{"name": "pelvic_radiotherapy"}]}, "met"),
    ("chemotherapy_or_radiotherapy", {"procedures": []}, "not_met"),
]


@pytest.mark.parametrize(("name", "known", "status"), ROWS)
def test_what_a_definition_decides(name, known, status):
    pack = protocol.definition(name)
    rule = KINDS[pack.kind].parameters.model_validate(pack.parameters)
    assert KINDS[pack.kind].evaluate(Patient(**known), rule, ON).status == status
    assert KINDS[pack.kind].evaluate_many(Cohort.of([Patient(**known)], ON), rule).tolist() == [CODES[status]]
