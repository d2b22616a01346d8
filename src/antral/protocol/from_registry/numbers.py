"""Doses and time frames in registered words: parsed only where one reading is possible, else left as they are."""

import re
from typing import Final, NamedTuple

from antral.core import DAYS_PER_MONTH, DAYS_PER_YEAR
from antral.protocol.quantity import FEWEST_CELLS, MOST_CELLS

_SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_DOSE: Final = re.compile(
    r"(?P<range>\d+(?:\.\d+)?\s*(?:-|–|to)\s*)?(?P<mantissa>\d+(?:\.\d+)?)\s*(?:"
    r"(?:[x×X]|\\?\*)\s*(?P<lost>10(?P<digits>\d{1,2}))(?![\d.^\\*])"
    r"|(?:[x×X]|\\?\*)\s*10\s*(?:\\?\^|\\?\*\\?\*|e)?\s*(?P<exponent>\d{1,2}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})"
    r"|[eE]\+?(?P<short>\d{1,2})\b"
    r"|\s(?P<million>million|billion)(?:s)?)(?:\s*(?P<rest>[^.;,()\n]{0,40}))?"
)
_SCALE: Final = {"million": 6, "billion": 9}
_PER: Final = re.compile(r"/\s*(?:kg|ml|m2)|per\s+(?:kg|kilogram|ml)|cells/", re.IGNORECASE)
_TIME: Final = re.compile(r"(?P<n>\d+(?:\.\d+)?)\s*-?\s*(?P<unit>days?|weeks?|months?|years?|hours?)\b", re.IGNORECASE)
_LIST: Final = re.compile(
    r"(?P<unit>days?|weeks?|months?|years?)\s+(?P<list>\d+(?:\.\d+)?(?:\s*(?:,|and|&|/)+\s*\d+(?:\.\d+)?)*)",
    re.IGNORECASE,
)
_LIST_FIRST: Final = re.compile(
    r"(?P<list>\d+(?:\.\d+)?(?:\s*(?:,|and|&|/)+\s*\d+(?:\.\d+)?)+)\s*-?\s*(?P<unit>days?|weeks?|months?|years?)\b",
    re.IGNORECASE,
)
_DAYS: Final = {"h": 1 / 24, "d": 1.0, "w": 7.0, "m": DAYS_PER_MONTH, "y": DAYS_PER_YEAR}


class Dose(NamedTuple):
    """A dose in the words of a record."""

    text: str
    cells: int | None
    """Whole cells of one dose; None where the words leave it open."""
    doubt: str | None


def dose(text: str | None) -> Dose | None:
    """The first dose a text states; None where it states none."""
    found = _DOSE.search(text or "")
    if found is None:
        return None
    words = " ".join(found.group().split())
    cells, doubt = _cells(found, text or "")
    return Dose(words, cells, f"'{words}': {doubt}" if doubt else None)


def _cells(found: re.Match[str], text: str) -> tuple[int | None, str | None]:
    """Whole cells, or why the words allow no single reading."""
    doubt = None
    if found["lost"]:
        doubt = f"the exponent seems lost; {found['mantissa']} x 10^{found['digits']} may be meant"
    elif found["range"]:
        doubt = "a range, no single dose"
    elif _PER.search(found["rest"] or ""):
        doubt = "not a number of cells of one dose"
    elif not re.search(r"cell|msc", text, re.IGNORECASE):
        doubt = "of what is not said"
    if doubt is not None:
        return None, doubt
    power = found["exponent"] or found["short"]
    exponent = int(power.translate(_SUPERSCRIPTS)) if power else _SCALE[found["million"]]
    cells = float(found["mantissa"]) * 10.0**exponent
    if not FEWEST_CELLS <= cells <= MOST_CELLS or cells != int(cells):
        return None, "no plausible number of cells"
    return int(cells), None


def days(time_frame: str | None) -> tuple[float, ...]:
    """The days a time frame names, counted from its own beginning; empty where it is not clear."""
    text = time_frame or ""
    for pattern in (_LIST_FIRST, _LIST):
        listed = [
            float(n) * _DAYS[found["unit"][0].lower()]
            for found in pattern.finditer(text)
            for n in re.findall(r"\d+(?:\.\d+)?", found["list"])
        ]
        if len(listed) > 1:
            return tuple(sorted(round(day, 2) for day in set(listed)))
    single = [float(found["n"]) * _DAYS[found["unit"][0].lower()] for found in _TIME.finditer(text)]
    if len(single) == 1:
        return (round(single[0], 2),)
    if not single and len(found := list(_LIST.finditer(text))) == 1:
        return (round(float(found[0]["list"]) * _DAYS[found[0]["unit"][0].lower()], 2),)
    return ()
