"""Kinds of criterion: what a line may ask, and how it is decided.

Takes one woman, the parameters of a kind and a date; gives `met`, `not_met` or `unknown` with reason and data used.

1. `KINDS` names every kind, its parameters and its functions; a line is evaluated as it is written: for an exclusion,
   `met` means that what excludes her holds.
2. Missing data are `unknown`, never `not_met`; lines combine by Kleene's rules (`all_of`, `any_of`).
3. Each kind has two forms in one file: for one woman, with its reasons, and for many at once (`_of_many`).

To add a kind, write its parameters and both forms in a module here and its line in `KINDS`.
"""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from antral.patient import Cohort, Patient
from antral.protocol.criteria.age import Age, Sex, age, age_of_many, sex, sex_of_many
from antral.protocol.criteria.attestation import (
    Attestation,
    Unparsed,
    attestation,
    attestation_of_many,
    unparsed,
    unparsed_of_many,
)
from antral.protocol.criteria.bleeding import Amenorrhoea, amenorrhoea, amenorrhoea_of_many
from antral.protocol.criteria.body import BMI, bmi, bmi_of_many
from antral.protocol.criteria.diagnosis import DiagnosisPOI, diagnosis_poi, diagnosis_poi_of_many
from antral.protocol.criteria.exposure import (
    ContraceptionHistory,
    CumulativeExposure,
    contraception_history,
    contraception_history_of_many,
    cumulative_exposure,
    cumulative_exposure_of_many,
)
from antral.protocol.criteria.family import (
    FamilyHistory,
    Partner,
    family_history,
    family_history_of_many,
    partner,
    partner_of_many,
)
from antral.protocol.criteria.findings import (
    Anatomy,
    Contraindication,
    Findings,
    anatomy,
    anatomy_of_many,
    findings,
    findings_of_many,
)
from antral.protocol.criteria.imaging import OvaryImaging, ovary_imaging, ovary_imaging_of_many
from antral.protocol.criteria.karyotype import Karyotype, karyotype, karyotype_of_many
from antral.protocol.criteria.laboratory import LabThreshold, lab_threshold, lab_threshold_of_many
from antral.protocol.criteria.medication import (
    Concomitant,
    PriorTherapy,
    Washout,
    concomitant,
    concomitant_of_many,
    prior_therapy,
    prior_therapy_of_many,
    washout,
    washout_of_many,
)
from antral.protocol.criteria.reference_range import LabRange, lab_normal_range, lab_normal_range_of_many
from antral.protocol.criteria.reserve import DiagnosisDOR, diagnosis_dor, diagnosis_dor_of_many
from antral.protocol.criteria.simulated import SIMULATED
from antral.protocol.criteria.statuses import MET, NOT_MET, UNKNOWN, Statuses, all_of_many, any_of_many, turned
from antral.protocol.criteria.trials import OtherTrial, other_trial, other_trial_of_many
from antral.protocol.criteria.verdict import Status, Verdict, all_of, any_of
from antral.records import Strict


class Kind(NamedTuple):
    """One kind of criterion."""

    meaning: str
    parameters: type[Strict]
    evaluate: Callable[[Patient, Any, date], Verdict]
    evaluate_many: Callable[[Cohort, Any], Statuses]


_FOUND = (Findings, findings, findings_of_many)
_TAKEN = (Concomitant, concomitant, concomitant_of_many)
_STATED = (Attestation, attestation, attestation_of_many)

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "aetiology": Kind("a cause of the disease is established", *_FOUND),
        "age": Kind("age within bounds, at screening, diagnosis or consent", Age, age, age_of_many),
        "allergy": Kind("an allergy is on record", *_FOUND),
        "amenorrhoea": Kind("no or rare spontaneous bleeding", Amenorrhoea, amenorrhoea, amenorrhoea_of_many),
        "anatomy": Kind("a malformation is on record, or organs are there", Anatomy, anatomy, anatomy_of_many),
        "attestation": Kind("a statement of the woman or her doctor", *_STATED),
        "bmi": Kind("body-mass index beyond a limit", BMI, bmi, bmi_of_many),
        "concomitant_excluded": Kind("takes a medicine of a class now", *_TAKEN),
        "concomitant_required": Kind("takes a medicine of a class now", *_TAKEN),
        "condition": Kind("a disease is on record", *_FOUND),
        "consent": Kind("informed consent is recorded", *_STATED),
        "contraception_history": Kind(
            "contraceptives stopped long enough ago",
            ContraceptionHistory,
            contraception_history,
            contraception_history_of_many,
        ),
        "contraindication": Kind(
            "a reason against pregnancy, hormones or an operation", Contraindication, findings, findings_of_many
        ),
        "cumulative_exposure": Kind(
            "medicines for so long in all", CumulativeExposure, cumulative_exposure, cumulative_exposure_of_many
        ),
        "diagnosis_dor": Kind("diminished ovarian reserve", DiagnosisDOR, diagnosis_dor, diagnosis_dor_of_many),
        "diagnosis_poi": Kind("premature ovarian insufficiency", DiagnosisPOI, diagnosis_poi, diagnosis_poi_of_many),
        "family_history": Kind("a finding in the family", FamilyHistory, family_history, family_history_of_many),
        "fertility_wish": Kind("the wish to become pregnant", *_STATED),
        "gene": Kind("a genetic finding is on record", *_FOUND),
        "gonadotoxic": Kind("chemotherapy or radiotherapy is on record", *_FOUND),
        "infection_serology": Kind("an infection is on record", *_FOUND),
        "investigator_discretion": Kind("the investigator's judgement", *_STATED),
        "karyotype": Kind("a karyotype report, normal or not", Karyotype, karyotype, karyotype_of_many),
        "lab_normal_range": Kind("a value outside its range", LabRange, lab_normal_range, lab_normal_range_of_many),
        "lab_threshold": Kind("a value beyond a limit", LabThreshold, lab_threshold, lab_threshold_of_many),
        "marital_status": Kind("whether she is married, as stated", *_STATED),
        "open_list": Kind("what a list leaves open, as a person judges it", *_STATED),
        "organ_function": Kind("an organ that fails is on record", *_FOUND),
        "other_trial": Kind("takes part in another trial", OtherTrial, other_trial, other_trial_of_many),
        "ovary_imaging": Kind("what a scan of the ovaries shows", OvaryImaging, ovary_imaging, ovary_imaging_of_many),
        "partner": Kind("a finding of her partner", Partner, partner, partner_of_many),
        "pregnancy_lactation": Kind("pregnant or breast-feeding", *_FOUND),
        "prior_cell_therapy": Kind("cells given before, or never", PriorTherapy, prior_therapy, prior_therapy_of_many),
        "prior_treatment_failure": Kind("a treatment failed, as a person judges it", *_STATED),
        "sex": Kind("the sex that is admitted", Sex, sex, sex_of_many),
        "site_reference": Kind("rules of a site that the record does not give, as a person judges them", *_STATED),
        "surgery": Kind("an operation or treatment is on record", *_FOUND),
        "thrombosis_coagulation": Kind("a thrombosis or clotting disorder is on record", *_FOUND),
        "tumour": Kind("a tumour is on record", *_FOUND),
        "unparsed": Kind("a line no rule was found for; a person answers it", Unparsed, unparsed, unparsed_of_many),
        "washout": Kind("none of some medicines within a time before screening", Washout, washout, washout_of_many),
    }
)

__all__ = [
    "KINDS",
    "MET",
    "NOT_MET",
    "SIMULATED",
    "UNKNOWN",
    "Kind",
    "Status",
    "Statuses",
    "Verdict",
    "all_of",
    "all_of_many",
    "any_of",
    "any_of_many",
    "turned",
]
