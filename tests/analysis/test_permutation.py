"""Randomisation tests against counting by hand and brute force."""

from itertools import permutations

import numpy as np
import pytest

from antral.analysis.methods import allocations, midranks, permutation
from antral.core import Purpose, uniforms

DOSES = (3.0, 6.0, 9.0)


def brute_force(values: list[float], sizes: tuple[int, ...], scores: tuple[float, ...]) -> float:
    """Share of all orders of the women with a trend as far from its mean, written without arrays."""
    labels = [score for size, score in zip(sizes, scores, strict=True) for _ in range(size)]
    centre = sum(labels) / len(labels) * sum(values)
    seen = abs(sum(s * v for s, v in zip(labels, values, strict=True)) - centre)
    orders = list(permutations(labels))
    as_far = sum(
        abs(sum(s * v for s, v in zip(order, values, strict=True)) - centre) >= seen - 1e-9 for order in orders
    )
    return as_far / len(orders)


def test_two_two_two_by_hand() -> None:
    """Six women with values 1 to 6 in order of dose: only this allocation and its mirror image are as extreme.

    Of 6! / (2! 2! 2!) = 90 allocations, the trend is largest where the two highest values lie in the high arm and the
    two lowest in the low arm: one allocation; the smallest trend is its mirror image. p = 2 / 90.
    """
    values = np.array([[1.0], [2.0], [3.0], [4.0], [5.0], [6.0]])
    statistic, p, full = permutation.p_values(values, (2, 2, 2), DOSES)
    assert full
    assert p[0] == pytest.approx(2 / 90)
    assert statistic[0] == pytest.approx(3 * 3 + 6 * 7 + 9 * 11 - 6 * 21)
    _, one_sided, _ = permutation.p_values(values, (2, 2, 2), DOSES, side=1)
    assert one_sided[0] == pytest.approx(1 / 90)
    _, wrong_side, _ = permutation.p_values(values, (2, 2, 2), DOSES, side=-1)
    assert wrong_side[0] == pytest.approx(1.0)


@pytest.mark.parametrize("sizes", [(2, 2, 2), (1, 2, 3), (3, 0, 3), (2, 1, 2), (3, 1, 1)])
@pytest.mark.parametrize("tied", [False, True])
def test_against_brute_force(sizes: tuple[int, ...], tied: bool) -> None:
    rng = np.random.default_rng(sum(size * 7**k for k, size in enumerate(sizes)))
    values = rng.integers(0, 3, (sum(sizes), 4)).astype(float) if tied else rng.normal(size=(sum(sizes), 4))
    _, p, _ = permutation.p_values(values, sizes, DOSES)
    expected = [brute_force(list(values[:, trial]), sizes, DOSES) for trial in range(4)]
    assert p == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("tied", [False, True])
@pytest.mark.parametrize("alpha", [0.01, 0.05, 0.2])
def test_over_all_allocations_the_test_rejects_at_most_alpha(tied: bool, alpha: float) -> None:
    """The values of nine women, allocated in every possible way: the share of rejections is the size, exactly."""
    rng = np.random.default_rng(9)
    women = rng.integers(0, 4, 9).astype(float) if tied else np.exp(rng.normal(size=9))
    ways = sorted(set(permutations([0] * 3 + [1] * 3 + [2] * 3)))
    assert len(ways) == 1680
    arranged = np.stack([women[np.argsort(way, kind="stable")] for way in ways], axis=1)
    _, p, _ = permutation.p_values(arranged, (3, 3, 3), DOSES)
    size = float(np.mean(p <= alpha))
    assert size <= alpha
    assert size == pytest.approx(permutation.attained_size(women, (3, 3, 3), DOSES, alpha), abs=1e-12)
    if not tied:
        assert size > 0.8 * alpha


def test_rank_trend_uses_midranks() -> None:
    values = np.array([[0.01], [0.01], [0.5], [0.01], [7.0], [0.02]])
    assert midranks(values)[:, 0].tolist() == [2.0, 2.0, 5.0, 2.0, 6.0, 4.0]


def test_equal_values_never_reject() -> None:
    _, p, _ = permutation.p_values(np.full((12, 2), 0.37), (4, 4, 4), DOSES)
    assert p.tolist() == [1.0, 1.0]


def test_without_two_doses_there_is_no_test() -> None:
    statistic, p, _ = permutation.p_values(np.ones((4, 1)), (0, 4, 0), DOSES)
    assert np.isnan(p[0])
    assert np.isnan(statistic[0])


def test_every_allocation_once() -> None:
    assert allocations.count((4, 4, 4)) == 34650
    ways = allocations.every((2, 3, 1))
    assert sorted(map(tuple, ways.tolist())) == sorted(set(permutations([0, 0, 1, 1, 1, 2])))
    assert len(allocations.every((4, 4, 4))) == 34650


def test_many_women_are_tested_by_sampled_allocations() -> None:
    """20 women an arm: sampled p-values lie within sampling error of the normal limit of the permutation law."""
    from scipy import stats

    values = np.random.default_rng(5).normal(size=(60, 5))
    statistic, p, full = permutation.p_values(values, (20, 20, 20), DOSES, seed=11)
    assert not full
    scores = np.repeat(DOSES, 20) - 6.0
    variance = (scores**2).sum() * ((values - values.mean(axis=0)) ** 2).sum(axis=0) / 59
    expected = 2 * stats.norm.sf(np.abs(statistic) / np.sqrt(variance))
    assert p == pytest.approx(expected, abs=0.03)
    again = permutation.p_values(values, (20, 20, 20), DOSES, seed=11)[1]
    assert p.tolist() == again.tolist()
    assert p.tolist() != permutation.p_values(values, (20, 20, 20), DOSES, seed=12)[1].tolist()


def test_sampled_p_is_counted_with_the_observed_allocation() -> None:
    """The largest possible trend of 30 women: no sampled allocation reaches it, so p = 1 / 2000."""
    values = np.arange(30.0)[:, np.newaxis]
    _, p, _ = permutation.p_values(values, (10, 10, 10), DOSES)
    assert p[0] == pytest.approx(1 / 2000)


def test_shuffles_are_the_documented_hash() -> None:
    first = uniforms(4, 0, np.arange(25), Purpose.PERMUTATION, 7)[:, 0]
    assert allocations.shuffles(25, 4)[7].tolist() == np.argsort(first).tolist()


@pytest.mark.parametrize("sizes", [(4, 4, 4), (3, 5, 2), (4, 0, 5), (1, 1, 9), (7, 7), (3, 3, 2, 1)])
@pytest.mark.parametrize("side", [-1, 0, 1])
def test_halves_of_the_women_count_every_allocation(sizes: tuple[int, ...], side: int) -> None:
    """Against the statistics of all allocations one by one, with and without ties; unequal steps of dose among them."""
    rng = np.random.default_rng(sum(sizes))
    scores = (0.0, 1.0, 2.5, 2.5)[: len(sizes)]
    ways = np.asarray(scores)[allocations.every(sizes)]
    for values in (rng.normal(size=(sum(sizes), 6)), rng.integers(0, 3, (sum(sizes), 6)).astype(float)):
        _, p, full = permutation.p_values(values, sizes, scores, side=side)
        about_mean = (ways - np.repeat(scores, sizes).mean()) @ (values - values.mean(axis=0))
        seen = about_mean[0]  # the first allocation of all is the observed one: women in order of their arms
        far = {
            -1: about_mean <= seen + 1e-9,
            0: np.abs(about_mean) >= np.abs(seen) - 1e-9,
            1: about_mean >= seen - 1e-9,
        }
        assert full
        assert p == pytest.approx(far[side].mean(axis=0), abs=1e-12)
