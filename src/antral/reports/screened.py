"""What `antral screen` shows: the verdict on each woman, why, and what would decide; of many women, the counts."""

from collections.abc import Mapping, Sequence
from typing import Any

from antral.reports.section import Section
from antral.reports.wording import counted, share

DECIDES = "Not medical advice. Whether a woman enters a trial is decided by its investigator and by herself."
FOLDED = ("Open for want of data", "Lets her in")
"""Tables that are folded away in a page, and shown on a terminal of one woman only."""
VERDICTS = {"eligible": "eligible", "undetermined": "not decided yet", "ineligible": "not eligible"}
"""The verdict on a woman, in words."""
NAMED = 200
"""So many women a page or a terminal names; --json has all."""
_ORDER = (
    "In the order in which a decision costs her least: the chance that the answer keeps her out, over its burden "
    "(a question, a blood test, a scan, a genetic test)."
)


def headline(told: Mapping[str, Any]) -> str:
    """The verdict on one woman in a few sentences, with the day until which time leaves it open."""
    until = f" Open until {told['open_until']}, if nothing new happens." if told["open_until"] else ""
    return f"{_verdict(told)}{until}"


def _verdict(told: Mapping[str, Any]) -> str:
    out, still_open, persons = (len(told[name]) for name in ("keeps_out", "open", "for_persons"))
    if told["outcome"] == "eligible":
        return "Eligible: every line lets her in."
    if told["outcome"] == "ineligible":
        more = f" {counted(still_open + persons, 'line')} more would be open." if still_open + persons else ""
        return f"Not eligible: {counted(out, 'line keeps', 'lines keep')} her out.{more}"
    if not still_open:
        return (
            f"Not decided yet: nothing on record keeps her out; {counted(persons, 'line')} left for a person to judge."
        )
    begin = f" Begin with: {told['to_decide'][0]['what']}." if told["to_decide"] else ""
    judged = f", {persons} more for a person to judge" if persons else ""
    return f"Not decided yet: nothing on record keeps her out; {counted(still_open, 'line')} open{judged}.{begin}"


def woman_sections(told: Mapping[str, Any]) -> list[Section]:
    """Everything said of one woman, as tables; empty ones are left out."""
    found = [
        Section("Keeps her out", ("line", "text of the record", "asked", "found"), _rows(told["keeps_out"])),
        Section(
            "What would decide, in this order",
            ("data", "asked", "how", "chance to keep her out", "from", "lines"),
            [
                (
                    one["what"],
                    one["asked"],
                    one["how"],
                    share(one["chance_that_it_keeps_her_out"]),
                    one["chance_is_from"],
                    ", ".join(one["lines"]),
                )
                for one in told["to_decide"]
            ],
            (_ORDER, _expected(told)) if told["to_decide"] else (),
        ),
        Section(
            "For a person to judge",
            ("line", "text of the record", "question"),
            [(one["line"], one["text"], one["reason"]) for one in told["for_persons"]],
        ),
        Section("Open for want of data", ("line", "text of the record", "asked", "found"), _rows(told["open"])),
        Section("Lets her in", ("line", "text of the record", "asked", "found"), _rows(told["lets_in"])),
    ]
    unread = [(one["where"], one["why"]) for one in told["entries_not_understood"]]
    found.append(
        Section("Entries of her record that were not understood, and count as not recorded", ("where", "why"), unread)
    )
    return [one for one in found if one.rows or one.paragraphs]


def _expected(told: Mapping[str, Any]) -> str:
    whole = sum(one["burden"] for one in told["to_decide"])
    return (
        f"Mean burden until a decision: {told['expected_burden']:.3g}, of {whole:g} for all; a question is 1. "
        "The first answer that keeps her out ends it."
    )


def _rows(lines: Sequence[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    return [(one["line"], one["text"], one["asked"], _found(one)) for one in lines]


def found(one: Mapping[str, Any]) -> str:
    """The reason of a line, and the data it rests on."""
    rest = [item for item in one["data"] if item not in one["reason"]]
    return "; ".join([one["reason"], *([", ".join(rest)] if rest else [])])


def _found(one: Mapping[str, Any]) -> str:
    """The reason, the data it rests on, and when time alone turns it."""
    parts = [found(one)]
    if one["time_alone_turns_it_on"]:
        parts.append(f"until {one['time_alone_turns_it_on']}, if nothing new happens")
    return "; ".join(parts)


def counts_section(counts: Mapping[str, int]) -> Section:
    """How many women have each verdict."""
    women = counts["women"]
    rows = [
        (VERDICTS[name].capitalize(), f"{counts[name]:,}", share(counts[name] / women if women else None))
        for name in ("eligible", "undetermined", "ineligible")
    ]
    return Section(f"{women:,} women", ("verdict", "women", "share"), rows)


def eligible_section(told: Mapping[str, Any]) -> Section:
    """Of many women, who is eligible: as many as a page can name."""
    found = [one["patient"] for one in told["women"] if one["outcome"] == "eligible"]
    more = f"The first {NAMED} of {len(found):,}; --json has all." if len(found) > NAMED else ""
    return Section("Eligible women", paragraphs=[one for one in (", ".join(found[:NAMED]), more) if one])


def unread_section(told: Mapping[str, Any]) -> Section:
    """Women of whose records some entries were not understood, with how many."""
    found = told["women_with_entries_not_understood"]
    title = "Entries that were not understood, and count as not recorded"
    if not found:
        return Section(title)
    entries = counted(sum(one["entries"] for one in found), "entry", "entries")
    named = [f"{one['patient']} ({one['entries']})" for one in found[:NAMED]]
    rest = [f"{len(found) - NAMED:,} more, whom --json names"] if len(found) > NAMED else []
    return Section(
        title,
        paragraphs=[
            f"{entries} of {counted(len(found), 'woman', 'women')} not understood, counted as not recorded: "
            f"{', '.join([*named, *rest])}. antral screen with --explain says where they stand and why."
        ],
    )


def shown(sections: Sequence[Section]) -> list[Section]:
    """Those that hold something."""
    return [one for one in sections if one.rows or one.paragraphs]


def among_sections(told: Mapping[str, Any]) -> list[Section]:
    """Who is eligible, and whose entries were not understood, save where the one woman's own tables say it."""
    if told["counts"]["women"] > 1:
        return [eligible_section(told), unread_section(told)]
    return [] if any(one["entries_not_understood"] for one in told["explained"]) else [unread_section(told)]


def lines_section(told: Mapping[str, Any]) -> Section:
    """Of many women, what each line says."""
    women = told["counts"]["women"]
    rows = [
        (one["line"], one["text"], f"{one['keeps_out']:,}", share(one["keeps_out"] / women), f"{one['unknown']:,}")
        for one in told["lines"]
    ]
    title = "Line by line; a woman counts under every line that keeps her out"
    return Section(title, ("line", "text of the record", "keeps out", "share", "not known"), rows)


def sections(told: Mapping[str, Any]) -> list[Section]:
    """What a screening shows on a terminal."""
    found = []
    if told["counts"]["women"] > 1:
        found.append(counts_section(told["counts"]))
    if told["lines"]:
        found.append(lines_section(told))
    found += shown(among_sections(told))
    for one in told["explained"]:
        found.append(Section(f"Woman {one['patient']}: {VERDICTS[one['outcome']]}", paragraphs=(headline(one),)))
        found += [part for part in woman_sections(one) if len(told["explained"]) == 1 or part.title not in FOLDED]
    return [*found, made_section(told)]


def made_section(told: Mapping[str, Any], decides: str = DECIDES) -> Section:
    """Who decides, and what made the answer."""
    made = told["made_with"]
    rows = [(name, str(value)) for name, value in made.items() if value]
    return Section("What this rests on", (), rows, (decides,))
