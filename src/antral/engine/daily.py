"""What happens once a day: quality; reserve, pipeline and cells in double precision; the dead follicles."""

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

_FLUCTUATION = row("parameters.quality", "fluctuation") * WOMEN
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
def fluctuating(b: Any) -> bool:
    """Whether the quality of any woman of the block fluctuates."""
    most = REAL(0)
    for l in range(WOMEN):
        most = max(most, b[_FLUCTUATION + l])
    return most > 0.0


@routine
def _fluctuate(b: Any, s: Any, luck: Any, seed: int, trials: Any, patients: Any, day: int) -> None:
    """The fluctuation of quality a day later; one draw a woman."""
    for l in range(WOMEN):
        luck[l] = uniforms(seed, trials[l], patients[l], _QUALITY_DRAW, day + 1)[0]
    for l in range(WOMEN):
        p, before = _quality_p(b, l), _get_quality(s, l)
        after = quality.fluctuated(before, normal_quantile(luck[l]), p)
        now = after.fluctuation if p.fluctuation > 0.0 else before.fluctuation
        _put_quality(s, l, quality.Quality(now, before.deficit))


@routine
def advance_day(b: Any, s: Any, luck: Any, seed: int, trials: Any, patients: Any, day: int, fluctuates: bool) -> None:
    """Quality, reserve and pipeline of the block at the start of a day; `luck` is room for a number a woman."""
    if fluctuates:
        _fluctuate(b, s, luck, seed, trials, patients, day)
    today = REAL(day)
    for l in range(WOMEN):
        p = _quality_p(b, l)
        state = quality.regained(_get_quality(s, l), p)
        _put_quality(s, l, state)
        own = quality.Quality(REAL(state.fluctuation), REAL(state.deficit))
        restored = REAL(cells.ports(_get_cells(s, l), _cells_p(s, l)).restored)
        b[_QUALITY + l] = quality.quality(own, REAL(_get_reserve(s, l).primordial), today, restored, p)
    for l in range(WOMEN):
        pool, p = _get_reserve(s, l), _pipeline_p(b, l)
        port = cells.ports(_get_cells(s, l), _cells_p(s, l))
        leaving = reserve.leaving_per_day(pool, port.activation, _reserve_p(b, l))
        _put_reserve(s, l, reserve.after_a_day(pool, leaving))
        stages = pipeline.after_a_day(_get_pipeline(s, l), leaving, p)
        _put_pipeline(s, l, stages)
        b[_INFLOW + l] = REAL(pipeline.inflow_per_day(stages, port.antral_survival, p))


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
