"""The model laid beside sources that know nothing of it: the acceptance table.

Takes nothing; gives for each reference value ours with its interval, the accepted range and a verdict.

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

To add a row, add its entry to a record and a line to the `ROWS` of a `rows_*.py`; no number of a source stands in code.
"""

from antral.verify.charts import charts
from antral.verify.company import Company
from antral.verify.cycle_oracle import CycleOracle, cycle_oracle
from antral.verify.explanation import Explanation
from antral.verify.identifiability import identifiability
from antral.verify.landmarks import Landmark, landmarks
from antral.verify.row import Estimate, Kind, Part, Reference, Row, Spread, Target, references
from antral.verify.rows_numerics import made_with
from antral.verify.run import ROWS, ROWS_OF_THE_CODE, report

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
