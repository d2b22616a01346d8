"""One number with its unit, range, source and tag."""

import math
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from pydantic import Field, model_validator

from antral.core import Tag
from antral.records.files import path
from antral.records.model import read_models
from antral.records.strict import Strict
from antral.records.vector import cached


class Parameter(Strict):
    """A number that the simulation uses, as its record states it."""

    value: float
    unit: str
    low: float
    high: float
    tag: Tag
    source: str = Field(min_length=3)
    meaning: str = Field(min_length=3)
    between_women_cv: float = Field(default=0.0, ge=0.0)
    """Coefficient of variation of a log-normal spread between women; 0 where all share the value."""
    draw: int | None = Field(default=None, ge=0)
    """Number of the draw behind that spread: its own for ever, so that a new parameter leaves every woman as she is."""

    @model_validator(mode="after")
    def _inside_its_range(self) -> "Parameter":
        if not (math.isfinite(self.value) and self.low <= self.value <= self.high):
            raise ValueError(f"value {self.value:g} lies outside its own range {self.low:g} to {self.high:g}")
        if (self.draw is None) != (self.between_women_cv == 0.0):
            raise ValueError("between_women_cv and draw belong together: either both or none")
        return self


def parameters(name: str, folder: str = "parameters") -> Mapping[str, Parameter]:
    """The parameters of one record, by name, such as `parameters("follicle")`; read once."""
    return _shipped(path(folder, f"{name}.yaml"))


@cached
def _shipped(file: Path) -> Mapping[str, Parameter]:
    """A shipped file does not change while the program runs; the vector in force may."""
    return MappingProxyType(read_parameters(file))


def read_parameters(file: Path) -> dict[str, Parameter]:
    """The parameters of one file, by name; a malformed entry is a `RecordError` that names it."""
    return read_models(Parameter, file)
