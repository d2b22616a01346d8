"""One woman, as her record tells it: age, measurements, bleeding diary, findings, medication.

Takes what is known of her, field by field; gives a frozen `Patient` that screening reads.

1. What was found, and what was looked for and not found, are both recorded; what nobody looked for is absent.
2. Days count from the day of screening: day 0 is today, the past is negative.
3. `protocol.screening` evaluates a protocol's criteria on her, with `unknown` wherever her record is silent.

To add a finding no code is needed: its name is a key of `conditions`.
"""

from antral.patient.diary import Bleed, BleedingDiary
from antral.patient.measurement import Measurement
from antral.patient.medication import Medication
from antral.patient.patient import Patient

__all__ = ["Bleed", "BleedingDiary", "Measurement", "Medication", "Patient"]
