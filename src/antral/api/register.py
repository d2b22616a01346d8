"""The register of gaps and assumptions behind a run."""

from collections.abc import Sequence
from typing import Any

from antral.core import Tag
from antral.measurement import analytes, diary, scan
from antral.physiology import records
from antral.population import population
from antral.protocol import Protocol
from antral.records import parameters
from antral.therapy import scenario


def gaps(protocol: Protocol) -> list[dict[str, Any]]:
    """What the registry leaves open, and how it was filled."""
    return [gap.model_dump(mode="json") for gap in protocol.gaps]


def assumptions(protocol: Protocol, effects: Sequence[str], aetiology: str) -> list[dict[str, Any]]:
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
    found += _cells(effects)
    for record in (population(aetiology), *analytes().values(), scan(), diary()):
        content = record.model_dump(mode="json")
        found += _tagged(str(content["name"]), content)
    for part, entries in records().items():
        found += [_parameter(f"{part}: {name}", entry) for name, entry in entries.items() if entry.tag == Tag.ASSUMED]
    return found


def _cells(effects: Sequence[str]) -> list[dict[str, Any]]:
    """Delivery and kinetics of cells; what a scenario sets itself is said."""
    found = []
    for name, entry in parameters("cells", folder="therapy").items():
        own = [effect for effect in effects if name in scenario(effect).draws]
        one = _parameter(f"cells: {name}", entry)
        if own:
            one["text"] += f" ({' and '.join(own)}: values of their own)"
        found.append(one)
    for record in ("delivery", "donor"):
        found += [_parameter(f"{record}: {name}", one) for name, one in parameters(record, folder="therapy").items()]
    return found


def _tagged(where: str, content: Any) -> list[dict[str, Any]]:
    """Every entry of a record that is neither published nor fitted, wherever it stands in it."""
    found = []
    if isinstance(content, dict):
        if content.get("tag") in (Tag.ASSUMED, Tag.RECALLED):
            found.append(_entry(_said(where, content), "", content["tag"], str(content.get("source", ""))))
        else:
            for name, inner in content.items():
                found += _tagged(f"{where}, {name.replace('_', ' ')}", inner)
    return found


def _said(where: str, content: dict[str, Any]) -> str:
    """One entry of a record in words."""
    if "meaning" in content:
        amount = f"{content['value']:g} {content['unit']} ({content['low']:g} to {content['high']:g})"
        return f"{where} = {amount.replace(' 1 ', ' ')}: {content['meaning']}"
    told = [f"{name.replace('_', ' ')} {value}" for name, value in content.items() if name not in ("tag", "source")]
    return f"{where}: {', '.join(told)}"


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
    amount = f"{entry.value:g} {entry.unit} ({entry.low:g} to {entry.high:g})".replace(" 1 ", " ")
    text = f"{name} = {amount}: {entry.meaning}"
    return _entry(text, "", entry.tag, entry.source)


def _entry(text: str, reason: str, tag: object, source: str = "") -> dict[str, Any]:
    return {"text": text, "reason": reason, "tag": str(tag), "source": " ".join(source.split())}
