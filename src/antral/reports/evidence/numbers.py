"""How pooled numbers are written: with their interval, never without their method near by."""

from collections.abc import Mapping, Sequence
from typing import Any

from antral.reports.wording import counted, number

SPACE = "\u00a0"
"""Between a number and its unit."""


def women(many: int) -> str:
    """`21 women`."""
    return counted(many, "woman", "women")


def studies(many: int) -> str:
    """`3 studies`."""
    return counted(many, "study", "studies")


def value(shown: float | None, scale: str) -> str:
    """One number of a scale: `39 %`, `−8.9`, `1.4`."""
    if shown is None:
        return "none"
    if scale == "share":
        return f"{percent(shown)}{SPACE}%"
    return number(shown).replace("-", "−")


def percent(share: float) -> str:
    """A share in percents: `39`, `5.3`, `<0.1`."""
    if share in (0.0, 1.0) or share >= 0.095:
        return f"{100 * share:.0f}"
    return "<0.1" if share < 0.0005 else f"{100 * share:.1f}"


def ends(low: float | None, high: float | None, scale: str) -> str:
    """`5.3 to 87 %`."""
    if low is None or high is None:
        return "none"
    if scale == "share":
        return f"{percent(low)} to {percent(high)}{SPACE}%"
    return f"{value(low, scale)} to {value(high, scale)}"


def with_interval(one: Mapping[str, Any], scale: str) -> str:
    """`39 % (5.3 to 87 %)`."""
    return f"{value(one['value'], scale)} ({ends(one['low'], one['high'], scale)})"


def scale_of(told: Mapping[str, Any]) -> str:
    """The scale of an answer's single arms."""
    return "share" if told["question"]["kind"] == "share" else "difference"


def unit_of(told: Mapping[str, Any]) -> str:
    """The unit of an answer's single arms: empty for a share."""
    return "" if told["question"]["kind"] == "share" else str(told["question"]["unit"])


def of_women(one: Mapping[str, Any]) -> str:
    """`4 of 9`, or the women of a change."""
    return f"{one['n']}" if one["events"] is None else f"{one['events']} of {one['n']}"


_READ = {
    "read_full": "full text", "read_abstract": "abstract", "read_in_review": "a review",
    "read_news": "a web page or news", "recalled": "recalled, not read",
}  # fmt: skip
SECOND_HAND = ("read_in_review", "read_news", "recalled")
"""Where a number was read that was not read in the study's own text."""


def read_in(found: Sequence[str]) -> str:
    """`abstract`, `a review`."""
    return ", ".join(_READ[one] for one in found)


def month(months: float | None) -> str:
    """`12`, or that it is not stated."""
    return "not stated" if months is None else f"{months:g}"


def p_value(p: float | None) -> str:
    """`0.06`, `< 0.001`."""
    if p is None:
        return "none"
    return "<\u00a00.001" if p < 0.001 else f"{p:.2g}"


def points(value: float, low: float, high: float) -> str:
    """A difference of shares in percentage points: `17 points (−1 to 38)`."""
    shown = [f"{round(100 * one):d}".replace("-", "−") for one in (value, low, high)]
    return f"{shown[0]}{SPACE}points ({shown[1]} to {shown[2]})"
