"""What a laboratory, a scan or a diary would see of a simulated course. True values go in, observations come out.

Takes arrays of true values, women and visits; gives observed values with a flag where they lie below detection.

1. `analytes` reads the records: unit, errors, detection limit, rounding.
2. `at_times` gives the true values at the moments of the visits.
3. `measure` gives assay results: log-normal error, detection limit, rounding.
4. `count_follicles`, `follicle_seen` and `measure_largest` give what a scan shows.
5. `bleeds` gives what the bleeding diary holds.

Luck is a function of (seed, trial, woman, visit, analyte), so a woman has the same in every arm. To add an assay, add
its record to `records/analytes`; its `course` names the simulated value it measures.
"""

from antral.measurement.analyte import Analyte, Diary, Scan, Sizing, analyte, analytes, diary, scan, sizing
from antral.measurement.assays import measure
from antral.measurement.bleeding import Bleeds, bleeds
from antral.measurement.sample import at_times
from antral.measurement.ultrasound import count_follicles, follicle_seen, measure_largest

__all__ = [
    "Analyte",
    "Bleeds",
    "Diary",
    "Scan",
    "Sizing",
    "analyte",
    "analytes",
    "at_times",
    "bleeds",
    "count_follicles",
    "diary",
    "follicle_seen",
    "measure",
    "measure_largest",
    "scan",
    "sizing",
]
