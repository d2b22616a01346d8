"""What a laboratory, a scan or a diary would see of a simulated course. True values go in, observations come out.

Takes arrays of true values, women and visits; gives observed values with a flag where they lie below detection.

1. `analytes` reads the records: unit, errors, detection limit, rounding.
2. `at_times` gives the true values at the moments of the visits.
3. `luck` gives the chance in each result, `observed` (THE entry) the results of one measure, by assay or by scan.
4. `measure`, `count_follicles`, `measure_largest`, `follicle_seen` and `follicle_seen_everyday` are single instruments.
5. `bleeds` gives what the bleeding diary holds.

Luck is a function of (seed, trial, woman, visit, analyte), so a woman has the same in every arm. To add an assay, add
its record to `records/analytes`; its `course` names the simulated value it measures.
"""

from antral.measurement.analyte import Analyte, Diary, Scan, Sizing, analyte, analytes, diary, scan, sizing
from antral.measurement.assays import measure
from antral.measurement.bleeding import Bleeds, bleeds
from antral.measurement.sample import Moments, at_times, moments
from antral.measurement.ultrasound import count_follicles, follicle_seen, follicle_seen_everyday, measure_largest
from antral.measurement.visit import luck, observed, outputs_measured, unit_measured

__all__ = [
    "Analyte",
    "Bleeds",
    "Diary",
    "Moments",
    "Scan",
    "Sizing",
    "analyte",
    "analytes",
    "at_times",
    "bleeds",
    "count_follicles",
    "diary",
    "follicle_seen",
    "follicle_seen_everyday",
    "luck",
    "measure",
    "measure_largest",
    "moments",
    "observed",
    "outputs_measured",
    "scan",
    "sizing",
    "unit_measured",
]
