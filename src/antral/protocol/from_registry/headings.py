"""Headings of an eligibility text: which words open the inclusion or the exclusion lines."""

import re
from typing import Final, Literal, NamedTuple

Section = Literal["inclusion", "exclusion"]


class Heading(NamedTuple):
    """A heading at the start of a line."""

    section: Section | None
    """None for a heading that changes nothing, such as `Age:`; the lines below stay where they are."""
    length: int
    """Characters of the line that belong to the heading; what follows is the first criterion."""


_LONGEST: Final = 160
_END: Final = r"\s*(?:[:：\-–—]+|[.。]|$)"
_EXCLUSION: Final = (
    r"(?:\w+[ ,/]+){0,3}(?:non[- ]?inclusion|exclusions?)[ -]*(?:criteri(?:a|on)|requirements?|conditions?)?",
    r"criteria (?:for|of) (?:exclusion|non[- ]?inclusion)",
    r"excluded (?:medical )?(?:conditions|therapies and medications|patients|subjects|participants)\b[^:：]*",
    r"(?:\w+ ){0,3}(?:(?:is|are|were|will|shall|must|should|be|not|may) ){1,4}(?:excluded|ineligible)\b"
    r"(?=[^:：]*[:：])[^:：]*",
    r"(?:not eligible|ineligible|excluded|exclude)(?: if| when| are)?\b[^:：]{0,80}(?=[:：])",
    r"(?:\w+ ){0,6}(?:any|one or more|one) of the following(?: \w+){0,4} (?:will|shall|must|should|are|is|to)\b"
    r"[^:：]*exclu[^:：]*",
    r"排除标准|排除標準|排除条件|除外基準|剔除标准|제외 ?기준|criterios? de exclusi[oó]n|crit[eè]res? d['’]exclusion",
    r"crit[eè]res? de non[- ]?inclusion|ausschlusskriterien|criteri di esclusione|معايير الاستبعاد|معیارهای خروج",
)
_INCLUSION: Final = (
    r"(?:\w+[ ,/]+){0,3}inclusions?[ -]*(?:criteri(?:a|on)|requirements?)?",
    r"criteria (?:for|of) inclusion",
    r"(?:\w+[ ,/]+){0,3}(?:eligibility|entry|enrolment|enrollment|selection) criteria",
    r"(?:\w+ ){0,4}(?:(?:is|are|will|shall|may|must|should|can|be|considered) ){1,4}(?:eligible|"
    r"included)\b[^:：]*(?=[:：])",
    r"(?:eligible|included|include)(?: if| when| are)?\b[^:：]{0,80}(?=[:：])",
    r"(?:in order )?to be (?:eligible|included)\b[^:：]*(?=[:：])",
    r"(?:all )?(?:\w+ ){0,3}must(?: (?:have|be|meet|fulfil|fulfill|satisfy)\b[^:：]{0,80})?(?=[:：])",
    r"(?:入选|入選|纳入|納入|入组)(?:标准|標準|条件)|選択基準|선정 ?기준|criterios? de inclusi[oó]n",
    r"crit[eè]res? d['’]inclusion|einschlusskriterien|criteri di inclusione|معايير (?:الاشتمال|الإدراج)|معیارهای ورود",
)
_FOR: Final = r"(?:\s+(?:for|of|in|to|at|at study entry)\b[^:：]{0,80}(?=[:：]|$))?(?:\s*\([^)]{0,60}\))?"
_TAIL: Final = r"(?:\s+(?:are|is|include|includes|were)(?: as follows)?)?"
_CLEAR: Final = re.compile(
    r"\b(?:in|ex)clu|eligib|entry criteri|selection criteri|标准|標準|条件|基準|기준|criteri(?:os? de|di)|"
    r"crit[eè]res? d|kriterien|معا|معی",
    re.IGNORECASE,
)
_COMPILED: Final = tuple(
    (section, re.compile(rf"[#*_\s]*(?:{pattern}){_FOR}{_TAIL}[*_]*{_END}[*_]*", re.IGNORECASE))
    for section, patterns in (("exclusion", _EXCLUSION), ("inclusion", _INCLUSION))
    for pattern in patterns
)
_NOT: Final = re.compile(r"\bnot (?:be )?(?:eligible|included)|\bnon[- ]?inclu|exclu|ineligible", re.IGNORECASE)
_BOTH: Final = re.compile(r"inclu\w+\s*(?:/|and|&)\s*exclu\w+", re.IGNORECASE)
_CAPITALS: Final = re.compile(r"[A-Z][A-Z0-9 /,&()\-]{2,60}:\s*$")
_LABEL: Final = re.compile(r"[A-Z][A-Za-z /&\-]{1,40}(?: :|:)\s*$")
_INLINE: Final = re.compile(
    r"(?<![\w(/-])(?:(?:key|main|major)\s+)?(?P<which>inclusion|exclusion)s?\s+criteri(?:a|on)\s*[:：]\s*",
    re.IGNORECASE,
)
_WIDE: Final = re.compile(r"(?:排除|入选|纳入)(?:标准|標準|条件)\s*[:：]")


def heading(line: str, *, marked: bool) -> Heading | None:
    """The heading a line begins with; a line behind a bullet or number must name inclusion or exclusion."""
    if not line or (len(line) > 4 * _LONGEST and not _CLEAR.search(line[:_LONGEST])):
        return None
    begin = line[: 2 * _LONGEST]
    if _CLEAR.search(begin) or not marked:
        for section, pattern in _COMPILED:
            found = pattern.match(begin)
            if found is None or found.end() > _LONGEST or not found.group().strip(" #*_"):
                continue
            words = found.group()
            if not _CLEAR.search(words) or _BOTH.search(words):
                if marked:
                    continue
                return Heading(None, found.end())
            return Heading("exclusion" if section == "exclusion" or _NOT.search(words) else "inclusion", found.end())
    if not marked and (_CAPITALS.match(begin) or _LABEL.match(begin)):
        return Heading(None, len(line))
    return None


def inline_headings(text: str) -> list[tuple[int, int, Section]]:
    """Headings in the middle of a paragraph, `... Exclusion Criteria: ...`: start, end and section of each."""
    found: list[tuple[int, int, Section]] = [
        (one.start(), one.end(), "exclusion" if one["which"].lower() == "exclusion" else "inclusion")
        for one in _INLINE.finditer(text)
    ]
    found += [
        (one.start(), one.end(), "exclusion" if "排除" in one.group() else "inclusion") for one in _WIDE.finditer(text)
    ]
    return sorted(found)
