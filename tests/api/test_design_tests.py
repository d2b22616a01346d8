"""Which test the power of a design is, and what is said where it cannot find anything."""

from importlib import import_module
from typing import Any

import pytest

import antral
from antral import api
from antral.reports import designs_page, designs_sections

ASKED: dict[str, Any] = {"trials": 6, "seed": 3, "women": 60, "effect": "target"}


def test_designs_share_women_and_not_what_another_test_needs() -> None:
    vary = ["control=with", "endpoint=menses_resumed", "n=12", "test=exact_trend,fisher,log_rank"]
    points = api.design("NCT03816852", vary, **ASKED).results["points"]
    names = [point["scenarios"]["target"]["power"]["test"] for point in points]
    assert names == [f"menses_resumed_{test}" for test in ("exact_trend", "fisher", "log_rank")]
    assert {point["simulation"] for point in points} == {0}
    for point in (points[0], points[2]):
        run = antral.simulate("NCT03816852", set=point["set"], **ASKED, sensitivity=False)
        power = point["scenarios"]["target"]["power"]
        rates = run.results["scenarios"]["target"]["tests"]
        assert power["value"] == pytest.approx(rates[power["test"]]["rejection_rate"])


def test_where_the_test_is_not_varied_power_is_against_control() -> None:
    found = api.design("NCT03816852", ["control=with", "endpoint=menses_resumed"], **ASKED).results
    assert found["points"][0]["scenarios"]["target"]["power"]["test"] == "menses_resumed_fisher"


def test_a_test_that_cannot_reject_says_why() -> None:
    """Of six allocations of three women two are as extreme as any: p is 1/3 at least; of nine women 1,680 are."""
    found = api.design("NCT03816852", ["n=3,9"], **ASKED).results
    small, large = (point["scenarios"]["none"]["power"] for point in found["points"])
    assert small["reason"] == "with 3 women no outcome has a p-value of 0.05 or less"
    assert (small["value"], "at_most" in small) == (0.0, False)
    assert large["reason"] is None


def test_an_endpoint_that_hormones_spoil_in_every_woman_is_not_testable() -> None:
    found = api.design("NCT03816852", ["comedication=climen", "endpoint=menses_resumed", "n=12"], **ASKED).results
    power = found["points"][0]["scenarios"]["target"]["power"]
    assert power["not_testable"] == 1.0
    assert power["reason"] == "in no trial are there values of menses_resumed to compare"


def test_a_trial_that_takes_much_of_the_bank_is_warned_of() -> None:
    found = api.design("NCT03816852", ["n=6,15"], **ASKED).results
    assert "Raise --women to 75" in found["warnings"][0]
    assert found["warnings"][0] in designs_page(found)
    assert api.design("NCT03816852", ["n=6,12"], **ASKED).results["warnings"] == []


def test_the_progress_of_a_search_says_for_what_and_how_far() -> None:
    stages: list[str] = []
    asked = ASKED | {"women": 150}
    api.design(
        "NCT03816852", ["endpoint=amh_6m"], search="power=0.99", **asked, progress=lambda stage, _: stages.append(stage)
    )
    said = list(dict.fromkeys(stage for stage in stages if stage.startswith("searching")))
    assert said[0] == "searching, amh_6m_rank_trend: 6 to 60 women"
    assert "; so far " in said[1]
    assert said[1].endswith("% with up to 60 women")


def test_whoever_stops_it_without_a_folder_is_not_told_that_it_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(**_: Any) -> int:
        raise KeyboardInterrupt

    cli = import_module("antral.cli.main")  # the package has a function of that name
    monkeypatch.setattr(cli, "app", stopped)
    with pytest.raises(SystemExit):
        cli.main()
    assert "Without --out nothing was kept" in capsys.readouterr().err


def test_the_table_names_each_test_once_and_says_what_is_not_testable() -> None:
    vary = ["control=with", "endpoint=menses_resumed", "n=4,12", "test=exact_trend,fisher"]
    results = api.design("NCT03816852", vary, **ASKED).results
    _, without, *_ = designs_sections(results)
    place = without.columns.index("judged by")
    assert [row[place] for row in without.rows] == ["menses_resumed_exact_trend", "menses_resumed_fisher"] * 2
    said = [words for words in without.paragraphs if "judged by" in words]
    assert len(said) == 2
    assert "Fisher" in said[1]
    assert [row[place + 1] for row in without.rows[:2]] == ["not testable"] * 2
    assert any("with 4 women no outcome has a p-value of 0.05 or less" in words for words in without.paragraphs)


def test_the_table_gives_the_limit_of_none() -> None:
    results = api.design("NCT03816852", ["n=12"], **ASKED).results
    power = results["points"][0]["scenarios"]["none"]["power"]
    power |= {"value": 0.0, "mcse": 0.0, "at_most": 0.0723, "at_least": None}
    sections = designs_sections(results)
    assert sections[0].paragraphs[0].startswith("1 design of")
    assert "0 %, at most 7 %" in [cell.replace("\xa0", " ").replace("\u202f", " ") for cell in sections[1].rows[0]]
