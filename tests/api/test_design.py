"""The verb `design`, small: its numbers are those of `simulate`, shared trials or not, and it can be continued."""

import json
from pathlib import Path
from typing import Any

import pytest

import antral
from antral import api
from antral.core import InputError

ASKED: dict[str, Any] = {"trials": 12, "seed": 3, "women": 60, "effect": ["evidence", "target"]}


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    return api.design("NCT03816852", ["n=6,12,18"], **ASKED).results


def test_all_of_it_is_json_and_says_what_was_asked(found: dict[str, Any]) -> None:
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert [point["values"] for point in found["points"]] == [{"n": "6"}, {"n": "12"}, {"n": "18"}]
    assert [point["set"] for point in found["points"]] == [[f"design.participants={n}"] for n in (6, 12, 18)]
    assert found["reference"] == 1  # the protocol has twelve women
    assert found["reference_is_protocol"]
    assert {point["simulation"] for point in found["points"]} == {0}
    assert all(point["simulated_women"] == 18 for point in found["points"])


@pytest.mark.parametrize("place", [0, 2])
def test_the_numbers_are_those_of_simulate(found: dict[str, Any], place: int) -> None:
    point = found["points"][place]
    run = antral.simulate("NCT03816852", set=point["set"], **ASKED, sensitivity=False)
    assert run.command == point["command"].replace(" 3.0", " 3")
    for scenario, one in run.results["scenarios"].items():
        mine = point["scenarios"][scenario]
        assert set(mine["tests"]) == set(one["tests"])
        for name, test in one["tests"].items():
            assert mine["tests"][name]["value"] == pytest.approx(test["rejection_rate"], abs=1e-12)
            assert mine["tests"][name]["mcse"] == pytest.approx(test["mcse"], abs=1e-12)
        for name, claim in one["naive_claims"].items():
            assert mine["naive_claims"][name]["value"] == pytest.approx(claim["rate"], abs=1e-12)
        for name, slope in one["slopes"].items():
            covered = mine["coverage"][f"slope/{name}"]["value"]
            assert covered == pytest.approx(slope["coverage"], abs=1e-12)
        assert mine["conduct"]["stopped"]["value"] == pytest.approx(one["monitoring"]["stops"])
        assert mine["conduct"]["infused"]["value"] == pytest.approx(one["monitoring"]["expected_women"])


def test_a_difference_is_that_of_the_values(found: dict[str, Any]) -> None:
    small, own, large = (point["scenarios"]["target"]["tests"] for point in found["points"])
    for name, one in large.items():
        assert one["difference"] == pytest.approx(one["value"] - own[name]["value"])
        assert own[name]["difference"] == 0.0
        assert small[name]["difference"] == pytest.approx(small[name]["value"] - own[name]["value"])


def test_same_bits_for_any_workers_and_after_a_stop(found: dict[str, Any], tmp_path: Path) -> None:
    whole = api.design("NCT03816852", ["n=6,12,18"], **ASKED, out=tmp_path / "a", workers=2).results
    kept = sorted((tmp_path / "a" / "points").iterdir())
    assert len(kept) == 3
    kept[1].write_bytes(kept[1].read_bytes()[:100])  # damaged: made again
    kept[2].unlink()
    again = api.design("NCT03816852", ["n=6,12,18"], **ASKED, out=tmp_path / "a", workers=1).results
    assert whole["points"] == found["points"] == again["points"]
    assert sorted((tmp_path / "a" / "points").iterdir()) == kept


@pytest.mark.parametrize(
    ("vary", "says"),
    [
        (["m=4..60"], "there is no such field"),
        (["per_arms=4"], "Did you mean per_arm?"),
        (["n"], "FIELD=VALUES was wanted"),
        (["n=60..4"], "a range rises"),
        (["n=4..x"], "x is no number"),
        (["n=0.5..4"], "needs a step"),
        (["n=12,12"], "written twice"),
        (["n=4", "n=5"], "given twice"),
        (["n=1..600:1"], "at most 500"),
        (["arms.hihg.dose_cells=6e7"], "Did you mean high?"),
        (["n=twelve"], "a whole number from 2"),
    ],
)
def test_what_cannot_be_asked_is_told(vary: list[str], says: str) -> None:
    with pytest.raises(InputError, match=says.replace("?", r"\?")):
        api.design("NCT03816852", vary, trials=2)


def test_impossible_designs_are_told_and_left_out() -> None:
    found = api.design("NCT03816852", ["n=2,6"], **ASKED | {"trials": 2}).results
    assert [point["women"] for point in found["points"]] == [6]
    assert found["left_out"] == [{"values": {"n": "2"}, "reason": "2 women cannot fill 3 arms."}]


def test_an_example_can_be_conducted_again(found: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    example = next(one for one in found["examples"] if one["kind"] == "missed")
    known: dict[str, Any] = {}
    exec(example["python"].replace("print(", "tests = (", 1), known)
    rows = known["tests"].filter(test=example["test"])
    assert rows["p_value"].to_list() == [example["p_value"]]
    assert example["p_value"] > 0.05


def test_the_front_is_told_for_scenarios_with_an_effect(found: dict[str, Any]) -> None:
    assert set(found["pareto"]) == {"evidence", "target"}
    for prices in found["pareto"].values():
        assert set(prices) == {"women", "months", "cost", "all"}
        assert prices["women"][0] == 0  # nothing is smaller than the smallest trial


def test_power_where_the_cells_do_anything(found: dict[str, Any]) -> None:
    for point in found["points"]:
        assert point["scenarios"]["target"]["power_given_effect"] is None
        given = point["scenarios"]["evidence"]["power_given_effect"]
        assert 0.0 < given["share_of_trials"] < 1.0
        overall = point["scenarios"]["evidence"]["power"]["value"]
        assert given["value"] * given["share_of_trials"] <= overall + 1e-12


def test_the_smallest_size_has_the_power_and_its_command_gives_it() -> None:
    asked: dict[str, Any] = {"trials": 24, "seed": 3, "women": 60, "effect": "target"}
    found = api.design("NCT03816852-control", ["endpoint=menses_resumed"], search="power=0.05", **asked).results
    (one,) = found["search"]
    assert one["scenario"] == "target"
    assert one["n"] is not None
    assert one["n"] % 4 == 0  # four arms
    assert one["power"]["value"] >= 0.05
    for size in one["tried"]:
        assert size["value"] >= 0.05 or size["n"] < one["n"]
    changes = [*found["points"][0]["set"], f"design.participants={one['n']}"]
    run = antral.simulate("NCT03816852-control", set=changes, **asked, sensitivity=False)
    assert run.command == one["command"]
    for scenario, told in (("target", "power"), ("none", "without")):
        rate = run.results["scenarios"][scenario]["tests"][one["test"]]["rejection_rate"]
        assert one[told]["value"] == pytest.approx(rate)


def test_a_power_that_no_size_has_is_said() -> None:
    asked: dict[str, Any] = {"trials": 8, "seed": 3, "women": 60, "effect": "target"}
    (one,) = api.design("NCT03816852", search="power=0.99", **asked).results["search"]
    assert one["n"] is None
    assert "60 women" in one["reason"]


def test_the_number_of_women_is_searched_or_varied_not_both() -> None:
    with pytest.raises(InputError, match="leave --vary n out"):
        api.design("NCT03816852", ["n=6,12"], search="power=0.8")


def test_what_only_the_analysis_sees_is_not_simulated_again() -> None:
    asked = ASKED | {"trials": 4}
    found = api.design(
        "NCT03816852", ["endpoint=log_fsh_6m,menses_resumed", "test=linear_trend,exact_trend", "n=6,12"], **asked
    )
    points = found.results["points"]
    assert [point["values"] for point in points] == [
        {"endpoint": endpoint, "test": test, "n": n}
        for endpoint, test in (("log_fsh_6m", "linear_trend"), ("menses_resumed", "exact_trend"))
        for n in ("6", "12")
    ]
    assert {point["simulation"] for point in points} == {0}
    run = antral.simulate("NCT03816852", set=points[2]["set"], **asked, sensitivity=False)
    power = points[2]["scenarios"]["target"]["power"]
    assert power["test"] == "menses_resumed_exact_trend"
    assert power["value"] == pytest.approx(run.results["scenarios"]["target"]["tests"][power["test"]]["rejection_rate"])


def test_assurance_stands_beside_the_power_and_is_the_mean_over_vectors(tmp_path: Path) -> None:
    asked: dict[str, Any] = {"trials": 12, "seed": 3, "women": 60, "effect": "evidence", "assurance": 3}
    found = api.design("NCT03816852", ["n=3,6"], **asked, out=tmp_path / "a", workers=1).results
    again = api.design("NCT03816852", ["n=3,6"], **asked, out=tmp_path / "a", workers=1).results
    assert found["points"] == again["points"]
    assert found["assurance"]["vectors"] == 3
    assert found["assurance"]["trials_each"] == 4
    assert found["assurance"]["women_each"] == 60  # ten for each place of the largest trial
    small, own = (point["scenarios"]["evidence"]["assurance"]["power"] for point in found["points"])
    assert small["vectors"] == own["vectors"] == 3
    assert 12 * small["value"] == pytest.approx(round(12 * small["value"]))  # a share of twelve trials
    assert own["difference"] == pytest.approx(own["value"] - small["value"])
    assert small["difference"] == 0.0  # the protocol has twelve women: the first is the reference
    assert small["mean_at_most"] is None or small["value"] == 0.0


def test_assurance_of_one_vector_is_that_vectors_power() -> None:
    from antral.api.uncertainty import chosen_posterior
    from antral.core import Purpose, philox
    from antral.records import using

    asked: dict[str, Any] = {"trials": 20, "women": 120, "effect": "target"}
    found = api.design("NCT03816852", ["n=12"], seed=3, **asked, assurance=1).results
    seed = int(philox(3, 2**24, 0, Purpose.CALIBRATION, 0)[0])
    (vector,) = chosen_posterior(None, hormones=False).vectors(1, 3)
    with using(vector):
        run = antral.simulate("NCT03816852", seed=seed, **asked, sensitivity=False, workers=1)
    for scenario in ("none", "target"):
        one = found["points"][0]["scenarios"][scenario]
        rate = run.results["scenarios"][scenario]["tests"][one["power"]["test"]]["rejection_rate"]
        assert one["assurance"]["power"]["value"] == pytest.approx(rate)


def test_the_page_holds_every_design_and_its_command(found: dict[str, Any], tmp_path: Path) -> None:
    from html import unescape

    page = unescape(api.Designs(found).report(tmp_path / "designs.html").read_text(encoding="utf-8"))
    for point in found["points"]:
        assert point["command"] in page
    assert "assumed" in page


def test_looks_are_laid_over_the_same_trials() -> None:
    asked: dict[str, Any] = {"trials": 12, "seed": 3, "women": 60, "effect": "target"}
    plain = api.design("NCT03816852", ["n=3,12"], **asked).results
    found = api.design("NCT03816852", ["n=3,12"], **asked, looks="0.5,1", spending="pocock").results
    assert found["sequential"] == {"shares": [0.5, 1.0], "rule": "pocock"}
    for mine, other in zip(found["points"], plain["points"], strict=True):
        told = {name: one.pop("sequential") for name, one in mine["scenarios"].items()}
        assert mine == other  # nothing else changes
        if mine["women"] == 3:
            assert "too few" in told["target"]["reason"]
        else:
            assert [look["women"] for look in told["target"]["looks"]] == [6, 12]
            assert told["target"]["women_enrolled"]["value"] <= 12.0
