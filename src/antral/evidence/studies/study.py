"""One study, as it was read."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import Field, model_validator

from antral.core import InputError, RecordError
from antral.evidence.studies.arm import Arm
from antral.evidence.studies.bias import Bias
from antral.evidence.studies.compared import Compared
from antral.evidence.studies.known import Known
from antral.evidence.studies.outcome import Outcome
from antral.records import Strict, load_yaml, names, path, read_named, read_text

Design = Literal[
    "rct",
    "rct_crossover",
    "rct_interim",
    "nonrandomised_controlled",
    "nonrandomised_dose_groups",
    "two_product_comparison",
    "single_arm",
    "before_after",
    "cohort",
    "cross_sectional",
    "survey",
    "case_series",
    "case_report",
]
Role = Literal[
    "cell_therapy",
    "cell_derived",
    "registry_only",
    "comparator_natural",
    "comparator_hrt",
    "comparator_placebo",
    "comparator_prp",
    "comparator_sham_like",
    "comparator_other",
]


Indication = Literal["POI", "POR", "DOR", "early_menopause", "mixed"]
"""Ovarian failure before 40, poor response, diminished reserve, menopause at 40 to 45, or several of them."""
UNFILLED: Final = "FILL"
"""What the template writes where a value is wanted; no study is read while it stands there."""
_TOLD: Final = 5
"""Places that one message names."""


class Citation(Strict):
    """Where a study is published, and what of it was read."""

    first_author: str
    year: int | None = Field(default=None, ge=1900, le=2100)
    title: str
    doi: str | None = None
    pmid: str | None = None
    registry: tuple[Annotated[str, Field(pattern=r"^\S+$")], ...] = ()
    """Numbers of registration, such as NCT02603744, and nothing else."""
    registry_remark: str = ""
    """How sure it is that the registration is this study's."""
    country: str | None = None
    read: str
    """The text that was read."""


class Population(Strict):
    """Who took part."""

    text: str
    indication: Indication
    criteria: str | None = None
    age_mean: float | None = None
    fsh_mean: float | None = None
    """IU/L at entry."""


class Study(Strict):
    """What one study did and reported."""

    id: str
    citation: Citation
    role: Role
    design: Design
    design_as_printed: str | None = None
    population: Population
    enrolled: int | None = Field(default=None, gt=0)
    follow_up_months: float | None = Field(default=None, gt=0.0)
    """The longest time since treatment at which a woman was seen; none where not stated."""
    arms: dict[str, Arm]
    compared: Compared | None = None
    """The arm that others are compared with; none where the study has no control."""
    outcomes: tuple[Outcome, ...] = ()
    bias: Bias | None = None
    doubts: tuple[str, ...] = ()
    """What contradicts it, within itself or in its registration, and what a reader must know of its numbers."""
    known: tuple[Known, ...] = ()
    """What `lint` finds in it that is true of the publication itself."""

    @model_validator(mode="after")
    def _arms_exist(self) -> "Study":
        for outcome in self.outcomes:
            if outcome.arm not in self.arms:
                raise ValueError(f"outcome {outcome.key}: there is no arm {outcome.arm!r}")
            if outcome.against is not None and outcome.against not in set(self.arms) - {outcome.arm}:
                raise ValueError(f"outcome {outcome.key}: against names another arm of the study")
        for name, arm in self.arms.items():
            if set(arm.aggregate_of) - (set(self.arms) - {name}):
                raise ValueError(f"arm {name}: aggregate_of names other arms of the study")
        if self.compared is not None and self.compared.control not in self.arms:
            raise ValueError(f"compared: control names an arm of the study ({', '.join(self.arms)})")
        if self.compared is not None and set(self.compared.treatments) - set(self.arms):
            raise ValueError(f"compared: treatments names arms of the study ({', '.join(self.arms)})")
        keys = [outcome.key for outcome in self.outcomes]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ValueError(f"stated twice: {', '.join(twice)}")
        return self

    @property
    def title(self) -> str:
        """First author and year, as a table names it."""
        year = self.citation.year
        return f"{self.citation.first_author}{'' if year is None else f' {year}'}"

    def outcome(self, key: str) -> Outcome:
        """One outcome by its key."""
        found = {one.key: one for one in self.outcomes}
        if key not in found:
            raise InputError(f"study {self.id} has no outcome {key!r}; it has: {', '.join(found)}.")
        return found[key]


def study_names(extra: Path | None = None) -> list[str]:
    """The names of the studies on record, sorted; with those of a folder of the user's."""
    return sorted([*names("studies"), *_files(extra)])


def study(name: str, extra: Path | None = None) -> Study:
    """One study by name, shipped or of a folder of the user's; an `InputError` names near ones."""
    theirs = _files(extra)
    if name in theirs:
        return read_study(theirs[name])
    if name not in names("studies"):
        near = get_close_matches(name, study_names(extra), n=3, cutoff=0.5)
        told = f"did you mean {' or '.join(near)}?" if near else "`antral evidence studies` lists them."
        raise InputError(f"there is no study {name!r} on record; {told}")
    return _shipped(name)


def studies(extra: Path | None = None) -> dict[str, Study]:
    """Every study on record, by name.

    Parameters
    ----------
    extra
        A folder of the user's own records, one `.yaml` a study, which stand beside the shipped ones. A name that is
        taken is an `InputError`.
    """
    return {name: study(name, extra) for name in study_names(extra)}


def read_study(file: Path) -> Study:
    """The study that one file holds; its name is its id."""
    _filled(file)
    return read_named(Study, file)


def _filled(file: Path) -> None:
    """Refuse a record in which a word of the template still stands for a value."""
    if UNFILLED not in read_text(file):
        return
    left = list(_unfilled(load_yaml(file), ""))
    if left:
        more = f" and {len(left) - _TOLD} more" if len(left) > _TOLD else ""
        raise RecordError(
            f"{file.parent.name}/{file.name} is not filled: {', '.join(left[:_TOLD])}{more} still say {UNFILLED}. "
            "Write what the text states, or take the line out where it states nothing."
        )


def _unfilled(content: Any, where: str) -> Iterator[str]:
    """The places of a record that still say so."""
    if content == UNFILLED:
        yield where
    elif isinstance(content, Mapping):
        for name, value in content.items():
            yield from _unfilled(value, f"{where}.{name}" if where else str(name))
    elif isinstance(content, list):
        for number, value in enumerate(content):
            yield from _unfilled(value, f"{where}.{number}")


@cache
def _shipped(name: str) -> Study:
    return read_study(path("studies", f"{name}.yaml"))


def _files(extra: Path | None) -> Mapping[str, Path]:
    """The records of a user's folder, by name."""
    if extra is None:
        return {}
    if not extra.is_dir():
        raise InputError(f"{extra} is not a folder; give the folder that holds your own records (*.yaml).")
    found = {file.stem: file for file in sorted(extra.glob("*.yaml"))}
    taken = sorted(set(found) & set(names("studies")))
    if taken:
        raise InputError(f"{extra}: {', '.join(taken)} is the name of a shipped study; give yours another name.")
    return found
