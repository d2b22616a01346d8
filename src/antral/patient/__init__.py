"""One woman, as her record tells it, with real dates: age, bleeding, measurements, findings, medicines, statements.

Takes what is known of her, field by field; gives a frozen `Patient` that screening reads.

1. What was found, and what was looked for and not found, are both recorded; what nobody looked for is absent.
2. `Patient.found`, `samples`, `stated` and `age_on` say what was known on a day; where two answers disagree, `answers`
   says which one holds. A `Cohort` says it for many women at once.
3. `protocol.screen` evaluates a protocol's criteria on her, with `unknown` wherever her record is silent.

To add a finding no code is needed: its name is the name of a `Finding`; what it implies stands in `records/findings`.
"""

from antral.patient.answers import Timing, vocabulary
from antral.patient.cohort import Cohort, Samples, Spans
from antral.patient.columns import Women
from antral.patient.diary import Bleed, BleedingDiary
from antral.patient.finding import (
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
from antral.patient.medication import Medication
from antral.patient.patient import Patient

__all__ = [
    "FMR1",
    "SEVERITIES",
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
    "conversion",
    "vocabulary",
]
