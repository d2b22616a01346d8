"""One woman before or outside a trial."""

import datetime as dt
import math
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from antral.core import DAYS_PER_YEAR, years_between
from antral.patient.answers import Timing, answer, implied, vocabulary
from antral.patient.diary import BleedingDiary
from antral.patient.finding import (
    Finding,
    Participation,
    Pregnancy,
    Procedure,
    Relative,
    Severity,
    Stated,
    Unread,
)
from antral.patient.genetics import FMR1, Karyotype
from antral.patient.measurement import Measurement
from antral.patient.medication import HORMONES, Medication
from antral.records import Strict


class Patient(Strict):
    """What is known of one woman, with real dates; what nobody looked for is absent."""

    id: str = Field(default="patient", pattern=r"^[A-Za-z0-9_.-]{1,64}$")
    """A pseudonym, never a name."""
    birth_date: dt.date | None = None
    age_years: float | None = Field(default=None, gt=0, lt=120)
    """Age on `age_recorded`, where the birth date is not known. A whole number is completed years: her exact age is up
    to a year more."""
    age_recorded: dt.date | None = None
    sex: Literal["female", "male"] | None = None
    menarche_age_years: float | None = Field(default=None, gt=0, lt=30)
    amenorrhoea_type: Literal["primary", "secondary"] | None = None
    last_period: dt.date | None = None
    """First day of the last spontaneous bleed."""
    usual_cycle_days: float | None = Field(default=None, gt=0)
    """Usual length of her cycles over the last half-year."""
    diary: BleedingDiary | None = None
    measurements: tuple[Measurement, ...] = ()
    findings: tuple[Finding, ...] = ()
    medications: tuple[Medication, ...] | None = None
    """Medicines, present and past; None where nobody asked, an empty list where she takes and took none."""
    procedures: tuple[Procedure, ...] | None = None
    """Operations and treatments; None where nobody asked."""
    family_history: tuple[Relative, ...] | None = None
    pregnancies: tuple[Pregnancy, ...] | None = None
    trials: tuple[Participation, ...] | None = None
    """Other trials; None where nobody asked."""
    karyotype: Karyotype | None = None
    fmr1: FMR1 | None = None
    poi_diagnosed: dt.date | None = None
    """When premature ovarian insufficiency was diagnosed."""
    statements: Mapping[str, Stated] = Field(default_factory=dict)
    """Statements of a person by name, such as informed_consent."""
    unread: tuple[Unread, ...] = ()

    @model_validator(mode="after")
    def _one_age_with_its_date(self) -> Self:
        if self.birth_date is not None and self.age_years is not None:
            raise ValueError("give the birth date or the age, not both")
        if (self.age_years is None) != (self.age_recorded is None):
            raise ValueError("age_years and age_recorded (the day on which she had that age) belong together")
        return self

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A changed copy; what was worked out from the record before is worked out anew."""
        copied = super().model_copy(update=update, deep=deep)
        for name in ("answers", "bleed_dates"):
            copied.__dict__.pop(name, None)
        return copied

    def age_on(self, day: dt.date) -> float | None:
        """Her age in years on a day; at least that, where her age was recorded in completed years."""
        bounds = self.age_bounds(day)
        return None if bounds is None else bounds[0]

    def age_bounds(self, day: dt.date) -> tuple[float, float] | None:
        """The least and the greatest age in years that she can have on a day; None where none is on record, or
        before her birth."""
        if self.birth_date is not None:
            exact = years_between(self.birth_date, day)
            return None if exact < 0.0 else (exact, exact)
        if self.age_years is None or self.age_recorded is None:
            return None
        low = self.age_years + (day - self.age_recorded).days / DAYS_PER_YEAR
        return low, (math.nextafter(low + 1.0, 0.0) if self.age_years.is_integer() else low)

    def samples(self, analyte: str, on: dt.date) -> list[Measurement]:
        """Her values of one analyte up to a day, oldest first."""
        found = (one for one in self.measurements if one.analyte == analyte and one.date <= on)
        return sorted(found, key=lambda one: (one.date, -1.0 if one.hour is None else one.hour))

    def off_hormones(self, sample: Measurement) -> bool | None:
        """Whether she took no sex hormones on the day of a sample; None where that is not known.

        What is noted with the sample holds unless her list of medicines says otherwise; then her record contradicts
        itself. Where nothing is noted, a complete list decides.
        """
        noted = sample.off_hormones
        if self.medications is None:
            return noted
        taken = [one.is_of(HORMONES) for one in self.medications if one.taken_on(sample.date)]
        if True in taken:
            return None if noted else False
        return noted if None in taken else None if noted is False else True

    def has_unread(self, analyte: str) -> bool:
        """Whether a value of an analyte is in her record that could not be read."""
        return any(one.about == analyte for one in self.unread)

    @cached_property
    def bleed_dates(self) -> tuple[dt.date, ...]:
        """First days of all spontaneous bleeds on record, in order: those of the diary, and the last period."""
        noted = {one.date for one in self.diary.bleeds if one.spontaneous} if self.diary is not None else set()
        return tuple(sorted(noted if self.last_period is None else noted | {self.last_period}))

    @cached_property
    def answers(self) -> tuple[Finding, ...]:
        """All that is on record of findings: said, read off reports and lists, and implied by name."""
        said = [*self.findings]
        said += self.karyotype.findings() if self.karyotype is not None else ()
        said += self.fmr1.findings() if self.fmr1 is not None else ()
        said += [Finding(name=one.name, onset=one.date) for one in self.procedures or ()]
        said += [Finding(name="pregnant") for one in self.pregnancies or () if one.outcome == "ongoing"]
        said += [
            Finding(name=name, onset=one.start, ended=one.stop)
            for one in self.medications or ()
            for name in one.drug_classes
            if name in vocabulary().procedures
        ]
        if self.poi_diagnosed is not None:
            said.append(Finding(name="premature_ovarian_insufficiency", onset=self.poi_diagnosed))
        told = implied(said)
        if self.procedures is not None:
            done = {one.name for one in told if one.present}
            told += tuple(Finding(name=name, present=False) for name in sorted(vocabulary().procedures - done))
        return told

    def found(
        self,
        name: str,
        timing: Timing,
        on: dt.date,
        *,
        since: dt.date | None = None,
        at_least: Severity | None = None,
    ) -> bool | None:
        """Whether a finding is present (`current`) or ever was, by `answers`; None where her record is silent.

        Parameters
        ----------
        since
            The finding counts if it was there on this day or later; an operation counts on its day.
        at_least
            The finding counts if it was as severe as this.
        """
        told, event = (one for one in self.answers if one.name == name), name in vocabulary().procedures
        return answer(told, timing, on, since=since, at_least=at_least, event=event)

    def stated(self, item: str, on: dt.date) -> bool | None:
        """What a person stated by a day; None where nothing is recorded."""
        found = self.statements.get(item)
        return None if found is None or (found.date is not None and found.date > on) else found.value
