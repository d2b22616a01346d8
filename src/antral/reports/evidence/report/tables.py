"""Tables of the page: studies, published meta-analyses, summary of findings, how to make each again."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from antral.reports.evidence import numbers
from antral.reports.section import Section

_CELLS: Final = ("cell_therapy", "cell_derived")
_MEASURES: Final = {
    "log_OR": "log odds ratio", "OR": "odds ratio", "RR": "risk ratio", "MD": "mean difference", "SMD": "SMD",
    "proportion": "share", "crude_proportion": "crude share", "range_of_proportions": "range of shares",
}  # fmt: skip
_SCOPES: Final = {
    "cells": "Cells, women", "prp": "Platelet-rich plasma", "acupuncture": "Acupuncture", "herbs": "Chinese medicine",
    "dhea": "DHEA", "cell_safety": "Harm of cells, all diseases", "spontaneous_course": "Spontaneous course",
    "animals": "Cells, animals",
}  # fmt: skip


def studies(told: Mapping[str, Any]) -> list[tuple[Section, bool]]:
    """Studies of cells open, registered ones and comparators folded."""
    rows = told["studies"]["rows"]
    parts = (
        ("Studies of cells or their products", _CELLS, True),
        ("Registered trials without a result that was read", ("registry_only",), False),
        ("Studies of the spontaneous course and of other treatments", None, False),
    )
    taken = (*_CELLS, "registry_only")
    found = []
    for title, roles, is_open in parts:
        chosen = [row for row in rows if (row["role"] in roles if roles else row["role"] not in taken)]
        found.append((_studies(title, chosen), is_open))
    return found


def _bias(row: Mapping[str, Any]) -> str:
    """The level on record in the tool's own word, and what the remark gives as its reason."""
    if not row["tool"]:
        return "not judged"
    reason = row["remark"].partition(":")[2].strip()
    return f"{row['bias'].replace('_', ' ')} ({row['tool']}){f': {reason}' if reason else ''}"


def _studies(title: str, rows: Sequence[Mapping[str, Any]]) -> Section:
    heads = ("study", "women with", "design", "n", "arms", "bias", "read")
    lines = [
        (
            row["title"],
            row["indication"].replace("_", " "),
            row["design"].replace("_", " "),
            "not stated" if row["enrolled"] is None else str(row["enrolled"]),
            "; ".join(row["arms"]),
            _bias(row),
            row["read"],
        )
        for row in rows
    ]
    judged = sum(any(level != "not_judged" for level in row["domains"].values()) for row in rows)
    note = (
        f"Overall bias as recorded; single domains were judged in {judged} of {len(rows)} studies, the rest were not."
    )
    return Section(title, heads, lines, (note,))


def published(told: Mapping[str, Any]) -> list[tuple[Section, bool]]:
    """Printed meta-analyses by scope, and what contradicts what."""
    doubts = [(one["title"], doubt) for one in told["published"] for doubt in one["doubts"]]
    note = "Printed as they are and pooled with nothing here."
    found = [(Section("Contradictions, within a publication or between two", (), doubts, (note,)), True)]
    for scope, title in _SCOPES.items():
        rows = [_result(one, result) for one in told["published"] if one["scope"] == scope for result in one["results"]]
        heads = ("publication", "outcome", "measure", "printed", "studies, n", "of whom")
        if rows:
            found.append((Section(title, heads, rows), scope == "cells"))
    return found


def harm_elsewhere(told: Mapping[str, Any]) -> Section:
    """Harm of cells over all diseases, as printed."""
    rows = [
        _result(one, result) for one in told["published"] if one["scope"] == "cell_safety" for result in one["results"]
    ]
    heads = ("publication", "event", "measure", "printed", "studies, n", "of whom")
    note = "Other diseases, other cells, other women: what may befall, not how often it will in POI."
    return Section("Harm of cells over all diseases, as printed", heads, rows, (note,))


def _result(one: Mapping[str, Any], result: Mapping[str, Any]) -> tuple[str, ...]:
    share = "proportion" in result["measure"]
    scale = "share" if share else "number"
    if result["low"] is None:
        shown = numbers.value(result["estimate"], scale)
    else:
        shown = f"{numbers.value(result['estimate'], scale)} ({numbers.ends(result['low'], result['high'], scale)})"
    many = ", ".join("not stated" if value is None else str(value) for value in (result["k"], result["n"]))
    measure = _MEASURES[result["measure"]] + ("; positive is a fall" if result["positive_means"] == "fall" else "")
    return (one["title"], result["outcome"].replace("_", " "), measure, shown, many, result["population"])


def findings(told: Mapping[str, Any]) -> Section:
    """GRADE summary of findings."""
    heads = ("outcome", "studies, women", "after cells", "usual care", "certainty", "because")
    rows = [_finding(one) for one in told["answers"].values()]
    note = (
        "Shares are pooled as in the chapters above, with 95 % intervals. What is not judged stays so. The judgements "
        "are in records/certainty, each with its reason; imprecision is computed."
    )
    return Section("Summary of findings: cells in women with POI", heads, rows, (note,))


def _finding(one: Mapping[str, Any]) -> tuple[str, ...]:
    main, found = one["main"], one["certainty"]
    scale = numbers.scale_of(one)
    shown = "no number" if main["pooled"] is None else numbers.with_interval(main["pooled"], scale)
    if main["signs"] and main["pooled"] is None:
        shown = f"directions only: {one['votes']['favourable']} for, {one['votes']['against']} against"
    without = one["spontaneous"]["pooled"]
    return (
        one["question"]["title"],
        f"{main['studies']}, {main['women']}",
        shown,
        "no number" if without is None else numbers.with_interval(without, scale),
        "not judged" if found is None else found["level"],
        "" if found is None else "; ".join(_taken(found["steps"])),
    )


def _taken(steps: Sequence[Mapping[str, Any]]) -> list[str]:
    found = []
    for step in steps:
        name = step["domain"].replace("_", " ")
        if step["levels"] is None:
            found.append(f"{name} not judged")
        elif step["levels"]:
            found.append(f"{name} {step['levels']:+d}".replace("-", "−"))
    return found


def again(told: Mapping[str, Any]) -> Section:
    """The command behind every chapter."""
    rows = [("this page", told["command"])]
    rows += [(one["question"]["title"], one["command"]) for one in told["answers"].values()]
    return Section("Commands", ("chapter", "command"), rows)


def methods(told: Mapping[str, Any]) -> Section:
    """Methods that were used, each once."""
    used: dict[str, list[str]] = {}
    for one in told["answers"].values():
        for block in (one["main"], one["spontaneous"]):
            if block["pooled"] is not None:
                used.setdefault(block["pooled"]["method"], []).append(one["question"]["title"])
    rows = [(method, "; ".join(dict.fromkeys(titles))) for method, titles in used.items()]
    note = "What each method is laid beside, and which only beside a second program of ours: antral verify evidence."
    return Section("Methods behind the pooled numbers", ("method", "used for"), rows, (note,))
