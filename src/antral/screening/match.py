"""One woman against every trial on file: which she may enter, what is missing, and how far off the others are."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from antral.core import DAYS_PER_YEAR
from antral.patient import Patient
from antral.protocol import Study, screen
from antral.screening.candidates import Candidates
from antral.screening.explain import Explained, explain
from antral.screening.later import eligible_from
from antral.screening.scrub import Wording

Open = Literal["open", "perhaps open", "not open"]

_STATED: Final = {
    "recruiting": "open",
    "enrolling by invitation": "perhaps open",
    "not yet recruiting": "perhaps open",
    "available": "open",
}
"""What a registry's word for recruitment means; every other word is `not open`."""
_RANK: Final = {"eligible": 0, "undetermined": 1, "ineligible": 2}
_OPEN: Final = {"open": 0, "perhaps open": 1, "not open": 2}
_OLD_YEARS: Final = 2.0
"""A registry calls the status of a record unknown that nobody confirmed for two years."""


@dataclass(frozen=True)
class Recruitment:
    """Whether a trial takes women, as far as its record says."""

    status: str
    """As the registry words it; `not on record` where it says nothing."""
    open: Open
    why: str
    """Why it may not be open though its status says so; empty otherwise."""
    site: str | None
    last_update: date | None
    record_age_days: int | None


@dataclass(frozen=True)
class Matched:
    """One trial for one woman."""

    title: str
    explained: Explained
    recruitment: Recruitment
    eligible_from: date | None
    """The day from which she is eligible if nothing new happens; None where time alone does not decide."""
    has_text: bool
    """Whether the record on file holds an eligibility text; without one little is known of who may enter."""

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as `antral match --json` prints them."""
        one, words = self.recruitment, self.explained.wording
        return {
            "trial": self.explained.protocol,
            "title": self.title,
            "recruitment": {
                "status": one.status,
                "open": one.open,
                "why": one.why,
                "site": one.site,
                "record_updated": None if one.last_update is None else one.last_update.isoformat(),
                "record_age_days": None if words.redacted else one.record_age_days,  # it would tell the day
            },
            "eligible_from": words.day(self.eligible_from),
            "eligibility_text_on_file": self.has_text,
            **self.explained.to_dict(),
        }


def recruitment(protocol: Study, on: date) -> Recruitment:
    """What the record says of recruitment, on a day."""
    facts = protocol.registry
    if facts is None or facts.status is None:
        return Recruitment("not on record", "not open", "", facts.site if facts else None, None, None)
    status = facts.status.lower().replace("_", " ")
    found: Any = _STATED.get(status, "not open")
    age = None if facts.last_update is None else (on - facts.last_update).days
    why = ""
    if found == "open" and facts.start is not None and facts.start > on:
        found, why = "perhaps open", f"it begins on {facts.start}"
    elif found == "open" and facts.completion is not None and facts.completion < on:
        found, why = "perhaps open", f"its planned end, {facts.completion}, has passed"
    elif found == "open" and (age is None or age > _OLD_YEARS * DAYS_PER_YEAR):
        found, why = "perhaps open", "its record is older than two years"
    return Recruitment(status, found, why, facts.site, facts.last_update, age)


def match(
    protocols: "list[Study]", patient: Patient, *, on: date, candidates: Candidates, wording: Wording | None = None
) -> tuple[Matched, ...]:
    """Every trial for one woman: eligible, undetermined, ineligible; of these, open ones first, without a text last."""
    found = []
    for protocol in protocols:
        one = explain(protocol, patient, on=on, candidates=candidates, wording=wording)
        screening = screen(protocol, patient, on=on)
        later = eligible_from(protocol, patient, screening, on) if one.outcome == "ineligible" else None
        has_text = any(line.origin == "text" for line in protocol.eligibility.criteria)
        found.append(Matched(protocol.title, one, recruitment(protocol, on), later, has_text))
    return tuple(sorted(found, key=_place))


def _place(one: Matched) -> tuple[Any, ...]:
    told = one.explained
    return (
        _RANK[told.outcome],
        not one.has_text,
        _OPEN[one.recruitment.open],
        one.eligible_from or date.max,
        len(told.keeps_out),
        len(told.to_decide) + len(told.for_persons),
        told.protocol,
    )
