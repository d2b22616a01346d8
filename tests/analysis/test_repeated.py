"""A mixed model that a protocol plans, over many trials: the same as one trial's model made by hand."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from antral.analysis import Plan, Question, analyse, plan
from antral.analysis import tests_of as planned_tests
from antral.analysis.methods import mmrm
from antral.core import InputError
from antral.dataset import Tables, tables
from antral.protocol import load

DAYS = (84.0, 168.0, 364.0)
FSH = Question(
    name="fsh", derive="log_change", day=364, measure="FSH", window_days=7, direction="decrease", estimate="mean_t",
    test="mmrm", covariates=("baseline",), model_visits=tuple((day, 7.0) for day in DAYS),
)  # fmt: skip
PLAN = Plan(doses={"control": 0.0, "low": 3e7, "high": 9e7}, controls=("control",), questions=(FSH,))


def trials(number: int, women: int = 8) -> tuple[Tables, np.ndarray]:
    """Trials of women whose values at visits are correlated, one in ten missing; and their logarithms."""
    rng = np.random.default_rng(5)
    people, seen = [], []
    logs = np.full((number, 3 * women, 4), np.nan)
    for trial in range(number):
        for person in range(3 * women):
            arm = ("control", "low", "high")[person % 3]
            people.append((trial + 1, person, arm, 364.0))
            own = rng.normal(4.0, 0.4)
            for at, day in enumerate((0.0, *DAYS)):
                value = own + rng.normal(0.0, 0.2) - 0.1 * at * (person % 3)
                if at and rng.random() < 0.1:
                    continue
                logs[trial, person, at] = value
                visit = "baseline" if at == 0 else f"day_{day:g}"
                seen.append((trial + 1, person, visit, day, "FSH", float(np.exp(value)), "IU/L", False))
    named = ["trial", "participant_id", "visit", "day", "parameter", "value", "unit", "censored"]
    found = tables(
        pl.DataFrame(people, schema=["trial", "participant_id", "arm", "last_day"], orient="row"),
        pl.DataFrame(seen, schema=named, orient="row"),
        pl.DataFrame(schema={"trial": pl.Int64, "participant_id": pl.Int64, "day": pl.Float64, "kind": pl.String}),
    )
    return found, logs


def test_every_trial_has_the_model_of_its_own_data() -> None:
    data, logs = trials(3)
    results = analyse(data, PLAN)
    arm = np.array([("control", "low", "high")[person % 3] for person in range(24)])
    for trial in range(3):
        change = logs[trial, :, 1:] - logs[trial, :, :1]
        treated = np.where(arm == "control", "control", "cells").tolist()
        one = mmrm.mmrm(change, treated, control="control", visits=DAYS, baseline=logs[trial, :, 0])
        expected = one.difference("cells", 364.0)
        row = results.tests.row(trial, named=True)
        assert row["p_value"] == pytest.approx(expected.p_value, rel=1e-6)
        assert row["statistic"] == pytest.approx(expected.estimate, rel=1e-6)
        by_arm = mmrm.mmrm(change, arm.tolist(), control="control", visits=DAYS, baseline=logs[trial, :, 0])
        high = by_arm.difference("high", 364.0)
        shown = results.contrasts.filter((pl.col("trial") == trial + 1) & (pl.col("arm") == "high")).row(0, named=True)
        assert shown["ci_low"] == pytest.approx(np.exp(high.low), rel=1e-6)
        assert "unstructured" in shown["method"]


def test_women_without_the_last_visit_count_by_their_earlier_ones() -> None:
    data, logs = trials(1)
    results = analyse(data, PLAN)
    assert results.tests["n"][0] == np.isfinite(logs[0, :, 1:]).any(axis=1).sum()
    assert results.arms["n"].sum() == np.isfinite(logs[0, :, 3]).sum()


def test_the_visits_are_those_of_the_measure_or_those_named() -> None:
    change = ["analyses.by_endpoint.log_fsh_12m.test=mmrm"]
    by_default = plan(load("NCT03816852-control", overrides=change)).question("log_fsh_12m")
    assert [day for day, _ in by_default.model_visits] == [168.0, 364.0]
    named = [*change, "analyses.by_endpoint.log_fsh_12m.visits=[84, 168]"]
    chosen = plan(load("NCT03816852-control", overrides=named)).question("log_fsh_12m")
    assert [day for day, _ in chosen.model_visits] == [84.0, 168.0, 364.0]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (["test=mmrm", "visits=[85]"], "no visit on day 85 measures FSH"),
        (["test=linear_trend", "visits=[84]"], "visits belong to 'test: mmrm'"),
        (["test=mmrm", "covariates=[stratum]"], "adjusts for baseline only"),
    ],
)
def test_what_a_mixed_model_cannot_take_is_said(changes: list[str], words: str) -> None:
    with pytest.raises(InputError, match=words):
        load("NCT03816852-control", overrides=[f"analyses.by_endpoint.log_fsh_12m.{one}" for one in changes])


def test_a_mixed_model_wants_a_control_arm() -> None:
    without = replace(PLAN, doses={"control": 3e7, "low": 6e7, "high": 9e7}, controls=())
    with pytest.raises(InputError, match="compares treated women with a control arm"):
        planned_tests(without)
