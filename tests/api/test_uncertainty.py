"""Chance and ignorance told apart, and vectors that reach every process."""

import json
import pickle

import numpy as np
import polars as pl
import pytest

from antral import api
from antral.api.uncertainty import apart, summed
from antral.api.work import Work
from antral.calibrate import Posterior
from antral.core import InputError
from antral.population.bank import _name
from antral.population.mix import mix
from antral.protocol import load
from antral.records import POINT, Vector, in_force, parameters, using

DRIVE = Vector({"fsh.drive_most": 6.0})


def test_what_lies_between_vectors_is_what_chance_leaves():
    rng = np.random.default_rng(1)
    between, within = 0.05, 0.04
    values = 0.4 + between * rng.standard_normal(4000) + within * rng.standard_normal(4000)
    found = apart([(value, within) for value in values])
    assert found["value"] == pytest.approx(0.4, abs=0.004)
    assert found["mcse"] == pytest.approx(within / np.sqrt(4000))
    assert found["between_sd"] == pytest.approx(between, rel=0.05)
    assert found["between_sd"] < found["between_sd_at_most"] < 1.1 * between
    assert found["q95"] - found["q05"] == pytest.approx(2 * 1.645 * between, rel=0.06)


def test_chance_alone_leaves_nothing_and_says_how_much_it_may_hide():
    found = apart([(0.3, 0.1), (0.35, 0.1), (0.25, 0.1)])
    assert found["between_sd"] == 0.0
    assert found["q05"] == found["q95"] == pytest.approx(0.3)
    # variance 0.0025 of 2 degrees of freedom; the 5 % quantile of chi-square is 0.102587
    assert found["between_sd_at_most"] == pytest.approx(np.sqrt(2 * 0.0025 / 0.102587 - 0.01), rel=1e-4)


def test_vectors_more_alike_than_chance_would_make_them_have_no_limit():
    found = apart([(0.3, 0.1), (0.301, 0.1), (0.299, 0.1)])
    assert found["between_sd"] == 0.0
    assert found["between_sd_at_most"] is None


def test_rounding_is_not_taken_for_a_difference_between_vectors():
    # one trial of ten in one vector of four: variance 0.1² / 4, and its error sqrt(0.09 / 9) is 0.1
    found = apart([(0.0, 0.0), (0.0, 0.0), (0.1, np.sqrt(0.09 / 9) * (1 - 1e-15)), (0.0, 0.0)])
    assert found["between_sd"] == 0.0
    assert found["q05"] == found["q95"] == pytest.approx(0.025)


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_none_or_all_tells_a_limit_of_the_mean_and_nothing_between_vectors(value):
    one = {"label": "A", "value": value, "mcse": 0.0}
    kinds = {"tests": {"a": one}, "naive_claims": {"b": one}, "more_than_zero": {"c": one}}
    found = summed([kinds] * 20, 10)
    # 0 of 200: 1 - 0.05 ** (1 / 200) is 0.014867
    away = 0.0148670
    for rate in (found["tests"]["a"], found["naive_claims"]["b"]):
        assert rate["mean_at_most"] == (pytest.approx(away, rel=1e-4) if value == 0.0 else None)
        assert rate["mean_at_least"] == (pytest.approx(1 - away, rel=1e-6) if value == 1.0 else None)
        assert [rate[name] for name in ("mcse", "between_sd", "between_sd_at_most", "q05", "q95")] == [None] * 5
    assert found["more_than_zero"]["c"]["mean_at_most"] is None  # a difference is no share
    assert found["more_than_zero"]["c"]["q95"] is None


def test_a_single_trial_a_vector_tells_nothing_apart():
    rates = [{"tests": {"a": {"label": "A", "value": value, "mcse": None}}} for value in (0.0, 1.0, 0.0)]
    found = summed(rates, 1)["tests"]["a"]
    assert found["value"] == pytest.approx(1 / 3)
    assert [found[name] for name in ("mcse", "between_sd", "between_sd_at_most", "q05")] == [None] * 4


def test_none_under_some_vectors_and_all_under_others_lies_between_vectors():
    rates = [{"tests": {"a": {"label": "A", "value": value, "mcse": 0.0}}} for value in (0.0, 1.0)]
    assert summed(rates, 10)["tests"]["a"]["between_sd"] == pytest.approx(np.sqrt(0.5))


def test_a_rate_with_events_has_no_limit():
    rates = [{"tests": {"a": {"label": "A", "value": value, "mcse": 0.05}}} for value in (0.0, 0.3, 0.1)]
    assert summed(rates, 10)["tests"]["a"]["mean_at_most"] is None


def test_a_rate_that_some_vectors_do_not_have():
    one = {"tests": {"a": {"label": "A", "value": 0.5, "mcse": 0.1}, "b": {"label": "B", "value": None, "mcse": None}}}
    found = summed([one, {"tests": {"a": {"label": "A", "value": None, "mcse": None}, "b": one["tests"]["b"]}}], 10)
    assert found["tests"]["a"]["value"] == 0.5
    assert found["tests"]["a"]["vectors"] == 1
    assert found["tests"]["a"]["between_sd"] is None
    assert found["tests"]["b"]["value"] is None
    assert found["tests"]["a"]["label"] == "A"


def test_work_takes_the_vector_along():
    with using(DRIVE):
        work = Work(None, None, (), 1, None, False, 1)  # type: ignore[arg-type]
    sent = pickle.loads(pickle.dumps(work))
    assert in_force() == POINT
    assert sent.vector == DRIVE
    seen = []
    object.__setattr__(sent, "_analysed", lambda item: seen.append(parameters("fsh")["drive_most"].value))
    sent(range(1))
    assert seen == [6.0]


def test_a_bank_and_a_run_are_named_by_the_vector():
    from antral.api.conducting import made_of

    protocol = load("NCT03816852")
    told = {"trials": 1, "seed": 1, "women": 100, "effects": ("none",), "truth": False}
    names, folders = [], []
    for vector in (POINT, DRIVE, Vector({"fsh.drive_most": 6.5})):
        with using(vector):
            names.append(_name(protocol, mix(protocol.candidates.mix), 1, 100))
            folders.append(json.dumps(made_of(protocol, **told)))
    assert len(set(names)) == len(set(folders)) == 3


def test_a_trial_over_a_posterior(tmp_path):
    low, high = (float(number) for number in (1200.0, 20000.0))  # resting follicles: who comes differs strongly
    table = pl.DataFrame({"idiopathic.primordial.median": [low, high], "weight": [0.5, 0.5]})
    file = tmp_path / "poi.parquet"
    Posterior("poi", table, {"command": "made by hand"}).write(file)
    told = {"trials": 4, "women": 24, "effect": "target", "sensitivity": False, "workers": 1, "posterior": file}
    run = api.simulate("NCT03816852", **told, uncertainty=2, out=tmp_path / "run")
    over = run.results["uncertainty"]
    assert (over["vectors"], over["trials_each"], over["posterior"]["part"]) == (2, 2, "poi")
    assert set(over["scenarios"]) == {"none", "target"}
    fsh = over["scenarios"]["none"]["arms"]["low.log_fsh_6m"]
    assert fsh["vectors"] == 2
    assert fsh["mcse"] > 0.0
    assert json.dumps(run.results, allow_nan=False)
    kept = sorted((tmp_path / "run" / "uncertainty").glob("*.json"))
    assert len(kept) == 2
    one, other = (
        json.loads(file.read_text())["content"]["scenarios"]["none"]["arms"]["low.log_fsh_6m"]["value"] for file in kept
    )
    assert one != other
    assert fsh["value"] == pytest.approx((one + other) / 2)
    plain = api.simulate("NCT03816852", **{name: v for name, v in told.items() if name != "posterior"})
    assert plain.results["scenarios"]["none"]["tests"] == run.results["scenarios"]["none"]["tests"]
    again = api.simulate("NCT03816852", **told, uncertainty=2, out=tmp_path / "run")
    assert again.results["uncertainty"] == over
    assert f"--uncertainty 2 --posterior {file}" in run.command
    assert "Over the posterior of the model" in run.report().read_text(encoding="utf-8")
    api.remove_run(tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_a_posterior_that_cannot_be_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"a \.parquet file was wanted"):
        api.simulate("NCT03816852", trials=1, uncertainty=2, posterior=tmp_path / "poi.csv")
    with pytest.raises(InputError, match="no such file"):
        api.simulate("NCT03816852", trials=1, uncertainty=2, posterior=tmp_path / "poi.parquet")
