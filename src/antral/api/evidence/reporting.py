"""`antral evidence report`: all that the published record says, in one page."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from antral.api.evidence.pooling import pool
from antral.api.whole_file import write_whole
from antral.evidence import answers, meta_analyses, questions, studies


@dataclass(frozen=True)
class EvidenceReport:
    """What the published record says, question by question."""

    told: Mapping[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Plain numbers and text."""
        return dict(self.told)

    def html(self, place: str | Path) -> Path:
        """Write the page, which opens offline."""
        from antral.reports import evidence_report_page

        return write_whole(Path(place), evidence_report_page(self.told))


def report(*, records: str | Path | None = None) -> EvidenceReport:
    """Every question on record answered, with studies, published meta-analyses and how certain each answer is.

    Parameters
    ----------
    records
        A folder of your own study records, beside the shipped ones.
    """
    among = studies(extra=None if records is None else Path(records))
    names = questions.question_names()
    given = "" if records is None else f" --records {records}"
    return EvidenceReport(
        {
            "answers": {name: pool(name, by="cell_source", records=records).to_dict() for name in names},
            "studies": answers.overview(among),
            "published": [one.model_dump(mode="json") for one in meta_analyses().values()],
            "version": version("antral"),
            "command": f"antral evidence report{given}",
        }
    )
