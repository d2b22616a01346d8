"""One published meta-analysis: every pooled result as printed, with what speaks against it."""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from antral.core import InputError
from antral.evidence.studies.known import Known
from antral.records import Strict, names, path, read_named

Measure = Literal["SMD", "MD", "OR", "RR", "log_OR", "proportion", "crude_proportion", "range_of_proportions"]
Scope = Literal[
    "cells", "prp", "acupuncture", "herbs", "dhea", "cell_safety", "spontaneous_course", "animals"
]  # fmt: skip


class Corrected(Strict):
    """An end that the source prints otherwise than it must be, and that is entered as it must be."""

    field: Literal["low", "high", "estimate"]
    printed: float


class PooledResult(Strict):
    """One pooled number."""

    outcome: str
    measure: Measure
    as_printed: str | None = None
    positive_means: Literal["rise", "fall"] = "rise"
    """Of the outcome, after treatment or against the control."""
    estimate: float
    low: float | None = None
    high: float | None = None
    """Ends of the 95 % interval; of a range of proportions, its ends."""
    corrected: Corrected | None = None
    p: float | None = Field(default=None, ge=0.0, le=1.0)
    i2: float | None = None
    """Per cent."""
    k: int | None = Field(default=None, gt=0)
    """Studies."""
    n: int | None = Field(default=None, gt=0)
    """Women, or animals."""
    events: int | None = Field(default=None, ge=0)
    printed_percent: float | None = None
    method: str = ""
    population: str
    species: Literal["human", "animal"] = "human"
    months: float | None = Field(default=None, ge=0.0)
    months_as_printed: str = ""
    locator: str
    note: str = ""


class MetaAnalysis(Strict):
    """What one publication pooled."""

    id: str
    title: str
    year: int | None = None
    doi: str | None = None
    pmid: str | None = None
    pmc: str | None = None
    scope: Scope
    doubts: tuple[str, ...] = ()
    """What contradicts it, within itself or elsewhere."""
    results: tuple[PooledResult, ...] = Field(min_length=1)
    known: tuple[Known, ...] = ()

    @model_validator(mode="after")
    def _animals_apart(self) -> "MetaAnalysis":
        if (self.scope == "animals") != any(one.species == "animal" for one in self.results):
            raise ValueError("animals have a meta-analysis of their own: scope and species go together")
        return self

    @property
    def keyed(self) -> dict[str, PooledResult]:
        """Its results by outcome; a second one of the same outcome is `fsh#2`."""
        found: dict[str, PooledResult] = {}
        for one in self.results:
            nth = 1 + sum(other.outcome == one.outcome for other in found.values())
            found[one.outcome if nth == 1 else f"{one.outcome}#{nth}"] = one
        return found


@cache
def meta_analysis(name: str) -> MetaAnalysis:
    """One published meta-analysis by name; an `InputError` lists those on record."""
    if name not in names("meta_analyses"):
        raise InputError(
            f"there is no meta-analysis {name!r} on record; there are: {', '.join(names('meta_analyses'))}."
        )
    return read_meta_analysis(path("meta_analyses", f"{name}.yaml"))


def read_meta_analysis(file: Path) -> MetaAnalysis:
    """The meta-analysis that one file holds; its name is its id."""
    return read_named(MetaAnalysis, file)


def meta_analyses() -> dict[str, MetaAnalysis]:
    """Every published meta-analysis on record, by name."""
    return {name: meta_analysis(name) for name in names("meta_analyses")}
