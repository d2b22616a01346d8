"""Reasons and missing data in plain words: what repeats is said once, and names are written as people write them."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from antral.records import load_yaml, path

_NAMES: Final = {
    "OVARY_DIAMETER_LEFT": "diameter of the left ovary",
    "OVARY_DIAMETER_RIGHT": "diameter of the right ovary",
    "fmr1": "FMR1",
    "turner": "Turner",
    "cushing": "Cushing",
    "hiv": "HIV",
    "hbsag": "HBsAg",
    "anti hcv": "anti-HCV",
    "igg": "IgG",
    "poi": "POI",
    "vte": "VTE",
    "body mass": "body-mass",
    "estrogen": "oestrogen",
}
_WRITTEN: Final = re.compile(rf"\b({'|'.join(_NAMES)})\b")
_LOUD: Final = re.compile(r"\b[A-Z]{6,}\b")
"""Long names of measurements, such as FIBRINOGEN; short ones are said by letters."""
_NOT_RECORDED: Final = ": not recorded"
_WHEN: Final = re.compile(r"(.*) \((current|ever|ever, .*|current, .*|within .*)\)")
_SAID: Final = {"current": "now", "ever": "at any time"}


def written(text: str) -> str:
    """Names of findings as people write them."""
    named = _WRITTEN.sub(lambda found: _NAMES[found[0]], text)
    return _LOUD.sub(lambda found: found[0].lower(), named).replace("_", " ")


@cache
def _titles() -> Mapping[str, str]:
    """Findings and statements by their name with spaces, as `records/codes` titles them."""
    found = load_yaml(path("codes", "findings.yaml"))["findings"]
    stated = load_yaml(path("codes", "statements.yaml"))["statements"]
    titles = stated | {name: one["title"] for name, one in found.items()}
    return {name.replace("_", " "): title for name, title in titles.items()}


def named(name: str) -> str:
    """A finding or a statement by its title; any other name as people write it."""
    return _titles().get(name.replace("_", " "), written(name))


def _told(part: str) -> str:
    head, colon, rest = part.partition(": ")
    return f"{named(head)}{colon}{rest}" if head in _titles() else part


def reason(text: str) -> str:
    """A reason of several parts, those that are not recorded named together."""
    parts = text.split("; ")
    silent = [named(part.removesuffix(_NOT_RECORDED)) for part in parts if part.endswith(_NOT_RECORDED)]
    told = [_told(part) for part in parts if not part.endswith(_NOT_RECORDED)]
    return written("; ".join([*told, *([f"not recorded: {', '.join(silent)}"] if silent else [])]))


def missing(items: Iterable[str]) -> str:
    """Data that are missing, those of one time together: `at any time: a, b`."""
    by_time: dict[str, list[str]] = {}
    for item in dict.fromkeys(items):
        found = _WHEN.fullmatch(item)
        name, when = (found[1], found[2]) if found else (item, "")
        first, _, rest = when.partition(", ")
        by_time.setdefault(", ".join(one for one in (_SAID.get(first, first), rest) if one), []).append(named(name))
    return written("; ".join(f"{', '.join(names)}{f' ({when})' if when else ''}" for when, names in by_time.items()))


def joined(parts: Iterable[str], word: str) -> str:
    """Parts of a line in one sentence."""
    first, *rest = parts
    return f"; {word} ".join([first, *(_small(part) for part in rest)])


def _small(text: str) -> str:
    """The first letter small, save of a name."""
    head = text.split(maxsplit=1)[0]
    kept = head.lower() in _NAMES or head.startswith("(") or head[1:] != head[1:].lower()
    return text if kept else text[:1].lower() + text[1:]
