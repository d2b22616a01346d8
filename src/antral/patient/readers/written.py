"""YAML: one woman as a mapping, or many as a list of mappings, with the fields of `Patient`.

Read event by event, with the line of every field; the parser that builds whole trees breaks down on texts that are
nested deep enough.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from antral.core import InputError
from antral.patient.codes import atc_classes, medicine_of
from antral.patient.finding import NOT_LISTED, Finding, Relative, Statement
from antral.patient.medication import UNLISTED
from antral.patient.patient import Patient
from antral.patient.readers import names
from antral.patient.readers.facts import AGE_ONCE, Facts, refusal
from antral.patient.readers.source import Source, text_of
from antral.patient.readers.values import NotReadError, held, karyotype_of, number, repeats_of, sex_of

T = TypeVar("T")

_DEEPEST: Final = 30
_PLAIN: Final[tuple[tuple[re.Pattern[str], Callable[[str], Any]], ...]] = (
    (re.compile(r"true|True|TRUE"), lambda _: True),
    (re.compile(r"false|False|FALSE"), lambda _: False),
    (re.compile(r"~|null|Null|NULL|"), lambda _: None),
    (re.compile(r"[-+]?\d{1,15}"), int),
    (re.compile(r"[-+]?(\d{1,15}\.\d{0,15}|\.\d{1,15})([eE][-+]?\d{1,2})?|[-+]?\d{1,15}[eE][-+]?\d{1,2}"), float),
    (re.compile(r"\d{4}-\d{2}-\d{2}"), dt.date.fromisoformat),
)
"""Plain words of YAML 1.2; everything else is text."""


class Mapped(dict[str, Any]):
    """A mapping that knows its lines."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


def written(source: Source) -> Iterator[Patient]:
    """The women of a YAML file."""
    content = _tree(text_of(source), source)
    if isinstance(content, Mapped):
        content = [content]
    if not isinstance(content, list) or not content:
        raise source.fault("one woman (a mapping) or a list of women was wanted.")
    for one in content:
        if not isinstance(one, Mapped):
            raise source.fault("one woman (a mapping) or a list of women was wanted.")
        yield _woman(one, source)


def _tree(text: str, source: Source) -> Any:
    """What the text holds, from the events of the fast parser."""
    import yaml

    stack: list[Any] = []
    keys: list[str | None] = []
    root: list[Any] = []

    def put(value: Any, line: int) -> None:
        if not stack:
            if root:
                raise source.fault("a second document; one was wanted.", line=line)
            root.append(value)
        elif isinstance(stack[-1], list):
            stack[-1].append(value)
        elif keys[-1] is None:
            if not isinstance(value, str):
                raise source.fault("the name of a field was wanted.", line=line)
            if value in stack[-1]:
                raise source.fault("a field that comes twice.", line=line)
            keys[-1] = value
            stack[-1].lines[value] = line
        else:
            stack[-1][keys[-1]] = value
            keys[-1] = None

    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            line = event.start_mark.line + 1
            if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                opened: Any = Mapped(line) if isinstance(event, yaml.MappingStartEvent) else []
                put(opened, line)
                stack.append(opened)
                keys.append(None)
                if len(stack) > _DEEPEST:
                    raise source.fault("nested too deep.", line=line)
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                stack.pop()
                keys.pop()
            elif isinstance(event, yaml.ScalarEvent):
                key = bool(stack) and isinstance(stack[-1], Mapped) and keys[-1] is None
                put(event.value if key else _scalar(event, source, line), line)
            elif isinstance(event, yaml.AliasEvent):
                raise source.fault("an alias (*name); write the value out.", line=line)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise source.fault("not valid YAML.", line=None if mark is None else mark.line + 1) from None
    if not root:
        raise source.fault("the file is empty.")
    return root[0]


def _scalar(event: Any, source: Source, line: int) -> Any:
    """A plain word as YAML 1.2 reads it; what stands in quotation marks is text."""
    if not event.implicit[0]:
        return event.value
    for pattern, read in _PLAIN:
        if pattern.fullmatch(event.value):
            try:
                return read(event.value)
            except ValueError:
                raise source.fault("no such day.", line=line) from None
    return event.value


def _woman(content: Mapped, source: Source) -> Patient:
    """The woman, with units converted, and what was not understood beside."""
    facts, doubtful = Facts(), set[str]()
    for name, read in _LISTED.items():
        given = content.get(name)
        if given is None:
            continue
        if not isinstance(given, list) or not all(isinstance(one, Mapped) for one in given):
            raise source.fault(f"{name}: a list of mappings was wanted.", line=content.lines[name])
        kept: list[Any] = []
        for one in given:
            before = len(facts.unread)
            with facts.attempt(f"line {one.line}", name, _about(one) if name == "measurements" else None):
                kept.append(read(one))
            if len(facts.unread) > before:
                doubtful.add(name)
        content[name] = kept
    _plain_fields(content, facts)
    woman = _validated(content, facts, doubtful, source)
    return woman.model_copy(update={"unread": (*woman.unread, *facts.unread)}) if facts.unread else woman


def _validated(content: Mapped, facts: Facts, doubtful: set[str], source: Source) -> Patient:
    """The woman without what the record's form refuses, which is told."""
    while True:
        try:
            return _opened(Patient.model_validate(content), doubtful)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            if first["loc"][:1] == ("id",) or (first["type"] == "extra_forbidden" and len(first["loc"]) == 1):
                raise _fault(error, content, source) from None
            _leave_out(content, facts, doubtful, first["loc"], str(_fault(error, content, source)), source)


def _leave_out(
    content: Mapped, facts: Facts, doubtful: set[str], place: tuple[int | str, ...], told: str, source: Source
) -> None:
    """Take the smallest part that was refused out of a record, and say so."""
    where, _, why = told.removeprefix(f"{source.label}, ").partition(": ")
    name = str(place[0]) if place else ""
    listed = content.get(name)
    about = None
    if not place:  # parts that contradict each other: her age
        for one in ("birth_date", "age_years", "age_recorded"):
            content.pop(one, None)
        why = AGE_ONCE
    elif name in _LISTED and isinstance(listed, list) and len(place) > 1 and isinstance(place[1], int):
        about = _about(listed[place[1]]) if name == "measurements" else None
        del listed[place[1]]
        doubtful.add(name)
    elif name == "statements" and isinstance(listed, dict) and len(place) > 1:
        listed.pop(place[1], None)
    else:
        del content[name]
        if name in _LISTED:
            doubtful.discard(name)
    facts.note(where, why.rstrip("."), about)


def _opened(woman: Patient, doubtful: set[str]) -> Patient:
    """See to it that a list with an entry that was not read does not say that nothing else is in it."""
    changed: dict[str, Any] = dict.fromkeys(doubtful & {"procedures", "pregnancies", "trials"})
    if "medications" in doubtful:
        changed["medications"] = (*(woman.medications or ()), UNLISTED)
    if "family_history" in doubtful:
        changed["family_history"] = (*(woman.family_history or ()), Relative(finding=NOT_LISTED))
    if "procedures" in doubtful:
        done = (Finding(name=one.name, onset=one.date) for one in woman.procedures or ())
        changed["findings"] = (*woman.findings, *done)
    return woman.model_copy(update=changed) if changed else woman


def _about(one: Mapped) -> str | None:
    """The analyte of a measurement, where it is known."""
    given = one.get("analyte")
    return names.tables()["measurements"].get(names.folded(given)) if isinstance(given, str) else None


def _word(one: Mapped, field: str) -> str:
    """A field that is a text."""
    value = one.get(field)
    if not isinstance(value, str):
        raise NotReadError("a text was wanted", at=field)
    return value


def _measurement(one: Mapped) -> Mapped:
    analyte = _named(one, "measurements", "analyte", names.analyte)
    one["analyte"] = analyte.name
    value = one.get("value")
    if isinstance(value, str):
        try:
            value, one["censored"] = number(value)
        except NotReadError as error:
            raise NotReadError(error.why, at="measurements.value") from None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotReadError("a number was wanted", at="measurements.value")
    try:
        read = held(analyte, float(value), _word(one, "unit") if one.get("unit") is not None else None)
    except NotReadError as error:
        raise NotReadError(error.why, at="measurements.unit") from None
    one["value"], one["unit"] = read.value, read.unit
    for end in ("reference_low", "reference_high"):
        limit = one.get(end)
        if isinstance(limit, int | float) and not isinstance(limit, bool):
            one[end] = limit * read.factor
    return one


def _named(one: Mapped, listed: str, field: str, read: Callable[[str], T]) -> T:
    """A name in an entry as it is read."""
    try:
        return read(_word(one, field))
    except NotReadError as error:
        raise NotReadError(error.why, at=f"{listed}.{field}") from None


def _finding(one: Mapped) -> Mapped:
    one["name"] = _named(one, "findings", "name", names.finding)
    return one


def _procedure(one: Mapped) -> Mapped:
    one["name"] = _named(one, "procedures", "name", names.procedure)
    return one


def _relative(one: Mapped) -> Mapped:
    if one.get("finding") != NOT_LISTED:
        one["finding"] = _named(one, "family_history", "finding", names.finding)
    return one


def _medication(one: Mapped) -> Mapped:
    given = one.get("drug_classes")
    if given is None and isinstance(one.get("name"), str):
        code = medicine_of(one["name"])
        given = list(atc_classes(code)) if code else None
    classes = [names.medicine_class(name) if isinstance(name, str) else None for name in given or []]
    if not isinstance(given, list) or not given or None in classes:
        raise NotReadError(
            f"no class that antral knows, so it counts as one that may be of any; all classes: {names.PAGE}",
            at="medications.drug_classes",
        )
    one["drug_classes"] = classes
    return one


def _same(one: Mapped) -> Mapped:
    return one


_LISTED: Final[Mapping[str, Callable[[Mapped], Mapped]]] = {
    "measurements": _measurement,
    "findings": _finding,
    "medications": _medication,
    "procedures": _procedure,
    "family_history": _relative,
    "pregnancies": _same,
    "trials": _same,
}
"""Lists of entries, and how one is read."""


def _plain_fields(content: Mapped, facts: Facts) -> None:
    """Sex in one letter, reports of genes and chromosomes, and statements by their names."""
    if isinstance(content.get("sex"), str):
        content["sex"] = sex_of(content["sex"])
    for name, field, read in (("karyotype", "result", karyotype_of), ("fmr1", "repeats", repeats_of)):
        given = content.get(name)
        written = given.get(field) if isinstance(given, Mapped) else None
        if not isinstance(given, Mapped) or written is None or (name == "fmr1" and not isinstance(written, str)):
            continue
        before = len(facts.unread)
        with facts.attempt(f"line {given.line}", f"{name}.{field}"):
            given[field] = read(written if isinstance(written, str) else "")
        if len(facts.unread) > before:
            del content[name]
    given = content.get("statements")
    if not isinstance(given, Mapped):
        return
    stated = Mapped(given.line)
    for name, said in given.items():
        where = f"line {given.lines.get(name, given.line)}, statements"
        with facts.attempt(where):
            if not isinstance(said, bool | Mapped):
                raise NotReadError("yes or no (true or false) was wanted")
            statement = Statement.model_validate({"value": said} if isinstance(said, bool) else said)
            facts.state(name, statement, where)
    stated |= facts.statements
    content["statements"] = stated
    if facts.findings:
        content["findings"] = [*(content.get("findings") or []), *facts.findings]


def _fault(error: ValidationError, content: Mapped, source: Source) -> InputError:
    """What is wrong with a field, by its place and line and without the words that stand there."""
    first = error.errors(include_input=False, include_url=False)[0]
    place: list[str] = []
    line: int = content.line
    at: Any = content
    for step in first["loc"]:
        if isinstance(at, Mapped) and isinstance(step, str):
            line = at.lines.get(step, line)
        if first["type"] != "extra_forbidden" or step != first["loc"][-1]:
            place += [step] if isinstance(step, str) else []
        try:
            at = at[step]
        except (KeyError, IndexError, TypeError):
            break
        line = getattr(at, "line", line)
    what = "an unknown field" if first["type"] == "extra_forbidden" else refusal(first["type"], first.get("ctx"))
    shown = ".".join(place)
    return source.fault(f"{shown}: {what}." if shown else f"{what}.", line=line)
