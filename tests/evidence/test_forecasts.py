"""Forecasts: what a trial prints, by hand; the seal; a report beside its forecast; the register."""

from math import comb, exp, log, pi, sqrt

import numpy as np
import polars as pl
import pytest

from antral.analysis import Valued
from antral.analysis.by_size import Layout
from antral.analysis.endpoints import Derived
from antral.api import evidence as api
from antral.core import InputError
from antral.evidence import forecasts
from antral.evidence.forecasts import Chances, Forecast, ReportedResult, Spread, chances, check, register, with_women
from antral.evidence.forecasts.predict import groups
from antral.evidence.forecasts.statistics import STATISTICS, counted, numbered
from antral.protocol import load, registered, runnable

SUSPENDED = "NCT03816852"


def seen(values, *, trials=2):
    """Two trials of three women each, all in one arm."""
    found = {
        name: Derived(np.asarray(value, float), np.zeros(6, int), baseline)
        for name, (value, baseline) in values.items()
    }
    layout = Layout(np.array([0, 0, 0, 1, 1, 1]), np.zeros(6, np.int64), trials, 1)
    return Valued(pl.DataFrame(), [1, 2], layout, found)


@pytest.fixture(scope="module")
def protocol():
    return load(SUSPENDED)


def test_women_are_counted_and_one_who_cannot_be_judged_is_not_seen_to_have_it(protocol):
    found = seen({"menses_resumed": ([1, 0, np.nan, 1, 1, 0], None)})
    women, estimable, events = counted(found, protocol.endpoint("menses_resumed"), np.ones(6, bool))
    assert women.tolist() == [3, 3]
    assert estimable.tolist() == [2, 3]
    assert events.tolist() == [1, 2]


def test_a_hormone_is_printed_as_ratio_and_means(protocol):
    start, ratio = np.log([40, 50, 80, 40, 50, 80]), np.log([0.5, 2, 1, 1, np.nan, np.nan])
    found, endpoint = seen({"log_fsh_12m": (ratio, start)}), protocol.endpoint("log_fsh_12m")

    def printed(name):
        return numbered(found, endpoint, np.ones(6, bool), STATISTICS["log_change"][name])

    assert np.exp(printed("ratio").value) == pytest.approx([1.0, 1.0])
    assert np.exp(printed("geometric_mean").value) == pytest.approx([(20 * 100 * 80) ** (1 / 3), 40.0])
    assert printed("mean").value == pytest.approx([200 / 3, 40.0])
    assert printed("mean").n.tolist() == [3, 1]
    assert printed("ratio").variance[0] == pytest.approx(log(2) ** 2)
    assert np.isnan(printed("ratio").variance[1])


def test_a_change_has_a_median_and_a_trial_without_values_has_none(protocol):
    found = seen({"amh_12m": ([0.0, 0.1, 0.5, np.nan, np.nan, np.nan], np.full(6, 0.2))})
    how = STATISTICS["change"]
    median = numbered(found, protocol.endpoint("amh_12m"), np.ones(6, bool), how["median_change"])
    assert median.value[0] == pytest.approx(0.1)
    assert np.isnan(median.value[1])
    assert numbered(found, protocol.endpoint("amh_12m"), np.ones(6, bool), how["mean"]).value[0] == pytest.approx(0.4)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    place = tmp_path_factory.mktemp("own") / "mine.yaml"
    return api.forecast(SUSPENDED, trials=30, workers=1, out=place), place


def test_a_forecast_says_all_that_it_was_made_of(made, protocol):
    one, place = made
    assert forecasts.read(place) == one
    assert (one.trial, one.trials, one.seed, one.participants) == (SUSPENDED, 30, 1, 12)
    assert one.registry is not None
    assert (one.registry.status, one.registry.start, one.registry.completion) == (
        "suspended",
        "2018-10-01",
        "2026-06-30",
    )
    assert one.gaps.count == len(protocol.gaps) == len(one.gaps.filled) == 22
    assert one.protocol_sha256 == protocol.fingerprint
    assert [of.endpoint for of in one.predictions] == [of.name for of in protocol.endpoints]
    assert list(groups(protocol)) == ["low", "medium", "high", "together"]


def test_every_group_is_predicted_under_both_scenarios(made):
    one, _ = made
    for of in one.predictions:
        arms = [group.arm for group in (*of.counts, *of.numbers)]
        assert set(arms) == {"low", "medium", "high", "together"}
        for count in of.counts:
            assert (count.fewest, count.most) == ((12, 12) if count.arm == "together" else (4, 4))
            for under in count.under.values():
                assert sum(under.probability) == pytest.approx(1.0, abs=1e-4)
                mean = sum(p * number for number, p in enumerate(under.probability))
                assert mean == pytest.approx(under.mean, abs=1e-3)
        for number in of.numbers:
            for spread in number.under.values():
                assert spread is None or list(spread.quantiles) == sorted(spread.quantiles)
    tested = [test for of in one.predictions for test in of.tests]
    assert len(tested) == 11
    assert all(0.0 <= rate.rejects <= 1.0 for test in tested for rate in test.under.values())


def test_a_forecast_is_the_same_on_any_number_of_workers(made):
    one, _ = made
    again = api.forecast(SUSPENDED, trials=30, workers=1)
    assert again.predictions == one.predictions


def test_a_later_change_breaks_the_seal(made):
    _, place = made
    assert forecasts.holds(place)
    text = place.read_text(encoding="utf-8")
    changed = place.with_name("changed.yaml")
    for before, after in (("seed: 1", "seed: 2"), ("made: '2", "made: '3"), ("mean: 0", "mean: 1")):
        assert before in text
        changed.write_text(text.replace(before, after, 1), encoding="utf-8")
        assert not forecasts.holds(changed)
    changed.unlink()


def test_a_forecast_is_never_overwritten(made):
    _, place = made
    with pytest.raises(InputError, match="never overwritten"):
        api.forecast(SUSPENDED, trials=30, out=place)


def test_fewer_women_are_taken_without_replacement():
    """Four planned, three reported: by hand from the hypergeometric distribution."""
    p = np.array([0.5, 0.2, 0.1, 0.1, 0.1])
    told = chances(Chances(mean=1, estimable=4, probability=tuple(p)), 10**9, (4, 3))
    by_hand = [sum(p[x] * comb(x, y) * comb(4 - x, 3 - y) for x in range(5)) / comb(4, 3) for y in range(4)]
    assert told == pytest.approx(by_hand, abs=1e-8)
    assert told.sum() == pytest.approx(1.0)


def test_a_count_that_never_came_has_half_a_trial():
    told = chances(Chances(mean=0, estimable=2, probability=(1.0, 0.0, 0.0)), 100, None)
    assert told == pytest.approx([100.5 / 101.5, 0.5 / 101.5, 0.5 / 101.5])


def test_the_spread_of_a_mean_keeps_the_part_between_trials():
    spread = Spread(quantiles=(0,) * 7, sd=sqrt(0.5), n=4, sd_women=1.0, missing=0)
    assert with_women(spread, 4) == pytest.approx(sqrt(0.5))
    assert with_women(spread, 1) == pytest.approx(sqrt(0.25 + 1.0))
    assert with_women(spread, 10**9) == pytest.approx(sqrt(0.25), rel=1e-6)


@pytest.fixture
def known(made) -> Forecast:
    """A forecast in which both scenarios are known numbers."""
    one = made[0]
    prediction = one.prediction("menses_resumed")
    count = prediction.counts[0]
    under = {
        "none": Chances(mean=0.5, estimable=4, probability=(0.6, 0.3, 0.1, 0.0, 0.0)),
        "evidence": Chances(mean=1.2, estimable=4, probability=(0.2, 0.5, 0.2, 0.1, 0.0)),
    }
    counts = (count.model_copy(update={"under": under}),)
    level = one.prediction("log_fsh_12m")
    ratio = level.numbers[0]
    spreads = {
        name: Spread(quantiles=(0.5, 0.6, 0.8, middle, 1.1, 1.3, 1.4), sd=0.2, n=4, sd_women=0.4, missing=0)
        for name, middle in (("none", 1.0), ("evidence", exp(-0.1)))
    }
    numbers = (ratio.model_copy(update={"under": spreads}),)
    laid = (prediction.model_copy(update={"counts": counts}), level.model_copy(update={"numbers": numbers}))
    return one.model_copy(update={"predictions": laid, "trials": 10**9})


def test_a_reported_count_lies_where_the_chances_say(known):
    (found,) = check(known, [ReportedResult(endpoint="menses_resumed", arm="low", value=1, n=4)])
    assert found.places is not None
    assert found.places["none"].probability == pytest.approx(0.3)
    assert found.places["none"].at_most == pytest.approx(0.9)
    assert found.places["evidence"].at_least == pytest.approx(0.8)
    assert found.log_ratio == pytest.approx(log(0.5 / 0.3))
    assert found.words == "hardly favours either (evidence by 1.67 to 1)"


def test_a_reported_ratio_is_scored_on_the_log_scale(known):
    (found,) = check(known, [ReportedResult(endpoint="log_fsh_12m", arm="low", value=exp(-0.2), n=4)])
    assert found.places is not None
    assert found.places["none"].log_score == pytest.approx(-0.5 - log(0.2) - 0.5 * log(2 * pi))
    assert found.places["none"].at_most == pytest.approx(0.158655, abs=1e-6)
    assert found.log_ratio == pytest.approx(0.5 - 0.125)


def test_what_cannot_be_compared_says_why(known):
    (found,) = check(known, [ReportedResult(endpoint="menses_resumed", arm="low", value=1, n=5)])
    assert found.places is None
    assert "so many were not simulated" in found.note
    (fewer,) = check(known, [ReportedResult(endpoint="menses_resumed", arm="low", value=0, n=1)])
    assert "without replacement" in fewer.note
    assert fewer.places is not None
    assert fewer.places["none"].probability == pytest.approx(1 - 0.5 / 4)
    for wrong, says in (
        ({"value": 1.5}, "whole number of women"),
        ({"value": 5}, "whole number of women"),
        ({"endpoint": "menses"}, "it has: "),
        ({"arm": "middle"}, "there are: low"),
        ({"statistic": "mean"}, "there are: women"),
    ):
        with pytest.raises(InputError, match=says):
            check(known, [ReportedResult(**{"endpoint": "menses_resumed", "arm": "low", "value": 1, "n": 4} | wrong)])


def test_scenarios_that_agree_are_not_told_apart(known):
    one = known.prediction("menses_resumed")
    same = dict.fromkeys(("none", "evidence"), one.counts[0].under["none"])
    alike = one.model_copy(update={"counts": (one.counts[0].model_copy(update={"under": same}),)})
    (found,) = check(
        known.model_copy(update={"predictions": (alike,)}),
        [ReportedResult(endpoint="menses_resumed", arm="low", value=2, n=4)],
    )
    assert found.words == "favours neither"


def test_every_trial_on_file_is_in_the_register_with_a_forecast_or_a_reason():
    listed = register()
    assert set(registered()) <= set(listed)
    wanted = {name for name, entry in listed.items() if entry.forecast}
    assert wanted <= set(runnable())
    shipped = {one.forecast.trial for one in api.forecasts()}
    assert shipped == wanted
    running = {name for name, entry in listed.items() if entry.status in ("recruiting", "suspended")}
    assert running == {SUSPENDED, "NCT07115082", "NCT06202547", "NCT06072794", "IRCT20080831001141N43"}
    assert all(entry.reason is None or entry.reason.endswith(".") for entry in listed.values())


def test_shipped_forecasts_hold():
    found = api.forecasts()
    assert found
    assert all(one.holds for one in found)
    assert all(one.forecast.trials >= 1000 for one in found)
