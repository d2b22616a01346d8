"""The women that a verb is given: from files of any kind, a cohort's folder, or records in Python; in batches."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, Final

from antral.core import InputError
from antral.patient import Cohort, Patient, read_patients

BATCH: Final = 5_000
"""Women held in memory at a time, where they are read one by one."""

Given = str | Path | Patient | Iterable[Patient]
"""A file, a folder, one woman, or several."""


@dataclass(frozen=True)
class Unread:
    """A woman of whose record some entries were not understood, and count as not recorded."""

    patient: str
    """Her pseudonym, or her number where the report is redacted."""
    entries: int

    @classmethod
    def among(cls, batch: Cohort, before: int, redact: bool) -> "list[Unread]":
        """Those of a batch before which so many women came."""
        return [
            cls(str(before + at + 1) if redact else batch.ids[at], count)
            for at, count in enumerate(batch.not_understood)
            if count
        ]


def unread_of(women: Sequence[Unread]) -> dict[str, Any]:
    """Plain values of women with entries that were not understood, as `--json` prints them."""
    return {"women_with_entries_not_understood": [asdict(one) for one in women]}


def batches(given: Given, on: date) -> Iterator[Cohort]:
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
        yield Cohort.of(some, on)
    if not number:
        raise InputError("no women were given; give a file, a folder or a list with at least one.")


def _stored(folder: Path, on: date) -> Cohort:
    cohort = Cohort.read(folder, on)
    if not cohort.ids:
        raise InputError("this cohort holds virtual women without records; antral attrition simulates such women.")
    return cohort


def in_order(patients: Given | None) -> None:
    """An `InputError` where a trial's name stands in the place of the women."""
    from antral.protocol import available

    if isinstance(patients, str | Path) and not Path(patients).exists():
        name = Path(patients).name
        if any(entry.name == name for entry in available()):
            raise InputError(f"{name} is a trial: the trial comes first, then the women, as in {name} women.yaml.")
