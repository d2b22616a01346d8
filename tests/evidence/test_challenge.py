"""A printed result held against replicates of its study."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest
from typer.testing import CliRunner

from antral.api import evidence
from antral.api.evidence.multiplicity import multiplicity
from antral.cli.main import app
from antral.evidence import study_names
from antral.evidence.replicas import Replica, Simulated, held, replica, verdict
from antral.reports import challenge_page
from antral.reports.evidence.challenge import banks, overall
from antral.reports.evidence.challenge_tally import tally, tally_section
from antral.reports.evidence.challenge_words import good_and_bad, printed, reading, sentence, share
from antral.reports.evidence.figures.challenge import ends_of, panel_plate, ranks_of

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


@pytest.mark.parametrize(
    ("p", "mcse", "replicates", "said"),
    [
        (0.040, 0.033, 100, "border"),  # 4.0 + 1.96 * 3.3 = 10.5 %
        (0.030, 0.020, 100, "border"),  # 6.9 %
        (0.030, 0.009, 400, "small"),  # 4.8 %
        (0.070, 0.011, 400, "border"),  # 7.0 - 2.2 = 4.8 %
        (0.080, 0.014, 400, "not_small"),  # 5.3 %
        (0.0, 0.0, 58, "border"),  # 0.95 ** 58 = 5.1 %: even a share of 5 % is missed so often
        (0.0, 0.0, 59, "small"),  # 0.95 ** 59 = 4.8 %
        (1.0, 0.0, 30, "not_small"),
    ],
)
def test_a_tail_is_small_only_beyond_its_monte_carlo_error(p, mcse, replicates, said) -> None:
    assert verdict(p, mcse, replicates) == said


def test_none_of_the_replicates_has_a_limit() -> None:
    none, every = {"p": 0.0, "mid": 0.0, "mcse": 0.0}, {"p": 1.0, "mid": 1.0, "mcse": 0.0}
    assert share(none, 100) == "none of 100 (at most 3.0 %)"  # 0.970487 ** 100 = 0.05
    assert share(every, 100) == "all of 100 (at least 97.0 %)"


def _outcome(p: float | None, *, cells: bool = True, better: str = "at_least", kind: str = "count", least=0.5) -> dict:
    worse = "at_most" if better == "at_least" else "at_least"
    return {
        "better": None if p is None else better, better: {"p": p, "mid": 0.0, "mcse": 0.001},
        worse: {"p": least, "mid": 0.0, "mcse": 0.001}, "cells": cells, "kind": kind, "n": 10, "replicates": 400,
        "rule": "anyone" if kind == "direction" else None, "definitions": (), "distribution": [(0.0, 0.0, 1.0)],
    }  # fmt: skip


def test_small_tails_are_counted_with_cells_without_and_by_what_was_given() -> None:
    given = {**_outcome(0.99, kind="direction"), "distribution": [(0.0, 0.0, 0.01), (1.0, 1.0, 0.99)]}
    could_fail = {**_outcome(0.9, kind="direction"), "distribution": [(0.0, 0.0, 0.1), (1.0, 1.0, 0.9)]}
    studies = [
        {"study": "a", "role": "cell_therapy", "outcomes": [_outcome(0.01), _outcome(None), given, could_fail]},
        {"study": "b", "role": "comparator_natural", "outcomes": [_outcome(0.99, cells=False, least=0.0)]},
        {"study": "c", "role": "comparator_sham_like", "outcomes": [_outcome(0.0, cells=False, better="at_most")] * 2},
        {"study": "d", "role": "cell_therapy", "outcomes": [_outcome(0.0501)]},
    ]
    found = multiplicity(studies)
    assert found["with_cells"] == {
        "studies": 2, "tails": 3, "expected_at_most": pytest.approx(0.15), "found": 1, "border": 1, "less": 0,
        "cannot_fail": 1,
    }  # fmt: skip
    apart = {one["role"]: (one["tails"], one["found"], one["less"]) for one in found["without_cells_by_role"]}
    assert apart == {"comparator_natural": (1, 0, 1), "comparator_sham_like": (2, 2, 0)}
    assert tally(found) == (
        "Of 3 results after cells, of 2 studies, 1 is more than the modelled spontaneous course gives in 95 of 100 "
        "such studies, 1 more at the border; chance alone would make it at most 0.15. Of 3 results without cells 2 "
        "are: usual care 0 of 1 and acupuncture 2 of 2. The model gives more than was printed: usual care 1. The model "
        "misses them on both sides: an excess after cells does not need cells."
    )
    assert [row[0] for row in tally_section(found).rows] == [
        "with cells", "without cells", "  usual care", "  acupuncture"
    ]  # fmt: skip


def test_a_fall_of_fsh_stands_under_as_good_or_better() -> None:
    fall = {**_outcome(0.0, better="at_most", least=1.0), "kind": "mean_change", "replicates": 100}
    assert good_and_bad(fall) == ("none of 100 (at most 3.0 %)", "all of 100 (at least 97.0 %)")
    assert reading(fall) == "lower than the modelled spontaneous course"
    assert good_and_bad(_outcome(None)) == ("–", "–")


def test_what_nearly_every_replicate_prints_says_nothing() -> None:
    given = {**_outcome(0.988, kind="direction"), "distribution": [(0.0, 0.0, 0.012), (1.0, 1.0, 0.988)]}
    assert reading(given) == "says nothing: nearly every replicate prints it"
    some = {**_outcome(0.988), "distribution": [(3.0, 3.0, 0.988)]}  # three of ten in nearly all: ten could be printed
    assert reading(some) == "within the modelled spontaneous course"


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
    assert menses["definitions"][0]["mean"] <= menses["mean"]  # by the same day: who bled twice has bled
    assert [one["definition"] for one in menses["definitions"]] == [
        "two bleeds 21 to 60 days apart within the same time"
    ]
    assert study["assumed"]
    assert [line["text"] for line in study["usual"]] == [
        "Women come from the mix 'spontaneous disease with karyotype 46,XX'.",
        "50 % of the women try to conceive.",
        "0 % of the women leave within a year.",
        "0 % of the visits are missed.",
        "At entry women recall the bleeds of 365 days.",
        "Before entry nobody takes hormones; no washout is simulated.",
        "Admitted: 18 to 39 years; FSH above 25 IU/L twice, more than 4 weeks apart; no menses for 4 months.",
    ]
    assert study["not_simulated"]
    assert challenged["not_simulated"][0]["study"] == "yan2020"
    json.dumps(challenged, allow_nan=False)


def test_the_page_claims_nothing_and_needs_no_network(challenged: dict) -> None:
    page = challenge_page(challenged)
    assert "It does not say that a treatment works" in page
    assert "2 of 2" in page
    assert "<h1>Igboeli P 2020: " in page
    assert "seed 1, a bank of 150 virtual women" in page
    assert "50 % of the women try to conceive." in page
    answer = overall(challenged)
    assert tally(evidence.challenges()["multiplicity"]) in answer  # the shipped studies without cells, in the answer
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
        "distribution": [(0.0, 0.0, 0.98), (4.0, 4.0, 0.02)],
    }  # fmt: skip
    assert reading(outcome) == "more than the modelled spontaneous course, not by another definition"
    assert sentence(outcome) == (
        "4 of 9 (women who bled): 2.0 % (± 0.5) of the replicates without any effect print as much or more: more than "
        "the modelled spontaneous course, not by another definition. By other definitions: 40.0 % (± 2.0) where one "
        "bleed is enough."
    )
    assert reading({**outcome, "at_least": {**tail, "p": 0.2}}) == "within the modelled spontaneous course"
    unsure = {**outcome, "at_least": {**tail, "mcse": 0.02}}  # 2.0 + 3.9 %
    assert reading(unsure) == (
        "at the border: perhaps more than the modelled spontaneous course, otherwise by another definition"
    )
    worse = {**outcome, "at_least": high, "at_most": tail}
    assert reading(worse) == "less than the modelled spontaneous course"


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


def test_what_the_page_says_of_the_shipped_challenges_holds() -> None:
    many = evidence.challenges()["multiplicity"]
    by = {one["role"]: one for one in many["without_cells_by_role"]}
    assert by["comparator_sham_like"]["found"] > many["without_cells"]["found"] / 2  # acupuncture: most of them
    assert by["comparator_other"]["found"] == 1  # prednisone
    assert (by["comparator_natural"]["found"], by["comparator_natural"]["less"]) == (0, 1)  # Bidet 2011


def test_the_banks_of_all_studies_are_printed_with_smallest_and_largest() -> None:
    assert banks([{"bank": 3580}, {"bank": 2000}, {"bank": 2000}]) == "banks of 2,000 to 3,580 virtual women"
    assert banks([{"bank": 600}]) == "a bank of 600 virtual women"


def test_every_word_of_a_result_stands_in_the_panel_on_wide_and_narrow_screens() -> None:
    long = (
        "women with at least one antral follicle more than at entry at a monthly scan within a hundred and forty days"
    )
    outcome = {**_outcome(0.2), "meaning": long}
    figure = panel_plate([{"title": "A long name of a study 2021", "outcomes": [outcome, outcome]}])
    for drawing in (figure.wide, figure.narrow):
        told = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", drawing.svg))
        assert "…" not in told
        assert not {*long.split()} - {*told.split()}


def test_the_axis_of_women_goes_from_none_to_all() -> None:
    assert ends_of({"kind": "count", "n": 9, "printed": 4.0}, [0.0, 1.0, 3.0]) == (0.0, 9.0)
    assert ends_of({"kind": "percent", "n": 48, "printed": 37.0}, [25.0]) == (0.0, 100.0)
    assert ends_of({"kind": "mean", "n": 30, "printed": 16.1}, [8.0, 12.0]) == (8.0, 16.1)
