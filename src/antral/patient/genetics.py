"""Reports of karyotype and FMR1, and the findings that follow from them."""

import datetime as dt
from functools import cache
from typing import Literal, Self

from pydantic import Field, model_validator

from antral.patient.finding import Finding
from antral.records import Strict, load_yaml, path

Category = Literal["normal", "intermediate", "premutation", "full_mutation"]

NORMAL = "46,XX"


class Karyotype(Strict):
    """A karyotype report."""

    result: str | None = None
    """As reported (ISCN), such as `46,XX` or `45,X/46,XX`."""
    normal: bool | None = None
    """The laboratory's judgement; without it, `46,XX` alone is read as normal and any line with 45,X as abnormal."""
    date: dt.date | None = None

    def findings(self) -> tuple[Finding, ...]:
        """`abnormal_karyotype` and `turner_syndrome`, present or absent; none where the report cannot be read."""
        written = (self.result or "").replace(" ", "").upper()
        monosomy = "45,X" in written.split("/") or any(line.startswith("45,X[") for line in written.split("/"))
        normal = self.normal
        if normal is None:
            normal = True if written == NORMAL else False if monosomy else None
        if normal is None:
            return ()
        found = [Finding(name="abnormal_karyotype", present=not normal, recorded=self.date)]
        if normal or written:
            found.append(Finding(name="turner_syndrome", present=monosomy and not normal, recorded=self.date))
        return tuple(found)


class FMR1(Strict):
    """A test of FMR1: the CGG repeats of the longer allele, or the category that the laboratory gave."""

    repeats: int | None = Field(default=None, ge=0)
    category: Category | None = None
    date: dt.date | None = None

    @model_validator(mode="after")
    def _says_something_and_agrees(self) -> Self:
        if self.repeats is None and self.category is None:
            raise ValueError("a test of FMR1 needs 'repeats' or 'category'")
        if self.repeats is not None and self.category not in (None, category_of(self.repeats)):
            raise ValueError(f"{self.repeats} repeats are {category_of(self.repeats)}, not {self.category}")
        return self

    def findings(self) -> tuple[Finding, ...]:
        """`fmr1_intermediate`, `fmr1_premutation` and `fmr1_full_mutation`, present or absent."""
        found = self.category or category_of(self.repeats or 0)
        return tuple(
            Finding(name=f"fmr1_{one}", present=one == found, recorded=self.date)
            for one in ("intermediate", "premutation", "full_mutation")
        )


def category_of(repeats: int) -> Category:
    """The category of a number of CGG repeats, by `records/findings/fmr1.yaml`."""
    found: Category = "normal"
    for name, least in _limits():
        if repeats >= least:
            found = name
    return found


@cache
def _limits() -> tuple[tuple[Category, int], ...]:
    least = load_yaml(path("findings", "fmr1.yaml"))["least_repeats"]
    return tuple((name, int(least[name])) for name in ("intermediate", "premutation", "full_mutation"))
