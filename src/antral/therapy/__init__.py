"""Treatments, and how they reach the three ports of physiology.

Takes doses, routes and a named scenario; gives what enters the engine.

1. `scenario(name)` is a named assumption of what cells do: `none`, `evidence`, `target`; `draw` makes it parameters.
2. `delivered` splits a dose by route into cells that lodge in the lung and cells that reach the ovaries.
3. `cells` follows lung, ovaries, paracrine signal and repair in one woman; `cells.ports` is what physiology sees of it.

A dose of zero leaves every bit as it is without treatment. A new route is a line in `delivery.ROUTES`, a new scenario a
file in `records/scenarios`.
"""

from antral.therapy import cells
from antral.therapy.cells import CellParameters, Cells
from antral.therapy.delivery import ROUTES, Delivered, delivered, donor_loss
from antral.therapy.scenario import Scenario, draw, scenario, scenarios, strength, typical_cells

__all__ = [
    "ROUTES",
    "CellParameters",
    "Cells",
    "Delivered",
    "Scenario",
    "cells",
    "delivered",
    "donor_loss",
    "draw",
    "scenario",
    "scenarios",
    "strength",
    "typical_cells",
]
