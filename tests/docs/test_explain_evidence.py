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


def test_every_larger_series_has_more_pregnancies_than_the_model() -> None:
    """What docs/physiology says of conception after entry: half a per cent a year in the model."""
    told = pool("pregnancy").to_dict()
    blocks = [told["main"], told["spontaneous"], *told["others"]]
    rows = [row for block in blocks for row in block["rows"]]
    none = {row["study"]: row["n"] for row in rows if not row["events"]}
    assert none == {"surrey1989": 14, "tulek2022": 21}
    assert all(row["events"] / row["n"] > 0.03 for row in rows if row["n"] > 21)
    assert len([row for row in rows if row["n"] > 21]) > 7
    assert (told["spontaneous"]["events"], told["spontaneous"]["women"]) == (43, 682)
    for page in ("explain/evidence.md", "physiology/index.md"):
        assert "of more than 21 women" in " ".join((DOCS / page).read_text("utf-8").split())
