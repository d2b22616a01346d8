"""Single rules: units, limits outside what is seen in women, windows that are not clear."""

from collections.abc import Iterable, Iterator
from typing import Any

from antral.core import InputError, convert
from antral.protocol.eligibility import Criterion, Part, Ruled
from antral.protocol.lint.finding import Finding
from antral.protocol.study import Study
from antral.records import load_yaml, path


def limits(study: Study) -> Iterator[Finding]:
    """Ages, laboratory limits, body mass, windows, and doses as registered."""
    for line in study.eligibility.criteria:
        for part in line.parts:
            where = name(line, part)
            rule = part.rule.model_dump(mode="json")
            if part.kind == "age":
                yield from _age(where, rule)
            elif part.kind == "lab_threshold":
                yield from _lab(where, rule, line)
            elif part.kind == "diagnosis_poi":
                yield from _lab(where, rule["fsh"], line)
            elif part.kind == "bmi":
                yield from _range(where, "BMI", rule["kg_m2"], rule["op"], "kg/m2")
            yield from _window(where, part, line)
    yield from _contradictions(study)


def name(line: Criterion, part: Ruled) -> str:
    """`E9`, or `E9.drugs` for a part."""
    return f"{line.id}.{part.name}" if isinstance(part, Part) else line.id


def _plausible() -> dict[str, Any]:
    return dict(load_yaml(path("terms", "plausible_limits.yaml"))["analytes"])


def _age(where: str, rule: dict[str, Any]) -> Iterable[Finding]:
    high = rule.get("maximum_years")
    if high is not None and high <= 15:
        yield Finding("error", where, f"the oldest age is {high:g} years", "Women are studied: correct the bound.")
    if high is not None and rule["maximum_inclusive"] and not rule["completed_years"]:
        what = f"'up to {high:g} years' ends on the birthday"
        yield Finding("note", where, what, "Write completed_years: true if the year after it counts as well.")


def _lab(where: str, rule: dict[str, Any], line: Criterion) -> Iterable[Finding]:
    analyte = rule["analyte"]
    if rule.get("threshold_number") is not None:
        what = f"{analyte} {rule['op']} {rule['threshold_number']:g} has no unit: nothing is decided by it"
        yield Finding("error", where, what, "Write threshold with its unit, and why.")
        return
    value, unit = _value(rule["threshold"])
    yield from _range(where, analyte, value, rule["op"], unit)
    if rule.get("occasions", 1) == 1 and "wice" in line.text:
        yield Finding("warning", where, "the text says twice, the rule asks once", "Write occasions: 2 and the gap.")
    if not rule.get("off_hormones") and analyte in ("FSH", "LH", "E2"):
        what = f"{analyte} under hormones is not comparable, and the rule counts such samples"
        yield Finding("warning", where, what, "Write off_hormones: true, or say why not in a note.")


def _value(threshold: Any) -> tuple[float, str]:
    if isinstance(threshold, dict):
        return float(threshold["value"]), str(threshold["unit"])
    number, _, unit = str(threshold).partition(" ")
    return float(number), unit


def _range(where: str, analyte: str, value: float, op: str, unit: str) -> Iterable[Finding]:
    """A limit below which, or above which, no woman is found decides nothing, or a unit is wrong."""
    known = _plausible().get(analyte)
    if known is None:
        return
    try:
        standard = value if unit == known["unit"] else convert(value, unit, known["unit"], analyte=analyte)
    except InputError as error:
        yield Finding("error", where, f"{analyte} in {unit}: {error}", "Write the unit that is meant.")
        return
    if not known["low"] <= standard <= known["high"]:
        what = (
            f"{analyte} {op} {value:g} {unit} lies outside what is asked of women "
            f"({known['low']:g} to {known['high']:g} {known['unit']})"
        )
        yield Finding("error", where, what, "Is the unit right, or was an exponent lost?")


def _window(where: str, part: Ruled, line: Criterion) -> Iterable[Finding]:
    rule = part.rule.model_dump(mode="json")
    text = " ".join(line.text.lower().split())
    timed = rule.get("none_within") or (rule.get("within") if part.kind in ("other_trial", "washout") else None)
    named = any(word in text for word in ("before", "prior", "screening", "enrol", "start of"))
    if timed and not named:
        what = f"'within {timed}': the text does not say before what; screening is taken"
        yield Finding("note", where, what, "Keep it if screening is meant.")
    if part.kind == "amenorrhoea" and rule.get("at_least") is None and rule["pattern"] not in ("primary",):
        yield Finding("warning", where, "amenorrhoea without a duration", "Write at_least, or choose a definition.")


def _contradictions(study: Study) -> Iterable[Finding]:
    for one in study.contradictions:
        if "a person decides" in one.settled:
            yield Finding("warning", one.between, one.says, "Decide, and write how it is settled.")
