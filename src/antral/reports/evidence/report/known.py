"""What is known, what is assumed and what the published record cannot tell: ten sentences, each with its numbers."""

import re
from collections.abc import Mapping
from typing import Any

from antral.records import load_yaml, path
from antral.reports.evidence import numbers
from antral.reports.section import Section
from antral.reports.wording import counted, listed

_ASIDE = re.compile(r" \([^()]*\)")
"""What stands in brackets in the name of an arm."""
_EVENTS = {"menses_resumed": "menses", "ovarian_function_resumed": "ovarian function"}


def known(told: Mapping[str, Any]) -> list[Section]:
    """Three short lists."""
    return [
        Section("Known", (), [_studies(told), _menses(told), _pregnancy(told), _placebo(told), _harm(told)]),
        Section("Assumed", (), [_judged(told), _worth(told), _odds()]),
        Section("Not to be known from what is published", (), [_excess(told), _dose(told), _late(told)]),
    ]


def _answer(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = told["answers"][name]
    return found


def _studies(told: Mapping[str, Any]) -> tuple[str, str]:
    many = told["studies"]
    unstated = f" ({many['unstated_poi']} does not state its size)" if many["unstated_poi"] == 1 else ""
    said = (
        f"{counted(many['cells_poi'], 'study', 'studies')} gave cells or their products to women with POI, "
        f"{many['women_poi']} women in all{unstated}, {many['smallest_poi']} to {many['largest_poi']} in a study; "
        f"{many['randomised_poi'] or 'none'} of them randomised women, and "
        f"{many['untreated_poi'] or 'none'} had women who were given nothing or a placebo."
    )
    return "Few women", said


def _menses(told: Mapping[str, Any]) -> tuple[str, str]:
    one = _answer(told, "menses_resumed")
    cells, without = one["main"], one["spontaneous"]
    said = f"After cells {_of(cells)} in {numbers.studies(cells['studies'])}, pooled {_share(cells)}"
    usual = listed(sorted({_event(row) for row in without["rows"]}))
    return "Menses", f"{said}; with usual care {usual} in {_of(without)}, {_share(without)}."


def _pregnancy(told: Mapping[str, Any]) -> tuple[str, str]:
    one = _answer(told, "pregnancy")
    cells, without = one["main"], one["spontaneous"]
    said = f"After cells, in some with assisted reproduction, {_of(cells)}, pooled {_share(cells)}"
    return "Pregnancy", f"{said}; with usual care, spontaneously, {_of(without)}, pooled {_share(without)}."


def _of(block: Mapping[str, Any]) -> str:
    return f"{block['events']} of {numbers.women(block['women'])}"


def _share(block: Mapping[str, Any]) -> str:
    found = block["pooled"]
    if found is None:
        return "not pooled"
    return (
        f"{numbers.value(found['value'], 'share')} (95 % interval {numbers.ends(found['low'], found['high'], 'share')})"
    )


def _placebo(told: Mapping[str, Any]) -> tuple[str, str]:
    """Other treatments and placebo report as much: of what, in whom and with what, since no two mean the same."""
    one = _answer(told, "menses_resumed")
    parts = [
        f"{_event(row)} in {numbers.of_women(row)} {_whom(row)}of {row['title']} ({_ASIDE.sub('', row['given'])})"
        for block in one["others"]
        if block["name"] in ("comparator_placebo", "comparator_prp", "comparator_sham_like")
        for row in block["rows"]
    ]
    if not parts:
        return "Other studies", "No study of placebo or another treatment counts menses."
    return "Other studies", f"Without cells, and each in its own sense of the word: {'; '.join(parts)}."


def _event(row: Mapping[str, Any]) -> str:
    """What a study counted, in its own word."""
    names = {key.partition(".")[2].partition("@")[0] for key in row["keys"]}
    return listed(sorted(_EVENTS.get(name, name.replace("_", " ")) for name in names))


def _whom(row: Mapping[str, Any]) -> str:
    return "" if row["indication"] == "POI" else f"women with {row['indication'].replace('_', ' ')} "


def _harm(told: Mapping[str, Any]) -> tuple[str, str]:
    one = _answer(told, "safety")["main"]
    fever = [
        f"{result['estimate']:g} ({result['low']:g} to {result['high']:g}; {result['k']} trials)"
        for published in told["published"]
        if published["scope"] == "cell_safety"
        for result in published["results"]
        if result["outcome"] == "fever" and not result["months_as_printed"]
    ]
    said = "No study of cells in POI counts events"
    if one["rows"]:
        high = max(row["high"] for row in one["rows"])
        said = f"In POI {_of(one)} had a recorded event, which excludes only what befalls more than "
        said += f"{numbers.value(high, 'share')} of women"
    return "Harm", f"{said}; over all diseases fever is more frequent than in controls, odds ratio {listed(fever)}."


def _judged(told: Mapping[str, Any]) -> tuple[str, str]:
    levels: dict[str, int] = {}
    for one in told["answers"].values():
        if one["certainty"] is not None:
            levels[one["certainty"]["level"]] = levels.get(one["certainty"]["level"], 0) + 1
    many = listed([f"{level} for {counted(count, 'question')}" for level, count in levels.items()])
    return (
        "Certainty",
        f"By GRADE the certainty is {many}; the judgements are ours, each with its reason, and may be changed.",
    )


def _worth(told: Mapping[str, Any]) -> tuple[str, str]:
    text = "What difference would be worth a treatment, and the correlation between before and after in one woman, "
    return "Worth", f"{text}are assumed; no study asked women or printed it."


def _odds() -> tuple[str, str]:
    before = load_yaml(path("effect", "prior.yaml"))["spike"]["share"]
    text = f"What a simulation assumes begins with {100 * before:.0f} % for no effect at all, because nobody knows; "
    text += "what studies print can hardly move it. That is a starting point, not a probability that cells work."
    return "Effect of cells", text


def _excess(told: Mapping[str, Any]) -> tuple[str, str]:
    many = told["studies"]
    needed = (_answer(told, "menses_resumed")["certainty"] or {}).get("needed")
    said = "Whether cells add anything to the spontaneous course: "
    if needed:
        said += f"a trial that could tell a difference of menses worth having needs about {needed} women in each arm; "
    registered = counted(many["registered"], "registered trial")
    said += f"the largest of {registered} without a result has {many['largest_registered']} in all."
    return "Excess", said


def _dose(told: Mapping[str, Any]) -> tuple[str, str]:
    many, groups = told["studies"], _answer(told, "menses_resumed")["groups"]
    said = f"Which dose, source or route does more: {many['dose_stated']} of {many['cells_poi']} studies state a number"
    largest = max(groups, key=lambda one: one["women"], default=None)
    if largest is None:
        return "Dose and source", f"{said} of cells."
    few = f"menses were counted in at most {largest['women']} women given cells of one source ({largest['name']})"
    return "Dose and source", f"{said} of cells, and {few}."


def _late(told: Mapping[str, Any]) -> tuple[str, str]:
    longest = max(
        (row["months"] or 0.0 for one in told["answers"].values() for row in one["main"]["rows"]), default=0.0
    )
    return (
        "Late effects",
        f"Anything after {longest:g} months, the longest stated time of a count after cells, and children's health.",
    )
