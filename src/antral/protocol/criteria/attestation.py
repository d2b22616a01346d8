"""Kinds `consent`, `attestation` and `investigator_discretion`: what a person states."""

from pydantic import Field

from antral.patient import Patient
from antral.protocol.base import Strict
from antral.protocol.criteria.verdict import Verdict, met, not_met, unknown


class Attestation(Strict):
    """A statement and the answer that the line describes."""

    item: str = Field(min_length=1)
    equals: bool = True


def attestation(patient: Patient, rule: Attestation) -> Verdict:
    """Whether the recorded statement is the one the line describes."""
    stated = patient.attestations.get(rule.item)
    shown = rule.item.replace("_", " ")
    if stated is None:
        return unknown(f"{shown}: not recorded", shown)
    answer = f"{shown}: {'yes' if stated else 'no'}"
    return (met if stated == rule.equals else not_met)(answer, answer)
