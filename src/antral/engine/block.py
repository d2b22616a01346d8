"""The compiled run of one block of women over many days."""

from typing import Any

from antral.engine.daily import advance_day, age_dead, check, treat
from antral.engine.events import end_follicles, recruit, summed
from antral.engine.lanes import advance_endometrium, advance_follicles, advance_hormones, advance_ovary
from antral.engine.layout import WOMEN, row
from antral.engine.record import write
from antral.kernel import REAL, compiled, routine

_LIVE = row("counters", "live") * WOMEN
_WANTS = row("counters", "wants") * WOMEN


@routine
def _occupied(b: Any) -> int:
    """The most slots that any woman of the block occupies."""
    top = 0
    for l in range(WOMEN):
        top = max(top, int(b[_LIVE + l]))
    return top


@compiled
def run_block(
    b: Any, s: Any, seed: int, trials: Any, patients: Any, infusions: Any, lung: Any, ovary: Any,
    first_day: int, days: int, steps: int, every: int, phase: int, out: Any,
) -> None:  # fmt: skip
    """Advance one block in place and record it.

    Parameters
    ----------
    b, s
        Fast and slow array of the block.
    trials, patients
        Keys of her luck. `[woman]`
    infusions, lung, ovary
        Day of each infusion (−1: none) and the cells that reach lung and ovary. `[infusion, woman]`
    steps
        Steps a day.
    every, phase
        A record is written after step `phase` of each run of `every` steps.
    out
        `[record, output, woman]`
    """
    dt = REAL(1.0 / steps)
    record = 0
    top = _occupied(b)
    for day in range(first_day, first_day + days):
        for l in range(WOMEN):
            given_lung, given_ovary = 0.0, 0.0
            for i in range(infusions.shape[0]):
                if infusions[i, l] == day:
                    given_lung += lung[i, l]
                    given_ovary += ovary[i, l]
            treat(s, l, given_lung, given_ovary)
            advance_day(b, s, l, seed, trials[l], patients[l], day)
            age_dead(b, l)
        for step in range(steps):
            advance_hormones(b, dt)
            advance_ovary(b, dt)
            advance_follicles(b, top, dt)
            advance_endometrium(b, dt)
            fraction = REAL((step + 1.0) / steps)
            changed = False
            for l in range(WOMEN):
                if b[_WANTS + l] > 0.0:
                    end_follicles(b, l, seed, trials[l], patients[l], fraction)
                    recruit(b, l, seed, trials[l], patients[l])
                    summed(b, l)
                    changed = True
            if changed:
                top = _occupied(b)
            if (step + 1) % every == phase % every:
                for l in range(WOMEN):
                    write(b, s, l, fraction, out[record])
                record += 1
        for l in range(WOMEN):
            check(b, l)
