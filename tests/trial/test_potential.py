import polars as pl
import pytest
from tests.trial.quiet import load

from antral.core import InputError
from antral.dataset import check
from antral.trial import conduct, potential

TRIALS = range(1, 11)
ID = ["trial", "participant_id"]
MUCH = [
    "conception={trying_share: 1.0, tag: assumed, reason: for a test}",
    "rescue_hormones={regimen: climen, yearly_probability: 0.5, tag: assumed, reason: for a test}",
    "fertility_treatment={yearly_probability: 0.3, tag: assumed, reason: for a test}",
    "adherence={probability_taken: 1.0, tag: assumed, reason: for a test}",
    "missed_visits.probability=0.3",
    "dropout.yearly_probability=0.5",
]


@pytest.fixture(scope="module")
def busy():
    return load("NCT03816852-control", MUCH)


@pytest.fixture(scope="module")
def high(busy, women):
    return potential(busy, women, trials=TRIALS, seed=5, scenario="target", arm="high")


@pytest.fixture(scope="module")
def real(busy, women):
    return conduct(busy, women, trials=TRIALS, seed=5, scenario="target").tables


def test_everybody_is_in_the_arm_and_stays(busy, high):
    check(high)
    assert set(high.participants["arm"]) == {"high"}
    assert high.participants["completed"].all()
    assert high.participants["discontinuation"].null_count() == high.participants.height
    assert set(high.participants["last_day"]) == {float(busy.follow_up_days)}


def test_nothing_is_missing_and_nothing_else_happens(busy, high):
    each = sum(len(visit.measures) for visit in busy.visits)
    assert high.observations.group_by(ID).len()["len"].to_list() == [each] * high.participants.height
    assert high.observations["tablet_day"].null_count() == high.observations.height
    assert set(high.events["kind"]) <= {"infusion", "bleed", "adverse_event"}
    assert (high.events["kind"] == "infusion").sum() == high.participants.height


def test_it_is_what_was_seen_of_those_who_were_in_that_arm(women):
    quiet = load("NCT03816852-control", ["missed_visits.probability=0", "dropout.yearly_probability=0"])
    seen = conduct(quiet, women, trials=TRIALS, seed=5, scenario="target").tables
    theirs = seen.participants.filter(pl.col("arm") == "high").select(ID)
    would = potential(quiet, women, trials=TRIALS, seed=5, scenario="target", arm="high")
    for frame in ("observations", "events"):
        mine = getattr(seen, frame).join(theirs, on=ID, maintain_order="left")
        assert mine.equals(getattr(would, frame).join(theirs, on=ID, maintain_order="left"))


def test_the_same_women_at_the_same_visits_in_every_arm(busy, women, high, real):
    control = potential(busy, women, trials=TRIALS, seed=5, scenario="target", arm="control")
    same = ["trial", "participant_id", "woman", "age_years", "enrolled_day"]
    assert control.participants.select(same).equals(high.participants.select(same))
    assert control.participants.select(same).equals(real.participants.select(same))
    assert control.observations.drop("value", "censored").equals(high.observations.drop("value", "censored"))
    assert not control.observations["value"].equals(high.observations["value"])


def test_an_arm_that_is_not_there_is_refused(busy, women):
    with pytest.raises(InputError, match="low, medium, high"):
        potential(busy, women, trials=[1], seed=5, scenario="none", arm="placebo")
