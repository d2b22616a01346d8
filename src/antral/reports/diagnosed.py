"""What `antral diagnose` shows: of each woman the disease by each guideline, its stage, other causes, and tests."""

from collections.abc import Mapping
from typing import Any

from antral.reports.screened import made_section, shown, unread_section
from antral.reports.section import Section

DECIDES = (
    "Not medical advice. This is what the guidelines' text says of the data on record; "
    "the diagnosis is made by a physician who sees her."
)
_STATUS = {"met": "met", "not_met": "not met", "unknown": "not known"}
_CAUSE = {"met": "present", "not_met": "excluded", "unknown": "not known"}
_DISEASE = {"met": "yes", "not_met": "no", "unknown": "not known"}
_STATE = {"done": "done", "missing": "missing", "due_again": "due again", "not_asked_for": "not asked for"}


def diagnosed_sections(told: Mapping[str, Any]) -> list[Section]:
    """Every woman with her tables, then what the answer rests on."""
    found = [section for woman in told["women"] for section in _woman(woman)]
    listed = any(woman["entries_not_understood"] for woman in told["women"])
    return shown([*found, *([] if listed else [unread_section(told)]), made_section(told, DECIDES)])


def _woman(told: Mapping[str, Any]) -> list[Section]:
    unread = [(one["where"], one["why"]) for one in told["entries_not_understood"]]
    guidelines = [
        Section(f"By the {one['guideline']}: {_DISEASE[one['status']]}", _PARTS, _rows(one["parts"]))
        for one in told["guidelines"]
    ]
    causes = [
        (one["cause"], _CAUSE[one["status"]], _found(one), one["would_tell"] if one["status"] == "unknown" else "")
        for one in told["other_causes"]
    ]
    tests = [
        Section(
            f"Tests for the cause, by the {one['guideline']}",
            ("test", "state", "on record", "the guideline"),
            [
                (test["test"], _STATE[test["state"]], test["result"] or "", _advised(test))
                for test in told["tests"]
                if test["guideline"] == one["guideline"]
            ],
        )
        for one in told["guidelines"]
    ]
    stage = told["stage"]
    return [
        Section(f"Woman {told['patient']}", paragraphs=[_headline(told), *told["remarks"]]),
        *guidelines,
        Section(f"Stage: {_stage(stage)}", _PARTS, _rows(stage["parts"]), (f"Stages by {stage['source']}.",)),
        Section(
            "Other causes of disturbed menses", ("cause", "verdict", "found", "what would tell"), causes,
            ("A cause that is present does not rule ovarian insufficiency out.",),
        ),
        *tests,
        Section("Entries of her record that were not understood, and count as not recorded", ("where", "why"), unread),
    ]  # fmt: skip


_PARTS = ("part", "verdict", "found", "missing")


def _rows(parts: list[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    return [(_named(one["part"]), _STATUS[one["status"]], _found(one), one["missing"]) for one in parts]


def _named(part: str) -> str:
    return part.replace("fsh", "FSH")


def _found(one: Mapping[str, Any]) -> str:
    """The reason, and the data it rests on."""
    rest = [item for item in one["data"] if item not in one["reason"] and item != "medicines"]
    return "; ".join([one["reason"], *([", ".join(rest)] if rest else [])])


def _advised(test: Mapping[str, Any]) -> str:
    """The guideline's advice, and whether it was read or is recalled."""
    return test["reason"] if test["tag"] == "published" else f"{test['reason']} ({test['tag']})"


def _stage(stage: Mapping[str, Any]) -> str:
    if stage["stage"] is not None:
        return str(stage["stage"])
    possible = stage["possible"]
    return f"not known; possible: {', '.join(possible)}" if possible else "none"


def _headline(told: Mapping[str, Any]) -> str:
    found = [f"{_DISEASE[one['status']]} by the {one['guideline']}" for one in told["guidelines"]]
    return f"Premature ovarian insufficiency: {'; '.join(found)}. Stage: {_stage(told['stage'])}."
