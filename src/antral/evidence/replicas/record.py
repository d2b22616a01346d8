"""What the record of a replica holds: how a study is repeated, or why it is not."""

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, model_validator

from antral.core import InputError
from antral.evidence.studies import Study, study, study_names
from antral.protocol import Assumption, Derivation, Measure
from antral.records import Strict, path, read_model

Taken = Literal["count", "percent", "mean_at_entry", "mean", "mean_change", "direction"]
"""What is printed of the women of an arm together."""
Rule = Literal["mean", "significant", "anyone"]
"""What a printed direction means: the sign of the mean change; that sign where a paired t test finds p < 0.05 and else
0; 1 where at least one woman had it."""


class Distance(Strict):
    """How far the women and the treatment are from those of the model."""

    indication: Literal["same", "near", "other"]
    """Ovarian failure below 40; something near it; another condition."""
    species: Literal["human"] = "human"
    route: str
    source: str
    """Of the cells, or the treatment that is no cells."""
    remark: str


class Asked(Strict):
    """The endpoint that stands for a reported outcome."""

    derive: Derivation
    measure: Measure | None = None
    day: float = Field(gt=0.0)
    threshold: str | None = None
    """With its unit."""
    follicle_mm: float | None = None
    last_days: float | None = None
    under_assigned_hormones: bool = False


class Mapped(Asked):
    """A reported outcome: its endpoint, and what is printed of it."""

    take: Taken
    rule: Rule | None = None
    meaning: str
    """In a sentence, with the population and time."""
    unit: str | None = None
    """Of the printed value where it is not that of the measure; converted."""
    instead: dict[str, Asked] = Field(default_factory=dict)
    """Other definitions that a reader may have in mind: name, and its endpoint."""

    @model_validator(mode="after")
    def _suits_what_is_taken(self) -> "Mapped":
        if (self.take == "direction") != (self.rule is not None):
            raise ValueError("a direction, and only a direction, has a rule: mean, significant or anyone")
        if (self.take not in ("count", "percent") and self.rule != "anyone") and self.derive != "change":
            raise ValueError(f"'take: {self.take}' is of numbers; 'derive: change' was wanted, {self.derive} came")
        return self


class ReplicaRecord(Strict):
    """One study: a protocol with its outcomes, or a reason."""

    study: str
    reason: str | None = None
    """Why the study cannot be simulated at all."""
    distance: Distance | None = None
    protocol: dict[str, Any] = Field(default_factory=dict)
    """Written out, or laid over what it `extends`: a shipped protocol or a file of `replicas/bases`."""
    outcomes: dict[str, Mapped] = Field(default_factory=dict)
    """By the outcome's key in the study."""
    not_simulated: dict[str, str] = Field(default_factory=dict)
    """Outcomes of which no replica tells anything, with the reason."""
    assumed: tuple[Assumption, ...] = ()

    @model_validator(mode="after")
    def _replica_or_reason(self) -> "ReplicaRecord":
        if self.reason is not None:
            if self.protocol or self.outcomes or self.not_simulated or self.assumed:
                raise ValueError("a study with a reason why it is not simulated has no protocol and no outcomes")
        elif not (self.protocol and self.outcomes and self.distance and self.assumed):
            raise ValueError("a replica has distance, protocol, outcomes and what was assumed; else a reason")
        return self

    def check(self, one: Study) -> None:
        """Refuse a record that does not account for every outcome of its study, once."""
        known = [outcome.key for outcome in one.outcomes]
        told = [*self.outcomes, *self.not_simulated]
        if self.reason is None and sorted(told) != sorted(known):
            left, strange = sorted(set(known) - set(told)), sorted(set(told) - set(known))
            twice = sorted({key for key in told if told.count(key) > 1})
            raise InputError(
                f"replicas/{self.study}.yaml: every outcome of the study is mapped or has a reason, once. "
                f"Missing: {', '.join(left) or 'none'}; not in the study: {', '.join(strange) or 'none'}; "
                f"twice: {', '.join(twice) or 'none'}."
            )


def record(name: str, extra: Path | None = None) -> ReplicaRecord:
    """The record of one study's replica; an `InputError` where it does not account for the study.

    Where there is no file, its reason says what to write and where.

    Parameters
    ----------
    extra
        A folder of the user's own studies, whose replicas lie in its folder `replicas`.
    """
    of, file = study(name, extra), file_of(name, extra)
    if not file.exists():
        return ReplicaRecord(study=name, reason=_to_write(of, file))
    found = read_model(ReplicaRecord, file)
    if found.study != name:
        raise InputError(f"replicas/{name}.yaml: its study is {found.study!r}; give file and study one name.")
    found.check(of)
    return found


def file_of(name: str, extra: Path | None = None) -> Path:
    """Where the replica of a study lies: with the shipped ones, or in the user's folder."""
    if extra is None or name in study_names():
        return path("replicas", f"{name}.yaml")
    return extra / "replicas" / f"{name}.yaml"


def _to_write(of: Study, file: Path) -> str:
    """What a user writes to have a study repeated."""
    keys = ", ".join(outcome.key for outcome in of.outcomes) or "none yet"
    return (
        f"{of.id} has no replica; write {file}: study, distance, protocol (`extends: bases/usual.yaml` gives what is "
        f"usual), outcomes (each key with derive, day, take and meaning) or not_simulated (key: reason), assumed "
        f"(text, reason); or study and reason alone. Keys to account for: {keys}. Arms have the study's names. "
        "Example: records/replicas/mashayekhi2021.yaml; the page docs/evidence/challenge.md explains each field."
    )
