"""One woman before or outside a trial."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from antral.patient.diary import BleedingDiary
from antral.patient.measurement import Measurement
from antral.patient.medication import Medication


class Patient(BaseModel):
    """What is known of one woman on the day she is screened (day 0)."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    name: str = "patient"
    age_years: float | None = Field(default=None, gt=0, lt=120)
    age_at_diagnosis_years: float | None = Field(default=None, gt=0, lt=120)
    sex: Literal["female", "male"] | None = None
    measurements: tuple[Measurement, ...] = ()
    diary: BleedingDiary | None = None
    medications: tuple[Medication, ...] | None = None
    """Medicines, present and past; None where nobody asked, an empty list where she takes and took none."""
    conditions: Mapping[str, bool | None] = Field(default_factory=dict)
    """Findings by name: true (found), false (looked for, not found); absent or null means unknown."""
    attestations: Mapping[str, bool | None] = Field(default_factory=dict)
    """Statements of a person by name, such as informed_consent; absent or null means not recorded."""

    def samples(self, analyte: str) -> list[Measurement]:
        """Her values of one analyte, oldest first."""
        return sorted((m for m in self.measurements if m.analyte == analyte), key=lambda m: m.day)
