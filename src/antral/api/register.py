"""The register of gaps and assumptions behind a run."""

from collections.abc import Sequence
from typing import Any

from antral.core import Tag
from antral.measurement import analytes, diary, scan
from antral.physiology import records
from antral.population import Mix, longest_since_diagnosis
from antral.protocol import Criterion, Part, Protocol, Ruled
from antral.records import parameters
from antral.therapy import scenario


def gaps(protocol: Protocol) -> list[dict[str, Any]]:
    """What the registry leaves open, and how it was filled."""
    return [gap.model_dump(mode="json") for gap in protocol.gaps]


def assumptions(protocol: Protocol, effects: Sequence[str], mixed: Mix) -> list[dict[str, Any]]:
    """Everything that was taken for granted: by the protocol, the screening policies, the scenarios and the model."""
    found: list[dict[str, Any]] = [_entry(one.text, one.reason, Tag.ASSUMED) for one in protocol.assumptions]
    found += [_entry(str(change), "changed by the user", Tag.ASSUMED) for change in protocol.changes]
    found += _candidates(protocol)
    for name in effects:
        one = scenario(name)
        found.append(
            _entry(f"Effect '{name}': {' '.join(one.meaning.split())}", "a named scenario", one.tag, one.source)
        )
    for criterion in protocol.eligibility.criteria:
        if criterion.duplicate_of is None:
            found += [_policy(criterion, part) for part in criterion.parts if not part.simulated]
    found += _cells(effects)
    for record in (mixed, *mixed.populations, *analytes().values(), scan(), diary()):
        content = record.model_dump(mode="json")
        found += _tagged(str(content["name"]), content)
    for part, entries in records().items():
        found += [_parameter(f"{part}: {name}", entry) for name, entry in entries.items() if entry.tag == Tag.ASSUMED]
    return found


def _candidates(protocol: Protocol) -> list[dict[str, Any]]:
    """How long ago the women were diagnosed, where the protocol asks."""
    asked = protocol.candidates
    if asked.diagnosed is None:
        return []
    most = longest_since_diagnosis(asked.mix)
    text = f"Only women {asked.diagnosed} come; no woman is drawn beyond {most:g} years"
    why = "Their other traits are those of all women of these years: nothing is known of who turns to a trial when"
    return [_entry(text, why, Tag.ASSUMED)]


def _cells(effects: Sequence[str]) -> list[dict[str, Any]]:
    """Delivery and kinetics of cells; what a scenario sets itself is said."""
    found = []
    for name, entry in parameters("cells", folder="therapy").items():
        own = [effect for effect in effects if name in scenario(effect).own]
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
    stated = {name: value for name, value in content.items() if name not in ("tag", "source") and value is not None}
    told = [f"{name.replace('_', ' ')} {value}" for name, value in stated.items()]
    return f"{where}: {', '.join(told)}"


def _policy(criterion: Criterion, part: Ruled) -> dict[str, Any]:
    """How a line, or a part of one, that the model does not simulate is decided for virtual women."""
    policy = part.policy
    if policy is None:
        return {}
    shares = [f"{part.probability():.2%} of candidates"]
    if policy.of_aetiology is not None:
        shares = [f"{share:.2%} of those with aetiology '{name}'" for name, share in policy.of_aetiology.items()]
        shares.append(f"{part.probability():.2%} of the others")
    named = f", {part.name.replace('_', ' ')}" if isinstance(part, Part) else ""
    text = f"Line {criterion.id}{named} ({criterion.text.strip(' ;.')}): true of {', '.join(shares)}"
    return _entry(text, policy.reason or "", policy.tag or Tag.ASSUMED, policy.source or "")


def _parameter(name: str, entry: Any) -> dict[str, Any]:
    """A parameter of the model."""
    amount = f"{entry.value:g} {entry.unit} ({entry.low:g} to {entry.high:g})".replace(" 1 ", " ")
    text = f"{name} = {amount}: {entry.meaning}"
    return _entry(text, "", entry.tag, entry.source)


def _entry(text: str, reason: str, tag: object, source: str = "") -> dict[str, Any]:
    return {"text": text, "reason": reason, "tag": str(tag), "source": " ".join(source.split())}
