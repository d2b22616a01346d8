"""The women that a verb is given: from files of any kind, a cohort's folder, or records in Python; in batches."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final

from antral.core import InputError
from antral.patient import Cohort, Patient, read_patients

BATCH: Final = 5_000
"""Women held in memory at a time, where they are read one by one."""

Given = str | Path | Patient | Iterable[Patient]
"""A file, a folder, one woman, or several."""


@dataclass(frozen=True)
class Batch:
    """Women to be screened together, with their pseudonyms."""

    cohort: Cohort
    ids: tuple[str, ...]

    def patient(self, position: int) -> Patient:
        """One woman's record."""
        return self.cohort.patient(position)


def batches(given: Given, on: date) -> Iterator[Batch]:
    """The women on a day, batch by batch; an `InputError` where there are none."""
    if isinstance(given, Patient):
        given = [given]
    if isinstance(given, str | Path):
        place = Path(given)
        if (place / "women.parquet").exists():
            yield _stored(place, on)
            return
        given = read_patients(place)
    women, number = iter(given), 0
    while some := list(islice(women, BATCH)):
        number += len(some)
        yield Batch(Cohort.of(some, on), tuple(one.id for one in some))
    if not number:
        raise InputError("no women were given; give a file, a folder or a list with at least one.")


def _stored(folder: Path, on: date) -> Batch:
    cohort = Cohort.read(folder, on)
    if not cohort.ids:
        raise InputError("this cohort holds virtual women without records; antral attrition simulates such women.")
    return Batch(cohort, cohort.ids)
