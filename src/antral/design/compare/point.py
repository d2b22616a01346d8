"""One design of a grid: what is changed, and the protocol that comes of it."""

from typing import NamedTuple

from antral.protocol import Protocol


class Point(NamedTuple):
    """A design to be tried."""

    values: dict[str, str]
    """What was varied, as written. By field."""
    set: tuple[str, ...]
    """The same as changes that `--set` takes; they make this design of the protocol."""
    protocol: Protocol

    @property
    def label(self) -> str:
        """`n 12, route intra_arterial`."""
        return (
            "the protocol" if not self.values else ", ".join(f"{field} {value}" for field, value in self.values.items())
        )


class LeftOut(NamedTuple):
    """A design that cannot be."""

    values: dict[str, str]
    reason: str
