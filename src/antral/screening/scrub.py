"""What is taken out of a report that is to be shared: pseudonyms, free text, dates and exact ages."""

import re
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from typing import Final

from antral.core import FACTORS
from antral.patient import Karyotype, Medication, Patient, Unread

_DATE: Final = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_AGE: Final = re.compile(r"\bage (\d+(?:\.\d+)?) years")
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_BAND: Final = 5
_UNITS: Final = frozenset(unit for units in FACTORS.values() for unit in units)


def scrubbed(patient: Patient, number: int) -> Patient:
    """The same woman with a number for her pseudonym and without free text; every verdict on her stays the same."""
    medicines = None if patient.medications is None else tuple(_nameless(one) for one in patient.medications)
    trials = patient.trials
    if trials is not None:
        trials = tuple(
            one if one.condition is None or _NAME.fullmatch(one.condition) else one.model_copy(update={"condition": ""})
            for one in trials
        )
    measured = tuple(
        one.model_copy(update={"assay": None, "unit": one.unit if one.unit in _UNITS else "unit not shown"})
        for one in patient.measurements
    )
    lost = tuple(Unread(where="", why="", about=one.about) for one in patient.unread if one.about is not None)
    return patient.model_copy(
        update={
            "id": str(number),
            "medications": medicines,
            "trials": trials,
            "measurements": measured,
            "karyotype": _plain(patient.karyotype),
            "unread": lost,
        }
    )


def _nameless(one: Medication) -> Medication:
    return one.model_copy(update={"name": "a medicine", "route": None})


def _plain(karyotype: Karyotype | None) -> Karyotype | None:
    """The report in its plainest words that say the same."""
    if karyotype is None:
        return None
    found = {one.name: one.present for one in karyotype.findings()}
    normal = None if not found else not found["abnormal_karyotype"]
    told = "45,X" if found.get("turner_syndrome") else "46,XX" if normal else "other" if karyotype.result else None
    return Karyotype(result=told, normal=normal, date=karyotype.date)


@dataclass(frozen=True)
class Wording:
    """How a report writes what came from a woman's record."""

    on: date
    redacted: bool = False

    def text(self, said: str) -> str:
        """A sentence; redacted, its dates are days from the day of screening and its ages bands of five years."""
        if not self.redacted:
            return said
        return _AGE.sub(_band, _DATE.sub(self._days, said))

    def day(self, day: date | None) -> str | None:
        """A day as reports hold it: its date, or redacted the days from the day of screening."""
        if day is None:
            return None
        return f"day {(day - self.on).days:+d}" if self.redacted else day.isoformat()

    @property
    def screened(self) -> str:
        """The day of screening; redacted, the year."""
        return str(self.on.year) if self.redacted else self.on.isoformat()

    def made_with(self, day: str = "Screened for the day") -> dict[str, str]:
        """What every answer says of itself: its day, called so, the version, and what was taken out."""
        how = "pseudonyms are numbers, days count from the day asked, ages are bands" if self.redacted else ""
        return {day: self.screened, "Version of antral": version("antral"), "Redacted": how}

    def _days(self, found: re.Match[str]) -> str:
        try:
            day = date(*(int(part) for part in found.groups()))
        except ValueError:
            return "a day"
        return f"day {(day - self.on).days:+d}"


def _band(found: re.Match[str]) -> str:
    low = int(float(found[1]) // _BAND * _BAND)
    return f"age {low} to {low + _BAND - 1} years"
