"""What the engine costs at scale: a million patient-years, their memory, and whether cost follows women and years.

    python -m antral.engine.scale                    a million patient-years of women in POI, on all cores
    python -m antral.engine.scale --years 50000      fewer
    python -m antral.engine.scale --case healthy     other women
    python -m antral.engine.scale --record           keep what was found beside the engine's benchmark

Women come in batches, each followed for ten years with daily outputs, a year at a time, as a study would read them.
Cost is told in processor seconds, which other work on the machine disturbs less than it does the clock. Later years are
cheaper where the reserve has fallen.
"""

import argparse
import json
import os
import time
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from antral.core import DAYS_PER_YEAR
from antral.engine.advance import advance, prepare
from antral.engine.bench import BASELINE, CASES
from antral.engine.state import State, start
from antral.physiology import typical

MILLION: Final = 1_000_000
WOMEN: Final = 2048
"""Women of a batch."""
YEARS: Final = 10
"""Years for which each batch is followed."""
_DAYS: Final = 365
_MARKS: Final = (0.0, 0.1, 0.25, 0.5, 0.75, 1.0)
"""Shares of the work after which the memory is told."""


class Scale(NamedTuple):
    """What so many patient-years took."""

    patient_years: float
    seconds: float
    processor_seconds: float
    megabytes: tuple[float, ...]
    """Memory of the process after each year of each batch."""


def resident() -> float:
    """Megabytes of this process that are in memory."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def women(case: str, first: int, number: int) -> State:
    """Women of one case of the benchmark at the start of their life, numbered from `first`."""
    follicles, own, fluctuation = CASES[case]
    usual = typical()
    parameters = usual._replace(quality=usual.quality._replace(own=own, fluctuation=fluctuation))
    return start(parameters, follicles, np.arange(first, first + number), seed=1)


def scaled(case: str, patient_years: float, *, threads: int | None = None) -> Scale:
    """Follow batch after batch until there are so many patient-years."""
    done, memory = 0.0, []
    began, busy, batch = time.perf_counter(), time.process_time(), 0
    while done < patient_years:
        state = women(case, batch * WOMEN, WOMEN)
        for _ in range(YEARS):
            state, course = advance(state, _DAYS, seed=1, threads=threads)
            memory.append(resident())  # with the year's outputs still there
            del course
            done += WOMEN * _DAYS / DAYS_PER_YEAR
        batch += 1
    return Scale(done, time.perf_counter() - began, time.process_time() - busy, tuple(memory))


def cost(case: str, number: int, years: int) -> float:
    """Processor microseconds a patient-year, so many women followed for so many years; the best of three."""
    best = np.inf
    for _ in range(3):
        state = women(case, 0, number)
        state, _ = advance(state, 200, seed=1, threads=1)
        busy = time.process_time()
        for _ in range(years):
            state, _ = advance(state, _DAYS, seed=1, threads=1)
        best = min(best, time.process_time() - busy)
    return float(best / (number * years * _DAYS / DAYS_PER_YEAR) * 1e6)


def main() -> None:
    """Print what scale costs, and record it if asked."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--years", type=float, default=MILLION)
    asked.add_argument("--case", choices=CASES, default="poi")
    asked.add_argument("--record", action="store_true")
    wanted = asked.parse_args()
    prepare()
    found = scaled(wanted.case, wanted.years)
    marks = [found.megabytes[round(share * (len(found.megabytes) - 1))] for share in _MARKS]
    each = found.processor_seconds / found.patient_years * 1e6
    last = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {}
    name = f"{wanted.years:,.0f} patient-years ({wanted.case})"
    before = last.get(f"{name}, s")
    print(
        f"{found.patient_years:,.0f} patient-years ({wanted.case}): {found.seconds:,.1f} s, "
        f"{found.processor_seconds:,.1f} processor seconds, {each:,.0f} µs each"
        + (f"  {found.seconds / before:.2f} of the last recorded run" if before else "")
    )
    told = ", ".join(f"{share:.0%} {mb:,.0f}" for share, mb in zip(_MARKS, marks, strict=True))
    print(f"memory, MB, after a share of them: {told}; the most {max(found.megabytes):,.0f}")
    by_women = {number: cost(wanted.case, number, 1) for number in (256, 512, 1024, 2048, 4096)}
    by_years = {years: cost(wanted.case, 256, years) for years in (1, 2, 4, 8, 16)}
    for what, costs in (("women, one year", by_women), ("years, 256 women", by_years)):
        listed = ", ".join(f"{n}: {one:,.0f}" for n, one in costs.items())
        print(f"processor µs a patient-year by number of {what}: {listed}")
    if wanted.record:
        last |= {f"{name}, s": round(found.seconds, 1), f"{name}, MB": round(max(found.megabytes), 1)}
        BASELINE.write_text(json.dumps(last, indent=1) + "\n", encoding="utf-8")
        print(f"recorded in {BASELINE}")


if __name__ == "__main__":
    main()
