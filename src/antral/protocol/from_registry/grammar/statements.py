"""What a person says or judges: consent, wishes, visits, the investigator; and references outside the text."""

import re
from functools import lru_cache
from typing import Any, Final, NamedTuple

from antral.protocol.from_registry.grammar.words import Fact, Reading
from antral.records import load_yaml, path

_REFUSING: Final = re.compile(
    r"\b(?:un(?:able|willing)|inability|unwillingness|not|refus\w+|fail\w*|cannot|without|lack|denial|denied|no)\b"
)

_DAY: Final = re.compile(r"\b(?:at|on) (?:the )?(?:time|date|day) of (?:the )?$")


class _Statement(NamedTuple):
    kind: str
    words: re.Pattern[str]
    parameters: dict[str, Any]
    grade: str
    why: str


@lru_cache(maxsize=1)
def _statements() -> tuple[_Statement, ...]:
    """The table on file, its expressions put together."""
    content = load_yaml(path("terms", "statements.yaml"))
    found = []
    for entry in content["statements"]:
        words = entry["words"]
        for name, expression in content["expressions"].items():
            words = words.replace(f"{{{name}}}", expression)
        found.append(_Statement(**{**entry, "words": re.compile(words)}))
    return tuple(found)


def statements(reading: Reading) -> None:
    """Every statement of the table."""
    for one in _statements():
        found = next((found for found in one.words.finditer(reading.left) if found.group().strip()), None)
        if found is None or (one.kind == "consent" and _elsewhere(one, reading, found)):
            continue
        fact = reading.add(found, one.kind, _named(one, found.group()), grade=one.grade, why=one.why)
        if found.group().endswith("pregnant women"):
            reading.facts.append(Fact(fact.start, fact.end, "sex", {"value": "female"}, why="the line speaks of women"))


def _named(one: _Statement, words: str) -> dict[str, Any]:
    """The parameters, with the item named as the words ask."""
    parameters = dict(one.parameters)
    if one.kind == "investigator_discretion" and re.search("investigator|researcher", words):
        parameters["item"] = "investigator_judges_unsuitable"
    if parameters.get("item") == "able_to_follow_the_visits" and re.search("follow[ -]?up", words):
        parameters["item"] = "will_attend_follow_up"
    return parameters


def _elsewhere(one: _Statement, reading: Reading, found: re.Match[str]) -> bool:
    """Whether consent may be refused, `unwilling to ... or to give consent`, or only names a day, `at the time of`."""
    given = bool(one.parameters["equals"])
    before = re.split(r"[.;]", reading.text[: found.start()])[-1]
    return given and (reading.section == "exclusion" or bool(_REFUSING.search(before) or _DAY.search(before)))
