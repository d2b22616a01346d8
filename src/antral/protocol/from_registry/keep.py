"""A new reading of a record laid over a draft that a person has corrected: the corrections stay, and are told."""

from dataclasses import dataclass
from typing import Any, Final

from antral.core import ProtocolError
from antral.protocol.draft import Draft
from antral.protocol.from_registry.criteria import seal
from antral.protocol.from_registry.writing import ordered, plain

_RULE: Final = ("kind", "definition", "parameters", "negated", "grade", "all", "any")
_OWN: Final = ("policy", "on_missing", "note", "duplicate_of")
"""Fields of a line that only a person writes."""
_READ: Final = ("draft", "id", "title", "phase", "condition", "sponsor", "registry", "registered", "missing", "unread")
"""What is read from the record anew each time."""


@dataclass(frozen=True)
class Kept:
    """A draft after a new reading, as plain values, and what became of the corrections."""

    content: dict[str, Any]
    kept: tuple[str, ...]
    """Lines whose rule a person changed, and that stay so."""
    renewed: tuple[str, ...]
    """Lines with a new proposal."""
    added: tuple[str, ...]
    """Lines that the record did not hold before."""
    gone: tuple[str, ...]
    """Corrected lines that the record holds no more, with their text; they are not in the draft."""


def keep(new: Draft, old: dict[str, Any]) -> Kept:
    """Lay a new reading over what a file holds; lines are known by their section and text."""
    if old.get("draft") is not True:
        raise ProtocolError("what is there is no draft; it would be lost. Choose another file for -o.")
    if old.get("id") != new.id:
        raise ProtocolError(
            f"what is there is a draft of {old.get('id')}, not of {new.id}. Choose another file for -o."
        )
    content = plain(new)
    before = _by_text(old)
    kept, renewed, added = [], [], []
    lines = []
    for line in content["eligibility"]["criteria"]:
        earlier = before.pop(_key(line), None)
        lines.append(ordered(_laid(line, earlier)))
        if earlier is None:
            added.append(line["id"])
        elif _changed(earlier):
            kept.append(line["id"])
        elif earlier.get("proposed") != line.get("proposed"):
            renewed.append(line["id"])
    content["eligibility"] = {"criteria": _renamed(lines, old, content)}
    for key, value in old.items():
        if key not in (*_READ, "eligibility", "contradictions"):
            content[key] = value
    content["contradictions"] = _settled(content.get("contradictions", []), old.get("contradictions", []))
    if not content["contradictions"]:
        del content["contradictions"]
    gone = tuple(f"{line['id']}: {' '.join(line['text'].split())}" for line in before.values() if _changed(line))
    return Kept(content, tuple(kept), tuple(renewed), tuple(added), gone)


def _by_text(old: dict[str, Any]) -> dict[tuple[str, str, int], dict[str, Any]]:
    found: dict[tuple[str, str, int], dict[str, Any]] = {}
    for line in old.get("eligibility", {}).get("criteria", []):
        found.setdefault(_key(line), line)
    return found


def _key(line: dict[str, Any]) -> tuple[str, str, int]:
    return line["section"], " ".join(str(line["text"]).split()), 0


def _changed(line: dict[str, Any]) -> bool:
    """Whether a person changed a line since it was proposed; a line without a fingerprint is a person's own."""
    return line.get("proposed") != seal(line) or any(line.get(key) is not None for key in _OWN)


def _laid(line: dict[str, Any], earlier: dict[str, Any] | None) -> dict[str, Any]:
    """The new line, with the rule of the earlier one where a person changed it."""
    if earlier is None or not _changed(earlier):
        return line
    laid = {key: value for key, value in line.items() if key not in _RULE}
    laid |= {key: earlier[key] for key in (*_RULE, *_OWN) if key in earlier}
    if "why" in earlier:
        laid["why"] = earlier["why"]
    return laid


def _renamed(lines: list[dict[str, Any]], old: dict[str, Any], content: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines, with `duplicate_of` following lines whose number changed."""
    texts = {line["id"]: _key(line) for line in old.get("eligibility", {}).get("criteria", [])}
    names = {_key(line): line["id"] for line in content["eligibility"]["criteria"]}
    for line in lines:
        if "duplicate_of" in line:
            now = names.get(texts.get(line["duplicate_of"], ("", "", 0)))
            if now is None:
                del line["duplicate_of"]
            else:
                line["duplicate_of"] = now
    return lines


def _settled(new: list[dict[str, Any]], old: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Contradictions found anew, with the answer a person gave; those a person added stay."""
    answers = {(one["between"], one["says"]): one for one in old}
    found = [answers.pop((one["between"], one["says"]), one) for one in new]
    own = [
        one
        for one in answers.values()
        if "a person decides" not in one["settled"] and "both stand" not in one["settled"]
    ]
    return found + own
