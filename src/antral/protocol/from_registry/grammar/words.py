"""A criterion as the rules read it: one spelling for signs, and what has been understood crossed out."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

_ESCAPED: Final = re.compile(r"\\([^\w\s])")
_SIGNS: Final = str.maketrans(
    {
        "≥": " >= ", "≧": " >= ", "⩾": " >= ", "≤": " <= ", "≦": " <= ", "⩽": " <= ", "＞": " > ", "＜": " < ",
        "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "µ": "u", "μ": "u",
        "，": ", ", "；": "; ", "：": ": ", "（": " (", "）": ") ", "。": ". ", "、": ", ", "\u00a0": " ", "\u200b": "",
        "\u200e": "", "\u200f": "", "\ufeff": "", "\u00ad": "", "∕": "/", "×": "x", "…": "...",
    }
)  # fmt: skip
_SPELLED: Final = (
    (re.compile(r">\s*/\s*=|>\s*=|=\s*>"), " >= "),
    (re.compile(r"<\s*/\s*=|<\s*=|=\s*<"), " <= "),
    (re.compile(r"(?<![<>=])([<>])(?!=)"), r" \1 "),
    (re.compile(r"\s+"), " "),
    (re.compile(r"^ ?\d{1,2}[.)] (?=[A-Za-z])"), ""),
    (re.compile(r"(?i) \(see (?:appendix|section|table|below|above|protocol)[^()]*\)"), ""),
    (re.compile(r"(?i)\bi\. ?u\."), "IU"),
    (re.compile(r" ([;,.)])"), r"\1"),
    (re.compile(r"(?i)\b(hepatitis) b((?: virus)? ?\+?) ?(,|/|or|and|and/or|&) ?(?=c\b)"), r"\1 b\2 \3 \1 "),
)


def clean(text: str) -> str:
    """One spelling: escapes undone, signs and quotes alike, one space, lower case."""
    text = _ESCAPED.sub(r"\1", text).translate(_SIGNS)
    for pattern, put in _SPELLED:
        text = pattern.sub(put, text)
    return text.strip().lower()


@dataclass
class Fact:
    """One thing a line asks, and which of its words said so."""

    start: int
    end: int
    kind: str
    parameters: dict[str, Any] = field(default_factory=dict)
    grade: str = "exact"
    why: str = ""
    negated: bool = False
    """Whether the words describe that it is not so."""
    packs: tuple[str, ...] = ()
    """Rule packs on file that would give the words a meaning."""


class Reading:
    """A criterion while rules take words out of it."""

    def __init__(self, text: str, section: str) -> None:
        self.original = text
        self.text = clean(text)
        self.section = section
        self.left = self.text
        """The text with what was understood replaced by a sign of the same length."""
        self.facts: list[Fact] = []

    def cross(self, start: int, end: int) -> None:
        """Cross out a stretch."""
        self.left = self.left[:start] + "\x01" * (end - start) + self.left[end:]

    def take(self, found: re.Match[str]) -> None:
        """Cross out a match."""
        self.cross(*found.span())

    def add(self, found: re.Match[str], kind: str, parameters: dict[str, Any] | None = None, **more: Any) -> Fact:
        """Cross out a match and keep the fact it states."""
        self.take(found)
        fact = Fact(found.start(), found.end(), kind, parameters or {}, **more)
        self.facts.append(fact)
        return fact

    def written(self, words: str) -> str:
        """Words as the text writes them, in its own capitals."""
        found = re.search(re.escape(words), self.original, re.IGNORECASE)
        return found.group() if found is not None else words

    def quote(self, start: int, end: int) -> str:
        """Words of the line, for an explanation."""
        return self.text[start:end].strip(" ,;.")


_NUMBER_WORDS: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "a": 1, "an": 1, "half a": 0.5,
}  # fmt: skip
NUMBER: Final = (
    r"(?:\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half a|"
    r"an?(?= (?:day|week|month|year)))"
)
PERIOD: Final = (
    rf"(?:(?P<amount>{NUMBER})(?: \(\d+\))?[ -]?(?P<unit>days?|weeks?|months?|years?|yrs?|wks?|"
    rf"mos?)\b|(?P<single>day|week|month|year)\b)"
)
_DAY: Final = (
    r"(?:enrol?lment|screening|baseline|randomi[sz]ation|registration|inclusion|entry|consent|dosing|treatment|therapy|"
    r"start|beginning|initiation|commencement|administration|dose|visit|day|study|trial|protocol|drug|medication|"
    r"product)"
)
EVENT: Final = (
    rf"(?:,? (?:before|prior to|preceding|of|from|to)(?: (?:the|this|first|initial|start|of|receiving|starting|"
    rf"entering|beginning of|"
    rf"beginning|initiation|commencement|investigational|into|to|in|for|{_DAY}))* {_DAY}s?(?: \(?-?\d+\)?)?)"
)
"""The day that a time is counted from: `prior to the first dose of study drug`."""
_UNITS: Final = {"d": "days", "w": "weeks", "m": "months", "y": "years"}


def number(text: str) -> float:
    """`4` or `four`."""
    return float(_NUMBER_WORDS.get(text, 0)) or float(text)


def period(found: re.Match[str]) -> str:
    """The length of time a `PERIOD` names, as protocols write it: `4 weeks`."""
    if found["single"]:
        return f"1 {found['single']}"
    amount, unit = number(found["amount"]), _UNITS[found["unit"][0]]
    return f"{amount:g} {unit.removesuffix('s') if amount == 1 else unit}"


def operator(words: str) -> str | None:
    """The comparison that words state; None where they state none."""
    words = words.strip()
    return next((sign for sign, pattern in _OPERATORS.items() if pattern.fullmatch(words)), None)


OPERATOR: Final = (
    r"(?:>=|<=|>|<|(?:is |are |was |were |be |level |levels |value |of )*(?:not less than|no less than|no lower "
    r"than|at least|(?:a )?minimum (?:of )?|"
    r"(?:greater|higher|more|larger|older) (?:than )?or equal to|equal to or (?:greater|higher|more|larger) than|"
    r"(?:not?|no) (?:more|greater|higher) than|not (?:to )?exceed(?:ing)?|at most|up to|(?:a )?maximum (?:of )?|"
    r"(?:less|lower|smaller|younger) than or equal to|"
    r"equal to or (?:less|lower|smaller) than|(?:greater|higher|more|larger|older) than|(?:less|"
    r"lower|smaller|younger) than|"
    r"above|over|exceed(?:s|ing)|beyond|below|under))"
)
_LEAD: Final = r"(?:is |are |was |were |be |level |levels |value |of )*"
_OPERATORS: Final = {
    ">=": re.compile(
        _LEAD + r"(?:>=|not less than|no less than|no lower than|at least|(?:a )?minimum(?: of)?|"
        r"(?:greater|higher|more|larger|older) (?:than )?or equal to|"
        r"equal to or (?:greater|higher|more|larger) than)"
    ),
    "<=": re.compile(
        _LEAD + r"(?:<=|(?:not?|no) (?:more|greater|higher) than|not (?:to )?exceed(?:ing)?|at most|up to|"
        r"(?:a )?maximum(?: of)?|(?:less|lower|smaller|younger) than or equal to|"
        r"equal to or (?:less|lower|smaller) than)"
    ),
    ">": re.compile(_LEAD + r"(?:>|(?:greater|higher|more|larger|older) than|above|over|exceed(?:s|ing)|beyond)"),
    "<": re.compile(_LEAD + r"(?:<|(?:less|lower|smaller|younger) than|below|under)"),
}
