"""Tests of the funnel: symmetry, one-sided funnels, and the warning below ten studies."""

from itertools import permutations

import numpy as np
import pytest

from antral.core import InputError
from antral.evidence.pooling import small_studies
from antral.evidence.pooling.small_studies import begg, egger, harbord, peters, trim_and_fill

SE = np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.1, 0.2, 0.3, 0.4, 0.5])
SIGN = np.repeat([1.0, -1.0], 5)


@pytest.mark.parametrize("model", ["mixed", "weighted"])
def test_a_symmetric_funnel_has_no_slope(model):
    found = egger(0.5 + SIGN * SE, SE**2, model=model)
    assert found.coefficient == pytest.approx(0, abs=1e-9)
    assert found.p == pytest.approx(1)
    assert found.limit == pytest.approx(0.5)
    assert not found.few


@pytest.mark.parametrize("model", ["mixed", "weighted"])
def test_effects_that_grow_with_their_errors_are_found(model):
    found = egger(0.1 + 2 * SE + 0.01 * SIGN, SE**2, model=model)
    assert found.coefficient == pytest.approx(2, abs=0.1)
    assert found.p < 0.01


def test_begg_is_the_share_of_all_orders():
    """Against an enumeration of all orders of five studies."""
    yi, vi = np.array([0.1, 0.5, 0.3, 0.9, 0.7]), np.array([0.01, 0.02, 0.03, 0.04, 0.05])
    found = begg(yi, vi)
    scores = [
        sum(np.sign(order[j] - order[i]) for i in range(5) for j in range(i + 1, 5)) for order in permutations(range(5))
    ]
    beyond = np.mean(np.abs(scores) >= abs(found.statistic))
    assert found.p == pytest.approx(beyond)
    assert "exact" in found.method


def test_begg_of_tied_variances_is_by_the_normal_limit():
    found = begg([0.1, 0.5, 0.3, 0.9, 0.7, 0.2], [0.01, 0.01, 0.02, 0.02, 0.03, 0.03])
    assert "ties" in found.method


def test_below_ten_studies_every_result_warns():
    yi, vi = np.array([0.1, 0.5, 0.3, 0.9]), np.array([0.01, 0.05, 0.03, 0.2])
    counts = ([1, 5, 8, 20], [10, 30, 60, 200], [3, 4, 9, 25], [12, 30, 50, 200])
    found = [egger(yi, vi), begg(yi, vi), trim_and_fill(yi, vi), harbord(*counts), peters(*counts)]
    assert all(one.few for one in found)
    assert all("below ten" in " ".join(one.notes) for one in found)


def test_a_symmetric_funnel_is_not_filled():
    found = trim_and_fill(0.5 + SIGN * SE * (1.01 - 0.01 * SIGN), SE**2, side="left")
    assert found.missing == 0
    assert found.pooled.k == 10


def test_what_was_cut_off_is_filled_in_as_a_mirror_image():
    yi = np.array([0.0, 0.05, -0.05, 0.2, -0.2, 0.5, 0.7, 0.9])
    vi = np.array([0.01, 0.01, 0.01, 0.04, 0.04, 0.1, 0.15, 0.2])
    found = trim_and_fill(yi, vi)
    assert (found.side, found.missing) == ("left", 2)
    assert np.ptp(found.yi) == pytest.approx(0.2)
    assert sorted(found.vi) == [0.15, 0.2]
    turned = trim_and_fill(-yi, vi)
    assert (turned.side, turned.missing) == ("right", 2)
    assert turned.pooled.estimate == pytest.approx(-found.pooled.estimate)


def test_arms_swapped_turn_the_sign_of_harbord():
    counts = ([1, 5, 8, 20], [10, 30, 60, 200], [3, 4, 9, 25], [12, 30, 50, 200])
    one, other = harbord(*counts), harbord(*counts[2:], *counts[:2])
    assert one.coefficient == pytest.approx(-other.coefficient)
    assert one.p == pytest.approx(other.p)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: egger([1, 2], [1, 2], model="weighted"), "three studies"),
        (lambda: egger([1, 2, 3], [1, 1, 1], model="weighted"), "one size"),
        (lambda: egger([0.7, 0.7, 0.7], [1, 2, 3], model="weighted"), "one effect"),
        (lambda: egger([1, 2, 3], [1, 2, 3], model="x"), "model"),
        (lambda: begg([1, 2], [1, 2]), "three studies"),
        (lambda: trim_and_fill([1, 2, 3], [1, 1, 1]), "side"),
        (lambda: trim_and_fill([1, 2, 3], [1, 2, 3], estimator="Q0"), "estimator"),
    ],
)
def test_what_cannot_be_tested_is_refused(call, said):
    with pytest.raises(InputError, match=said):
        call()


@pytest.mark.parametrize("estimator", ["L0", "R0"])
@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("effect", [0.3, -1.1, 0.0])
def test_equal_effects_lack_no_study(estimator, side, effect):
    """Their signs about the centre are rounding; metafor 3.8-1 fills in up to all but one by them."""
    found = trim_and_fill(np.full(9, effect), np.geomspace(0.03, 0.7, 9), estimator=estimator, side=side)
    assert (found.missing, found.pooled.estimate) == (0, pytest.approx(effect))


def test_every_method_has_a_name():
    assert set(small_studies.METHODS) == {"egger_mixed", "egger_weighted", "begg", "harbord", "peters", "trim_and_fill"}
