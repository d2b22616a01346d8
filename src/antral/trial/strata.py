"""Strata of the allocation: which properties of a woman, known at randomisation, share a list."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from antral.population import Bank
from antral.protocol import Protocol, Stratum

ALL = "all"
"""The name of the one stratum where there are none."""


@dataclass(frozen=True)
class Strata:
    """The strata of a protocol, and in which each woman of a bank is."""

    names: tuple[str, ...]
    of_woman: NDArray[np.int64]
    """Position in `names`. `[woman of the bank]`."""


def strata(protocol: Protocol, bank: Bank) -> Strata:
    """Every combination of the protocol's strata, such as 'age < 35, FSH ≥ 40'."""
    of_woman, names = np.zeros(len(bank), np.int64), [ALL]
    for one in protocol.design.allocation.strata:
        position, parts = _of(one, protocol, bank)
        of_woman = of_woman * len(parts) + position
        names = [", ".join(filter(None, (name if name != ALL else "", part))) for name in names for part in parts]
    return Strata(tuple(names), of_woman)


def _of(one: Stratum, protocol: Protocol, bank: Bank) -> tuple[NDArray[np.int64], list[str]]:
    """In which part each woman is, and what the parts are called."""
    if one.by == "aetiology":
        return bank.aetiology.astype(np.int64), [name.replace("_", " ") for name in bank.aetiologies]
    if one.by == "age_years":
        found = bank.age_years
    elif one.by == "years_since_diagnosis":
        found = bank.years_since_diagnosis
    else:
        found = _last_measured(one.by, protocol, bank)
    name = one.by.removesuffix("_years").replace("_", " ")
    edges = [f"{edge:g}" for edge in one.edges]
    between = [f"{name} {low} to < {high}" for low, high in pairwise(edges)]
    return np.searchsorted(one.edges, found, side="right"), [f"{name} < {edges[0]}", *between, f"{name} ≥ {edges[-1]}"]


def _last_measured(measure: str, protocol: Protocol, bank: Bank) -> NDArray[np.float64]:
    """The last result before randomisation; the limit where it lies below detection."""
    last = max(position for position, visit in enumerate(protocol.screening_visits) if measure in visit.measures)
    result: NDArray[np.float64] = bank.measured.value[:, last, bank.measured.measures.index(measure)]
    return result
