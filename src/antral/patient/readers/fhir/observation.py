"""FHIR Observations by LOINC: measurements, tests with a yes or no, karyotype, FMR1, last period, age at menarche."""

from collections.abc import Iterator
from typing import Final

from antral.core import scale_of
from antral.patient.codes import LOINC, SNOMED, answers, codes, shown
from antral.patient.diary import Bleed
from antral.patient.finding import Finding
from antral.patient.genetics import FMR1, Karyotype
from antral.patient.measurement import Measurement
from antral.patient.readers.facts import Facts
from antral.patient.readers.fhir.dates import day_of, drawn
from antral.patient.readers.fhir.node import Node
from antral.patient.readers.values import ISCN, Held, NotReadError, comparator, held, number, repeats_of

_UCUM: Final = "http://unitsofmeasure.org"
_GIVEN: Final = ("final", "amended", "corrected", "appended")


def observation(resource: Node, where: str, facts: Facts) -> None:
    """Read one Observation with its components."""
    status = resource["status"].text()
    if status in ("entered-in-error", "cancelled"):
        return
    if status not in _GIVEN:
        raise NotReadError(
            f"status {status if status in ('preliminary', 'registered') else 'unknown'}: no final result"
        )
    if resource["focus"]:
        raise NotReadError("about somebody or something else than herself", at=f"{resource.path}.focus")
    for part in (resource, *resource["component"].items()):
        with facts.attempt(where, f"{resource.path}.{'value' if part is resource else 'component'}"):
            _part(resource, part, where, facts)


def _part(resource: Node, part: Node, where: str, facts: Facts) -> None:
    table = codes().by_loinc
    written = part["code"].codings()
    known = [code for system, code in written if system == LOINC and code in table]
    if not known:
        if written and _has_value(part):
            system, code = written[0]
            facts.other(f"{resource.path}.code", shown(system, code))
        elif not written and _has_value(part):
            raise NotReadError("no code with its system", at=f"{resource.path}.code")
        return
    what, name = table[known[0]]
    if part["dataAbsentReason"] and not _has_value(part):
        return
    if what == "measurement":
        at = f"{resource.path}.{'value' if part is resource else 'component'}"
        with facts.attempt(where, at, about=name):
            facts.measurements.append(_measurement(resource, part, name))
    elif what == "finding":
        recorded, _ = drawn(resource)
        facts.findings.append(Finding(name=name, present=_yes_or_no(part), recorded=recorded))
    elif what == "smoking":
        facts.findings.append(_smoking(resource, part))
    else:
        _fact(resource, part, name, facts)


def analyte_of(resource: Node) -> str | None:
    """The analyte that an Observation is about, by its own code."""
    table = codes().by_loinc
    try:
        meant = [table[code] for system, code in resource["code"].codings() if system == LOINC and code in table]
    except NotReadError:
        return None
    return next((name for what, name in meant if what == "measurement"), None)


def _has_value(part: Node) -> bool:
    return any(name.startswith("value") for name in part.value) if isinstance(part.value, dict) else False


def _measurement(resource: Node, part: Node, name: str) -> Measurement:
    """A value with its unit, range and moment."""
    analyte = codes().analytes[name]
    day, hour = drawn(resource)
    quantity, string, integer = part["valueQuantity"], part["valueString"], part["valueInteger"]
    if quantity:
        value, unit = quantity["value"].number(), _unit(quantity)
        if value is None:
            raise NotReadError("no number", at=quantity.path)
        censored, at = comparator(quantity["comparator"].text()), f"{quantity.path}"
    elif string:
        text, _, rest = (string.text() or "").partition(" ")
        (value, censored), unit, at = number(text), rest.strip() or None, string.path
    elif integer:
        value, censored, unit, at = integer.number() or 0.0, None, None, integer.path
    else:
        raise NotReadError("no number with a unit", at=f"{resource.path}.value")
    try:
        read = held(analyte, value, unit, by_code=True)
    except NotReadError as error:
        raise NotReadError(error.why, at=at) from None
    low, high = _range(part, read, unit)
    return Measurement(
        analyte=name,
        value=read.value,
        unit=read.unit,
        date=day,
        hour=hour,
        censored=censored,
        reference_low=low,
        reference_high=high,
    )


def _unit(quantity: Node) -> str | None:
    """The unit of a quantity: its UCUM code, else what is printed; two that differ say nothing."""
    code = quantity["code"].text() if quantity["system"].text() == _UCUM else None
    printed = quantity["unit"].text()
    if code is None:
        return printed
    if printed is not None:
        one, other = scale_of(code), scale_of(printed)
        if one is not None and other is not None and one != other:
            raise NotReadError("the code of the unit and the printed unit differ", at=f"{quantity.path}.unit")
    return code


def _range(part: Node, read: Held, unit: str | None) -> tuple[float | None, float | None]:
    """The range of the laboratory, if it gave exactly one and in the same unit."""
    ranges = part["referenceRange"].items()
    if len(ranges) != 1:
        return None, None
    ends: list[float | None] = []
    for name in ("low", "high"):
        end = ranges[0][name]
        value = end["value"].number()
        same = value is not None and _unit(end) == unit
        ends.append(value * read.factor if value is not None and same else None)
    return ends[0], ends[1]


def _yes_or_no(part: Node) -> bool | None:
    """A positive or negative result, by code or by a plain word; anything else is unclear."""
    words = answers()
    if part["valueBoolean"]:
        return part["valueBoolean"].flag()
    concept, string = part["valueCodeableConcept"], part["valueString"]
    given = [(system, code) for system, code in concept.codings()] if concept else []
    text = (string.text() or "").lower() if string else ""
    marks = [code for one in _concepts(part["interpretation"]) for _, code in one.codings()]
    for present, of in ((True, words["positive"]), (False, words["negative"])):
        coded = any((s == SNOMED and c in of["snomed"]) or (s == LOINC and c in of["loinc"]) for s, c in given)
        if (
            coded
            or text in of["words"]
            or (not given and not text and any(one in of["interpretation"] for one in marks))
        ):
            return present
    raise NotReadError("neither a positive nor a negative result", at=f"{part.path}.value")


def _concepts(node: Node) -> Iterator[Node]:
    """A CodeableConcept or a list of them (releases before R4 had one)."""
    return iter(node.items() if isinstance(node.value, list) else [node] if node else [])


def _smoking(resource: Node, part: Node) -> Finding:
    recorded, _ = drawn(resource)
    given = [code for system, code in part["valueCodeableConcept"].codings() if system == SNOMED]
    of = answers()["smoking"]
    for present in (True, False):
        if any(code in of["positive" if present else "negative"] for code in given):
            return Finding(name="smoking", present=present, recorded=recorded)
    raise NotReadError("an answer that antral does not know", at=f"{part.path}.valueCodeableConcept")


def _fact(resource: Node, part: Node, name: str, facts: Facts) -> None:
    """A field of the woman."""
    if name == "last_period":
        day = day_of(part["valueDateTime"])
        if day is None:
            raise NotReadError("no day", at=f"{part.path}.valueDateTime")
        said, _ = drawn(resource)
        if facts.covered is None or said > facts.covered[1]:  # what she said last
            facts.covered, facts.bleeds = (day, said), [Bleed(date=day)]
        return
    if name == "menarche_age_years":
        value = part["valueQuantity"]["value"].number()
        if value is None or part["valueQuantity"]["code"].text() != "a":
            raise NotReadError("no age in years", at=f"{part.path}.valueQuantity")
        facts.set(name, value)
        return
    text = part["valueString"].text() or part["valueCodeableConcept"]["text"].text()
    text = text or next((code for _, code in part["valueCodeableConcept"].codings()), "")
    recorded, _ = drawn(resource)
    if name == "karyotype":
        if not ISCN.match(text):
            raise NotReadError("not a karyotype as ISCN writes it, such as 46,XX", at=f"{part.path}.value")
        facts.report(name, Karyotype(result=text, date=recorded))
        return
    facts.report(name, FMR1(repeats=repeats_of(text), date=recorded))
