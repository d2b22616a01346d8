"""LaTeX in the fields of BibTeX, as plain letters."""

import re
import unicodedata
from typing import Final

_ACCENTS: Final = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "d": "\u0323",
    "b": "\u0331",
}  # fmt: skip
"""The sign that joins the letter before it."""
_LETTERS: Final = {
    "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å",
    "AA": "Å", "i": "i", "j": "j", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "kappa": "κ", "mu": "μ", "times": "×", "pm": "±",
    "leq": "≤", "geq": "≥", "le": "≤", "ge": "≥", "textendash": "–", "textemdash": "—", "textquoteright": "’",
    "textquoteleft": "‘", "textregistered": "®", "texttrademark": "™", "textdegree": "°", "ldots": "…", "textless": "<",
    "textgreater": ">",
}  # fmt: skip
_SIGNED = re.compile(r"\\(['`^\"~=.])\s*(?:\{\s*(\\?[A-Za-z])\s*\}|(\\?[A-Za-z]))")
_LETTERED = re.compile(r"\\([uvHckrdb])(?:\s*\{\s*(\\?[A-Za-z])\s*\}|\s+(\\?[A-Za-z]))")
_COMMAND = re.compile(r"\\([A-Za-z]+)(?:\s*\{\}|\s+|(?![A-Za-z]))")


def plain_letters(text: str) -> str:
    """The text without commands and braces; a command that is not known leaves what it was applied to."""
    text = _LETTERED.sub(_accented, _SIGNED.sub(_accented, text))
    text = _COMMAND.sub(lambda found: _LETTERS.get(found.group(1), ""), text)
    text = re.sub(r"\\([&%$#_{}])", r"\1", re.sub(r"\\[ ,;:]", " ", text).replace("\\-", "").replace("\\!", ""))
    text = re.sub(r"(?<!\\)[{}]", "", text).replace("$", "").replace("~", " ")
    text = text.replace("---", "—").replace("--", "–").replace("``", "“").replace("''", "”")
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _accented(found: re.Match[str]) -> str:
    letter = (found.group(2) or found.group(3)).lstrip("\\")
    return letter + _ACCENTS[found.group(1)]
