"""What cells restore in the women of an arm who respond, under many sets of parameters, without simulating anyone."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from antral.evidence.effect.likelihood import label
from antral.evidence.effect.prior import WORKS, scenario_of
from antral.evidence.effect.weights import Used
from antral.evidence.replicas import Reported
from antral.kernel import plain
from antral.protocol import Protocol, cell_product
from antral.therapy import CellParameters, Cells, cells, delivered, draw, product_factors

Floats = NDArray[np.float64]

_STEP: Final = 1.0
"""Days; coarser than the engine's, since only the course over weeks is asked for."""


class Restored(NamedTuple):
    """Means over the time in which an outcome's event counts, and over its arms. `[particle]`"""

    quality: Floats
    """Share of the quality deficit that is restored."""
    antral: Floats
    """Relative gain of antral survival."""


def restored(studies: Sequence[Used], columns: Mapping[str, Floats]) -> dict[str, Restored]:
    """What each outcome's women have of the cells, by `label`; an outcome of arms without cells is left out.

    Nothing where cells do not work.

    Parameters
    ----------
    columns
        Parameters of the effect. `[particle]`
    """
    works = columns[WORKS] > 0.0
    theirs = {name: values[works] for name, values in columns.items()}
    known: dict[Any, Floats] = {}
    found = {}
    for study in studies:
        protocol = study.replica.protocol
        for one in study.outcomes:
            if any(protocol.arms[arm].total_cells for arm in one.arms):
                kept = np.zeros(len(works))
                kept[works] = _mean_repair(protocol, one, theirs, known)
                found[label(study, one)] = Restored(columns["quality_gain"] * kept, columns["antral_gain"] * kept)
    return found


def _mean_repair(protocol: Protocol, one: Reported, columns: Mapping[str, Floats], known: dict[Any, Floats]) -> Floats:
    """Weighted by the women of each arm; arms that are treated alike are computed once. `[particle]`"""
    day, ratio = protocol.endpoint(one.endpoint).day, protocol.design.allocation.ratio
    total = sum(ratio[arm] for arm in one.arms)
    mean = np.zeros(len(next(iter(columns.values()))))
    for name in one.arms:
        arm = protocol.arms[name]
        made = None if arm.product is None else protocol.products[arm.product]
        alike = (arm.route, arm.dose_cells, arm.infusion_days, made and (made.record, made.donor), day)
        if alike not in known:
            known[alike] = mean_repair(protocol, name, columns, day=float(day))
        mean = mean + known[alike] * ratio[name] / total
    return mean


def mean_repair(protocol: Protocol, arm: str, columns: Mapping[str, Floats], *, day: float) -> Floats:
    """Mean repair up to a day in women who respond, 0 to 1, by the equations of the engine. `[particle]`"""
    given, p = protocol.arms[arm], _parameters(protocol, arm, columns)
    size = len(p.strength)  # type: ignore[arg-type]
    mean = np.zeros(size)
    if given.route is None:
        return mean
    there = delivered(given.route, np.full(size, float(given.dose_cells)), p)
    state: Any = Cells(*(np.zeros(size) for _ in Cells._fields))  # type: ignore[arg-type]
    infused, after = plain(cells.infused), plain(cells.after)
    infusions = [round(one / _STEP) for one in given.infusion_days]
    steps = round(day / _STEP)
    for step in range(steps):
        if step in infusions:
            state = infused(state, there.lung, there.ovary)  # type: ignore[arg-type]
        state = after(state, _STEP, p)
        mean += state.repair
    result: Floats = mean / steps
    return result


def _parameters(protocol: Protocol, arm: str, columns: Mapping[str, Floats]) -> CellParameters:
    """Kinetics of an arm's product under each particle. Arrays `[particle]`"""
    chosen, trials = scenario_of(columns), np.arange(1, len(next(iter(columns.values()))) + 1)
    p = draw(chosen, 0, trials, np.zeros(len(trials), np.int64))
    name = protocol.arms[arm].product
    if name is None:
        return p
    product = protocol.products[name]
    made = cell_product(product.record)
    factors = product_factors(chosen, 0, trials, tissue=made.source, donor=product.donor, hgf=made.hgf)
    stronger: Any = p.strength * factors.strength
    faster: Any = p.ovary_loss * factors.loss
    return p._replace(strength=stronger, ovary_loss=faster)
