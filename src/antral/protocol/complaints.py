"""What is said when a protocol cannot be used: file, field, what came, what was wanted, what to do."""

import difflib
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from antral.core import ProtocolError, RecordError
from antral.protocol.cell_products import doses_on_record
from antral.protocol.gaps import Change
from antral.protocol.merge import name_of
from antral.protocol.quantity import short_number
from antral.protocol.schema import fields_at

MOST_SHOWN = 5


def explain(error: ValidationError, written: dict[str, Any], file: str, changes: Sequence[Change]) -> ProtocolError:
    """The `ProtocolError` that says in plain words what a validation found."""
    found = [_line(detail, written, file, changes) for detail in error.errors(include_url=False)]
    lines = list(dict.fromkeys(found))
    more = [f"... and {len(lines) - MOST_SHOWN} more."] if len(lines) > MOST_SHOWN else []
    return ProtocolError("\n".join([*lines[:MOST_SHOWN], *more]))


def _line(detail: ErrorDetails, written: dict[str, Any], file: str, changes: Sequence[Change]) -> str:
    context = detail.get("ctx", {})
    steps = [step for step in detail["loc"] if not str(step).startswith(("function-", "constrained-"))]
    dotted = _dotted(steps, written)
    extra_path = str(context.get("path", "")) if detail["type"] == "rule" else ""
    dotted = ".".join(part for part in (dotted, extra_path) if part)
    came = context.get("shown") if detail["type"] == "rule" else detail["input"]
    shown = f" = {_shown(came)}" if isinstance(came, str | int | float) and detail["type"] != "missing" else ""
    by_user = next((change for change in changes if dotted.startswith(change.path)), None)
    where = f"--set {dotted}" if by_user is not None else ", ".join(part for part in (file, dotted) if part)
    return f"{where}{shown}: {_why(detail, steps, written)}"


def _why(detail: ErrorDetails, steps: list[Any], written: dict[str, Any]) -> str:
    kind, message = detail["type"], detail["msg"].removeprefix("Value error, ")
    message = message.replace("Input should be", "it should be")
    if kind == "missing":
        return "a value is wanted here, none came."
    if kind == "extra_forbidden":
        known = fields_at(list(steps[:-1]))
        near = difflib.get_close_matches(str(steps[-1]), known, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        return f"unknown field.{hint} Fields here: {', '.join(known)}."
    if steps and steps[-1] == "dose_cells":
        on_record = _doses(steps, written)
        return "\n".join(part for part in (message.replace(" Did you mean", "\nDid you mean"), on_record) if part)
    if kind in ("model_type", "dict_type"):
        return "a mapping (key: value) was wanted."
    return message if message.endswith((".", "?")) else f"{message}."


def _doses(steps: list[Any], written: dict[str, Any]) -> str:
    """`Doses on record for this cell source: 3e7, 6e7, 9e7.` for the arm at fault."""
    try:
        arm = written["arms"][steps[1]]
        doses = doses_on_record(written["products"][arm["product"]]["record"], arm.get("route"))
    except (KeyError, TypeError, IndexError, RecordError):
        return ""
    return f"Doses on record for this cell source: {', '.join(short_number(d) for d in doses)}." if doses else ""


def _dotted(steps: list[Any], written: Any) -> str:
    """The path with names in place of positions: `eligibility.criteria.E6.policy`."""
    node, parts = written, []
    for step in steps:
        try:
            node = node[step]
        except (KeyError, IndexError, TypeError):
            node = None
        parts.append(name_of(node) or f"[{step}]" if isinstance(step, int) else str(step))
    return ".".join(parts).replace(".[", "[")


def _shown(value: Any) -> str:
    return f"{value:g}".replace("e-0", "e-").replace("e+0", "e") if isinstance(value, float) else str(value)
