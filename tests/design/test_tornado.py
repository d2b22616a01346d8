"""One assumed number at a time: what is moved, over which range, and with which error."""

import sys

import numpy as np
import pytest

from antral.analysis import plan
from antral.core import InputError
from antral.design import Enrolled, tornado
from antral.design.tornado import CELLS, LINK, MIX, _error_of_change, _Seen, _swings, judged
from antral.population import bank
from antral.protocol import load
from antral.records import parameters
from antral.therapy import Scenario, scenario

TRIAL = load("NCT03816852")


def test_every_range_is_that_of_its_record() -> None:
    records = parameters("cells", folder="therapy")
    found = {one.parameter: one for one in _swings(TRIAL, scenario("target"))}
    assert list(found) == [*CELLS, MIX]  # no arm takes hormones
    for name in CELLS:
        assert (found[name].low, found[name].high) == (records[name].low, records[name].high)
        for end, value in ((found[name].at_low, found[name].low), (found[name].at_high, found[name].high)):
            if end is None:
                assert value == found[name].base  # the assumed value is simulated once
            else:
                assert isinstance(end, Scenario)
                assert end.model_dump()["draws"][name] == {"kind": "fixed", "value": value}
    assert found["quality_gain"].base == 1.0
    assert found["systemic"].base == records["systemic"].value  # the scenario leaves it as it is
    drawn = {one.parameter: one for one in _swings(TRIAL, scenario("evidence"))}
    assert drawn["quality_gain"].base is None  # anew for each trial


def test_the_link_of_hormones_is_moved_where_hormones_are_given() -> None:
    found = {one.parameter: one for one in _swings(load("NCT07115082"), scenario("target"))}
    assert isinstance(found[LINK].at_low, Scenario)
    assert found[LINK].at_low.hormone_link == 0.0
    assert found[LINK].at_high is None


def test_power_is_that_of_the_first_tested_primary_endpoint() -> None:
    assert judged(TRIAL, plan(TRIAL)).name == "log_fsh_12m_linear_trend"
    control = load("NCT03816852-control")
    assert judged(control, plan(control)).name == "log_fsh_12m_difference"
    plain = TRIAL.model_copy(
        update={
            "analyses": TRIAL.analyses.model_copy(
                update={
                    "by_endpoint": {
                        name: one.model_copy(update={"test": None}) for name, one in TRIAL.analyses.by_endpoint.items()
                    }
                }
            )
        }
    )
    with pytest.raises(InputError, match="no endpoint has a test"):
        judged(plain, plan(plain))


def seen(rejected: list[float], women: int) -> _Seen:
    numbers = np.arange(1, len(rejected) + 1)
    return _Seen(numbers, np.array(rejected), {}, Enrolled(numbers, numbers + women))


def test_the_error_of_a_change_is_paired_where_the_women_are_the_same() -> None:
    base, end = [0.0, 1.0, 0.0, 1.0], [1.0, 1.0, 0.0, 1.0]
    # differences 1, 0, 0, 0: variance 1/4, error of the mean 1/4
    assert _error_of_change(seen(end, 0), seen(base, 0)) == pytest.approx(0.25)
    assert _error_of_change(seen(base, 0), seen(base, 0)) == 0.0
    # other women: errors of 3/4 and 1/2 among four, 0.25 and 0.2887
    assert _error_of_change(seen(end, 100), seen(base, 0)) == pytest.approx(np.hypot(0.25, np.sqrt(1 / 12)))


def test_a_small_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        sys.modules["antral.design.tornado"], "MIXES", (TRIAL.candidates.mix,) * 2
    )  # other mixes need other banks
    women = bank(TRIAL, seed=3, size=40)
    steps: list[float] = []
    found = tornado(TRIAL, women, trials=3, seed=3, progress=steps.append)
    assert steps[-1] == 1.0
    assert [one["parameter"] for one in found] == [*CELLS, MIX]
    base = {one["power"][1] for one in found}
    assert len(base) == 1
    for one in found:
        assert one["trials"] == 3
        assert one["low"] is not None
        assert "before_after_any_hormone" in one["claims"]
        assert all(len(ends) == 3 for ends in one["claims"].values())
        assert set(one["zero_effect"]) == {"power", "claims"}
        if one["high"] == one["base"]:
            assert one["power"][2] == one["power"][1]
            assert one["change_mcse"][1] == 0.0
