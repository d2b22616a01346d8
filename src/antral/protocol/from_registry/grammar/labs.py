"""Laboratory values: a limit with its unit, repeated or not, and values outside a reference range."""

import re
from typing import Any, Final

from antral.core import InputError, convert
from antral.protocol.from_registry.grammar.words import NUMBER, OPERATOR, PERIOD, Reading, number, operator, period
from antral.records import load_yaml, path

ANALYTES: Final = {
    "FSH": r"(?:basal |serum |baseline |plasma )*(?:fsh|follicle[ -]stimulating hormone)"
    r"(?: \(?(?:fsh|follicle[ -]stimulating hormone)\)?)?",
    "AMH": r"(?:serum |plasma |baseline |basal )*(?:amh|anti-?m[uü]llerian hormone)(?: \(?amh\)?)?",
    "LH": r"(?:serum |baseline |basal )*(?:lh|luteini[sz]ing hormone)(?: \(?lh\)?)?",
    "E2": r"(?:serum |baseline |basal )*(?:e2|o?estradiol)(?: \(?e2\)?)?",
    "PRL": r"(?:serum )?(?:prl|prolactin)",
    "TSH": r"(?:serum )?(?:tsh|thyroid[ -]stimulating hormone)",
    "INHB": r"inhibin[ -]b",
    "HB": r"ha?emoglobin|hb",
    "CA125": r"ca[ -]?125",
}
"""Analytes by the code antral holds them under, and the words for them."""

UNITS: Final = {
    "iu/l": "IU/L", "u/l": "IU/L", "miu/ml": "mIU/mL", "mu/ml": "mIU/mL", "iu/ml": None, "ng/ml": "ng/mL",
    "ng/dl": "ng/dL", "ug/l": "ug/L", "pg/ml": "pg/mL", "pmol/l": "pmol/L", "pm": "pmol/L", "nmol/l": "nmol/L",
    "miu/l": "mIU/L", "ng/l": "ng/L", "g/dl": "g/dL", "g/l": "g/L",
    "picomols (pm)": "pmol/L", "pmol (pm)": "pmol/L", "u/ml": "U/mL", "mui/ml": "mIU/mL", "ui/l": "IU/L",
}  # fmt: skip
"""Units as written and as antral writes them; None for one that cannot be meant for a hormone of the ovary."""

_UNIT: Final = r"(?P<unit>m?(?:iu|ui|u)/m?l|[nupm]g/[md]?l|[pn]mol/l|pico-?mols \(pm\)|pmol \(pm\)|pm\b|g/d?l)?"
_ANALYTE: Final = "|".join(rf"(?P<{code}>{words})" for code, words in ANALYTES.items())
_OP: Final = (
    rf"(?:(?:serum|blood|hormone|concentrations?|levels?|values?|measurements?|tests?|samples?|"
    rf"results?|determinations?|are|is|was|of) )*\(? ?(?P<op>{OPERATOR})"
)
_TWICE: Final = (
    r"(?:(?:,|on|at|in|with)? ?(?:at least )?(?:two|2|twice|both)(?: separate| different| consecutive)?"
    r"(?: occasions?| times?| measurements?| samples?| tests?| readings?| examinations?)?)"
)
_APART: Final = (
    rf",? ?(?:(?:(?:taken|measured|obtained|separated by|performed|done) )*(?P<gap>{OPERATOR})? ?"
    rf"(?P<apart>{NUMBER}[ -](?:days?|weeks?|months?)) (?:apart|intervals?|between)(?: (?:them|samples|measurements))?"
    rf"|(?:with|at) (?:an )?intervals? (?:of )?(?P<gap2>{OPERATOR})? ?(?P<apart2>{NUMBER}[ -](?:days?|weeks?|months?)))"
)
_LIMIT: Final = re.compile(
    rf"(?P<high>(?:elevated|raised|increased|high|low|reduced|decreased) )?(?P<lead>(?:two|2) )?\b"
    rf"(?:{_ANALYTE})(?!\w)[ :,]*"
    rf"(?:{_OP}) ?(?P<value>\d+(?:[.,]\d+)?)(?! ?(?:-|weeks?|months?|days?|years?)) ?{_UNIT}"
    rf"(?P<twice> ?{_TWICE})?(?P<gaps>{_APART})?(?P<cycle>,? ?(?:on|at|"
    rf"during) (?:the )?(?:cycle )?days? ?\d(?: ?-? ?(?:to )?\d)?"
    rf"(?: of (?:the )?(?:menstrual )?cycle)?)?(?! ?(?:fold|times|x))"
)
_RANGE: Final = re.compile(r"(?:clear(?:ly)? )?abnormal (?:sex(?:ual)? hormones?|hormon(?:e|al))(?: levels?)?")
_MARKER: Final = re.compile(r"(?:high|elevated|raised|abnormal|positive) (?:serum )?tumou?r markers?(?: levels?)?")
_BMI: Final = re.compile(
    rf"\b(?:body[ -]mass[ -]index|bmi)\b(?: \(bmi\))?[ :,]*(?:(?P<op>(?:is |of )*{OPERATOR}) ?(?P<value>\d+(?:\.\d+)?)"
    r"|(?:between|from|of|:)? ?(?P<low>\d+(?:\.\d+)?) ?(?:-|to|and) ?(?P<high>\d+(?:\.\d"
    r"+)?)) ?(?:kg ?/ ?m ?\^? ?2|kg/m²)?"
)


def limits(reading: Reading) -> None:
    """`FSH > 25 IU/L on two occasions > 4 weeks apart`."""
    for found in _LIMIT.finditer(reading.left):
        code = next(name for name in ANALYTES if found[name])
        sign = operator(found["op"])
        if sign is None or operator(found["gap"] or found["gap2"] or ">=") not in (">", ">="):
            continue  # samples that may not lie further apart have no rule
        parameters: dict[str, Any] = {"analyte": code, "op": sign}
        value = found["value"].replace(",", ".")
        written = found["unit"]
        unit = UNITS.get(written or "")
        if unit == "mIU/L" and code not in ("TSH", "PRL"):
            unit = None
        if unit is not None and not _measures(unit, code):
            unit = None
        grade, why = "exact", f"'{reading.quote(*found.span())}' states the limit"
        if unit is not None:
            parameters["threshold"] = f"{float(value):g} {unit}"
        elif written:
            parameters["threshold"] = f"{float(value):g} {reading.written(written)}"
            grade = "definition_needed"
            why += f"; the unit {written} cannot be meant for {code}"
        else:
            parameters["threshold_number"] = float(value)
            grade = "definition_needed"
            why += "; no unit is written"
        if found["gaps"] or found["twice"] or found["lead"]:
            parameters.update(_occasions(found))
            if "occasions" not in parameters or not found["gaps"]:
                grade = "definition_needed"
                why += "; the gap between the samples is not stated"
        if found["cycle"]:
            days = [int(day) for day in re.findall(r"\d+", found["cycle"])]
            parameters["cycle_days"] = [days[0], days[-1]]
        reading.add(found, "lab_threshold", parameters, grade=grade, why=why)


def _measures(unit: str, analyte: str) -> bool:
    """Whether the analyte is measured in the unit; yes where no limit for it is on record."""
    known = load_yaml(path("terms", "plausible_limits.yaml"))["analytes"].get(analyte)
    if known is None:
        return True
    try:
        convert(1.0, unit, known["unit"], analyte=analyte)
    except InputError:
        return bool(unit == known["unit"])
    return True


def _occasions(found: re.Match[str]) -> dict[str, Any]:
    if not found["gaps"]:
        return {"occasions": 2}
    gap = re.fullmatch(PERIOD, (found["apart"] or found["apart2"]).replace("-", " "))
    if gap is None:
        return {}
    strict = operator(found["gap"] or found["gap2"] or ">=") == ">"
    return {"occasions": 2, ("more_than_apart" if strict else "at_least_apart"): period(gap)}


def ranges(reading: Reading) -> None:
    """Values outside a range that the text does not state."""
    for found in _MARKER.finditer(reading.left):
        reading.add(
            found, "lab_normal_range", {"outside": "above"}, grade="definition_needed",
            why="the text names no marker", packs=("high_tumour_marker",),
        )  # fmt: skip
    for found in _RANGE.finditer(reading.left):
        reading.add(
            found, "lab_normal_range", {"outside": "either"}, grade="definition_needed",
            why="the text names neither hormone nor limit",
        )  # fmt: skip


def body_mass(reading: Reading) -> None:
    """`BMI >= 30`."""
    for found in _BMI.finditer(reading.left):
        why = f"'{reading.quote(*found.span())}' states the limit"
        if found["op"]:
            reading.add(found, "bmi", {"op": operator(found["op"]), "kg_m2": float(found["value"])}, why=why)
        else:
            low = reading.add(found, "bmi", {"op": ">=", "kg_m2": float(found["low"])}, why=why)
            reading.facts.append(
                type(low)(low.start, low.end, "bmi", {"op": "<=", "kg_m2": float(found["high"])}, why=why)
            )


__all__ = ["ANALYTES", "body_mass", "limits", "number", "ranges"]
