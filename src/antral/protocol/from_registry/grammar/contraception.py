"""How long ago contraception must have ended before bleeding counts."""

import re
from typing import Final

from antral.protocol.from_registry.grammar.words import NUMBER, PERIOD, Reading, period

_CLASS: Final = (
    r"(?P<oral_contraceptive>oral contracepti(?:on|ves?)(?: pills?)?(?: \(ocps?\))?|ocps?|birth[ -]control pills?)"
    r"|(?P<depot_progestogen>depo[ -]?provera(?: \(or similar\))?|dmpa|depot (?:medroxy)?progest(?:erone|"
    r"ogens?)(?: acetate)?"
    r"|injectable contracepti(?:on|ves?))"
    r"|(?P<hormonal_contraceptive>hormonal contracepti(?:on|ves?))"
)
_SINCE: Final = re.compile(
    rf"(?:more than|at least|over|>=?|a minimum of) ?(?P<time>{NUMBER} ?(?:days?|weeks?|months?|years?)) (?:after|"
    rf"since|from|following) "
    rf"(?:the )?(?:discontinuation|discontinuing|stopping|cessation|end|last (?:use|dose|injection)) (?:of "
    rf")?(?:the )?(?:{_CLASS})"
    rf"(?: (?:therap(?:y|ies)|use|treatments?))?"
)
_OPENING: Final = re.compile(
    r"for (?:subjects|women|patients|participants|those) who (?:had|have used|used|took|were on|have taken) "
    r"(?:hormonal |any )?contracepti(?:on|ves?)(?: before| previously)?,?"
)
_AMENORRHOEA: Final = re.compile(r"(?:the )?(?:duration of )?amenorrho?ea (?:should|must|has to|is to) be\s*$")


def contraception(reading: Reading) -> None:
    """`Amenorrhea more than 3 months after discontinuation of the pill`; each class with its own time."""
    after: dict[str, str] = {}
    spans: list[tuple[int, int]] = []
    for found in _SINCE.finditer(reading.left):
        time = re.fullmatch(PERIOD, found["time"])
        name = next(key for key in ("oral_contraceptive", "depot_progestogen", "hormonal_contraceptive") if found[key])
        if time is None or name in after:
            return
        after[name] = period(time)
        spans.append(found.span())
    if not after or reading.section == "exclusion":
        return
    for pattern in (_OPENING, _AMENORRHOEA):
        opening = pattern.search(reading.left, 0, spans[0][0])
        if opening is not None:
            reading.take(opening)
    first = _SINCE.search(reading.left)
    if first is None:  # it was found above
        raise ValueError(reading.left)
    reading.add(
        first, "contraception_history", {"after": after}, why="each class has its time; counted back from screening"
    )
    for start, end in spans:
        reading.cross(start, end)
    fact = reading.facts[-1]
    fact.end = spans[-1][1]
