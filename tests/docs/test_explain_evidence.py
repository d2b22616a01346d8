"""The page on the published record says what the records say."""

import pytest
from tests.docs.evidence_pages import DOCS, PAGES, made_anew

from antral.api import evidence
from antral.api.evidence import pool
from antral.reports.evidence.challenge import overall


@pytest.mark.parametrize("name", PAGES)
def test_what_a_page_takes_from_the_record_is_that_of_today(name: str) -> None:
    page = (DOCS / name).read_text("utf-8")
    assert "<!-- from the record: " in page
    assert page == made_anew(page), f"docs/{name} is of another record: python -m tests.docs.evidence_pages"


def test_only_the_blocks_of_a_page_are_made_anew() -> None:
    page = "by hand\n<!-- from the record: results -->\nold\n<!-- end -->\nby hand, too\n"
    again = made_anew(page)
    assert again.startswith("by hand\n<!-- from the record: results -->\n")
    assert again.endswith("\n<!-- end -->\nby hand, too\n")
    assert overall(evidence.challenges()) in again
    assert "old" not in again
    assert made_anew(again) == again


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
