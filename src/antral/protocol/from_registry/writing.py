"""A draft as YAML, in the order a person reads it."""

from io import StringIO
from typing import Any, Final

from antral.protocol.draft import Draft

_WIDTH: Final = 1_000_000
"""Verbatim text is not folded: a fold beside a backslash would change it."""
_FLOW: Final = ("parameters", "policy", "phase", "who_masked", "interventions", "days")
_FIRST: Final = ("draft", "id", "title", "phase", "condition", "sponsor", "registry", "registered", "eligibility")
_LINE: Final = (
    *(
        "id",
        "section",
        "origin",
        "text",
        "offset",
        "kind",
        "definition",
        "parameters",
        "negated",
        "grade",
        "all",
        "any",
    ),
    *("duplicate_of", "on_missing", "policy", "note", "why", "proposed"),
)


def plain(draft: Draft) -> dict[str, Any]:
    """The draft as plain values, without what is at its default, in reading order."""
    content = draft.model_dump(mode="json", exclude_defaults=True, exclude={"changes"})
    content["draft"] = True
    content["eligibility"] = {"criteria": [ordered(line) for line in content["eligibility"]["criteria"]]}
    return {key: content[key] for key in (*_FIRST, *content) if key in content}


def ordered(line: dict[str, Any]) -> dict[str, Any]:
    """A line with its fields in reading order."""
    laid: dict[str, Any] = {key: line[key] for key in _LINE if key in line}
    for key in ("all", "any"):
        if key in laid:
            laid[key] = [{name: part[name] for name in ("name", *_LINE) if name in part} for part in laid[key]]
    return laid


def draft_yaml(content: Draft | dict[str, Any]) -> str:
    """The text of a draft's file; `load_study` reads it."""
    from ruamel.yaml import YAML

    writer = YAML()
    writer.width = _WIDTH
    writer.indent(mapping=2, sequence=4, offset=2)
    text = StringIO()
    writer.dump(_styled(plain(content) if isinstance(content, Draft) else content), text)
    return text.getvalue()


def _styled(value: Any, key: str = "") -> Any:
    """Short mappings and lists on one line, verbatim text in quotes."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    if isinstance(value, dict):
        mapping = CommentedMap({name: _styled(inner, str(name)) for name, inner in value.items()})
        if key in _FLOW:
            mapping.fa.set_flow_style()
        return mapping
    if isinstance(value, list | tuple):
        row = CommentedSeq([_styled(inner) for inner in value])
        if key in _FLOW:
            row.fa.set_flow_style()
        return row
    if isinstance(value, float) and value == int(value) and abs(value) < 1e9:
        return int(value)
    if isinstance(value, str) and key not in _BARE and not value.isidentifier():
        return DoubleQuotedScalarString(value)
    return value


_BARE: Final = ("id", "number", "proposed", "start", "completion", "last_update", "field")
"""Texts that need no quotes."""
