"""What cells add to a trial's women: learnt from trials made up with a known law."""

import numpy as np
import pytest

from antral.evidence.effect import today
from antral.evidence.effect.excess import conducted_twice, counted_endpoints, fitted, scaled_logs
from antral.protocol import load

SLOPES = np.array([0.8, -0.4, 0.0])
CELLS = np.array([True, False, True])
WITHOUT = np.array([0.1, 0.1, 0.2])
ADDED = np.array([0.03, 0.0, 0.06])


def made_up(trials, women, seed):
    """Women and events of three arms; the second has no cells. Those whom cells help come on top of the others."""
    rng = np.random.default_rng(seed)
    scaled = rng.standard_normal((trials, 3))
    added = ADDED[None, :] * np.exp(scaled @ SLOPES)[:, None]
    many = np.full((trials, 3), float(women))
    without = rng.binomial(women, WITHOUT, (trials, 3)).astype(float)
    helped = rng.binomial((many - without).astype(int), np.where(CELLS, -np.expm1(-added), 0.0))
    return many, without, without + helped, scaled


def test_the_law_is_found_again():
    many, without, under, scaled = made_up(4000, 20, 1)
    found = fitted(many, without, under, CELLS, scaled)
    assert found.without == pytest.approx(WITHOUT, abs=0.005)
    assert found.slope == pytest.approx(SLOPES, abs=0.05)
    assert np.exp(found.level[CELLS]) == pytest.approx(ADDED[CELLS], rel=0.1)
    assert found.level[1] == -np.inf

    typical, strong = np.zeros((1, 3)), np.array([[2.0, 0.0, 0.0]])
    by_hand = [1.0 - 0.9 * np.exp(-0.03 * np.exp(1.6)), 0.1, 1.0 - 0.8 * np.exp(-0.06 * np.exp(1.6))]
    assert found.under(strong)[0] == pytest.approx(by_hand, abs=0.02)
    assert found.under(typical)[0] == pytest.approx([1 - 0.9 * np.exp(-0.03), 0.1, 1 - 0.8 * np.exp(-0.06)], abs=0.01)


def test_the_spread_between_rows_is_not_that_of_the_noise():
    """Four women a trial: the counts are noise, the law is not."""
    many, without, under, scaled = made_up(6000, 4, 2)
    found = fitted(many, without, under, CELLS, scaled)
    truth = -np.expm1(-ADDED[2] * np.exp(scaled @ SLOPES)) * 0.8
    learnt = (found.under(scaled) - found.without)[:, 2]
    noisy = ((under - without) / many)[:, 2]
    assert learnt.std() == pytest.approx(truth.std(), rel=0.15)
    assert noisy.std() > 2.0 * truth.std()
    assert np.corrcoef(learnt, truth)[0, 1] > 0.98


def test_where_cells_add_nothing_nothing_is_learnt():
    many, without, _, scaled = made_up(50, 20, 3)
    found = fitted(many, without, without, CELLS, scaled)
    assert found.under(scaled) == pytest.approx(np.tile(without.sum(axis=0) / many.sum(axis=0), (50, 1)))


def test_logarithms_are_in_deviations_of_the_rows_that_were_learnt_from():
    like = {"gain": np.array([1.0, np.e**2]), "same": np.array([3.0, 3.0])}
    assert scaled_logs(like, like, ["gain", "same"]).tolist() == [[-1.0], [1.0]]  # what does not vary has no slope
    assert scaled_logs({"gain": np.array([np.e**3]), "same": np.array([9.0])}, like, ["gain", "same"]) == pytest.approx(
        2
    )


def test_a_trial_is_conducted_twice_and_its_control_is_the_same_both_times():
    rows = today().rows(True, 12)
    found = conducted_twice(load("NCT03816852-control"), rows, seed=1, threads=1)
    assert found.arms == ("control", "low", "medium", "high")
    assert found.cells.tolist() == [False, True, True, True]
    assert (found.women == 4.0).all()
    none, under = found.events[:, 0], found.events[:, 1]
    assert np.array_equal(none[:, :, 0], under[:, :, 0])
    assert none[0].sum() > 0.0
    assert found.judged == pytest.approx(0.75, abs=0.15)


def test_outcomes_are_those_of_the_protocol_primary_first():
    assert [one.name for one in counted_endpoints(load("NCT03816852"))] == [
        "menses_resumed",
        "menses_sustained",
        "ovulation",
    ]
    names = [one.name for one in counted_endpoints(load("NCT07115082"))]
    assert names[0] == "follicle_growth"  # its primary outcomes are harms
    assert "serious_event" not in names
