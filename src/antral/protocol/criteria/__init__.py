"""Kinds of criterion: what a line may ask, and how it is decided.

Takes one woman, the parameters of a kind and a date; gives `met`, `not_met` or `unknown` with reason and data used.

1. `KINDS` names every kind, its parameters and its function; a line is evaluated as it is written: for an exclusion,
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
from antral.protocol.base import Strict
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
from antral.protocol.criteria.diagnosis import DiagnosisPOI, diagnosis_poi, diagnosis_poi_of_many
from antral.protocol.criteria.findings import Findings, findings, findings_of_many
from antral.protocol.criteria.karyotype import Karyotype, karyotype, karyotype_of_many
from antral.protocol.criteria.laboratory import (
    LabRange,
    LabThreshold,
    lab_normal_range,
    lab_normal_range_of_many,
    lab_threshold,
    lab_threshold_of_many,
)
from antral.protocol.criteria.medication import (
    ConcomitantExcluded,
    PriorTherapy,
    Washout,
    concomitant_excluded,
    concomitant_excluded_of_many,
    prior_therapy,
    prior_therapy_of_many,
    washout,
    washout_of_many,
)
from antral.protocol.criteria.statuses import MET, NOT_MET, UNKNOWN, Statuses, all_of_many, any_of_many
from antral.protocol.criteria.verdict import Status, Verdict, all_of, any_of


class Kind(NamedTuple):
    """One kind of criterion."""

    parameters: type[Strict]
    evaluate: Callable[[Patient, Any, date], Verdict]
    evaluate_many: Callable[[Cohort, Any], Statuses]
    meaning: str


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "aetiology": Kind(Findings, findings, findings_of_many, "a cause of the disease is established"),
        "age": Kind(Age, age, age_of_many, "age within bounds, at screening, diagnosis or consent"),
        "allergy": Kind(Findings, findings, findings_of_many, "an allergy is on record"),
        "amenorrhoea": Kind(
            Amenorrhoea, amenorrhoea, amenorrhoea_of_many, "no or rare spontaneous bleeding before screening"
        ),
        "anatomy": Kind(Findings, findings, findings_of_many, "a malformation is on record"),
        "attestation": Kind(Attestation, attestation, attestation_of_many, "a statement of the woman or her doctor"),
        "concomitant_excluded": Kind(
            ConcomitantExcluded,
            concomitant_excluded,
            concomitant_excluded_of_many,
            "takes a medicine of some class now",
        ),
        "condition": Kind(Findings, findings, findings_of_many, "a disease is on record"),
        "consent": Kind(Attestation, attestation, attestation_of_many, "informed consent is recorded"),
        "diagnosis_poi": Kind(
            DiagnosisPOI, diagnosis_poi, diagnosis_poi_of_many, "premature ovarian insufficiency by a guideline"
        ),
        "fertility_wish": Kind(Attestation, attestation, attestation_of_many, "the wish to become pregnant"),
        "gene": Kind(Findings, findings, findings_of_many, "a genetic finding is on record"),
        "infection_serology": Kind(Findings, findings, findings_of_many, "an infection is on record"),
        "investigator_discretion": Kind(Attestation, attestation, attestation_of_many, "the investigator's judgement"),
        "karyotype": Kind(Karyotype, karyotype, karyotype_of_many, "a karyotype report, normal or not"),
        "lab_normal_range": Kind(
            LabRange, lab_normal_range, lab_normal_range_of_many, "a laboratory value outside its reference range"
        ),
        "lab_threshold": Kind(
            LabThreshold, lab_threshold, lab_threshold_of_many, "a laboratory value beyond a limit, once or twice"
        ),
        "open_list": Kind(
            Attestation, attestation, attestation_of_many, "what a list leaves open, as a person judges it"
        ),
        "organ_function": Kind(Findings, findings, findings_of_many, "an organ that fails is on record"),
        "pregnancy_lactation": Kind(Findings, findings, findings_of_many, "pregnant or breast-feeding"),
        "prior_cell_therapy": Kind(PriorTherapy, prior_therapy, prior_therapy_of_many, "cells given before, or never"),
        "sex": Kind(Sex, sex, sex_of_many, "the sex that is admitted"),
        "surgery": Kind(Findings, findings, findings_of_many, "an operation or treatment is on record"),
        "thrombosis_coagulation": Kind(
            Findings, findings, findings_of_many, "a thrombosis or clotting disorder is on record"
        ),
        "tumour": Kind(Findings, findings, findings_of_many, "a tumour is on record"),
        "unparsed": Kind(
            Unparsed, unparsed, unparsed_of_many, "a line that no rule was found for; a person answers it"
        ),
        "washout": Kind(Washout, washout, washout_of_many, "none of some medicines within a time before screening"),
    }
)

__all__ = [
    "KINDS",
    "MET",
    "NOT_MET",
    "UNKNOWN",
    "Kind",
    "Status",
    "Statuses",
    "Verdict",
    "all_of",
    "all_of_many",
    "any_of",
    "any_of_many",
]
