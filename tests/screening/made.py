"""Protocols of a few lines, women by days from a day of screening, and candidates whose shares are known."""

from datetime import date

from antral.patient import Patient
from antral.protocol import Criterion, Eligibility, load
from antral.screening.candidates import from_columns

ON = date(2026, 6, 15)


def line(name, kind, parameters, section="exclusion", grade="exact", **more):
    return Criterion(
        id=name, section=section, text=f"text of {name}", kind=kind, grade=grade, parameters=parameters, **more
    )


def drawn(name, finding, share, kind="condition", **more):
    """An exclusion by one finding, with the share of women who have it."""
    policy = {"draw": share, "tag": "assumed", "reason": "made"}
    return line(name, kind, {"any_of": [finding], "timing": "ever"}, policy=policy, **more)


def stated(name, item, section="inclusion", **more):
    return line(name, "attestation", {"item": item, "equals": True}, section, "attestation", **more)


def protocol(*lines):
    return load("NCT07115082").model_copy(update={"eligibility": Eligibility(criteria=lines)})


def woman(**given):
    return Patient(**({"id": "W", "sex": "female", "birth_date": date(1994, 3, 3)} | given))


def candidates(fsh=((50.0, 60.0),) * 100, age=32.0, bleeds=(), aetiology=0):
    """Candidates by their FSH at two visits 30 days apart; all of one age."""
    return from_columns(
        {
            "made_with": {},
            "aetiologies": ["idiopathic", "surgical"],
            "aetiology": [aetiology] * len(fsh),
            "age_years": [age] * len(fsh),
            "diary_from": -180.0,
            "bleeds": [list(bleeds)] * len(fsh),
            "samples": {"FSH": {"unit": "IU/L", "days": [-30.0, 0.0], "values": [list(pair) for pair in fsh]}},
        }
    )
