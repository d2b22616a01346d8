"""What `antral evidence challenge` shows: printed results beside the same studies repeated without any effect."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from antral.reports.evidence.challenge_tally import tally, tally_parts, tally_section
from antral.reports.evidence.challenge_words import (
    FIXED,
    good_and_bad,
    printed,
    reading,
    sentence,
    share,
    spread_between,
    with_fitted_values,
)
from antral.reports.evidence.figures.challenge import panel_plate, replicates_plate
from antral.reports.evidence.together import together_section
from antral.reports.figures import Plate
from antral.reports.screening import Chapter, page
from antral.reports.section import Section
from antral.reports.wording import decapitalised, number

QUESTION: Final = "Is it more than the spontaneous course?"
DECIDES: Final = (
    "A small share says that the modelled spontaneous course seldom gives as much. It does not say that a treatment "
    "works, and it is not the probability that it does."
)
WHY_WRONG: Final = (
    "The model may give too few women a spontaneous return of function, or too many: see the studies without cells.",
    "Reports with large results are printed and read more often; no study here was drawn at random.",
    "Definitions of outcomes, criteria and times were seldom printed; each assumed one is listed with its reason, and "
    "another definition may turn the answer.",
    "The women of a study differ from those of the model in ways that no criterion names.",
)
BESIDE: Final = "Beside it, all studies as they were last repeated and shipped."
_ALSO: Final = "Its second result"
_ALL: Final = "All shipped studies"
_COLUMNS = ("outcome", "printed", "replicates: mean (90 %)", "as good or better", "as bad or worse", "reading")


def challenge_sections(told: Mapping[str, Any]) -> list[Section]:
    """Every study with its outcomes, then what many tails mean, and what is not repeated."""
    studies, single = told["studies"], len(told["studies"]) == 1
    sections = [section for one in studies for section in _study(one, whole=single)]
    if len(studies) > 1:
        sections.append(tally_section(told["multiplicity"]))
    elif single:
        sections.append(_beside(told["beside"]))
    if told.get("together"):
        sections.append(together_section(told["together"]))
    if told["not_simulated"]:
        rows = [(one["study"], one["reason"]) for one in told["not_simulated"]]
        sections.append(Section("Studies not repeated", ("study", "why"), rows))
    if studies:
        sections.append(Section("Why a comparison may be wrong", paragraphs=[DECIDES, *WHY_WRONG]))
    return sections


def challenge_page(told: Mapping[str, Any]) -> str:
    """One HTML file that opens offline."""
    studies = told["studies"]
    chapters = [_overview(told)] if len(studies) > 1 else []
    for one in studies:
        first, *more = _study(one, whole=True)
        chapters.append(
            Chapter(
                anchor=one["study"],
                title=f"{one['title']}: {_title(one)}",
                words=[_about(one), *([] if len(studies) == 1 else map(sentence, one["outcomes"]))],
                tables=[(replace(first, paragraphs=()), True), *((section, False) for section in more)],
                figures=[replicates_plate(outcome) for outcome in one["outcomes"]],
            )
        )
    if told["not_simulated"]:
        rows = [(one["study"], one["reason"]) for one in told["not_simulated"]]
        table = Section("Studies", ("study", "why"), rows)
        chapters.append(Chapter("not-repeated", "Not repeated, with the reason", tables=[(table, True)]))
    chapters.append(Chapter("limits", "Why a comparison may be wrong", words=WHY_WRONG))
    if len(studies) == 1:
        table = _beside(told["beside"])
        table = replace(table, paragraphs=table.paragraphs[1:])  # its first sentence stands in the answer
        chapters.append(Chapter("beside", table.title, tables=[(table, True)]))
    made = told["made_with"]
    only = f"{studies[0]['title']}: {_title(studies[0])}" if len(studies) == 1 else None
    enrolled = f", {banks(studies)}" if studies else ""
    answer, below = _answer(told)
    return page(
        kicker=f"Studies repeated without effect · {made['trials']} replicates{physiologies(made)}, seed "
        f"{made['seed']}{enrolled} · "
        f"antral {made['version']}",
        title=only or "The published studies, repeated where nothing acts",
        question=QUESTION,
        answer=answer,
        said=[(f"{_ALL}, {decapitalised(head)}" if only and head != _ALSO else head, text) for head, text in below],
        chapters=chapters,
        decides=DECIDES,
    )


def banks(studies: Sequence[Mapping[str, Any]]) -> str:
    """How many virtual women the replicates enrol from: `banks of 2,000 to 3,580 virtual women`."""
    sizes = sorted(one["bank"] for one in studies)
    between = f"{sizes[0]:,}" if sizes[0] == sizes[-1] else f"{sizes[0]:,} to {sizes[-1]:,}"
    return f"{'a bank' if len(sizes) == 1 else 'banks'} of {between} virtual women"


def physiologies(made: Mapping[str, Any]) -> str:
    """Over how many sets of fitted numbers; nothing where the values on record alone are in force."""
    return f" over {made['uncertainty']} physiologies that the fit allows" if made["uncertainty"] else ""


def panel(studies: Sequence[Mapping[str, Any]]) -> Plate:
    """Where each printed result lies among its replicates: one figure for all studies."""
    return panel_plate(studies)


def _study(one: Mapping[str, Any], *, whole: bool) -> list[Section]:
    rows = [row for outcome in one["outcomes"] for row in _rows(outcome)]
    sections = [Section(f"{one['title']}: {_title(one)}", _COLUMNS, rows, () if not whole else (_about(one),))]
    if not whole:
        return sections
    moments = [
        (
            outcome["meaning"],
            number(fixed["mean"]),
            number(outcome["at_any_moment"]["mean"]),
            number(fixed["mean"] - outcome["at_any_moment"]["mean"]),
            number(fixed["sd"] or 0.0),
        )
        for outcome in one["outcomes"]
        if outcome["at_any_moment"] is not None
        for fixed in (with_fitted_values(outcome) or outcome,)
    ]
    if moments:
        sections.append(
            Section(
                "Selection and fluctuation",
                ("outcome", "mean of replicates", "admitted at any moment", "owed to selection", "spread (SD)"),
                moments,
                (
                    "Owed to selection: admitted by high FSH and absent menses at one moment (regression to the mean). "
                    "The rest of the mean is ageing; the spread is fluctuation, assay and few women. All of it is made "
                    "with the fitted values alone.",
                ),
            )
        )
    if (between := _between(one)) is not None:
        sections.append(between)
    assumed = [(line["text"], line["reason"]) for line in one["assumed"]]
    sections.append(Section("Assumed, because it was not read", ("what", "why"), assumed))
    usual = [(line["text"], line["reason"]) for line in one["usual"]]
    sections.append(Section("Assumed of every study that does not say it", ("what", "why"), usual))
    if one["not_simulated"]:
        sections.append(Section("Outcomes not repeated", ("outcome", "why"), list(one["not_simulated"].items())))
    return sections


def _between(one: Mapping[str, Any]) -> Section | None:
    """How far the answer lies apart between physiologies."""
    vectors = one.get("vectors")
    if vectors is None:
        return None
    rows = [
        (
            outcome["meaning"],
            share(outcome[outcome["better"]], outcome["replicates"]),
            *spread_between(outcome["between"][outcome["better"]]),
        )
        for outcome in one["outcomes"]
        if outcome["better"] is not None
    ]
    if not rows:
        return None
    said = (
        f"Each of {vectors['vectors']} sets of fitted numbers, all of which agree with what the model was fitted to, "
        f"repeated the study {vectors['trials_each']} times, with {vectors['women_each']} women of its own. The share "
        "is the mean over them, and its error holds their draw. The simulation's own error is taken out of what lies "
        "between them."
    )
    heads = ("outcome", "share as good or better", "in 90 % of physiologies", "SD between them, points")
    return Section("What the physiology leaves open", heads, rows, (said,))


def _rows(outcome: Mapping[str, Any]) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for place, one in enumerate((outcome, *outcome["definitions"])):
        name = f"{one['meaning']}" if not place else f"  or: {one['definition']}"
        found.append(
            (
                name,
                printed(one) if not place else "",
                _middle(one),
                *good_and_bad(one),
                reading({**one, "definitions": one.get("definitions", ())}),
            )
        )
        fixed = None if place else with_fitted_values(one)
        if fixed is not None:
            found.append((f"  {FIXED}", "", _middle(fixed), *good_and_bad(fixed), reading(fixed)))
    return found


def _middle(one: Mapping[str, Any]) -> str:
    return f"{number(one['mean'])} ({number(one['q05'])} to {number(one['q95'])})"


def _about(one: Mapping[str, Any]) -> str:
    fsh = one["entry_fsh"]
    reported = next(
        (outcome["printed"] for outcome in one["outcomes"] if outcome["key"].endswith(".fsh@0")), fsh["printed"]
    )
    beside = "none was read" if reported is None else f"printed {number(reported)}"
    what = "cells" if one["has_cells"] else "no cells"
    return (
        f"{one['women']} women, {what}; {one['trials']} replicates from {one['bank']} virtual women{_under(one)}. "
        f"FSH at entry: {number(fsh['mean'])} IU/L in the model (SD {number(fsh['sd'])}), {beside}. "
        f"From the model's women: {one['distance']['remark']}."
    )


def _under(one: Mapping[str, Any]) -> str:
    vectors = one.get("vectors")
    return f", and {vectors['trials_each']} under each of {vectors['vectors']} physiologies" if vectors else ""


def _title(one: Mapping[str, Any]) -> str:
    return str(one["protocol"]).partition(": ")[2] or str(one["protocol"])


def overall(told: Mapping[str, Any]) -> str:
    """What all results together say, first; of one study its own results."""
    first, below = _answer(told)
    own = [text for name, text in below if name == _ALSO]
    others = [text for name, text in below if name != _ALSO]
    return " ".join([first, *own, *([BESIDE] if len(told["studies"]) == 1 else []), *others])


def _answer(told: Mapping[str, Any]) -> tuple[str, list[tuple[str, str]]]:
    """The first sentence, and those below it, each with its name."""
    studies = told["studies"]
    if not studies:
        return "None of these studies is repeated; the reasons are below.", []
    if len(studies) == 1:
        judged = [one for one in studies[0]["outcomes"] if one["better"] is not None]
        first, *second = [sentence(one) for one in judged[:2]] or ["Only values at entry are compared."]
        return first, [*((_ALSO, one) for one in second), *tally_parts(told["beside"])]
    (_, first), *more = tally_parts(told["multiplicity"])
    return first, more


def _beside(many: Mapping[str, Any]) -> Section:
    """The shipped tally, for a study shown alone."""
    table = tally_section(many)
    return replace(table, title=f"{table.title}, all studies", paragraphs=[tally(many), *table.paragraphs])


def _overview(told: Mapping[str, Any]) -> Chapter:
    tables = [together_section(told["together"])] if told.get("together") else []
    said = [sentence for table in tables for sentence in table.paragraphs]
    return Chapter(
        "all",
        "All studies together",
        words=[*said, *tally_section(told["multiplicity"]).paragraphs],
        figures=[panel_plate(told["studies"])],
        tables=[(replace(table, paragraphs=()), True) for table in tables],
    )
