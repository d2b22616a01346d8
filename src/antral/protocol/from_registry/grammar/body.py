"""Body mass index: one limit, or a range."""

import re
from typing import Final

from antral.protocol.from_registry.grammar.words import OPERATOR, Fact, Reading, operator

_VALUE: Final = r"\d+(?:\.\d+)?(?![\d.]*\d)"
_UNIT: Final = (
    r"(?: ?\(?(?:kg|kilograms?) ?(?:/|per) ?(?:m(?:et(?:er|re)s?)?|square met(?:er|re)s?)(?: ?(?:\^ ?|\( ?)?2\)?|²|"
    r" ?squared)?"
    r"(?![\w^])\)?)*"
)
_NAME: Final = (
    r"(?:(?:have |has |having |with |and )*(?:a |an |the |screening |their |calculated )*)?\b"
    r"(?:body[ -]mass[ -]index|bmi)\b(?:,? ?\((?:bmi|body mass index|kg/m2)\)|, bmi)?"
    r"(?:[ :,=]|must|should|shall|is|be|are|of|within|in|range|ranging|the|at screening|at study entry|values?)*?"
)
_INCLUSIVE: Final = r"(?:,? ?\(?(?:both )?(?:inclusive(?:ly)?|included|extremes included)\)?)?"
_BMI: Final = re.compile(
    rf"{_NAME} ?(?:"
    rf"(?P<op1>{OPERATOR}) ?(?P<value1>{_VALUE}){_UNIT} ?(?P<join>and|or|but|,|;|to|-)*[ ,]*"
    rf"(?P<op2>{OPERATOR}) ?(?P<value2>{_VALUE}){_UNIT}{_INCLUSIVE}"
    rf"|(?P<op>{OPERATOR}) ?(?P<value>{_VALUE}){_UNIT}"
    rf"|(?:between |from )?(?P<low>{_VALUE}){_UNIT} ?(?:-|to|and|~) ?(?P<high>{_VALUE}){_UNIT}{_INCLUSIVE}"
    rf"|(?P<bound>{_VALUE}){_UNIT} (?:or|and) (?P<side>above|more|greater|higher|over|below|less|lower|under)\b"
    r")"
)


def body_mass(reading: Reading) -> None:
    """`BMI >= 30`; a range where all of it is wanted, or all outside of it excluded."""
    for found in _BMI.finditer(reading.left):
        bounds = _bounds(found, reading.section)
        why = f"'{reading.quote(*found.span())}' states the limit"
        for sign, value in bounds:
            reading.take(found)
            parameters = {"op": sign, "kg_m2": float(value)}
            reading.facts.append(Fact(found.start(), found.end(), "bmi", parameters, why=why))


def _bounds(found: re.Match[str], section: str) -> list[tuple[str, str]]:
    """Operators and values; none where one reading alone is not possible."""
    if found["op"]:
        return [(str(operator(found["op"])), found["value"])]
    if found["bound"]:
        above = found["side"] in ("above", "more", "greater", "higher", "over")
        return [(">=" if above else "<=", found["bound"])]
    if found["low"]:
        inside = float(found["low"]) < float(found["high"])
        return [(">=", found["low"]), ("<=", found["high"])] if inside and section == "inclusion" else []
    signs = [str(operator(found["op1"])), str(operator(found["op2"]))]
    bounds = sorted(zip(signs, (found["value1"], found["value2"]), strict=True), key=lambda one: float(one[1]))
    opening = "".join(sign[0] for sign, _ in bounds)
    inside = opening == "><" and section == "inclusion" and found["join"] != "or"
    outside = opening == "<>" and section == "exclusion"
    return bounds if inside or outside else []
