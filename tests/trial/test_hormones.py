import numpy as np
import polars as pl
import pytest
from tests.trial.quiet import load

from antral.core import InputError
from antral.dataset import check
from antral.therapy import regimen
from antral.trial import batches, conduct, follow
from antral.trial import check as check_trial
from antral.trial.hormones import Hormones, hormones
from antral.trial.roster import Roster

TRIALS = range(1, 11)
ID = ["trial", "participant_id"]
ADHERENT = "adherence={probability_taken: 1.0, tag: assumed, reason: for a test}"
IN_HIGH = ["arms.high.comedication={regimen: climen, last_day: 168}", ADHERENT]
SCENARIOS = ["none", "none_link_off", "target", "target_link_off"]
NEVER = np.array([np.inf])


def climen(first=0.0, last=168.0):
    return Hormones((regimen("climen"),), np.array([0]), np.array([first]), np.array([last]), np.array([True]), 1.0)


def tablet_days(days, hours, stopped=NEVER, **spell):
    row = np.zeros(len(days), np.int64)
    return climen(**spell).tablet_day(row, np.array(days), np.array(hours), stopped).tolist()


def test_the_tablet_day_at_known_days():
    # a calendar of 28 days from day 0; the first tablet is swallowed in the evening, after the sample of that morning
    assert regimen("climen").days == 28
    assert regimen("climen").hour > 12
    assert tablet_days([0, 0, 1, 14, 27, 28, 168, 169], [8, 23, 8, 8, 8, 8, 8, 8]) == [0, 1, 2, 15, 28, 1, 1, 0]
    assert tablet_days([0, 9, 10, 11], [8, 8, 8, 8], first=9.0) == [0, 0, 2, 3]


def test_there_is_no_tablet_day_after_she_stopped():
    assert tablet_days([13, 14, 15], [8, 8, 8], stopped=np.array([14.0])) == [14, 0, 0]


def test_bleeds_under_hormones_and_a_month_after_are_their_doing():
    days = np.array([0.0, 1.0, 100.0, 168.0, 198.0, 199.0])
    row = np.zeros(days.size, np.int64)
    assert climen().cause(row, days, NEVER).tolist() == [False, True, True, True, True, False]
    stopped = np.array([50.0])
    assert climen().cause(row, np.array([49.0, 79.0, 80.0, 100.0] + [0.0] * 2), stopped).tolist()[:4] == [
        True, True, False, False,
    ]  # fmt: skip


@pytest.fixture(scope="module")
def medicated(women):
    protocol = load("NCT03816852", IN_HIGH)
    found = next(
        batches(
            protocol, women, trials=TRIALS, seed=5, scenarios=["none", "none_link_off", "target", "target_link_off"]
        )
    )
    return protocol, found


@pytest.fixture(scope="module")
def unmedicated(women):
    return conduct(load("NCT03816852"), women, trials=TRIALS, seed=5)


def of_arm(tables, arm, frame):
    mine = tables.participants.filter(pl.col("arm") == arm).select(ID)
    return getattr(tables, frame).join(mine, on=ID, maintain_order="left")


def test_the_tables_hold(medicated):
    for one in medicated[1].values():
        check(one.tables)
        assert one.failed == 0


def test_hormones_of_one_arm_leave_the_others_as_they_were(medicated, unmedicated):
    tables = medicated[1]["none"].tables
    for arm in ("low", "medium"):
        theirs = of_arm(tables, arm, "observations")
        assert theirs["value"].equals(of_arm(unmedicated.tables, arm, "observations")["value"])
        assert theirs["tablet_day"].null_count() == theirs.height
        assert of_arm(tables, arm, "events").equals(of_arm(unmedicated.tables, arm, "events"))


def test_the_samples_up_to_day_0_are_drawn_off_hormones(medicated, unmedicated):
    before = pl.col("day") <= 0
    high = of_arm(medicated[1]["none"].tables, "high", "observations").filter(before)
    assert high.equals(of_arm(unmedicated.tables, "high", "observations").filter(before))
    assert high["tablet_day"].null_count() == high.height


def test_every_later_sample_has_its_tablet_day(medicated):
    high = of_arm(medicated[1]["none"].tables, "high", "observations")
    on = high.filter((pl.col("day") >= 1) & (pl.col("day") <= 168))
    assert (on["tablet_day"] == on["day"].cast(pl.Int16) % 28 + 1).all()
    off = high.filter(pl.col("day") > 168)
    assert off.height > 0
    assert off["tablet_day"].null_count() == off.height


def test_hormones_lower_fsh_and_raise_estradiol(medicated, unmedicated):
    # by physiology: oral estradiol suppresses FSH; 7 to 21 days into a calendar
    on = (pl.col("day") >= 28) & (pl.col("tablet_day").is_between(7, 21))
    high = of_arm(medicated[1]["none"].tables, "high", "observations").filter(on)
    twin = high.join(
        of_arm(unmedicated.tables, "high", "observations"), on=[*ID, "visit", "parameter"], suffix="_without"
    )
    ratio = {
        code: float((rows["value"] / rows["value_without"]).median())
        for (code,), rows in twin.group_by("parameter")
        if code in ("FSH", "E2")
    }
    assert ratio["FSH"] < 0.9
    assert ratio["E2"] > 1.5


def test_bleeds_under_hormones_are_not_spontaneous(medicated):
    bleeds = of_arm(medicated[1]["none"].tables, "high", "events").filter(pl.col("kind") == "bleed")
    under = bleeds["day"] <= 168 + 30
    assert under.sum() > 20
    assert not bleeds.filter(under)["spontaneous"].any()
    assert bleeds.filter(~under)["spontaneous"].all()


def test_the_events_say_when_hormones_began_and_ended(medicated):
    tables = medicated[1]["none"].tables
    high = tables.participants.filter(pl.col("arm") == "high")
    began = tables.events.filter(pl.col("kind") == "assigned_hormones")
    assert began.height == high.height
    assert set(began["day"]) == {0.0}
    assert set(began["term"]) == {regimen("climen").title}
    ended = tables.events.filter(pl.col("kind") == "stopped_hormones")
    assert ended.height == (high["last_day"] >= 169).sum()
    assert set(ended["day"]) == {169.0}
    assert tables.events.filter(pl.col("kind") == "started_hormones").height == 0


def test_the_link_acts_on_women_on_hormones_only(medicated):
    with_link, without = medicated[1]["none"].tables, medicated[1]["none_link_off"].tables
    for arm in ("low", "medium"):
        assert of_arm(with_link, arm, "observations").equals(of_arm(without, arm, "observations"))
    assert not of_arm(with_link, "high", "observations").equals(of_arm(without, "high", "observations"))


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_is_the_same_alone_and_among_others(medicated, women, name):
    alone = conduct(medicated[0], women, trials=[3], seed=5, scenario=name).tables
    mine = pl.col("trial") == 3
    together = medicated[1][name].tables
    assert alone.observations.equals(together.observations.filter(mine))
    assert alone.events.equals(together.events.filter(mine))


def test_what_scenarios_share_is_simulated_once(medicated):
    years = {name: one.patient_years for name, one in medicated[1].items()}
    women = 10 * 12
    assert years["none"] == pytest.approx(women * 365 / 365.25)
    assert years["none_link_off"] == pytest.approx(years["none"] / 3)  # one arm of three takes hormones
    assert 0 < years["target"] < years["none"]  # responders only


def test_she_is_followed_with_her_tablets(medicated, women):
    protocol, found = medicated
    tables = found["target"].tables
    one = tables.participants.filter((pl.col("arm") == "high") & (pl.col("trial") == 2)).row(0, named=True)
    close = follow(protocol, women, trial=2, participant_id=one["participant_id"], seed=5, scenario="target")
    assert close.regimen == "climen"
    on = close.tablet_day > 0
    assert close.t_days[on].min() == 1.0  # the record at midnight that follows the first tablet
    assert close.t_days[on].max() < 169.0
    other = tables.participants.filter((pl.col("arm") == "low") & (pl.col("trial") == 2)).row(0, named=True)
    without = follow(protocol, women, trial=2, participant_id=other["participant_id"], seed=5)
    assert without.regimen is None
    assert not without.tablet_day.any()


def roster(n=20_000):
    return Roster(3, np.ones(n, np.int64), np.arange(1, n + 1), np.arange(n))


RESCUE = "rescue_hormones={regimen: climen, yearly_probability: 0.3, tag: assumed, reason: for a test}"


def test_women_without_hormones_start_some_at_their_yearly_rate():
    protocol = load("NCT03816852", [RESCUE, *IN_HIGH])
    arm = np.tile([0, 1, 2, 0], 5000)
    found = hormones(protocol, arm, roster())
    own = (found.which >= 0) & ~found.assigned
    free = arm != 2
    assert not own[~free].any()
    # 364 of 365.25 days: 1 - 0.7^(364/365.25) = 0.2991
    assert own[free].mean() == pytest.approx(0.2991, abs=4 * np.sqrt(0.21 / free.sum()))
    assert found.first[own].min() >= 1
    assert set(found.last[own]) == {364.0}
    assert not (hormones(protocol, arm, roster(), of_her_own=False).which[free] >= 0).any()


def test_hormones_of_her_own_are_an_event_and_change_what_is_measured(women, unmedicated):
    result = conduct(load("NCT03816852", [RESCUE, ADHERENT]), women, trials=TRIALS, seed=5)
    started = result.tables.events.filter(pl.col("kind") == "started_hormones")
    assert started.height > 10
    joined = result.tables.observations.join(
        started.select(*ID, pl.col("day").alias("from")), on=ID, how="left", maintain_order="left"
    )
    plain = unmedicated.tables.observations["value"]
    before = (joined["from"].is_null() | (joined["day"] <= joined["from"])).to_numpy()
    np.testing.assert_array_equal(joined["value"].to_numpy()[before], plain.to_numpy()[before])
    assert (joined["value"].to_numpy()[~before] != plain.to_numpy()[~before]).any()
    assert joined.filter(pl.col("from").is_null())["tablet_day"].is_null().all()
    inside = joined.filter(pl.col("day") > pl.col("from"))
    assert (inside["tablet_day"] == (inside["day"] - inside["from"]).cast(pl.Int16) % 28 + 1).all()


def test_an_unknown_regimen_is_refused_beforehand():
    with pytest.raises(InputError, match="climen"):
        check_trial(load("NCT03816852", ["arms.high.comedication={regimen: nectar}", ADHERENT]))
