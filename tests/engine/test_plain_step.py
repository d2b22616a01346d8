"""One compiled step of one day against the same equations as plain Python, part by part."""

import numpy as np
import pytest

from antral.core import Purpose, uniforms
from antral.engine import Sampling, advance, layout
from antral.kernel import normal_quantile, plain
from antral.physiology import (
    amh,
    endometrium,
    follicle,
    fsh,
    gnrh,
    inhibin,
    lh,
    luteal,
    pipeline,
    pregnancy,
    quality,
    reserve,
    steroids,
    typical,
)
from antral.therapy import CellParameters, Cells, Exogenous, HormoneParameters, cells, hormones

from .women import SEED, begin, given, tablets

WOMEN = np.arange(48)
CLOSE = 2e-4
"""Float32 over some twenty operations, with polynomials of a few 1e-6."""
STEP = 1.0


@pytest.fixture(scope="module")
def step():
    """The state before and after one step of a day, cells, hormones and pregnancies on board."""
    before, _ = advance(begin(WOMEN), 150, seed=SEED, **given(WOMEN))
    after, _ = advance(before, 1, seed=SEED, steps_a_day=1, sampling=Sampling(1, 1), **given(WOMEN))
    assert (before.read("pregnancy", "days") >= 0).sum() > 3
    assert (after.read("exogenous", "e2") > 0).sum() > 3
    return before, after


def is_pregnant(before, woman):
    state = record(before, "pregnancy", pregnancy.Pregnancy, woman)
    return state.days >= 0 and state.days + 0.5 * STEP <= state.ends


def outside(before, woman):
    """Hormones from outside after the step, and their parameters; the tablets of the day are taken at its beginning."""
    x, p = record(before, "exogenous", Exogenous, woman), record(before, "hormone_parameters", HormoneParameters, woman)
    t, day, patient = tablets(WOMEN), before.day, int(before.patients[woman])
    due = t.regimen[woman] >= 0 and t.first[woman] <= day <= t.last[woman]
    known = before.read("pregnancy", "days")[woman] >= typical().pregnancy.recognition
    stopped = before.read("counters", "stopped")[woman] > 0 or known
    if due and not stopped and uniforms(SEED, 0, patient, Purpose.TABLET, day)[0] < t.taken[woman]:
        place = (day - t.first[woman]) % t.length[t.regimen[woman]]
        mg = [table[t.regimen[woman], place] for table in (t.estradiol_mg, t.progestogen_mg)]
        x = plain(hormones.swallowed)(x, *mg)
    return plain(hormones.after)(x, STEP, p), p


def record(state, part, kind, woman):
    """One part of one woman as its NamedTuple."""
    return kind(*(float(state.read(part, field)[woman]) for field in kind._fields))


def parameters(state, part, woman):
    return record(state, f"parameters.{part}", type(getattr(typical(), part)), woman)


def day(before, woman):
    """What the start of the day makes of a woman: cells, quality, reserve, pipeline, inflow."""
    state = record(before, "cells", Cells, woman)
    cell_p = record(before, "cell_parameters", CellParameters, woman)
    for _ in range(8):
        state = plain(cells.after)(state, 0.125, cell_p)
    ports = plain(cells.ports)(state, cell_p)
    p = parameters(before, "quality", woman)
    u = uniforms(SEED, 0, int(before.patients[woman]), Purpose.QUALITY, before.day + 1)[0]
    z = plain(quality.fluctuated)(record(before, "quality", quality.Quality, woman), plain(normal_quantile)(u), p)
    pool = record(before, "reserve", reserve.Reserve, woman)
    q = plain(quality.quality)(z, pool.primordial, float(before.day), ports.restored, p)
    leaving = plain(reserve.leaving_per_day)(pool, ports.activation, parameters(before, "reserve", woman))
    pipe_p = parameters(before, "pipeline", woman)
    stages = plain(pipeline.after_a_day)(record(before, "pipeline", pipeline.Pipeline, woman), leaving, pipe_p)
    inflow = plain(pipeline.inflow_per_day)(stages, ports.antral_survival, pipe_p)
    return state, q, plain(reserve.after_a_day)(pool, leaving), stages, inflow


@pytest.mark.parametrize("woman", WOMEN)
def test_the_day(step, woman):
    before, after = step
    state, q, pool, stages, inflow = day(before, woman)
    assert record(after, "cells", Cells, woman) == pytest.approx(state, rel=1e-9)
    assert record(after, "reserve", reserve.Reserve, woman) == pytest.approx(pool, rel=1e-6)
    assert record(after, "pipeline", pipeline.Pipeline, woman) == pytest.approx(stages, rel=1e-6)
    assert after.read("counters", "quality")[woman] == pytest.approx(q, rel=CLOSE)
    assert after.read("counters", "inflow")[woman] == pytest.approx(inflow, rel=CLOSE)


@pytest.mark.parametrize("woman", WOMEN)
def test_the_hormones(step, woman):
    before, after = step
    q = day(before, woman)[1]
    sums = record(before, "sums", follicle.Sums, woman)
    antral = record(before, "antral", pipeline.AntralPool, woman)
    old = record(before, "corpus", luteal.CorpusLuteum, woman)
    corpus = luteal.CorpusLuteum(min(old.days + STEP, 100.0), old.lifespan, old.size)
    active = plain(luteal.activity)(corpus, parameters(before, "luteal", woman))
    b = record(before, "inhibin", inhibin.Inhibin, woman)
    s_p = parameters(before, "steroids", woman)
    s = plain(steroids.steroids)(sums.secretion, sums.luteinised, q, b.b, active, s_p)
    inhibin_p = parameters(before, "inhibin", woman)
    b = b._replace(a=plain(inhibin.inhibin_a)(sums.secretion, plain(steroids.working)(q, s_p), active, inhibin_p))
    if is_pregnant(before, woman):
        sums = follicle.Sums(0.0, 0.0, 0.0, 0.0, 0.0)
        bare = plain(steroids.steroids)(0.0, 0.0, q, b.b, 0.0, parameters(before, "steroids", woman))
        now = record(before, "pregnancy", pregnancy.Pregnancy, woman)._replace(
            days=before.read("pregnancy", "days")[woman] + STEP
        )
        assert record(after, "pregnancy", pregnancy.Pregnancy, woman) == pytest.approx(now)
        luteal_p, own_p = parameters(before, "luteal", woman), parameters(before, "steroids", woman)
        s = plain(pregnancy.sustained)(bare, now, corpus, luteal_p, own_p, parameters(before, "pregnancy", woman))
    x, x_p = outside(before, woman)
    assert record(after, "exogenous", Exogenous, woman) == pytest.approx(x, rel=CLOSE, abs=1e-6)
    s = plain(hormones.together)(s, x, x_p)
    g_p = parameters(before, "gnrh", woman)
    g = plain(gnrh.gnrh)(record(before, "gnrh", gnrh.Gnrh, woman), s.e2, s.p4, STEP, g_p)
    h = plain(lh.lh)(
        record(before, "lh", lh.Lh, woman), s.e2, s.p4, s.p4_total, g.frequency, STEP, parameters(before, "lh", woman)
    )
    f = record(before, "fsh", fsh.Fsh, woman)
    b = plain(inhibin.inhibin)(b, antral.size, sums.small, q, f.blood, STEP, inhibin_p)
    f_p = parameters(before, "fsh", woman)
    made = plain(fsh.synthesis)(b, s.e2, s.p4, g.frequency, f_p)
    rate = plain(fsh.release_rate)(plain(gnrh.bound_receptor)(g, g_p), s.e2, h.risen, f_p)
    rate *= plain(gnrh.awake)(g, corpus.days, corpus.lifespan, g_p)
    f = plain(fsh.fsh)(f, made, rate, STEP, f_p)
    if is_pregnant(before, woman):
        f = plain(pregnancy.suppressed)(f, STEP, parameters(before, "pregnancy", woman))
    a = plain(amh.amh)(
        record(before, "amh", amh.Amh, woman), antral.size, sums.amh, q, STEP, parameters(before, "amh", woman)
    )
    for part, expected in {"steroids": s, "gnrh": g, "lh": h, "inhibin": b, "fsh": f, "amh": a}.items():
        assert record(after, part, type(expected), woman) == pytest.approx(expected, rel=CLOSE, abs=1e-6), part


def now(after, woman):
    """Hormones of the step, from the state after it."""
    return (
        record(after, "fsh", fsh.Fsh, woman),
        record(after, "lh", lh.Lh, woman),
        record(after, "steroids", steroids.Steroids, woman),
        float(after.read("counters", "quality")[woman]),
    )


@pytest.mark.parametrize("woman", WOMEN)
def test_the_ovary(step, woman):
    before, after = step
    f, h, s, q = now(after, woman)
    area = record(before, "sums", follicle.Sums, woman).area
    if is_pregnant(before, woman):
        area = 0.0
    follicle_p = parameters(before, "follicle", woman)
    c = plain(follicle.climate)(f.blood, h.blood, h.tonic, h.risen, s.p4, q, area, STEP, follicle_p)
    x, x_p = outside(before, woman)
    if x.e2 > 0 and x_p.link < 1.0:
        eased = plain(hormones.eased)(s, x, x_p, parameters(before, "gnrh", woman), parameters(before, "lh", woman))
        c = c._replace(luteinisation=plain(follicle.luteinisation)(h.tonic * eased, q, follicle_p))
    assert record(after, "climate", follicle.Climate, woman) == pytest.approx(c, rel=CLOSE, abs=1e-9)
    p = parameters(before, "pipeline", woman)
    rate = plain(pipeline.recruitment_per_follicle)(f.blood, p)
    inflow = float(after.read("counters", "inflow")[woman])
    pool = plain(pipeline.antral_after)(record(before, "antral", pipeline.AntralPool, woman), inflow, rate, STEP, p)
    assert record(after, "antral", pipeline.AntralPool, woman) == pytest.approx(pool, rel=CLOSE)


@pytest.mark.parametrize("woman", WOMEN)
def test_the_endometrium(step, woman):
    before, after = step
    _, _, s, _ = now(after, woman)
    p = parameters(before, "endometrium", woman)
    lining = plain(endometrium.grown)(
        record(before, "endometrium", endometrium.Endometrium, woman), s.e2, s.p4_total, STEP, p
    )
    c = record(after, "corpus", luteal.CorpusLuteum, woman)
    bleeds = plain(endometrium.bleeding)(lining, s.e2, s.p4_total, float(c.days < c.lifespan), p)
    expected = plain(endometrium.shed)(lining, bleeds, s.p4_total, p)
    got = record(after, "endometrium", endometrium.Endometrium, woman)
    assert got == pytest.approx(expected, rel=CLOSE, abs=1e-6)


def follicles(state, woman):
    """Her follicles, in their slots."""
    live = int(state.read("counters", "live")[woman])
    size = layout.SLOT_FIELDS
    rows = state.fast[layout.FIRST_SLOT : layout.FIRST_SLOT + live * size, woman].astype(float)
    return [follicle.Follicle(*one) for one in rows.reshape(live, size)]


def test_the_follicles(step):
    before, after = step
    seen = 0
    for woman in WOMEN:
        climate = record(after, "climate", follicle.Climate, woman)
        p = parameters(before, "follicle", woman)
        grown = [plain(follicle.grow)(f, climate, STEP, p) for f in follicles(before, woman)]
        if any(g.fate != follicle.STAYS for g in grown):
            continue  # the slots have been packed anew
        later = follicles(after, woman)
        for got, expected in zip(later, grown, strict=False):
            assert got == pytest.approx(expected.follicle, rel=CLOSE, abs=1e-5)
            seen += 1
        total = [plain(follicle.contribution)(f, p) for f in later]
        expected_sums = follicle.Sums(*(sum(values) for values in zip(*total, strict=True))) if total else None
        if expected_sums:
            assert record(after, "sums", follicle.Sums, woman) == pytest.approx(expected_sums, rel=CLOSE, abs=1e-5)
    assert seen > 20
