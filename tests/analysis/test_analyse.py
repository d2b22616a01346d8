"""Whole analyses of small trials, and of many trials at once."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from scipy import stats

from antral import protocol
from antral.analysis import ENDPOINTS, METHODS, Plan, Question, analyse, attained_size, naive_claims, plan, safety
from antral.core import DataError, InputError
from antral.dataset import Tables, read, tables

ARMS = ("low", "medium", "high")
FSH = Question(
    name="fsh", derive="log_change", day=168, measure="FSH", window_days=7, direction="decrease", test="linear_trend"
)
AMH = Question(name="amh", derive="change", day=168, measure="AMH", window_days=7, test="rank_trend")
RESUMED = Question(name="resumed", derive="menses_resumed", day=364, window_days=7, test="exact_trend")
PLAN = Plan(doses=dict(zip(ARMS, (3e7, 6e7, 9e7), strict=True)), questions=(FSH, AMH, RESUMED))


def random_trials(number: int, women: int = 12, missing: float = 0.15, seed: int = 1) -> Tables:
    """Trials without any effect, some values missing, some women resumed, none of it in order of arm."""
    rng = np.random.default_rng(seed)
    people, seen, happened = [], [], []
    for trial in range(1, number + 1):
        arms = rng.permutation(np.repeat(ARMS, women // 3))
        for person in range(1, women + 1):
            people.append((trial, person, str(arms[person - 1]), 364.0))
            for parameter, unit in (("FSH", "IU/L"), ("AMH", "ng/mL")):
                seen.append((trial, person, "baseline", 0.0, parameter, float(np.exp(rng.normal(4, 0.3))), unit))
                if rng.random() > missing:
                    value = float(np.exp(rng.normal(4, 0.3)))
                    seen.append((trial, person, "week 24", 168.0, parameter, value, unit))
            if rng.random() < 0.25:
                happened += [(trial, person, 100.0, "bleed"), (trial, person, 130.0, "bleed")]
    observed = pl.DataFrame(
        seen, schema=["trial", "participant_id", "visit", "day", "parameter", "value", "unit"], orient="row"
    ).with_columns(censored=pl.lit(False))
    return tables(
        pl.DataFrame(people, schema=["trial", "participant_id", "arm", "last_day"], orient="row"),
        observed,
        pl.DataFrame(happened, schema=["trial", "participant_id", "day", "kind"], orient="row"),
    )


@pytest.fixture(scope="module")
def many() -> Tables:
    return random_trials(40)


def test_estimates_are_those_of_the_textbook(many: Tables) -> None:
    results = analyse(many, PLAN)
    arm = (pl.col("trial") == 7) & (pl.col("arm") == "medium")
    values = results.participants.filter(arm & pl.col("estimable"))

    logs = values.filter(pl.col("endpoint") == "fsh")["value"].to_numpy()
    row = results.arms.filter(arm & (pl.col("endpoint") == "fsh")).row(0, named=True)
    low, high = stats.t.interval(0.95, len(logs) - 1, logs.mean(), stats.sem(logs))
    assert row["n"] == len(logs)
    assert (row["estimate"], row["ci_low"], row["ci_high"]) == pytest.approx(tuple(np.exp([logs.mean(), low, high])))

    changes = np.sort(values.filter(pl.col("endpoint") == "amh")["value"].to_numpy())
    row = results.arms.filter(arm & (pl.col("endpoint") == "amh")).row(0, named=True)
    assert row["estimate"] == pytest.approx(np.median(changes))
    assert (row["ci_low"], row["ci_high"]) == (changes[0], changes[-1])
    assert f"coverage {1 - 0.5 ** (len(changes) - 1):.1%}" in row["method"]

    women = values.filter(pl.col("endpoint") == "resumed")["value"].to_numpy()
    row = results.arms.filter(arm & (pl.col("endpoint") == "resumed")).row(0, named=True)
    exact = stats.binomtest(int(women.sum()), len(women)).proportion_ci(method="exact")
    assert (row["estimate"], row["ci_low"], row["ci_high"]) == pytest.approx((women.mean(), exact.low, exact.high))


def test_slopes_are_ratios_per_dose_step(many: Tables) -> None:
    results = analyse(many, PLAN)
    rows = results.participants.filter((pl.col("trial") == 3) & (pl.col("endpoint") == "fsh") & pl.col("estimable"))
    fit = stats.linregress(rows["dose_cells"].to_numpy() / 3e7, rows["value"].to_numpy())
    half = stats.t.ppf(0.975, rows.height - 2) * fit.stderr
    row = results.slopes.filter(pl.col("trial") == 3).row(0, named=True)
    expected = np.exp([fit.slope, fit.slope - half, fit.slope + half])
    assert (row["estimate"], row["ci_low"], row["ci_high"]) == pytest.approx(tuple(expected))
    assert row["n"] == rows.height


def test_many_trials_give_what_each_gives_alone(many: Tables) -> None:
    together = analyse(many, PLAN)
    for trial in (1, 17, 40):
        own = pl.col("trial") == trial
        alone = analyse(
            Tables(many.participants.filter(own), many.observations.filter(own), many.events.filter(own)), PLAN
        )
        for name in ("participants", "arms", "slopes", "tests"):
            assert getattr(alone, name).equals(getattr(together, name).filter(own))


def test_the_order_of_rows_does_not_matter(many: Tables) -> None:
    shuffled = Tables(
        many.participants.sample(fraction=1.0, shuffle=True, seed=1),
        many.observations.sample(fraction=1.0, shuffle=True, seed=2),
        many.events.sample(fraction=1.0, shuffle=True, seed=3),
    )
    assert analyse(shuffled, PLAN).tests.equals(analyse(many, PLAN).tests)


def test_no_test_rejects_too_often_without_an_effect() -> None:
    """600 trials without effect; each test must stay below 5 % plus three Monte-Carlo errors."""
    results = analyse(random_trials(600, seed=4), PLAN)
    limit = 0.05 + 3 * math.sqrt(0.05 * 0.95 / 600)
    rates = results.tests.group_by("test").agg((pl.col("p_value") <= 0.05).mean().alias("rate"))
    assert rates.height == 3
    assert (rates["rate"] <= limit).all()
    assert rates.filter(pl.col("test") == "fsh_linear_trend")["rate"][0] > 0.02  # it can reject


def test_a_strong_effect_is_found_on_its_side() -> None:
    data = random_trials(30, missing=0.0, seed=6)
    doses = {"low": 1.0, "medium": 2.0, "high": 3.0}
    arms = data.participants.select("trial", "participant_id", "arm")
    dosed = data.observations.join(arms, on=["trial", "participant_id"]).with_columns(
        pl.when((pl.col("day") > 0) & (pl.col("parameter") == "FSH"))
        .then(pl.col("value") * (-1.5 * pl.col("arm").replace_strict(doses)).exp())
        .otherwise(pl.col("value"))
        .alias("value")
    )
    data = tables(data.participants, dosed, data.events)
    found = analyse(data, PLAN)
    fsh = found.tests.filter(pl.col("test") == "fsh_linear_trend")
    assert (fsh["p_value"] <= 0.05).all()
    assert (fsh["statistic"] < 0).all()
    assert found.slopes["estimate"].mean() == pytest.approx(math.exp(-1.5), rel=0.1)
    claims = naive_claims(found).filter(pl.col("claim") == "before_after_fsh")
    assert claims["claimed"].all()
    one_sided = analyse(data, Plan(doses=PLAN.doses, questions=(FSH,), sides=1))
    assert (one_sided.tests["p_value"] <= fsh["p_value"]).all()
    assert one_sided.tests["method"].str.ends_with("one-sided").all()
    assert fsh["method"].str.ends_with("two-sided by distance").all()


def test_a_control_arm_brings_tests_against_it() -> None:
    with_control = Plan(doses={"low": 0.0, "medium": 6e7, "high": 9e7}, questions=PLAN.questions, controls=("low",))
    results = analyse(random_trials(3), with_control)
    assert sorted(results.tests["test"].unique()) == [
        "amh_rank_sum",
        "amh_rank_trend",
        "fsh_difference",
        "fsh_linear_trend",
        "resumed_exact_trend",
        "resumed_fisher",
    ]
    row = results.tests.filter((pl.col("trial") == 2) & (pl.col("test") == "resumed_fisher")).row(0, named=True)
    women = results.participants.filter((pl.col("trial") == 2) & (pl.col("endpoint") == "resumed"))
    table = [
        [women.filter((pl.col("arm") == "low") == control, pl.col("value") == event).height for event in (1, 0)]
        for control in (True, False)
    ]
    assert row["p_value"] == pytest.approx(stats.fisher_exact(table).pvalue)


def test_naive_claims_by_hand() -> None:
    """Three of twelve women resumed, two of them in the high arm; FSH fell by half in all but one."""
    people = pl.DataFrame(
        {"trial": [1] * 12, "participant_id": range(1, 13), "arm": np.repeat(ARMS, 4), "last_day": [364.0] * 12}
    )
    fell = [0.5 + 0.01 * k for k in range(11)] + [1.1]
    seen = pl.DataFrame(
        [(1, k + 1, "baseline", 0.0, "FSH", 60.0) for k in range(12)]
        + [(1, k + 1, "week 24", 168.0, "FSH", 60.0 * ratio) for k, ratio in enumerate(fell)],
        schema=["trial", "participant_id", "visit", "day", "parameter", "value"],
        orient="row",
    ).with_columns(unit=pl.lit("IU/L"), censored=pl.lit(False))
    bleeds = pl.DataFrame(
        [(1, person, day, "bleed") for person in (2, 9, 12) for day in (50.0, 80.0)],
        schema=["trial", "participant_id", "day", "kind"],
        orient="row",
    )
    claims = dict(
        naive_claims(analyse(tables(people, seen, bleeds), Plan(doses=PLAN.doses, questions=(FSH, RESUMED))))
        .select("claim", "claimed")
        .iter_rows()
    )
    assert claims == {
        "before_after_fsh": True,
        "before_after_any_hormone": True,
        "resumed_at_least_1": True,
        "resumed_at_least_2": True,
        "resumed_at_least_3": True,
        "share_above_published": True,  # 25 % is above 24 %
        "best_arm_2": True,
    }


def test_a_real_trial_from_one_csv_file(tmp_path: Path) -> None:
    lines = ["participant_id,arm,visit,day,parameter,value,unit"]
    for number, (arm, after) in enumerate(zip(np.repeat(ARMS, 2), (70, 65, 50, 45, 30, 25), strict=True)):
        lines += [f"W-{number},{arm},baseline,0,FSH,70,mIU/mL", f"W-{number},{arm},week 24,170,FSH,{after},mIU/mL"]
    file = tmp_path / "observations.csv"
    file.write_text("\n".join(lines) + "\n")
    results = analyse(read(file), PLAN)
    row = results.tests.filter(pl.col("test") == "fsh_linear_trend").row(0, named=True)
    assert row["p_value"] == pytest.approx(2 / 90)  # six women in perfect order: see test_permutation
    assert row["sizes"] == "2/2/2"
    assert results.tests.filter(pl.col("test") == "resumed_exact_trend")["p_value"][0] is None
    reasons = results.participants.filter(pl.col("endpoint") == "resumed")["reason"].unique().to_list()
    assert reasons == ["no diary or events recorded"]


def test_an_arm_without_women_is_kept_and_empty() -> None:
    data = random_trials(2)
    fewer = Tables(data.participants.filter(pl.col("arm") != "high"), data.observations, data.events)
    results = analyse(fewer, PLAN)
    assert results.arms.filter((pl.col("arm") == "high") & (pl.col("n") != 0)).is_empty()
    assert results.tests["p_value"].null_count() == 0


def test_strange_arms_and_empty_tables_are_refused() -> None:
    data = random_trials(1)
    strange = tables(data.participants.with_columns(arm=pl.lit("placebo")), data.observations, data.events)
    with pytest.raises(DataError, match="'placebo' is no arm of the protocol; wanted one of: low, medium, high"):
        analyse(strange, PLAN)
    with pytest.raises(DataError, match="at least one participant"):
        analyse(tables(data.participants.clear()), PLAN)


@pytest.mark.parametrize("name", ["NCT03816852", "NCT03816852-control", "NCT03816852-repeated"])
def test_shipped_protocols_have_a_plan(name: str) -> None:
    ours = plan(protocol.load(name))
    assert list(ours.doses.values()) == sorted(ours.doses.values())
    assert all(question.test is None or question.test in METHODS for question in ours.questions)
    assert all(question.estimate in METHODS for question in ours.questions)
    assert ("control" in name) == bool(ours.controls)
    assert ours.question("log_fsh_12m").window_days == 7
    with pytest.raises(InputError, match="there is no endpoint 'fsh'"):
        ours.question("fsh")


def test_the_trend_in_counts_of_twelve_women_rejects_about_once_in_a_hundred() -> None:
    found = attained_size(
        protocol.load("NCT03816852"), "menses_resumed_exact_trend", {"low": 4, "medium": 4, "high": 4}, 0.24
    )
    assert found is not None
    assert 0.005 < found.at_share < 0.02
    with pytest.raises(InputError, match="no test of counts"):
        attained_size(PLAN, "fsh_linear_trend", {"low": 4}, 0.2)


def test_safety_of_twelve_women() -> None:
    found = safety(12, [0.05])
    assert found.chance_to_see[0][1] == pytest.approx(1 - 0.95**12)
    assert (1 - found.smallest_detectable_rate) ** 12 == pytest.approx(0.2)


def test_medians_of_log_ratios_are_told_as_ratios(many: Tables) -> None:
    asked = Plan(doses=PLAN.doses, questions=(replace(FSH, estimate="median_order"),))
    results = analyse(many, asked)
    arm = (pl.col("trial") == 7) & (pl.col("arm") == "medium")
    logs = np.sort(results.participants.filter(arm & pl.col("estimable"))["value"].to_numpy())
    row = results.arms.filter(arm).row(0, named=True)
    expected = tuple(np.exp([np.median(logs), logs[0], logs[-1]]))
    assert (row["estimate"], row["ci_low"], row["ci_high"]) == pytest.approx(expected)


def test_an_endpoint_without_a_test_is_described_only(many: Tables) -> None:
    results = analyse(many, Plan(doses=PLAN.doses, questions=(Question(name="fsh", derive="change", day=168),)))
    assert results.tests.is_empty()


def test_the_methods_a_protocol_may_name_are_those_of_the_endpoints() -> None:
    assert set(protocol.METHODS_FOR) == set(ENDPOINTS)
    for derive, endpoint in ENDPOINTS.items():
        allowed = protocol.METHODS_FOR[derive]
        assert endpoint.estimate in allowed.estimates
        assert ("clopper_pearson" in allowed.estimates) == endpoint.is_count
        assert ("exact_trend" in allowed.tests) == endpoint.is_count


def test_a_protocol_can_ask_for_two_ovulations(many: Tables) -> None:
    trial = protocol.load("NCT03816852", ["endpoints.ovulation.derive=ovulation_twice"])
    days = {1: (28.0, 35.0), 2: (28.0, 56.0)}  # 7 days apart is one luteal phase, 28 days are two
    people = pl.DataFrame({"trial": [1, 1], "participant_id": [1, 2], "arm": ["low", "high"], "last_day": [364.0] * 2})
    rows = [(1, who, f"week {day / 7:g}", day, "P4", 9.0, "ng/mL", False) for who in days for day in days[who]]
    schema = ["trial", "participant_id", "visit", "day", "parameter", "value", "unit", "censored"]
    events = pl.DataFrame({"trial": [1], "participant_id": [1], "day": [0.0], "kind": ["infusion"]})
    found = analyse(tables(people, pl.DataFrame(rows, schema=schema, orient="row"), events), trial).participants
    assert found.filter(pl.col("endpoint") == "ovulation").sort("participant_id")["value"].to_list() == [0.0, 1.0]
