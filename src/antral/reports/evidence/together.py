"""All studies after cells together against the modelled course, and all without cells beside them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from antral.reports.evidence.challenge_words import FIXED
from antral.reports.evidence.roles import ROLES
from antral.reports.section import Section
from antral.reports.wording import counted, known, number, number_with_error

TOGETHER: Final = "All together, against the modelled course"
_HOW: Final = (
    "Expected: what the model gives with zero effect, as each study counted; {law} Range: 95 of 100 such sums. Tails "
    "are mid-p. The interval of the ratio is {interval}: it does not hold that the model itself may be off, which the "
    "lines without cells show.{more}"
)
_ALONE: Final = ("studies are independent, their laws convolved.", "chance alone", "")
_VARIED: Final = (
    "with one physiology that the fit allows, studies are independent, their laws convolved; the same physiology is in "
    "force in all studies, and laws are averaged over them.",
    "chance and what the fit leaves open",
    " With fewer than forty physiologies its ends hang on the one that expects least and the one that expects most.",
)
_COLUMNS = (
    "counted", "observed", "expected (95 % of sums)", "observed / expected (95 %)", "as many or more",
    "as few or fewer", "studies",
)  # fmt: skip
_Told = Mapping[str, Any]


def together_section(lines: Sequence[_Told]) -> Section:
    """Every question: cells, all without cells, and those by what they were given."""
    rows = [row for line in lines for row in _rows(line)]
    return Section(TOGETHER, _COLUMNS, rows, (*(together_sentence(line) for line in lines), how(lines)))


def how(lines: Sequence[_Told]) -> str:
    """How expected numbers, tails and intervals are made."""
    law, interval, more = _VARIED if any(line["cells"].get("fixed") for line in lines) else _ALONE
    return _HOW.format(law=law, interval=interval, more=more)


def together_sentence(line: _Told) -> str:
    """One question in plain words: both excesses over the model, and what they say together."""
    cells, without = line["cells"], line["without"]
    said = f"{line['title']}, after cells: {_excess(cells)}."
    if without is None:
        return f"{said} No study without cells tells how far the model is off by itself."
    said += f" Without cells: {_excess(without)}."
    most = max(line["by_role"], key=lambda one: float(one["ratio"]))
    if len(line["by_role"]) > 1:
        parts = ", ".join(f"{ROLES[one['role']]} {number(one['ratio'])}" for one in line["by_role"])
        said += f" By what they were given: {parts}."
    return f"{said} {_reading(cells, most)}"


def _reading(cells: _Told, most: _Told) -> str:
    if cells["ratio_low"] <= 1.0:
        return "After cells no more is seen than the model's own course and chance give."
    who = f"Women given {ROLES[most['role']]} and no cells"
    if cells["ratio_low"] <= most["ratio_high"] and most["ratio_low"] > 1.0:
        return (
            f"{who} exceed the model, too: it may give too little on its own, and the excess after cells is no sign of "
            "cells."
        )
    if cells["ratio_low"] <= most["ratio_high"]:
        return (
            "The excess after cells is not clearly larger than what women without cells show; these numbers do not "
            "tell cells from a model that gives too little."
        )
    return (
        "The excess after cells is larger than in any group without cells; results chosen for print, other women and "
        "other definitions explain it as well as cells do."
    )


def _excess(group: _Told) -> str:
    return (
        f"{group['observed']} of {group['women']} women in {counted(len(group['studies']), 'study', 'studies')}, where "
        f"the model alone gives {_expected(group)}, {number(group['ratio'])} times as many (95 % "
        f"{_ends(group)}{_alone(group)})"
    )


def _alone(group: _Told) -> str:
    fixed = group.get("fixed")
    return f"; {FIXED} {number(fixed['ratio'])}, {_ends(fixed)}" if fixed else ""


def _ends(group: _Told) -> str:
    return f"{number(group['ratio_low'])} to {number(group['ratio_high'])}"


def _expected(group: _Told) -> str:
    return f"{number(group['expected'])} ({group['usual_low']} to {group['usual_high']})"


def _rows(line: _Told) -> list[tuple[str, ...]]:
    groups = [(f"{line['title']}: after cells", line["cells"])]
    if line["without"] is not None:
        groups.append(("all without cells", line["without"]))
    if len(line["by_role"]) > 1:
        groups += [(f"without cells: {ROLES[one['role']]}", one) for one in line["by_role"]]
    return [row for name, group in groups for row in _of_group(name, group)]


def _of_group(name: str, group: _Told) -> list[tuple[str, ...]]:
    few, many = group["other_definitions"]
    studies = ", ".join(f"{one['title']} {one['events']}/{one['n']}" for one in group["studies"])
    rows: list[tuple[str, ...]] = [
        (name, f"{group['observed']} of {group['women']}", *_numbers(group), studies),
    ]
    if group.get("fixed"):
        rows.append((f"… {FIXED}", "", *_numbers(group["fixed"]), ""))
    if many["expected"] > few["expected"]:
        rows.append(
            (
                "… by other definitions",
                "",
                f"{number(few['expected'])} to {number(many['expected'])}",
                f"{number(many['ratio'])} to {number(few['ratio'])}",
                " to ".join(dict.fromkeys(_tail(one["at_least"], None) for one in (few, many))),
                "",
                "",
            )
        )
    return rows


def _numbers(group: _Told) -> tuple[str, str, str, str]:
    """Expected, observed to expected, and both tails."""
    expected = number_with_error(group["expected"], group["expected_mcse"])
    return (
        f"{expected} ({group['usual_low']} to {group['usual_high']})",
        f"{number(group['ratio'])} ({_ends(group)})",
        _tail(group["at_least"], group["mcse"]),
        _tail(group["at_most"], group["mcse"]),
    )


def _tail(p: float, error: float | None) -> str:
    if p < 0.0001:
        return "below 0.01 %"
    if p > 0.9999:
        return "above 99.99 %"
    told = f"{100 * p:.1f} %" if 0.001 <= p <= 0.999 else f"{100 * p:.2f} %"
    if error is None or not known(error):
        return told
    return f"{told} (± {100 * error:.1f})" if error >= 0.0005 else f"{told} (± {100 * error:.2f})"
