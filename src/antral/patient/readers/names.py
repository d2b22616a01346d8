"""Names as people write them: our own, their titles as reports print them, in either spelling of oestrogen."""

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import cache
from typing import Final

from antral.patient.answers import vocabulary
from antral.patient.codes import Analyte, codes, known_findings, medicines, statements
from antral.patient.readers.values import NotReadError

_ITEM: Final = re.compile(r"^[A-Za-z][A-Za-z0-9_]{0,99}$")
_OF_A_TRIAL: Final = re.compile(r"^NCT\d{8}_[A-Z]\d{1,2}$")
_ALIKE: Final = 0.75
"""How alike a word and the word that was probably meant are at least."""
PAGE: Final = "docs/names.md"
"""The list of all names."""


def analyte(text: str) -> Analyte:
    """What is measured, by name or title."""
    return codes().analytes[_known(text, "measurements", "measurement")]


def finding(text: str) -> str:
    """A finding, by name or title."""
    return _known(text, "findings", "finding")


def procedure(text: str) -> str:
    """A procedure, by name or title; `other` is any that has no name."""
    return _known(text, "procedures", "procedure", "; write other for any other")


def medicine_class(text: str) -> str | None:
    """A class of medicines, by name or title."""
    return tables()["medicine classes"].get(folded(text))


def statement(text: str) -> str:
    """A statement or a judgement, by name or title."""
    return text if _OF_A_TRIAL.match(text) else _known(text, "statements", "statement")


def own_item(text: str) -> bool:
    """Whether a text may be an item that a protocol of the user's own asks for."""
    return _ITEM.match(text) is not None


def _known(text: str, listed: str, what: str, more: str = "") -> str:
    names = tables()[listed]
    found = names.get(folded(text))
    if found is None:
        raise NotReadError(
            f"not a {what} that antral knows{nearest(text, titles_of()[listed])}{more}; all names: {PAGE}"
        )
    return found


def folded(text: str) -> str:
    """A name or title without what spelling and punctuation make of it."""
    plain = re.sub(r"[^0-9a-z]+", "_", text.lower().replace("œ", "oe").replace("æ", "ae")).strip("_")
    return plain.replace("oe", "e").replace("ae", "e")


@cache
def tables() -> Mapping[str, Mapping[str, str]]:
    """Our names by what people may write for them, for each list."""
    return {listed: _spellings(titles) for listed, titles in titles_of().items()}


@cache
def titles_of() -> Mapping[str, Mapping[str, str]]:
    """Every name that a record may hold, with its title, for each list."""
    table = codes()
    told = {name: str(one["title"]) for name, one in table.findings.items()}
    done = vocabulary().procedures

    def titled(names: Iterable[str]) -> dict[str, str]:
        return {name: told.get(name, name.replace("_", " ")) for name in sorted(names)}

    return {
        "measurements": {name: one.title for name, one in table.analytes.items()},
        "findings": titled(known_findings()),
        "procedures": titled({*done, "other"}),
        "medicine classes": dict(medicines()["classes"]),
        "statements": dict(statements()),
    }


def _spellings(titles: Mapping[str, str]) -> dict[str, str]:
    """Titles that two names share name neither."""
    by_title: dict[str, list[str]] = {}
    for name, title in titles.items():
        by_title.setdefault(folded(title), []).append(name)
    found = {title: names[0] for title, names in by_title.items() if len(names) == 1}
    return found | {folded(name): name for name in titles}


def nearest(text: str, known: Iterable[str]) -> str:
    """A hint at the known name that differs by slips of the pen, word for word; the text itself is not repeated."""
    words = folded(text).split("_")
    best, closest = 0.0, ""
    for name in known:
        others = folded(name).split("_")
        if len(others) != len(words):
            continue
        alike = [SequenceMatcher(None, one, other).ratio() for one, other in zip(words, others, strict=True)]
        if min(alike) >= _ALIKE and sum(alike) / len(alike) > best:
            best, closest = sum(alike) / len(alike), name
    return f"; the nearest is {closest}" if closest else ""
