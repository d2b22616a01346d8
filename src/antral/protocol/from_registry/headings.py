"""Headings of an eligibility text: which words open the inclusion or the exclusion lines."""

import re
from typing import Final, Literal, NamedTuple

Section = Literal["inclusion", "exclusion"]


NO_SECTION: Final = "does not say clearly whether it includes or excludes"


class Heading(NamedTuple):
    """A heading at the start of a line."""

    section: Section | None
    """None for a heading that changes nothing, such as `Age:`; the lines below stay where they are."""
    length: int
    """Characters of the line that belong to the heading; what follows is the first criterion."""


_LONGEST: Final = 160
_END: Final = r"\s*(?:[:：\-–—]+|[.。]|$)"
_BARE: Final = r"(?:(?:key|main|major|minor|general|specific|additional|other|further) )?"
_WHOLE: Final = r"(?=(?: criteri(?:a|on))?[*_\s]*(?:[:：]|\s[\-–—]|$))"
_BAR: Final = r"(?:can ?not|can['’]t|(?:may|must|should|will|shall|can|do|does|are|is) not(?: be)?(?: able)?)"
_ENTER: Final = (
    r"(?:take part|participate|join|enter|enrol(?:l(?:ed)?)?|eligible|included|allowed|accepted|suitable|qualify)"
)
_WHO: Final = (
    r"(?:all |the )?(?:you|patients?|subjects?|participants?|volunteers?|women|persons?|people|individuals?|they)"
)
_EXCLUSION: Final = (
    rf"{_BARE}(?:non[- ]?inclusion|exclusions?){_WHOLE}(?: criteri(?:a|on))?",
    r"(?:\w+[ ,/]+){0,3}(?:non[- ]?inclusion|exclusions?)(?=[*_\s]*[:：])",
    r"(?:\w+[ ,/]+){0,3}(?:non[- ]?inclusion|exclusions?)[ -]*(?:criteri(?:a|on)|requirements?|conditions?)",
    r"(?:\w+ ){0,2}(?:rejection|elimination|disqualification|(?:in|non-?)eligibility)"
    r"(?: criteri(?:a|on))?(?=\s*(?:[:：]|$))",
    rf"(?:who|{_WHO}) {_BAR} (?:\w+ ){{0,4}}{_ENTER}\b[^:：]*(?=[:：])",
    rf"who {_BAR} (?:\w+ ){{0,2}}{_ENTER}(?: \w+){{0,4}}\??(?=\s*$)",
    rf"(?:{_WHO} )?(?:must|should|may|can) ?not (?:have|be|meet|use|take|receive)\b[^:：]{{0,80}}(?=[:：])",
    rf"(?:{_WHO} )?(?:must|should) (?:have|meet|fulfil+|satisfy) none of\b[^:：]{{0,80}}(?=[:：])",
    r"criteria (?:for|of) (?:exclusion|non[- ]?inclusion)",
    r"excluded (?:medical )?(?:conditions|therapies and medications|patients|subjects|participants)\b[^:：]*",
    r"(?:\w+ ){0,3}(?:(?:is|are|were|will|shall|must|should|be|not|may) ){1,4}(?:excluded|ineligible)\b"
    r"(?=[^:：]*[:：])[^:：]*",
    r"(?:not eligible|ineligible|excluded|exclude)(?: if| when| are)?\b[^:：]{0,80}(?=[:：])",
    r"(?:\w+ ){0,6}(?:any|one or more|one) of the following(?: \w+){0,4} (?:will|shall|must|should|are|is|to)\b"
    r"[^:：]*exclu[^:：]*",
    r"(?:不纳入|非纳入|不入选)(?:标准|標準|条件)",
    r"排除标准|排除標準|排除条件|除外基準|剔除标准|제외 ?기준|criterios? de exclusi[oó]n|crit[eè]res? d['’]exclusion",
    r"crit[eè]res? de non[- ]?inclusion|ausschlusskriterien|criteri di esclusione|معايير الاستبعاد|معیارهای خروج",
)
_INCLUSION: Final = (
    rf"{_BARE}inclusions?{_WHOLE}(?: criteri(?:a|on))?",
    r"(?:\w+[ ,/]+){0,3}inclusions?(?=[*_\s]*[:：])",
    r"(?:\w+[ ,/]+){0,3}inclusions?[ -]*(?:criteri(?:a|on)|requirements?)",
    r"criteria (?:for|of) inclusion",
    rf"(?:who|you) (?:can|may|could)(?: be able to)? {_ENTER}\b[^:：]{{0,80}}(?=[:：]|\?\s*$|$)",
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
    r"\b(?:non-?)?(?:in|ex)clu|eligib|(?:rejection|elimination|disqualification) criteri|"
    r"entry criteri|selection criteri|标准|標準|条件|基準|기준|criteri(?:os? de|di)|"
    r"crit[eè]res? d|kriterien|معا|معی",
    re.IGNORECASE,
)
_COMPILED: Final = tuple(
    (section, re.compile(rf"[#*_\s]*(?:{pattern}){_FOR}{_TAIL}[*_]*{_END}[*_]*", re.IGNORECASE))
    for section, patterns in (("exclusion", _EXCLUSION), ("inclusion", _INCLUSION))
    for pattern in patterns
)
_NOT: Final = re.compile(
    r"\bnot (?:be )?(?:eligible|included)|\bnon[- ]?(?:inclu|eligib)|exclu|ineligib|"
    rf"不纳入|非纳入|不入选|{_BAR} (?:\w+ ){{0,4}}{_ENTER}",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(
    r"^[#*_\s]*(?:\w+ ){0,2}(?:no|not|meet(?:s|ing)?|met|fulfil\w*|satisf\w+)\b[^:：]*$", re.IGNORECASE
)
"""`Does not meet the inclusion criteria` is a criterion, not a heading."""
_OF: Final = re.compile(r"criteri\w+ of\b[^:：]*$", re.IGNORECASE)
_WITHIN: Final = re.compile(r"criteri\w+ (?:in|to|at)\b[^:：]*$", re.IGNORECASE)
_NAMED: Final = re.compile(r"criteri[^:：]*[:：][*_\s]*$|(?:标准|標準|条件|基準|기준)[^:：]*[:：]\s*$", re.IGNORECASE)
_BOTH: Final = re.compile(r"inclu\w+\s*(?:/|and|&)\s*exclu\w+", re.IGNORECASE)
_BARRING: Final = re.compile(
    r"\b(?:exclu\w+|ineligib\w*|reject\w*|eliminat\w*|disqualif\w*|disallow\w*|prohibit\w*|forbid\w*|barred|"
    r"contra-?indicat\w*|remov\w*|avoid\w*|unable|unsuitable)\b",
    re.IGNORECASE,
)
_NEGATION: Final = re.compile(
    r"\b(?:no|not|none|never|neither|nor|without|absen\w+|free of|lack\w*|cannot|fail\w*|kein\w*|nicht|sin|sans|pas|"
    r"ningun\w*|nessun\w*)\b|n['’]t\b|[^\W\d_a-zA-ZÀ-ɏ]",
    re.IGNORECASE,
)
"""Words that turn what stands below them, and any heading in another script that no list above holds."""
_ALLOWING: Final = re.compile(
    r"\b(?:must|requir\w+|allow\w*|permit\w*|eligible|acceptable|can|could|may)\b",
    re.IGNORECASE,
)
_LATER: Final = re.compile(
    r"\b(?:exit|withdraw\w*|discontinu\w+|drop-?outs?|stop(?:ping)?|terminat\w+|leav(?:e|ing))\b", re.IGNORECASE
)
_CRITERIA: Final = re.compile(r"(?:\w+[ -]){1,4}criteria[*_]*$", re.IGNORECASE)
_CAPITALS: Final = re.compile(r"[A-Z][A-Z0-9 /,&()\-]{2,60}:\s*$")
_LABEL: Final = re.compile(r"[A-Z][A-Za-z /&\-]{1,40}(?: :|:)\s*$")
_INLINE: Final = re.compile(
    r"(?<![\w(/-])(?:(?:key|main|major)\s+)?(?P<which>(?:non[- ])?inclusion|exclusion)s?\s+criteri(?:a|on)\s*[:：]\s*",
    re.IGNORECASE,
)
_WIDE: Final = re.compile(r"(?:[不非](?:入选|纳入)|排除|入选|纳入)(?:标准|標準|条件)\s*[:：]")


def heading(line: str, *, marked: bool) -> Heading | None:
    """The heading a line begins with; behind a bullet or number only `... criteria:` or a whole line is one."""
    if not line or (len(line) > 4 * _LONGEST and not _CLEAR.search(line[:_LONGEST])):
        return None
    begin = line[: 2 * _LONGEST]
    if _CLEAR.search(begin) or not marked:
        for section, pattern in _COMPILED:
            found = pattern.match(begin)
            if found is None or found.end() > _LONGEST or not found.group().strip(" #*_"):
                continue
            words = found.group()
            if is_sentence(words):
                continue
            if marked and (_WITHIN.search(words) or not (found.end() == len(line) or _NAMED.search(words))):
                continue
            if (section == "inclusion" and not _CLEAR.search(words)) or _BOTH.search(words):
                if marked:
                    continue
                return Heading(None, found.end())
            return Heading("exclusion" if section == "exclusion" or _NOT.search(words) else "inclusion", found.end())
    if not marked and (_CRITERIA.match(line) and not is_sentence(line)):
        return Heading(None, len(line))
    if not marked and (_CAPITALS.match(begin) or _LABEL.match(begin)):
        return Heading(None, len(line))
    return None


def is_sentence(words: str) -> bool:
    """Whether words that name criteria are a criterion themselves: `Does not meet the inclusion criteria`."""
    return bool(_SENTENCE.search(words) or _OF.search(words))


def unclear(under: str | None, section: Section) -> bool:
    """Whether a heading that names no section may turn the lines below it: `Not allowed:`, `Withdrawal criteria:`."""
    if not under:
        return False
    barring, negation = _BARRING.search(under) is not None, _NEGATION.search(under) is not None
    allowing = _ALLOWING.search(under) is not None
    if _LATER.search(under):
        return True
    if section == "inclusion":
        return barring or negation
    return not barring and allowing != negation


def inline_headings(text: str) -> list[tuple[int, int, Section]]:
    """Headings in the middle of a paragraph, `... Exclusion Criteria: ...`: start, end and section of each."""
    found: list[tuple[int, int, Section]] = [
        (one.start(), one.end(), "inclusion" if one["which"].lower() == "inclusion" else "exclusion")
        for one in _INLINE.finditer(text)
    ]
    found += [
        (one.start(), one.end(), "exclusion" if one.group()[0] in "不非排" else "inclusion")
        for one in _WIDE.finditer(text)
    ]
    return sorted(found)
