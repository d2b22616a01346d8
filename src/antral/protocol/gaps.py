"""What the source leaves open, and what is assumed beyond it."""

from typing import Literal

from antral.records import Strict


class Gap(Strict):
    """A question the registry does not answer, and the answer this protocol takes."""

    field: str
    """Path in the protocol that the answer fills."""
    question: str
    filled_with: str
    reason: str
    sensitivity: str | None = None
    """Which other answers should be tried, such as '3e7 to 1.2e8 cells'."""
    tag: Literal["assumed"] = "assumed"


class Assumption(Strict):
    """Something taken for granted that no field states."""

    text: str
    reason: str


class Change(Strict):
    """A value the user changed with `--set`."""

    path: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.path}: {self.before} → {self.after}, changed by the user"
