"""The names of outcomes: what each means, its unit, and which endpoint of antral asks the same."""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType
from typing import Final, Literal

from pydantic import Field, model_validator

from antral.core import FACTORS, InputError, RecordError, Tag, convert
from antral.records import Strict, names, path, read_models

WOMEN: Final = ("patients", "women")
"""Units of a count of women."""
NOT_WOMEN: Final = (
    "births", "pregnancies", "cycles", "ivf_cycles", "iui_cycles", "transfers", "embryos", "oocytes", "ovaries"
)  # fmt: skip
"""Units in which one woman may count twice."""
RELATIVE: Final = ("percent", "percent_vs_contralateral")
"""Units of a change in relation to another value; they fit any measure."""
NOT_STATED: Final = "not stated"


class TypicalSpread(Strict):
    """Standard deviation between women over their mean."""

    value: float = Field(gt=0.0)
    tag: Tag
    source: str = Field(min_length=3)


class Possible(Strict):
    """The range in which a mean of women lies, in the unit of the outcome."""

    low: float
    high: float
    tag: Tag
    source: str = Field(min_length=3)


class OutcomeName(Strict):
    """What a name of an outcome stands for."""

    title: str
    kind: Literal[
        "women", "probability", "concentration", "follicles", "oocytes", "embryos", "size", "time", "cutoff"
    ]  # fmt: skip
    """`women` are counted; a `probability` comes from a model and need not be a count over a number of women."""
    unit: str | None = None
    """Internal unit of a measure; none where women are counted."""
    analyte: Literal["E2", "P4", "AMH"] | None = None
    """For molar units."""
    higher: Literal["better", "worse", "neither"]
    meaning: str
    """What a higher value means."""
    endpoints: tuple[str, ...]
    """Kinds of endpoint of antral that ask the same; none where none does."""
    parameter: str | None = None
    """The measured parameter of antral's tables."""
    note: str = ""
    typical_cv: TypicalSpread | None = None
    possible: Possible | None = None

    @model_validator(mode="after")
    def _measures_have_a_unit(self) -> "OutcomeName":
        if (self.unit is None) != (self.kind in ("women", "probability")):
            raise ValueError("a measure has a unit, a count or share of women has none")
        return self

    @property
    def counts_whole_things(self) -> bool:
        """Whether one woman's value is a whole number."""
        return self.kind in ("follicles", "oocytes", "embryos")

    def in_its_unit(self, value: float, unit: str) -> float:
        """A measured value in the unit of the outcome; a unit it cannot have is an `InputError`."""
        if self.unit is None:
            raise InputError(f"{self.title} is no measure; it is counted in women.")
        if self.unit in FACTORS:
            return convert(value, unit, self.unit, analyte=self.analyte)
        if unit != self.unit:
            raise InputError(f"unit {unit!r} of {self.title}: write {self.unit}.")
        return value


@cache
def outcome_names() -> Mapping[str, OutcomeName]:
    """Every name on record (`records/outcomes`), sorted."""
    found: dict[str, OutcomeName] = {}
    for file in names("outcomes"):
        for name, entry in read_models(OutcomeName, path("outcomes", f"{file}.yaml")).items():
            if name in found:
                raise RecordError(f"outcomes/{file}.yaml: {name} stands in another file, too; keep one.")
            found[name] = entry
    return MappingProxyType(dict(sorted(found.items())))


def nearest_outcomes(name: str) -> list[str]:
    """Names on record that look like one that is not, best first; at most three."""
    return get_close_matches(name.lower(), outcome_names(), n=3, cutoff=0.4)
