"""Laboratory values: a limit with its unit, repeated or not, and values outside a reference range."""

import re
from typing import Any, Final

from antral.core import InputError, convert
from antral.protocol.from_registry.grammar.words import (
    EVENT,
    NUMBER,
    OPERATOR,
    PERIOD,
    Fact,
    Reading,
    number,
    operator,
    period,
)
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
    "HBA1C": r"(?:ha?emoglobin a1c|glycated ha?emoglobin|hba1c)(?: ?\(hba1c\))?",
    "HB": r"(?:ha?emoglobin|hb|hgb)(?: ?\((?:hb|hgb)\))?",
    "PLATELETS": r"(?:platelets?|thrombocytes?|plt)(?: counts?)?(?: ?\(plt\))?",
    "WBC": r"(?:white blood cells?|leu[ck]ocytes?|wbcs?)(?: counts?)?(?: ?\(wbc\))?",
    "CREATININE": r"(?:serum |plasma )*creatinine(?! clearance)(?: ?\(?(?:scr|cr)\)?)?",
    "BILIRUBIN": r"(?:serum |total )*bilirubin(?: ?\(total\))?",
    "ALT": r"(?:serum )?(?:alanine (?:amino[ -]?transferase|transaminase)|alat|alt|sgpt)(?: ?\((?:alt|alat|sgpt)\))?",
    "AST": r"(?:serum )?(?:aspartate (?:amino[ -]?transferase|transaminase)|asat|ast|sgot)(?: ?\((?:ast|asat|sgot)\))?",
    "WEIGHT": r"(?:total )?(?:body )?(?:weight|weighs|weighing)",
    "CA125": r"ca[ -]?125",
}
"""Analytes by the code antral holds them under, and the words for them."""

UNITS: Final = {
    "iu/l": "IU/L", "u/l": "IU/L", "miu/ml": "mIU/mL", "mu/ml": "mIU/mL", "iu/ml": None, "ng/ml": "ng/mL",
    "ng/dl": "ng/dL", "ug/l": "ug/L", "pg/ml": "pg/mL", "pmol/l": "pmol/L", "pm": "pmol/L", "nmol/l": "nmol/L",
    "miu/l": "mIU/L", "ng/l": "ng/L", "g/dl": "g/dL", "g/l": "g/L",
    "mg/dl": "mg/dL", "umol/l": "umol/L", "kg": "kg", "kilograms": "kg", "%": "%",
    "percent": "%", "mmol/mol": "mmol/mol",
    "grams per deciliter (g/dl)": "g/dL", "grams per deciliter": "g/dL", "kilograms (kg)": "kg",
    "picomols (pm)": "pmol/L", "pmol (pm)": "pmol/L", "u/ml": "U/mL", "mui/ml": "mIU/mL", "ui/l": "IU/L",
}  # fmt: skip
"""Units as written and as antral writes them; None for one that cannot be meant for a hormone of the ovary."""

_PER_NL: Final = 1000.0  # 100,000 cells/uL are 100 x 10^9/L
_COUNTED: Final = ("PLATELETS", "WBC")
_PER_UL: Final = (
    r"(?:cells? ?)?(?:/|per) ?(?:cubic millimet(?:er|re)s?|mm ?\^?3|mm\(3\)|mm³|[um]c?l|microlit(?:er|re)s?)(?!\w)"
)
_PER_L: Final = r"(?:x|\*) ?10 ?\^? ?\(?9\)? ?/ ?l(?!\w)"

_ULN: Final = (
    r"(?:x|times)? ?(?:the )?(?:institutional )?(?:uln\b|upper limits? of (?:the )?(?:institutional )?normal(?: range)?"
    r"(?: \(uln\))?)(?:(?: of| for)? (?:the )?(?:institution|laboratory|reference range))?"
)
_UNIT: Final = (
    rf"(?P<unit>{_PER_UL}|{_PER_L}|{_ULN}|m?(?:iu|ui|u)/m?l|[nupm]g/[md]?l|[pn]mol/l|umol/l|pico-?mols \(pm\)"
    r"|pmol \(pm\)|pm\b|m?g/d?l|kilograms \(kg\)|kilograms|kg\b|%|percent\b|mmol/mol"
    r"|grams per deciliter(?: \(g/dl\))?)?(?: \(\d+(?:\.\d+)? ?(?:pounds|lbs?)\))?"
)
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
    rf"(?P<apart>{NUMBER}(?: ?(?:or|to|-) ?{NUMBER})?[ -](?:days?|weeks?|months?)) (?:apart|intervals?|between)(?: "
    rf"(?:them|samples|measurements))?"
    rf"|(?:with|at) (?:an )?intervals? (?:of )?(?P<gap2>{OPERATOR})? ?(?P<apart2>{NUMBER}(?: ?(?:or|to|-) "
    rf"?{NUMBER})?[ -](?:days?|weeks?|months?)))"
)
_SETTING: Final = (
    r"(?P<setting>(?P<good>adequate|normal|acceptable|sufficient)|impaired|compromised|inadequate|abnormal|reduced|"
    r"poor) "
    r"(?:(?:renal|kidney|liver|hepatic|bone marrow|marrow|ha?ematologic(?:al)?|organ|and|or|,) ?)+(?:function|"
    r"reserve)s?"
    r"(?:,|:| \(|(?: as)? (?:indicated|defined|evidenced|determined|shown|assessed|documented|demonstrated|"
    r"measured) by| with| i\.?e\.?,?)+ "
    r"?(?:an? )?"
)
_AGED: Final = (
    rf"(?:(?:,|\.|;)? ?(?:(?:this|the|values?|results?|must|be|been|have|obtained|measured|assessed|performed|"
    rf"documented|taken|done) )*"
    rf"(?:with)?in (?:the )?(?:(?:last|past|previous) (?P<aged>{NUMBER} ?(?:days?|weeks?|months?))|"
    rf"(?P<aged2>{NUMBER} ?(?:days?|weeks?|months?)){EVENT}))"
)
_LISTED: Final = re.compile(
    rf"\b(?P<words>{re.sub(r'[?]P<[A-Z0-9]+>', '?:', _ANALYTE)})(?: levels?)?(?P<join> ?/ ?| and/or | and | or |, "
    rf"(?:and |or )?)$"
)
_LIST: Final = 120  # characters before a limit in which the analytes that share it stand
_LIMIT: Final = re.compile(
    rf"(?:{_SETTING})?(?:\b(?:basal|serum|baseline|plasma|blood|levels?|concentrations?|values?) (?:of )?)*"
    rf"(?P<high>(?:elevated|raised|increased|high|low|reduced|decreased) )?(?P<lead>(?:two|2) )?\b"
    rf"(?:{_ANALYTE})(?!\w)[ :,]*"
    rf"(?:{_OP}) ?(?P<value>[1-9]\d{{0,2}}(?:,\d{{3}})+(?!\d)|\d+(?:[.,]\d+)?)(?![\d,]*\d)(?! ?(?:-|to \d|weeks?|"
    rf"months?|days?|years?)) ?{_UNIT}"
    rf"(?: at (?:screening|baseline|study entry|enrol?lment))?"
    rf"(?P<twice> ?{_TWICE})?(?P<gaps>{_APART})?(?P<cycle>,? ?(?:on|at|"
    rf"during) (?:the )?(?:cycle )?days? ?\d(?: ?-? ?(?:to )?\d)?"
    rf"(?: of (?:the )?(?:menstrual )?cycle)?)?(?:{_AGED})?(?! ?(?:fold|times|x))"
)
_NUMBER: Final = r"(?:\d+(?:\.\d+)?)"
_INSIDE: Final = re.compile(
    rf"\b(?:{_ANALYTE})(?!\w)(?:[ :,]|levels?|values?|at screening|of|is|in|the|range|within)*?"
    rf"(?:between |from )?(?P<low>{_NUMBER}) ?(?P<unit1>%|g/d?l|kg|mg/dl)? ?(?:-|to|and) ?(?P<high>{_NUMBER}) "
    rf"?(?P<unit2>%|g/d?l|kg|mg/dl)"
    r"(?!\w)(?:,? \(?(?:both )?inclusive\)?)?(?:,? at (?:screening|baseline))?"
)
_RANGE: Final = re.compile(r"(?:clear(?:ly)? )?abnormal (?:sex(?:ual)? hormones?|hormon(?:e|al))(?: levels?)?")
_MARKER: Final = re.compile(r"(?:high|elevated|raised|abnormal|positive) (?:serum )?tumou?r markers?(?: levels?)?")


def limits(reading: Reading) -> None:
    """`FSH > 25 IU/L on two occasions > 4 weeks apart`."""
    _inside(reading)
    for found in _LIMIT.finditer(reading.left):
        code = next(name for name in ANALYTES if found[name])
        sign = operator(found["op"])
        if sign is None or (found["setting"] and (found["good"] is not None) != (reading.section == "inclusion")):
            continue
        if operator(found["gap"] or found["gap2"] or ">=") not in (">", ">="):
            continue  # samples that may not lie further apart have no rule
        parameters, grade, why = _limit(reading, found, code, sign)
        shared = _shared(reading, found)
        if reading.section == "inclusion" and any("or" in join for *_, join in shared):
            continue  # `AST or ALT below`: both, or the better one
        reading.add(found, "lab_threshold", parameters, grade=grade, why=why)
        for start, end, other, _ in shared:
            reading.cross(start, found.start())
            parameters, grade, why = _limit(reading, found, other, sign)
            reading.facts.append(Fact(start, end, "lab_threshold", parameters, grade=grade, why=why))


def _inside(reading: Reading) -> None:
    """`HbA1c between 6.5 and 9.5 %`, where all of the range is wanted."""
    for found in _INSIDE.finditer(reading.left):
        low, high = float(found["low"]), float(found["high"])
        if reading.section == "exclusion" or low >= high or found["unit1"] not in (None, found["unit2"]):
            continue
        code = next(name for name in ANALYTES if found[name])
        if not _measures(UNITS[found["unit2"]] or "", code):
            continue
        why = f"'{reading.quote(*found.span())}' states the limits"
        reading.take(found)
        for sign, value in ((">=", low), ("<=", high)):
            limit = {"analyte": code, "op": sign, "threshold": f"{value:.10g} {UNITS[found['unit2']]}"}
            reading.facts.append(Fact(found.start(), found.end(), "lab_threshold", limit, why=why))


def _shared(reading: Reading, found: re.Match[str]) -> list[tuple[int, int, str, str]]:
    """Analytes before a limit that share it, `AST and ALT <= 2.5 ULN`: begin, end, code and what joins them."""
    shared = []
    start = found.start()
    while (one := _LISTED.search(reading.left, max(0, start - _LIST), start)) is not None:
        code = next(name for name, words in ANALYTES.items() if re.fullmatch(words, one["words"]))
        shared.append((one.start(), one.end("words"), code, one["join"]))
        start = one.start()
    return shared


def _limit(reading: Reading, found: re.Match[str], code: str, sign: str) -> tuple[dict[str, Any], str, str]:
    """Parameters, grade and explanation of one limit."""
    parameters: dict[str, Any] = {"analyte": code, "op": sign}
    value, written = _value(found["value"]), found["unit"]
    unit = UNITS.get(written or "")
    if written and code in _COUNTED and re.fullmatch(f"{_PER_UL}|{_PER_L}", written):
        value, unit = (value if "10" in written else value / _PER_NL), "10*9/L"
    elif written and re.search("uln|upper limit", written):
        unit = "ULN"
    if unit == "mIU/L" and code not in ("TSH", "PRL"):
        unit = None
    if unit not in (None, "ULN") and not _measures(unit, code):
        unit = None
    grade, why = "exact", f"'{reading.quote(*found.span())}' states the limit"
    if unit is not None:
        parameters["threshold"] = f"{value:.10g} {unit}"
    elif written:
        parameters["threshold"] = f"{value:.10g} {reading.written(written)}"
        grade = "definition_needed"
        why += f"; the unit {written} cannot be meant for {code}"
    else:
        parameters["threshold_number"] = value
        grade = "definition_needed"
        why += "; no unit is written"
    if found["gaps"] or found["twice"] or found["lead"]:
        parameters.update(_occasions(found))
        if "occasions" not in parameters or not found["gaps"]:
            grade = "definition_needed"
            why += "; the gap between the samples is not stated"
    aged = re.fullmatch(PERIOD, found["aged"] or found["aged2"] or "")
    if aged is not None:
        parameters["not_older_than"] = period(aged)
    if found["cycle"]:
        days = [int(day) for day in re.findall(r"\d+", found["cycle"])]
        parameters["cycle_days"] = [days[0], days[-1]]
    return parameters, grade, why


def _value(written: str) -> float:
    """A number; a comma before three digits parts thousands, any other comma is a decimal point."""
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+", written):
        return float(written.replace(",", ""))
    return float(written.replace(",", "."))


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
    words = re.sub(rf"^({NUMBER}) ?(?:or|to|-) ?{NUMBER}(?=[ -][a-z])", r"\1", found["apart"] or found["apart2"])
    gap = re.fullmatch(PERIOD, words.replace("-", " "))  # of `3 or 4 months` the shorter one
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


__all__ = ["ANALYTES", "limits", "number", "ranges"]
