"""The definition of the disease by each version of the ESHRE guideline, part by part."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from antral.patient import Patient
from antral.protocol.criteria.diagnosis import DiagnosisPOI, parts_of_diagnosis
from antral.protocol.criteria.verdict import Verdict, all_of
from antral.protocol.definitions import definition

GUIDELINES: Final = ("eshre_2016", "eshre_2024")
"""Versions by the names of their definitions, oldest first."""


@dataclass(frozen=True)
class Judged:
    """One version of the guideline for one woman."""

    name: str
    title: str
    source: str
    verdict: Verdict
    parts: Mapping[str, Verdict]
    """`age`, `bleeding`, `fsh`."""


def rule_of(name: str) -> DiagnosisPOI:
    """The parameters of one version."""
    return DiagnosisPOI.model_validate(definition(name).parameters)


def judge(patient: Patient, name: str, on: date) -> Judged:
    """What one version says of a woman on a day; without an earlier diagnosis, one that were made on that day."""
    found, known = definition(name), patient.poi_diagnosed
    if known is None or known > on:
        patient = patient.model_copy(update={"poi_diagnosed": on})
    parts = parts_of_diagnosis(patient, rule_of(name), on)
    return Judged(name, found.title, found.source or "", all_of(list(parts.values())), parts)
