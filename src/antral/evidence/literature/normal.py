"""What makes two references comparable: titles, names and identifiers without the accidents of an export."""

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from html import unescape

_DOI = re.compile(r"10\.\d{4,9}/\S+")
_LETTERS = {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
"""Letters that do not come apart into a letter and an accent."""
_GREEK = {"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "κ": "kappa", "μ": "mu", "ω": "omega"}
_INITIALS = re.compile(r"(?:[A-ZÀ-Þ]\.?[-‐]?){1,4}")
_KEPT = 20_000
"""References whose plain forms are kept while pairs are compared."""
_SMALL = {"the", "of", "and", "in", "for", "de", "la", "et", "und", "der"}
"""Words of a journal's name that its abbreviation leaves out."""
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv", "2nd", "3rd"}


@lru_cache(_KEPT)
def bare_doi(text: str | None) -> str | None:
    """The DOI in a text, in small letters and without what stands around it; none where there is none."""
    found = _DOI.search(unescape(text or "").strip())
    if found is None:
        return None
    doi = found.group().lower().rstrip(".,;]}>\"'")
    while doi.endswith(")") and doi.count(")") > doi.count("("):
        doi = doi[:-1].rstrip(".,;")
    return doi


def bare_pmid(text: str | None) -> str | None:
    """The number of a PubMed record in a text that holds one and nothing else but its label."""
    found = re.fullmatch(r"(?:pmid:?\s*|medline:?\s*)?0*(\d{1,8})", (text or "").strip(), re.IGNORECASE)
    return None if found is None else found.group(1)


def plain(text: str) -> str:
    """Small letters without accents; what is neither letter nor digit is one space."""
    text = unescape(re.sub(r"</?(?:i|b|u|em|sub|sup|strong)>", "", text, flags=re.IGNORECASE)).casefold()
    text = "".join(_LETTERS.get(letter, _GREEK.get(letter, letter)) for letter in text)
    apart = unicodedata.normalize("NFKD", text)
    kept = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^\w]|_", " ", kept).split())


@lru_cache(_KEPT)
def bare_title(title: str) -> str:
    """A title in plain letters, without the brackets of a translated one."""
    return plain(title.strip().strip("[]"))


@lru_cache(_KEPT)
def surname(author: str) -> str:
    """The family name of an author in plain letters; of `Mashayekhi M` what stands before the initials."""
    if "," in author:
        return plain(author.split(",", maxsplit=1)[0])
    words = author.split()
    while len(words) > 1 and plain(words[-1]) in _SUFFIXES:
        words.pop()
    while len(words) > 1 and _INITIALS.fullmatch(words[-1]):
        words.pop()
    return plain(" ".join(words))


def other_journal(one: str, other: str) -> bool:
    """Whether two journals are named and are not the same: `J Ovarian Res` stands for `Journal of ovarian research`."""
    first, second = _journal(one), _journal(other)
    if not first or not second or first == second:
        return False
    if len(first) != len(second):
        short, long = sorted((first, second), key=len)
        return short != ("".join(word[0] for word in long),)
    return not all(_abbreviates(*sorted(pair, key=len)) for pair in zip(first, second, strict=True))


@lru_cache(_KEPT)
def _journal(name: str) -> tuple[str, ...]:
    """The words of a journal's name that tell it from others, without its place or subtitle."""
    bare = re.split(r"\s[:=]\s", re.sub(r"\(.*?\)|\[.*?\]", " ", name))[0]
    return tuple(word for word in plain(re.sub(r"['’]", "", bare)).split() if word not in _SMALL)


def _abbreviates(short: str, long: str) -> bool:
    letters = iter(long)
    return short[0] == long[0] and all(letter in letters for letter in short)


def likeness(one: str, other: str) -> float:
    """How alike two titles are, 0 to 1: Dice's coefficient of their groups of three letters (repeats counted).

    Takes titles as `bare_title` gives them. The same both ways round.
    """
    if one == other:
        return 1.0 if one else 0.0
    first, second = _threes(one), _threes(other)
    many = first.total() + second.total()
    return 2.0 * (first & second).total() / many if many else 0.0


@lru_cache(_KEPT)
def _threes(text: str) -> Counter[str]:
    padded = f"  {text}  "
    return Counter(padded[at : at + 3] for at in range(len(padded) - 2))
