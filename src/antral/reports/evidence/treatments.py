"""What `antral evidence treatments` shows: every treatment beside the others, or all of one."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from antral.reports.evidence.records import words
from antral.reports.section import Section
from antral.reports.wording import counted

if TYPE_CHECKING:
    from antral.evidence import Outcome, PooledResult, treatments

_DIRECTIONS: Final = {-1.0: "fell", 0.0: "did not change", 1.0: "rose"}
_SHORT: Final = "no mechanism, not simulated"
_NOTE: Final = (
    "Certainty is that the treatment brings back menses, ovulation or pregnancy; the judgement is ours.",
    "Treatments are not compared with one another here: their women, outcomes and designs differ.",
)


def treatments_sections(listed: Iterable["treatments.Treatment"]) -> list[Section]:
    """All treatments, one a line."""
    rows = [
        (
            one.id,
            one.title,
            f"{len(one.evidence)}" if one.evidence else "none",
            words(one.certainty.grade),
            ", ".join(dict.fromkeys(each.record.split("#")[0] for each in one.simulated)) or _SHORT,
        )
        for one in listed
    ]
    columns = ("name", "treatment", "cited", "certainty", "simulated by")
    return [Section("Treatments in the same terms", columns, rows, _NOTE)]


def treatments_table(listed: Iterable["treatments.Treatment"]) -> Section:
    """All treatments for a reader who types no command: what is proposed, how much is cited, how certain it is."""
    rows: list[tuple[str, ...]] = []
    told: set[str] = set()
    for one in listed:
        rows.append(
            (
                one.title,
                "the same as other cells" if one.proposed in told else one.proposed,
                str(len(one.evidence)) if one.evidence else "none",
                words(one.certainty.grade),
                "yes, under assumptions" if one.simulated else _SHORT,
            )
        )
        told.add(one.proposed)
    columns = ("treatment", "proposed mechanism", "studies and reviews cited", "certainty", "simulated")
    return Section("Treatments in the same terms", columns, rows, _NOTE)


def treatment_sections(one: "treatments.Treatment") -> list[Section]:
    """All that is on record of one treatment."""
    simulated = [(each.record, each.answers) for each in one.simulated] or [("no", one.not_simulated)]
    certainty = f"Certainty: {words(one.certainty.grade)} ({one.certainty.tag})"
    found = [
        Section(one.title, rows=[("what", one.what), (f"proposed mechanism ({one.proposed_tag})", one.proposed)]),
        Section("Simulated", rows=simulated),
        Section("Evidence", ("record", "reported", "says"), _cited(one.evidence), _said(one.no_evidence)),
        Section(certainty, paragraphs=(f"Of this: {one.certainty.of}.", *one.certainty.reasons)),
        Section("Harms", ("record", "reported", "says"), _cited(one.harms), _said(one.harms_unknown)),
        Section("What this cannot show", paragraphs=(one.cannot_show,)),
    ]
    return [each if each.rows else Section(each.title, paragraphs=each.paragraphs) for each in found]


def _said(text: str) -> tuple[str, ...]:
    return (text,) if text else ()


def _cited(cited: Iterable["treatments.Cited"]) -> list[tuple[str, str, str]]:
    return [
        (one.name, "\n".join(_told(each) for each in one.found.values()) or "no result cited", one.says)
        for one in cited
    ]


def _told(one: "Outcome | PooledResult") -> str:
    """One result in a line, with the numbers of its record."""
    from antral.evidence import Outcome

    return _reported(one) if isinstance(one, Outcome) else _pooled(one)


def _pooled(one: "PooledResult") -> str:
    ends = "" if one.low is None else f" ({one.low:g} to {one.high:g})"
    of = "" if one.k is None else f", {counted(one.k, 'study', 'studies')}"
    fall = ", positive is a fall" if one.positive_means == "fall" else ""
    return f"{words(one.outcome)}: {words(one.measure)} {one.estimate:g}{ends}{of}{fall}"


def _reported(one: "Outcome") -> str:
    months = "" if one.months is None else f" at {one.months:g} months" if one.months else " before"
    n = "" if one.n is None else f", n = {one.n}"
    spread = ""
    if one.spread is not None:
        ends = f"{one.spread.low:g}" if one.spread.high is None else f"{one.spread.low:g} to {one.spread.high:g}"
        spread = f" ({one.spread.kind} {ends})"
    if one.statistic == "count":
        value, n = f"{one.value:g} of {one.n if one.n is not None else '?'}", ""
    elif one.statistic == "direction":
        value = _DIRECTIONS[one.value] + (f" against {one.against}" if one.against else "")
    elif one.statistic == "percent":
        value = f"{one.value:g} %"
    else:
        limit = {"upper_limit": "< ", "lower_limit": "> "}.get(one.statistic, "")
        value = f"{limit}{one.value:g}{spread} {words(one.unit)}"
    return f"{one.arm}: {words(one.outcome)}{months} {value}{n}"
