"""A printed result held against replicates of its study."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest
from typer.testing import CliRunner

from antral.api import evidence
from antral.api.evidence.multiplicity import multiplicity
from antral.api.evidence.physiologies import _seeds, clustered_error, pooled
from antral.cli.main import app
from antral.core import InputError
from antral.evidence import study_names
from antral.evidence.replicas import Replica, Simulated, held, replica, verdict
from antral.reports import challenge_page
from antral.reports.evidence.challenge import banks, overall
from antral.reports.evidence.challenge_tally import tally, tally_parts, tally_section
from antral.reports.evidence.challenge_words import good_and_bad, printed, reading, sentence, share, spread_between
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


def test_replicates_over_vectors_are_counted_alike_and_the_fitted_values_beside_them() -> None:
    fixed = {**_outcome(0.01), "replicates": 400}
    varied = {**_outcome(0.2), "fixed": {name: fixed[name] for name in ("at_least", "at_most", "replicates")}}
    studies = [
        {"study": "a", "role": "cell_therapy", "outcomes": [varied, varied]},
        {"study": "b", "role": "comparator_natural", "outcomes": [{**varied, **_outcome(0.0, cells=False)}]},
    ]
    found = multiplicity(studies)
    assert (found["with_cells"]["found"], found["with_cells"]["fixed"]) == (0, {"found": 2, "border": 0, "less": 0})
    assert "2 results after cells, of 1 study, 0 are more" in tally(found)
    assert "(with the fitted values alone 2)" in tally(found)
    assert "on its own even with all that its fit leaves open" in tally(found)
    section = tally_section(found)
    assert [row[-1] for row in section.rows[:2]] == ["2 / 0 / 0", "1 / 0 / 0"]
    assert len(section.columns) == len(section.rows[0])


def _part(values: list[float]) -> Simulated:
    return Simulated({"x": np.array([values])}, ("none",), np.zeros((len(values), 1), int), 1, 2.0, 200, (70.0, 30.0))


def test_the_error_over_vectors_is_that_of_independent_vectors() -> None:
    """By the law of total variance the variance of a mean of K vectors' means is that of one of them, over K."""
    parts = [_part([0.0, 2.0]), _part([4.0, 6.0]), _part([1.0, 1.0])]
    together = pooled(parts)
    assert together.values["x"].tolist() == [[0.0, 2.0, 4.0, 6.0, 1.0, 1.0]]
    assert (together.trials, together.failed, together.patient_years) == (6, 3, 6.0)
    error = clustered_error(parts)
    assert error(together.values["x"][0]) == pytest.approx(np.std([1.0, 5.0, 1.0], ddof=1) / np.sqrt(3))
    assert error(np.array([0.0, np.nan, np.nan, 6.0, 1.0, np.nan])) == pytest.approx(
        np.std([0.0, 6.0, 1.0], ddof=1) / np.sqrt(3)
    )


def test_the_error_over_vectors_is_calibrated() -> None:
    """Shares differ between vectors by 0.2: the error printed is the spread of the estimate over repetitions."""
    luck = np.random.default_rng(7)

    def one() -> tuple[float, float]:
        shares = luck.choice([0.2, 0.6], 10)
        parts = [_part((luck.random(30) < share).astype(float).tolist()) for share in shares]
        values = pooled(parts).values["x"][0]
        return float(values.mean()), clustered_error(parts)(values)

    means, errors = zip(*(one() for _ in range(400)), strict=True)
    true = np.sqrt((0.2**2 + (0.2 * 0.8 + 0.6 * 0.4) / 2 / 30) / 10)
    assert np.std(means) == pytest.approx(true, rel=0.1)
    assert np.sqrt(np.mean(np.square(errors))) == pytest.approx(true, rel=0.1)


@pytest.fixture(scope="module")
def challenged() -> dict:
    return evidence.challenge(["igboeli2020", "yan2020"], trials=60, women=150, workers=1, threads=1).to_dict()


@pytest.fixture(scope="module")
def varied() -> dict:
    asked = evidence.challenge("igboeli2020", trials=60, uncertainty=3, women=150, workers=1, threads=1)
    return asked.to_dict()


def test_over_vectors_the_answer_is_their_mean_and_the_fitted_values_stand_beside_it(
    varied: dict, challenged: dict
) -> None:
    (study,) = varied["studies"]
    alone = challenged["studies"][0]["outcomes"][0]
    menses = study["outcomes"][0]
    assert menses["fixed"] == {name: alone[name] for name in menses["fixed"]}  # as without vectors
    assert (study["vectors"]["vectors"], study["vectors"]["trials_each"]) == (3, 20)
    assert menses["replicates"] == 60
    assert menses["mean"] == pytest.approx(np.mean(menses["by_vector"]["mean"]))
    assert menses["mean_mcse"] == pytest.approx(np.std(menses["by_vector"]["mean"], ddof=1) / np.sqrt(3))
    assert menses["at_least"]["p"] == pytest.approx(menses["between"]["at_least"]["value"])
    assert menses["definitions"][0]["by_vector"] is not None
    assert study["outcomes"][1]["by_vector"] is None  # a mean cannot be added up
    assert varied["made_with"]["command"].endswith("--uncertainty 3")
    json.dumps(varied, allow_nan=False)


def test_a_vector_has_one_number_in_all_studies_and_women_of_its_own_in_each() -> None:
    first, second = (_seeds(name, 1, 4) for name in ("igboeli2020", "mashayekhi2021"))
    assert len({*first, *second}) == 8
    assert first == _seeds("igboeli2020", 1, 9)[:4]


def test_one_vector_is_refused() -> None:
    with pytest.raises(InputError, match="at least 2"):
        evidence.challenge("igboeli2020", uncertainty=1)


def test_the_page_shows_the_fitted_values_and_what_the_physiology_leaves_open(varied: dict) -> None:
    page = challenge_page(varied)
    assert "with the fitted values alone" in page
    assert "What the physiology leaves open" in page
    assert "over 3 physiologies that the fit allows" in page


def test_what_lies_between_vectors_is_told_without_chance() -> None:
    seen = {"between_sd": 0.02, "between_sd_at_most": 0.05, "q05": 0.01, "q95": 0.07}
    assert spread_between(seen) == ("1.0 to 7.0 %", "2.0")
    assert spread_between({**seen, "between_sd": 0.0}) == ("not seen beyond chance", "at most 5.0")
    assert spread_between({**seen, "between_sd": None, "between_sd_at_most": None}) == ("not seen beyond chance", "")


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
    page, study = challenge_page(challenged), challenged["studies"][0]
    assert "It does not say that a treatment works" in page
    assert "2 of 2" in page
    assert "<h1>Igboeli P 2020: " in page
    assert "seed 1, a bank of 150 virtual women" in page
    assert "50 % of the women try to conceive." in page
    answer = overall(challenged)
    assert tally(evidence.challenges()["multiplicity"]) in answer  # the shipped studies without cells, in the answer
    first, said = sentence(study["outcomes"][0]), tally_parts(evidence.challenges()["multiplicity"])
    assert f'<p class="headline">{first}</p>' in page
    assert f"<b>All shipped studies, after cells:</b> {said[0][1]}" in page
    assert "In vitro" not in page.split("<main>")[0]
    assert not [mark for mark in ('src="http', 'href="http', "@import") if mark in page]
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
    fixed = {**outcome, "fixed": {"at_least": {**tail, "p": 0.01}, "at_most": high, "replicates": 500}}
    assert "print as much or more, with the fitted values alone 1.0 % (± 0.5): more than" in sentence(fixed)
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
