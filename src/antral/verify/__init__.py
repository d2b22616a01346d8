"""The model, the statistics and the pooling of studies laid beside sources that know nothing of them.

Takes nothing; gives for each reference value ours, what is accepted and a verdict.

1. `references` are what sources say, whom they describe and what is accepted: `records/reference/physiology_*.yaml`.
2. `Company` simulates healthy women by age, their way to the menopause, and women with POI, once each.
3. `ROWS` says how each reference is read from them; `report` (THE entry) evaluates them and gives verdicts.
4. A `Row` says ours, the accepted range and the verdict as text, `Row.to_dict` the same for JSON; an `Explanation` on
   record reaches some values of ours and no worse ones.
5. A reference with a `Target` is what `antral.calibrate` fits the model to; `follows_from` names the targets that all
   but give a row, `seen_by` the values that were set by hand with it in view; `numerics` marks rows of the solver.
   Only the others test the model (`Kind`).
6. `made_with` says whether a recorded comparison still holds: it does while code and parameters are those it names.
7. `charts` gives the figures of the report as arrays, beside `landmarks` that judge no row; `identifiability` those of
   a posterior that is shipped. The room of reports draws them.
8. `cycle_oracle` solves an independent thirteen-equation cycle, whose period and peaks are known.
9. `statistics` and `evidence` are houses of their own, built on `oracles`: methods and designs, and the pooling of
   studies, beside other programs, value by value. Nothing of the model is loaded for them: the
   names below are loaded together when the first of them is used.

To add a row, add its entry to a record and a line to the `ROWS` of a `rows_*.py`; no number of a source stands in code.
"""

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from antral.verify.charts import charts
    from antral.verify.company import Company
    from antral.verify.cycle_oracle import CycleOracle, cycle_oracle
    from antral.verify.explanation import Explanation
    from antral.verify.identifiability import identifiability
    from antral.verify.landmarks import Landmark, landmarks
    from antral.verify.row import Estimate, Kind, Part, Reference, Row, Spread, Target, references
    from antral.verify.rows_numerics import made_with
    from antral.verify.run import ROWS, ROWS_OF_THE_CODE, report

_PLACES: Final = MappingProxyType(
    {
        "Company": "company",
        "CycleOracle": "cycle_oracle",
        "Estimate": "row",
        "Explanation": "explanation",
        "Kind": "row",
        "Landmark": "landmarks",
        "Part": "row",
        "ROWS": "run",
        "ROWS_OF_THE_CODE": "run",
        "Reference": "row",
        "Row": "row",
        "Spread": "row",
        "Target": "row",
        "charts": "charts",
        "cycle_oracle": "cycle_oracle",
        "identifiability": "identifiability",
        "landmarks": "landmarks",
        "made_with": "rows_numerics",
        "references": "row",
        "report": "run",
    }
)

__all__ = [
    "ROWS",
    "ROWS_OF_THE_CODE",
    "Company",
    "CycleOracle",
    "Estimate",
    "Explanation",
    "Kind",
    "Landmark",
    "Part",
    "Reference",
    "Row",
    "Spread",
    "Target",
    "charts",
    "cycle_oracle",
    "identifiability",
    "landmarks",
    "made_with",
    "references",
    "report",
]


def __getattr__(name: str) -> Any:
    """Load what verifies the model when something of it is first used."""
    if name not in _PLACES:
        raise AttributeError(f"antral.verify has no {name!r}; it has: {', '.join(_PLACES)}")
    for one, place in _PLACES.items():  # all at once: some share their name with their file
        globals()[one] = getattr(import_module(f"antral.verify.{place}"), one)
    return globals()[name]


def __dir__() -> list[str]:
    """The names, so that editors complete them."""
    return sorted(__all__)
