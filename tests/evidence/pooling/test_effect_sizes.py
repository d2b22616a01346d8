"""Effect sizes: laws, empty cells and what is refused."""

import math

import numpy as np
import pytest

from antral.core import InputError
from antral.evidence.pooling import (
    MEASURES,
    correlation_of,
    effect_size,
    from_five,
    from_quartiles,
    from_range,
    se_from_interval,
    se_from_p,
)

ARMS = {"events": [4, 7], "n": [20, 30], "control_events": [9, 6], "control_n": [22, 28]}
MEANS = {"mean": [5, 8], "sd": [1, 2], "n": [9, 20], "control_mean": [4, 9], "control_sd": [2, 2], "control_n": [8, 22]}
SWAPPED = {"events": "control_events", "n": "control_n", "mean": "control_mean", "sd": "control_sd"}


def swapped(given):
    back = SWAPPED | {value: name for name, value in SWAPPED.items()}
    return {back[name]: value for name, value in given.items()}


@pytest.mark.parametrize("measure", ["OR", "RR", "RD", "PETO", "MD", "SMD", "ROM"])
def test_arms_swapped_turn_the_sign(measure):
    given = ARMS if measure in ("OR", "RR", "RD", "PETO") else MEANS
    one, other = effect_size(measure, **given), effect_size(measure, **swapped(given))
    assert one.yi == pytest.approx(-other.yi)
    assert one.vi == pytest.approx(other.vi)


def test_odds_ratio_of_the_complement_is_the_inverse():
    no_event = {
        name: np.subtract(ARMS[n], ARMS[name]) for name, n in (("events", "n"), ("control_events", "control_n"))
    }
    one, other = effect_size("OR", **ARMS), effect_size("OR", **(ARMS | no_event))
    assert one.yi == pytest.approx(-other.yi)


def test_hedges_correction_is_near_its_approximation():
    found = effect_size("SMD", **MEANS)
    df = np.add(MEANS["n"], MEANS["control_n"]) - 2
    pooled = np.sqrt((np.array([8, 19]) * np.array([1, 4]) + np.array([7, 21]) * 4) / df)
    assert found.yi == pytest.approx((1 - 3 / (4 * df - 1)) * np.array([1, -1]) / pooled, rel=1e-3)


def test_unit_scales_a_difference_and_leaves_ratio_and_standardised():
    ten = {
        name: value if name.endswith("n") and "mean" not in name else 10 * np.array(value)
        for name, value in MEANS.items()
    }
    for measure, factor in (("MD", 10), ("SMD", 1), ("ROM", 1)):
        one, other = effect_size(measure, **MEANS), effect_size(measure, **ten)
        assert other.yi == pytest.approx(factor * one.yi)
        assert other.vi == pytest.approx(factor**2 * one.vi)


def test_only_studies_with_an_empty_cell_are_corrected():
    given = {"events": [0, 4], "n": [10, 20], "control_events": [3, 9], "control_n": [10, 22]}
    found = effect_size("OR", **given, labels=["empty", "full"])
    assert found.yi[0] == pytest.approx(math.log(0.5 * 7.5 / (10.5 * 3.5)))
    assert found.yi[1] == pytest.approx(math.log(4 * 13 / (16 * 9)))
    assert "1 study (empty) got 0.5" in found.notes[0]
    smaller = effect_size("OR", **given, correction=0.1)
    assert smaller.yi[0] == pytest.approx(math.log(0.1 * 7.1 / (10.1 * 3.1)))


@pytest.mark.parametrize(
    ("measure", "left"), [("OR", ["b"]), ("RR", ["b", "c"]), ("PETO", ["b"]), ("RD", ["a", "b", "c"])]
)
def test_studies_without_information_are_dropped_and_counted(measure, left):
    given = {"events": [0, 2, 10], "n": [10, 9, 10], "control_events": [0, 3, 8], "control_n": [12, 8, 8]}
    found = effect_size(measure, **given, labels="abc")
    assert list(found.labels) == left
    assert list(found.dropped) == [one for one in "abc" if one not in left]
    assert np.isfinite(found.yi).all()
    assert (found.vi > 0).all()
    if found.dropped:
        assert f"{len(found.dropped)} stud" in found.notes[-1]


def test_risk_difference_keeps_its_value_where_its_variance_is_corrected():
    found = effect_size("RD", events=0, n=10, control_events=0, control_n=12)
    assert found.yi[0] == 0
    assert found.vi[0] == pytest.approx(0.5 * 10.5 / 11**3 + 0.5 * 12.5 / 13**3)


def test_correlation_behind_the_change():
    r = correlation_of(7, 9, math.sqrt(49 + 81 - 2 * 0.4 * 63))
    assert r == pytest.approx([0.4])
    with pytest.raises(InputError, match="change_sd"):
        correlation_of(7, 9, 20)


def test_change_is_after_less_before():
    given = {"before": 60, "before_sd": 10, "after": 40, "after_sd": 10, "n": 20, "correlation": 0.5}
    assert effect_size("MC", **given).yi == pytest.approx([-20])
    assert effect_size("MC", **given).vi == pytest.approx([100 / 20])
    assert effect_size("SMCC", **given).yi == pytest.approx(effect_size("SMCR", **given).yi)


def test_symmetric_summaries_give_their_centre():
    for found in (from_range(2, 5, 8, 40), from_quartiles(4, 5, 6, 40), from_five(1, 4, 5, 6, 9, 40)):
        assert found.mean == pytest.approx(5)
        assert "converted" in found.note
    assert from_quartiles(4, 5, 6, 10_000).sd == pytest.approx(1 / 0.67449, rel=1e-3)


def test_interval_and_p_agree():
    se = se_from_interval(1.0, 5.0, df=14)
    assert se == pytest.approx(4 / 2 / 2.1447867)
    p = 2 * 0.02275013
    assert se_from_p(2.0, p) == pytest.approx(1.0, rel=1e-5)


@pytest.mark.parametrize(
    ("measure", "given", "said"),
    [
        ("XX", ARMS, "not known"),
        ("OR", MEANS, "needs events"),
        ("OR", ARMS | {"events": [21, 1]}, "study 1: events 21 of 20"),
        ("OR", ARMS | {"events": [1.5, 1]}, "impossible"),
        ("OR", ARMS | {"correction": 0}, "correction"),
        ("ROM", MEANS | {"mean": [-1, 2]}, "mean"),
        ("MD", MEANS | {"sd": [0, 2]}, "sd"),
        ("MD", MEANS | {"mean": [1, math.nan]}, "missing"),
        ("MD", MEANS | {"mean": [1, 2, 3]}, "one value a study"),
        ("PLO", {"events": 7, "n": 6}, "7 events of 6"),
        ("IRLN", {"events": 7, "time": 0}, "time"),
    ],
)
def test_impossible_numbers_are_refused(measure, given, said):
    with pytest.raises(InputError, match=said):
        effect_size(measure, **given)


def test_every_measure_says_what_it_needs():
    for name, measure in MEASURES.items():
        with pytest.raises(InputError, match=measure.takes[0]):
            effect_size(name)
