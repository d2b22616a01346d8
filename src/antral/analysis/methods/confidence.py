"""The confidence of an interval, checked: no interval is computed of a confidence that cannot be."""

from antral.core import InputError


def level_of(confidence: float) -> float:
    """A confidence between 0 and 1, or an `InputError`; 95 is not taken for 0.95."""
    if not 0.0 < confidence < 1.0:
        raise InputError(f"confidence level = {confidence!r}: a number between 0 and 1 was wanted, such as 0.95.")
    return float(confidence)
