"""Age and sex."""

import re
from typing import Any, Final

from antral.protocol.from_registry.grammar.words import OPERATOR, Reading, operator

_YEARS: Final = r"(?: ?-?(?:years?|yrs?|y/?o|y)\b\.?)?(?: of age| old| \(?inclusive\)?)*"
_NUMBER: Final = r"(?P<{}>\d{{1,3}}(?:\.\d+)?)(?![\d.]*\d)(?! ?-?(?:months?|weeks?|days?))"
_AGE: Final = (
    r"(?:(?:between |whose |the |patients? |women |female )?(?:ages?|aged)\b(?: (?:is|are|was|must|should|be|"
    r"range|group|of|between|from|in))*\s*[:=,]?\s*)"
)
_AT: Final = (
    r"(?P<at>\(?(?:at|on) (?:the )?(?:(?:time|day|date|moment) (?:of|when) )?(?:the )?(?:diagnosis|onset|"
    r"enrol?lment|screening|"
    r"registration|randomi[sz]ation|study entry|inclusion|(?:giving|signing|provision|acquisition)(?: (?:of "
    r")?(?:the )?(?:informed )?consent)|signing(?: (?:of )?(?:the )?informed consent(?: form)?)?|"
    r"(?:informed )?consent)(?: visit)?\)?)?"
)
_RANGE: Final = re.compile(
    rf"(?:(?P<named>{_AGE})|(?<![\w.<>=]))(?:between |from )?{_NUMBER.format('low')}{_YEARS} ?(?:-|to|and|~|until) ?"
    rf"{_NUMBER.format('high')}(?P<years>{_YEARS})(?:\s?{_AT})?(?: only)?"
)
_BOTH: Final = re.compile(
    rf"(?P<named>{_AGE})?(?P<op1>{OPERATOR}) ?{_NUMBER.format('low')}(?P<years1>{_YEARS})(?: and| but|,|;)? ?"
    rf"(?P<op2>{OPERATOR}) ?{_NUMBER.format('high')}(?P<years>{_YEARS})(?:\s?{_AT})?"
)
_ONE: Final = re.compile(
    rf"(?P<named>{_AGE})?(?P<op>{OPERATOR}) ?(?:the )?(?P<age>(?:ages?|aged) of )?{_NUMBER.format('bound')}"
    rf"(?P<years>{_YEARS})(?:\s?{_AT})?"
)
_AFTER: Final = re.compile(
    rf"(?P<named>{_AGE})?{_NUMBER.format('bound')}(?P<years>{_YEARS}) (?:(?:and|"
    rf"or) )?(?P<dir>older|above|over|younger|below|under|"
    rf"up)\b(?: in age)?(?:\s?{_AT})?"
)
_SEX: Final = re.compile(
    r"\b(?:females?|wom[ae]n)\b(?: (?:only|sex|gender|patients?|subjects?|participants?))*(?! partners?)"
    r"|(?:sex|gender) ?: ?(?:female|woman)"
)
_MALE: Final = re.compile(r"\b(?:male(?:s)?|m[ae]n|both (?:sexes|genders)|either (?:sex|gender))\b")
_EITHER_SEX: Final = re.compile(
    r"\b(?:males?|m[ae]n)(?: patients?| subjects?| participants?)?(?: and/or | and | or | ?/ ?|, )(?:females?|"
    r"wom[ae]n)\b"
    r"|\b(?:females?|wom[ae]n)(?: patients?| subjects?| participants?)?(?: and/or | and | or | ?/ ?|, )(?:males?|"
    r"m[ae]n)\b"
    r"|\b(?:of )?(?:both|either) (?:sex(?:es)?|genders?)\b"
)
_OR_NOT_PREGNANT: Final = re.compile(
    r"\b(?:males?|m[ae]n)(?: or| and| or an?)*(?= [\x01, -]*(?:(?:and|or) ?[\x01, -]*)*(?:females?|wom[ae]n)\b)"
)
_CHILD: Final = 110.0
_LEAST, _MOST = 15, 70
_DURATION: Final = re.compile(
    r"(?:for|within|last|since|duration|history|interval|menarche|menopause|amenorrho?ea)\b[^,;]*$"
)


def age(reading: Reading) -> None:
    """Bounds of age, with whether each is inclusive, and the day they are taken at."""
    for found in _BOTH.finditer(reading.left):
        one, two = operator(found["op1"]), operator(found["op2"])
        if not _of_age(found, found["years1"] or found["years"]) or one is None or two is None or one[0] == two[0]:
            continue
        bounds = {**_bound(one, float(found["low"])), **_bound(two, float(found["high"]))}
        if "minimum_years" in bounds and bounds["minimum_years"] < bounds["maximum_years"]:
            _keep(reading, found, bounds)
    for found in _RANGE.finditer(reading.left):
        low, high = float(found["low"]), float(found["high"])
        if _of_age(found, found["years"]) and low < high <= _CHILD:
            _keep(reading, found, {"minimum_years": low, "maximum_years": high})
    for found in _AFTER.finditer(reading.left):
        if _of_age(found, found["years"]):
            older = found["dir"] in ("older", "above", "over", "up")
            sign = (
                (">=" if older else "<=") if re.search(r"\b(?:and|or) \w+", found.group()) else (">" if older else "<")
            )
            _keep(reading, found, _bound(sign, float(found["bound"])))
    for found in _ONE.finditer(reading.left):
        stated = operator(found["op"])
        before = reading.left[: found.start()]
        likely = bool(found["years"]) and _LEAST <= float(found["bound"]) <= _MOST and not _DURATION.search(before)
        bare = likely and reading.section == "inclusion"
        if _of_age(found, found["years"] if _old(found) else "") or (found["age"] and stated) or bare:
            _keep(reading, found, _bound(str(stated), float(found["bound"])))


def _old(found: re.Match[str]) -> bool:
    return bool(re.search(r"old|of age|y/?o", found["years"] or ""))


def _of_age(found: re.Match[str], years: str | None) -> bool:
    """Whether the numbers are years of age and no others."""
    named = bool(found.groupdict().get("named"))
    return named or bool(years and re.search(r"old|of age|y/?o|years?|yrs", years))


def _bound(sign: str, value: float) -> dict[str, Any]:
    side = "minimum" if sign[0] == ">" else "maximum"
    return {f"{side}_years": value, **({} if sign.endswith("=") else {f"{side}_inclusive": False})}


def _keep(reading: Reading, found: re.Match[str], bounds: dict[str, Any]) -> None:
    at = found.groupdict().get("at") or ""
    if at:
        bounds = {
            **bounds,
            "at": "diagnosis"
            if re.search("diagnosis|onset", at)
            else "consent"
            if "sign" in at or "consent" in at
            else "screening",
        }
    why = f"'{reading.quote(*found.span())}' states the bounds"
    if "maximum_years" in bounds and "maximum_inclusive" not in bounds:
        bounds = {**bounds, "completed_years": True}
        why += "; a year of age counts until the next birthday"
    reading.add(found, "age", bounds, why=why)


def sex(reading: Reading) -> None:
    """Women; a line that names men as well asks for neither."""
    if reading.facts and (either := _OR_NOT_PREGNANT.search(reading.left)) is not None:
        reading.take(either)  # `male or non-pregnant female`
        return
    for both in _EITHER_SEX.finditer(reading.left):
        reading.take(both)
        return
    if _MALE.search(reading.left) or reading.section == "exclusion" or any(one.negated for one in reading.facts):
        return
    for found in list(_SEX.finditer(reading.left))[:1]:
        opening = reading.left[: found.start()].strip(" \x01,-.;")
        if opening in ("", "adult", "adult,") or found.group().startswith(("female", "sex", "gender")):
            reading.add(found, "sex", {"value": "female"}, why="the line speaks of women")
