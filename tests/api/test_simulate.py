"""The main verb, small: what it gives, that it can be repeated, continued and refused."""

import json
import shutil
from pathlib import Path

import pytest

import antral
from antral.core import InputError, RunError

SMALL = {"trials": 6, "seed": 3, "women": 40, "sensitivity": False}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> antral.Run:
    return antral.simulate("NCT03816852", **SMALL, out=tmp_path_factory.mktemp("runs") / "small")


def test_the_object_has_the_promised_shape(run: antral.Run) -> None:
    results = json.loads(json.dumps(run.results, allow_nan=False))
    assert results["protocol"] == "NCT03816852"
    assert (results["trials"], results["seed"], results["participants_per_trial"]) == (6, 3, 12)
    assert set(results["scenarios"]) == {"none", "evidence", "target"}
    screening = results["screening"]
    assert screening["admitted"] == 40
    assert screening["failure_rate"] == pytest.approx(1 - 40 / screening["candidates"])
    for scenario in results["scenarios"].values():
        assert set(scenario["arms"]) == {"low", "medium", "high"}
        for arm in scenario["arms"].values():
            for endpoint in arm["endpoints"].values():
                assert {"n", "estimate", "ci_low", "ci_high", "mcse", "method"} <= set(endpoint)
        assert len(scenario["tests"]) >= 10
        for test in scenario["tests"].values():
            assert 0.0 <= test["rejection_rate"] <= 1.0
            assert {"attained_size", "mcse", "method"} <= set(test)
        assert scenario["naive_claims"]
        assert scenario["safety"]["upper_bound_0_of_n"] == pytest.approx(0.26464847, abs=1e-7)  # R: binom.test(0, 12)
        assert all({"per_arm", "power", "reason"} <= set(size) for size in scenario["sample_size"].values())
    assert results["gaps"]
    assert results["assumptions"]
    assert {"patient_years", "seconds", "compile_seconds", "bank_size"} <= set(results["cost"])


def test_without_effect_no_sample_size_is_named(run: antral.Run) -> None:
    for size in run.results["scenarios"]["none"]["sample_size"].values():
        assert size["per_arm"] is None
        assert "no effect" in size["reason"]


def same(one: antral.Run, other: antral.Run) -> bool:
    ours, theirs = dict(one.results), dict(other.results)
    del ours["cost"], theirs["cost"]
    return ours == theirs


def test_the_same_inputs_give_the_same_bits_on_one_thread(run: antral.Run) -> None:
    assert same(run, antral.simulate("NCT03816852", **SMALL, threads=1))


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_the_same_inputs_give_the_same_bits_on_any_number_of_workers(
    run: antral.Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, workers: int
) -> None:
    monkeypatch.setattr("antral.api.shards.WOMEN_A_SHARD", 24)
    shared = antral.simulate("NCT03816852", **SMALL, workers=workers, out=tmp_path / "run")
    assert same(run, shared)
    assert run.quantiles.equals(shared.quantiles)
    assert len(list((tmp_path / "run" / "shards").iterdir())) == 3


def test_another_seed_gives_another_result(run: antral.Run) -> None:
    assert not same(run, antral.simulate("NCT03816852", **(SMALL | {"seed": 4})))


def test_a_run_that_lost_a_shard_goes_on_to_the_same_result(run: antral.Run) -> None:
    assert run.folder is not None
    kept = run.folder / "shards" / "000001-000006"
    written = json.loads((run.folder / "results.json").read_text(encoding="utf-8"))
    before = (kept / "manifest.json").stat().st_mtime_ns
    assert same(run, antral.simulate("NCT03816852", **SMALL, out=run.folder))
    assert (kept / "manifest.json").stat().st_mtime_ns == before  # a finished shard is never computed twice
    shutil.rmtree(kept)
    (run.folder / "shards" / ".killed.part").mkdir()
    again = antral.simulate("NCT03816852", **SMALL, out=run.folder)
    assert same(run, again)
    assert [found.name for found in (run.folder / "shards").iterdir()] == ["000001-000006"]
    assert {**written, "cost": 0} == {**json.loads((run.folder / "results.json").read_text()), "cost": 0}


def test_a_truncated_shard_is_computed_again_with_a_warning(run: antral.Run) -> None:
    assert run.folder is not None
    shard = run.folder / "shards" / "000001-000006" / "evidence" / "observations.parquet"
    whole = shard.read_bytes()
    shard.write_bytes(whole[: len(whole) // 2])
    with pytest.warns(UserWarning, match="000001-000006 is damaged"):
        again = antral.simulate("NCT03816852", **SMALL, out=run.folder)
    assert same(run, again)
    assert shard.read_bytes() == whole


def test_a_folder_of_other_inputs_is_refused(run: antral.Run) -> None:
    with pytest.raises(RunError, match="seed was 3, now 4"):
        antral.simulate("NCT03816852", **(SMALL | {"seed": 4}), out=run.folder)
    with pytest.raises(RunError, match=r"arms\.high\.dose_cells was"):
        antral.simulate("NCT03816852", **SMALL, set=["arms.high.dose_cells=1.2e8"], out=run.folder)


def test_the_bank_does_not_depend_on_the_dose(run: antral.Run) -> None:
    changed = antral.simulate("NCT03816852", **SMALL, set=["arms.high.dose_cells=1.2e8"])
    assert changed.results["screening"] == run.results["screening"]
    assert changed.results["scenarios"]["none"]["arms"]["low"] == run.results["scenarios"]["none"]["arms"]["low"]


def test_a_protocol_of_ones_own_can_be_simulated(tmp_path: Path) -> None:
    place = antral.new(tmp_path / "my.yaml")
    mine = antral.simulate(place, trials=2, seed=1, women=60, sensitivity=False)
    assert mine.results["trials"] == 2


def test_the_control_variant_compares_treated_with_untreated() -> None:
    found = antral.simulate("NCT03816852-control", trials=3, seed=1, women=60, sensitivity=False)
    assert any(name.endswith("_fisher") for name in found.results["scenarios"]["none"]["tests"])


def test_the_truth_may_come_from_every_woman_in_every_arm(run: antral.Run, tmp_path: Path) -> None:
    small = SMALL | {"trials": 4, "effect": "target"}
    twins = antral.simulate("NCT03816852-control", **small)
    assert twins.results["truth"] == run.results["truth"] == "twin"
    first = antral.simulate("NCT03816852-control", **small, truth=True, out=tmp_path / "run")
    assert first.results["truth"] == "all arms"
    contrasts = first.results["scenarios"]["target"]["contrasts"].values()
    assert any(one["true_effect"] is not None and one["bias"] is not None for one in contrasts)
    assert "--truth" in first.command
    again = antral.simulate("NCT03816852-control", **small, truth=True, out=tmp_path / "run")
    assert same(first, again)
    with pytest.raises(RunError, match="truth was True, now False"):
        antral.simulate("NCT03816852-control", **small, out=tmp_path / "run")


def test_assumed_numbers_are_moved_over_their_ranges() -> None:
    small = SMALL | {"trials": 4, "sensitivity": True}
    one, other = (antral.simulate("NCT03816852", **small, threads=n) for n in (1, 2))
    assert same(one, other)
    moved = {swing["parameter"]: swing for swing in one.results["sensitivity"]}
    assert {"signal_half", "systemic", "repair_loss_days", "quality_gain", "aetiology_mix"} <= set(moved)
    assert all(len(swing["power"]) == 3 for swing in moved.values())
    alone = antral.simulate("NCT03816852", **small, effect="none")
    assert alone.results["sensitivity"] == []


def test_women_may_be_followed_for_years() -> None:
    long = antral.simulate("NCT03816852", **(SMALL | {"trials": 2, "effect": "activation"}), years=3)
    years = [one["year"] for one in long.results["scenarios"]["activation"]["long_term"]]
    assert max(years) == 3
    assert "--years 3" in long.command
    assert "follow_up_days" not in long.command


@pytest.mark.parametrize("trials", [0, -5, 2.5, True, "many"])
def test_impossible_numbers_of_trials_are_refused(trials: object) -> None:
    with pytest.raises(InputError, match="whole number from 1"):
        antral.simulate("NCT03816852", trials=trials)  # type: ignore[arg-type]
