"""Amenorrhoea and rare bleeding."""

import re
from typing import Any, Final

from antral.protocol.from_registry.grammar.words import NUMBER, PERIOD, Reading, operator, period

_OLIGO: Final = r"oligo-?(?:meno-?rrho?ea)?"
_AMENO: Final = (
    r"(?:secondary |primary )?amenorrho?ea|absence of (?:menses|menstruation|periods)|"
    r"no (?:menses|menstruation|periods)"
)
_LONG: Final = (
    rf",? ?(?:lasting |that lasts? |of |for |since |with a duration of |duration (?:of )?|\("
    rf")*(?P<op>at least|>=|>|more than|"
    rf"over|not less than|longer than|a minimum of|minimum)? ?(?P<time>{NUMBER} ?-?(?:days?|weeks?|"
    rf"months?|years?))(?: or (?:more|longer))?(?: duration| in duration)?\)?"
)
_PATTERN: Final = re.compile(
    rf"(?P<before>(?P<opb>at least|>=|>|more than|over) (?P<timeb>{NUMBER} ?-?(?:days?|weeks?|"
    rf"months?|years?)) (?:of )?)?"
    rf"(?P<oligo>{_OLIGO}(?: ?/ ?| or | and | and/or |, ))?(?P<ameno>{_AMENO})(?P<oligo2>(?: ?/ ?|"
    rf" or | and/or ){_OLIGO})?(?:{_LONG})?"
)
_PASSED: Final = re.compile(
    rf"(?:at least|more than|>=|>) ?(?P<time>{NUMBER} ?(?:days?|weeks?|months?|years?)) (?:has|have) (?:passed|"
    rf"elapsed) since "
    rf"(?:the )?(?:onset of |start of |diagnosis of )?(?P<ameno>(?:secondary |primary )?amenorrho?ea)"
    rf"(?P<diagnosis>(?= and [\w ()]+ diagnosis))?"
)
_REGULAR: Final = re.compile(r"(?:have |has |had )?established (?:a )?regular menstrual cycles?")
_NOT_PREGNANT: Final = re.compile(r"not (?:due to|caused by|because of) (?P<what>pregnancy)")
_CENTRAL: Final = re.compile(r"(?:pituitary|hypothalamic)\s*$")


def amenorrhoea(reading: Reading) -> None:
    """`Oligo/amenorrhea for at least 4 months`; primary amenorrhoea alone needs no duration."""
    for found in _PASSED.finditer(reading.left):
        first = found["ameno"].split()[0]
        parameters: dict[str, Any] = {"pattern": first if first in ("primary", "secondary") else "amenorrhoea"}
        parameters["at_least"] = period(_period(found["time"]))
        if found["diagnosis"] is not None:
            parameters["since"] = "diagnosis"
        reading.add(found, "amenorrhoea", parameters, why=f"'{reading.quote(*found.span())}' states the duration")
    for found in _PATTERN.finditer(reading.left):
        if _CENTRAL.search(reading.left[: found.start()]):
            continue
        words, time = found["ameno"], found["time"] or found["timeb"]
        pattern = "amenorrhoea"
        if found["oligo"] or found["oligo2"]:
            pattern = "oligo_or_amenorrhoea"
        elif words.startswith(("primary", "secondary")):
            pattern = words.split()[0]
        parameters = {"pattern": pattern}
        why, grade = f"'{reading.quote(*found.span())}' states pattern and duration", "exact"
        if time is not None:
            parameters["at_least"] = period(_period(time))
            op = found["op"] or found["opb"] or ""
            if operator(op) == ">" if op not in ("", "a minimum of", "minimum", "longer than") else op == "longer than":
                grade, why = "definition_needed", f"{why}; longer is asked for, at least this long is taken"
        elif pattern == "primary":
            why = f"'{reading.quote(*found.span())}' is a state, not a duration"
        else:
            grade, why = "definition_needed", "the text states no duration"
        packs = ("oligo_or_amenorrhoea_4_months",) if parameters.get("at_least") == "4 months" else ()
        reading.add(found, "amenorrhoea", parameters, grade=grade, why=why, packs=packs if found["oligo"] else ())
    for found in _NOT_PREGNANT.finditer(reading.left):
        reading.add(
            found, "pregnancy_lactation", {"any_of": ["pregnant"]}, negated=True,
            why="the text rules pregnancy out as the reason",
        )  # fmt: skip
    for found in _REGULAR.finditer(reading.left):
        reading.add(
            found, "attestation", {"item": "regular_cycles_in_the_past", "equals": True}, grade="definition_needed",
            why="regular cycles that have been established have no measure in the text",
        )  # fmt: skip


def _period(words: str) -> re.Match[str]:
    found = re.fullmatch(PERIOD, words.strip())
    if found is None:  # what _LONG matches is a period
        raise ValueError(words)
    return found
