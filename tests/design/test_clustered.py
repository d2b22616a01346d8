import math

import numpy as np
import pytest

from antral.design import Enrolled, over_trials


def test_trials_without_common_women_are_independent() -> None:
    # four trials, one woman each; sum of squared residuals of (1, 1, 0, 0) is 1
    enrolled = Enrolled(np.array([1, 2, 3, 4]), np.array([10, 11, 12, 13]))
    found = over_trials([1, 2, 3, 4], [1.0, 1.0, 0.0, 0.0], enrolled)
    assert found.value == 0.5
    assert found.mcse == pytest.approx(math.sqrt(1.0 * 4 / 3) / 4)


def test_trials_with_a_common_woman_count_less() -> None:
    # trials 1 and 2 share woman 10, trials 3 and 4 woman 12: squares 1, products of the pairs 2 × (0.25 + 0.25) = 1; of
    # 4 × 3 ordered pairs 4 share a woman, which leaves 8
    enrolled = Enrolled(np.array([1, 2, 3, 4]), np.array([10, 10, 12, 12]))
    found = over_trials([1, 2, 3, 4], [1.0, 1.0, 0.0, 0.0], enrolled)
    assert found.mcse == pytest.approx(math.sqrt((1 + 1) / (12 - 4)))


def test_trials_without_a_value_are_left_out() -> None:
    enrolled = Enrolled(np.array([1, 2, 3]), np.array([1, 2, 3]))
    found = over_trials([1, 2, 3], [1.0, np.nan, 0.0], enrolled)
    assert (found.value, found.trials) == (0.5, 2)


def test_no_value_at_all_is_no_rate() -> None:
    enrolled = Enrolled(np.array([1]), np.array([1]))
    assert math.isnan(over_trials([1], [np.nan], enrolled).value)


@pytest.mark.parametrize(("bank", "low", "high"), [(200, 0.9, 1.12), (800, 0.9, 1.12), (60, 0.9, 1.3)])
def test_the_error_is_of_the_right_size_where_trials_share_women(bank: int, low: float, high: float) -> None:
    """Half of each outcome belongs to the woman, so 200 trials from a small bank vary more than independent ones.

    Where the bank is very small the error is on the safe side. 300 repetitions know the spread within 4 %.
    """
    chance = np.random.default_rng(20)
    means, errors = [], []
    for _ in range(300):
        own = chance.normal(size=bank)
        women = np.stack([chance.choice(bank, 6, replace=False) for _ in range(200)])
        values = own[women].mean(axis=1) + chance.normal(size=200) / math.sqrt(6)
        enrolled = Enrolled(np.repeat(np.arange(200), 6), women.ravel())
        found = over_trials(np.arange(200), values, enrolled)
        means.append(found.value)
        errors.append(found.mcse)
    spread = float(np.std(means))
    assert spread > 1.25 * math.sqrt((1 / 6 + 1 / 6) / 200)  # independent trials: the case is worth testing
    assert low * spread < math.sqrt(float(np.mean(np.square(errors)))) < high * spread
