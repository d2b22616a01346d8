"""`match`: one woman against every trial on file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from antral.api.whole_file import write_whole
from antral.api.women import Unread, unread_of
from antral.core import InputError

if TYPE_CHECKING:
    from antral.patient import Patient
    from antral.protocol import Study
    from antral.screening import Matched


@dataclass(frozen=True)
class Matches:
    """One woman against the trials on file, the nearest first."""

    patient: str
    """Her pseudonym, or her number where the report is redacted."""
    trials: "tuple[Matched, ...]"
    unread: "tuple[Unread, ...]"
    """Herself, where entries of her record were not understood."""
    made_with: Mapping[str, str]

    def to_dict(self) -> dict[str, Any]:
        """Plain values: what `--json` prints."""
        return {
            "patient": self.patient,
            **unread_of(self.unread),
            "trials": [one.to_dict() for one in self.trials],
            "made_with": dict(self.made_with),
        }

    def html(self, place: str | Path) -> Path:
        """Write the page."""
        from antral.reports import match_page

        return write_whole(Path(place), match_page(self.to_dict()))


def match(patient: "str | Path | Patient", *, on: date | None = None, redact: bool = False) -> Matches:
    """Hold one woman against every trial on file: eligible, undetermined with what is missing, ineligible by how far.

    Parameters
    ----------
    patient
        A file with one woman, or her record.
    on
        The day of screening; today by default.
    redact
        Take her pseudonym, dates and exact age out of what is to be shared.
    """
    from antral.screening import Wording, kept_candidates, scrubbed
    from antral.screening import match as matched

    wording = Wording(on or date.today(), redact)
    woman = _one(patient)
    shown = scrubbed(woman, 1) if redact else woman
    found = matched(trials(), shown, on=wording.on, candidates=kept_candidates(), wording=wording)
    made = {"Trials on file": str(len(found)), **wording.made_with()}
    unread = (Unread(shown.id, len(woman.unread)),) if woman.unread else ()
    return Matches(shown.id, found, unread, made)


def trials() -> "list[Study]":
    """Every trial on file whose lines can be screened by; variants of a trial are no trials."""
    from antral.protocol import available, load_study

    on_file = [entry for entry in available() if (entry.computable or entry.draft) and entry.variant_of is None]
    return [load_study(entry.name) for entry in on_file]


def _one(given: "str | Path | Patient") -> "Patient":
    from antral.patient import Patient, read_patients

    if isinstance(given, Patient):
        return given
    women = list(islice(read_patients(given), 2))
    if len(women) != 1:
        raise InputError("one woman was wanted and the file holds more; antral screen takes many.")
    return women[0]
