"""Checks of what the user asks for, before anything starts."""

from collections.abc import Sequence
from typing import Final

from antral.core import InputError
from antral.protocol import Protocol

DEFAULT_EFFECTS: Final = ("evidence", "target")
"""Scenarios simulated beside `none`."""
LINK_OFF: Final = ("none_link_off", "target_link_off")
"""The same two without the model's claim that hormones ease ovulation."""


def whole(value: object, name: str, low: int, high: int) -> int:
    """A whole number within limits, or an `InputError` that says which."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise InputError(f"{name} = {value!r}: a whole number from {low:,} to {high:,} was wanted.")
    return value


def effects(chosen: Sequence[str] | None, protocol: Protocol) -> tuple[str, ...]:
    """Scenario names: none first, as zero effect is always shown, and each other after its own scenario without cells.

    Where nobody chose, what the cells may do; in a trial that gives hormones also with the link from hormones to
    ovulation switched off.
    """
    from antral.therapy import scenario

    if chosen is None:
        hormones = any(arm.comedication is not None for arm in protocol.arms.values())
        chosen = (*DEFAULT_EFFECTS, *(LINK_OFF if hormones else ()))
    wanted = [scenario(name) for name in chosen]
    return tuple(dict.fromkeys(["none", *(one.zero for one in wanted), *(one.name for one in wanted)]))
