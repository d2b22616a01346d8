"""Designs of one trial laid side by side: `antral design PROTOCOL --vary ...`.

Takes a protocol and what is varied; gives what each design would show, as plain values.

1. `grid` turns `--vary` into designs, each a protocol and the `--set` changes that make it; those that cannot be are
   told and left out. Plain names of fields stand in `FIELDS`.
2. `simulations` puts designs together that share simulated trials: those that differ in their number of women are one
   simulation of the largest, a smaller trial being its first women, where the allocation list does not depend on the
   number planned (`shares_its_women`).
3. `kept_of` analyses the trials of one simulation for each of its designs, and keeps a few numbers a trial.
4. `wanted_power`, `ladder`, `between` and `smallest` look for the smallest trial with a wanted power.
5. `looks` and `looked_at` lay interim looks over trials that were simulated to their end.
6. `Beside` sums them up beside the reference design: means over trials with their Monte-Carlo error, and
   differences with their own, smaller error.

To add a field, a line in `FIELDS`; to add a number, an entry in `summary`.
"""

from antral.design.compare.beside import Beside
from antral.design.compare.costs import Costs, told_costs
from antral.design.compare.examples import examples
from antral.design.compare.fields import FIELDS, Field
from antral.design.compare.grid import MOST_POINTS, Axis, Grid, grid
from antral.design.compare.kept import Arrays, joined_parts, kept_of
from antral.design.compare.looks import Looks, looked_at, looks, rule_of, sizes
from antral.design.compare.pareto import fronts
from antral.design.compare.point import LeftOut, Point
from antral.design.compare.search import between, ladder, only_judged, smallest, wanted_power
from antral.design.compare.simulations import Simulation, shares_its_women, simulations
from antral.design.compare.summary import Found, power_test
from antral.design.compare.values import MOST_OF_A_RANGE, Written, thinned, written

__all__ = [
    "FIELDS",
    "MOST_OF_A_RANGE",
    "MOST_POINTS",
    "Arrays",
    "Axis",
    "Beside",
    "Costs",
    "Field",
    "Found",
    "Grid",
    "LeftOut",
    "Looks",
    "Point",
    "Simulation",
    "Written",
    "between",
    "examples",
    "fronts",
    "grid",
    "joined_parts",
    "kept_of",
    "ladder",
    "looked_at",
    "looks",
    "only_judged",
    "power_test",
    "rule_of",
    "shares_its_women",
    "simulations",
    "sizes",
    "smallest",
    "thinned",
    "told_costs",
    "wanted_power",
    "written",
]
