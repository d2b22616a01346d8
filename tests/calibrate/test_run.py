"""The whole way with rows that cost nothing: what is found, kept, resumed and refused."""

import json
import re
import subprocess

import numpy as np
import polars as pl
import pytest

from antral.calibrate import Item, Posterior, Simulator, calibrate, evaluate, read, run, screen
from antral.core import RecordError, RunError
from antral.records import POINT, Vector, number, parameters, using
from antral.therapy import regimen
from antral.verify import Estimate, Target, references

pytestmark = pytest.mark.usefixtures("_nothing_to_free")

WEIGHT = "climen.kinetics.pituitary_weight"
NAMES = ("hrt_fsh", "hrt_e2")


@pytest.fixture
def calls(monkeypatch):
    """Two rows of `hrt`, each a known function of one number; how often they are evaluated."""
    seen = []

    def weight(company):
        seen.append(company.seed)
        return Estimate(float(np.log(regimen("climen").kinetics.pituitary_weight.value)), None, None)

    def yields(company):
        value = regimen("climen").kinetics.estradiol_per_mg.value
        return Estimate(value, value - 1.96, value + 1.96)

    goals = {
        "hrt_fsh": Target(part="hrt", value=float(np.log(0.5)), source_sd=0.1, discrepancy_sd=0.0, why="made up"),
        "hrt_e2": Target(part="hrt", value=30.0, source_sd=1.0, discrepancy_sd=0.0, why="made up"),
    }
    monkeypatch.setattr(evaluate, "ROWS", {"hrt_fsh": weight, "hrt_e2": yields})
    monkeypatch.setattr(run, "targets", lambda part: goals)
    monkeypatch.setattr("antral.calibrate.screening.targets", lambda part: goals)
    monkeypatch.setattr(run, "shipped", lambda part: None)
    return seen


def fitted(folder=None, **changes):
    told = {"members": 40, "iterations": 3, "women": 4, "seed": 5, "command": "test", "folder": folder} | changes
    return calibrate("hrt", **told)


def test_the_numbers_are_found_and_idle_ones_stay_wide(calls):
    found = fitted()
    after = found.summary["parameters"]
    assert after[WEIGHT]["posterior"]["median"] == pytest.approx(0.5, rel=0.08)
    assert after[WEIGHT]["on_record"] == number(WEIGHT).value
    assert after[WEIGHT]["width_ratio"] < 0.4
    assert after["lh.withdrawal_e2"]["width_ratio"] > 0.7
    goal = found.summary["targets"]["hrt_e2"]
    assert goal["before"] == number("climen.kinetics.estradiol_per_mg").value
    assert goal["after"]["median"] == pytest.approx(30.0, abs=1.0)
    assert goal["accepted"] == {"low": 40.0, "high": 80.0, "inside": False}  # of the row, whatever the target wants
    assert found.summary["evaluations"] == 40 * 4 + 1
    assert found.summary["missed"] == []
    assert json.dumps(found.summary, allow_nan=False)
    assert set(found.posterior.names) == set(found.summary["fitted"])
    assert found.posterior.weights.tolist() == [1 / 40] * 40  # a part that follows another does not weigh its numbers
    assert found.posterior.about["width_ratio"][WEIGHT] == after[WEIGHT]["width_ratio"]
    assert found.posterior.about["targets"]["hrt_e2"]["after"] == goal["after"]


def test_members_of_a_step_share_their_luck_and_steps_do_not(calls):
    fitted(members=6, iterations=2)
    groups = [calls[0], *calls[1:7], *calls[7:13], *calls[13:19]]
    assert len(set(calls[1:7])) == len(set(calls[7:13])) == len(set(calls[13:19])) == 1
    assert len({calls[1], calls[7], calls[13]}) == 3
    assert len(groups) == len(calls)


def test_what_is_kept_is_not_done_again_and_gives_the_same_bits(calls, tmp_path):
    first = fitted(tmp_path, members=8)
    done = len(calls)
    again = fitted(tmp_path, members=8)
    assert len(calls) == done
    assert again.posterior.table.equals(first.posterior.table)
    kept = sorted(tmp_path.glob("*.json"))
    kept[0].write_text("{", encoding="utf-8")  # cut short
    assert fitted(tmp_path, members=8).posterior.table.equals(first.posterior.table)
    assert len(calls) == done + 1
    assert not fitted(members=8, seed=6).posterior.table.equals(first.posterior.table)


def test_a_stopped_calibration_goes_on(calls, tmp_path):
    def stopping(task, items):
        for place, item in enumerate(items):
            if len(calls) >= 12:
                raise KeyboardInterrupt
            yield place, task(item)

    with pytest.raises(KeyboardInterrupt):
        fitted(tmp_path, members=8, share_out=stopping)
    assert len(list(tmp_path.glob("*.json"))) == 12
    found = fitted(tmp_path, members=8)
    assert len(calls) == 8 * 4 + 1
    assert found.posterior.table.equals(fitted(members=8).posterior.table)


def test_the_posterior_of_the_part_before_is_carried_along(calls, monkeypatch):
    table = pl.DataFrame({"fsh.drive_most": [5.0, 6.0], "weight": [0.25, 0.75]})
    monkeypatch.setattr(run, "shipped", lambda part: Posterior(part, table, {}))
    seen = []

    def drive(company):
        seen.append(parameters("fsh")["drive_most"].value)
        return Estimate(0.0)

    monkeypatch.setattr(evaluate, "ROWS", {"hrt_fsh": drive, "hrt_e2": drive})
    found = fitted(members=8, iterations=1)
    assert found.summary["carried_values"].startswith("posterior of poi, ")
    assert "fsh.drive_most" in found.posterior.names
    assert "fsh.drive_most" not in found.summary["fitted"]
    assert sorted(found.posterior.table["fsh.drive_most"].to_list()) == [5.0] * 2 + [6.0] * 6
    assert sorted(set(seen)) == [number("fsh.drive_most").value, 5.0, 6.0]


def test_what_is_kept_depends_on_the_posterior_that_is_carried(calls, monkeypatch, tmp_path):
    """Shipped posteriors are no part of the fingerprint of the records: what draws from one names it."""

    def shipping(value):
        table = pl.DataFrame({"fsh.drive_most": [value], "weight": [1.0]})
        monkeypatch.setattr(run, "shipped", lambda part: Posterior(part, table, {}))
        return fitted(tmp_path, members=8, iterations=1)

    first = shipping(5.0)
    done = len(calls)
    assert done == 8 * 2 + 1
    other = shipping(6.0)
    assert len(calls) == done + 8 * 2  # all but the values on record
    assert first.summary["carried_values"] != other.summary["carried_values"]
    assert first.posterior.about["code_and_records"] == other.posterior.about["code_and_records"]
    shipping(5.0)
    assert len(calls) == done + 8 * 2


def test_a_posterior_just_recorded_is_no_change_of_the_sources(monkeypatch, tmp_path):
    package = tmp_path / "antral"
    for folder in ("calibrate", "records/posteriors", "records/parameters"):
        (package / folder).mkdir(parents=True)
        (package / folder / "x.yaml").write_text("1", encoding="utf-8")

    def git(*words):
        name = ("-c", "user.name=a", "-c", "user.email=a@b")
        subprocess.run(["git", "-C", str(tmp_path), *name, *words], check=True, capture_output=True)

    git("init")
    git("add", "-A")
    git("commit", "-m", "first")
    monkeypatch.setattr(run, "__file__", str(package / "calibrate" / "run.py"))
    (package / "records/posteriors/x.yaml").write_text("2", encoding="utf-8")
    assert re.fullmatch("[0-9a-f]{40}", run._commit())
    (package / "records/parameters/x.yaml").write_text("2", encoding="utf-8")
    assert run._commit().endswith(" with changes")


def test_vectors_that_cannot_be_simulated_are_counted_and_too_many_stop(calls, monkeypatch):
    def refuses(company):
        raise RecordError("they do not fit.")

    outcome = Simulator(NAMES, 4)(Item(POINT, 1))
    assert outcome.refused == ""
    assert outcome.errors == pytest.approx((0.0, 1.0))
    monkeypatch.setattr(evaluate, "ROWS", {"hrt_fsh": refuses, "hrt_e2": refuses})
    outcome = Simulator(NAMES, 4)(Item(POINT, 1))
    assert outcome.refused == "they do not fit."
    assert np.isnan(outcome.values).all()
    with pytest.raises(RunError, match="1 of 1 vectors cannot be simulated; the first: they do not fit"):
        fitted(members=8)


def test_screening_tells_which_target_answers_to_which_number(calls):
    found = screen("hrt", count=3, women=4, seed=1).to_dict()
    effects = found["effects"]
    assert effects[WEIGHT]["hrt_fsh"]["mean"] > 3.0
    assert effects[WEIGHT]["hrt_e2"]["mean_size"] == 0.0
    assert effects["climen.kinetics.estradiol_per_mg"]["hrt_e2"]["mean"] > 3.0
    assert found["evaluations"] == 3 * (len(effects) + 1)
    assert json.dumps(found, allow_nan=False)


def test_a_posterior_is_written_read_and_drawn_from(tmp_path):
    table = pl.DataFrame({"fsh.drive_most": [4.0, 5.0, 6.0], "weight": [0.5, 0.25, 0.25]})
    made = Posterior("healthy", table, {"command": "test", "seed": 1})
    made.write(tmp_path / "healthy.parquet")
    found = read(tmp_path / "healthy.parquet")
    assert found.table.equals(table)
    assert found.about["command"] == "test"
    drawn = [vector["fsh.drive_most"] for vector in found.vectors(8, seed=3)]
    assert sorted(drawn) == [4.0] * 4 + [5.0] * 2 + [6.0] * 2
    assert found.vectors(8, seed=3) == found.vectors(8, seed=3)
    with using(found.vectors(1, seed=1)[0]):
        assert parameters("fsh")["drive_most"].value in (4.0, 5.0, 6.0)
    Posterior("healthy", table.with_columns(weight=pl.lit(1.0)), {}).table.write_parquet(tmp_path / "healthy.parquet")
    with pytest.raises(RecordError, match="is not the table"):
        read(tmp_path / "healthy.parquet")


def test_a_row_is_measured_under_the_vector_as_it_is_for_verify():
    """The law of the reserve: halving both rates keeps more follicles; the row is that of the acceptance table."""
    slow = Vector({"reserve.base_rate": 0.04, "reserve.crowding_rate": 2500.0})
    point = Simulator(("reserve_38",), 4)(Item(POINT, 1)).values[0]
    low, high = references()["reserve_38"].low, references()["reserve_38"].high
    assert low is not None
    assert high is not None
    assert low <= point <= high
    # N(38 y) by Euler steps of a tenth of a year
    follicles = number("healthy.at_birth.median").value
    for _ in range(38000):
        follicles -= 0.001 * follicles * (0.04 + 2500.0 / (number("reserve.crowding_half").value + follicles))
    assert Simulator(("reserve_38",), 4)(Item(slow, 1)).values[0] == pytest.approx(follicles, rel=2e-3)
