"""Kept virtual candidates: what women with the disease look like, so that a chance needs no simulation."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from antral.core import InputError
from antral.patient import Cohort, Patient
from antral.records import load_json, parameters, path

_YEARS: Final = 3.0
_FEW: Final = 40
"""Fewer candidates like her say too little, and what is asked of likeness is given up step by step."""
_RECENT_DAYS: Final = 122


@dataclass(frozen=True)
class Candidates:
    """Virtual women who presented to a clinic, as screening knows them."""

    cohort: Cohort
    aetiologies: tuple[str, ...]
    aetiology: NDArray[np.int64]
    """Position of hers among the names. `[patient]`"""
    analytes: frozenset[str]
    """What was measured of them."""
    made_with: dict[str, Any]
    unlike: frozenset[str] = frozenset()
    """Analytes of which she has a value that too few candidates come near."""

    def like(self, patient: Patient, on: date) -> "Candidates":
        """Those of her age (within 3 years) who bled, or did not, within the last 4 months, with values near hers."""
        alike = np.ones(len(self.cohort), np.bool_)
        age, bled = patient.age_on(on), _bled(patient, on)
        tests = []
        if age is not None:
            tests.append(np.abs(self.cohort.ages(self.cohort.today)[0] - age) <= _YEARS)
        if bled is not None:
            row, day = self.cohort.bleeds
            recently = np.zeros(len(self.cohort), np.bool_)
            recently[row[day >= self.cohort.today - _RECENT_DAYS]] = True
            tests.append(recently == bled)
        for test in tests:
            if (alike & test).sum() >= _FEW:
                alike &= test
        unlike = set()
        for analyte in sorted(self.analytes):
            near = self._near(patient, analyte, on)
            if near is None:
                continue
            if (alike & near).sum() >= _FEW:
                alike &= near
            else:
                unlike.add(analyte)
        chosen = np.flatnonzero(alike)
        cohort = self.cohort.take(chosen)
        return Candidates(
            cohort, self.aetiologies, self.aetiology[chosen], self.analytes, self.made_with, frozenset(unlike)
        )

    def _near(self, patient: Patient, analyte: str, on: date) -> NDArray[np.bool_] | None:
        """Who has a last value near her last one; None where none of hers can be compared."""
        theirs = self.cohort.samples(analyte)
        hers = [one for one in patient.samples(analyte, on) if one.off_hormones is not False]
        if not hers or not theirs.row.size:
            return None
        unit = theirs.units[int(theirs.unit[0])]
        try:
            value = hers[-1].value_in(unit)
        except InputError:
            return None
        last = np.full(len(self.cohort), np.nan)
        for row, one in zip(theirs.row, theirs.value_in(unit), strict=True):  # oldest first
            last[row] = one if np.isfinite(one) else last[row]
        found: NDArray[np.bool_] = np.abs(last - value) <= value * parameters("guess", folder="screening")["near"].value
        return found


def _bled(patient: Patient, on: date) -> bool | None:
    """Whether she bled within the last 4 months; None where that is not known."""
    days = [one.date for one in patient.diary.bleeds if one.spontaneous] if patient.diary is not None else []
    days += [patient.last_period] if patient.last_period is not None else []
    past = [day for day in days if day <= on]
    if past:
        return (on - max(past)).days <= _RECENT_DAYS
    diary = patient.diary
    covered = diary is not None and diary.to_date >= on and (on - diary.from_date).days >= _RECENT_DAYS
    return False if covered else None


@cache
def kept_candidates() -> Candidates:
    """The candidates on file (`records/candidates`, made by `python -m antral.population.kept --record`)."""
    return from_columns(load_json(path("candidates", "poi_2017_24.json")))


def from_columns(told: dict[str, Any]) -> Candidates:
    """Candidates from their columns as the file has them."""
    age = np.array(told["age_years"], np.float64)
    row = np.repeat(np.arange(age.size), [len(days) for days in told["bleeds"]])
    days = np.array([day for woman in told["bleeds"] for day in woman], np.float64)
    samples = {
        analyte: (one["unit"], _matrix(one["values"]), np.broadcast_to(np.array(one["days"], np.float64), _shape(one)))
        for analyte, one in told["samples"].items()
    }
    cohort = Cohort.virtual(
        age,
        bleeds=(row, days),
        diary_from=float(told["diary_from"]),
        samples={name: (unit, values, np.array(at)) for name, (unit, values, at) in samples.items()},
    )
    names = tuple(told["aetiologies"])
    return Candidates(
        cohort, names, np.array(told["aetiology"], np.int64), frozenset(told["samples"]), told["made_with"]
    )


def _matrix(values: list[list[float | None]]) -> NDArray[np.float64]:
    return np.array([[np.nan if one is None else one for one in woman] for woman in values], np.float64)


def _shape(one: dict[str, Any]) -> tuple[int, int]:
    return len(one["values"]), len(one["days"])
