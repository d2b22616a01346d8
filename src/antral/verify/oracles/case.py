"""A value of another program, paper or algorithm, with what it was computed from."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from antral.records import Strict, path, read_models

Oracle = Literal["R", "SAS", "East", "PUB", "NUM"]
"""Where an oracle comes from: a program (R with the package named), print, or an independent enumeration, quadrature
or second algorithm."""


class CaseRow(Strict):
    """One input and what the oracle gives for it."""

    model_config = ConfigDict(allow_inf_nan=True)

    name: str
    given: dict[str, Any] = Field(default_factory=dict)
    """Arguments of the check."""
    oracle: dict[str, float] = Field(min_length=1)
    """Quantities by name; the check must give each of them."""


class Case(Strict):
    """Values of one oracle for one of our functions."""

    check: str
    """Name in the topic's `CHECKS`."""
    covers: tuple[str, ...] = Field(min_length=1)
    """Names of methods or designs (such as in `METHODS`) whose numbers are compared."""
    source: str = Field(min_length=3)
    oracle: Oracle
    program: str | None = None
    """File under `tests/reference/r` that made the values anew, where we ran the program."""
    block: str | None = None
    """Number of the block in the list of oracle values that the values come from, such as VT-05."""
    tolerance: float = Field(gt=0)
    relative: bool = False
    """Whether the tolerance is a share of the oracle's value."""
    because: str = Field(min_length=3)
    """Why this tolerance."""
    rows: Annotated[tuple[CaseRow, ...], Field(min_length=1)]


def cases(subject: str, topic: str) -> dict[str, Case]:
    """The cases of a topic, `records/reference/<subject>/<topic>.yaml`, by name."""
    return read_models(Case, path("reference", subject, f"{topic}.yaml"))
