"""A planned trial's worth: exact where the law is known, the same again from the same seed, shown without a claim."""

from math import comb, log2

import numpy as np
import polars as pl
import pytest

from antral.api import evidence as api
from antral.core import InputError
from antral.evidence.effect import prior, today
from antral.evidence.effect import worth as worth_of
from antral.evidence.effect.excess import Twice, counted_endpoints
from antral.evidence.effect.planned import Unknown
from antral.evidence.effect.planned_trial import Today
from antral.evidence.replicas import replica
from antral.protocol import load
from antral.reports import EvidenceBeside, worth_plates, worth_sections
from antral.reports.evidence.worth import worth_words

REGISTERED = "NCT03816852"
P0, P1, BEFORE = 0.2, 0.6, 0.4


class Sure(Today):
    """Nothing is unknown but whether cells work."""

    def unknown(self, rows, seed):
        return Unknown(*np.zeros((5, len(rows["works"]))))


@pytest.fixture
def known():
    table = pl.DataFrame({"works": [0.0, 1.0, 1.0], "quality_gain": [0.1, 0.1, 0.2], "weight": [0.4, 0.3, 0.3]})
    return Sure(table, {})


def conducted(protocol, rows, **how):
    """A fifth of the women have the first event without cells, three fifths with them; in nobody the last is judged."""
    trials, arms = len(rows["works"]), len(protocol.arms)
    women = np.full((trials, arms), 4.0)
    events = np.zeros((3, 2, trials, arms))
    events[:, 0], events[:, 1] = 4.0 * P0, 4.0 * P1
    cells = np.ones(arms, np.bool_)
    return Twice(
        counted_endpoints(protocol), tuple(protocol.arms), cells, women, events, np.array([0.9, 0.8, 0.0]), 1.0
    )


def test_a_two_point_effect_and_a_count_are_exact(known, monkeypatch):
    monkeypatch.setattr("antral.evidence.effect.planned_trial.conducted_twice", conducted)
    found = worth_of(load(REGISTERED), known, women_years=2000, seed=1)
    first, second = found["outcomes"]
    assert found["not_judged"] == ["Ovulation, progesterone above 3 ng/mL at any visit"]
    assert found["women"] == 12
    assert not found["untreated"]
    assert [one["women"] for one in first["plans"]] == [12, 24, 24, 48, 48]
    assert len(second["plans"]) == 1

    n = 12  # the arms are alike, so that only the sum counts
    none, works = ([comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)] for p in (P0, P1))
    weight = [BEFORE * a / (BEFORE * a + (1 - BEFORE) * b) for a, b in zip(none, works, strict=True)]
    mixed = [BEFORE * a + (1 - BEFORE) * b for a, b in zip(none, works, strict=True)]
    told = first["plans"][0]["readings"]["faultless"]
    assert told["none"] == pytest.approx(sum(a * w for a, w in zip(none, weight, strict=True)), abs=1e-4)
    entropy = -BEFORE * log2(BEFORE) - (1 - BEFORE) * log2(1 - BEFORE)
    left = -sum(m * (w * log2(w) + (1 - w) * log2(1 - w)) for m, w in zip(mixed, weight, strict=True))
    assert told["bits"] == pytest.approx(entropy - left, abs=1e-4)
    assert told["above"] == pytest.approx(sum(m for m, w in zip(mixed, weight, strict=True) if w > 0.9), abs=1e-4)
    assert told["se"]["bits"] < 1e-4  # every part of the simulation says the same
    series = first["plans"][0]["readings"]["as_series"]
    assert series["bits"] == pytest.approx(told["bits"])  # where nothing is unknown, fault cannot show


def test_women_left_untreated_have_the_share_without_effect(known, monkeypatch):
    monkeypatch.setattr("antral.evidence.effect.planned_trial.conducted_twice", conducted)
    plans = worth_of(load(REGISTERED), known, women_years=2000, seed=1)["outcomes"][0]["plans"]
    assert plans[2]["untreated"]
    registered, half = (plans[place]["readings"]["faultless"] for place in (0, 2))
    assert half["bits"] == pytest.approx(registered["bits"], abs=1e-6)  # all is known of them beforehand


def test_rows_come_as_often_as_their_weight_asks(known):
    assert known.before == pytest.approx(BEFORE)
    rows = known.rows(True, 10)
    assert rows["works"].tolist() == [1.0] * 10
    assert rows["quality_gain"].tolist() == [0.1] * 5 + [0.2] * 5


def test_nuisances_follow_the_tenths_of_the_posterior():
    shares = {name: [0.0] * 5 + [0.5] + [0.0] * 3 + [0.5] for name in prior().nuisance}
    one = Today(pl.DataFrame({"works": [0.0, 1.0], "weight": [0.5, 0.5]}), shares)
    assert not one.together
    found = one.unknown(one.rows(False, 4000), 1)
    odds = prior().nuisance["spontaneous_odds"].draw.value_at(np.array([0.5, 0.6, 0.9]))
    drawn = np.exp(found.spontaneous)
    middle = (drawn >= odds[0]) & (drawn <= odds[1])
    assert middle.mean() == pytest.approx(0.5, abs=0.03)
    assert (middle | (drawn >= odds[2])).all()
    assert abs(np.corrcoef(found.common, found.with_cells)[0, 1]) < 0.05
    again = one.unknown(one.rows(True, 4000), 1)
    assert np.array_equal(again.common, found.common)  # the same luck whether cells work or not


def test_nuisances_of_the_sample_go_with_their_rows():
    table = pl.DataFrame(
        {"works": [0.0, 1.0], "weight": [0.5, 0.5], "spontaneous_odds": [2.0, 1.0], "reporting_lean": [0.7, 0.1]}
    )
    one = Today(table, {})
    assert one.together
    assert one.unknown(one.rows(False, 3), 1).spontaneous == pytest.approx(np.log([2.0] * 3))
    assert one.unknown(one.rows(True, 3), 1).lean == pytest.approx([0.1] * 3)


def test_the_shipped_posterior_is_read():
    found = today()
    told = api.shipped_effect()["spike"]
    assert found.before == pytest.approx(told["particles"], abs=1e-9)
    assert set(found.rows(True, 5)["works"]) == {1.0}


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("worth")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("antral.evidence.effect.planned_trial._DRAWS", 400)
        found = api.worth([REGISTERED], women_years=300, out=folder, workers=1)
        again = api.worth([REGISTERED], women_years=300, out=folder, workers=1)
    return found, again, folder


def test_a_real_trial_says_little_and_says_it_again(small):
    found, again, folder = small
    assert again["trials"] == found["trials"]
    assert len(list((folder / "counted").iterdir())) == 1  # simulated once
    (trial,) = found["trials"]
    assert trial["arms"] == {"low": 4, "medium": 4, "high": 4}
    assert 0.05 < trial["outcomes"][0]["without"][0] < 0.2  # menses within a year without effect
    told = trial["outcomes"][0]["plans"][0]["readings"]["faultless"]
    assert 0.0 <= told["bits"] < 0.1
    before = found["before"]
    assert before * told["none"] + (1.0 - before) * told["works"] == pytest.approx(before, abs=1e-3)


def test_it_is_shown_without_a_claim(small):
    text = " ".join(
        [sentence for section in worth_sections(small[0]) for sentence in section.paragraphs]
        + [cell for section in worth_sections(small[0]) for row in section.rows for cell in row]
    )
    assert "Nothing is claimed of the cells" in text
    assert "12 women, none of them untreated" in text
    plates = worth_plates(small[0])
    assert set(plates) == {"worth-as-series", "worth-faultless"}
    assert all(plate.wide.alt and "<svg" in plate.narrow.svg for plate in plates.values())


def test_a_label_keeps_its_abbreviation_and_too_many_results_are_said(small):
    (trial,) = small[0]["trials"]
    outcome = {**trial["outcomes"][0], "label": "FSH below 25 IU/L", "plans": [{"readings": {}}]}
    weighed = {**trial["outcomes"][0], "label": "FSH below 25 IU/L"}
    first, second = (
        worth_words({**small[0], "trials": [{**trial, "outcomes": [one]}]})[1] for one in (weighed, outcome)
    )
    assert "none of them untreated; FSH below 25 IU/L)" in first
    assert second == f"{REGISTERED} has too many women and arms for its possible results to be weighed."


def test_nobody_cannot_share_the_work():
    with pytest.raises(InputError, match="workers"):
        api.worth([REGISTERED], workers=0)


def test_a_trial_without_cells_is_refused():
    with pytest.raises(InputError, match="no arm is given cells"):
        api.worth([replica("bidet2011").protocol])


def test_the_record_is_of_the_registered_trials_and_tells_how_little():
    shipped = api.shipped_worth()
    assert shipped["command"].startswith("antral evidence worth")
    assert {"NCT03816852", "NCT07115082"} <= {one["protocol"] for one in shipped["trials"]}
    for trial in shipped["trials"]:
        for outcome in trial["outcomes"]:
            for half in outcome["fit"]:  # what was learnt holds in trials that it was not learnt from
                assert abs(half["simulated"] - half["predicted"]) < 4.0 * half["se"] + 5.0
            for plan in outcome["plans"]:
                for told in plan["readings"].values():
                    mixed = shipped["before"] * told["none"] + (1.0 - shipped["before"]) * told["works"]
                    assert mixed == pytest.approx(shipped["before"], abs=1e-4)
        first = {(one["factor"], one["untreated"]): one["readings"] for one in trial["outcomes"][0]["plans"]}
        for reading in shipped["readings"]:
            assert first[4, False][reading]["bits"] > first[1, False][reading]["bits"]  # more women teach more
        assert first[1, False]["faultless"]["bits"] > first[1, False]["as_series"]["bits"]


def test_the_record_stands_in_the_evidence_report():
    (chapter,) = EvidenceBeside(worth=api.shipped_worth()).worth_chapter()
    assert chapter.words[0].startswith("Today the weight of no effect is")
    assert len(chapter.figures) == 2
    assert EvidenceBeside().worth_chapter() == []
