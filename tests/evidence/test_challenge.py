"""A printed result held against replicates of its study."""

import json
from dataclasses import replace

import numpy as np
import pytest
from typer.testing import CliRunner

from antral.api import evidence
from antral.api.evidence.challenging import multiplicity
from antral.cli.main import app
from antral.evidence import study_names
from antral.evidence.replicas import Replica, Simulated, held, replica
from antral.reports import challenge_page
from antral.reports.evidence.challenge import printed, reading, sentence
from antral.reports.evidence.figures.challenge import ranks_of

MASHAYEKHI = "mashayekhi2021"


def _held(values, value, **asked):
    """One outcome of a study with these replicates and no Monte-Carlo error to speak of."""
    one = replica(MASHAYEKHI)
    reported = replace(one.reported[0], value=value, **asked)
    array = np.asarray(values, float)[None, :]
    found = Simulated({reported.key: array}, ("none",), np.zeros((array.size, 1), int), 0, 0.0, 1, (70.0, 30.0))
    return held(one, found, reported, lambda x: float(np.nanmean(x)))


def test_both_tails_hold_the_printed_value_and_mid_p_half_of_it() -> None:
    found = _held([0, 1, 1, 2, 2, 2, 3, 4, 4, 5], 4.0)
    assert (found.at_least.p, found.at_least.mid) == pytest.approx((0.3, 0.2))  # 4, 4, 5; and half of two
    assert (found.at_most.p, found.at_most.mid) == pytest.approx((0.9, 0.8))
    assert found.at_least.mcse == pytest.approx(0.3)  # the mean of the indicator is what the error is asked of
    assert found.mean == pytest.approx(2.4)
    assert found.quantiles == (0.0, 2.0, 5.0)
    assert found.distribution[2] == (2.0, 2.0, pytest.approx(0.3))
    assert found.better == "at_least"


def test_replicates_that_print_nothing_are_left_out() -> None:
    found = _held([np.nan, 0, 4, np.nan, 5], 4.0)
    assert found.replicates == 3
    assert found.at_least.p == pytest.approx(2 / 3)
    assert found.at_least.mcse == pytest.approx(2 / 3)  # of those that print


@pytest.mark.parametrize(
    ("asked", "value", "better"),
    [
        ({"kind": "count"}, 4.0, "at_least"),
        ({"kind": "mean_at_entry"}, 58.0, None),
        ({"kind": "direction", "rule": "significant"}, 0.0, None),
        ({"kind": "direction", "rule": "significant"}, 1.0, "at_least"),
    ],
)
def test_a_value_at_entry_and_no_change_have_no_better_side(asked, value, better) -> None:
    assert _held([0.0, 1.0, -1.0], value, **asked).better == better


def test_a_fall_of_fsh_is_better_below() -> None:
    one = replica("yang2018_acu")
    reported = one.one("acu.fsh@3")
    found = Simulated(
        {reported.key: np.array([[-20.0, 0.0, 5.0, 5.0]])}, ("none",), np.zeros((4, 1), int), 0, 0.0, 1, (70.0, 30.0)
    )
    assert held(one, found, reported, lambda x: 0.0).better == "at_most"
    assert held(one, found, reported, lambda x: 0.0).at_most.p == 0.25  # -20 alone is below -13.15


def test_small_tails_are_counted_with_cells_and_without() -> None:
    def study(cells: bool, *tails: float | None) -> dict:
        outcomes = [{"better": None if p is None else "at_least", "at_least": {"p": p}, "cells": cells} for p in tails]
        return {"outcomes": outcomes}

    found = multiplicity([study(True, 0.01, 0.2, None), study(False, 0.04, 0.05), study(True, 0.049)])
    assert found["with_cells"] == {"studies": 2, "tails": 3, "expected_at_most": pytest.approx(0.15), "found": 2}
    assert found["without_cells"] == {"studies": 1, "tails": 2, "expected_at_most": pytest.approx(0.1), "found": 1}


@pytest.fixture(scope="module")
def challenged() -> dict:
    return evidence.challenge(["igboeli2020", "yan2020"], trials=60, women=150, workers=1, threads=1).to_dict()


def test_a_study_is_told_with_its_tails_assumptions_and_entry(challenged: dict) -> None:
    study = challenged["studies"][0]
    menses, e2 = study["outcomes"]
    assert (menses["printed"], menses["n"], menses["better"]) == (2.0, 2, "at_least")
    assert 0.0 < menses["at_least"]["mcse"] < 0.2
    assert sum(share for *_, share in menses["distribution"]) == pytest.approx(1.0)
    assert menses["at_any_moment"] is None  # no change
    assert e2["at_any_moment"]["entry_fsh"] < study["entry_fsh"]["mean"]  # fewer at a moment of high FSH
    assert [one["definition"] for one in menses["definitions"]] == ["two bleeds 21 to 60 days apart within a year"]
    assert study["assumed"]
    assert study["not_simulated"]
    assert challenged["not_simulated"][0]["study"] == "yan2020"
    json.dumps(challenged, allow_nan=False)


def test_the_page_claims_nothing_and_needs_no_network(challenged: dict) -> None:
    page = challenge_page(challenged)
    assert "It does not say that a treatment works" in page
    assert "2 of 2" in page
    assert "In vitro" not in page.split("<main>")[0]
    assert not [mark for mark in ('src="http', 'href="http', "@import") if mark in page]
    study = challenged["studies"][0]
    assert len(ranks_of([study])) == 2
    assert printed(study["outcomes"][0]) == "2 of 2"


def test_words_name_the_tail_and_the_definition() -> None:
    tail, high = {"p": 0.02, "mid": 0.01, "mcse": 0.005}, {"p": 0.99, "mid": 0.98, "mcse": 0.005}
    other = {"definition": "one bleed is enough", "at_least": {"p": 0.4, "mid": 0.3, "mcse": 0.02}, "replicates": 500}
    outcome = {
        "meaning": "women who bled", "kind": "count", "rule": None, "printed": 4.0, "n": 9, "better": "at_least",
        "at_least": tail, "at_most": high, "replicates": 500, "definitions": [other],
    }  # fmt: skip
    assert reading(outcome) == "more than the modelled spontaneous course, not by another definition"
    assert sentence(outcome) == (
        "4 of 9 (women who bled): 2.0 % (± 0.5) of the replicates without any effect print as much or more: more than "
        "the modelled spontaneous course, not by another definition. By other definitions: 40.0 % (± 2.0) where one "
        "bleed is enough."
    )
    assert reading({**outcome, "at_least": {**tail, "p": 0.2}}) == "within the modelled spontaneous course"
    assert reading({**outcome, "better": "at_most"}) == "less than the modelled spontaneous course"


def test_the_command_asks_for_a_study_or_all() -> None:
    runner = CliRunner()
    assert runner.invoke(app, ["evidence", "challenge"]).exit_code == 2
    done = runner.invoke(app, ["evidence", "challenge", "yan2020", "--json", "--quiet"])
    assert done.exit_code == 0
    assert json.loads(done.stdout)["not_simulated"][0]["study"] == "yan2020"


def test_the_shipped_challenges_hold_every_study_and_outcome_and_the_command_that_makes_them() -> None:
    shipped = evidence.challenges()
    held_there = {one["study"]: [outcome["key"] for outcome in one["outcomes"]] for one in shipped["studies"]}
    made = {name: replica(name) for name in study_names()}
    wanted = {name: [one.key for one in found.reported] for name, found in made.items() if isinstance(found, Replica)}
    assert held_there == wanted
    assert {one["study"] for one in shipped["not_simulated"]} == set(made) - set(wanted)
    assert shipped["made_with"]["command"].startswith("antral evidence challenge --all --trials ")
    assert shipped["multiplicity"] == json.loads(json.dumps(multiplicity(shipped["studies"])))
