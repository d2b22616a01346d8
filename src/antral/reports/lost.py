"""What `antral attrition` shows: the flow of women, what each line costs, and what another limit would admit."""

from collections.abc import Mapping, Sequence
from typing import Any

from antral.reports.screened import VERDICTS, counts_section, made_section, shown, unread_section
from antral.reports.screening import Chapter, kicker, numbers_of, page
from antral.reports.section import Section
from antral.reports.wording import counted, share

_ASSUMED = "an assumed prevalence"
_LONG = 110
"""Characters of a line's text in the figure of the flow."""


def attrition_sections(told: Mapping[str, Any]) -> list[Section]:
    """What an attrition shows on a terminal."""
    found = [
        Section("Where the women are lost", paragraphs=[_answer(told)]),
        counts_section(told["counts"]),
        _lines(told),
        _limits(told),
        unread_section(told),
        made_section(told),
    ]
    return shown(found)


def attrition_page(told: Mapping[str, Any]) -> str:
    """The page of `antral attrition`, from what `--json` prints."""
    counts, lines = told["counts"], told["lines"]
    steps = [{"out": one["kept_out_here"], "text": _short(one)} for one in lines if one["kept_out_here"]]
    flow = {
        "start": told["women_are"].capitalize(),
        "women": counts["women"],
        "steps": steps,
        "left": counts["women"] - counts["ineligible"],
        "eligible": counts["eligible"],
        "undetermined": counts["undetermined"],
        "note": "Each woman is counted at the first line, in the order of the record, that keeps her out.",
    }
    tables = [(one, True) for one in shown([_lines(told), _limits(told), unread_section(told)])]
    return page(
        kicker=kicker(told, f"{told['protocol']} · attrition"),
        title=told["title"],
        question="Where does this protocol lose women?",
        answer=_answer(told),
        chapters=[
            Chapter("lines", "What each line costs", tables=tables),
            Chapter("made", "What this rests on", tables=[(made_section(told), True)]),
        ],
        numbers=numbers_of(counts),
        flow=flow,
    )


def _answer(told: Mapping[str, Any]) -> str:
    counts = told["counts"]
    women = counts["women"]
    many = ", ".join(f"{share(counts[name] / women)} {VERDICTS[name]}" for name in VERDICTS)
    said = f"Of {women:,} {told['women_are']}: {many}."
    costliest = next((one for one in told["lines"] if one["line"] == told["costliest_line"]), None)
    if costliest is None:
        return f"{said} No line keeps anybody out."
    alone = costliest["only_here"]
    assumed = _assumed(told["lines"])
    if assumed:
        said = f"{said} {assumed}"
    own = " That is an assumption, not a finding." if _ASSUMED in costliest["rests_on"] else ""
    return (
        f"{said} The costliest line is {costliest['line']}: it keeps {share(costliest['keeps_out'] / women)} out, and "
        f"{counted(alone, 'woman', 'women')} whom no other line keeps out.{own}"
    )


def _assumed(lines: Sequence[Mapping[str, Any]]) -> str:
    """Which lines rest on assumed prevalences."""
    found = [one["line"] for one in lines if _ASSUMED in one["rests_on"]]
    if not found:
        return ""
    rest = "rests on an assumed prevalence" if len(found) == 1 else "rest on assumed prevalences"
    return f"{len(found)} of {counted(len(lines), 'line')} {rest}, not on data: {', '.join(found)}."


def _lines(told: Mapping[str, Any]) -> Section:
    women = told["counts"]["women"]
    columns = (
        "line",
        "text of the record",
        "keeps out",
        "not known",
        "in sequence",
        "left",
        "only this line",
        "gain if dropped",
        "rests on",
    )
    rows = [
        (
            one["line"],
            one["text"],
            f"{one['keeps_out']:,} ({share(one['keeps_out'] / women)})",
            f"{one['unknown']:,}",
            f"{one['kept_out_here']:,}",
            f"{one['left']:,}",
            f"{one['only_here']:,}",
            f"+{one['eligible_without']:,}",
            one["rests_on"],
        )
        for one in told["lines"]
    ]
    notes = (
        "Keeps out: whatever the other lines say. In sequence: those whom no earlier line keeps out. Gain if dropped: "
        "women more who would be eligible without the line.",
    )
    return Section("Loss by line", columns, rows, notes)


def _limits(told: Mapping[str, Any]) -> Section:
    rows = [
        (", ".join(one["lines"]), one["now"], one["instead"], f"{one['eligible']:+,}", f"{one['possible']:+,}")
        for one in told["other_limits"]
    ]
    columns = ("lines", "limit", "instead", "eligible", "eligible or not decided")
    return Section("What another limit would change", columns, rows)


def _short(one: Mapping[str, Any]) -> str:
    text = f"{one['line']}: {one['text']}"
    return text if len(text) <= _LONG else f"{text[: _LONG - 1].rstrip()}…"
