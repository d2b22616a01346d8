"""Kinds of criterion: what a line may ask, and how it is decided.

Takes one woman, the parameters of a kind and a date; gives `met`, `not_met` or `unknown` with reason and data used.

1. `KINDS` names every kind, its parameters and its function; a line is evaluated as it is written: for an exclusion,
   `met` means that what excludes her holds.
2. Missing data are `unknown`, never `not_met`; lines combine by Kleene's rules (`all_of`, `any_of`).
3. `vectorised` decides the kinds that are simulated for thousands of virtual women at once.

To add a kind, write its parameters and function in a module here and its line in `KINDS`.
"""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from antral.patient import Patient
from antral.protocol.base import Strict
from antral.protocol.criteria.age import Age, Sex, age, sex
from antral.protocol.criteria.attestation import Attestation, Unparsed, attestation, unparsed
from antral.protocol.criteria.bleeding import Amenorrhoea, amenorrhoea
from antral.protocol.criteria.diagnosis import DiagnosisPOI, diagnosis_poi
from antral.protocol.criteria.findings import Findings, findings
from antral.protocol.criteria.karyotype import Karyotype, karyotype
from antral.protocol.criteria.laboratory import LabRange, LabThreshold, lab_normal_range, lab_threshold
from antral.protocol.criteria.medication import (
    ConcomitantExcluded,
    PriorTherapy,
    Washout,
    concomitant_excluded,
    prior_therapy,
    washout,
)
from antral.protocol.criteria.verdict import Status, Verdict, all_of, any_of


class Kind(NamedTuple):
    """One kind of criterion."""

    parameters: type[Strict]
    evaluate: Callable[[Patient, Any, date], Verdict]
    meaning: str


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "aetiology": Kind(Findings, findings, "a cause of the disease is established"),
        "age": Kind(Age, age, "age within bounds, at screening, diagnosis or consent"),
        "allergy": Kind(Findings, findings, "an allergy is on record"),
        "amenorrhoea": Kind(Amenorrhoea, amenorrhoea, "no or rare spontaneous bleeding before screening"),
        "anatomy": Kind(Findings, findings, "a malformation is on record"),
        "attestation": Kind(Attestation, attestation, "a statement of the woman or her doctor"),
        "concomitant_excluded": Kind(ConcomitantExcluded, concomitant_excluded, "takes a medicine of some class now"),
        "condition": Kind(Findings, findings, "a disease is on record"),
        "consent": Kind(Attestation, attestation, "informed consent is recorded"),
        "diagnosis_poi": Kind(DiagnosisPOI, diagnosis_poi, "premature ovarian insufficiency by a guideline"),
        "fertility_wish": Kind(Attestation, attestation, "the wish to become pregnant"),
        "gene": Kind(Findings, findings, "a genetic finding is on record"),
        "infection_serology": Kind(Findings, findings, "an infection is on record"),
        "investigator_discretion": Kind(Attestation, attestation, "the investigator's judgement"),
        "karyotype": Kind(Karyotype, karyotype, "a karyotype report, normal or not"),
        "lab_normal_range": Kind(LabRange, lab_normal_range, "a laboratory value outside its reference range"),
        "lab_threshold": Kind(LabThreshold, lab_threshold, "a laboratory value beyond a limit, once or twice"),
        "open_list": Kind(Attestation, attestation, "what a list leaves open, as a person judges it"),
        "organ_function": Kind(Findings, findings, "an organ that fails is on record"),
        "pregnancy_lactation": Kind(Findings, findings, "pregnant or breast-feeding"),
        "prior_cell_therapy": Kind(PriorTherapy, prior_therapy, "cells given before, or never"),
        "sex": Kind(Sex, sex, "the sex that is admitted"),
        "surgery": Kind(Findings, findings, "an operation or treatment is on record"),
        "thrombosis_coagulation": Kind(Findings, findings, "a thrombosis or clotting disorder is on record"),
        "tumour": Kind(Findings, findings, "a tumour is on record"),
        "unparsed": Kind(Unparsed, unparsed, "a line that no rule was found for; a person answers it"),
        "washout": Kind(Washout, washout, "none of some medicines within a time before screening"),
    }
)

__all__ = ["KINDS", "Kind", "Status", "Verdict", "all_of", "any_of"]
