"""Allocation by permuted blocks, within strata where there are any, under concealed codes."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antral.core import InputError, Purpose, philox, uniforms

_PLACES = 1024  # ordinals of one block: its size, then its places
_CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # 32 letters without 0, O, 1, I

LARGEST_BLOCK: Final = _PLACES - 1
MOST_PARTICIPANTS: Final = len(_CODE_LETTERS) ** 2
"""Participants of one trial whose codes differ in the two letters of their place."""


def allocate(
    participants: int,
    ratio: Sequence[int],
    block_sizes: Sequence[int],
    *,
    seed: int,
    trials: NDArray[np.int64],
    strata: NDArray[np.int64] | None = None,
) -> NDArray[np.int64]:
    """The arm, by position, of each participant in order of enrolment. `[trial, participant]`.

    Each stratum has a list of its own, and a participant takes the next place on the list of hers. How many women a
    stratum will hold is not known beforehand, so its last block may stay open.

    Parameters
    ----------
    ratio
        Participants of each arm for one of the other, such as (1, 1, 1).
    block_sizes
        Sizes among which each next block is drawn; multiples of the ratio's sum. A size that would overrun the planned
        number is not drawn while a smaller one fits, so a planned number that blocks can fill is filled in balance.
    strata
        The stratum of each participant, by number; none by default. `[trial, participant]`.
    """
    if strata is None:
        return _list(participants, ratio, block_sizes, seed=seed, trials=trials, stratum=0, planned=True)
    arm = np.empty(strata.shape, np.int64)
    for number in np.unique(strata):
        hers = strata == number
        place = np.cumsum(hers, axis=1) - 1
        longest = int(hers.sum(axis=1).max())
        listed = _list(longest, ratio, block_sizes, seed=seed, trials=trials, stratum=1 + int(number), planned=False)
        row, column = np.nonzero(hers)
        arm[row, column] = listed[row, place[row, column]]
    return arm


def _list(
    participants: int,
    ratio: Sequence[int],
    block_sizes: Sequence[int],
    *,
    seed: int,
    trials: NDArray[np.int64],
    stratum: int,
    planned: bool,
) -> NDArray[np.int64]:
    """One list of arms a trial; `planned` where it is known how many will be taken from it. `[trial, place]`."""
    unit = sum(ratio)
    wrong = [size for size in block_sizes if size <= 0 or size % unit or size > LARGEST_BLOCK]
    if wrong or not block_sizes or min(ratio) < 0 or unit == 0:
        raise InputError(
            f"blocks of {', '.join(map(str, wrong or block_sizes))} do not fit the ratio {':'.join(map(str, ratio))}; "
            f"write multiples of {unit}, such as {unit} and {2 * unit}."
        )
    sizes = np.array(sorted(set(block_sizes)))
    arm = np.empty((trials.size, participants), np.int64)
    filled = np.zeros(trials.size, np.int64)
    block = 0
    while (filled < participants).any():
        open_rows = np.flatnonzero(filled < participants)
        u = uniforms(seed, trials[open_rows], stratum, Purpose.ALLOCATE, block * _PLACES)[..., 0]
        left = (participants - filled[open_rows])[:, None] if planned else np.full((open_rows.size, 1), LARGEST_BLOCK)
        fitting = np.maximum(1, (sizes[None, :] <= left).sum(axis=1))
        drawn = sizes[np.minimum((u * fitting).astype(np.int64), fitting - 1)]
        for size in np.unique(drawn):
            rows = open_rows[drawn == size]
            ordered = _one_block(ratio, int(size), seed=seed, trials=trials[rows], stratum=stratum, block=block)
            columns = filled[rows][:, None] + np.arange(size)[None, :]
            inside = columns < participants
            arm[np.broadcast_to(rows[:, None], columns.shape)[inside], columns[inside]] = ordered[inside]
            filled[rows] += size
        block += 1
    return arm


def _one_block(
    ratio: Sequence[int], size: int, *, seed: int, trials: NDArray[np.int64], stratum: int, block: int
) -> NDArray[np.int64]:
    """A random order of one block's arms. `[trial, place]`."""
    content = np.repeat(np.arange(len(ratio)), np.array(ratio) * (size // sum(ratio)))
    places = 1 + np.arange(size)
    key = uniforms(seed, trials[:, None], stratum, Purpose.ALLOCATE, block * _PLACES + places[None, :])[..., 1]
    shuffled: NDArray[np.int64] = content[np.argsort(key, axis=1, kind="stable")]
    return shuffled


def codes(participants: int, *, seed: int, trials: NDArray[np.int64]) -> NDArray[np.str_]:
    """A randomisation code for each participant, unique within her trial and telling nothing of her arm.

    Returns
    -------
    `[trial, participant]`, text of two letters for the place, and five random ones.
    """
    if participants > MOST_PARTICIPANTS:
        raise InputError(f"at most {MOST_PARTICIPANTS} participants a trial have codes; {participants} were asked.")
    letters = np.array(list(_CODE_LETTERS))
    place = np.arange(participants)
    words = philox(seed, trials[:, None], 0, int(Purpose.ALLOCATE), 2**31 + place[None, :])[..., 0]
    base = len(_CODE_LETTERS)
    random = [letters[(words >> (5 * digit)) % base] for digit in range(5)]
    unique = [np.broadcast_to(letters[place // base], words.shape), np.broadcast_to(letters[place % base], words.shape)]
    code: NDArray[np.str_] = random[0]
    for part in (*random[1:], *unique):
        code = np.char.add(code, part)
    return code
