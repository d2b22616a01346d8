"""The size of a block changes no bit; more slots change little, and what they refuse is counted."""

from typing import Any

import numpy as np
import pytest

from antral.engine import Infusions, Tablets
from antral.engine.bench import engine
from antral.therapy import calendars, hormone_parameters, regimen, typical_cells

HEALTHY, POI = (60_000.0, 1.0, 0.0), (3_000.0, 0.4, 1.4)


def courses(
    rooms: tuple[Any, Any], case: tuple[float, float, float], women: int, days: int, *, treated: bool = False
) -> Any:
    """Their course; those treated have cells that restore quality on day 250, and Climen from day 200."""
    running, physiology = rooms
    follicles, own, fluctuation = case
    usual = physiology.typical()
    parameters = usual._replace(quality=usual.quality._replace(own=own, fluctuation=fluctuation))
    state = running.start(parameters, follicles, np.arange(women), seed=7)
    if not treated:
        return running.advance(state, days, seed=7)[1]
    zero = np.zeros(women, np.int64)
    state = state.taking(hormone_parameters([regimen("climen")], zero, 7, zero, np.arange(women)))
    state = state.treated(
        typical_cells()._replace(quality_gain=1.0, antral_gain=0.5, activation_gain=1.0, signal_half=1e4)
    )
    tablets = Tablets(*calendars([regimen("climen")]), zero, zero + 200, zero + 10_000, np.full(women, 0.9))
    cells = Infusions(np.full((women, 1), 250), np.full((women, 1), 9e7), np.full((women, 1), 1e5))
    return running.advance(state, days, seed=7, tablets=tablets, infusions=cells)[1]


@pytest.mark.parametrize("lanes", [1, 8])
def test_any_size_of_block_gives_the_same_bits(lanes: int) -> None:
    usual, other = (courses(rooms, POI, 40, 290, treated=True) for rooms in (engine(), engine(lanes=lanes)))
    assert np.array_equal(usual.values, other.values)


def test_sixteen_slots_are_enough() -> None:
    """One test for all three: each engine is compiled once, by whichever process comes to it."""
    fewer, more = engine(slots=16), engine(slots=24)
    for name, case in (("healthy", HEALTHY), ("poi", POI), ("treated", POI)):
        few, many = (courses(rooms, case, 256, 900, treated=name == "treated") for rooms in (fewer, more))
        after = few.t_days > 200
        assert many.refused.sum() <= few.refused.sum(), name
        menses = [course.menses[:, after].sum() for course in (few, many)]
        assert menses[0] == pytest.approx(menses[1], rel=0.02 if name == "healthy" else 0.06), name
        for output in ("fsh_iu_l", "amh_ng_ml", "e2_pg_ml"):
            means = [getattr(course, output)[:, after].mean() for course in (few, many)]
            assert means[0] == pytest.approx(means[1], rel=0.02), (name, output)


def test_refused_recruits_are_counted() -> None:
    crowded = courses(engine(slots=16), (250_000.0, 1.0, 0.0), 64, 300)
    assert crowded.refused.sum() > 0
    assert crowded.refused.dtype == np.int64
