"""The log-rank test that a protocol plans: the same as one trial's test of the times from its tables."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from antral.analysis import Plan, Question, analyse, event_times
from antral.analysis.methods import survival
from antral.analysis.randomisation import test_values as p_values
from antral.core import InputError
from antral.dataset import Tables, tables
from antral.protocol import load

CONCEIVED = Question(name="conceived", derive="conceived", day=364, test="log_rank")
PLAN = Plan(doses={"control": 0.0, "cells": 3e7}, controls=("control",), questions=(CONCEIVED,))


def trials(number: int, women: int = 20) -> Tables:
    """Women with cells conceive earlier; some leave."""
    rng = np.random.default_rng(8)
    people, events = [], []
    for trial in range(1, number + 1):
        for person in range(women):
            cells = person % 2
            day = float(rng.exponential(300.0 if cells else 900.0))
            last = float(rng.choice([364.0, 200.0], p=[0.8, 0.2]))
            people.append((trial, person, "cells" if cells else "control", last, last == 364.0))
            if day <= last:
                events.append((trial, person, day, "pregnancy"))
    return tables(
        pl.DataFrame(people, schema=["trial", "participant_id", "arm", "last_day", "completed"], orient="row"),
        pl.DataFrame(schema={"trial": pl.Int64, "participant_id": pl.Int64, "visit": pl.String, "day": pl.Float64,
                             "parameter": pl.String, "value": pl.Float64, "unit": pl.String, "censored": pl.Boolean}),
        pl.DataFrame(events, schema=["trial", "participant_id", "day", "kind"], orient="row"),
    )  # fmt: skip


def test_every_trial_has_the_test_of_its_own_times() -> None:
    data = trials(4)
    found = analyse(data, PLAN).tests
    times = event_times(data, PLAN, "conceived").long
    for trial in range(1, 5):
        mine = times.filter(pl.col("trial") == trial)
        expected = survival.log_rank(
            mine["time"].to_numpy(), (mine["status"] == 1).to_numpy().astype(float), mine["arm"].to_list(),
            control="control",
        )  # fmt: skip
        row = found.filter(pl.col("trial") == trial).row(0, named=True)
        assert row["p_value"] == pytest.approx(expected.p_value)
        assert row["statistic"] == pytest.approx(expected.details["z"])
        assert row["n"] == 20


def test_one_sided_looks_for_what_is_good() -> None:
    both = analyse(trials(4), PLAN).tests
    one = analyse(trials(4), replace(PLAN, sides=1)).tests
    more = both["statistic"].to_numpy() > 0
    expected = np.where(more, both["p_value"] / 2, 1 - both["p_value"] / 2)
    assert one["p_value"].to_numpy() == pytest.approx(expected)
    assert more.any()


def test_a_trial_without_an_event_has_no_p_value() -> None:
    data = trials(1)
    nobody = replace(data, events=data.events.clear())
    assert analyse(nobody, PLAN).tests["p_value"][0] is None


def test_a_protocol_may_plan_it() -> None:
    load("NCT03816852-control", overrides=["analyses.by_endpoint.menses_resumed.test=log_rank"])
    with pytest.raises(InputError, match="does not suit"):
        load("NCT03816852-control", overrides=["analyses.by_endpoint.menses_sustained.test=log_rank"])


def test_of_values_alone_fishers_test_stands_for_it() -> None:
    """A search over sizes knows only who had the event."""
    values = {"control": np.array([[0.0], [0], [0], [1]]), "cells": np.array([[1.0], [1], [1], [0]])}
    found = p_values(PLAN, "conceived_log_rank", values, seed=1)
    assert found[0] == pytest.approx(0.48571429, abs=1e-8)  # the tea tasting, as R prints it
