"""The numbers of the women who are drawn: everybody, or those diagnosed as long ago as the protocol asks."""

from collections.abc import Iterator
from itertools import count
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antral.core import InputError
from antral.population.draw import draw
from antral.population.mix import mix
from antral.protocol import Candidates

BATCH: Final = 1024
"""Women whose lives are simulated at a time."""

_LOOKED_AT: Final = 8 * BATCH
"""Women of whom the years since diagnosis are looked at, at a time; nothing is simulated for it."""
_MOST_LOOKED_AT: Final = 1000 * BATCH
"""For one batch: some ten seconds."""


def asked(candidates: Candidates, *, seed: int) -> Iterator[NDArray[np.int64]]:
    """Numbers of the women who may come, rising, `BATCH` at a time, without end.

    Raises
    ------
    InputError
        Where the years since diagnosis that the protocol asks for are found in no woman, or in fewer than 1 in 1,000.
    """
    years = candidates.years_since_diagnosis
    if years is None:
        yield from (np.arange(first, first + BATCH) for first in count(0, BATCH))
        return
    refuse_out_of_reach(candidates)
    found, since_last = np.empty(0, np.int64), 0
    for first in count(0, _LOOKED_AT):
        women = draw(candidates.mix, np.arange(first, first + _LOOKED_AT), seed=seed)
        since = women.years_since_diagnosis
        found = np.append(found, women.patients[(since >= years[0]) & (since < years[1])])
        since_last += _LOOKED_AT
        while found.size >= BATCH:
            yield found[:BATCH]
            found, since_last = found[BATCH:], 0
        if since_last >= _MOST_LOOKED_AT:
            raise InputError(
                f"candidates.years_since_diagnosis = {years[0]:g} to {years[1]:g}: only {found.size} of "
                f"{since_last:,} women drawn were diagnosed so long ago; take a wider range."
            )


def refuse_out_of_reach(candidates: Candidates) -> None:
    """An `InputError` where years since diagnosis are asked for that no woman of the mix has."""
    years = candidates.years_since_diagnosis
    if years is None:
        return
    where = f"candidates.years_since_diagnosis = {years[0]:g} to {years[1]:g}"
    most = longest_since_diagnosis(candidates.mix)
    if most is None:
        raise InputError(f"{where}: women of {candidates.mix} have no diagnosis; leave the field out.")
    if years[0] >= most:
        raise InputError(
            f"{where}: no woman of {candidates.mix} comes {most:g} years after her diagnosis or later; begin below "
            f"{most:g}."
        )


def longest_since_diagnosis(name: str) -> float | None:
    """Years since diagnosis that no woman of a mix or population exceeds; None where she has no diagnosis."""
    laws = [one.since_diagnosis for one in mix(name).populations]
    return max((law.high for law in laws if law is not None), default=None)
