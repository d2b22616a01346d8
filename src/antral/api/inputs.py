"""Checks of what the user asks for, before anything starts."""

from collections.abc import Sequence

from antral.core import InputError


def whole(value: object, name: str, low: int, high: int) -> int:
    """A whole number within limits, or an `InputError` that says which."""
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise InputError(f"{name} = {value!r}: a whole number from {low:,} to {high:,} was wanted.")
    return value


def effects(chosen: Sequence[str]) -> tuple[str, ...]:
    """Scenario names, none first: zero effect is always simulated and shown."""
    from antral.therapy import scenario

    for name in chosen:
        scenario(name)
    return ("none", *dict.fromkeys(name for name in chosen if name != "none"))
