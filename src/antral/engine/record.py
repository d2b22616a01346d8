"""What is written down of a block of women at a record.

The largest follicle is the largest that a scan would show: one that dies, or luteinises without ovulation, is seen
until it has shrunk. (What ovulates is gone at once: no corpus luteum is measured.)
"""

from typing import Any

from antral.engine import layout
from antral.engine.daily import most_dead
from antral.engine.layout import DEAD_AGE, DEAD_SIZE, FIRST_SLOT, SLOT_FIELDS, WOMEN, WORK, row
from antral.kernel import REAL, routine, yes
from antral.physiology import follicle
from antral.physiology.follicle import Follicle
from antral.therapy import hormones

_get_steroids = layout.reader("steroids")
_get_exogenous = layout.reader("exogenous")
_hormone_p = layout.reader("hormone_parameters")
_follicle_p = layout.reader("parameters.follicle")
_get_reserve = layout.slow_reader("reserve")
_get_cells = layout.slow_reader("cells")

_FSH = row("fsh", "blood") * WOMEN
_LH = row("lh", "blood") * WOMEN
_INHIBIN = row("inhibin", "b") * WOMEN
_AMH = row("amh", "blood") * WOMEN
_ANTRAL = row("antral", "size") * WOMEN
_THICKNESS = row("endometrium", "thickness") * WOMEN
_PREGNANT = row("pregnancy", "days") * WOMEN
_MENSES = row("counters", "menses") * WOMEN
_BREAKTHROUGH = row("counters", "breakthrough") * WOMEN
_OVULATIONS = row("counters", "ovulations") * WOMEN
_OVULATED = row("counters", "ovulated") * WOMEN
_DEAD = row("counters", "dead") * WOMEN
_QUALITY = row("counters", "quality") * WOMEN
_DIAMETER = Follicle._fields.index("diameter")
_COUNTABLE, _SEEN, _LARGEST = (WORK * WOMEN, (WORK + 1) * WOMEN, (WORK + 2) * WOMEN)


@routine
def _count(b: Any, top: int, day_fraction: float) -> None:
    """Follicles that a scan counts or sees and the largest of each woman, living (in slots below `top`) and dead."""
    countable, seen, largest = (
        b[_COUNTABLE : _COUNTABLE + WOMEN],
        b[_SEEN : _SEEN + WOMEN],
        b[_LARGEST : _LARGEST + WOMEN],
    )
    for l in range(WOMEN):
        countable[l], seen[l], largest[l] = REAL(0), REAL(0), REAL(0)
    for k in range(top):
        first = (FIRST_SLOT + k * SLOT_FIELDS + _DIAMETER) * WOMEN
        diameters = b[first : first + WOMEN]
        for l in range(WOMEN):
            d = diameters[l]
            countable[l] += yes(d >= 2.0) * yes(d <= 10.0)
            seen[l] += yes(d >= 3.0)
            largest[l] = max(largest[l], d)
    for j in range(most_dead(b)):
        sizes = b[(DEAD_SIZE + j) * WOMEN : (DEAD_SIZE + j + 1) * WOMEN]
        ages = b[(DEAD_AGE + j) * WOMEN : (DEAD_AGE + j + 1) * WOMEN]
        for l in range(WOMEN):
            days, followed = max(ages[l] + day_fraction, REAL(0.0)), yes(REAL(j) < b[_DEAD + l])
            d = follicle.shrunk_diameter(sizes[l], days, _follicle_p(b, l))
            countable[l] += followed * yes(d >= 2.0) * yes(d <= 10.0)
            seen[l] += followed * yes(d >= 3.0)
            largest[l] = max(largest[l], followed * d)


@routine
def write(b: Any, s: Any, top: int, day_fraction: float, out: Any) -> None:
    """Write the outputs of a block `[output, woman]`, in the order of `layout.OUTPUTS`, and start the counters anew."""
    _count(b, top, day_fraction)
    for l in range(WOMEN):
        out[0, l] = b[_FSH + l]
        out[1, l] = b[_LH + l]
        out[4, l] = b[_INHIBIN + l]
        out[5, l] = b[_AMH + l]
        out[6, l] = b[_ANTRAL + l]
        out[7, l] = b[_COUNTABLE + l]
        out[8, l] = b[_SEEN + l]
        out[9, l] = b[_LARGEST + l]
    for l in range(WOMEN):
        steroids = _get_steroids(b, l)
        out[2, l] = steroids.e2
        out[3, l] = hormones.assayed(steroids, _get_exogenous(b, l), _hormone_p(b, l))
    for l in range(WOMEN):
        out[10, l] = b[_MENSES + l]
        out[11, l] = b[_BREAKTHROUGH + l]
        out[12, l] = b[_OVULATIONS + l]
        out[13, l] = b[_OVULATED + l]
        out[14, l] = b[_QUALITY + l]
        out[17, l] = b[_THICKNESS + l]
        out[18, l] = b[_PREGNANT + l]
    for l in range(WOMEN):
        out[15, l] = _get_reserve(s, l).primordial
        out[16, l] = _get_cells(s, l).repair
    for l in range(WOMEN):
        b[_MENSES + l] = REAL(0)
        b[_BREAKTHROUGH + l] = REAL(0)
        b[_OVULATIONS + l] = REAL(0)
        b[_OVULATED + l] = REAL(0)
