"""YAML: one woman as a mapping, or many as a list of mappings, with the fields of `Patient`.

Read event by event, with the line of every field; the parser that builds whole trees breaks down on texts that are
nested deep enough.
"""

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final

from pydantic import ValidationError

from antral.core import InputError
from antral.patient.answers import vocabulary
from antral.patient.codes import codes, known_findings, medicines
from antral.patient.finding import NOT_LISTED
from antral.patient.medication import UNLISTED
from antral.patient.patient import Patient
from antral.patient.readers.facts import refusal
from antral.patient.readers.source import Source, text_of
from antral.patient.readers.values import ISCN, NotReadError, held, nearest, number

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
    unread: list[dict[str, str | None]] = []
    for name, read in (("measurements", _measurement), ("findings", _finding), ("medications", _medication)):
        given = content.get(name)
        if given is None:
            continue
        if not isinstance(given, list) or not all(isinstance(one, Mapped) for one in given):
            raise source.fault(f"{name}: a list of mappings was wanted.", line=content.lines[name])
        kept: list[Any] = []
        for one in given:
            try:
                kept.append(read(one))
            except NotReadError as error:
                about = one.get("analyte") if name == "measurements" and error.at != "analyte" else None
                where = f"line {one.line}, {name}{error.at and '.'}{error.at}"
                unread.append({"where": where, "why": error.why, "about": about})
                if name == "medications":
                    kept.append(UNLISTED)
        content[name] = kept
    _check_names(content, "procedures", "name", vocabulary().procedures | {"other"}, source)
    _check_names(content, "family_history", "finding", known_findings() | {NOT_LISTED}, source)
    _karyotype(content, unread)
    if unread:
        given = content.get("unread")
        content["unread"] = [*(given if isinstance(given, list) else ()), *unread]
    try:
        return Patient.model_validate(content)
    except ValidationError as error:
        raise _fault(error, content, source) from None


def _word(one: Mapped, field: str) -> str:
    """A field that is a text."""
    value = one.get(field)
    if not isinstance(value, str):
        raise NotReadError("a text was wanted", at=field)
    return value


def _measurement(one: Mapped) -> Mapped:
    name = _word(one, "analyte")
    analyte = codes().analytes.get(name)
    if analyte is None:
        raise NotReadError(f"not a measurement that antral knows{nearest(name, codes().analytes)}", at="analyte")
    value = one.get("value")
    if isinstance(value, str):
        value, one["censored"] = number(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotReadError("a number was wanted", at="value")
    try:
        read = held(analyte, float(value), _word(one, "unit") if one.get("unit") is not None else None)
    except NotReadError as error:
        raise NotReadError(error.why, at="unit") from None
    one["value"], one["unit"] = read.value, read.unit
    for end in ("reference_low", "reference_high"):
        limit = one.get(end)
        if isinstance(limit, int | float) and not isinstance(limit, bool):
            one[end] = limit * read.factor
    return one


def _finding(one: Mapped) -> Mapped:
    name = _word(one, "name")
    if name not in known_findings():
        raise NotReadError(f"not a finding that antral knows{nearest(name, known_findings())}", at="name")
    return one


def _medication(one: Mapped) -> Mapped:
    given, known = one.get("drug_classes"), medicines()["classes"]
    if not isinstance(given, list) or not given or not all(isinstance(name, str) and name in known for name in given):
        raise NotReadError("no class that antral knows, so it counts as one that may be of any", at="drug_classes")
    return one


def _check_names(content: Mapped, listed: str, field: str, known: Collection[str], source: Source) -> None:
    """A list that also says what is not the case has names that criteria know, or a slip of the pen would say no."""
    given = content.get(listed)
    for one in given if isinstance(given, list) else ():
        name = one.get(field) if isinstance(one, Mapped) else None
        if not isinstance(name, str) or name not in known:
            hint = nearest(name, known) if isinstance(name, str) else ""
            what = f"{listed}.{field}: a name that antral knows was wanted{hint}."
            raise source.fault(what, line=getattr(one, "line", content.lines[listed]))


def _karyotype(content: Mapped, unread: list[dict[str, str | None]]) -> None:
    given = content.get("karyotype")
    result = given.get("result") if isinstance(given, Mapping) else None
    if isinstance(given, Mapped) and result is not None and not (isinstance(result, str) and ISCN.match(result)):
        why = "not a karyotype as ISCN writes it, such as 46,XX"
        unread.append({"where": f"line {given.line}, karyotype.result", "why": why})
        del content["karyotype"]


def _fault(error: ValidationError, content: Mapped, source: Source) -> InputError:
    """What is wrong with a field, by its place and line and without the words that stand there."""
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
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
    what = "an unknown field" if first["type"] == "extra_forbidden" else refusal(first["type"])
    shown = ".".join(place)
    return source.fault(f"{shown}: {what}." if shown else f"{what}.", line=line)
