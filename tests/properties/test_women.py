"""Laws of the simulated woman, whoever she is."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from antral.engine import EVERY_STEP, SLOTS, advance, start
from antral.physiology import typical

few = settings(max_examples=12, deadline=None)

women = st.fixed_dictionaries(
    {
        "primordial": st.floats(0.0, 300_000.0),
        "own": st.floats(0.05, 1.0),
        "fluctuation": st.floats(0.0, 2.0),
        "drive": st.floats(2.0, 12.0),
        "survival": st.floats(0.02, 0.4),
        "seed": st.integers(0, 2**32 - 1),
        "patient": st.integers(0, 2**31),
    }
)


def state_of(w):
    p = typical()
    p = p._replace(
        quality=p.quality._replace(own=w["own"], fluctuation=w["fluctuation"]),
        fsh=p.fsh._replace(drive_most=w["drive"]),
        pipeline=p.pipeline._replace(survival=w["survival"]),
    )
    return start(p, w["primordial"], [w["patient"]], w["seed"])


@few
@given(women)
def test_bounds(w):
    state, course = advance(state_of(w), 150, seed=w["seed"], sampling=EVERY_STEP, threads=1)
    assert course.status.tolist() == [0]
    # the resting pool never grows, and the antral pool is never negative
    assert (np.diff(course.primordial) <= 0).all()
    assert (course.primordial >= 0).all()
    assert (course.antral_pool >= 0).all()
    # follicles lie between nothing and 25 mm
    assert (course.largest_follicle_mm >= 0).all()
    assert (course.largest_follicle_mm <= 25).all()
    assert (course.follicles_ge_3_mm <= SLOTS + 32).all()
    # concentrations are positive, quality and endometrium are shares
    for name in ("fsh_iu_l", "lh_iu_l", "e2_pg_ml", "p4_ng_ml", "inhibin_b_pg_ml", "amh_ng_ml"):
        assert (getattr(course, name) >= 0).all(), name
    assert ((course.quality >= 0) & (course.quality <= 1)).all()
    assert ((course.endometrium >= 0) & (course.endometrium <= 1)).all()
    # an ovulatory event releases at least one follicle, and nobody bleeds twice in a step
    assert (course.follicles_ovulated >= course.ovulations).all()
    assert (course.menses + course.breakthrough_bleeds <= 1).all()
    assert 0 <= int(state.read("counters", "live")[0]) <= SLOTS


@few
@given(women)
def test_menses_need_progesterone_and_an_empty_ovary_is_silent(w):
    _, course = advance(state_of(w | {"primordial": 0.0}), 400, seed=w["seed"], threads=1)
    late = course.t_days > 200
    assert course.ovulations[:, late].sum() == 0
    assert course.menses[:, late].sum() == 0
    assert (course.amh_ng_ml[:, late] < 0.01).all()


@few
@given(women, st.integers(2, 40), st.randoms(use_true_random=False))
def test_the_order_of_patients_is_irrelevant(w, n, random):
    ids = [w["patient"] + i for i in range(n)]
    mixed = list(range(n))
    random.shuffle(mixed)
    pool = np.linspace(500.0, w["primordial"] + 500.0, n)
    _, course = advance(start(typical(), pool, ids, w["seed"]), 40, seed=w["seed"], threads=1)
    _, other = advance(start(typical(), pool[mixed], [ids[i] for i in mixed], w["seed"]), 40, seed=w["seed"], threads=1)
    assert np.array_equal(course.values[:, mixed], other.values)
