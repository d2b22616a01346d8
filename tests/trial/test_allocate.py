import itertools
from collections import Counter

import numpy as np
import pytest

from antral.core import InputError
from antral.trial.allocate import allocate, codes

TRIALS = np.arange(1, 2001)


def test_twelve_women_in_blocks_of_three_are_balanced_after_every_block():
    arm = allocate(12, (1, 1, 1), (3,), seed=1, trials=TRIALS)
    assert arm.shape == (2000, 12)
    for block in range(4):
        np.testing.assert_array_equal(np.sort(arm[:, 3 * block : 3 * block + 3]), np.tile([0, 1, 2], (2000, 1)))


def test_mixed_blocks_fill_a_planned_dozen_in_balance():
    arm = allocate(12, (1, 1, 1), (3, 6), seed=1, trials=TRIALS)
    for one in range(3):
        np.testing.assert_array_equal((arm == one).sum(axis=1), 4)
    broken_after_three = (np.sort(arm[:, :3]) != [0, 1, 2]).any(axis=1).mean()
    # a first block of six (half of the trials) holds one of each arm among its first three with chance 8/20
    assert broken_after_three == pytest.approx(0.5 * 12 / 20, abs=4 * np.sqrt(0.21 / 2000))


def test_every_order_of_a_block_is_equally_likely():
    arm = allocate(3, (1, 1, 1), (3,), seed=4, trials=np.arange(1, 6001))
    counts = Counter(map(tuple, arm.tolist()))
    assert set(counts) == set(itertools.permutations(range(3)))
    # chi-square with 5 degrees of freedom: above 25.7 once in 10,000 seeds
    assert sum((n - 1000) ** 2 / 1000 for n in counts.values()) < 25.7


def test_ratio_two_to_one_holds_in_every_block():
    arm = allocate(9, (2, 1), (3,), seed=1, trials=TRIALS)
    for block in range(3):
        np.testing.assert_array_equal((arm[:, 3 * block : 3 * block + 3] == 0).sum(axis=1), 2)


def test_a_number_that_no_block_fills_ends_in_an_open_block():
    arm = allocate(13, (1, 1, 1), (3,), seed=1, trials=TRIALS)
    sizes = np.stack([(arm == one).sum(axis=1) for one in range(3)])
    assert (np.sort(sizes, axis=0)[:, 0] == [4, 4, 5]).all()


def test_a_trial_has_the_same_list_in_any_batch():
    together = allocate(12, (1, 1, 1), (3, 6), seed=1, trials=TRIALS)
    alone = allocate(12, (1, 1, 1), (3, 6), seed=1, trials=np.array([77]))
    np.testing.assert_array_equal(together[76], alone[0])


def test_each_stratum_is_balanced_after_every_block_of_its_own():
    strata = np.random.default_rng(1).integers(0, 3, (500, 24))
    arm = allocate(24, (1, 1), (4,), seed=1, trials=TRIALS[:500], strata=strata)
    for row in range(500):
        for stratum in range(3):
            hers = arm[row][strata[row] == stratum]
            for block in range(hers.size // 4):
                assert (hers[4 * block : 4 * block + 4] == 0).sum() == 2
            assert abs((hers == 0).sum() - (hers == 1).sum()) <= 2  # the last block may be open


def test_strata_have_lists_of_their_own():
    all_in = {number: np.full((400, 12), number) for number in (0, 1)}
    one, other = (allocate(12, (1, 1), (4,), seed=1, trials=TRIALS[:400], strata=all_in[k]) for k in (0, 1))
    assert (one != other).mean() == pytest.approx(0.5, abs=0.05)
    mixed = np.concatenate([np.zeros((400, 6), np.int64), np.ones((400, 6), np.int64)], axis=1)
    both = allocate(12, (1, 1), (4,), seed=1, trials=TRIALS[:400], strata=mixed)
    np.testing.assert_array_equal(both, np.concatenate([one[:, :6], other[:, :6]], axis=1))


def test_a_stratified_trial_has_the_same_list_in_any_batch():
    strata = np.random.default_rng(1).integers(0, 3, (50, 24))
    together = allocate(24, (1, 1), (2, 4), seed=1, trials=TRIALS[:50], strata=strata)
    alone = allocate(24, (1, 1), (2, 4), seed=1, trials=np.array([33]), strata=strata[32:33])
    np.testing.assert_array_equal(together[32], alone[0])


@pytest.mark.parametrize("blocks", [(4,), (), (0,), (3, 5)])
def test_blocks_that_do_not_fit_the_ratio_are_refused(blocks):
    with pytest.raises(InputError, match="multiples of 3"):
        allocate(12, (1, 1, 1), blocks, seed=1, trials=TRIALS)


def test_codes_are_unique_within_a_trial_and_do_not_follow_the_arm():
    code = codes(60, seed=1, trials=TRIALS[:50])
    assert all(len(set(row)) == 60 for row in code.tolist())
    assert {len(one) for one in code.ravel().tolist()} == {7}
    assert code[0, 0] != code[1, 0]
