"""Rare events in two arms: reference values, double-zero trials, and arms without any event."""

import math

import numpy as np
import pytest

from antral.evidence.pooling import rare

EVENTS, WOMEN = [[1, 0, 3, 2], [0, 0, 1, 0]], [[20, 12, 30, 25], [20, 12, 30, 25]]


def test_peto__reference() -> None:
    found = rare.RARE_EVENTS["peto"](EVENTS, WOMEN).on("exp")
    assert (found.estimate, found.low, found.high) == pytest.approx((4.393872, 0.972463, 19.852795), abs=1e-5)
    assert found.k == 3
    assert any("study 2" in note for note in found.notes)
    mixed = rare.odds_ratio_glmm(EVENTS, WOMEN)
    assert any("1 of 4 trials" in note and "24 women" in note for note in mixed.notes)


def test_mantel_haenszel__reference() -> None:
    found = rare.RARE_EVENTS["mantel_haenszel_or"](EVENTS, WOMEN).on("exp")
    assert (found.estimate, found.low, found.high) == pytest.approx((6.555556, 0.754348, 56.970134), abs=1e-5)
    difference = rare.RARE_EVENTS["mantel_haenszel_rd"](EVENTS, WOMEN)
    assert (difference.estimate, difference.se) == pytest.approx((0.057471, 0.029333), abs=1e-6)
    assert difference.k == 4


def test_correction_is_one_half_in_each_cell_of_trials_with_an_empty_one() -> None:
    found = rare.mantel_haenszel_corrected([[0, 2], [1, 1]], [[4, 6], [4, 6]])
    # by hand: cells 0.5, 4.5, 1.5, 3.5 of 10 women and 2, 4, 1, 5 of 12
    odds = (0.5 * 3.5 / 10 + 2 * 5 / 12) / (4.5 * 1.5 / 10 + 4 * 1 / 12)
    assert found.estimate == pytest.approx(math.log(odds))
    assert "0.5 added" in found.method


def test_unconditional_glmm__reference() -> None:
    found = rare.odds_ratio_glmm(EVENTS, WOMEN)
    assert (found.estimate, found.se) == pytest.approx((1.872369, 1.095139), abs=2e-6)
    assert found.tau2 == 0.0


def test_glmms_of_bcg__reference() -> None:
    treated = [[4, 119], [6, 300], [3, 228], [62, 13536], [33, 5036], [180, 1361], [8, 2537], [505, 87886], [29, 7470],
               [17, 1699], [186, 50448], [5, 2493], [27, 16886]]  # fmt: skip
    control = [[11, 128], [29, 274], [11, 209], [248, 12619], [47, 5761], [372, 1079], [10, 619], [499, 87892],
               [45, 7232], [65, 1600], [141, 27197], [3, 2338], [29, 17825]]  # fmt: skip
    tables = np.array([treated, control])
    events, women = tables[..., 0], tables.sum(axis=-1)
    fixed = rare.odds_ratio_glmm(events, women)
    assert (fixed.estimate, fixed.se, fixed.tau2) == pytest.approx((-0.745013, 0.175566, 0.294894), abs=2e-5)
    approximate = rare.odds_ratio_glmm(events, women, model="CM.AL")
    assert (approximate.estimate, approximate.se, approximate.tau2) == pytest.approx(
        (-0.722117, 0.174402, 0.288710), abs=1e-5
    )


def test_conditional_glmm_without_spread_is_the_conditional_estimate() -> None:
    exact = rare.exact_odds_ratio(EVENTS, WOMEN)
    mixed = rare.odds_ratio_glmm(EVENTS, WOMEN, model="CM.EL")
    assert mixed.tau2 == 0.0
    assert mixed.estimate == pytest.approx(exact.estimate, abs=1e-6)


def test_beta_binomial_without_correlation_is_the_odds_ratio_of_sums() -> None:
    found = rare.beta_binomial_odds_ratio([[3, 3], [1, 1]], [[10, 10], [12, 12]])
    assert found.estimate == pytest.approx(math.log(6 * 22 / (14 * 2)), abs=1e-6)
    assert found.se == pytest.approx(math.sqrt(1 / 6 + 1 / 14 + 1 / 2 + 1 / 22), abs=1e-5)


@pytest.mark.parametrize("name", list(rare.RARE_EVENTS))
@pytest.mark.parametrize(
    "events",
    [[[0, 0], [0, 0]], [[1, 2], [0, 0]], [[0, 0], [0, 1]], [[5, 0], [5, 0]], [[2, 1], [1, 3]]],
    ids=str,
)
def test_few_women_always_give_an_answer(name: str, events: list[list[int]]) -> None:
    found = rare.RARE_EVENTS[name](events, [[5, 6], [5, 6]])
    assert found.method
    if math.isnan(found.estimate) or math.isnan(found.low):
        assert any(
            "no trial" in note or "no event" in note or "no width" in note or "no interval" in note
            for note in found.notes
        )
    else:
        assert found.low <= found.estimate <= found.high


def test_a_difference_of_trials_without_events_is_nought_and_no_odds_ratio() -> None:
    found = rare.RARE_EVENTS["mantel_haenszel_rd"]([[0, 0], [0, 0]], [[5, 6], [5, 6]])
    assert (found.estimate, found.k, found.measure) == (0.0, 2, "risk difference")
    assert math.isnan(found.low)
    assert not any("odds ratio" in note for note in found.notes)


def test_no_event_in_the_control_arm_has_exact_limits() -> None:
    found = rare.odds_ratio_glmm([[5], [0]], [[5], [6]])
    assert found.estimate == found.high == math.inf
    # the lowest odds ratio at which the only table with all events in the treated arm has a chance of 2.5 %
    assert found.low > 0
    assert "exact" in found.method


@pytest.mark.parametrize("name", ["exact_odds_ratio", "peto", "odds_ratio_glmm_um_fs"])
def test_groups_exchanged_change_the_sign(name: str) -> None:
    one, other = (rare.RARE_EVENTS[name](EVENTS[::step], WOMEN[::step]).estimate for step in (1, -1))
    assert one == pytest.approx(-other, abs=1e-6)


def test_few_trials_that_contradict_each_other_say_that_tau2_is_not_to_be_known() -> None:
    found = rare.odds_ratio_glmm([[3, 0, 2], [0, 3, 2]], [[3, 3, 3], [3, 3, 3]])
    assert found.estimate == pytest.approx(0.0, abs=1e-6)
    assert found.tau2 > 10
    assert any("unidentifiable" in note for note in found.notes)
