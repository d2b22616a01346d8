"""A table of criteria: kind, parameters, what is known of a woman on 15 June 2026, and the verdict found by hand."""

from . import kinds_measured, kinds_recorded
from .rows import NO, OPEN, YES

ROWS = [*kinds_measured.ROWS, *kinds_recorded.ROWS]

__all__ = ["NO", "OPEN", "ROWS", "YES"]
