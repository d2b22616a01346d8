"""Floating-point operations of the engine, counted from its own equations, against what this processor can do.

    python -m antral.engine.operations

The parts of a day are carried out once more by the plain interpreter, with numbers that count what is done to them, on
women as they are mid-course; a sum, a product, a division, a comparison (also that of a minimum) are one each. What a
loop does in empty slots and on women at rest is counted as it is computed. Beside it stand the operations a second that
the engine reaches, and those that a loop of nothing but products and sums reaches in the same process: the peak.
Divisions take longest, so their own peak stands there, too. Random numbers, which are whole, are not counted.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numba import njit

from antral.core import DAYS_PER_YEAR

WATCHED: Final = 8
"""Blocks of women whose day is counted, and whose operations are averaged."""
_BURN_IN, _MOMENTS, _DAYS_BETWEEN = 300, 10, 13
"""Days before the first look, looks at the follicles, and days between them."""
_INNER: Final = {"NUMBA_DISABLE_JIT": "1", "ANTRAL_LANES": "1"}
_PRODUCTS: Final = 16
"""Products and sums on each number that is loaded, so that the loop waits for no memory."""
_LENGTH: Final = 1024


class Work(NamedTuple):
    """Operations of one woman and day."""

    operations: float
    divisions: float
    """Of these."""
    by_part: dict[str, float]
    slots: float
    """Follicle slots looped over, on average."""
    living: float
    """Living follicles, on average."""


_counts: Counter[str] = Counter()


def _counting(kind: str, compute: Callable[..., Any]) -> Any:
    def operation(*numbers: Any) -> Any:
        _counts[kind] += 1
        found = compute(*(float(one) for one in numbers))
        return found if isinstance(found, bool) else Counted(found)

    return operation


class Counted:
    """A number that counts what is done to it; numpy's own numbers step back for it."""

    __array_ufunc__ = None
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, value: Any) -> None:
        self.value = float(value)

    def __float__(self) -> float:
        return self.value

    def __int__(self) -> int:
        return int(self.value)

    __add__ = _counting("sum", lambda a, b: a + b)
    __radd__ = _counting("sum", lambda a, b: b + a)
    __sub__ = _counting("sum", lambda a, b: a - b)
    __rsub__ = _counting("sum", lambda a, b: b - a)
    __mul__ = _counting("product", lambda a, b: a * b)
    __rmul__ = _counting("product", lambda a, b: b * a)
    __truediv__ = _counting("division", lambda a, b: a / b if b else float("inf"))
    __rtruediv__ = _counting("division", lambda a, b: b / a if a else float("inf"))
    __lt__ = _counting("comparison", lambda a, b: a < b)
    __le__ = _counting("comparison", lambda a, b: a <= b)
    __gt__ = _counting("comparison", lambda a, b: a > b)
    __ge__ = _counting("comparison", lambda a, b: a >= b)
    __eq__ = _counting("comparison", lambda a, b: a == b)
    __ne__ = _counting("comparison", lambda a, b: a != b)
    __neg__ = _counting("sum", lambda a: -a)
    __abs__ = _counting("sum", abs)


def counted(case: str) -> Work:
    """A day of women of one case of the benchmark, counted in an interpreter of its own, without the compiler."""
    from antral.engine.advance import advance
    from antral.engine.layout import WOMEN
    from antral.engine.scale import women

    state, looped, living = women(case, 0, WATCHED * WOMEN), [], []
    for days in (_BURN_IN, *[_DAYS_BETWEEN] * _MOMENTS):
        state, _ = advance(state, days, seed=1, threads=1)
        state = state.take(np.argsort(state.read("amh", "blood"), kind="stable"))  # as they fill the blocks
        live = state.read("counters", "live").reshape(-1, WOMEN)
        looped.append(live.max(axis=1))
        living.append(live.mean())
    tops = np.repeat(looped[-1], WOMEN)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "women.npz"
        np.savez(file, fast=state.fast, slow=state.slow, patients=state.patients, tops=tops, day=state.day)
        said = subprocess.run(
            [sys.executable, "-m", __spec__.name if __spec__ else "antral.engine.operations", "--count", str(file)],
            env={**os.environ, **_INNER},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    found = json.loads(said.stdout)
    return Work(**found, slots=float(np.mean(looped[1:])), living=float(np.mean(living[1:])))


def _count(file: Path) -> dict[str, Any]:
    """The operations of one day of every eighth woman; runs without the compiler."""
    import math

    from antral.engine import block, daily, lanes, record
    from antral.engine.advance import STEPS_A_DAY
    from antral.kernel import REAL, functions

    plain: Any = functions
    plain.np = type("Floors", (), {"floor": staticmethod(lambda x: Counted(math.floor(float(x))))})
    plain._two_to_whole = lambda whole: Counted(2.0 ** float(whole))
    plain._exponent = lambda x: Counted(math.frexp(float(x))[1])
    plain._mantissa = lambda x: Counted(math.frexp(float(x))[0])
    stored = np.load(file)
    by_part: Counter[str] = Counter()
    divisions, women = 0, range(0, stored["fast"].shape[1], 8)
    dt = REAL(1.0 / STEPS_A_DAY)
    for woman in women:
        b, s = (np.array([Counted(x) for x in stored[name][:, woman]], dtype=object) for name in ("fast", "slow"))
        patient, top, day = int(stored["patients"][woman]), int(stored["tops"][woman]), int(stored["day"])
        out, luck = np.empty((64, 1), dtype=object), np.empty(1)

        def spent(part: str, what: Callable[..., Any], *of: Any) -> None:
            before = _counts.total()
            what(*of)
            by_part[part] += _counts.total() - before

        before = _counts["division"]
        spent("once a day", daily.advance_day, b, s, luck, 1, [0], [patient], day, daily.fluctuating(b))
        spent("once a day", daily.age_dead, b)
        for step in range(STEPS_A_DAY):
            fraction = REAL((step + 1.0) / STEPS_A_DAY)
            spent("corpus luteum, steroids", lanes.advance_steroids, b, dt)
            spent("hormones", lanes.advance_hormones, b, dt)
            spent("antral pool, climate", lanes.advance_ovary, b, dt)
            spent("follicles", lanes.advance_follicles, b, top, dt)
            spent("endometrium", lanes.advance_endometrium, b, dt)
            spent("events", block._end_step, b, 1, [0], [patient], day, fraction)
        spent("record", record.write, b, s, top, fraction, out)
        divisions += _counts["division"] - before
    n = len(women)
    return {
        "operations": sum(by_part.values()) / n,
        "divisions": divisions / n,
        "by_part": {part: number / n for part, number in by_part.items()},
    }


@njit(error_model="numpy", fastmath={"contract"})
def _products(x: Any, factor: float, term: float, times: int) -> None:
    """Nothing but products and sums, on numbers that stay in the first cache."""
    for _ in range(times):
        for i in range(_LENGTH):
            v = x[i]
            for _ in range(_PRODUCTS):
                v = v * factor + term
            x[i] = v


@njit(error_model="numpy")
def _divisions(x: Any, factor: float, term: float, times: int) -> None:
    """Nothing but divisions; `factor` is of no use here."""
    for _ in range(times):
        for i in range(_LENGTH):
            v = x[i]
            for _ in range(_PRODUCTS):
                v = term / v
            x[i] = v


def peak(loop: Any, operations: int) -> float:
    """Operations of 32 bits a second that one core reaches in a loop with so many an entry; the best of many tries."""
    x, best = np.ones(_LENGTH, np.float32), 0.0
    factor, term, times = np.float32(0.999), np.float32(0.001), 200
    loop(x, factor, term, 1)
    for _ in range(200):
        began = time.perf_counter()
        loop(x, factor, term, times)
        best = max(best, operations * _LENGTH * times / (time.perf_counter() - began))
    return best


def reached(case: str) -> float:
    """Woman-days a second on one core; the best of many blocks."""
    from antral.engine.advance import advance
    from antral.engine.layout import WOMEN
    from antral.engine.scale import women

    days, best = 100, 0.0
    state, _ = advance(women(case, 0, WATCHED * WOMEN), 300, seed=1, threads=1)
    for _ in range(40):
        began = time.perf_counter()
        advance(state, days, seed=1, threads=1)
        best = max(best, WATCHED * WOMEN * days / (time.perf_counter() - began))
    return best


def main() -> None:
    """Print the operations of each case of the benchmark, and the share of the peak."""
    from antral.engine.bench import CASES

    if sys.argv[1:2] == ["--count"]:
        print(json.dumps(_count(Path(sys.argv[2]))))
        return
    most, quotients = peak(_products, 2 * _PRODUCTS), peak(_divisions, _PRODUCTS)
    print(
        f"one core, thousand million a second: {most / 1e9:.0f} products and sums, or {quotients / 1e9:.1f} divisions"
    )
    for case in CASES:
        work, days = counted(case), reached(case)
        each = ", ".join(f"{part} {number:,.0f}" for part, number in work.by_part.items())
        print(
            f"{case}: {work.operations:,.0f} operations a woman-day ({work.divisions:,.0f} divisions), "
            f"{work.operations * DAYS_PER_YEAR / 1e6:.2f} million a patient-year; "
            f"{work.slots:.1f} slots looped, {work.living:.2f} living"
        )
        print(f"  by part: {each}")
        print(
            f"  {days / DAYS_PER_YEAR:,.0f} patient-years a second on one core: "
            f"{work.operations * days / 1e9:.1f} thousand million operations a second, "
            f"{work.operations * days / most:.0%} of the peak; its divisions alone take "
            f"{work.divisions * days / quotients:.0%} of the time"
        )


if __name__ == "__main__":
    main()
