"""`diagnose`: what the guidelines say of women, one by one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from antral.api.women import Given, Unread
    from antral.screening import Diagnosed


@dataclass(frozen=True)
class Diagnoses:
    """What the guidelines say of each woman."""

    women: "tuple[Diagnosed, ...]"
    unread: "tuple[Unread, ...]"
    made_with: Mapping[str, str]

    def to_dict(self) -> dict[str, Any]:
        """Plain values: what `--json` prints."""
        from antral.api.women import unread_of

        return {
            "women": [one.to_dict() for one in self.women],
            **unread_of(self.unread),
            "made_with": dict(self.made_with),
        }


def diagnose(patients: "Given", *, on: date | None = None, redact: bool = False) -> Diagnoses:
    """Say what two versions of the guideline find of each woman: disease, stage, other causes, tests for the cause.

    Parameters
    ----------
    patients
        A file (YAML, CSV, FHIR Bundle, NDJSON), a folder of them, a cohort's folder, or records.
    on
        The day for which it is asked; today by default. What was recorded later does not count.
    redact
        Take pseudonyms, dates and exact ages out of what is to be shared.

    Raises
    ------
    InputError
        Where a file cannot be used.
    """
    from antral.api.women import Unread, batches, in_order
    from antral.screening import Wording, diagnosed, scrubbed

    in_order(patients)
    wording = Wording(on or date.today(), redact)
    found: list[Diagnosed] = []
    unread: list[Unread] = []
    for batch in batches(patients, wording.on):
        unread += Unread.among(batch, len(found), redact)
        for at in range(len(batch)):
            woman = batch.patient(at)
            shown = scrubbed(woman, len(found) + 1) if redact else woman
            found.append(diagnosed(shown, wording.on, wording))
    made = {
        "Guidelines": "; ".join(one.title for one in found[0].diagnosis.guidelines.values()),
        **wording.made_with("For the day"),
    }
    return Diagnoses(tuple(found), tuple(unread), made)
