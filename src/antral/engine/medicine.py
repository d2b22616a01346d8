"""Hormones from outside: tablets by the calendar, and what they add to a woman's own steroids.

A block comes here only while one of its women takes tablets or has something of them left; the others in it are added
exact zeros.
"""

from typing import Any, Final

from antral.core import Purpose
from antral.engine import layout
from antral.engine.layout import WOMEN, row
from antral.kernel import REAL, routine, uniforms
from antral.physiology import follicle
from antral.therapy import hormones

_TABLET: Final = int(Purpose.TABLET)
_ONE: Final = REAL(1)

_get_exogenous, _put_exogenous = layout.reader("exogenous"), layout.writer("exogenous")
_get_steroids, _put_steroids = layout.reader("steroids"), layout.writer("steroids")
_hormone_p = layout.reader("hormone_parameters")
_gnrh_p = layout.reader("parameters.gnrh")
_lh_p = layout.reader("parameters.lh")
_follicle_p = layout.reader("parameters.follicle")
_pregnancy_p = layout.reader("parameters.pregnancy")

_DEPOT = row("exogenous", "depot") * WOMEN
_E2 = row("exogenous", "e2") * WOMEN
_PROGESTOGEN = row("exogenous", "progestogen") * WOMEN
_LINK = row("hormone_parameters", "link") * WOMEN
_PREGNANT = row("pregnancy", "days") * WOMEN
_STOPPED = row("counters", "stopped") * WOMEN
_EASED = row("counters", "eased") * WOMEN
_QUALITY = row("counters", "quality") * WOMEN
_TONIC = row("lh", "tonic") * WOMEN
_LUTEINISATION = row("climate", "luteinisation") * WOMEN


@routine
def _tablet(b: Any, l: int, day: int, seed: int, trial: int, patient: int, tablets: Any) -> int:
    """The place in the calendar (from 0) of the tablets that she takes today; −1 when she takes none."""
    if tablets.regimen[l] < 0 or day < tablets.first[l] or day > tablets.last[l]:
        return -1
    if b[_PREGNANT + l] >= _pregnancy_p(b, l).recognition:
        b[_STOPPED + l] = _ONE
    if b[_STOPPED + l] > 0.0:
        return -1
    if tablets.taken[l] < 1.0 and uniforms(seed, trial, patient, _TABLET, day)[0] >= tablets.taken[l]:
        return -1
    return int((day - tablets.first[l]) % tablets.length[tablets.regimen[l]])


@routine
def prescribed(b: Any, tablets: Any) -> bool:
    """Whether any woman of the block has a calendar, or something of earlier tablets left."""
    most = -1
    for l in range(WOMEN):
        most = max(most, tablets.regimen[l])
    return most >= 0 or _medicated(b)


@routine
def prescribe(b: Any, due: Any, day: int, seed: int, trials: Any, patients: Any, tablets: Any) -> bool:
    """Write the place in the calendar of today's tablets, −1 for none, into `due`; whether anybody has hormones."""
    any_due = False
    for l in range(WOMEN):
        due[l] = _tablet(b, l, day, seed, trials[l], patients[l], tablets)
        any_due = any_due or due[l] >= 0
    return any_due or _medicated(b)


@routine
def swallow(b: Any, due: Any, step: int, tablets: Any) -> None:
    """The tablets that are taken at the beginning of this step of the day."""
    for l in range(WOMEN):
        kind = tablets.regimen[l]
        if due[l] >= 0 and tablets.hour[kind] == step:
            estradiol, progestogen = tablets.estradiol_mg[kind, due[l]], tablets.progestogen_mg[kind, due[l]]
            _put_exogenous(b, l, hormones.swallowed(_get_exogenous(b, l), REAL(estradiol), REAL(progestogen)))


@routine
def _medicated(b: Any) -> bool:
    """Whether any woman of the block has hormones from outside."""
    most = REAL(0)
    for l in range(WOMEN):
        most = max(most, b[_DEPOT + l] + b[_E2 + l] + b[_PROGESTOGEN + l])
    return most > 0.0


@routine
def unlinked(b: Any) -> bool:
    """Whether hormones are taken not to ease ovulation in any woman of the block."""
    least = _ONE
    for l in range(WOMEN):
        least = min(least, b[_LINK + l])
    return least < 1.0


@routine
def advance_exogenous(b: Any, dt: float) -> None:
    """Hormones from outside one step of `dt` days later, added to the own steroids of that step."""
    for l in range(WOMEN):
        _put_exogenous(b, l, hormones.after(_get_exogenous(b, l), dt, _hormone_p(b, l)))
    for l in range(WOMEN):
        _put_steroids(b, l, hormones.together(_get_steroids(b, l), _get_exogenous(b, l), _hormone_p(b, l)))


@routine
def unlink(b: Any) -> None:
    """The hazard of luteinisation anew, where hormones are taken not to ease ovulation."""
    for l in range(WOMEN):
        x, s = _get_exogenous(b, l), _get_steroids(b, l)
        b[_EASED + l] = hormones.eased(s, x, _hormone_p(b, l), _gnrh_p(b, l), _lh_p(b, l))
    for l in range(WOMEN):
        hazard = follicle.luteinisation(b[_TONIC + l] * b[_EASED + l], b[_QUALITY + l], _follicle_p(b, l))
        has = b[_E2 + l] + b[_PROGESTOGEN + l]
        b[_LUTEINISATION + l] = hazard if has > 0.0 and b[_LINK + l] < 1.0 else b[_LUTEINISATION + l]
