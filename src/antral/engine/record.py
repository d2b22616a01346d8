"""What is written down of one woman at a record."""

from typing import Any

from antral.engine import layout
from antral.engine.layout import DEAD_AGE, DEAD_SIZE, WOMEN, load_follicle, row
from antral.kernel import REAL, routine
from antral.physiology import follicle
from antral.therapy import hormones

_get_counters = layout.reader("counters")
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


@routine
def write(b: Any, s: Any, l: int, day_fraction: float, out: Any) -> None:
    """Write one woman's outputs `[output, woman]`, in the order of `layout.OUTPUTS`, and start her counters anew."""
    p = _follicle_p(b, l)
    c = _get_counters(b, l)
    steroids = _get_steroids(b, l)
    countable, seen, largest = 0.0, 0.0, 0.0
    for k in range(int(c.live)):
        d = load_follicle(b, k, l).diameter
        countable += 1.0 if 2.0 <= d <= 10.0 else 0.0
        seen += 1.0 if d >= 3.0 else 0.0
        largest = max(largest, d)
    for j in range(int(c.dead)):
        days = max(b[(DEAD_AGE + j) * WOMEN + l] + day_fraction, REAL(0.0))
        d = follicle.shrunk_diameter(b[(DEAD_SIZE + j) * WOMEN + l], days, p)
        countable += 1.0 if 2.0 <= d <= 10.0 else 0.0
        seen += 1.0 if d >= 3.0 else 0.0
    out[0, l] = b[_FSH + l]
    out[1, l] = b[_LH + l]
    out[2, l] = steroids.e2
    out[3, l] = hormones.assayed(steroids, _get_exogenous(b, l), _hormone_p(b, l))
    out[4, l] = b[_INHIBIN + l]
    out[5, l] = b[_AMH + l]
    out[6, l] = b[_ANTRAL + l]
    out[7, l] = countable
    out[8, l] = seen
    out[9, l] = largest
    out[10, l] = c.menses
    out[11, l] = c.breakthrough
    out[12, l] = c.ovulations
    out[13, l] = c.ovulated
    out[14, l] = c.quality
    out[15, l] = _get_reserve(s, l).primordial
    out[16, l] = _get_cells(s, l).repair
    out[17, l] = b[_THICKNESS + l]
    out[18, l] = b[_PREGNANT + l]
    b[_MENSES + l] = REAL(0)
    b[_BREAKTHROUGH + l] = REAL(0)
    b[_OVULATIONS + l] = REAL(0)
    b[_OVULATED + l] = REAL(0)
