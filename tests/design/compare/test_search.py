"""The smallest trial with a wanted power: sizes to try, and what those tried say."""

import pytest

from antral.core import InputError
from antral.design import Estimate, between, ladder, only_judged, power_test, smallest, wanted_power
from antral.protocol import load


def known(**powers: float) -> dict[int, Estimate]:
    return {int(name[1:]): Estimate(value, 0.02, 400) for name, value in powers.items()}


def test_a_ladder_holds_whole_rounds_and_its_top() -> None:
    assert ladder(3, 60) == [6, 9, 12, 18, 24, 36, 48, 60]
    assert all(size % 4 == 0 for size in ladder(4, 100))


def test_the_smallest_size_is_followed_by_none_without_the_power() -> None:
    found = smallest(known(n12=0.5, n24=0.81, n36=0.79, n48=0.85, n60=0.9), 0.8)
    assert (found.n, found.below, found.above) == (48, 36, 60)  # 24 has it by chance alone: 36 has not
    assert (found.from_n, found.to_n) == (24, 48)  # 0.85 - 2 × 0.02 is enough, 0.79 + 2 × 0.02 may be


def test_none_may_have_it() -> None:
    found = smallest(known(n12=0.1, n24=0.2), 0.8)
    assert (found.n, found.below, found.to_n) == (None, 24, None)
    assert between(known(n12=0.1, n24=0.2), 0.8, 3) == []


def test_next_are_the_sizes_around_it() -> None:
    tried = known(n12=0.1, n24=0.5, n36=0.7, n48=0.85, n60=0.9)
    assert between(tried, 0.8, 6) == [24, 30, 36, 42, 48, 54, 60]
    assert len(between(tried, 0.8, 1)) <= 12


@pytest.mark.parametrize("text", ["power", "power=80", "n=0.8", "power=x", "power=1"])
def test_what_cannot_be_searched_is_told(text: str) -> None:
    with pytest.raises(InputError, match=r"power=0\.8"):
        wanted_power(text)


@pytest.mark.parametrize("name", ["NCT03816852", "NCT03816852-control", "NCT07115082"])
def test_a_search_asks_for_one_endpoint_of_the_same_trials(name: str) -> None:
    whole = load(name)
    alone = load(name, only_judged(whole))
    assert [one.name for one in alone.endpoints] == [whole.judged_by[0]]
    assert alone.conduct_fingerprint == whole.conduct_fingerprint
    assert power_test(alone) == power_test(whole)
