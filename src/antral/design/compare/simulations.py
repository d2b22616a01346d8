"""Which designs share simulated trials: nothing is simulated twice."""

from collections.abc import Sequence
from typing import NamedTuple

from antral.protocol import Protocol


class Simulation(NamedTuple):
    """Trials to be simulated once for several designs."""

    protocol: Protocol
    """The largest design."""
    designs: dict[int, Protocol]
    """Those that are its first women, by their position in the grid; they differ in size alone, or in the analysis."""


def shares_its_women(protocol: Protocol) -> bool:
    """Whether a smaller trial is the first women of a larger one.

    Who enters, when, and what befalls her does not depend on the number planned. The allocation list does where blocks
    of several sizes are drawn and there are no strata: its last blocks are chosen to fill the planned number.
    """
    allocation = protocol.design.allocation
    return len(set(allocation.block_sizes)) == 1 or bool(allocation.strata)


def simulations(designs: Sequence[Protocol]) -> list[Simulation]:
    """Designs put together by what is simulated, in the order in which they first come."""
    groups: dict[str, dict[int, Protocol]] = {}
    for place, protocol in enumerate(designs):
        groups.setdefault(_conducted_as(protocol), {})[place] = protocol
    return [Simulation(max(some.values(), key=_women), some) for some in groups.values()]


def _women(protocol: Protocol) -> int:
    return protocol.design.participants


def _conducted_as(protocol: Protocol) -> str:
    """A hash of what conducting the trial sees, without its size where smaller trials are part of larger ones."""
    if not shares_its_women(protocol):
        return protocol.conduct_fingerprint
    same_size = protocol.design.model_copy(update={"participants": 2})
    return protocol.model_copy(update={"design": same_size}).conduct_fingerprint
