"""How far a study may be wrong by its making, domain by domain."""

from typing import Final, Literal

from pydantic import model_validator

from antral.core import Tag
from antral.records import Strict

Judgement = Literal["low", "some_concerns", "moderate", "serious", "high", "critical", "not_judged"]
DOMAINS: Final = {
    "RoB 2": ("randomisation", "deviations", "missing_outcomes", "measurement", "reporting"),
    "ROBINS-I": (
        "confounding",
        "selection",
        "classification",
        "deviations",
        "missing_outcomes",
        "measurement",
        "reporting",
    ),
}
"""Domains of each tool: Sterne 2019, BMJ 366:l4898; Sterne 2016, BMJ 355:i4919."""


class Bias(Strict):
    """Judgements of one study."""

    tool: Literal["RoB 2", "ROBINS-I"]
    overall: Judgement
    domains: dict[str, Judgement]
    """Each domain of the tool; `not_judged` where the text read does not allow it."""
    remark: str
    tag: Tag
    """`published` where the source judged, `assumed` where we did."""

    @model_validator(mode="after")
    def _every_domain(self) -> "Bias":
        if set(self.domains) != set(DOMAINS[self.tool]):
            raise ValueError(f"domains of {self.tool} are: {', '.join(DOMAINS[self.tool])}")
        return self
