"""What happens rarely to one woman: a recruit, a death, an ovulation. Scalar, with branches and random numbers."""

import math
from typing import Any, Final

from antral.core import Purpose
from antral.engine import layout
from antral.engine.conception import conceive
from antral.engine.layout import DEAD_AGE, DEAD_SIZE, FATES, SHRINKING, SLOTS, WOMEN, load_follicle, row, store_follicle
from antral.kernel import REAL, normal_quantile, routine, uniforms
from antral.physiology import follicle, gnrh, luteal, quality
from antral.physiology.follicle import Follicle, Sums
from antral.physiology.gnrh import Gnrh
from antral.physiology.luteal import CorpusLuteum

_RECRUIT: Final = int(Purpose.RECRUIT)
_LUTEAL: Final = int(Purpose.LUTEAL)
_ZERO: Final = REAL(0)
_ONE: Final = REAL(1)

_get_corpus, _put_corpus = layout.reader("corpus"), layout.writer("corpus")
_get_gnrh, _put_gnrh = layout.reader("gnrh"), layout.writer("gnrh")
_get_counters, _put_counters = layout.reader("counters"), layout.writer("counters")
_get_climate = layout.reader("climate")
_get_sums, _put_sums = layout.reader("sums"), layout.writer("sums")
_follicle_p = layout.reader("parameters.follicle")
_luteal_p = layout.reader("parameters.luteal")
_gnrh_p = layout.reader("parameters.gnrh")
_quality_p = layout.reader("parameters.quality")

_PREGNANT = row("pregnancy", "days") * WOMEN
_LIVE = row("counters", "live") * WOMEN
_DEAD = row("counters", "dead") * WOMEN
_RECRUITS = row("counters", "recruits") * WOMEN
_CORPORA = row("counters", "corpora") * WOMEN
_REFUSED = row("counters", "refused") * WOMEN
_BUDGET = row("counters", "recruit_budget") * WOMEN
_SINCE_OVULATION = row("counters", "since_ovulation") * WOMEN
_OVULATIONS = row("counters", "ovulations") * WOMEN
_OVULATED = row("counters", "ovulated") * WOMEN
_QUALITY = row("counters", "quality") * WOMEN


@routine
def remove(b: Any, k: int, l: int) -> None:
    """Free slot `k`: the woman's last follicle, with its fate, fills the hole."""
    last = int(b[_LIVE + l]) - 1
    store_follicle(b, k, l, load_follicle(b, last, l))
    b[(FATES + k) * WOMEN + l] = b[(FATES + last) * WOMEN + l]
    f = load_follicle(b, last, l)
    store_follicle(b, last, l, Follicle(_ZERO, f.threshold, _ZERO, _ZERO, _ZERO, _ZERO, _ZERO))
    b[(FATES + last) * WOMEN + l] = _ZERO
    b[_LIVE + l] = REAL(last)


@routine
def bury(b: Any, diameter: float, day_fraction: float, l: int) -> None:
    """Follow a dead follicle of this diameter until a scan no longer sees it."""
    n = int(b[_DEAD + l])
    if n == SHRINKING:
        for j in range(SHRINKING - 1):
            b[(DEAD_SIZE + j) * WOMEN + l] = b[(DEAD_SIZE + j + 1) * WOMEN + l]
            b[(DEAD_AGE + j) * WOMEN + l] = b[(DEAD_AGE + j + 1) * WOMEN + l]
        n -= 1
    b[(DEAD_SIZE + n) * WOMEN + l] = diameter
    b[(DEAD_AGE + n) * WOMEN + l] = -day_fraction
    b[_DEAD + l] = REAL(n + 1)


@routine
def luteinise(b: Any, l: int, seed: int, trial: int, patient: int, day: int) -> None:
    """A new corpus luteum, and whether the hypothalamus rests after it."""
    p, g = _luteal_p(b, l), _get_gnrh(b, l)
    u = uniforms(seed, trial, patient, _LUTEAL, int(b[_CORPORA + l]))
    b[_CORPORA + l] += _ONE
    lifespan = luteal.drawn_lifespan(REAL(normal_quantile(u[0])), p)
    size = luteal.drawn_size(REAL(normal_quantile(u[1])), b[_QUALITY + l], p)
    _put_corpus(b, l, CorpusLuteum(_ZERO, lifespan, size))
    age = quality.age(REAL(day), _quality_p(b, l))
    _put_gnrh(b, l, Gnrh(g.pituitary, g.frequency, REAL(gnrh.drawn_rest(REAL(u[2]), age, _gnrh_p(b, l)))))


@routine
def end_follicles(b: Any, l: int, seed: int, trial: int, patient: int, day: int, day_fraction: float) -> None:
    """Carry out the fates that the step decided."""
    for k in range(int(b[_LIVE + l]) - 1, -1, -1):
        fate = b[(FATES + k) * WOMEN + l]
        if fate == _ZERO:
            continue
        f = load_follicle(b, k, l)
        b[(FATES + k) * WOMEN + l] = _ZERO
        if fate == follicle.DIES:
            bury(b, f.diameter, day_fraction, l)
            remove(b, k, l)
        elif fate == follicle.COMMITS:
            store_follicle(
                b, k, l, Follicle(f.diameter, f.threshold, follicle.COMMITTED, f.age, _ZERO, f.budget, f.synthesis)
            )
            if _get_corpus(b, l).days > _luteal_p(b, l).refractory_days:
                luteinise(b, l, seed, trial, patient, day)
        elif fate == follicle.OVULATES:
            b[_OVULATED + l] += _ONE
            if b[_SINCE_OVULATION + l] > _luteal_p(b, l).refractory_days:
                b[_OVULATIONS + l] += _ONE
                b[_SINCE_OVULATION + l] = _ZERO
                conceive(b, l, seed, trial, patient, day)
            remove(b, k, l)
        elif fate == follicle.LUTEINISES:
            store_follicle(
                b, k, l, Follicle(f.diameter, f.threshold, follicle.LUTEINISED, f.age, _ZERO, f.budget, f.synthesis)
            )
        else:
            remove(b, k, l)


@routine
def recruit(b: Any, l: int, seed: int, trial: int, patient: int) -> bool:
    """Recruit while the hazard asks for it; whether a follicle came.

    Each recruit's draws are keyed by its number, not by the step. Whether it can grow at all does not depend on its
    threshold, which is drawn only then.
    """
    p = _follicle_p(b, l)
    came = False
    while b[_BUDGET + l] < _ZERO:
        u = uniforms(seed, trial, patient, _RECRUIT, int(b[_RECRUITS + l]))
        b[_RECRUITS + l] += _ONE
        b[_BUDGET + l] += REAL(-math.log(u[0]))
        if b[_PREGNANT + l] >= _ZERO:
            continue
        if u[1] >= follicle.acceptance(b[_QUALITY + l], p):
            continue
        c = _get_climate(b, l)
        # a recruit is not yet among the others: its own area is added before speed() takes it away
        seen = follicle.Climate(
            c.fsh_fourth,
            c.growth,
            c.crowding + c.competition * p.start * p.start,
            c.competition,
            c.releasing,
            c.luteinisation,
            c.synthesis_kept,
        )
        if follicle.speed(p.start, p.threshold, seen, p) <= _ZERO:
            continue
        k = int(b[_LIVE + l])
        if k == SLOTS:
            b[_REFUSED + l] += _ONE
            continue
        threshold = follicle.drawn_threshold(REAL(normal_quantile(u[3])), p)
        budget = REAL(-math.log(u[2]))
        store_follicle(b, k, l, Follicle(p.start, threshold, follicle.GROWING, _ZERO, _ZERO, budget, _ONE))
        b[_LIVE + l] = REAL(k + 1)
        came = True
    return came


@routine
def summed(b: Any, l: int) -> None:
    """The sums of one woman anew, after events changed her follicles."""
    p = _follicle_p(b, l)
    area, secretion, small, amh, luteinised = _ZERO, _ZERO, _ZERO, _ZERO, _ZERO
    for k in range(int(b[_LIVE + l])):
        adds = follicle.contribution(load_follicle(b, k, l), p)
        area += adds.area
        secretion += adds.secretion
        small += adds.small
        amh += adds.amh
        luteinised += adds.luteinised
    _put_sums(b, l, Sums(area, secretion, small, amh, luteinised))
