"""Cells after delivery: lung, ovary, the paracrine signal, and the repair it leaves behind.

Established: infused cells lodge in the lungs and few are ever found in the ovary. Everything quantitative in women is
assumed; sources and tags stand in `records/therapy/cells.yaml`.
"""

from typing import NamedTuple

from antral.kernel import equation
from antral.physiology import Ports


class Cells(NamedTuple):
    """Cells and what they did, in one woman."""

    lung: float  # cells
    ovary: float  # cells, both ovaries
    signal: float  # cells' worth of paracrine signal
    repair: float  # 0 to 1


class CellParameters(NamedTuple):
    """Kinetics and effect in one woman."""

    lung_loss: float  # 1/d
    lung_release: float  # 1/d
    ovarian_share: float  # share of cardiac output
    homing: float  # 1
    ovary_loss: float  # 1/d
    systemic: float  # signal of a cell in the lung relative to one in the ovary
    strength: float  # signal of a cell relative to a cord cell
    signal_half: float  # cells, signal of half effect
    signal_rate: float  # 1/d
    repair_days: float  # d
    repair_loss_days: float  # d
    quality_gain: float  # share of the quality deficit restored at full repair
    antral_gain: float  # relative gain of antral survival at full repair
    activation_gain: float  # relative gain of activation at full repair


@equation
def infused(cells: Cells, lung: float, ovary: float) -> Cells:
    """The cells after a delivery of so many to lung and ovary."""
    return Cells(cells.lung + lung, cells.ovary + ovary, cells.signal, cells.repair)


@equation
def effect(cells: Cells, p: CellParameters) -> float:
    """Effect of the signal, 0 to 1; wide and saturating, so that a flat dose response is possible."""
    return cells.signal / (p.signal_half + cells.signal)


@equation
def after(cells: Cells, days: float, p: CellParameters) -> Cells:
    """The cells a short time later (midpoint rule; rates up to about 2/d want steps of 1/8 d)."""
    half = _rates(cells, p)
    middle = Cells(
        cells.lung + 0.5 * days * half.lung,
        cells.ovary + 0.5 * days * half.ovary,
        cells.signal + 0.5 * days * half.signal,
        cells.repair + 0.5 * days * half.repair,
    )
    rate = _rates(middle, p)
    return Cells(
        cells.lung + days * rate.lung,
        cells.ovary + days * rate.ovary,
        cells.signal + days * rate.signal,
        cells.repair + days * rate.repair,
    )


@equation
def _rates(cells: Cells, p: CellParameters) -> Cells:
    """Daily rates of change."""
    arriving = p.lung_release * cells.lung * p.ovarian_share * p.homing
    return Cells(
        -(p.lung_release + p.lung_loss) * cells.lung,
        arriving - p.ovary_loss * cells.ovary,
        p.strength * (cells.ovary + p.systemic * cells.lung) - p.signal_rate * cells.signal,
        effect(cells, p) * (1.0 - cells.repair) / p.repair_days - cells.repair / p.repair_loss_days,
    )


@equation
def ports(cells: Cells, p: CellParameters) -> Ports:
    """What physiology sees of the repair; exactly the untreated values where there is none."""
    r = cells.repair
    return Ports(p.quality_gain * r, 1.0 + p.antral_gain * r, 1.0 + p.activation_gain * r)
