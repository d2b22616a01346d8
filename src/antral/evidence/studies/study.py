"""One study, as it was read."""

from functools import cache
from typing import Literal

from pydantic import Field, model_validator

from antral.core import InputError
from antral.evidence.studies.arm import Arm
from antral.evidence.studies.base import Part
from antral.evidence.studies.bias import Bias
from antral.evidence.studies.outcome import Outcome
from antral.records import names, path, read_model

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


class Citation(Part):
    """Where a study is published, and what of it was read."""

    first_author: str
    year: int | None = Field(default=None, ge=1900, le=2100)
    title: str
    doi: str | None = None
    pmid: str | None = None
    registry: tuple[str, ...] = ()
    country: str | None = None
    read: str
    """The text that was read."""


class Population(Part):
    """Who took part."""

    text: str
    indication: Indication
    criteria: str | None = None
    age_mean: float | None = None
    fsh_mean: float | None = None
    """IU/L at entry."""


class Study(Part):
    """What one study did and reported."""

    id: str
    citation: Citation
    role: Role
    design: Design
    design_as_printed: str | None = None
    population: Population
    enrolled: int | None = Field(default=None, gt=0)
    arms: dict[str, Arm]
    outcomes: tuple[Outcome, ...] = ()
    bias: Bias | None = None

    @model_validator(mode="after")
    def _arms_exist(self) -> "Study":
        for outcome in self.outcomes:
            if outcome.arm not in self.arms:
                raise ValueError(f"outcome {outcome.key}: there is no arm {outcome.arm!r}")
        for name, arm in self.arms.items():
            if set(arm.aggregate_of) - (set(self.arms) - {name}):
                raise ValueError(f"arm {name}: aggregate_of names other arms of the study")
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


def study_names() -> list[str]:
    """The names of the studies on record."""
    return names("studies")


@cache
def study(name: str) -> Study:
    """One study by name; an `InputError` lists those on record."""
    if name not in study_names():
        raise InputError(f"there is no study {name!r} on record; there are: {', '.join(study_names())}.")
    found = read_model(Study, path("studies", f"{name}.yaml"))
    if found.id != name:
        raise InputError(f"studies/{name}.yaml: its id is {found.id!r}; give file and id one name.")
    return found


def studies() -> dict[str, Study]:
    """Every study on record, by name."""
    return {name: study(name) for name in study_names()}
