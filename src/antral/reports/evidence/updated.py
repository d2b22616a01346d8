"""What an update of the evidence moved, on a terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

from antral.reports.section import Section


def updated_sections(told: Mapping[str, Any]) -> list[Section]:
    """What was made again and why, what moved, what is stale."""
    against = "nothing was recorded before" if told["before"] is None else f"recorded {told['before']}"
    again, stale, moved = told["made_again"], told["stale"], told["moved"]
    paragraphs = [
        f"{told['results']} results; {len(again)} made again, {len(moved)} numbers moved.",
        *([f"The state is in {told['state']}."] if told["state"] else []),
    ]
    if not again and not moved and not stale:
        paragraphs = [
            f"Nothing moved. {told['results']} results are as recorded; none was made again.",
            *paragraphs[1:],
        ]
    sections = [Section(f"Evidence against the state {against}", paragraphs=paragraphs)]
    if again:
        rows = [(name, _listed(changed)) for name, changed in again.items()]
        sections.append(Section("Made again", ("result", "what changed"), rows))
    if moved:
        sections.append(
            Section(
                "What moved",
                ("result", "number", "before", "after", "change", "Monte-Carlo error"),
                [_moved(one) for one in moved],
                ("A change within twice its Monte-Carlo error may be chance alone; it is marked ~.",)
                if any(one["beyond_chance"] is False for one in moved)
                else (),
            )
        )
    if stale:
        rows = [(name, _listed(changed)) for name, changed in stale.items()]
        sections.append(Section("Stale: not made again", ("result", "what changed"), rows))
    return sections


def _listed(changed: Sequence[str]) -> str:
    return "; ".join(changed)


def _moved(one: Mapping[str, Any]) -> tuple[str, ...]:
    mark = "~" if one["beyond_chance"] is False else ""
    return (
        one["item"],
        one["name"],
        _number(one["before"]),
        _number(one["after"]),
        "" if one["change"] is None else f"{mark}{one['change']:+.4g}",
        "" if one["mcse"] is None else f"{one['mcse']:.2g}",
    )


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.4g}"
