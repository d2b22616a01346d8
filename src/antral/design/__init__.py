"""Designs compared by what they would show: operating characteristics, sample size, smallest effect, changes.

Takes a protocol and conducted trials; gives rates with Monte-Carlo error, as plain values.

1. `gather_part` analyses the trials of one shard under every scenario; `merged` puts the parts of a run into one
   `Gathered` a scenario, small enough to be kept whatever the number of trials.
2. `characteristics` sums up: estimates by arm, contrasts and slopes with the truth, its bias and its coverage beside
   them; rejection rates and attained sizes, naive claims, safety, monitoring, what happened to the women.
3. `sample_size`, `smallest_effect` and `changes` try other sizes and arms on the participants already simulated.
4. `tornado` moves each assumed number to the ends of its range and tells what power and naive claims do;
   `Moves` is the same in portions, for several processes.
5. `over_trials` gives each rate its Monte-Carlo error, clustered on the woman, because trials share women.
6. `compare` lays designs of one trial side by side: `grid`, `simulations`, `kept_of`, `Beside`.
7. `dose_finding` holds designs that look for a dose: `boin`, `crm`, `three_plus_three`.
8. `fixed` (power and size of one test), `sequential` (looks before the end) and `two_stage` (Simon) work from formulas,
   for any trial; the `sample_size` above searches over simulated women.

What works from formulas (7, 8) is loaded with the room; the rest, which needs the simulator, when it is first used.

A change of design worth comparing is a line in `changes._candidates`.
"""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from antral.design import dose_finding, fixed, sequential, two_stage
from antral.design.dose_finding import boin, crm, three_plus_three

if TYPE_CHECKING:
    from antral.design.changes import Change, changes
    from antral.design.characteristics import characteristics, rates, women_per_arm
    from antral.design.clustered import Enrolled, Estimate, over_trials
    from antral.design.compare import (
        FIELDS,
        Arrays,
        Beside,
        Costs,
        Found,
        Grid,
        Looks,
        Point,
        Simulation,
        between,
        fronts,
        joined_parts,
        kept_of,
        ladder,
        looked_at,
        only_judged,
        power_test,
        rule_of,
        sizes,
        smallest,
        told_costs,
        wanted_power,
    )
    from antral.design.compare.examples import examples
    from antral.design.compare.grid import grid
    from antral.design.compare.looks import looks
    from antral.design.compare.simulations import simulations
    from antral.design.gathered import Gathered, Part
    from antral.design.happened import before_conception
    from antral.design.monitoring import boundary, exact
    from antral.design.operate import gather_part, merged
    from antral.design.power import searches
    from antral.design.sample_size import SampleSize, sample_size
    from antral.design.smallest_effect import SmallestEffect, smallest_effect, smallest_effects
    from antral.design.tornado import Moves, Portion, tornado

_PLACES: Final = MappingProxyType(
    {
        "Arrays": "compare",
        "Beside": "compare",
        "Change": "changes",
        "Costs": "compare",
        "Enrolled": "clustered",
        "Estimate": "clustered",
        "FIELDS": "compare",
        "Found": "compare",
        "Gathered": "gathered",
        "Grid": "compare",
        "Looks": "compare",
        "Moves": "tornado",
        "Part": "gathered",
        "Point": "compare",
        "Portion": "tornado",
        "SampleSize": "sample_size",
        "Simulation": "compare",
        "SmallestEffect": "smallest_effect",
        "before_conception": "happened",
        "between": "compare",
        "boundary": "monitoring",
        "changes": "changes",
        "characteristics": "characteristics",
        "exact": "monitoring",
        "examples": "compare",
        "fronts": "compare",
        "gather_part": "operate",
        "grid": "compare",
        "joined_parts": "compare",
        "kept_of": "compare",
        "ladder": "compare",
        "looked_at": "compare",
        "looks": "compare",
        "merged": "operate",
        "only_judged": "compare",
        "over_trials": "clustered",
        "power_test": "compare",
        "rates": "characteristics",
        "rule_of": "compare",
        "sample_size": "sample_size",
        "searches": "power",
        "simulations": "compare",
        "sizes": "compare",
        "smallest": "compare",
        "smallest_effect": "smallest_effect",
        "smallest_effects": "smallest_effect",
        "told_costs": "compare",
        "tornado": "tornado",
        "wanted_power": "compare",
        "women_per_arm": "characteristics",
    }
)
"""Names that need the simulator, and where they are."""

DESIGNS: Mapping[str, str] = MappingProxyType(
    {
        **dose_finding.DESIGNS,
        **fixed.DESIGNS,
        **sequential.DESIGNS,
        **two_stage.DESIGNS,
    }
)
"""Designs, powers and decision rules that stand on their own: name, and the name that is printed beside a number."""

__all__ = [
    "DESIGNS",
    "FIELDS",
    "Arrays",
    "Beside",
    "Change",
    "Costs",
    "Enrolled",
    "Estimate",
    "Found",
    "Gathered",
    "Grid",
    "Looks",
    "Moves",
    "Part",
    "Point",
    "Portion",
    "SampleSize",
    "Simulation",
    "SmallestEffect",
    "before_conception",
    "between",
    "boin",
    "boundary",
    "changes",
    "characteristics",
    "crm",
    "dose_finding",
    "exact",
    "examples",
    "fixed",
    "fronts",
    "gather_part",
    "grid",
    "joined_parts",
    "kept_of",
    "ladder",
    "looked_at",
    "looks",
    "merged",
    "only_judged",
    "over_trials",
    "power_test",
    "rates",
    "rule_of",
    "sample_size",
    "searches",
    "sequential",
    "simulations",
    "sizes",
    "smallest",
    "smallest_effect",
    "smallest_effects",
    "three_plus_three",
    "told_costs",
    "tornado",
    "two_stage",
    "wanted_power",
    "women_per_arm",
]


def __getattr__(name: str) -> Any:
    """Load what needs the simulator when something of it is first used."""
    if name not in _PLACES:
        raise AttributeError(f"antral.design has no {name!r}; it has: {', '.join(__all__)}")
    for one, place in _PLACES.items():  # all at once: some share their name with their file
        globals()[one] = getattr(import_module(f"antral.design.{place}"), one)
    return globals()[name]


def __dir__() -> list[str]:
    """The names, so that editors complete them."""
    return sorted(__all__)
