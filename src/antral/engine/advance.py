"""The entry of the engine: advance many women by some days, on all cores."""

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.engine.block import run_block
from antral.engine.course import Course
from antral.engine.layout import OUTPUTS, WOMEN, row
from antral.engine.state import State, blocks_of, start, without_traces
from antral.kernel import cache_folder
from antral.physiology import typical

STEPS_A_DAY: Final = 8
"""A step of 1/8 d is exact in binary and meets the convergence row of the acceptance table."""


class Sampling(NamedTuple):
    """When the engine records: after step `phase` of each run of `every` steps."""

    every: int
    phase: int


DAILY: Final = Sampling(8, 3)
"""Once a day at 09:00, the hour of a morning blood sample."""

HALF_DAILY: Final = Sampling(4, 4)
EVERY_STEP: Final = Sampling(1, 1)


class Infusions(NamedTuple):
    """Deliveries of cells, on the state's clock."""

    day: NDArray[np.int64]
    """Day of each delivery, −1 where there is none. `[patient, infusion]`"""
    lung: NDArray[np.float64]
    """Cells that lodge in the lung. `[patient, infusion]`"""
    ovary: NDArray[np.float64]
    """Cells that reach the ovaries at once. `[patient, infusion]`"""


class Tablets(NamedTuple):
    """Hormones that women take; the first four fields are `therapy.calendars` of the regimens."""

    estradiol_mg: NDArray[np.float64]
    """`[regimen, day]`"""
    progestogen_mg: NDArray[np.float64]
    """`[regimen, day]`"""
    length: NDArray[np.int64]
    """Days of each calendar. `[regimen]`"""
    hour: NDArray[np.float64]
    """Hour of the day at which it is taken. `[regimen]`"""
    regimen: NDArray[np.int64]
    """Whose calendar she follows, −1 none. `[patient]`"""
    first: NDArray[np.int64]
    """Day of the first tablets, on the state's clock. `[patient]`"""
    last: NDArray[np.int64]
    """Day of the last. `[patient]`"""
    taken: NDArray[np.float64]
    """Chance that the tablets of a day are taken. `[patient]`"""


def is_compiled() -> bool:
    """Whether compiled code of exactly these sources is on disk."""
    return any(cache_folder().rglob("*run_block*.nbi"))


def advance(
    state: State,
    days: int,
    *,
    seed: int,
    trial: ArrayLike = 0,
    infusions: Infusions | None = None,
    tablets: Tablets | None = None,
    sampling: Sampling = DAILY,
    steps_a_day: int = STEPS_A_DAY,
    threads: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> tuple[State, Course]:
    """Advance every woman by `days` and record her.

    The result has the same bits for any number of threads, any order and grouping of women, and for a run cut in two.

    Parameters
    ----------
    seed, trial
        Keys of her luck; `trial` may be an array `[patient]`.
    infusions
        Deliveries of cells on the state's clock; none by default.
    tablets
        Hormones taken; `State.taking` says how she takes them up. They end for good once a pregnancy is recognised.
    sampling
        When to record; once a day at 09:00 by default.
    progress
        Called with the number of women finished, block by block.
    """
    n, blocks = len(state), blocks_of(state)
    if n == 0:
        raise ValueError("there are no women to advance")
    if sampling.every < 1 or steps_a_day % sampling.every or not 1 <= sampling.phase <= sampling.every:
        raise ValueError(f"{sampling} does not divide a day of {steps_a_day} steps; `phase` lies in 1 to `every`")
    padding = np.resize(_alike_together(state), blocks * WOMEN)
    padding[n:] = padding[n - 1]
    women = padding.reshape(blocks, WOMEN)
    fast, slow = (np.ascontiguousarray(a) for a in (state.fast, state.slow))
    fast_after, slow_after = np.empty_like(fast), np.empty_like(slow)
    patients = state.patients[padding].reshape(blocks, WOMEN)
    trials = np.broadcast_to(np.asarray(trial, dtype=np.int64), (n,))[padding].reshape(blocks, WOMEN)
    given = _deliveries(infusions, n)
    day, lung, ovary = (np.ascontiguousarray(a[padding].reshape(blocks, WOMEN, -1).transpose(0, 2, 1)) for a in given)
    taking = _calendar(tablets, n, steps_a_day)
    theirs = [np.ascontiguousarray(a[padding].reshape(blocks, WOMEN)) for a in taking[4:]]
    records = days * steps_a_day // sampling.every
    values = np.empty((len(OUTPUTS), n, records), dtype=np.float32)

    def run(i: int) -> int:
        run_block(
            fast, slow, fast_after, slow_after, women[i], seed, trials[i], patients[i], day[i], lung[i], ovary[i],
            Tablets(*taking[:4], *(a[i] for a in theirs)),
            state.day, days, steps_a_day, sampling.every, sampling.phase, values,
        )  # fmt: skip
        return min(WOMEN, n - i * WOMEN)

    workers = min(threads or os.cpu_count() or 1, blocks)
    if workers == 1:
        for i in range(blocks):
            done = run(i)
            if progress is not None:
                progress(done)
    else:
        run(0)  # the first call may compile
        if progress is not None:
            progress(min(WOMEN, n))
        with ThreadPoolExecutor(workers) as pool:
            for done in pool.map(run, range(1, blocks)):
                if progress is not None:
                    progress(done)
    after = replace(
        state,
        fast=without_traces(fast_after),
        slow=slow_after,
        day=state.day + days,
    )
    at = (np.arange(1, records + 1) - 1) * sampling.every + (sampling.phase - 1) % sampling.every + 1
    course = Course(
        state.day + at / steps_a_day,
        values,
        after.fast[row("counters", "status")].astype(np.int8),
        after.fast[row("counters", "refused")].astype(np.int64),
    )
    return after, course


def _alike_together(state: State) -> NDArray[np.int64]:
    """The women in the order in which they fill the blocks, by AMH.

    A block loops over as many slots as the woman with most follicles has; AMH tells who will have few or many.
    """
    return np.argsort(state.read("amh", "blood"), kind="stable")


def _deliveries(infusions: Infusions | None, n: int) -> Infusions:
    """The deliveries, or none, with the types the compiled code expects."""
    if infusions is None:
        infusions = Infusions(np.full((n, 1), -1), np.zeros((n, 1)), np.zeros((n, 1)))
    if any(a.ndim != 2 or len(a) != n for a in infusions):
        raise ValueError(f"infusions of {n} women were wanted, arrays of shape {[a.shape for a in infusions]} came")
    return Infusions(
        infusions.day.astype(np.int64), infusions.lung.astype(np.float64), infusions.ovary.astype(np.float64)
    )


def _calendar(tablets: Tablets | None, n: int, steps: int) -> Tablets:
    """The tablets, or none, with the types the compiled code expects; the hour as a step of the day."""
    nobody = np.full(n, -1)
    if tablets is None:
        nothing, one = np.zeros((1, 1)), np.ones(1, dtype=np.int64)
        tablets = Tablets(nothing, nothing, one, np.zeros(1), nobody, nobody, nobody, np.ones(n))
    t = tablets
    if any(np.shape(a) != (n,) for a in t[4:]):
        raise ValueError(f"tablets of {n} women were wanted, arrays of shape {[np.shape(a) for a in t[4:]]} came")
    kinds, longest = np.shape(t.estradiol_mg)
    if np.shape(t.progestogen_mg) != (kinds, longest) or any(np.shape(a) != (kinds,) for a in t[2:4]):
        raise ValueError("calendars of tablets differ in the number of regimens or days; make them by calendars()")
    if np.max(t.regimen) >= kinds or np.min(t.length) < 1 or np.max(t.length) > longest:
        raise ValueError(f"there are {kinds} regimens of 1 to {longest} days; number {np.max(t.regimen)} was asked for")
    whole = [np.asarray(a, dtype=np.int64) for a in (t.regimen, t.first, t.last)]
    return Tablets(
        np.ascontiguousarray(t.estradiol_mg, dtype=np.float64),
        np.ascontiguousarray(t.progestogen_mg, dtype=np.float64),
        np.asarray(t.length, dtype=np.int64),
        np.floor(np.asarray(t.hour) / 24.0 * steps).astype(np.int64),
        whole[0], whole[1], whole[2],
        np.asarray(t.taken, dtype=np.float64),
    )  # fmt: skip


def prepare() -> float:
    """Compile the engine, or load its compiled code; seconds it took."""
    began = time.perf_counter()
    advance(start(typical(), 1000.0, [0], seed=0), 1, seed=0)
    return time.perf_counter() - began
