"""Directions and p-values, used as no more than they are."""

import math

import pytest
from scipy.stats import combine_pvalues

from antral.core import InputError
from antral.evidence.pooling import signs


def test_directions_are_counted_and_no_direction_is_none() -> None:
    found = signs.vote_by_direction([1, 1, 0, -1, 1, 0])
    assert (found.favourable, found.against, found.without) == (3, 1, 2)
    assert found.share == 0.75
    assert found.p == pytest.approx(2 * (1 + 4) / 16)
    assert found.low == pytest.approx(0.1941204, abs=1e-6)


def test_a_fall_of_fsh_is_in_favour() -> None:
    assert signs.vote_by_direction([-1, -1, 1], better=-1).favourable == 2


def test_without_any_direction_nothing_is_said() -> None:
    found = signs.vote_by_direction([0, 0])
    assert math.isnan(found.share)
    assert math.isnan(found.p)


def test_a_study_votes_once() -> None:
    with pytest.raises(InputError, match="ding2018"):
        signs.vote_by_direction([1, 1], labels=["ding2018", "ding2018"])


@pytest.mark.parametrize("wrong", [2, -3])
def test_other_directions_are_refused(wrong: int) -> None:
    with pytest.raises(InputError):
        signs.vote_by_direction([1, wrong])


@pytest.mark.parametrize(("ours", "theirs"), [("Fisher", "fisher"), ("Stouffer", "stouffer")])
def test_combined_p_values__reference_scipy(ours, theirs) -> None:  # type: ignore[no-untyped-def]
    p = [0.01, 0.2, 0.7, 0.04]
    assert signs.combine_p(p, method=ours).p == pytest.approx(combine_pvalues(p, method=theirs).pvalue)


def test_weights_are_those_of_stouffer() -> None:
    weights = [1.0, 3.0]
    expected = combine_pvalues([0.1, 0.02], method="stouffer", weights=weights).pvalue
    assert signs.combine_p([0.1, 0.02], method="Stouffer", weights=weights).p == pytest.approx(expected)
    with pytest.raises(InputError, match="Fisher"):
        signs.combine_p([0.1, 0.02], weights=weights)


def test_two_sided_p_values_get_their_side() -> None:
    assert signs.one_sided_p([0.04, 0.04], [1, -1]) == pytest.approx([0.02, 0.98])
    assert signs.one_sided_p([0.04], [-1], better=-1) == pytest.approx([0.02])


def test_an_albatross_line_goes_through_a_study_of_that_effect() -> None:
    # d = 0.5 in 100 women of two equal groups: z = 0.5 * sqrt(100) / 2 = 2.5
    found = signs.albatross([0.012419330651552270], [1], [100], effects=(0.5,))
    assert found.deviate == pytest.approx([2.5])
    assert found.lines[0, list(found.line_deviates).index(2.5)] == pytest.approx(100.0)


def test_a_harvest_puts_the_largest_study_of_a_row_first() -> None:
    bars = signs.harvest([1, 1, -1], ["cord", "cord", "bone marrow"], ["a", "b", "c"], [6, 30, 10])
    assert [bar.label for bar in bars] == ["c", "b", "a"]
