"""CSV: one fact a row, by the template that is shipped; the rows of one woman stand together."""

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from antral.patient.codes import LOINC, Analyte, atc_classes, codes, medicine_of
from antral.patient.diary import Bleed
from antral.patient.finding import Finding, Participation, Pregnancy, Procedure, Relative, Statement
from antral.patient.genetics import FMR1, Karyotype
from antral.patient.measurement import Measurement
from antral.patient.medication import Medication
from antral.patient.patient import Patient
from antral.patient.readers import names
from antral.patient.readers.facts import Facts
from antral.patient.readers.source import Source, lines_of
from antral.patient.readers.values import NotReadError, date, held, karyotype_of, number, repeats_of, sex_of

COLUMNS: Final = [
    "patient",
    "what",
    "name",
    "value",
    "unit",
    "date",
    "until",
    "off_hormones",
    "cycle_day",
    "hour",
    "reference_low",
    "reference_high",
    "drug_class",
    "route",
    "side",
    "severity",
    "certainty",
    "recorded",
    "assay",
]
_NEEDED: Final = ("patient", "what", "name", "value", "unit", "date")
_PSEUDONYM: Final = re.compile(r"^[A-Za-z0-9_.-]{1,64}$")
_ATC: Final = re.compile(r"^[A-Z]\d{2}[A-Z]{2}\d{2}$")
_DATES: Final = ("birth_date", "age_recorded", "last_period", "poi_diagnosed")
_NUMBERS: Final = ("age_years", "menarche_age_years", "usual_cycle_days")
_WORDS: Final = ("sex", "amenorrhoea_type")
_LISTS: Final = {
    "medication": "medications",
    "procedure": "procedures",
    "family": "family_history",
    "pregnancy": "pregnancies",
    "trial": "trials",
}
"""Rows that are one of a list which, as a whole, also says what is not the case."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line and its cells, empty ones left out."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str | None:
        return self.cells.get(column)


def table(source: Source) -> Iterator[Patient]:
    """The women of a CSV file, in its order."""
    done: set[str] = set()
    whose, facts = "", Facts()
    for row in _rows(source):
        patient = row["patient"]
        if patient is None or not _PSEUDONYM.match(patient):
            raise source.fault(
                "column patient: a pseudonym (letters, digits, '-', '_', '.'; at most 64) was wanted.", line=row.line
            )
        if patient != whose:
            if whose:
                yield facts.woman(whose)
            if patient in done:
                raise source.fault("the rows of one woman stand together; sort the file by patient.", line=row.line)
            done.add(patient)
            whose, facts = patient, Facts()
        what = row["what"]
        if what is None or what not in WHAT:
            raise source.fault(f"column what: one of {', '.join(WHAT)} was wanted.", line=row.line)
        before = len(facts.unread)
        with facts.attempt(f"line {row.line}"):
            WHAT[what](row, facts)
        if what in _LISTS and len(facts.unread) > before:
            facts.doubtful.add(_LISTS[what])
    if not whose:
        raise source.fault("no row below the heading.")
    yield facts.woman(whose)


def _rows(source: Source) -> Iterator[Row]:
    """Rows below the heading; lines that begin with # and empty rows are left out."""
    numbered = ((line, text) for line, text in lines_of(source) if not text.lstrip("\ufeff").startswith("#"))
    heading = next(numbered, None)
    if heading is None:
        raise source.fault("the file is empty.")
    separator = max(",;\t", key=heading[1].count)
    columns = [one.strip().strip('"').strip() for one in heading[1].strip().lstrip("\ufeff").split(separator)]
    missing = [one for one in _NEEDED if one not in columns]
    if missing:
        raise source.fault(
            f"the column {missing[0]} is missing; the heading begins: {','.join(_NEEDED)}.", line=heading[0]
        )
    if len(set(columns)) < len(columns) or not set(columns) <= set(COLUMNS):
        raise source.fault(
            f"a column that comes twice or is not known; there are: {', '.join(COLUMNS)}.", line=heading[0]
        )
    for line, text in numbered:
        try:
            cells = next(csv.reader([text.rstrip("\r\n")], delimiter=separator, strict=True))
        except (csv.Error, StopIteration):
            raise source.fault("not a row of CSV (a quotation mark that is never closed?).", line=line) from None
        if len(cells) > len(columns) and any(one.strip() for one in cells[len(columns) :]):
            raise source.fault(f"{len(cells)} cells, {len(columns)} were wanted.", line=line)
        filled = {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if cell.strip()}
        if filled:
            yield Row(line, filled)


def _given(row: Row, column: str) -> str:
    if row[column] is None:
        raise NotReadError("the cell is empty", at=column)
    return str(row[column])


def _value(row: Row, read: Callable[[str], T]) -> T:
    """The value of a row as it is read."""
    try:
        return read(_given(row, "value"))
    except NotReadError as error:
        raise NotReadError(error.why, at="value") from None


def _named(row: Row, read: Callable[[str], T]) -> T:
    """The name of a row as it is read."""
    try:
        return read(_given(row, "name"))
    except NotReadError as error:
        raise NotReadError(error.why, at="name") from None


def _of(row: Row, column: str, read: Callable[[str], T]) -> T | None:
    """A cell as it is read; nothing where it is empty."""
    text = row[column]
    if text is None:
        return None
    try:
        return read(text)
    except NotReadError as error:
        raise NotReadError(error.why, at=column) from None


def yes_or_no(text: str) -> bool:
    """A yes or a no."""
    if text.lower() in ("yes", "true", "1", "present"):
        return True
    if text.lower() in ("no", "false", "0", "absent"):
        return False
    raise NotReadError("yes or no was wanted")


def plain(text: str) -> float:
    """A number without a sign before it."""
    value, censored = number(text)
    if censored:
        raise NotReadError("a number without < or > was wanted")
    return value


def _person(row: Row, facts: Facts) -> None:
    name = _given(row, "name")
    if name in _DATES:
        facts.set(name, _of(row, "value", date))
    elif name in _NUMBERS:
        facts.set(name, _of(row, "value", plain))
        if name == "age_years":
            facts.set("age_recorded", _of(row, "date", date))
    elif name in _WORDS:
        facts.set(name, sex_of(_given(row, "value")) if name == "sex" else _given(row, "value"))
    else:
        raise NotReadError(f"one of {', '.join((*_DATES, *_NUMBERS, *_WORDS))} was wanted", at="name")


def _measurement(row: Row, facts: Facts) -> None:
    name = _given(row, "name")
    what, coded = codes().by_loinc.get(name.removeprefix(f"{LOINC}|"), ("", ""))
    analyte = codes().analytes[coded] if what == "measurement" else _named(row, names.analyte)
    with facts.attempt(f"line {row.line}", about=analyte.name):
        facts.measurements.append(_sample(row, analyte, by_code=what == "measurement"))


def _sample(row: Row, analyte: Analyte, *, by_code: bool) -> Measurement:
    """A value with its unit, range and day."""
    found = _of(row, "value", number)
    day = _of(row, "date", date)
    if found is None or day is None:
        raise NotReadError("a value needs its date" if found else "the cell is empty", at="date" if found else "value")
    try:
        read = held(analyte, found[0], row["unit"], by_code=by_code)
    except NotReadError as error:
        raise NotReadError(error.why, at="unit") from None
    low, high = _of(row, "reference_low", plain), _of(row, "reference_high", plain)
    cycle_day = _of(row, "cycle_day", plain)
    return Measurement(
        analyte=analyte.name,
        value=read.value,
        unit=read.unit,
        date=day,
        assay=row["assay"],
        cycle_day=None if cycle_day is None else int(cycle_day),
        hour=_of(row, "hour", plain),
        off_hormones=_of(row, "off_hormones", yes_or_no),
        censored=found[1],
        reference_low=None if low is None else low * read.factor,
        reference_high=None if high is None else high * read.factor,
    )


def _finding(row: Row, facts: Facts) -> None:
    content = {
        "name": _named(row, names.finding),
        "present": _of(row, "value", yes_or_no),
        "onset": _of(row, "date", date),
        "ended": _of(row, "until", date),
        "recorded": _of(row, "recorded", date),
        "severity": row["severity"],
        "certainty": row["certainty"] or "definite",
    }
    facts.findings.append(Finding(**content))


def _medication(row: Row, facts: Facts) -> None:
    name = _given(row, "name")
    facts.medications = facts.medications or []
    if name.lower() == "none":
        return
    given = (row["drug_class"] or "").replace(",", " ").split()
    code = name if _ATC.match(name) else medicine_of(name)
    found = [names.medicine_class(one) for one in given] if given else [*(atc_classes(code) if code else ())]
    classes = tuple(one for one in found if one is not None)
    unknown = len(classes) < len(found)
    content = {"start": _of(row, "date", date), "stop": _of(row, "until", date), "route": row["route"]}
    facts.medications.append(Medication(name=name, drug_classes=() if unknown else classes, **content))
    if unknown or not classes:  # it is in the list, of unknown class
        raise NotReadError(
            f"no class that antral knows, so it counts as one that may be of any; all classes: {names.PAGE}",
            at="drug_class",
        )


def _procedure(row: Row, facts: Facts) -> None:
    facts.procedures = facts.procedures or []
    if _given(row, "name").lower() != "none":
        content = {"name": _named(row, names.procedure), "date": _of(row, "date", date), "side": row["side"]}
        facts.procedures.append(Procedure(**content))


def _family(row: Row, facts: Facts) -> None:
    facts.family_history = facts.family_history or []
    if _given(row, "name").lower() != "none":
        degree = _of(row, "value", plain)
        content = {"finding": _named(row, names.finding), "degree": None if degree is None else int(degree)}
        facts.family_history.append(Relative(**content))


def _pregnancy(row: Row, facts: Facts) -> None:
    facts.pregnancies = facts.pregnancies or []
    if (row["name"] or "").lower() != "none":
        content = {"outcome": _given(row, "value"), "ended": _of(row, "until", date)}
        facts.pregnancies.append(Pregnancy(**content))


def _trial(row: Row, facts: Facts) -> None:
    facts.trials = facts.trials or []
    if (row["name"] or "").lower() != "none":
        content = {"start": _of(row, "date", date), "stop": _of(row, "until", date), "condition": row["name"]}
        facts.trials.append(Participation(**content))


def _diary(row: Row, facts: Facts) -> None:
    start, end = _of(row, "date", date), _of(row, "until", date)
    if start is None or end is None:
        raise NotReadError("a diary needs its first and last day", at="date")
    if facts.covered is not None:
        raise NotReadError("a second diary")
    facts.covered = (start, end)


def _bleed(row: Row, facts: Facts) -> None:
    day, spontaneous = _of(row, "date", date), _of(row, "value", yes_or_no)
    if day is None:
        raise NotReadError("a bleed needs its first day", at="date")
    facts.bleeds.append(Bleed(date=day, spontaneous=True if spontaneous is None else spontaneous))


def _karyotype(row: Row, facts: Facts) -> None:
    facts.report("karyotype", Karyotype(result=_value(row, karyotype_of), date=_of(row, "date", date)))


def _fmr1(row: Row, facts: Facts) -> None:
    text = _given(row, "value")
    content = {"category": text} if text.isidentifier() else {"repeats": repeats_of(text)}
    facts.report("fmr1", FMR1(**content, date=_of(row, "date", date)))


def _statement(row: Row, facts: Facts) -> None:
    value = _of(row, "value", yes_or_no)
    if value is None:
        raise NotReadError("yes or no was wanted", at="value")
    facts.state(_given(row, "name"), Statement(value=value, date=_of(row, "date", date)), f"line {row.line}, name")


WHAT: Final[Mapping[str, Callable[[Row, Facts], None]]] = {
    "person": _person,
    "measurement": _measurement,
    "finding": _finding,
    "medication": _medication,
    "procedure": _procedure,
    "family": _family,
    "pregnancy": _pregnancy,
    "trial": _trial,
    "diary": _diary,
    "bleed": _bleed,
    "karyotype": _karyotype,
    "fmr1": _fmr1,
    "statement": _statement,
}
"""What a row tells of."""
