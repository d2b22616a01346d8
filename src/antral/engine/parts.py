"""Where the engine's time goes: each part compiled alone and run on a block of women as they are mid-course.

    python -m antral.engine.parts

prints, by part, nanoseconds a woman (each step, or once a day), and the packed and scalar instructions for numbers of
its compiled code: a part of the step without packed ones has stopped vectorising (scalar ones may be a spare copy).
"""

import re
import time
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import numpy as np
from numba import njit

from antral.engine import block, daily, lanes, record
from antral.engine.advance import STEPS_A_DAY, advance
from antral.engine.bench import CASES
from antral.engine.layout import OUTPUTS, WOMEN
from antral.engine.state import start
from antral.kernel import REAL
from antral.physiology import typical

BURN_IN: Final = 300
CALLS: Final = 24
"""So few that no follicle outlives the events that are left out here."""
TIMES: Final = 1000
_DT: Final = REAL(1.0 / STEPS_A_DAY)
_INSTRUCTION: Final = re.compile(r"\s+v(?:add|sub|mul|div|fn?m(?:add|sub)\d+|max|min|sqrt)(ps|pd|ss|sd)\b")


class Cost(NamedTuple):
    """What one part costs."""

    part: str
    daily: bool
    """Whether it runs once a day and not in each step."""
    nanoseconds: float
    """A woman and call."""
    packed: int
    scalar: int


def _parts(top: int) -> dict[str, tuple[bool, Any]]:
    """Each part as a compiled function of the two arrays of a block, somewhere to record, and a number of calls."""
    steroids, hormones, ovary = lanes.advance_steroids, lanes.advance_hormones, lanes.advance_ovary
    follicles, endometrium = lanes.advance_follicles, lanes.advance_endometrium
    day, dead, write, fluctuating = daily.advance_day, daily.age_dead, record.write, daily.fluctuating

    def run_steroids(b: Any, s: Any, out: Any, calls: int) -> None:
        for _ in range(calls):
            steroids(b, _DT)

    def run_hormones(b: Any, s: Any, out: Any, calls: int) -> None:
        for _ in range(calls):
            hormones(b, _DT)

    def run_ovary(b: Any, s: Any, out: Any, calls: int) -> None:
        for _ in range(calls):
            ovary(b, _DT)

    def run_follicles(b: Any, s: Any, out: Any, calls: int) -> None:
        for _ in range(calls):
            follicles(b, top, _DT)

    def run_endometrium(b: Any, s: Any, out: Any, calls: int) -> None:
        for _ in range(calls):
            endometrium(b, _DT)

    def run_day(b: Any, s: Any, out: Any, calls: int) -> None:
        luck, trials, patients = np.empty(WOMEN), np.zeros(WOMEN, np.int64), np.arange(WOMEN)
        fluctuates = fluctuating(b)
        for i in range(calls):
            day(b, s, luck, 1, trials, patients, i, fluctuates)

    def run_dead(b: Any, s: Any, out: Any, calls: int) -> None:
        for _ in range(calls):
            dead(b)

    def run_record(b: Any, s: Any, out: Any, calls: int) -> None:
        for _ in range(calls):
            write(b, s, top, _DT, out)

    made: dict[str, tuple[bool, Callable[..., None]]] = {
        "corpus luteum, steroids": (False, run_steroids),
        "GnRH, LH, inhibin, FSH, AMH": (False, run_hormones),
        "antral pool, climate": (False, run_ovary),
        f"follicles in {top} slots": (False, run_follicles),
        "endometrium": (False, run_endometrium),
        "quality, reserve, pipeline": (True, run_day),
        "dead follicles": (True, run_dead),
        "record": (True, run_record),
    }
    return {name: (once, njit(error_model="numpy")(function)) for name, (once, function) in made.items()}


def costs(case: str) -> tuple[list[Cost], float]:
    """What each part costs for women of one case of the benchmark, and their mean number of living follicles."""
    follicles, own, fluctuation = CASES[case]
    usual = typical()
    parameters = usual._replace(quality=usual.quality._replace(own=own, fluctuation=fluctuation))
    state = start(parameters, follicles, np.arange(WOMEN), seed=1)
    state, _ = advance(state, BURN_IN, seed=1, threads=1)
    fast, slow = (np.ascontiguousarray(a).reshape(-1) for a in (state.fast, state.slow))
    live = fast[block._LIVE : block._LIVE + WOMEN]
    found = []
    for name, (once, run) in _parts(int(live.max())).items():
        best = np.inf
        for _ in range(TIMES):
            b, s, out = fast.copy(), slow.copy(), np.empty((len(OUTPUTS), WOMEN), np.float32)
            began = time.perf_counter()
            run(b, s, out, CALLS)
            best = min(best, time.perf_counter() - began)
        kinds = [m[1] for m in map(_INSTRUCTION.match, "".join(run.inspect_asm().values()).splitlines()) if m]
        packed = sum(kind[0] == "p" for kind in kinds)
        found.append(Cost(name, once, best / CALLS / WOMEN * 1e9, packed, len(kinds) - packed))
    return found, float(live.mean())


def main() -> None:
    """Print the table for each case of the benchmark."""
    for case in CASES:
        found, live = costs(case)
        print(f"{case}: {live:.2f} living follicles a woman")
        for one in found:
            day = one.nanoseconds * (1 if one.daily else STEPS_A_DAY)
            when = "a day" if one.daily else "a step"
            print(
                f"  {one.part:28s} {one.nanoseconds:6.2f} ns {when:6s} {day:6.1f} ns a woman-day; "
                f"{one.packed} packed, {one.scalar} scalar instructions"
            )


if __name__ == "__main__":
    main()
