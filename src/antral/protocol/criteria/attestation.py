"""Kinds that a person answers: consent, wishes, judgements, what a list leaves open, and lines nobody could parse."""

from datetime import date

from pydantic import Field

from antral.patient import Cohort, Patient
from antral.protocol.criteria.statuses import Statuses, turned
from antral.protocol.criteria.verdict import Verdict, met, not_met, unknown
from antral.records import Strict


class Attestation(Strict):
    """A statement and the answer that the line describes."""

    item: str = Field(min_length=1)
    equals: bool = True


class Unparsed(Strict):
    """A line that no rule was found for; a person answers it."""

    item: str = Field(min_length=1)
    """Name of the statement that answers it: protocol and line, such as `NCT03816852_E18`."""


def attestation(patient: Patient, rule: Attestation, on: date) -> Verdict:
    """Whether the recorded statement is the one the line describes."""
    stated = patient.stated(rule.item, on)
    shown = rule.item.replace("_", " ")
    if stated is None:
        return unknown(f"{shown}: not recorded", shown)
    answer = f"{shown}: {'yes' if stated else 'no'}"
    return (met if stated == rule.equals else not_met)(answer, answer)


def attestation_of_many(cohort: Cohort, rule: Attestation) -> Statuses:
    """`attestation` for all women."""
    return turned(cohort.statement(rule.item), keep=rule.equals)


def unparsed(patient: Patient, rule: Unparsed, on: date) -> Verdict:
    """What a person said of the line; else unknown."""
    stated = patient.stated(rule.item, on)
    if stated is None:
        return unknown("for a person to judge", f"a person's judgement of {rule.item.replace('_', ' ')}")
    answer = f"judged by a person: {'holds' if stated else 'does not hold'}"
    return (met if stated else not_met)(answer, answer)


def unparsed_of_many(cohort: Cohort, rule: Unparsed) -> Statuses:
    """`unparsed` for all women."""
    return cohort.statement(rule.item)
