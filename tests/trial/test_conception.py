import polars as pl
import pytest
from tests.trial.quiet import load

from antral.dataset import check
from antral.records import parameters
from antral.trial import conduct

TRIALS = range(1, 41)
ID = ["trial", "participant_id"]
YEARS = ["follow_up_days=1461", "dropout.yearly_probability=0"]
TRYING = "conception={trying_share: 1.0, tag: assumed, reason: for a test}"
CLIMEN = [
    f"arms.{arm}.comedication={{regimen: climen}}" for arm in ("low", "medium", "high")
] + ["adherence={probability_taken: 1.0, tag: assumed, reason: for a test}"]  # fmt: skip


@pytest.fixture(scope="module")
def nobody(women):
    return conduct(load("NCT03816852", YEARS), women, trials=TRIALS, seed=5, scenario="target")


@pytest.fixture(scope="module")
def trying(women):
    return conduct(load("NCT03816852", [*YEARS, TRYING]), women, trials=TRIALS, seed=5, scenario="target")


@pytest.fixture(scope="module")
def on_climen(women):
    return conduct(load("NCT03816852", [*YEARS, TRYING, *CLIMEN]), women, trials=TRIALS, seed=5, scenario="target")


def of(result, kind):
    return result.tables.events.filter(pl.col("kind") == kind)


ENDS = ("miscarriage", "live_birth")


def _spans(result, kind):
    """First and last day of each pregnancy that ended in one way."""
    began = of(result, "pregnancy").select(*ID, pl.col("day").alias("from"))
    last = pl.col("from").filter(pl.col("from") < pl.col("day")).max()
    pairs = of(result, kind).select(*ID, "day").join(began, on=ID).group_by(*ID, "day").agg(last)
    return kind, pairs["from"], pairs["day"]


def test_nobody_conceives_who_does_not_try(nobody):
    assert of(nobody, "pregnancy").height == 0


def test_pregnancies_end_in_a_miscarriage_or_a_birth(trying):
    check(trying.tables)
    conceived, lost, born = (of(trying, kind) for kind in ("pregnancy", "miscarriage", "live_birth"))
    assert conceived.height > 10
    assert 0 < lost.height + born.height <= conceived.height
    lasted = {kind: (ends - began).to_list() for kind, began, ends in (_spans(trying, k) for k in ENDS)}
    viable = parameters("pregnancy")["viability"].value
    assert max(lasted["miscarriage"]) < viable + 1
    assert min(lasted["live_birth"]) > 200


def test_until_she_conceives_her_course_is_that_of_a_woman_who_does_not_try(trying, nobody):
    first = of(trying, "pregnancy").group_by(ID).agg(pl.col("day").min().alias("conceived"))
    both = trying.tables.observations.join(nobody.tables.observations, on=[*ID, "visit", "parameter"], suffix="_n")
    both = both.join(first, on=ID, how="left")
    before = both.filter(pl.col("conceived").is_null() | (pl.col("day") < pl.col("conceived")))
    assert before.height > 0
    assert (before["value"] == before["value_n"]).all()
    since = pl.col("day") - pl.col("conceived")
    progesterone = both.filter((pl.col("parameter") == "P4") & (since > 60) & (since < 200))
    # in the second trimester progesterone lies far above any luteal phase, unless she has lost the pregnancy
    lost = of(trying, "miscarriage").select(*ID).unique()
    carried = progesterone.join(lost, on=ID, how="anti")
    assert carried.is_empty() or carried["value"].min() > 10


def test_pregnancy_stops_the_hormones_of_her_arm(on_climen):
    known = parameters("pregnancy")["recognition"].value
    conceived = of(on_climen, "pregnancy")
    assert conceived.height > 5
    stopped = of(on_climen, "stopped_hormones").filter(pl.col("term") == "pregnancy")
    pairs = stopped.join(conceived.select(*ID, pl.col("day").alias("conceived")), on=ID)
    assert stopped.height > 0
    assert (pairs.group_by(ID).agg((pl.col("day") - pl.col("conceived") - known).abs().min())["day"] <= 1).all()
    joined = on_climen.tables.observations.join(stopped.select(*ID, pl.col("day").alias("stop")), on=ID, how="left")
    after = joined.filter(pl.col("day") >= pl.col("stop"))
    assert after["tablet_day"].null_count() == after.height
    still = joined.filter((pl.col("day") >= 1) & (pl.col("stop").is_null() | (pl.col("day") < pl.col("stop"))))
    assert still["tablet_day"].null_count() == 0


def test_trying_women_come_by_their_share(women):
    result = [
        conduct(
            load("NCT03816852", [*YEARS, TRYING.replace("1.0", share)]), women, trials=TRIALS, seed=5, scenario="target"
        )
        for share in ("0.3", "1.0")
    ]
    some, all_of_them = (set(of(one, "pregnancy").select(*ID, "day").rows()) for one in result)
    assert some < all_of_them


def test_fertility_treatment_is_an_event_of_women_who_have_not_conceived(women):
    treated = "fertility_treatment={yearly_probability: 0.3, tag: assumed, reason: for a test}"
    result = conduct(load("NCT03816852", [*YEARS, TRYING, treated]), women, trials=TRIALS, seed=5, scenario="target")
    started = of(result, "fertility_treatment")
    # over four years 1 - 0.7^4 = 0.76 of the women, less those who conceived before
    assert 0.6 < started.height / (40 * 12) < 0.8
    first = of(result, "pregnancy").group_by(ID).agg(pl.col("day").min().alias("conceived"))
    assert (started.join(first, on=ID).select(pl.col("day") < pl.col("conceived")).to_series()).all()
