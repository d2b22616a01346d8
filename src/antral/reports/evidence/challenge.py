"""What `antral evidence challenge` shows: printed results beside the same studies repeated without any effect."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from antral.reports.evidence.figures.challenge import panel_plate, replicates_plate
from antral.reports.figures import Plate
from antral.reports.screening import Chapter, page
from antral.reports.section import Section
from antral.reports.wording import number

QUESTION: Final = "Is it more than the spontaneous course?"
DECIDES: Final = (
    "A small share says that the modelled spontaneous course seldom gives as much. It does not say that a treatment "
    "works, and it is not the probability that it does."
)
TAILS: Final = "How many small tails there are"
WHY_WRONG: Final = (
    "The model may give too few women a spontaneous return of function: see how the studies without cells come out.",
    "Reports with large results are printed and read more often; no study here was drawn at random.",
    "Definitions of outcomes, criteria and times were seldom printed; each assumed one is listed with its reason, and "
    "another definition may turn the answer.",
    "The women of a study differ from those of the model in ways that no criterion names.",
)
_COLUMNS = ("outcome", "printed", "replicates: mean (90 %)", "as much or more", "as little or less", "reading")


def challenge_sections(told: Mapping[str, Any]) -> list[Section]:
    """Every study with its outcomes, then what many tails mean, and what is not repeated."""
    studies, single = told["studies"], len(told["studies"]) == 1
    sections = [section for one in studies for section in _study(one, whole=single)]
    if len(studies) > 1:
        sections.append(_multiplicity(told["multiplicity"]))
    if told["not_simulated"]:
        rows = [(one["study"], one["reason"]) for one in told["not_simulated"]]
        sections.append(Section(f"Not repeated ({len(rows)})", ("study", "why"), rows))
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
        table = Section(f"{len(rows)} studies", ("study", "why"), rows)
        chapters.append(Chapter("not-repeated", "Not repeated, with the reason", tables=[(table, True)]))
    chapters.append(Chapter("limits", "Why a comparison may be wrong", words=WHY_WRONG))
    made = told["made_with"]
    return page(
        kicker=f"Studies repeated without effect · {made['trials']} replicates, seed {made['seed']} · "
        f"antral {made['version']}",
        title=_title(studies[0]) if len(studies) == 1 else "The published studies, repeated where nothing acts",
        question=QUESTION,
        answer=overall(told),
        chapters=chapters,
        decides=DECIDES,
    )


def panel(studies: Sequence[Mapping[str, Any]]) -> Plate:
    """Where each printed result lies among its replicates: one figure for all studies."""
    return panel_plate(studies)


def sentence(outcome: Mapping[str, Any]) -> str:
    """One outcome in words: how often the modelled spontaneous course prints as much."""
    name = outcome["meaning"]
    what = name[:1].upper() + name[1:] if outcome["kind"] == "direction" else f"{printed(outcome)} ({name})"
    if outcome["better"] is None:
        return (
            f"{what}: replicates print {number(outcome['mean'])} on average, 90 % of them "
            f"{number(outcome['q05'])} to {number(outcome['q95'])}."
        )
    tail = outcome[outcome["better"]]
    side = "as much or more" if outcome["better"] == "at_least" else "as low or lower"
    also = [
        f"{share(other[outcome['better']], other['replicates'])} where {other['definition']}"
        for other in outcome["definitions"]
    ]
    by = f" By other definitions: {'; '.join(also)}." if also else ""
    return (
        f"{what}: {share(tail, outcome['replicates'])} of the replicates without any effect print "
        f"{side}: {reading(outcome)}.{by}"
    )


def reading(outcome: Mapping[str, Any]) -> str:
    """What the tails say, in a few words that claim nothing."""
    if outcome["kind"] == "mean_at_entry":
        outside = not outcome["q05"] <= outcome["printed"] <= outcome["q95"]
        return "entry: the model's women differ" if outside else "entry: like the model's women"
    if outcome["better"] is None:
        return "no change, as most replicates" if outcome["q50"] == outcome["printed"] else "unlike most replicates"
    other = "at_most" if outcome["better"] == "at_least" else "at_least"
    if outcome[outcome["better"]]["p"] < 0.05:
        less = [one for one in outcome["definitions"] if one[outcome["better"]]["p"] >= 0.05]
        return "more than the modelled spontaneous course" + (", not by another definition" if less else "")
    if outcome[other]["p"] < 0.05:
        return "less than the modelled spontaneous course"
    return "within the modelled spontaneous course"


def share(tail: Mapping[str, float], replicates: int) -> str:
    """A share of replicates with its Monte-Carlo error: `3.2 % (± 0.5)`; none and all by their number."""
    if tail["p"] in (0.0, 1.0):
        return f"{'none' if tail['p'] == 0.0 else 'all'} of {replicates}"
    return f"{100 * tail['p']:.1f} % (± {100 * tail['mcse']:.1f})"


def printed(outcome: Mapping[str, Any]) -> str:
    """The printed result: `4 of 9`, `-13.2 IU/L`, `a significant fall`."""
    value, kind = outcome["printed"], outcome["kind"]
    if kind == "count":
        return f"{value:.0f} of {outcome['n']}"
    if kind == "percent":
        return f"{value:g} % of {outcome['n']}"
    if kind == "direction":
        if outcome["rule"] == "anyone":
            return "at least one woman"
        sure = "significant " if outcome["rule"] == "significant" else ""
        return {1.0: f"a {sure}rise", -1.0: f"a {sure}fall", 0.0: f"no {sure}change"}[value]
    return f"{number(value)} {outcome['unit']}"


def _study(one: Mapping[str, Any], *, whole: bool) -> list[Section]:
    rows = [row for outcome in one["outcomes"] for row in _rows(outcome)]
    sections = [Section(f"{one['title']}: {_title(one)}", _COLUMNS, rows, () if not whole else (_about(one),))]
    if not whole:
        return sections
    moments = [
        (
            outcome["key"],
            number(outcome["mean"]),
            number(outcome["at_any_moment"]["mean"]),
            number(outcome["mean"] - outcome["at_any_moment"]["mean"]),
            number(outcome["sd"] or 0.0),
        )
        for outcome in one["outcomes"]
        if outcome["at_any_moment"] is not None
    ]
    if moments:
        sections.append(
            Section(
                "Selection and fluctuation",
                ("outcome", "mean of replicates", "admitted at any moment", "owed to selection", "spread (SD)"),
                moments,
                (
                    "Owed to selection: admitted by high FSH and absent menses at one moment (regression to the mean). "
                    "The rest of the mean is ageing; the spread is fluctuation, assay and few women.",
                ),
            )
        )
    over = [
        (
            outcome["key"],
            f"{100 * tail['value']:.0f} % (± {100 * tail['mcse']:.1f})" if tail["mcse"] else share_of(tail["value"]),
            f"{100 * tail['lowest']:.0f} to {100 * tail['highest']:.0f} %",
        )
        for outcome in one["outcomes"]
        if outcome["uncertainty"] is not None and outcome["better"] is not None
        for tail in (outcome["uncertainty"][outcome["better"]],)
    ]
    if over:
        sections.append(
            Section(
                f"Over {one['posterior']['vectors']} vectors of the model's own uncertainty",
                ("outcome", "share on the better side", "lowest and highest vector"),
                over,
                (f"{one['posterior']['trials_each']} replicates under each vector, chance included in both ends.",),
            )
        )
    assumed = [(line["text"], line["reason"]) for line in one["assumed"]]
    sections.append(Section("Assumed, because it was not read", ("what", "why"), assumed))
    if one["not_simulated"]:
        sections.append(Section("Outcomes not repeated", ("outcome", "why"), list(one["not_simulated"].items())))
    return sections


def share_of(value: float) -> str:
    """A share without an error."""
    return f"{100 * value:.0f} %"


def _rows(outcome: Mapping[str, Any]) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for place, one in enumerate((outcome, *outcome["definitions"])):
        name = f"{one['meaning']}" if not place else f"  or: {one['definition']}"
        found.append(
            (
                name,
                printed(one) if not place else "",
                f"{number(one['mean'])} ({number(one['q05'])} to {number(one['q95'])})",
                share(one["at_least"], one["replicates"]),
                share(one["at_most"], one["replicates"]),
                reading({**one, "definitions": one.get("definitions", ())}),
            )
        )
    return found


def _about(one: Mapping[str, Any]) -> str:
    fsh = one["entry_fsh"]
    reported = next(
        (outcome["printed"] for outcome in one["outcomes"] if outcome["key"].endswith(".fsh@0")), fsh["printed"]
    )
    beside = "none was read" if reported is None else f"printed {number(reported)}"
    what = "cells" if one["has_cells"] else "no cells"
    return (
        f"{one['women']} women, {what}; {one['trials']} replicates from {one['bank']} virtual women. "
        f"FSH at entry: {number(fsh['mean'])} IU/L in the model (SD {number(fsh['sd'])}), {beside}. "
        f"From the model's women: {one['distance']['remark']}."
    )


def _title(one: Mapping[str, Any]) -> str:
    return str(one["protocol"]).partition(": ")[2] or str(one["protocol"])


def overall(told: Mapping[str, Any]) -> str:
    """What all results together say, first; of one study its own results."""
    studies = told["studies"]
    if not studies:
        return "None of these studies is repeated; the reasons are below."
    if len(studies) == 1:
        judged = [one for one in studies[0]["outcomes"] if one["better"] is not None]
        return " ".join(sentence(one) for one in judged[:2]) or "Only values at entry are compared."
    many = told["multiplicity"]
    cells, without = many["with_cells"], many["without_cells"]
    return (
        f"Of {cells['tails']} results after cells, of {cells['studies']} studies, {cells['found']} are more than the "
        f"modelled spontaneous course gives in 95 of 100 such studies; chance alone would make it at most "
        f"{number(cells['expected_at_most'])}. Of {without['tails']} results without cells, of {without['studies']} "
        f"studies, {without['found']} are: such an excess does not need cells, and the model may give too little on "
        "its own."
    )


def _overview(told: Mapping[str, Any]) -> Chapter:
    return Chapter(
        "all",
        "All studies together",
        words=_multiplicity(told["multiplicity"]).paragraphs,
        figures=[panel_plate(told["studies"])],
    )


def _multiplicity(many: Mapping[str, Any]) -> Section:
    rows = [
        (name, str(one["studies"]), str(one["tails"]), number(one["expected_at_most"]), str(one["found"]))
        for name, one in (("with cells", many["with_cells"]), ("without cells", many["without_cells"]))
    ]
    return Section(
        TAILS,
        ("", "studies", "results", "below 5 % by chance, at most", "below 5 %"),
        rows,
        (
            "Results of one study hang together, and nothing is corrected for their number. Values at entry and "
            "'no change' are not counted.",
            "Studies without cells are the check on the model: where their results, too, lie beyond the modelled "
            "course, an excess after cells is no sign of cells.",
        ),
    )
