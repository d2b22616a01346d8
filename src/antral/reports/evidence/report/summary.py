"""What a clinician takes away from the page: known, assumed, not to be known, each with its numbers."""

from collections.abc import Mapping
from typing import Any

from antral.records import load_yaml, path
from antral.reports.evidence import numbers
from antral.reports.wording import counted

_Told = Mapping[str, Any]


def headline(told: _Told) -> str:
    """The answer in one sentence: whether anything was compared with women given nothing."""
    many = told["studies"]
    studies = counted(many["cells_poi"], "published study", "published studies")
    if many["untreated_poi"]:
        return (
            f"{many['untreated_poi']} of {studies} of cells in POI compared them with no treatment; certainty that "
            f"they bring menses back is {_level(told)}."
        )
    return (
        f"None of {studies} of cells in POI had women who were given nothing: whether cells do more than the "
        "spontaneous course is not known."
    )


def takeaway(told: _Told, effect: _Told | None) -> list[tuple[str, str]]:
    """Three sentences of what is known, assumed and not to be known, each with its name."""
    return [
        ("Known", _known(told)),
        ("Assumed", _assumed(told, effect)),
        ("Not to be known from what is published", _unknowable(told)),
    ]


def _known(told: _Told) -> str:
    menses, pregnancy = told["answers"]["menses_resumed"], told["answers"]["pregnancy"]
    said = (
        f"menses or ovarian function came back in {_of(menses['main'])} after cells and in "
        f"{_of(menses['spontaneous'])} with usual care; {_of(pregnancy['main'])} and {_of(pregnancy['spontaneous'])} "
        "were pregnant. They were other women, counted otherwise"
    )
    after, usual = menses["main"]["pooled"], menses["spontaneous"]["pooled"]
    if after is None or usual is None or after["low"] is None:
        return f"{said}."
    holds = after["low"] <= usual["value"] <= after["high"]
    interval = numbers.ends(after["low"], after["high"], "share")
    return (
        f"{said}. The pooled share with menses after cells lies anywhere from {interval}, which "
        f"{'holds' if holds else 'does not hold'} the {numbers.value(usual['value'], 'share')} of usual care."
    )


def _assumed(told: _Told, effect: _Told | None) -> str:
    before = load_yaml(path("effect", "prior.yaml"))["spike"]["share"]
    said = f"a simulated trial begins with {numbers.value(before, 'share')} for no effect of cells in anybody"
    if effect is not None:
        spike = effect["spike"]
        said += (
            f"; what was published moves that to {numbers.value(spike['weight'], 'share')} (± "
            f"{100 * spike['se']:.1f}{numbers.SPACE}points by simulation alone)"
        )
    graded = f"certainty by GRADE, {_level(told)} for menses, rests on our own judgements"
    return f"{said}. That is a starting point, not a probability that cells work. The {graded}."


def _unknowable(told: _Told) -> str:
    many, menses = told["studies"], told["answers"]["menses_resumed"]
    said = "whether cells add anything, which source, dose or route does more, and what follows in the long run."
    needed = (menses["certainty"] or {}).get("needed")
    if not needed:
        return said
    return (
        f"{said} A trial that could tell a difference of menses worth having needs about {needed} women in each arm; "
        f"the largest registered one without a result has {many['largest_registered']} in all."
    )


def _of(block: _Told) -> str:
    return numbers.of_women({"events": block["events"], "n": numbers.women(block["women"])})


def _level(told: _Told) -> str:
    found = told["answers"]["menses_resumed"]["certainty"]
    return "not judged" if found is None else str(found["level"])
