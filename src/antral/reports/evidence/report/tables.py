"""Tables of the page: studies, published meta-analyses, summary of findings, how to make each again."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from antral.reports.evidence import numbers
from antral.reports.evidence.plain import outcome_title, records_named, sentence
from antral.reports.section import Section

_CELLS: Final = ("cell_therapy", "cell_derived")
_MEASURES: Final = {
    "log_OR": "log odds ratio", "OR": "odds ratio", "RR": "risk ratio", "MD": "mean difference",
    "SMD": "standardised mean difference",
    "proportion": "share", "crude_proportion": "crude share", "range_of_proportions": "range of shares",
}  # fmt: skip
_SCOPES: Final = {
    "cells": "Cells, women", "prp": "Platelet-rich plasma", "acupuncture": "Acupuncture", "herbs": "Chinese medicine",
    "dhea": "DHEA", "cell_safety": "Harm of cells, all diseases", "spontaneous_course": "Spontaneous course",
    "animals": "Cells, animals",
}  # fmt: skip


_DESIGNS: Final = {
    "rct": "randomised", "rct_crossover": "randomised, crossed over", "rct_interim": "randomised, interim report",
    "nonrandomised_controlled": "controlled, not randomised",
    "nonrandomised_dose_groups": "dose groups, not randomised",
    "two_product_comparison": "two products compared",
    "before_after": "before and after",
}  # fmt: skip
"""Designs in a reader's words, where the name on record is none."""


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
    heads = ("study", "women with", "design", "women enrolled", "arms", "risk of bias", "read")
    lines = [
        (
            row["title"],
            row["indication"].replace("_", " "),
            _DESIGNS.get(row["design"], row["design"].replace("_", " ")),
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
    doubts = [(one["title"], records_named(doubt)) for one in told["published"] for doubt in one["doubts"]]
    note = "Printed as they are and pooled with nothing here."
    found = [(Section("Contradictions, within a publication or between two", (), doubts, (note,)), True)]
    for scope, title in _SCOPES.items():
        rows = [_result(one, result) for one in told["published"] if one["scope"] == scope for result in one["results"]]
        heads = ("publication", "outcome", "measure", "printed (95 % interval)", "studies; women or animals", "of whom")
        if rows:
            found.append((Section(title, heads, rows), scope == "cells"))
    return found


def harm_elsewhere(told: Mapping[str, Any]) -> Section:
    """Harm of cells over all diseases, as printed."""
    rows = [
        _result(one, result) for one in told["published"] if one["scope"] == "cell_safety" for result in one["results"]
    ]
    heads = ("publication", "event", "measure", "printed (95 % interval)", "trials; patients", "of whom")
    note = "Other diseases, other cells, other women: what may befall, not how often it will in POI."
    return Section("Harm of cells over all diseases, as printed", heads, rows, (note,))


def _result(one: Mapping[str, Any], result: Mapping[str, Any]) -> tuple[str, ...]:
    share = "proportion" in result["measure"]
    scale = "share" if share else "number"
    if result["low"] is None:
        shown = numbers.value(result["estimate"], scale)
    else:
        shown = f"{numbers.value(result['estimate'], scale)} ({numbers.ends(result['low'], result['high'], scale)})"
    stated = ["not stated" if value is None else str(value) for value in (result["k"], result["n"])]
    many = "; ".join(dict.fromkeys(stated))
    measure = _MEASURES[result["measure"]] + ("; positive is a fall" if result["positive_means"] == "fall" else "")
    return (one["title"], outcome_title(result["outcome"]), measure, shown, many, result["population"])


def findings(told: Mapping[str, Any], order: Sequence[str]) -> Section:
    """GRADE summary of findings."""
    heads = ("outcome", "studies; women", "after cells", "usual care", "certainty", "levels taken off")
    rows = [_finding(told["answers"][name]) for name in order]
    note = (
        "Shares are pooled as in the chapters below, with 95 % intervals. Certainty starts low where nobody drew lots; "
        "one domain that could not be judged leaves it not judged. Each judgement is ours and stands with its reason "
        "in its chapter; imprecision is computed."
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
        f"{main['studies']}; {main['women']}" if main["studies"] else "none with a number",
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


def again(told: Mapping[str, Any], order: Sequence[str]) -> Section:
    """The command behind every chapter."""
    rows = [("this page", told["command"])]
    rows += [(one["question"]["title"], one["command"]) for one in (told["answers"][name] for name in order)]
    return Section("Commands", ("chapter", "command"), rows)


def methods(told: Mapping[str, Any]) -> Section:
    """Methods that were used, each once."""
    used: dict[str, list[str]] = {}
    for one in told["answers"].values():
        for block in (one["main"], one["spontaneous"]):
            if block["pooled"] is not None:
                used.setdefault(block["pooled"]["method"], []).append(one["question"]["title"])
    rows = [(sentence(method), "; ".join(dict.fromkeys(titles))) for method, titles in used.items()]
    note = "What each method is laid beside, and which only beside a second program of ours: antral verify evidence."
    return Section("Methods behind the pooled numbers", ("method", "used for"), rows, (note,))
