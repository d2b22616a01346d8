"""One treatment, as what is on record allows to describe it."""

from functools import cache
from typing import Literal

from pydantic import Field, model_validator

from antral.core import InputError, Tag
from antral.evidence.studies import Outcome, PooledResult, meta_analyses, meta_analysis, studies, study
from antral.records import Strict, load_yaml, names, path, read_named

Grade = Literal["high", "moderate", "low", "very_low", "not_judged"]


class Written(Strict):
    """Where its mechanism is written down."""

    record: str
    """Folder and name of a record, such as `hormone_therapies/climen`; `#entry.name` where it is one entry of it."""
    answers: str
    """What a simulation with it can answer."""

    @model_validator(mode="after")
    def _is_there(self) -> "Written":
        place, _, way = self.record.partition("#")
        folder, _, name = place.partition("/")
        if name not in names(folder):
            raise ValueError(f"there is no record {place!r}")
        content = load_yaml(path(folder, f"{name}.yaml"))
        for step in way.split(".") if way else ():
            if not isinstance(content, dict) or step not in content:
                raise ValueError(f"the record {place!r} has no entry {way!r}")
            content = content[step]
        return self


class Cited(Strict):
    """Results that are on record, and what they say of this treatment."""

    study: str | None = None
    meta_analysis: str | None = None
    results: tuple[str, ...] = ()
    """Keys of its results; empty where only its existence counts."""
    says: str
    """In words; the numbers are those of the results."""

    @model_validator(mode="after")
    def _is_there(self) -> "Cited":
        if (self.study is None) == (self.meta_analysis is None):
            raise ValueError("either a study or a meta_analysis is cited")
        known = studies() if self.study else meta_analyses()
        if self.name not in known:
            raise ValueError(f"{self.name!r} is not on record")
        missing = [key for key in self.results if key not in self._all]
        if missing:
            raise ValueError(f"{self.name} has no result {', '.join(missing)}; it has: {', '.join(self._all)}")
        return self

    @property
    def name(self) -> str:
        """The name of the record that is cited."""
        return self.study or self.meta_analysis or ""

    @property
    def _all(self) -> dict[str, Outcome | PooledResult]:
        if self.study:
            return {one.key: one for one in study(self.study).outcomes}
        return dict(meta_analysis(self.name).keyed)

    @property
    def found(self) -> dict[str, Outcome | PooledResult]:
        """The results that are cited, by their keys."""
        return {key: self._all[key] for key in self.results}


class Certainty(Strict):
    """How sure it is that the treatment does what is hoped for (GRADE: Guyatt 2008, BMJ 336:924)."""

    of: str
    """The outcome that is judged."""
    grade: Grade
    reasons: tuple[str, ...] = Field(min_length=1)
    tag: Tag


class Treatment(Strict):
    """One treatment."""

    id: str
    title: str
    what: str
    proposed: str
    """The mechanism that those who offer or study it propose; not ours."""
    proposed_tag: Tag
    simulated: tuple[Written, ...] = ()
    not_simulated: str = ""
    """Why not, where no mechanism is written down."""
    evidence: tuple[Cited, ...] = ()
    no_evidence: str = ""
    """What was looked at, where no result is on record."""
    certainty: Certainty
    harms: tuple[Cited, ...] = ()
    harms_unknown: str = ""
    """What is not known of its harms. Not known is not none."""
    cannot_show: str
    """What its evidence, or a simulation of it, cannot show."""

    @model_validator(mode="after")
    def _one_or_the_other(self) -> "Treatment":
        if bool(self.simulated) == bool(self.not_simulated):
            raise ValueError("a treatment is simulated by a record, or not simulated for a reason")
        if bool(self.evidence) == bool(self.no_evidence):
            raise ValueError("a treatment has evidence on record, or no_evidence says what was looked at")
        if not self.harms and not self.harms_unknown:
            raise ValueError("harms are on record, or harms_unknown says that they are not known")
        return self


def treatment_names() -> list[str]:
    """The names of the treatments on record."""
    return names("treatments")


@cache
def treatment(name: str) -> Treatment:
    """One treatment by name; an `InputError` lists those on record."""
    if name not in treatment_names():
        raise InputError(f"there is no treatment {name!r} on record; there are: {', '.join(treatment_names())}.")
    return read_named(Treatment, path("treatments", f"{name}.yaml"))


def treatments() -> dict[str, Treatment]:
    """Every treatment on record, by name."""
    return {name: treatment(name) for name in treatment_names()}
