"""Pregnancy and its end: rare, so scalar. A block comes here only while one of its women is pregnant."""

from typing import Any, Final

from antral.engine import layout
from antral.engine.events import bury, remove, summed
from antral.engine.layout import WOMEN, load_follicle, row
from antral.kernel import REAL, routine
from antral.physiology import follicle, pregnancy, steroids
from antral.physiology.endometrium import Endometrium
from antral.physiology.luteal import CorpusLuteum
from antral.physiology.pregnancy import Pregnancy

_ZERO: Final = REAL(0)
NOT_PREGNANT: Final = REAL(-1)
_LONG_AGO: Final = REAL(100)

_get_pregnancy, _put_pregnancy = layout.reader("pregnancy"), layout.writer("pregnancy")
_get_corpus, _put_corpus = layout.reader("corpus"), layout.writer("corpus")
_get_fsh, _put_fsh = layout.reader("fsh"), layout.writer("fsh")
_put_endometrium = layout.writer("endometrium")
_put_steroids = layout.writer("steroids")
_get_sums = layout.reader("sums")
_pregnancy_p = layout.reader("parameters.pregnancy")
_luteal_p = layout.reader("parameters.luteal")
_steroids_p = layout.reader("parameters.steroids")
_endometrium_p = layout.reader("parameters.endometrium")

_LIVE = row("counters", "live") * WOMEN
_PREGNANT = row("pregnancy", "days") * WOMEN
_QUALITY = row("counters", "quality") * WOMEN
_INHIBIN = row("inhibin", "b") * WOMEN


@routine
def _own(b: Any, l: int) -> steroids.Steroids:
    """Her steroids without a corpus luteum."""
    s = _get_sums(b, l)
    return steroids.steroids(s.secretion, s.luteinised, b[_QUALITY + l], b[_INHIBIN + l], _ZERO, _steroids_p(b, l))


@routine
def expecting(b: Any) -> bool:
    """Whether any woman of the block is pregnant."""
    most = NOT_PREGNANT
    for l in range(WOMEN):
        most = max(most, b[_PREGNANT + l])
    return most >= 0.0


@routine
def _rest(b: Any, l: int, day_fraction: float) -> None:
    """The ovaries of a pregnant woman: every follicle dies but those that the same surge is still to release."""
    for k in range(int(b[_LIVE + l]) - 1, -1, -1):
        f = load_follicle(b, k, l)
        if f.status != follicle.COMMITTED:
            bury(b, f.diameter, day_fraction, l)
            remove(b, k, l)
    summed(b, l)


@routine
def _carry(b: Any, l: int, dt: float) -> None:
    """One step of `dt` days of a pregnancy: its steroids in place of her own, or its end.

    What follows a miscarriage or a birth is no menses: the endometrium starts anew.
    """
    p, state = _pregnancy_p(b, l), _get_pregnancy(b, l)
    if state.days + REAL(0.5) * dt > state.ends:
        _put_pregnancy(b, l, Pregnancy(NOT_PREGNANT, _ZERO))
        _put_corpus(b, l, CorpusLuteum(_LONG_AGO, _get_corpus(b, l).lifespan, _get_corpus(b, l).size))
        own = _own(b, l)
        _put_endometrium(b, l, Endometrium(_endometrium_p(b, l).after_bleeding, _ZERO, own.e2))
        _put_steroids(b, l, own)
        return
    now = Pregnancy(state.days + dt, state.ends)
    _put_pregnancy(b, l, now)
    _put_steroids(b, l, pregnancy.sustained(_own(b, l), now, _get_corpus(b, l), _luteal_p(b, l), _steroids_p(b, l), p))


@routine
def gestate(b: Any, day_fraction: float, dt: float) -> bool:
    """One step of `dt` days of every pregnancy in the block; whether there still is one."""
    for l in range(WOMEN):
        if b[_PREGNANT + l] >= _ZERO:
            _rest(b, l, day_fraction)
            _carry(b, l, dt)
    return expecting(b)


@routine
def suppress(b: Any, dt: float) -> None:
    """FSH of the pregnant women of the block, at the end of a step of `dt` days."""
    for l in range(WOMEN):
        if b[_PREGNANT + l] >= _ZERO:
            _put_fsh(b, l, pregnancy.suppressed(_get_fsh(b, l), dt, _pregnancy_p(b, l)))
