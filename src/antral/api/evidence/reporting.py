"""`antral evidence report`: all that the published record says, in one page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from antral.api.evidence.challenging import challenges
from antral.api.evidence.effect import shipped_effect
from antral.api.evidence.literature import review_flow
from antral.api.evidence.planned import shipped_worth
from antral.api.evidence.pooling import pool
from antral.api.whole_file import write_whole
from antral.evidence import answers, disease, meta_analyses, questions, studies, treatments
from antral.records import names

_EFFECT: Final = "effect"
"""The shipped posterior of what cells do."""
_REVIEW: Final = "poi_cells"
"""The shipped search for studies."""


@dataclass(frozen=True)
class EvidenceReport:
    """What the published record says, question by question."""

    told: Mapping[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Plain numbers and text."""
        return dict(self.told)

    def html(self, place: str | Path) -> Path:
        """Write the page, which opens offline."""
        from antral.reports import EvidenceBeside, evidence_report_page

        more = EvidenceBeside(
            tuple(disease().values()),
            tuple(treatments.treatments().values()),
            review_flow(_REVIEW),
            challenges(),
            shipped_effect() if _EFFECT in names("posteriors") else None,
            shipped_worth(),
        )
        return write_whole(Path(place), evidence_report_page(self.told, more))


def report(
    *, records: str | Path | None = None, progress: Callable[[str, float], None] | None = None
) -> EvidenceReport:
    """Every question on record answered, with studies, published meta-analyses and how certain each answer is.

    Parameters
    ----------
    records
        A folder of your own study records, beside the shipped ones.
    progress
        Called with what is being done and the share that is done.
    """
    among = studies(extra=None if records is None else Path(records))
    asked = questions.question_names()
    given = "" if records is None else f" --records {records}"
    told = {}
    for done, name in enumerate(asked):
        if progress is not None:
            progress("questions pooled", done / len(asked))
        told[name] = pool(name, by="cell_source", records=records).to_dict()
    return EvidenceReport(
        {
            "answers": told,
            "studies": answers.overview(among),
            "published": [one.model_dump(mode="json") for one in meta_analyses().values()],
            "version": version("antral"),
            "command": f"antral evidence report{given}",
        }
    )
