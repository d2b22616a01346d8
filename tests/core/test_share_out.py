"""Work that is shared out comes back in its own order."""

import pytest

from antral.core import in_order, in_place


def test_items_are_done_here_one_after_the_other():
    assert list(in_order(lambda item: item * 10, [3, 1, 2])) == [(0, 30), (1, 10), (2, 20)]


def test_results_stand_in_the_order_of_their_places_and_each_is_told():
    told = []
    assert in_place(iter([(2, "c"), (0, "a"), (1, "b")]), 3, told.append) == ["a", "b", "c"]
    assert told == pytest.approx([1 / 3, 2 / 3, 1.0])


def test_a_result_that_never_came_is_no_result():
    with pytest.raises(KeyError):
        in_place(iter([(0, "a"), (2, "c")]), 3)
