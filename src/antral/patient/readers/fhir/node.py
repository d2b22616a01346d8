"""A place in a JSON resource: asked by type, it answers with a value, with nothing, or with `NotReadError`."""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from antral.core import InputError
from antral.patient.readers.source import Source
from antral.patient.readers.values import NotReadError

_WORD: Final = re.compile(r"^[A-Za-z_][A-Za-z0-9_-]{0,63}$")
_DEEPEST: Final = 100
_CODE: Final = re.compile(r"^[A-Za-z0-9.\-_*/]{1,40}$")


@dataclass(frozen=True, slots=True)
class Node:
    """A value and its path, such as `Observation.valueQuantity.unit`."""

    value: Any
    path: str

    def __getitem__(self, name: str) -> "Node":
        """A field; nothing where it is absent."""
        if self.value is None:
            return Node(None, f"{self.path}.{name}")
        if not isinstance(self.value, dict):
            raise NotReadError("an object was wanted", at=self.path)
        return Node(self.value.get(name), f"{self.path}.{name}")

    def __bool__(self) -> bool:
        return self.value is not None

    def items(self) -> "list[Node]":
        """The members of a list."""
        if self.value is None:
            return []
        if not isinstance(self.value, list):
            raise NotReadError("a list was wanted", at=self.path)
        return [Node(one, self.path) for one in self.value]

    def text(self) -> str | None:
        """A text; nothing where it is absent or empty."""
        if self.value is None:
            return None
        if not isinstance(self.value, str):
            raise NotReadError("a text was wanted", at=self.path)
        return self.value.strip() or None

    def number(self) -> float | None:
        """A number."""
        if self.value is None:
            return None
        if isinstance(self.value, bool) or not isinstance(self.value, int | float) or abs(self.value) > 1e300:
            raise NotReadError("a number was wanted", at=self.path)
        return float(self.value)

    def flag(self) -> bool | None:
        """True or false."""
        if self.value is None:
            return None
        if not isinstance(self.value, bool):
            raise NotReadError("true or false was wanted", at=self.path)
        return self.value

    def codings(self) -> list[tuple[str, str]]:
        """The codes of a CodeableConcept, each with its system; one without system says nothing."""
        found = []
        for one in self["coding"].items():
            system, code = one["system"].text(), one["code"].text()
            if system is not None and code is not None and _CODE.match(code):
                found.append((system, code))
        return found

    def status(self, known: Collection[str]) -> str | None:
        """A code of a known set of values, as a plain code, coded with or without its system, or as a text.

        Parameters
        ----------
        known
            The codes that antral understands.

        Raises
        ------
        NotReadError
            Where something stands there and is none of them, or is two of them.
        """
        if self.value is None:
            return None
        if isinstance(self.value, str):
            written = [self.text()]
        else:
            written = [one["code"].text() for one in self["coding"].items()] + [self["text"].text()]
        told = {one.lower().replace(" ", "-").replace("_", "-") for one in written if one is not None}
        found = told.intersection(known)
        if len(found) != 1:
            raise NotReadError("two statuses" if found else "a status that antral does not know", at=self.path)
        return found.pop()


def parsed(text: str, source: Source, *, line: int | None = None) -> Any:
    """JSON as it is written; a key that comes twice, a number that is none and endless nesting are refused."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            raise source.fault("not valid JSON (a key comes twice in one object).", line=line)
        return found

    def no_number(_: str) -> None:
        raise source.fault("not valid JSON (NaN or Infinity in place of a number).", line=line)

    try:
        content = json.loads(text.lstrip("\ufeff"), object_pairs_hook=unique, parse_constant=no_number)
    except json.JSONDecodeError as error:
        raise source.fault(f"not valid JSON ({error.msg}).", line=line or error.lineno) from None
    except RecursionError:
        raise source.fault("not a FHIR file (nested too deep).", line=line) from None
    except ValueError as error:
        if isinstance(error, InputError):
            raise
        raise source.fault("not valid JSON (a number too long to be one).", line=line) from None
    if _too_deep(content):
        raise source.fault("not a FHIR file (nested too deep).", line=line)
    return content


def _too_deep(content: Any) -> bool:
    """Whether lists and objects lie in each other deeper than any FHIR resource does."""
    layer = [content]
    for _ in range(_DEEPEST):
        inner: list[Any] = []
        for one in layer:
            if isinstance(one, dict):
                inner += [value for value in one.values() if isinstance(value, dict | list)]
            elif isinstance(one, list):
                inner += [value for value in one if isinstance(value, dict | list)]
        if not inner:
            return False
        layer = inner
    return True


def plain_word(text: str) -> bool:
    """Whether a text is a plain identifier, which may be shown."""
    return _WORD.match(text) is not None
