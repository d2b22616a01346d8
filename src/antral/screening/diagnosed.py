"""One woman's diagnosis by the guidelines, in the words in which it is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from antral.patient import Patient, Unread
from antral.protocol import Diagnosis, Verdict, diagnose
from antral.screening.plain import missing, reason
from antral.screening.scrub import Wording


@dataclass(frozen=True)
class Diagnosed:
    """What the guidelines say of one woman."""

    patient: str
    """Her pseudonym, or her number."""
    diagnosis: Diagnosis
    unread: tuple[Unread, ...]
    """Entries of her record that could not be read and count as not recorded; none in a report to be shared."""
    wording: Wording

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as `antral diagnose --json` prints them."""
        found, words = self.diagnosis, self.wording
        guidelines = found.guidelines.values()
        return {
            "patient": self.patient,
            "on": words.screened,
            "guidelines": [
                {"guideline": one.title, "source": one.source, "status": str(one.verdict.status)}
                | {"parts": _parts(one.parts, words)}
                for one in guidelines
            ],
            "stage": {
                "stage": found.stage.name,
                "possible": list(found.stage.possible),
                "reason": words.text(reason(found.stage.reason)),
                "source": found.stage.source,
                "parts": _parts(found.stage.features, words),
            },
            "other_causes": [
                {"cause": one.title, **_told(one.verdict, words), "would_tell": one.ask, "how": one.burden}
                for one in found.differential
            ],
            "tests": [
                {
                    "guideline": version.title,
                    "test": one.title,
                    "says": one.says,
                    "state": one.state,
                    "result": None if one.result is None else words.text(one.result),
                    "reason": words.text(one.reason),
                    "how": one.burden,
                    "tag": one.tag,
                }
                for version in guidelines
                for one in found.work_up[version.name]
            ],
            "remarks": [words.text(one) for one in found.remarks],
            "entries_not_understood": [{"where": one.where, "why": one.why} for one in self.unread],
        }


def diagnosed(patient: Patient, on: date, wording: Wording | None = None) -> Diagnosed:
    """What both versions of the guideline say of one woman on a day: disease, stage, other causes, tests.

    Parameters
    ----------
    patient
        Her record, scrubbed where the report is redacted.
    """
    words = wording or Wording(on)
    return Diagnosed(patient.id, diagnose(patient, on), () if words.redacted else patient.unread, words)


def _parts(parts: Mapping[str, Verdict], wording: Wording) -> list[dict[str, Any]]:
    return [{"part": name.replace("_", " "), **_told(verdict, wording)} for name, verdict in parts.items()]


def _told(verdict: Verdict, wording: Wording) -> dict[str, Any]:
    return {
        "status": str(verdict.status),
        "reason": wording.text(reason(verdict.reason)),
        "data": [wording.text(one) for one in verdict.data_used],
        "missing": missing(verdict.missing_data),
    }
