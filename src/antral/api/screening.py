"""`screen`: who may enter a trial, why not, and what would decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from antral.api.whole_file import write_whole
from antral.core import InputError

if TYPE_CHECKING:
    from antral.api.women import Given, Unread
    from antral.patient import Cohort, Patient
    from antral.protocol import Study
    from antral.screening import Explained, Judged, Wording

ALL_EXPLAINED: Final = 20
"""So many women are all explained; of more, those asked for."""


@dataclass(frozen=True)
class Screened:
    """Women against one protocol."""

    protocol: "Study"
    judged: "Judged"
    ids: tuple[str, ...]
    """Pseudonyms, or numbers where the report is redacted."""
    explained: "tuple[Explained, ...]"
    unread: "tuple[Unread, ...]"
    made_with: Mapping[str, str]

    def to_dict(self) -> dict[str, Any]:
        """Plain values: what `--json` prints."""
        from antral.api.women import unread_of
        from antral.screening import line_counts, verdict_names

        one = self.protocol
        return {
            "protocol": one.id,
            "title": one.title,
            "counts": self.judged.counts(),
            "lines": line_counts(self.judged),
            "women": [
                {"patient": who, "outcome": outcome}
                for who, outcome in zip(self.ids, verdict_names(self.judged.outcome), strict=True)
            ],
            **unread_of(self.unread),
            "explained": [woman.to_dict() for woman in self.explained],
            "made_with": dict(self.made_with),
        }

    def html(self, place: str | Path) -> Path:
        """Write the page."""
        from antral.reports import screening_page

        return write_whole(Path(place), screening_page(self.to_dict()))


def screen(
    protocol: "str | Path | Study",
    patients: "Given",
    *,
    on: date | None = None,
    explain: Sequence[str] = (),
    redact: bool = False,
    set: Sequence[str] = (),
) -> Screened:
    """Screen women for a trial: eligible, ineligible or undetermined, with reasons and the data that would decide.

    Parameters
    ----------
    patients
        A file (YAML, CSV, FHIR Bundle, NDJSON), a folder of them, a cohort's folder, or records.
    on
        The day of screening; today by default.
    explain
        Pseudonyms of women to explain; up to 20 women are all explained.
    redact
        Take pseudonyms, dates and exact ages out of what is to be shared.

    Raises
    ------
    InputError
        Where a protocol or a file cannot be used, or a pseudonym is not among the women.
    """
    from antral.api.women import Unread, batches, in_order
    from antral.screening import Wording, from_records, joined, judge

    in_order(patients)
    trial, day = loaded(protocol, set), on or date.today()
    wording = Wording(day, redact)
    chosen = _Chosen(tuple(dict.fromkeys(explain)))
    parts: list[Judged] = []
    ids: list[str] = []
    unread: list[Unread] = []
    for batch in batches(patients, day):
        chosen.take(batch, len(ids))
        parts.append(judge(trial, from_records(batch)))
        unread += Unread.among(batch, len(ids), redact)
        ids += batch.ids
    explained = tuple(_explained(trial, woman, number, wording) for number, woman in chosen.women(len(ids)))
    names = tuple(str(number) for number in range(1, len(ids) + 1)) if redact else tuple(ids)
    return Screened(trial, joined(parts), names, explained, tuple(unread), made_with(trial, wording))


def loaded(protocol: "str | Path | Study", set: Sequence[str] = ()) -> "Study":
    """A protocol by its name or file, or as it is."""
    from antral.protocol import Study, load_study

    return protocol if isinstance(protocol, Study) else load_study(protocol, list(set))


class _Chosen:
    """The records of the women to explain, gathered while batches pass."""

    def __init__(self, wanted: tuple[str, ...]) -> None:
        self._wanted = frozenset(wanted)
        self._first: list[tuple[int, Patient]] = []
        self._asked: list[tuple[int, Patient]] = []

    def take(self, batch: "Cohort", before: int) -> None:
        """Keep all women while they are few, and those asked for."""
        if before + len(batch) <= ALL_EXPLAINED:
            self._first += [(before + at + 1, batch.patient(at)) for at in range(len(batch))]
        if self._wanted:
            found = [at for at, who in enumerate(batch.ids) if who in self._wanted]
            self._asked += [(before + at + 1, batch.patient(at)) for at in found]

    def women(self, number: int) -> "list[tuple[int, Patient]]":
        """Those to explain, with their numbers."""
        missing = len(self._wanted) - len(self._asked)
        if missing:
            raise InputError(f"{missing} of the women to explain are not among the {number:,} given: check --explain.")
        return self._asked if self._wanted else self._first if number <= ALL_EXPLAINED else []


def _explained(trial: "Study", woman: "Patient", number: int, wording: "Wording") -> "Explained":
    from antral.screening import explain, kept_candidates, scrubbed

    shown = scrubbed(woman, number) if wording.redacted else woman
    return explain(trial, shown, on=wording.on, candidates=kept_candidates(), wording=wording)


def made_with(trial: "Study", wording: "Wording") -> dict[str, str]:
    """What every answer about a trial says of itself."""
    facts = trial.registry
    updated = "not on record" if facts is None or facts.last_update is None else facts.last_update.isoformat()
    return {"Protocol": trial.id, "Registry's record last updated": updated, **wording.made_with()}
