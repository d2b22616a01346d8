"""The page on the published record says what the records say."""

from pathlib import Path

from antral.api.evidence import pool, report
from antral.reports import evidence_known

DOCS = Path(__file__).parents[2] / "docs"


def test_every_sentence_of_the_report_is_on_the_page() -> None:
    page = (DOCS / "explain/evidence.md").read_text("utf-8")
    for section in evidence_known(report().to_dict()):
        for name, sentence in section.rows:
            assert f"- **{name}.** {sentence}" in page, (
                f"docs/explain/evidence.md: write under {section.title}: {sentence}"
            )


def test_the_walk_through_shows_the_numbers_of_today() -> None:
    page = " ".join((DOCS / "evidence/pool.md").read_text("utf-8").split())
    told = pool("menses_resumed", by="cell_source")
    first = told.summary().splitlines()[0]
    assert first in page
    found = told.to_dict()["main"]["pooled"]
    assert (
        f"{100 * found['value']:.0f} %, with its interval, {100 * found['low']:.1f} to {100 * found['high']:.0f} %"
        in page
    )
