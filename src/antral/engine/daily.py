"""What happens once a day to one woman, in double precision: reserve, pipeline, quality, cells, the dead follicles."""

import math
from typing import Any, Final

from antral.core import Purpose
from antral.engine import layout
from antral.engine.layout import DEAD_AGE, DEAD_SIZE, WOMEN, WORK, row
from antral.kernel import REAL, normal_quantile, routine, uniforms, yes
from antral.physiology import follicle, pipeline, quality, reserve
from antral.therapy import cells

_QUALITY_DRAW: Final = int(Purpose.QUALITY)
_STEPS: Final = 8
_STEP: Final = 0.125

_get_reserve, _put_reserve = layout.slow_reader("reserve"), layout.slow_writer("reserve")
_get_pipeline, _put_pipeline = layout.slow_reader("pipeline"), layout.slow_writer("pipeline")
_get_quality, _put_quality = layout.slow_reader("quality"), layout.slow_writer("quality")
_get_cells, _put_cells = layout.slow_reader("cells"), layout.slow_writer("cells")
_cells_p = layout.slow_reader("cell_parameters")
_reserve_p = layout.reader("parameters.reserve")
_pipeline_p = layout.reader("parameters.pipeline")
_quality_p = layout.reader("parameters.quality")
_follicle_p = layout.reader("parameters.follicle")

_QUALITY = row("counters", "quality") * WOMEN
_INFLOW = row("counters", "inflow") * WOMEN
_DEAD = row("counters", "dead") * WOMEN
_GONE = WORK * WOMEN
_AGE = (WORK + 1) * WOMEN
_STATUS = row("counters", "status") * WOMEN
_FSH = row("fsh", "blood") * WOMEN
_E2 = row("steroids", "e2") * WOMEN
_AMH = row("amh", "blood") * WOMEN


@routine
def treated(s: Any, infusions: Any, first_day: int, end_day: int) -> bool:
    """Whether cells reach any woman of the block in these days, or she has something of earlier ones."""
    for l in range(WOMEN):
        state = _get_cells(s, l)
        if state.lung + state.ovary + state.signal + state.repair != 0.0:
            return True
        for i in range(infusions.shape[0]):
            if first_day <= infusions[i, l] < end_day:
                return True
    return False


@routine
def treat(s: Any, infusions: Any, lung: Any, ovary: Any, day: int) -> None:
    """One day of cells in every woman of the block, after the deliveries of the day to lung and ovary."""
    for l in range(WOMEN):
        state = _get_cells(s, l)
        for i in range(infusions.shape[0]):
            if infusions[i, l] == day:
                state = cells.infused(state, lung[i, l], ovary[i, l])
        if state.lung + state.ovary + state.signal + state.repair == 0.0:
            continue
        p = _cells_p(s, l)
        for _ in range(_STEPS):
            state = cells.after(state, _STEP, p)
        _put_cells(s, l, state)


@routine
def advance_day(b: Any, s: Any, l: int, seed: int, trial: int, patient: int, day: int) -> None:
    """Quality, reserve and pipeline of one woman at the start of a day."""
    p = _quality_p(b, l)
    fluctuating = _get_quality(s, l)
    if p.fluctuation > 0.0:
        u = uniforms(seed, trial, patient, _QUALITY_DRAW, day + 1)
        fluctuating = quality.fluctuated(fluctuating, normal_quantile(u[0]), p)
        _put_quality(s, l, fluctuating)
    if fluctuating.deficit != 0.0:
        fluctuating = quality.regained(fluctuating, p)
        _put_quality(s, l, fluctuating)
    port = cells.ports(_get_cells(s, l), _cells_p(s, l))
    pool = _get_reserve(s, l)
    b[_QUALITY + l] = REAL(quality.quality(fluctuating, pool.primordial, float(day), port.restored, p))
    leaving = reserve.leaving_per_day(pool, port.activation, _reserve_p(b, l))
    _put_reserve(s, l, reserve.after_a_day(pool, leaving))
    stages = pipeline.after_a_day(_get_pipeline(s, l), leaving, _pipeline_p(b, l))
    _put_pipeline(s, l, stages)
    b[_INFLOW + l] = REAL(pipeline.inflow_per_day(stages, port.antral_survival, _pipeline_p(b, l)))


@routine
def most_dead(b: Any) -> int:
    """The most dead follicles that are followed in any woman of the block."""
    most = REAL(0)
    for l in range(WOMEN):
        most = max(most, b[_DEAD + l])
    return int(most)


@routine
def age_dead(b: Any) -> None:
    """The dead follicles of the block a day older; those too small to be seen are forgotten."""
    gone, age = b[_GONE : _GONE + WOMEN], b[_AGE : _AGE + WOMEN]
    for l in range(WOMEN):
        gone[l] = REAL(0)
    for j in range(most_dead(b)):
        sizes = b[(DEAD_SIZE + j) * WOMEN : (DEAD_SIZE + j + 1) * WOMEN]
        ages = b[(DEAD_AGE + j) * WOMEN : (DEAD_AGE + j + 1) * WOMEN]
        for l in range(WOMEN):
            p, followed = _follicle_p(b, l), yes(REAL(j) < b[_DEAD + l])
            age[l] = ages[l] + followed
            d = follicle.shrunk_diameter(sizes[l], max(age[l], REAL(0.0)), p)
            gone[l] += followed * yes(d < p.vanish)
        for l in range(WOMEN):
            ages[l] = age[l]
    for l in range(WOMEN):
        if gone[l] > 0.0:
            _forget(b, l)


@routine
def _forget(b: Any, l: int) -> None:
    """One woman without the dead follicles too small to be seen."""
    p = _follicle_p(b, l)
    kept = 0
    for j in range(int(b[_DEAD + l])):
        size, age = b[(DEAD_SIZE + j) * WOMEN + l], b[(DEAD_AGE + j) * WOMEN + l]
        if follicle.shrunk_diameter(size, max(age, REAL(0.0)), p) >= p.vanish:
            b[(DEAD_SIZE + kept) * WOMEN + l] = size
            b[(DEAD_AGE + kept) * WOMEN + l] = age
            kept += 1
    b[_DEAD + l] = REAL(kept)


@routine
def check(b: Any, l: int) -> None:
    """Mark a woman whose hormones are no longer finite; her values are masked before any summary."""
    if not math.isfinite(b[_FSH + l] + b[_E2 + l] + b[_AMH + l]):
        b[_STATUS + l] = REAL(1)
