"""Kinds `family_history` and `partner`: what is known of other people."""

from datetime import date
from typing import Literal

import numpy as np
from pydantic import Field

from antral.patient import NOT_LISTED, Cohort, Patient, vocabulary
from antral.protocol.criteria.statuses import Statuses, any_of_many, anywhere, decided
from antral.protocol.criteria.verdict import Verdict, any_of, met, not_met, unknown
from antral.records import Strict


class FamilyHistory(Strict):
    """Any of some findings in her family."""

    any_of: tuple[str, ...] = Field(min_length=1)
    degree: Literal[1, 2, 3] = 3
    """The farthest degree that counts: 1 is parents, brothers and sisters, children."""


class Partner(Strict):
    """Any of some findings of her partner; on record as `partner_azoospermia`, ..."""

    any_of: tuple[str, ...] = Field(min_length=1)


def family_history(patient: Patient, rule: FamilyHistory, on: date) -> Verdict:
    """Whether a relative near enough has any of the findings; a complete list of relatives without them says no."""
    named = " or ".join(rule.any_of).replace("_", " ")
    if patient.family_history is None:
        return unknown(f"family history of {named}: not recorded", f"family history ({named})")
    wider = vocabulary().wider
    theirs = [one for one in patient.family_history if {one.finding, *wider.get(one.finding, ())} & set(rule.any_of)]
    if any(one.degree is not None and one.degree <= rule.degree for one in theirs):
        return met(f"{named} in the family", "family history")
    if rule.degree < 3 and any(one.degree is None for one in theirs):
        return unknown(f"{named} in the family, of a degree not recorded", "degree of the relative")
    if any(one.degree is None for one in theirs):
        return met(f"{named} in the family", "family history")
    if any(one.finding == NOT_LISTED for one in patient.family_history):
        return unknown(f"no {named} in the family, as far as is on record", f"family history ({named})")
    return not_met(f"no {named} in the family", "family history")


def partner(patient: Patient, rule: Partner, on: date) -> Verdict:
    """Whether any of the findings of the partner is on record."""
    parts = []
    for name in rule.any_of:
        shown, present = f"partner: {name.replace('_', ' ')}", patient.found(f"partner_{name}", "current", on)
        if present is None:
            parts.append(unknown(f"{shown}: not recorded", f"{shown} (data of another person: with consent)"))
        else:
            parts.append((met if present else not_met)(f"{shown}: {'yes' if present else 'no'}", shown))
    return any_of(parts)


def family_history_of_many(cohort: Cohort, rule: FamilyHistory) -> Statuses:
    """`family_history` for all women."""
    narrower = vocabulary().narrower
    names = dict.fromkeys(one for name in rule.any_of for one in (name, *narrower.get(name, ())))
    tables = [cohort.tables["relatives"].of(name) for name in names]
    row, degree = (np.concatenate([one[column] for one in tables]) for column in ("row", "degree"))
    near, unclear = (degree >= 1) & (degree <= rule.degree), degree < 0
    yes = anywhere(cohort, row, near | unclear if rule.degree == 3 else near)
    rest = cohort.tables["relatives"].of(NOT_LISTED)["row"]
    doubt = anywhere(cohort, row, unclear) | anywhere(cohort, rest, np.ones(rest.shape, np.bool_))
    return decided(yes, cohort.women.asked_family & (yes | ~doubt))


def partner_of_many(cohort: Cohort, rule: Partner) -> Statuses:
    """`partner` for all women."""
    return any_of_many([cohort.found(f"partner_{name}", "current") for name in rule.any_of])
