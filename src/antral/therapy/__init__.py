"""Treatments, and how they reach the three ports of physiology.

Takes doses, routes and a named scenario; gives what enters the engine.

1. `scenario(name)` is a named assumption of what cells do: `none`, `evidence`, `target`; `draw` makes it parameters,
   `product_factors` what an arm's product changes of them. `Sample` holds values that belong together, a row a trial.
2. `delivered` splits a dose by route into cells that lodge in the lung and cells that reach the ovaries.
3. `cells` follows lung, ovaries, paracrine signal and repair in one woman; `cells.ports` is what physiology sees of it.
4. `regimen(name)` is a hormone replacement: `calendars` says what is taken on which day, `hormone_parameters` how each
   woman takes it up; `hormones` follows it in her and adds it to her own steroids.

A dose of zero leaves every bit as it is without treatment. A new route is a line in `delivery.ROUTES`, a new scenario a
file in `records/scenarios`, a new hormone replacement a file in `records/hormone_therapies`.
"""

from antral.therapy import cells, hormones
from antral.therapy.cells import CellParameters, Cells
from antral.therapy.delivery import ROUTES, Delivered, delivered, donor_loss
from antral.therapy.hormones import Exogenous, HormoneParameters
from antral.therapy.regimen import Calendars, Regimen, calendars, hormone_parameters, regimen, regimens
from antral.therapy.sample import Sample, shipped_sample
from antral.therapy.scenario import (
    Draw,
    Factors,
    Fixed,
    HalfNormal,
    Scenario,
    draw,
    product_factors,
    sample_hashes,
    scenario,
    scenarios,
    strength,
    typical_cells,
)

__all__ = [
    "ROUTES",
    "Calendars",
    "CellParameters",
    "Cells",
    "Delivered",
    "Draw",
    "Exogenous",
    "Factors",
    "Fixed",
    "HalfNormal",
    "HormoneParameters",
    "Regimen",
    "Sample",
    "Scenario",
    "calendars",
    "cells",
    "delivered",
    "donor_loss",
    "draw",
    "hormone_parameters",
    "hormones",
    "product_factors",
    "regimen",
    "regimens",
    "sample_hashes",
    "scenario",
    "scenarios",
    "shipped_sample",
    "strength",
    "typical_cells",
]
