"""Pregnancy told by a test, and words that stand beside pregnancy."""

import re
from typing import Final

from antral.protocol.from_registry.grammar.words import EVENT, PERIOD, Reading

_KIND: Final = (
    r"(?:(?:serum|urine|urinary|blood|beta|b|β|human|chorionic|gonadotropin|hcg|or|and|a|/|-|\(|\)|quantitative|"
    r"sensitive)"
    r"[ -]?)*"
)
_WHEN: Final = (
    rf"(?: (?:(?:with)?in (?:the )?(?:{PERIOD}|\d+ hours?){EVENT}?|(?:<=|<) ?\d+ (?:hours?|days?){EVENT}|(?:at|"
    rf"prior to|before|on) (?:the )?(?:time of )?"
    r"(?:screening|baseline|enrol?lment|study entry|entry)(?: (?:in|into) (?:the|this) (?:study|trial))?))?"
)
_ABLE: Final = (
    r"(?:all )?(?:(?:female|women|woman|females)(?: (?:patients?|subjects?|participants?))?(?: who are)?"
    r"(?: (?:of|with)? ?child-?[ -]?bearing (?:potential|age|capacity))?(?: \(wocbp\))?|wocbp) "
    r"(?:(?:must|should|will|have|has|had|with|a|be|required|to) )*"
)
_TEST: Final = re.compile(
    rf"(?:{_ABLE})?(?:(?:a|have|has|with|documented|confirmed) )*(?P<sign>negative|positive) (?:results? (?:of|for|"
    rf"on|in) )?"
    rf"{_KIND} ?pregnancy tests?(?P<when>{_WHEN})"
    r"(?:,? \(?(?:for|in) (?:all )?(?:females?|wom[ae]n) (?:of|with) child[ -]?bearing (?:potential|age)(?: only)?\)?)?"
)
_PREGNANT: Final = re.compile(
    r"\bpregnan(?:cy|t) \(positive pregnancy test\)(?: (?:at|prior to|before) (?:screening|baseline|enrol?lment|"
    r"study entry)"
    r"(?: (?:in|into) (?:the|this) (?:study|trial))?)?"
)


def pregnancy_test(reading: Reading) -> None:
    """A negative test is wanted, a positive one excluded; the other way round is for a person."""
    for found in _PREGNANT.finditer(reading.left):
        reading.add(found, "pregnancy_lactation", {"any_of": ["pregnant"]}, why="pregnancy that a test shows")
    for found in _TEST.finditer(reading.left):
        negative = found["sign"] == "negative"
        if negative != (reading.section == "inclusion"):
            continue
        why, grade = f"a {found['sign']} test says whether she is pregnant", "exact"
        if re.search(r"\d|within", found["when"]):
            why, grade = f"{why}; on which day it is done does not stand in the rule", "definition_needed"
        reading.add(found, "pregnancy_lactation", {"any_of": ["pregnant"]}, grade=grade, negated=negative, why=why)
