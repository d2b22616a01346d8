"""A study record as the text of its file."""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from antral.evidence.studies.study import Study

_WORD: Final = re.compile(r"[a-z][a-z_0-9]*$")
_INLINE: Final = ("spread", "printed")
_TEXTS: Final = (
    "first_author", "title", "doi", "pmid", "country", "read", "text", "criteria", "label", "product", "comedication",
    "unit", "locator", "note", "remark", "where", "reason", "design_as_printed", "registry_remark",
)  # fmt: skip
"""Fields of free text, which are always quoted."""


def document(study: Study) -> str:
    """The YAML of a record; what is not stated is left out."""
    return "\n".join(_mapping(study.model_dump(mode="json", exclude_defaults=True), "")) + "\n"


def _mapping(fields: Mapping[str, Any], indent: str) -> list[str]:
    lines = []
    for name, value in fields.items():
        if isinstance(value, Mapping) and name not in _INLINE:
            lines += [f"{indent}{name}:", *_mapping(value, indent + "  ")]
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            lines.append(f"{indent}{name}:")
            for entry in value:
                first, *others = _mapping(entry, indent + "    ")
                lines += [f"{indent}  - {first.strip()}", *others]
        else:
            lines.append(f"{indent}{name}: {_value(name, value)}")
    return lines


def _value(name: str, value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_value(key, one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_value("", one) for one in value) + "]"
    if isinstance(value, str):
        plain = _WORD.match(value) and name not in _TEXTS and value not in ("true", "false", "null", "yes", "no")
        return value if plain else json.dumps(value, ensure_ascii=False)
    if isinstance(value, float):
        return f"{value:g}" if float(f"{value:g}") == value else repr(value)
    return json.dumps(value)
