"""Recorded judgements of how far an answer can be trusted, domain by domain."""

from functools import cache
from typing import Final, Literal

from pydantic import Field, model_validator

from antral.core import InputError, Tag
from antral.evidence.questions import Assumed
from antral.records import Strict, names, path, read_model

Rating = Literal["not_serious", "serious", "very_serious", "extremely_serious", "not_judged"]
Upgrade = Literal["none", "one", "two", "not_judged"]
Start = Literal["high", "low"]
DOMAINS: Final = ("risk_of_bias", "inconsistency", "indirectness", "publication_bias")
"""Domains that are judged; the fifth, imprecision, is computed."""
UPGRADES: Final = ("large_effect", "dose_response", "opposing_confounding")
CONVENTIONS: Final = {
    "randomised_high": "randomised trials start high (Guyatt 2008, BMJ 336:924)",
    "non_randomised_low": "studies without randomisation start low (Guyatt 2008, BMJ 336:924)",
    "robins_i_high": (
        "studies without randomisation start high where ROBINS-I was used for the risk of bias, which may then take "
        "three levels (Schünemann 2019, J Clin Epidemiol 111:105)"
    ),
}
"""Where the certainty starts."""
_STARTS: Final[dict[str, Start]] = {"randomised_high": "high", "non_randomised_low": "low", "robins_i_high": "high"}


class Judgement(Strict):
    """How serious the doubt of one domain is."""

    rating: Rating
    reason: str
    tag: Tag


class Raised(Strict):
    """Whether something speaks for the effect in spite of all doubt."""

    rating: Upgrade
    reason: str
    tag: Tag


class Judgements(Strict):
    """What was judged of one question."""

    question: str
    convention: Literal["randomised_high", "non_randomised_low", "robins_i_high"]
    smallest_difference: Assumed | None = None
    """Smallest difference of shares from the spontaneous course that a woman would find worth a treatment."""
    because: str = ""
    """Why the certainty starts there, where a randomised study is among those asked."""
    domains: dict[str, Judgement]
    upgrades: dict[str, Raised] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _complete(self) -> "Judgements":
        if set(self.domains) != set(DOMAINS):
            raise ValueError(f"domains are: {', '.join(DOMAINS)}; imprecision is computed")
        if set(self.upgrades) - set(UPGRADES):
            raise ValueError(f"upgrades are: {', '.join(UPGRADES)}")
        three = [name for name, one in self.domains.items() if one.rating == "extremely_serious"]
        if three and (three != ["risk_of_bias"] or self.convention != "robins_i_high"):
            raise ValueError("extremely_serious is for risk_of_bias under the convention robins_i_high only")
        return self

    @property
    def start(self) -> Start:
        """Where the certainty starts."""
        return _STARTS[self.convention]


@cache
def judgements(question: str) -> Judgements | None:
    """The judgements of one question; none where nothing is on record."""
    if question not in names("certainty"):
        return None
    found = read_model(Judgements, path("certainty", f"{question}.yaml"))
    if found.question != question:
        raise InputError(f"certainty/{question}.yaml: its question is {found.question!r}; give both one name.")
    return found
