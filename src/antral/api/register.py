"""The register of gaps and assumptions behind a run."""

from collections.abc import Sequence
from typing import Any

from antral.core import Tag
from antral.physiology import records
from antral.protocol import Protocol
from antral.records import parameters
from antral.therapy import scenario


def gaps(protocol: Protocol) -> list[dict[str, Any]]:
    """What the registry leaves open, and how it was filled."""
    return [gap.model_dump(mode="json") for gap in protocol.gaps]


def assumptions(protocol: Protocol, effects: Sequence[str]) -> list[dict[str, Any]]:
    """Everything that was taken for granted: by the protocol, the screening policies, the scenarios and the model."""
    found: list[dict[str, Any]] = [_entry(one.text, one.reason, Tag.ASSUMED) for one in protocol.assumptions]
    found += [_entry(str(change), "changed by the user", Tag.ASSUMED) for change in protocol.changes]
    for name in effects:
        one = scenario(name)
        found.append(
            _entry(f"Effect '{name}': {' '.join(one.meaning.split())}", "a named scenario", one.tag, one.source)
        )
    for criterion in protocol.eligibility.criteria:
        if criterion.duplicate_of is None and criterion.policy.probability_met is not None:
            found.append(_policy(criterion))
    for name, entry in parameters("cells", folder="therapy").items():
        found.append(_parameter(f"cells: {name}", entry))
    for part, entries in records().items():
        found += [_parameter(f"{part}: {name}", entry) for name, entry in entries.items() if entry.tag == Tag.ASSUMED]
    return found


def _policy(criterion: Any) -> dict[str, Any]:
    """How a line that the model does not simulate is decided for virtual women."""
    policy = criterion.policy
    share = policy.probability_met
    reason = str(getattr(policy, "reason", "") or "")
    tag = getattr(policy, "tag", None) or Tag.ASSUMED
    source = str(getattr(policy, "source", "") or "")
    text = f"Line {criterion.id} ({criterion.text.strip(' ;.')}): true of {share:.2%} of candidates"
    return _entry(text, reason, tag, source)


def _parameter(name: str, entry: Any) -> dict[str, Any]:
    """A parameter of the model."""
    text = f"{name} = {entry.value:g} {entry.unit} ({entry.low:g} to {entry.high:g}): {entry.meaning}"
    return _entry(text, "", entry.tag, entry.source)


def _entry(text: str, reason: str, tag: object, source: str = "") -> dict[str, Any]:
    return {"text": text, "reason": reason, "tag": str(tag), "source": " ".join(source.split())}
