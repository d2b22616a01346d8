from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.trial.quiet import load

from antral.core import InputError, ProtocolError
from antral.dataset import check
from antral.therapy import scenario
from antral.trial import batches, conduct
from antral.trial import check as check_trial

TRIALS = range(1, 21)
ID = ["trial", "participant_id"]


@pytest.fixture(scope="module")
def none(protocol, women):
    return conduct(protocol, women, trials=TRIALS, seed=5, scenario="none", no_cell=True)


@pytest.fixture(scope="module")
def target(protocol, women):
    return conduct(protocol, women, trials=TRIALS, seed=5, scenario="target", truth=True, no_cell=True)


def assert_same(one, other):
    assert_frame_equal(one.participants, other.participants)
    assert_frame_equal(one.observations, other.observations)
    assert_frame_equal(one.events, other.events)


def test_the_tables_are_those_of_a_real_trial(none, target):
    check(none.tables)
    check(target.tables)
    assert none.tables.participants.height == 20 * 12
    assert none.failed == 0


def test_no_woman_is_in_a_trial_twice_and_groups_are_even(none):
    people = none.tables.participants
    assert people.group_by("trial").agg(pl.col("woman").n_unique())["woman"].to_list() == [12] * 20
    assert people.group_by("trial", "arm").len()["len"].to_list() == [4] * 60
    assert people.group_by("trial").agg(pl.col("randomisation_code").n_unique())["randomisation_code"].min() == 12


def test_without_an_effect_the_trial_is_its_own_twin(none):
    assert none.no_cell is none.tables


def test_the_twin_is_made_only_where_asked_for(protocol, women):
    assert conduct(protocol, women, trials=[1], seed=5, scenario="target").no_cell is None


def test_the_twin_is_the_trial_without_an_effect(none, target):
    assert_same(target.no_cell, none.tables)


def test_cells_change_what_is_measured_but_not_who_is_seen_when(target):
    seen, twin = target.tables.observations, target.no_cell.observations
    assert_frame_equal(seen.drop("value", "censored"), twin.drop("value", "censored"))
    assert (seen["value"] != twin["value"]).mean() > 0.2
    assert_frame_equal(target.tables.participants, target.no_cell.participants)


def test_samples_up_to_day_0_are_drawn_before_the_infusion(target):
    first = pl.col("day") <= 0
    assert_frame_equal(target.tables.observations.filter(first), target.no_cell.observations.filter(first))


def test_a_trial_is_the_same_alone_and_among_others(protocol, women, target):
    alone = conduct(protocol, women, trials=[7], seed=5, scenario="target")
    mine = pl.col("trial") == 7
    assert_frame_equal(alone.tables.observations, target.tables.observations.filter(mine))
    assert_frame_equal(alone.tables.events, target.tables.events.filter(mine))
    assert_frame_equal(alone.tables.participants, target.tables.participants.filter(mine))


def test_one_thread_gives_the_same_bits(protocol, women, target):
    one = conduct(protocol, women, trials=TRIALS, seed=5, scenario="target", threads=1)
    assert_same(one.tables, target.tables)


def test_portions_give_the_same_as_all_at_once(protocol, women, target):
    found = batches(protocol, women, trials=TRIALS, seed=5, scenarios=["target"], women_at_once=7 * 12 + 5)
    portions = [batch["target"] for batch in found]
    assert [part.tables.trials for part in portions] == [7, 7, 6]
    assert_frame_equal(pl.concat([part.tables.observations for part in portions]), target.tables.observations)


def test_another_dose_in_one_arm_leaves_the_other_arms_untouched(women, target):
    changed = load("NCT03816852", ["arms.high.dose_cells=1.2e8"])
    other = conduct(changed, women, trials=TRIALS, seed=5, scenario="target", no_cell=True)
    arms = target.tables.participants.select(*ID, "arm")
    pair = [one.tables.observations.join(arms, on=ID, maintain_order="left") for one in (target, other)]
    for arm in ("low", "medium"):
        assert_frame_equal(*(frame.filter(pl.col("arm") == arm) for frame in pair))
    high = [frame.filter(pl.col("arm") == "high")["value"] for frame in pair]
    assert (high[0] != high[1]).any()
    assert_frame_equal(other.no_cell.observations, target.no_cell.observations)


def test_a_woman_without_cells_has_the_course_of_her_twin(women):
    control = load("NCT03816852-control")
    result = conduct(control, women, trials=range(1, 6), seed=5, scenario="target", no_cell=True)
    arms = result.tables.participants.select(*ID, "arm")
    untreated = [
        tables.observations.join(arms, on=ID, maintain_order="left").filter(pl.col("arm") == "control")
        for tables in (result.tables, result.no_cell)
    ]
    assert untreated[0].height > 0
    assert_frame_equal(*untreated)
    infused = result.tables.events.filter(pl.col("kind") == "infusion").join(arms, on=ID)
    assert "control" not in infused["arm"]


def test_more_cells_never_leave_less_repair(women):
    truths = []
    for dose in ("3e7", "9e7"):
        arms = [f"arms.{arm}.dose_cells={dose}" for arm in ("low", "medium", "high")]
        result = conduct(load("NCT03816852", arms), women, trials=[1, 2, 3], seed=5, scenario="target", truth=True)
        truths.append(result.truth)
    assert (truths[1]["repair"] >= truths[0]["repair"]).all()
    assert (truths[1]["repair"] > truths[0]["repair"]).any()
    assert (truths[0]["repair_no_cell"] == 0).all()


def test_nothing_is_seen_after_she_left(none):
    last = none.tables.participants.select(*ID, "last_day", "completed")
    for frame in (none.tables.observations, none.tables.events):
        joined = frame.join(last, on=ID)
        assert (joined["day"] <= joined["last_day"]).all()
    left = none.tables.events.filter(pl.col("kind") == "discontinuation").height
    assert left == (~last["completed"]).sum() > 0


def test_every_visit_due_is_either_measured_or_missed(protocol, none):
    visits = [visit.name for visit in protocol.treatment_visits]
    seen = none.tables.observations.filter(pl.col("visit").is_in(visits)).select(*ID, "visit").unique()
    missed = none.tables.events.filter(pl.col("kind") == "missed_visit").select(*ID, pl.col("term").alias("visit"))
    assert seen.join(missed, on=[*ID, "visit"]).height == 0
    completers = none.tables.participants.filter("completed").select(ID)
    both = pl.concat([seen, missed]).join(completers, on=ID)
    assert both.height == completers.height * len(visits)


def test_every_participant_gets_the_cells_of_her_arm(none):
    infusions = none.tables.events.filter(pl.col("kind") == "infusion")
    joined = none.tables.participants.join(infusions, on=ID)
    assert joined.height == 240
    assert (joined["dose_cells"] == joined["value"]).all()
    assert dict(joined.group_by("arm").agg(pl.col("value").first()).iter_rows()) == {
        "low": 3e7, "medium": 6e7, "high": 9e7,
    }  # fmt: skip


def test_repeated_infusions_end_when_she_leaves(women):
    result = conduct(load("NCT03816852-repeated"), women, trials=TRIALS, seed=5, scenario="target")
    infusions = result.tables.events.filter(pl.col("kind") == "infusion")
    per_woman = result.tables.participants.join(infusions.group_by(ID).len(), on=ID)
    planned = len(load("NCT03816852-repeated").arms["low"].infusion_days)
    assert planned > 1
    assert per_woman.filter("completed")["len"].to_list() == [planned] * per_woman["completed"].sum()
    assert per_woman["len"].min() >= 1


def test_screening_results_are_those_that_admitted_her(protocol, women, none):
    fsh = none.tables.observations.filter((pl.col("parameter") == "FSH") & (pl.col("day") < 0))
    assert (fsh["value"] > 25).all()
    assert fsh.height == 240 * 2


def test_the_truth_holds_every_participant_every_week(target):
    assert target.truth.height == 240 * 53
    assert target.truth["day"].unique().sort().to_list() == [7.0 * week for week in range(53)]
    before = target.truth.filter(pl.col("day") == 0)
    assert (before["fsh_iu_l"] == before["fsh_iu_l_no_cell"]).all()


def test_measured_values_scatter_around_the_truth(target):
    measured = target.tables.observations.filter((pl.col("parameter") == "FSH") & (pl.col("day") % 7 == 0))
    joined = measured.join(target.truth, on=[*ID, "day"])
    error = np.log(joined["value"].to_numpy() / joined["fsh_iu_l"].to_numpy())
    # 0.05 and 0.10 combined: 0.112; the hour between sample and record adds a little
    assert 0.10 < np.median(np.abs(error)) / 0.6745 < 0.14


@pytest.mark.parametrize("trials", [[], [0, 1], [1, 1], [-5]])
def test_wrong_trial_numbers_are_refused(protocol, women, trials):
    with pytest.raises(InputError, match="from 1 on"):
        conduct(protocol, women, trials=trials, seed=5)


def test_an_unknown_scenario_is_refused(protocol, women):
    with pytest.raises(InputError, match="none"):
        conduct(protocol, women, trials=[1], seed=5, scenario="miracle")


def test_what_cannot_be_simulated_is_refused_by_one_check():
    shipped = load("NCT03816852")
    check_trial(shipped)
    check_trial(load("NCT03816852", ["design.participants=1024"]))
    check_trial(load("NCT03816852", ["design.allocation.block_sizes=[1023]"]))
    for change, said in {
        "design.participants=1025": "design.participants = 1025: trials of up to 1,024 women",
        "design.allocation.block_sizes=[6, 1026]": "block_sizes = 1026: blocks of up to 1,023 women",
    }.items():
        with pytest.raises(ProtocolError, match=said):
            check_trial(load("NCT03816852", [change]))


@pytest.mark.filterwarnings("ignore:invalid value encountered in cast")
def test_a_woman_whose_simulation_failed_is_in_no_table(protocol, women, none):
    fast = women.state.fast.copy()
    trial_1 = none.tables.participants.filter(pl.col("trial") == 1)["woman"].to_list()
    place = women.state.patients.tolist().index(trial_1[0])
    fast[:, place] = np.nan
    broken = replace(women, state=replace(women.state, fast=fast))
    result = conduct(protocol, broken, trials=[1], seed=5, no_cell=True)
    assert result.failed == 1
    assert result.tables.participants.height == 11
    assert trial_1[0] not in result.tables.participants["woman"]
    assert result.no_cell is result.tables


def test_several_scenarios_at_once_share_what_they_have_in_common(protocol, women, none, target):
    found = next(batches(protocol, women, trials=TRIALS, seed=5, scenarios=["none", "target"]))
    assert list(found) == ["none", "target"]
    assert_same(found["none"].tables, none.tables)
    assert_same(found["target"].tables, target.tables)
    assert found["none"].patient_years == pytest.approx(240 * 365 / 365.25)
    assert 0 < found["target"].patient_years < found["none"].patient_years


def test_a_variant_of_a_scenario_is_conducted_under_its_own_name(protocol, women, target):
    variant = scenario("target").model_copy(update={"name": "nobody", "responders": 0.0})
    found = next(batches(protocol, women, trials=TRIALS, seed=5, scenarios=["target", variant]))
    assert_same(found["target"].tables, target.tables)
    assert_same(found["nobody"].tables, target.no_cell)
    twice = scenario("target").model_copy(update={"responders": 0.0})
    with pytest.raises(InputError, match="a name of its own"):
        next(batches(protocol, women, trials=TRIALS, seed=5, scenarios=["target", twice]))


def test_a_long_trial_is_simulated_fewer_women_at_a_time(women):
    long = load("NCT03816852", ["follow_up_days=3653"])
    found = batches(long, women, trials=range(1, 41), seed=5, scenarios=["none"])
    assert next(found)["none"].tables.trials == 20  # 2,400 women a year are 240 over ten


def test_the_years_are_counted_by_arm(none, target):
    for one in (none, target):
        assert one.yearly.select("arm", "year", "n").rows() == [
            (arm, year, 80) for arm in ("low", "medium", "high") for year in (0, 1)
        ]
    start = [one.yearly.filter(pl.col("year") == 0).drop("arm") for one in (none, target)]
    assert_frame_equal(*start)
    year = [one.yearly.filter(pl.col("year") == 1).sum() for one in (none, target)]
    assert 0 < year[0]["ovulating"][0] < year[1]["ovulating"][0] <= 240
    assert year[0]["primordial"][0] < start[0]["primordial"].sum()


def test_waking_dormant_follicles_spends_the_reserve(protocol, women, none):
    woken = conduct(protocol, women, trials=TRIALS, seed=5, scenario="activation").yearly
    left = [one.filter(pl.col("year") == 1)["primordial"].sum() for one in (none.yearly, woken)]
    assert left[1] < left[0]


def test_blocks_are_balanced_within_the_strata_of_the_protocol(women):
    strata = "design.allocation.strata=[{by: age_years, edges: [33]}, {by: FSH, edges: [60, 90]}]"
    split = load("NCT03816852", ["design.participants=60", "design.allocation.block_sizes=[3]", strata])
    people = conduct(split, women, trials=range(1, 11), seed=5).tables.participants
    assert len(set(people["stratum"])) > 3
    assert set(people["stratum"]) <= {
        f"{age}, FSH {fsh}" for age in ("age < 33", "age ≥ 33") for fsh in ("< 60", "60 to < 90", "≥ 90")
    }
    young = people["stratum"].str.contains("age < 33")
    assert (young == (people["age_years"] < 33)).all()
    for _, theirs in people.group_by("trial", "stratum"):
        arms = theirs.sort("participant_id")["arm"].to_list()
        for block in range(len(arms) // 3):
            assert set(arms[3 * block : 3 * block + 3]) == {"low", "medium", "high"}


def test_aetiology_and_time_since_diagnosis_are_strata_and_columns(women):
    strata = "design.allocation.strata=[{by: aetiology}, {by: years_since_diagnosis, edges: [1, 4]}]"
    split = load("NCT03816852", ["design.participants=60", "design.allocation.block_sizes=[3]", strata])
    people = conduct(split, women, trials=range(1, 11), seed=5).tables.participants
    place = {woman: row for row, woman in enumerate(women.state.patients.tolist())}
    rows = [place[woman] for woman in people["woman"]]
    assert people["aetiology"].to_list() == [women.aetiologies[women.aetiology[row]] for row in rows]
    assert people["years_since_diagnosis"].to_list() == women.years_since_diagnosis[rows].tolist()
    for one in people.iter_rows(named=True):
        years = one["years_since_diagnosis"]
        part = "< 1" if years < 1 else "1 to < 4" if years < 4 else "≥ 4"
        assert one["stratum"] == f"{one['aetiology'].replace('_', ' ')}, years since diagnosis {part}"
    for _, theirs in people.group_by("trial", "stratum"):
        arms = theirs.sort("participant_id")["arm"].to_list()
        for block in range(len(arms) // 3):
            assert set(arms[3 * block : 3 * block + 3]) == {"low", "medium", "high"}


def test_a_stratum_that_nobody_measures_is_refused():
    with pytest.raises(ProtocolError, match="no visit before randomisation measures AMH"):
        check_trial(load("NCT03816852", [
            "design.allocation.strata=[{by: AMH, edges: [0.1]}]",
            "visits.screening_1.measures=[FSH]",
        ]))  # fmt: skip


def test_why_women_left_is_in_both_tables(women):
    causes = "dropout.causes={withdrew_consent: 0.5, lost_to_follow_up: 0.5}"
    split = load("NCT03816852", ["dropout.yearly_probability=0.5", causes, "dropout.causes_reason=for a test"])
    tables = conduct(split, women, trials=TRIALS, seed=5).tables
    left = tables.events.filter(pl.col("kind") == "discontinuation").select(*ID, "term")
    people = tables.participants.filter(pl.col("discontinuation").is_not_null())
    assert set(left["term"]) == {"withdrew_consent", "lost_to_follow_up"}
    assert_frame_equal(left, people.select(*ID, pl.col("discontinuation").alias("term")))


def test_adverse_events_carry_all_that_is_drawn_of_them(none):
    harm = none.tables.events.filter(pl.col("kind") == "adverse_event")
    serious = harm.filter("serious")
    assert serious.height > 0
    for column in ("term", "serious", "severity", "relatedness", "outcome"):
        assert harm[column].null_count() == 0
    assert harm["code"].null_count() == harm.height
    recovered = harm["outcome"] == "recovered"
    assert (harm["end_day"].is_not_null() == recovered).all()
    assert (harm.filter(recovered).select(pl.col("end_day") >= pl.col("day")).to_series()).all()


def test_who_leaves_for_an_adverse_event_has_one_on_that_day(women):
    causes = "dropout.causes={withdrew_consent: 0.3, adverse_event: 0.7}"
    changes = ["dropout.yearly_probability=0.7", causes, "dropout.causes_reason=for a test"]
    events = conduct(load("NCT03816852", changes), women, trials=TRIALS, seed=5).tables.events
    left = events.filter((pl.col("kind") == "discontinuation") & (pl.col("term") == "adverse_event"))
    harm = events.filter(pl.col("kind") == "adverse_event").select(*ID, "day").unique()
    assert left.height > 20
    assert left.join(harm, on=[*ID, "day"], how="anti").is_empty()
    quiet = conduct(load("NCT03816852", [*changes, "adverse_events=[]"]), women, trials=TRIALS, seed=5).tables
    assert set(quiet.participants["discontinuation"].drop_nulls()) == {"withdrew_consent"}


DEATHS = (
    "adverse_events=[{term: sudden death, trigger: background, per_woman_year: 0.5, grades: {5: 1}, serious_share: 1, "
    "related_share: 0, duration_days: 1, tag: assumed, reason: for a test}]"
)


def test_a_fatal_event_ends_her_part_in_the_trial(women):
    tables = conduct(load("NCT03816852-repeated", [DEATHS]), women, trials=TRIALS, seed=5).tables
    check(tables)
    died = tables.events.filter(pl.col("outcome") == "fatal").select(*ID, pl.col("day").alias("died"))
    assert died.height > 50
    assert died.unique(ID).height == died.height
    people = tables.participants.join(died, on=ID)
    assert (people["last_day"] == people["died"]).all()
    assert set(people["discontinuation"]) == {"died"}
    for frame in (tables.observations, tables.events):
        joined = frame.join(died, on=ID)
        assert (joined["day"] <= joined["died"]).all()
