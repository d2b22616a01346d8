"""Changing single values of a protocol: `arms.high.dose_cells=1.2e8`.

`null` takes an entry out of a list or of a mapping with free names (`eligibility.criteria.E6=null`); a mapping behind a
new name puts one in (`arms.untreated={label: No cells, role: control, dose_cells: 0}`).
"""

import copy
import difflib
import re
from collections.abc import Sequence
from typing import Any

from antral.core import ProtocolError
from antral.protocol.gaps import Change
from antral.protocol.merge import name_of
from antral.protocol.schema import fields_at


def apply(written: dict[str, Any], overrides: Sequence[str]) -> tuple[dict[str, Any], tuple[Change, ...]]:
    """The protocol with the values changed, and the list of changes; a wrong path is a `ProtocolError`."""
    changed = copy.deepcopy(written)
    changes = []
    for override in overrides:
        dotted, equals, text = override.partition("=")
        if not equals or not dotted.strip() or not text.strip():
            raise ProtocolError(
                f"--set {override}: path=value was wanted, for example --set arms.high.dose_cells=1.2e8."
            )
        steps = _steps(dotted.strip())
        before = _set(changed, steps, _value(text.strip(), override), override)
        changes.append(Change(path=dotted.strip(), before=before, after=text.strip()))
    return changed, tuple(changes)


def _steps(dotted: str) -> list[str]:
    return [step for step in re.split(r"[.\[\]]+", dotted) if step]


def _value(text: str, override: str) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return YAML(typ="safe", pure=True).load(text)
    except YAMLError as error:
        raise ProtocolError(f"--set {override}: the value is not valid YAML; put text in quotes.") from error


def _set(node: Any, steps: list[str], value: Any, override: str) -> str:
    """Put the value in its place and say what stood there."""
    walked: list[str | int] = []
    for step in steps[:-1]:
        key = _key(node, step, walked, override)
        if isinstance(node, dict) and key not in node:
            node[key] = {}
        node = node[key]
        walked.append(key)
    if isinstance(value, dict) and isinstance(node, dict) and steps[-1] not in node and _names_are_free(node, walked):
        node[steps[-1]] = value
        return "not there"
    key = _key(node, steps[-1], walked, override)
    before = node.get(key) if isinstance(node, dict) else node[key]
    if value is None and (isinstance(node, list) or _names_are_free(node, walked)):
        del node[key]
        return name_of(before) or _shown(before)
    node[key] = value
    return "not set" if before is None else _shown(before)


def _names_are_free(node: Any, walked: list[str | int]) -> bool:
    """Whether entries of a mapping bear names of their own, as arms do."""
    return isinstance(node, dict) and bool(walked) and "parameters" not in walked and not fields_at(walked)


def _key(node: Any, step: str, walked: list[str | int], override: str) -> Any:
    """The key or position that one step of the path means."""
    if isinstance(node, dict):
        known = list(dict.fromkeys([*(str(key) for key in node), *fields_at(walked)]))
        if step in known or "parameters" in walked:  # the kind of the criterion knows its parameters
            return step
    elif isinstance(node, list):
        names = [name_of(entry) for entry in node]
        if step in names:
            return names.index(step)
        if step.lstrip("-").isdigit() and 0 <= int(step) < len(node):
            return int(step)
        known = [name or str(position) for position, name in enumerate(names)]
    else:
        known = []
    place = ".".join(str(part) for part in walked) or "the protocol"
    near = difflib.get_close_matches(step, known, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    there = f"There are: {', '.join(known)}." if known else f"{place} is a single value."
    raise ProtocolError(f"--set {override}: there is no {step!r} in {place}.{hint} {there}")


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:g}".replace("e+0", "e").replace("e+", "e").replace("e-0", "e-")
    return str(value)
