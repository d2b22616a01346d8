"""Protocols in which nothing happens beside the plan, unless a test asks for it."""

from antral.protocol import load as _load

QUIET = ["conception=null", "rescue_hormones=null", "fertility_treatment=null"]


def load(name, changes=()):
    """A shipped protocol without conceptions, hormones of her own and fertility treatment, with some changes."""
    return _load(name, [*QUIET, *changes])
