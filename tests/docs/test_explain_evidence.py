"""The page on the published record says what the records say."""

import pytest
from tests.docs.evidence_pages import DOCS, PAGES, made_anew

from antral.api import evidence
from antral.api.evidence import pool, shipped_effect
from antral.records import load_yaml, path
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


@pytest.fixture(scope="module")
def explained() -> str:
    return " ".join((DOCS / "explain/evidence.md").read_text("utf-8").split())


def test_the_numbers_of_the_prior_are_those_on_record(explained: str) -> None:
    """The scale of the prior and what it says of menses, from records/effect."""
    scale = load_yaml(path("effect", "prior.yaml"))["parameters"]["quality_gain"]["draw"]["scale"]
    half, one, twice = load_yaml(path("effect", "sizes.yaml"))["prior"]
    median = {part["factor"]: f"{100 * part['excess']['q50']:g}" for part in (half, one, twice)}
    assert half["doubled"] == 0.0
    for said in (
        f"about {100 * one['spontaneous']:.0f} of 100 resume within a year by themselves",
        f"At the chosen scale, {scale:g}, cells into the ovary add a median of {median[1.0]} women of 100",
        f"double the share in {100 * one['doubled']:.2g} of 100 draws",
        f"of 100 draws (Monte-Carlo error {100 * one['doubled_se']:.2g})",
        f"half the scale {median[0.5]} and never",
        f"twice the scale {median[2.0]} and {100 * twice['doubled']:.2g} of 100",
    ):
        assert said in explained, said


def test_what_is_said_of_the_posterior_holds_for_the_one_on_record(explained: str) -> None:
    """The page says in words what the record has in numbers; where the record moves, the words are written anew."""
    found = shipped_effect()
    assert "Seven studies of women given no cells" in explained
    assert sum(one["yardstick"] for one in found["studies"]) == 7
    assert "about four in ten: a Bayes factor below 2" in explained
    assert all(0.35 < one["weight"] < 0.5 and one["bayes_factor"] < 2 for one in found["spike_by_seed"])
    assert "it would fall to about one third" in explained
    assert all(0.25 < one["weight"] < 0.42 for one in found["spike_without_yardsticks"])
    moves = {one["study"]: one["moves_spike_by"] for one in found["studies"]}
    assert "60 % ovulation in thirty women" in explained
    assert min(moves, key=lambda name: moves[name]) == "gabr2016"
    for name in ("edessy2016", "wang2014_acu", "zhou2013_ea"):
        assert moves[name] > 0.04
    assert "by less than ten points" in explained
    assert max(map(abs, moves.values())) < 0.1
