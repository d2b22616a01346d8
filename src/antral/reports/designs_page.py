"""The page of `antral design`: one HTML file that opens offline."""

from collections.abc import Mapping
from typing import Any

from antral.reports.designs import designs_sections
from antral.reports.screening import Chapter, page
from antral.reports.section import Section


def designs_page(results: Mapping[str, Any]) -> str:
    """The designs side by side, from what `--json` prints."""
    tables = [(section, True) for section in designs_sections(results)]
    return page(
        kicker=f"{results['protocol']} · {results['trials']:,} trials of each design · antral {results['version']}",
        title=results["title"],
        question="Which design would show what?",
        answer=f"{len(results['points'])} designs, with the same women and luck in each.",
        chapters=[
            Chapter("designs", "Side by side", tables=tables),
            Chapter("again", "Make it again", tables=[(_commands(results), True), (_examples(results), True)]),
            Chapter("costs", "What the cost is made of", tables=[(_costs(results), True)]),
        ],
    )


def _commands(results: Mapping[str, Any]) -> Section:
    """The command of every design."""
    rows = [("all", results["command"]), *((point["label"], point["command"]) for point in results["points"])]
    return Section("Commands", ("design", "command"), rows)


def _examples(results: Mapping[str, Any]) -> Section:
    """Single trials, by number."""
    kinds = {"found": "finds the effect", "missed": "misses it", "false_alarm": "finds one that is not there"}
    rows = [
        (str(one["trial"]), one["scenario"], kinds[one["kind"]], f"{one['p_value']:.3g}", one["python"])
        for one in results["examples"]
    ]
    return Section("Single trials of the reference design", ("trial", "scenario", "what it does", "p", "Python"), rows)


def _costs(results: Mapping[str, Any]) -> Section:
    """Unit costs, all assumed."""
    rows = [
        (one["name"].replace("_", " "), f"{one['value']:,.0f} {one['unit']}", one["meaning"], one["tag"], one["reason"])
        for one in results["costs"]
    ]
    return Section("Unit costs", ("what", "price", "meaning", "tag", "reason"), rows)
