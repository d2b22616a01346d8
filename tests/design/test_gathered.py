"""Parts of a run: the same put together as at once, small, and with the truth beside the estimates."""

import math
import pickle
from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest

from antral.analysis import plan
from antral.dataset import Tables, tables
from antral.design import (
    Gathered,
    Part,
    before_conception,
    characteristics,
    estimated,
    gather_part,
    happened,
    merged,
)
from antral.design.gathered import SUMS, added
from antral.protocol import load
from antral.trial import Conducted

from .conducted import EFFECT, SHIFTS, conducted, protocol

Found = dict[str, dict[str, Any]]
TRIAL = protocol()
SHARDS = (range(1, 31), range(31, 51), range(51, 61))


ROWS = ("arms", "slopes", "contrasts", "tests", "claims", "values", "truths", "pairs", "serious", "courses")


def in_order(frame: pl.DataFrame) -> pl.DataFrame:
    words = [name for name, dtype in frame.schema.items() if dtype == pl.Categorical]
    return frame.cast(dict.fromkeys(words, pl.String)).sort(frame.columns)  # type: ignore[arg-type]


def parts(shards: tuple[range, ...]) -> list[dict[str, Part]]:
    return [
        gather_part(TRIAL, {"none": conducted(TRIAL, some), "target": conducted(TRIAL, some, effect=EFFECT)}, seed=1)
        for some in shards
    ]


@pytest.fixture(scope="module")
def gathered() -> dict[str, Gathered]:
    return merged(parts(SHARDS), seed=1)


@pytest.fixture(scope="module")
def found(gathered: dict[str, Gathered]) -> Found:
    asked = plan(TRIAL)
    return {name: characteristics(one, gathered["none"], TRIAL, asked, seed=1) for name, one in gathered.items()}


def test_shards_put_together_are_the_whole(gathered: dict[str, Gathered]) -> None:
    whole = merged(parts((range(1, 61),)), seed=1)
    for name, one in gathered.items():
        other = whole[name]
        assert one.trials == other.trials == 60
        for table in ROWS:
            ours, theirs = (in_order(getattr(of, table)) for of in (one, other))
            assert ours.equals(theirs), table
        assert {k: v.sort(v.columns).rows() for k, v in one.sums.items()} == {
            k: v.sort(v.columns).rows() for k, v in other.sums.items()
        }
        assert np.array_equal(one.enrolled.woman, other.enrolled.woman)


def test_a_part_can_be_handed_over_between_processes(gathered: dict[str, Gathered]) -> None:
    copied = pickle.loads(pickle.dumps(parts(SHARDS)))
    assert merged(copied, seed=1)["target"].arms.equals(gathered["target"].arms)


def test_a_trial_more_costs_few_bytes(gathered: dict[str, Gathered]) -> None:
    one = gathered["target"]
    by_trial = [one.arms, one.slopes, one.contrasts, one.tests, one.claims, one.truths, one.serious, one.stops]
    assert sum(frame.estimated_size() for frame in by_trial) / one.trials < 12_000


def test_values_are_kept_of_the_first_trials_only() -> None:
    many = gather_part(TRIAL, {"none": conducted(TRIAL, range(749, 753))}, seed=1)["none"]
    assert many.rows["values"]["trial"].unique().sort().to_list() == [749, 750]  # 12,000 women in trials of 16
    assert many.rows["arms"]["trial"].n_unique() == 4


def test_without_cells_the_true_effect_is_none_and_what_is_shown_is_bias(found: Found) -> None:
    shown = found["none"]["arms"]["high"]["endpoints"]["log_fsh_12m"]
    assert shown["true_effect"] == 1.0
    assert shown["bias"] == pytest.approx(shown["estimate"])  # of a ratio the quotient
    assert shown["estimate"] == pytest.approx(math.exp(-0.1), abs=4 * shown["mcse"])
    resumed = found["none"]["arms"]["high"]["endpoints"]["menses_resumed"]
    assert resumed["true_effect"] == 0.0
    assert resumed["bias"] == pytest.approx(resumed["estimate"])
    contrast = found["none"]["contrasts"]["log_fsh_12m_high"]
    assert contrast["true_effect"] == 1.0
    assert contrast["bias"] == pytest.approx(1.0, abs=0.15)


def test_the_truth_is_what_the_cells_do_in_the_same_women(found: Found) -> None:
    for arm in ("low", "medium", "high"):
        of = found["target"]["arms"][arm]["endpoints"]
        assert of["log_fsh_12m"]["true_effect"] == pytest.approx(math.exp(EFFECT), rel=1e-6)
        assert of["amh_12m"]["true_effect"] == pytest.approx(SHIFTS["AMH"], rel=1e-5)
        assert of["menses_resumed"]["true_effect"] == 0.0
        # before and after show the women's own change of -0.1, too
        assert of["log_fsh_12m"]["bias"] == pytest.approx(math.exp(-0.1), rel=0.1)
    assert found["target"]["arms"]["control"]["endpoints"]["log_fsh_12m"]["true_effect"] == pytest.approx(1.0)
    contrast = found["target"]["contrasts"]["log_fsh_12m_high"]
    assert contrast["true_effect"] == pytest.approx(math.exp(EFFECT), rel=1e-6)
    assert contrast["bias"] == pytest.approx(1.0, abs=0.15)
    assert found["target"]["contrasts"]["amh_12m_high"]["true_effect"] == pytest.approx(SHIFTS["AMH"], abs=0.02)


def test_a_contrast_is_named_once_with_its_method(found: Found) -> None:
    label = found["target"]["contrasts"]["log_fsh_12m_high"]["label"]
    assert label.count(TRIAL.endpoint("log_fsh_12m").label) == 1
    assert "Welch t test" in label


@pytest.mark.parametrize(
    ("coverage", "mcse", "too_short"), [(0.77, 0.05, True), (0.86, 0.05, False), (None, None, False)]
)
def test_an_interval_is_too_short_beyond_two_monte_carlo_errors(
    coverage: float | None, mcse: float | None, *, too_short: bool
) -> None:
    """0.95 - 2 × 0.05 = 0.85."""
    assert estimated.too_short({"coverage": coverage, "coverage_mcse": mcse}, 0.95) is too_short


def test_intervals_of_contrasts_hold_the_truth_as_often_as_they_say(found: Found) -> None:
    """60 trials: a share of 0.95 is known within 0.03; those of before and after miss it more often."""
    contrast = found["target"]["contrasts"]["log_fsh_12m_high"]
    assert contrast["coverage"] == pytest.approx(0.95, abs=0.09)
    assert contrast["coverage_mcse"] > 0


def test_the_true_slope_is_that_of_the_arms(found: Found) -> None:
    # doses 0, 1, 2, 3 steps and the same effect in every treated arm: slope = sum (d - 1.5) e / 5 = 1.5 × 0.3 / 5
    slope = found["target"]["slopes"]["log_fsh_12m"]
    assert slope["true_effect"] == pytest.approx(math.exp(1.5 * EFFECT / 5), rel=1e-6)
    assert slope["rejection_rate"] is not None


def test_with_an_effect_drawn_anew_each_trial_has_its_own_truth() -> None:
    shards = [
        gather_part(
            TRIAL,
            {
                "none": conducted(TRIAL, range(t, t + 1)),
                "evidence": conducted(TRIAL, range(t, t + 1), effect=-0.05 * t),
            },
            seed=1,
        )
        for t in range(1, 31)
    ]
    together = merged(shards, seed=1)
    assert together["evidence"].strength  # the scenario draws its effect anew
    of = characteristics(together["evidence"], together["none"], TRIAL, plan(TRIAL), seed=1)
    contrast = of["contrasts"]["log_fsh_12m_high"]
    assert contrast["true_effect"] == pytest.approx(math.exp(np.mean([-0.05 * t for t in range(1, 31)])), rel=0.05)
    assert contrast["coverage"] > 0.8  # far fewer would hold the mean of all trials


def test_without_the_scenario_without_cells_nothing_is_said_of_the_truth() -> None:
    alone = merged([gather_part(TRIAL, {"target": conducted(TRIAL, range(1, 9), effect=EFFECT)}, seed=1)], seed=1)
    of = characteristics(alone["target"], alone["target"], TRIAL, plan(TRIAL), seed=1)
    assert of["arms"]["high"]["endpoints"]["log_fsh_12m"]["true_effect"] is None
    assert of["contrasts"]["log_fsh_12m_high"]["coverage"] is None


def test_what_happened_is_counted_by_hand(found: Found, gathered: dict[str, Gathered]) -> None:
    batches = [conducted(TRIAL, some).tables for some in SHARDS]
    events = pl.concat([batch.events for batch in batches]).filter(pl.col("kind") == "adverse_event")
    people = pl.concat([batch.participants for batch in batches])
    mine = events.join(people.select("trial", "participant_id", "arm"), on=["trial", "participant_id"])
    high = mine.filter(arm="high").height
    row = next(row for row in found["none"]["adverse_events"] if row["arm"] == "high")
    assert row["term"] == "fever"
    assert (row["women"], row["events"], row["serious"], row["related"]) == pytest.approx((high / 60,) * 4)
    assert row["per_100_women"] == pytest.approx(100 * high / 240)
    assert row["grades"] == {"3": pytest.approx(high / 60)}
    left = people.filter(pl.col("arm") == "low", pl.col("discontinuation").is_not_null()).height
    assert found["none"]["discontinuation"]["low"] == {"left": pytest.approx(left / 60)}
    assert gathered["none"].flow.filter(arm="low").select("randomised", "discontinued").row(0) == (240, left)
    assert found["none"]["pregnancies"]["low"] == {"conceived": 0.0, "miscarried": 0.0, "born": 0.0}
    assert found["none"]["monitoring"] is None or found["none"]["monitoring"]["stops"] >= 0


def test_sums_are_added_by_their_keys() -> None:
    one = pl.DataFrame({"arm": ["a", "b"], "n": [1, 2], "x": [0.1, 0.2]})
    two = pl.DataFrame({"arm": ["b", "c"], "n": [10, 20], "x": [0.3, 0.4]})
    assert added([one, two], ["arm"]).rows() == [("a", 1, 0.1), ("b", 12, 0.5), ("c", 20, 0.4)]
    assert added([pl.DataFrame(), one], ["arm"]).equals(one)


def test_fsh_by_day_of_the_hormone_calendar() -> None:
    trial = load("NCT07115082")
    arm = next(iter(trial.arms))
    people = pl.DataFrame(
        {"trial": [1] * 3, "participant_id": [1, 2, 3], "arm": [arm] * 3, "last_day": [168.0] * 3, "woman": [1, 2, 3]}
    )
    rows = [(1, 0.0, "baseline", 60.0, None), (2, 0.0, "baseline", 80.0, None), (3, 0.0, "baseline", 100.0, None)]
    rows += [(1, 28.0, "week_4", 20.0, 1), (2, 27.0, "week_4", 40.0, 28), (3, 28.0, "week_4", 30.0, 1)]
    seen = pl.DataFrame(
        rows, schema=["participant_id", "day", "visit", "value", "tablet_day"], orient="row", infer_schema_length=None
    ).with_columns(trial=pl.lit(1), parameter=pl.lit("FSH"), unit=pl.lit("IU/L"), censored=pl.lit(False))
    pregnant = pl.DataFrame({"trial": [1], "participant_id": [3], "day": [20.0], "kind": ["pregnancy"]})
    found = happened.tablet_days(trial, tables(people, seen, pregnant))
    sums = {name: pl.DataFrame() for name in SUMS} | {"tablet_days": found}
    told = happened.told(sums, trial, 1)["tablet_days"]
    assert [(row["tablet_day"], row["n"], row["fsh_mean"]) for row in told] == [
        (0, 3, pytest.approx(80.0)),
        (1, 1, pytest.approx(20.0)),  # after the conception of woman 3 hers is the pregnancy's
        (28, 1, pytest.approx(40.0)),
    ]
    assert told[0]["fsh_sd"] == pytest.approx(20.0)
    assert told[1]["fsh_sd"] is None


def test_why_an_endpoint_is_not_estimable_is_counted(found: Found) -> None:
    high = found["none"]["arms"]["high"]["endpoints"]
    left = sum(found["none"]["discontinuation"]["high"].values())
    assert high["log_fsh_12m"]["not_estimable"] == {
        "left before the end of the window, without the event": pytest.approx(left)
    }
    assert high["log_fsh_12m"]["n"] == pytest.approx(4.0 - left)
    assert high["ovulation"]["not_estimable"] == {"not measured in this trial": 4.0}
    assert high["serious_event"]["not_estimable"] == {}


def test_the_truth_of_harm_is_not_that_of_the_woman_without_an_effect(found: Found) -> None:
    """She was infused, too: what the infusion brings she has as well."""
    for name in ("none", "target"):
        assert found[name]["arms"]["high"]["endpoints"]["serious_event"]["true_effect"] is None
        assert found[name]["contrasts"]["serious_event_high"]["true_effect"] is None


def test_the_truth_from_all_arms_compares_the_same_women() -> None:
    """Here the control arm has a fate of its own: FSH rises by 0.2 in it, and women without cells show it in no arm."""
    some = range(1, 21)

    def everybody(effect: float) -> dict[str, Tables]:
        arms = {}
        for arm in TRIAL.arms:
            worse = 0.2 if arm == "control" else 0.0
            data = conducted(TRIAL, some, effect=effect, leave=0.0, everybody=arm).tables
            later = (pl.col("parameter") == "FSH") & (pl.col("day") > 0)
            value = pl.when(later).then(pl.col("value") * math.exp(worse)).otherwise(pl.col("value"))
            arms[arm] = replace(data, observations=data.observations.with_columns(value.alias("value")))
        return arms

    part = gather_part(
        TRIAL,
        {"none": conducted(TRIAL, some), "target": conducted(TRIAL, some, effect=EFFECT)},
        seed=1,
        potential={"none": everybody(0.0), "target": everybody(EFFECT)},
    )
    together = merged([part], seed=1, all_arms=True)
    of = {name: characteristics(one, together["none"], TRIAL, plan(TRIAL), seed=1) for name, one in together.items()}
    arm = of["target"]["arms"]["high"]["endpoints"]
    assert arm["log_fsh_12m"]["true_effect"] == pytest.approx(math.exp(EFFECT), rel=1e-6)
    contrast = of["target"]["contrasts"]
    assert contrast["log_fsh_12m_high"]["true_effect"] == pytest.approx(math.exp(EFFECT - 0.2), rel=1e-6)
    assert of["none"]["contrasts"]["log_fsh_12m_high"]["true_effect"] == pytest.approx(math.exp(-0.2), rel=1e-6)
    assert contrast["amh_12m_high"]["true_effect"] == pytest.approx(SHIFTS["AMH"], abs=0.02)
    assert contrast["serious_event_high"]["true_effect"] == 0.0  # known here, as all arms are
    # slopes: the control arm's 0.2 is no effect of cells; the women's own effects count
    assert of["target"]["slopes"]["log_fsh_12m"]["true_effect"] == pytest.approx(math.exp(1.5 * EFFECT / 5), rel=1e-6)


def test_a_test_is_compared_with_itself_in_the_same_trials_without_effect(
    found: Found, gathered: dict[str, Gathered]
) -> None:
    """Counted trial by trial; the women of each are others, so the error is that of a mean of 60 differences."""
    name = "log_fsh_12m_difference"
    assert found["none"]["tests"][name]["more_than_zero"] is None

    def rejects(scenario: str) -> dict[int, bool]:
        rows = gathered[scenario].tests.filter(test=name).select("trial", "p_value").rows()
        return {trial: p is not None and p <= 0.05 for trial, p in rows}

    with_cells, without = rejects("target"), rejects("none")
    differences = [with_cells[trial] - without[trial] for trial in sorted(with_cells)]
    told = found["target"]["tests"][name]
    assert told["more_than_zero"] == pytest.approx(np.mean(differences))
    assert told["more_mcse"] == pytest.approx(np.std(differences, ddof=1) / math.sqrt(60), rel=0.05)
    assert told["more_than_zero"] == pytest.approx(
        told["rejection_rate"] - found["none"]["tests"][name]["rejection_rate"]
    )


def test_women_with_a_serious_event_are_counted_given_cells_and_not(found: Found) -> None:
    """By hand from the trials: every adverse event in them is serious."""
    people, harmed = Counter[str](), Counter[str]()
    trials_with_one = set()
    for some in SHARDS:
        tables_of = conducted(TRIAL, some).tables
        arm = {(t, p): a for t, p, a in tables_of.participants.select("trial", "participant_id", "arm").rows()}
        people.update(arm.values())
        seen = tables_of.events.filter(pl.col("kind") == "adverse_event").select("trial", "participant_id").unique()
        for trial, person in seen.rows():
            harmed[arm[trial, person]] += 1
            trials_with_one |= {trial} if arm[trial, person] != "control" else set()
    safety = found["none"]["safety"]
    given = [name for name in people if name != "control"]
    share = sum(harmed[name] for name in given) / sum(people[name] for name in given)
    assert safety["given_cells"]["share"] == pytest.approx(share)
    assert safety["not_given_cells"]["share"] == pytest.approx(harmed["control"] / people["control"])
    assert safety["by_arm"]["low"]["share"] == pytest.approx(harmed["low"] / people["low"])
    assert safety["chance_of_at_least_one"] == pytest.approx(len(trials_with_one) / 60)
    assert safety["follow_up_days"] == TRIAL.follow_up_days
    assert safety["background_tag"] == "assumed"


def test_courses_end_at_a_conception() -> None:
    """Three women, one of whom conceives on day 20: her progesterone of 90 ng/mL is not in the quantiles."""
    arm = next(iter(TRIAL.arms))
    people = pl.DataFrame(
        {"trial": [1] * 3, "participant_id": [1, 2, 3], "arm": [arm] * 3, "last_day": [168.0] * 3, "woman": [1, 2, 3]}
    )
    rows = [(n, 168.0, "week_24", value) for n, value in ((1, 1.0), (2, 3.0), (3, 90.0))]
    rows += [(3, 0.0, "baseline", 2.0)]
    seen = pl.DataFrame(rows, schema=["participant_id", "day", "visit", "value"], orient="row").with_columns(
        trial=pl.lit(1), parameter=pl.lit("P4"), unit=pl.lit("ng/mL"), censored=pl.lit(False)
    )
    pregnant = pl.DataFrame({"trial": [1], "participant_id": [3], "day": [20.0], "kind": ["pregnancy"]})
    found = tables(people, seen, pregnant)
    assert before_conception(found).select("participant_id", "value").sort("value").rows() == [
        (1, 1.0),
        (3, 2.0),
        (2, 3.0),
    ]
    part = gather_part(TRIAL, {"none": Conducted(found, None, pl.DataFrame(), 0, 1.0)}, seed=1)["none"]
    assert part.rows["readings"].filter(day=168.0)["value"].max() == 3.0


def test_the_share_who_truly_ovulated_is_that_of_the_first_year() -> None:
    trial = load("NCT07115082")
    arms = list(trial.arms)
    yearly = pl.DataFrame(
        {"arm": [arms[0], arms[0], arms[1]], "year": [0, 1, 1], "n": [50, 50, 40], "primordial": [1e4, 9e3, 8e3],
         "ovulating": [0, 9, 10], "menses": [0, 1, 2], "exhausted": [0, 0, 1]}
    )  # fmt: skip
    sums = {name: pl.DataFrame() for name in SUMS} | {"yearly": yearly}
    assert happened.told(sums, trial, 1)["true_ovulation"] == {arms[0]: 0.18, arms[1]: 0.25}


def test_readings_keep_the_order_of_the_observations() -> None:
    """More participants than observations of any one, so that a join may well put either table's order first."""
    arms = list(TRIAL.arms)
    number = 5_000
    ids = list(range(number, 0, -1))
    people = pl.DataFrame(
        {
            "trial": [1] * number,
            "participant_id": ids,
            "arm": [arms[n % len(arms)] for n in ids],
            "last_day": [168.0] * number,
            "woman": ids,
        }
    )
    order = [(7 * n) % number + 1 for n in range(number)][:500]
    seen = pl.DataFrame(
        {"participant_id": order, "day": [168.0] * 500, "visit": ["week_24"] * 500, "value": [float(n) for n in order]}
    ).with_columns(trial=pl.lit(1), parameter=pl.lit("P4"), unit=pl.lit("ng/mL"), censored=pl.lit(False))
    none = pl.DataFrame(schema={"trial": pl.Int64, "participant_id": pl.Int64, "day": pl.Float64, "kind": pl.String})
    found = tables(people, seen, none)
    part = gather_part(TRIAL, {"none": Conducted(found, None, pl.DataFrame(), 0, 1.0)}, seed=1)["none"]
    readings = part.rows["readings"]
    assert readings["value"].to_list() == [float(n) for n in order]
    assert readings["arm"].cast(pl.String).to_list() == [arms[n % len(arms)] for n in order]
