"""What a harvest plot and an albatross plot show, as data; drawing is the reports' business."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from antral.core import InputError
from antral.evidence.pooling.sample import Numbers


@dataclass(frozen=True)
class Bar:
    """One study in a harvest plot."""

    row: str
    direction: int
    """-1, 0 or 1."""
    label: str
    height: float
    """Women, so that a small study looks small."""


def harvest(directions: Sequence[int], rows: Sequence[str], labels: Sequence[str], n: Sequence[float]) -> list[Bar]:
    """Studies by row (such as cell source) and direction, the largest first (Ogilvie and colleagues 2008).

    Parameters
    ----------
    directions, rows, labels, n
        `[study]`.
    """
    if len({len(directions), len(rows), len(labels), len(n)}) > 1:
        raise InputError("directions, rows, labels and n: one a study each was wanted.")
    bars = [Bar(row, way, name, float(size)) for way, row, name, size in zip(directions, rows, labels, n, strict=True)]
    return sorted(bars, key=lambda bar: (bar.row, -bar.direction, -bar.height, bar.label))


@dataclass(frozen=True)
class Albatross:
    """Women against p-values, with lines of equal effect."""

    deviate: Numbers
    """Normal deviate of each study, its sign the direction; `[study]`."""
    n: Numbers
    """`[study]`."""
    effects: tuple[float, ...]
    lines: Numbers
    """Women with whom each effect has each of `line_deviates`; `[effect, point]`."""
    line_deviates: Numbers
    """`[point]`."""


def albatross(
    two_sided: ArrayLike, directions: Sequence[int], n: ArrayLike, *, effects: Sequence[float] = (0.2, 0.5, 0.8)
) -> Albatross:
    """Where studies with printed p-values lie between lines of equal standardised difference of two equal groups.

    Source: Harrison and colleagues 2017, Res Synth Methods 8:281; n = 4 z^2 / d^2.

    Parameters
    ----------
    two_sided, directions, n
        Printed p-value, direction (-1, 1) and women of each study, `[study]`.
    effects
        Standardised differences of the lines, positive.
    """
    p, women = np.asarray(two_sided, float), np.asarray(n, float)
    if p.shape != women.shape or len(p) != len(directions) or not np.all((p > 0) & (p <= 1)):
        raise InputError("two_sided, directions and n: one a study each was wanted, p above 0 and up to 1.")
    line = np.linspace(0.0, 5.0, 101)
    sizes = np.asarray(effects, float)[:, np.newaxis]
    return Albatross(-ndtri(p / 2.0) * np.asarray(directions), women, tuple(effects), 4.0 * line**2 / sizes**2, line)
