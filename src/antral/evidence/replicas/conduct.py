"""Replicates of one protocol, conducted in portions: the same women and the same luck under every scenario."""

from collections.abc import Sequence
from math import ceil
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from antral.core import DAYS_PER_YEAR
from antral.evidence.replicas.replica import Replica
from antral.population import Bank
from antral.protocol import Protocol
from antral.records import Vector, using
from antral.therapy import Scenario
from antral.trial import Conducted, conduct_all

_LEAST_WOMEN: Final = 2000
_WOMEN_A_PLACE: Final = 10
"""Women in the bank for each place in the study, at least: replicates share women, and so should hardly."""
_WOMEN_YEARS: Final = 4800
"""Of one portion of the work: large enough to be worth another process, small enough that memory stays flat."""


class Replicates(NamedTuple):
    """Some replicates under every scenario."""

    found: tuple[Conducted, ...]
    """`[scenario]`"""
    women: NDArray[np.int64]
    """Number of each participant's virtual woman, -1 for one whose simulation failed. `[trial, participant]`"""


def conducted(
    protocol: Protocol,
    bank: Bank,
    scenarios: Sequence[str | Scenario],
    trials: range,
    *,
    seed: int,
    threads: int | None,
    vector: Vector,
) -> Replicates:
    """Conduct replicates with these numbers.

    Parameters
    ----------
    vector
        Values of the records that are in force meanwhile: those under which the work was begun, in whichever process.
    """
    with using(vector):
        found = tuple(
            conduct_all(protocol, bank, trials=trials, seed=seed, scenarios=scenarios, threads=threads).values()
        )
    people = found[0].tables.participants
    women = np.full((len(trials), protocol.design.participants), -1, np.int64)
    women[people["trial"].to_numpy() - trials.start, people["participant_id"].to_numpy() - 1] = people["woman"]
    return Replicates(found, women)


def bank_size(protocol: Protocol) -> int:
    """Women from whom replicates enrol: so many that they hardly share any."""
    return max(_LEAST_WOMEN, _WOMEN_A_PLACE * protocol.design.participants)


def portions(trials: int, of: Replica | Protocol) -> list[range]:
    """The replicates that are conducted together."""
    protocol = of if isinstance(of, Protocol) else of.protocol
    years = max(1.0, protocol.follow_up_days / DAYS_PER_YEAR)
    each = max(1, ceil(_WOMEN_YEARS / years) // protocol.design.participants)
    return [range(first, min(first + each, trials + 1)) for first in range(1, trials + 1, each)]
