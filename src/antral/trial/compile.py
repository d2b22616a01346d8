"""From a protocol's infusions and a scenario to what the engine delivers to each woman and what it does in her."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antral import therapy
from antral.engine import Infusions
from antral.protocol import Protocol, cell_product
from antral.trial.dose import Given
from antral.trial.roster import Roster


@dataclass(frozen=True)
class Treatment:
    """The women in whom cells do anything under a scenario."""

    rows: NDArray[np.int64]
    """Which participants."""
    parameters: therapy.CellParameters
    """Arrays, one number for each of them."""
    infusions: Infusions
    """Likewise, on the engine's clock."""


def treatment(
    protocol: Protocol, given: Given, roster: Roster, *, scenario: therapy.Scenario, entry_day: int
) -> Treatment | None:
    """What cells are taken to do in each participant, or None where they do nothing in anybody.

    Women without an infusion, non-responders and trials without an effect are left out: the engine would give them,
    bit for bit, the course that they have without cells.

    Parameters
    ----------
    entry_day
        The engine's day on which participants are randomised.
    """
    if not scenario.has_effect:
        return None
    drawn = therapy.draw(scenario, roster.seed, roster.trial, roster.woman)
    gains = np.abs(drawn.quality_gain) + np.abs(drawn.antral_gain) + np.abs(drawn.activation_gain)
    infused = np.zeros(roster.size, np.bool_)
    infused[given.row[given.cells > 0.0]] = True
    rows = np.flatnonzero(infused & (gains > 0.0))
    if rows.size == 0:
        return None
    theirs = _of(drawn, rows)
    factors = _product_factors(protocol, given, roster, scenario)
    faster: Any = theirs.ovary_loss * factors.loss[rows]
    stronger: Any = theirs.strength * factors.strength[rows]
    theirs = theirs._replace(ovary_loss=faster, strength=stronger)
    return Treatment(rows, theirs, _infusions(protocol, given, drawn, rows, entry_day))


def _product_factors(protocol: Protocol, given: Given, roster: Roster, scenario: therapy.Scenario) -> therapy.Factors:
    """What the product of each participant's arm changes of her cells. `[participant]`"""
    strength, loss = np.ones(roster.size), np.ones(roster.size)
    for position, arm in enumerate(protocol.arms.values()):
        if arm.product is None:
            continue
        product = protocol.products[arm.product]
        made = cell_product(product.record)
        hers = np.unique(given.row[given.arm == position])
        found = therapy.product_factors(
            scenario, roster.seed, roster.trial[hers], tissue=made.source, donor=product.donor, hgf=made.hgf
        )
        strength[hers], loss[hers] = found
    return therapy.Factors(strength, loss)


def _of(drawn: therapy.CellParameters, rows: NDArray[np.int64]) -> therapy.CellParameters:
    values: list[Any] = [np.asarray(value)[rows] for value in drawn]
    return therapy.CellParameters(*values)


def _infusions(
    protocol: Protocol, given: Given, drawn: therapy.CellParameters, rows: NDArray[np.int64], entry_day: int
) -> Infusions:
    lung, ovary = np.zeros(given.row.size), np.zeros(given.row.size)
    for position, arm in enumerate(protocol.arms.values()):
        theirs = np.flatnonzero(given.arm == position)
        if arm.route is not None and theirs.size:
            there = therapy.delivered(arm.route, given.cells[theirs], _of(drawn, given.row[theirs]))
            lung[theirs], ovary[theirs] = there.lung, there.ovary
    place = np.full(int(max(rows.max(), given.row.max())) + 1, -1)
    place[rows] = np.arange(rows.size)
    kept = place[given.row] >= 0
    shape = (rows.size, int(given.nth.max()) + 1)
    at = (place[given.row[kept]], given.nth[kept])
    result = Infusions(np.full(shape, -1), np.zeros(shape), np.zeros(shape))
    result.day[at] = entry_day + np.floor(given.day[kept]).astype(np.int64)
    result.lung[at], result.ovary[at] = lung[kept], ovary[kept]
    return result
