"""From a protocol's arms to what the engine delivers and what the cells are taken to do."""

import numpy as np
from numpy.typing import NDArray

from antral.engine import Infusions, State
from antral.protocol import Protocol
from antral.trial.dose import Given
from antral.trial.roster import Roster


def deliveries(protocol: Protocol, given: Given, participants: int, entry_day: int) -> Infusions:
    """The infusions as cells that lodge in the lung and cells that reach the ovaries, on the engine's clock."""
    raise NotImplementedError


def treated(protocol: Protocol, entry: State, roster: Roster, arm: NDArray[np.int64], scenario: str) -> State | None:
    """The participants with what the cells do in each, or None where they do nothing in anybody."""
    return None
