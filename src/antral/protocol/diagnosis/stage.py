"""The stage of ovarian insufficiency: occult, biochemical or overt."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from antral.patient import Patient
from antral.protocol.criteria.findings import Findings, findings
from antral.protocol.criteria.verdict import Status, Verdict
from antral.protocol.diagnosis.guideline import Judged
from antral.records import load_yaml, path


@dataclass(frozen=True)
class Stage:
    """Which stage she is in; without one, which are still possible."""

    name: str | None
    possible: tuple[str, ...]
    """Stages that the data do not rule out; one where the stage is known, none where there is none of them."""
    features: Mapping[str, Verdict]
    reason: str
    source: str


def stage(patient: Patient, judged: Judged, on: date) -> Stage:
    """The stage by what is disturbed, for a woman below the age of the guideline."""
    record: Mapping[str, Any] = load_yaml(path("diagnosis", "stages.yaml"))
    features = {
        "fsh_raised": judged.parts["fsh"],
        "menses_disturbed": judged.parts["bleeding"],
        "fertility_reduced": findings(patient, Findings(any_of=("infertility",), timing="ever"), on),
    }
    source = record["source"]
    if judged.parts["age"].status is Status.NOT_MET:
        return Stage(None, (), features, judged.parts["age"].reason, source)
    possible = []
    for name, one in record["stages"].items():
        wanted = {key: one[key] for key in features if key in one}
        if _all_as(features, wanted):
            reason = "; ".join(features[key].reason for key in wanted)
            return Stage(name, (name,), features, reason, source)
        if not _against(features, wanted):
            possible.append(name)
    if not possible:
        return Stage(None, (), features, "none of the stages", source)
    open_ = [verdict.reason for verdict in features.values() if verdict.status is Status.UNKNOWN]
    return Stage(None, tuple(possible), features, f"open: {'; '.join(open_)}", source)


def _against(features: Mapping[str, Verdict], wanted: Mapping[str, bool]) -> bool:
    """Whether a feature is known to be other than the stage has it."""
    other = {True: Status.NOT_MET, False: Status.MET}
    return any(features[key].status is other[present] for key, present in wanted.items())


def _all_as(features: Mapping[str, Verdict], wanted: Mapping[str, bool]) -> bool:
    """Whether every feature is known to be as the stage has it."""
    same = {True: Status.MET, False: Status.NOT_MET}
    return all(features[key].status is same[present] for key, present in wanted.items())
