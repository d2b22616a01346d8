"""Who enters: women of the bank in a random order, each at most once in a trial, and on which day."""

import numpy as np
from numpy.typing import NDArray

from antral.core import DAYS_PER_MONTH, InputError, Purpose, exponential, philox

_AT_ONCE = 16_384  # places in the queue drawn together


def enrol(women: NDArray[np.int64], participants: int, *, seed: int, trials: NDArray[np.int64]) -> NDArray[np.int64]:
    """Positions in the bank of each trial's participants, in order of enrolment. `[trial, participant]`.

    A woman's place in the queue is a hash of the trial and herself, so a larger trial enrols the same women first.
    """
    if participants > women.size:
        raise InputError(
            f"the trial enrols {participants} women and the bank holds {women.size}; no woman may enter a trial twice. "
            f"Ask for a bank of at least {participants} women, better ten times as many."
        )
    together = max(1, _AT_ONCE // women.size)
    parts = [
        _first(women, participants, seed=seed, trials=trials[first : first + together])
        for first in range(0, trials.size, together)
    ]
    return np.concatenate(parts)


def _first(women: NDArray[np.int64], participants: int, *, seed: int, trials: NDArray[np.int64]) -> NDArray[np.int64]:
    """The first of the queue, for trials that are few enough to stay in the processor's memory."""
    place = philox(seed, trials[:, None], women[None, :], int(Purpose.ENROL), 0)[..., 0]
    # Ties are broken by the bank's own order, which is that of the women's numbers.
    queue = (place.astype(np.uint64) << np.uint64(32)) | np.arange(women.size, dtype=np.uint64)
    first = np.sort(np.partition(queue, participants - 1, axis=1)[:, :participants], axis=1)
    return (first & np.uint64(0xFFFFFFFF)).astype(np.int64)


def enrolment_days(
    participants: int, women_per_month: float, *, seed: int, trials: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Days from a trial's first randomisation to each participant's, at a mean rate. `[trial, participant]`."""
    if women_per_month <= 0.0:
        raise InputError(f"women enrolled a month must be more than 0; {women_per_month:g} came.")
    gap = exponential(seed, trials[:, None], 0, Purpose.ENROLMENT_DAY, np.arange(participants)[None, :])
    gap[:, 0] = 0.0
    days: NDArray[np.float64] = np.floor(np.cumsum(gap * (DAYS_PER_MONTH / women_per_month), axis=1))
    return days
