"""The page of `antral design`: one HTML file that opens offline."""

from collections.abc import Mapping
from typing import Any

from antral.reports.designs import designs_sections
from antral.reports.designs_figures import designs_figures
from antral.reports.designs_lines import in_common, scenarios, strongest, title
from antral.reports.screening import Chapter, page
from antral.reports.section import Section
from antral.reports.wording import counted, share_with_error

_LIMITS = (
    "Nothing here shows that cells work: what each assumption says they do was put in, not found. The page says what a "
    "design would show if it were so, and how often it would show something where there is nothing.",
    "All shares are of simulated trials and have a Monte-Carlo error (±), clustered on the woman, because trials share "
    "women; it says nothing of how well the virtual women are like real ones.",
    "The most powerful of many designs owes some of its lead to chance.",
    "No statement about any real woman follows from this page, and it gives no advice.",
)
_OF_COSTS = (
    "All unit costs are assumed (records/design/costs.yaml): orders of magnitude, to compare designs; no budget."
)
_AGAIN = "Each conducts and analyses that one trial again: same women, same luck, same p-value."
_DECIDES = (
    "Simulated trials, not medical advice. Whether a trial is run is decided by its investigators and an ethics board."
)


def designs_page(results: Mapping[str, Any]) -> str:
    """The designs side by side, from what `--json` prints."""
    asked, *sections = designs_sections(results)
    first = asked.paragraphs[: 1 + len(results.get("warnings", []))]
    return page(
        kicker=f"{results['protocol']} · {results['trials']:,} trials of each design · antral {results['version']}",
        title=results["title"],
        question="Which design would show what?",
        answer=_answer(results),
        decides=_DECIDES,
        chapters=[
            Chapter("figures", "At a glance", words=first, figures=designs_figures(results)),
            Chapter("designs", "Side by side", tables=[(section, True) for section in sections]),
            Chapter("left-out", "What was left out", tables=[(_left_out(results), len(results["left_out"]) <= 12)]),
            Chapter("examples", "Single trials", tables=[(_examples(results), True)]),
            Chapter("again", "Make it again", tables=[(_commands(results), True), (_python(results), False)]),
            Chapter("costs", "What the cost is made of", tables=[(_costs(results), True)]),
            Chapter("limits", "Limits", words=_LIMITS),
        ],
    )


def _answer(results: Mapping[str, Any]) -> str:
    """The design with the most power under the strongest assumption, with its type I error beside."""
    said = f"{counted(len(results['points']), 'design')}, with {in_common(results)} in each."
    scenario = strongest(results)
    zero = [name for name in scenarios(results) if name.startswith("none")]
    tested = [point for point in results["points"] if point["scenarios"][scenario]["power"] is not None]
    if scenario in zero or not tested:
        return said
    best = max(tested, key=lambda point: point["scenarios"][scenario]["power"]["value"])
    power = best["scenarios"][scenario]["power"]
    said += f" Most power, {title(scenario)}: {share_with_error(power['value'], power['mcse'])} ({best['label']})"
    if zero and (none := best["scenarios"][zero[0]]["power"]) is not None:
        said += f"; without any effect it rejects in {share_with_error(none['value'], none['mcse'])} of trials"
    return f"{said}."


def _left_out(results: Mapping[str, Any]) -> Section:
    """Values that were not tried, and designs that cannot be."""
    rows = [
        (f"{axis['field']}: {', '.join(axis['not_tried'])}", f"not tried: {axis['why']}")
        for axis in results["varied"]
        if axis["not_tried"]
    ]
    for one in results["left_out"]:
        rows.append((", ".join(f"{field} {value}" for field, value in one["values"].items()), one["reason"]))
    return Section("Left out, and why", ("what", "why"), rows, () if rows else ("Nothing that was asked for.",))


def _commands(results: Mapping[str, Any]) -> Section:
    """The command of every design."""
    rows = [("all", results["command"]), *((point["label"], point["command"]) for point in results["points"])]
    return Section("Commands", ("design", "command"), rows)


def _python(results: Mapping[str, Any]) -> Section:
    """The same in Python."""
    rows = [(point["label"], point["python"]) for point in results["points"]]
    return Section("The same in Python", ("design", "Python"), rows)


def _examples(results: Mapping[str, Any]) -> Section:
    """Single trials, by number."""
    kinds = {"found": "finds the effect", "missed": "misses it", "false_alarm": "finds one that is not there"}
    rows = [
        (str(one["trial"]), one["scenario"], kinds[one["kind"]], f"{one['p_value']:.3g}", one["python"])
        for one in results["examples"]
    ]
    return Section(
        "Single trials of the reference design", ("trial", "scenario", "what it does", "p", "Python"), rows, (_AGAIN,)
    )


def _costs(results: Mapping[str, Any]) -> Section:
    """Unit costs, all assumed."""
    rows = [
        (
            one["name"].replace("_", " "),
            f"{one['value']:,.0f} {one['unit']}",
            f"{one['low']:,.0f} to {one['high']:,.0f}",
            one["meaning"],
            one["tag"],
            one["reason"],
        )
        for one in results["costs"]
    ]
    return Section("Unit costs", ("what", "price", "range", "meaning", "tag", "reason"), rows, (_OF_COSTS,))
