"""Only women diagnosed as long ago as a protocol asks are drawn, and they are the women they would have been."""

from itertools import islice

import numpy as np
import pytest

from antral.core import InputError
from antral.population import asked, bank, draw, mix, presenting
from antral.population.presented import presented
from antral.protocol import Candidates, load

YEARS = "candidates.years_since_diagnosis"


def candidates(years=None, mix="poi_2017_24"):
    return Candidates(mix=mix, years_since_diagnosis=years, tag="assumed", reason="test")


def first(count, of, seed=3):
    return list(islice(asked.asked(of, seed=seed), count))


def test_without_years_every_number_comes_in_turn():
    assert np.concatenate(first(3, candidates())).tolist() == list(range(3 * asked.BATCH))


def test_ranges_that_meet_share_all_women_out():
    parts = {years: np.concatenate(first(2, candidates(years))) for years in ((0, 1), (1, 5), (5, 12))}
    complete = min(part[-1] for part in parts.values())  # up to here each part has all of its women
    together = np.concatenate([part[part <= complete] for part in parts.values()])
    assert sorted(together.tolist()) == list(range(complete + 1))
    for (low, high), part in parts.items():
        since = draw("poi_2017_24", part, seed=3).years_since_diagnosis
        assert low <= since.min() < since.max() < high
        assert (np.diff(part) > 0).all()


@pytest.mark.parametrize(
    ("years", "mix", "says"),
    [
        ((12, 20), "poi_2017_24", "begin below 12"),
        ((0, 1), "healthy", "no diagnosis"),
        ((11.999, 12), "poi_2017_24", "wider range"),
    ],
)
def test_years_that_no_woman_has_are_told(years, mix, says, monkeypatch):
    monkeypatch.setattr(asked, "_MOST_LOOKED_AT", 20 * asked.BATCH)
    with pytest.raises(InputError, match=says):
        first(1, candidates(years, mix))


@pytest.fixture(scope="module")
def everybody(tmp_path_factory):
    return bank(load("NCT03816852"), seed=3, size=60, folder=tmp_path_factory.mktemp("bank"))


@pytest.mark.parametrize(("low", "high", "least"), [(0, 1, 10), (5, 15, 5)])
def test_a_bank_holds_the_same_women_without_the_others(everybody, low, high, least, tmp_path):
    trial = load("NCT03816852", [f"{YEARS}=[{low}, {high}]"])
    women = bank(trial, seed=3, size=20, folder=tmp_path)
    waited = -trial.screening_visits[0].day / 365.25
    at_first_visit = everybody.years_since_diagnosis - waited
    rows = np.flatnonzero((at_first_visit >= low) & (at_first_visit < high))[:20]
    assert rows.size >= least
    np.testing.assert_array_equal(women.state.patients[: rows.size], everybody.state.patients[rows])
    np.testing.assert_array_equal(women.state.fast[:, : rows.size], everybody.state.fast[:, rows])
    np.testing.assert_array_equal(women.measured.value[: rows.size], everybody.measured.value[rows])
    since = women.years_since_diagnosis - waited
    assert low <= since.min() < since.max() < high
    assert women.fingerprint != everybody.fingerprint


def test_their_screening_counts_them_alone(tmp_path):
    women = bank(load("NCT03816852", [f"{YEARS}=[0, 1]"]), seed=3, size=20, folder=tmp_path)
    screening, last = women.screening, women.state.patients[-1]
    whole = presented(load("NCT03816852"), mix("poi_2017_24"), np.arange(last + 1), seed=3)
    assert screening.drawn == (whole.drawn.years_since_diagnosis < 1).sum() < last
    assert screening.candidates == (whole.women.years_since_diagnosis[whole.came] < 1).sum()
    assert screening.admitted + sum(screening.first_reasons.values()) == screening.candidates
    assert sum(one["drawn"] for one in screening.by_aetiology.values()) == screening.drawn
    assert sum(one["candidates"] for one in screening.by_aetiology.values()) == screening.candidates


def test_attrition_sees_the_same_women_without_the_others():
    (_, everybody), *_ = presenting(load("NCT03816852"), count=200, seed=5)
    (_, women), *_ = presenting(load("NCT03816852", [f"{YEARS}=[1, 5]"]), count=60, seed=5)
    inside = (everybody.years_since_diagnosis >= 1) & (everybody.years_since_diagnosis < 5)
    assert women.patients.tolist() == everybody.patients[inside][:60].tolist()


def test_criteria_that_nobody_of_these_years_meets_are_told_with_the_years(tmp_path):
    young = load("NCT03816852", [f"{YEARS}=[5, 15]", "eligibility.criteria.I1.parameters.age_below_years=19"])
    with pytest.raises(InputError, match=r"Only women diagnosed 5 to 15 years ago come: .* can be widened"):
        bank(young, seed=3, size=12, folder=tmp_path)
