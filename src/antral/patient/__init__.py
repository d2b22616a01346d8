"""One woman, as her record tells it, with real dates: age, bleeding, measurements, findings, medicines, statements.

Takes what is known of her, field by field; gives a frozen `Patient` that screening reads.

1. What was found, and what was looked for and not found, are both recorded; what nobody looked for is absent.
2. `Patient.found`, `samples`, `stated` and `age_on` say what was known on a day; where two answers disagree, `answers`
   says which one holds. A `Cohort` says it for many women at once.
3. `protocol.screen` evaluates a protocol's criteria on her, with `unknown` wherever her record is silent.
4. `read_patients` reads women from YAML, CSV, FHIR and NDJSON.

To add a finding no code is needed: its name is the name of a `Finding`; what it implies stands in `records/findings`,
its codes in `records/codes`.
"""

from antral.patient.answers import Timing, vocabulary
from antral.patient.codes import burden_of, burdens
from antral.patient.cohort import Cohort, Samples, Spans
from antral.patient.columns import Women
from antral.patient.diary import Bleed, BleedingDiary
from antral.patient.finding import (
    NOT_LISTED,
    SEVERITIES,
    Finding,
    Participation,
    Pregnancy,
    Procedure,
    Relative,
    Severity,
    Statement,
    Unread,
)
from antral.patient.genetics import FMR1, Karyotype
from antral.patient.measurement import Measurement, conversion
from antral.patient.medication import UNLISTED, Medication
from antral.patient.patient import Patient
from antral.patient.readers.read import csv_template, read_patients
from antral.patient.readers.values import canonical

__all__ = [
    "FMR1",
    "NOT_LISTED",
    "SEVERITIES",
    "UNLISTED",
    "Bleed",
    "BleedingDiary",
    "Cohort",
    "Finding",
    "Karyotype",
    "Measurement",
    "Medication",
    "Participation",
    "Patient",
    "Pregnancy",
    "Procedure",
    "Relative",
    "Samples",
    "Severity",
    "Spans",
    "Statement",
    "Timing",
    "Unread",
    "Women",
    "burden_of",
    "burdens",
    "canonical",
    "conversion",
    "csv_template",
    "read_patients",
    "vocabulary",
]
