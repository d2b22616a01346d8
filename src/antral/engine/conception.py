"""Conception at an ovulation in one woman: rare, so scalar."""

from typing import Any, Final

from antral.core import Purpose
from antral.engine import layout
from antral.engine.layout import WOMEN, row
from antral.kernel import REAL, normal_quantile, routine, uniforms
from antral.physiology import pregnancy
from antral.physiology.pregnancy import Pregnancy

_CONCEPTION: Final = int(Purpose.CONCEPTION)
_ZERO: Final = REAL(0)
_ONE: Final = REAL(1)

_get_trying = layout.reader("trying")
_put_pregnancy = layout.writer("pregnancy")
_pregnancy_p = layout.reader("parameters.pregnancy")

_PREGNANT = row("pregnancy", "days") * WOMEN
_RELEASED = row("counters", "released") * WOMEN
_QUALITY = row("counters", "quality") * WOMEN


@routine
def conceive(b: Any, l: int, seed: int, trial: int, patient: int, day: int) -> None:
    """Whether this ovulation leads to a pregnancy, and how that will end; draws are keyed by its number."""
    ordinal = int(b[_RELEASED + l])
    b[_RELEASED + l] += _ONE
    she = _get_trying(b, l)
    if she.intention <= 0.0 or b[_PREGNANT + l] >= _ZERO:
        return
    p = _pregnancy_p(b, l)
    age = she.age + REAL(day / 365.25)
    u = uniforms(seed, trial, patient, _CONCEPTION, ordinal)
    if u[0] >= pregnancy.chance(age, b[_QUALITY + l], she.intention, p):
        return
    if u[1] < pregnancy.miscarriage(age, p):
        ends = pregnancy.lost_on(REAL(u[2]), p)
    else:
        ends = pregnancy.born_on(REAL(normal_quantile(u[2])), p)
    _put_pregnancy(b, l, Pregnancy(_ZERO, ends))
