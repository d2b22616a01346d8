"""A method that a table can be given to: what it needs and how it is called."""

from collections.abc import Callable
from typing import NamedTuple

from antral.analysis.applied.data import Data
from antral.analysis.methods import Result


class Applied(NamedTuple):
    """What a method finds in one comparison of a table."""

    comparison: str
    """Such as "high against control"."""
    result: Result
    corrected: bool = False
    """Whether its p-value and limits hold for all comparisons together."""


class Application(NamedTuple):
    """One method of `METHODS` as it is applied to a table."""

    asks: str
    """What it answers, in a few words."""
    needs: tuple[str, ...]
    """Roles of the columns it cannot do without."""
    uses: tuple[str, ...]
    """Roles and options it takes where they are given."""
    run: Callable[[Data], list[Applied]]
    every_visit: bool = False
    """Whether it looks at all visits of a woman."""
    knows_below: bool = False
    """Whether a value below detection is more to it than its limit."""
    on_logs: bool = False
    """Whether it may take logarithms of values and baselines, and tell a ratio."""


def against(treated: str, control: str) -> str:
    """The words for two arms."""
    return f"{treated} against {control}"
