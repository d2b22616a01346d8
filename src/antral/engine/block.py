"""The compiled run of one block of women over many days."""

from typing import Any, Final

import numpy as np

from antral.engine.daily import advance_day, age_dead, check, fluctuating, treat, treated
from antral.engine.events import end_follicles, recruit, summed
from antral.engine.gestation import expecting, gestate, suppress
from antral.engine.lanes import (
    ENDS,
    advance_endometrium,
    advance_follicles,
    advance_hormones,
    advance_ovary,
    advance_steroids,
)
from antral.engine.layout import OUTPUTS, WOMEN, row
from antral.engine.medicine import advance_exogenous, prescribe, prescribed, swallow, unlink, unlinked
from antral.engine.record import write
from antral.kernel import REAL, compiled, routine

HELD: Final = 16
"""Records that a block keeps by itself: so many of one woman and output fill a line of the memory they go to."""

_LIVE = row("counters", "live") * WOMEN
_WANTS = row("counters", "wants") * WOMEN


@routine
def _occupied(b: Any) -> int:
    """The most slots that any woman of the block occupies."""
    top = 0
    for l in range(WOMEN):
        top = max(top, int(b[_LIVE + l]))
    return top


@routine
def _end_step(b: Any, seed: int, trials: Any, patients: Any, day: int, day_fraction: float) -> bool:
    """Carry out what the step decided, woman by woman; whether any woman has other follicles than before."""
    changed = False
    for l in range(WOMEN):
        wants = b[_WANTS + l]
        if wants > 0.0:
            hers = wants >= ENDS
            if hers:
                end_follicles(b, l, seed, trials[l], patients[l], day, day_fraction)
            hers = recruit(b, l, seed, trials[l], patients[l]) or hers
            if hers:
                summed(b, l)
                changed = True
    return changed


@routine
def _gathered(columns: Any, women: Any) -> Any:
    """The columns of these women as the flat array of a block."""
    rows = columns.shape[0]
    block = np.empty(rows * WOMEN, columns.dtype)
    for r in range(rows):
        for l in range(WOMEN):
            block[r * WOMEN + l] = columns[r, women[l]]
    return block


@routine
def _put_back(block: Any, columns: Any, women: Any) -> None:
    """The flat array of a block as the columns of its women; a woman who fills several places is the same in all."""
    for r in range(columns.shape[0]):
        for l in range(WOMEN):
            columns[r, women[l]] = block[r * WOMEN + l]


@routine
def _hand_over(held: Any, n: int, values: Any, women: Any, first: int) -> None:
    """The first `n` records that the block keeps, into those of all women from record `first` on."""
    for o in range(len(OUTPUTS)):
        for l in range(WOMEN):
            woman = women[l]
            if n == HELD:
                for i in range(HELD):
                    values[o, woman, first + i] = held[i, o, l]
            else:
                for i in range(n):
                    values[o, woman, first + i] = held[i, o, l]


@compiled
def run_block(
    fast: Any, slow: Any, fast_after: Any, slow_after: Any, women: Any, seed: int, trials: Any, patients: Any,
    infusions: Any, lung: Any, ovary: Any, tablets: Any, first_day: int, days: int, steps: int, every: int, phase: int,
    values: Any,
) -> None:  # fmt: skip
    """Advance one block and record it.

    Parameters
    ----------
    fast, slow, fast_after, slow_after
        Arrays of all women before and after; only the columns of this block are read and written. `[row, woman of all]`
    women
        Who fills the block; the last one also fills what is left of it. `[woman]`
    trials, patients
        Keys of her luck. `[woman]`
    infusions, lung, ovary
        Day of each infusion (−1: none) and the cells that reach lung and ovary. `[infusion, woman]`
    tablets
        `advance.Tablets` of the block, the hour as the step of the day at whose beginning they are taken.
    steps
        Steps a day.
    every, phase
        A record is written after step `phase` of each run of `every` steps.
    values
        Records of all women. `[output, woman of all, record]`
    """
    b, s = _gathered(fast, women), _gathered(slow, women)
    held = np.empty((HELD, len(OUTPUTS), WOMEN), np.float32)
    dt = REAL(1.0 / steps)
    record = 0
    top = _occupied(b)
    pregnant = expecting(b)
    without_link = unlinked(b)
    with_cells = treated(s, infusions, first_day, first_day + days)
    with_tablets = prescribed(b, tablets)
    fluctuates = fluctuating(b)
    due, luck = np.empty(WOMEN, np.int64), np.empty(WOMEN)
    for day in range(first_day, first_day + days):
        if with_cells:
            treat(s, infusions, lung, ovary, day)
        advance_day(b, s, luck, seed, trials, patients, day, fluctuates)
        age_dead(b)
        hormones = with_tablets and prescribe(b, due, day, seed, trials, patients, tablets)
        for step in range(steps):
            fraction = REAL((step + 1.0) / steps)
            advance_steroids(b, dt)
            if pregnant:
                pregnant = gestate(b, fraction, dt)
            if hormones:
                swallow(b, due, step, tablets)
                advance_exogenous(b, dt)
            advance_hormones(b, dt)
            if pregnant:
                suppress(b, dt)
            advance_ovary(b, dt)
            if hormones and without_link:
                unlink(b)
            advance_follicles(b, top, dt)
            advance_endometrium(b, dt)
            if _end_step(b, seed, trials, patients, day, fraction):
                top = _occupied(b)
                pregnant = expecting(b)
            if (step + 1) % every == phase % every:
                write(b, s, top, fraction, held[record % HELD])
                record += 1
                if record % HELD == 0:
                    _hand_over(held, HELD, values, women, record - HELD)
        for l in range(WOMEN):
            check(b, l)
    _hand_over(held, record % HELD, values, women, record - record % HELD)
    _put_back(b, fast_after, women)
    _put_back(s, slow_after, women)
