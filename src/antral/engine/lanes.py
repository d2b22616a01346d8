"""One step of a block of 32 women: the only loops over women.

Several short loops, one for each part, so that the compiler turns each into vector instructions. Everything is
arithmetic on flags; rare things are only marked here and carried out by `events`.
"""

from typing import Any, Final

from antral.engine import layout
from antral.engine.layout import FATES, FIRST_SLOT, SLOT_FIELDS, WOMEN, WORK, WORK_FATE, load_work, row, store_work
from antral.kernel import REAL, routine, yes
from antral.physiology import amh, endometrium, follicle, fsh, gnrh, inhibin, lh, luteal, pipeline, steroids
from antral.physiology.follicle import Sums
from antral.physiology.inhibin import Inhibin
from antral.physiology.luteal import CorpusLuteum

ENDS: Final = REAL(2)
"""What a woman wants who has a follicle with a fate; less, and she may want a recruit."""
LONG_AGO: Final = REAL(100)
"""Counters of days stop here: no loss of digits after years."""

_get_antral, _put_antral = layout.reader("antral"), layout.writer("antral")
_get_corpus, _put_corpus = layout.reader("corpus"), layout.writer("corpus")
_get_steroids, _put_steroids = layout.reader("steroids"), layout.writer("steroids")
_get_gnrh, _put_gnrh = layout.reader("gnrh"), layout.writer("gnrh")
_get_lh, _put_lh = layout.reader("lh"), layout.writer("lh")
_get_inhibin, _put_inhibin = layout.reader("inhibin"), layout.writer("inhibin")
_get_fsh, _put_fsh = layout.reader("fsh"), layout.writer("fsh")
_get_amh, _put_amh = layout.reader("amh"), layout.writer("amh")
_get_endometrium, _put_endometrium = layout.reader("endometrium"), layout.writer("endometrium")
_get_sums, _put_sums = layout.reader("sums"), layout.writer("sums")
_get_climate, _put_climate = layout.reader("climate"), layout.writer("climate")
_pipeline_p = layout.reader("parameters.pipeline")
_follicle_p = layout.reader("parameters.follicle")
_luteal_p = layout.reader("parameters.luteal")
_steroids_p = layout.reader("parameters.steroids")
_gnrh_p = layout.reader("parameters.gnrh")
_lh_p = layout.reader("parameters.lh")
_inhibin_p = layout.reader("parameters.inhibin")
_fsh_p = layout.reader("parameters.fsh")
_amh_p = layout.reader("parameters.amh")
_endometrium_p = layout.reader("parameters.endometrium")

_QUALITY = row("counters", "quality") * WOMEN
_INFLOW = row("counters", "inflow") * WOMEN
_BUDGET = row("counters", "recruit_budget") * WOMEN
_WANTS = row("counters", "wants") * WOMEN
_MENSES = row("counters", "menses") * WOMEN
_BREAKTHROUGH = row("counters", "breakthrough") * WOMEN
_SINCE_OVULATION = row("counters", "since_ovulation") * WOMEN
_AREA = row("sums", "area") * WOMEN
_SECRETION = row("sums", "secretion") * WOMEN
_SMALL = row("sums", "small") * WOMEN
_AMH = row("sums", "amh") * WOMEN
_LUTEINISED = row("sums", "luteinised") * WOMEN
_WORK = WORK * WOMEN
_WORK_FATE = WORK_FATE * WOMEN


@routine
def advance_steroids(b: Any, dt: float) -> None:
    """Corpus luteum and a woman's own steroids, one step of `dt` days."""
    for l in range(WOMEN):
        c = _get_corpus(b, l)
        _put_corpus(b, l, CorpusLuteum(min(c.days + dt, LONG_AGO), c.lifespan, c.size))
    for l in range(WOMEN):
        s = _get_sums(b, l)
        active = luteal.activity(_get_corpus(b, l), _luteal_p(b, l))
        q, p, inhibin_b = b[_QUALITY + l], _steroids_p(b, l), _get_inhibin(b, l).b
        _put_steroids(b, l, steroids.steroids(s.secretion, s.luteinised, q, inhibin_b, active, p))
        inhibin_a = inhibin.inhibin_a(s.secretion, steroids.working(q, p), active, _inhibin_p(b, l))
        _put_inhibin(b, l, Inhibin(inhibin_b, inhibin_a))


@routine
def advance_hormones(b: Any, dt: float) -> None:
    """Every hormone of the block that answers the steroids, one step of `dt` days."""
    for l in range(WOMEN):
        s = _get_steroids(b, l)
        _put_gnrh(b, l, gnrh.gnrh(_get_gnrh(b, l), s.e2, s.p4, dt, _gnrh_p(b, l)))
    for l in range(WOMEN):
        s = _get_steroids(b, l)
        frequency = _get_gnrh(b, l).frequency
        _put_lh(b, l, lh.lh(_get_lh(b, l), s.e2, s.p4, s.p4_total, frequency, dt, _lh_p(b, l)))
    for l in range(WOMEN):
        s, a = _get_sums(b, l), _get_antral(b, l)
        now = inhibin.inhibin(
            _get_inhibin(b, l), a.size, s.small, b[_QUALITY + l], _get_fsh(b, l).blood, dt, _inhibin_p(b, l)
        )
        _put_inhibin(b, l, now)
    for l in range(WOMEN):
        s, g, p, c = _get_steroids(b, l), _get_gnrh(b, l), _fsh_p(b, l), _get_corpus(b, l)
        made = fsh.synthesis(_get_inhibin(b, l), s.e2, s.p4, g.frequency, p)
        rate = fsh.release_rate(gnrh.bound_receptor(g, _gnrh_p(b, l)), s.e2, _get_lh(b, l).risen, p)
        rate *= gnrh.awake(g, c.days, c.lifespan, _gnrh_p(b, l))
        _put_fsh(b, l, fsh.fsh(_get_fsh(b, l), made, rate, dt, p))
    for l in range(WOMEN):
        s, a = _get_sums(b, l), _get_antral(b, l)
        _put_amh(b, l, amh.amh(_get_amh(b, l), a.size, s.amh, b[_QUALITY + l], dt, _amh_p(b, l)))


@routine
def advance_ovary(b: Any, dt: float) -> None:
    """Antral pool, recruitment hazard and the climate of the follicles, one step of `dt` days."""
    for l in range(WOMEN):
        h, s = _get_lh(b, l), _get_steroids(b, l)
        _put_climate(
            b,
            l,
            follicle.climate(
                _get_fsh(b, l).blood,
                h.blood,
                h.tonic,
                h.risen,
                s.p4,
                b[_QUALITY + l],
                b[_AREA + l],
                dt,
                _follicle_p(b, l),
            ),
        )
    for l in range(WOMEN):
        p, a = _pipeline_p(b, l), _get_antral(b, l)
        rate = pipeline.recruitment_per_follicle(_get_fsh(b, l).blood, p)
        _put_antral(b, l, pipeline.antral_after(a, b[_INFLOW + l], rate, dt, p))
        budget = b[_BUDGET + l] - rate * a.size * dt
        b[_BUDGET + l] = budget
        b[_WANTS + l] = yes(budget < 0.0)


@routine
def advance_endometrium(b: Any, dt: float) -> None:
    """Endometrium and bleeding, one step of `dt` days; bleeds are counted until the next record."""
    for l in range(WOMEN):
        s, p = _get_steroids(b, l), _endometrium_p(b, l)
        lining = endometrium.grown(_get_endometrium(b, l), s.e2, s.p4_total, dt, p)
        c = _get_corpus(b, l)
        bleeds = endometrium.bleeding(lining, s.e2, s.p4_total, yes(c.days < c.lifespan), p)
        _put_endometrium(b, l, endometrium.shed(lining, bleeds, s.p4_total, p))
        b[_MENSES + l] += bleeds.menses
        b[_BREAKTHROUGH + l] += bleeds.breakthrough
        b[_SINCE_OVULATION + l] = min(b[_SINCE_OVULATION + l] + dt, LONG_AGO)


@routine
def advance_follicles(b: Any, top: int, dt: float) -> None:
    """Every follicle of the block in slots below `top`, one step of `dt` days, and the sums for the next step."""
    for l in range(WOMEN):
        _put_sums(b, l, Sums(0.0, 0.0, 0.0, 0.0, 0.0))
    work = b[_WORK : _WORK + SLOT_FIELDS * WOMEN]
    for k in range(top):
        first = (FIRST_SLOT + k * SLOT_FIELDS) * WOMEN
        slot = b[first : first + SLOT_FIELDS * WOMEN]
        for i in range(SLOT_FIELDS * WOMEN):
            work[i] = slot[i]
        for l in range(WOMEN):
            p = _follicle_p(b, l)
            grown = follicle.grow(load_work(b, l), _get_climate(b, l), dt, p)
            store_work(b, l, grown.follicle)
            b[_WORK_FATE + l] = grown.fate
            b[_WANTS + l] = max(b[_WANTS + l], ENDS * yes(grown.fate > 0.0))
        for l in range(WOMEN):
            adds = follicle.contribution(load_work(b, l), _follicle_p(b, l))
            b[_AREA + l] += adds.area
            b[_SECRETION + l] += adds.secretion
            b[_SMALL + l] += adds.small
            b[_AMH + l] += adds.amh
            b[_LUTEINISED + l] += adds.luteinised
        for i in range(SLOT_FIELDS * WOMEN):
            slot[i] = work[i]
        fates = b[(FATES + k) * WOMEN : (FATES + k + 1) * WOMEN]
        for l in range(WOMEN):
            fates[l] = b[_WORK_FATE + l]
