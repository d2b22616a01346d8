"""`antral calibrate` at the command line, with rows that cost nothing."""

import json

import pytest
from typer.testing import CliRunner

from antral.calibrate import evaluate, run
from antral.cli.main import app
from antral.core import InputError, package_fingerprint
from antral.therapy import regimen
from antral.verify import Estimate, Target

pytestmark = pytest.mark.usefixtures("_nothing_to_free")

GOAL = 30.0


@pytest.fixture
def cheap(monkeypatch):
    def goals(value):
        return {"hrt_e2": Target(part="hrt", value=value, source_sd=1.0, discrepancy_sd=0.0, why="made up")}

    def dose(company):
        return Estimate(regimen("climen").kinetics.estradiol_per_mg.value)

    monkeypatch.setattr(evaluate, "ROWS", {"hrt_e2": dose})
    monkeypatch.setattr("antral.calibrate.screening.targets", lambda part: goals(GOAL))
    monkeypatch.setattr(run, "shipped", lambda part: None)
    monkeypatch.setattr("antral.api.calibration.compiled", lambda progress: 0.0)

    def wanted(value):
        monkeypatch.setattr(run, "targets", lambda part: goals(value))

    wanted(GOAL)
    return wanted


def given(*words):
    return CliRunner().invoke(app, ["calibrate", *words, "--workers", "1", "--quiet"], env={"COLUMNS": "160"})


def test_a_calibration_prints_its_tables_and_keeps_its_files(cheap, tmp_path):
    done = given("hrt", "--members", "20", "--iterations", "2", "--out", str(tmp_path))
    assert done.exit_code == 0, done.output
    assert "median E2 on days after a tablet" in done.output
    assert "climen.kinetics.estradiol_per_mg" in done.output
    assert "61 evaluations" in done.output
    assert {file.name for file in tmp_path.iterdir()} == {
        "calibration.json", "evaluations", "posterior.parquet", "posterior.yaml",
    }  # fmt: skip
    summary = json.loads((tmp_path / "calibration.json").read_text(encoding="utf-8"))
    assert summary["command"] == "antral calibrate hrt --members 20 --iterations 2 --women 100 --seed 1"
    assert summary["prior"]["climen.kinetics.estradiol_per_mg"]["scale"] == "log"


def test_a_missed_target_ends_with_code_1(cheap):
    cheap(500.0)
    done = given("hrt", "--members", "20", "--json")
    assert done.exit_code == 1
    assert json.loads(done.output)["missed"] == ["hrt_e2"]


def test_morris_prints_which_number_counts_and_goes_with_the_posterior(cheap, tmp_path):
    done = given("hrt", "--morris", "--trajectories", "2", "--out", str(tmp_path))
    assert done.exit_code == 0, done.output
    assert "hrt_e2 climen.kinetics.estradiol_per_mg +" in " ".join(done.output.split())
    assert "Move no target by half a standard deviation: climen.kinetics.pituitary_weight" in done.output
    assert given("hrt", "--members", "8", "--out", str(tmp_path)).exit_code == 0
    assert "sensitivity_method: 'Morris" in (tmp_path / "posterior.yaml").read_text(encoding="utf-8")


def test_morris_after_a_posterior_was_recorded_is_of_the_same_code(cheap, tmp_path, monkeypatch):
    """The posterior that a first call ships is an outcome: a second call, after Morris, adds what Morris found."""
    shipped = tmp_path / "antral" / "records" / "posteriors"
    shipped.mkdir(parents=True)
    core = tmp_path / "antral" / "core"
    core.mkdir()
    monkeypatch.setattr("antral.core.provenance.__file__", str(core / "provenance.py"))
    monkeypatch.setattr("antral.calibrate.posterior.path", lambda *names: shipped.joinpath(*names[1:]))
    package_fingerprint.cache_clear()
    words = ("hrt", "--members", "8", "--out", str(tmp_path / "out"), "--record")
    assert given(*words).exit_code == 0
    assert "sensitivity" not in (shipped / "hrt.yaml").read_text(encoding="utf-8")
    package_fingerprint.cache_clear()  # as in another process
    assert given("hrt", "--morris", "--trajectories", "2", "--out", str(tmp_path / "out")).exit_code == 0
    assert given(*words).exit_code == 0
    package_fingerprint.cache_clear()
    assert "sensitivity_method: 'Morris" in (shipped / "hrt.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["liver"], "there is no calibration of 'liver'"),
        (["poi", "--members", "2"], "members = 2"),
        (["poi", "--morris", "--trajectories", "0"], "trajectories = 0"),
    ],
)
def test_wrong_input_is_refused(words, said):
    done = given(*words)
    assert isinstance(done.exception, InputError)
    assert said in str(done.exception)
