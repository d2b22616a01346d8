"""Other causes of disturbed menses: present, excluded, or still to be asked for."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from antral.patient import Patient
from antral.protocol.criteria import KINDS
from antral.protocol.criteria.verdict import Verdict
from antral.protocol.definitions import definition
from antral.records import load_yaml, path


@dataclass(frozen=True)
class Cause:
    """One other cause: met where it is on record, not met where it was looked for and is absent."""

    name: str
    title: str
    verdict: Verdict
    ask: str
    """What would tell, where nobody knows."""
    burden: str


def differential(patient: Patient, on: date) -> tuple[Cause, ...]:
    """Every other cause on file, for one woman on a day."""
    causes: dict[str, dict[str, Any]] = load_yaml(path("diagnosis", "differential.yaml"))["causes"]
    found = []
    for name, one in causes.items():
        given: tuple[str, dict[str, Any]] = (one.get("kind", ""), one.get("parameters", {}))
        if "definition" in one:
            pack = definition(one["definition"])
            given = (pack.kind, pack.parameters)
        kind = KINDS[given[0]]
        verdict = kind.evaluate(patient, kind.parameters.model_validate(given[1]), on)
        found.append(Cause(name, one["title"], verdict, one["ask"], one["burden"]))
    return tuple(found)
