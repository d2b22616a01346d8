"""Which outcomes count, and how loudly."""

import pytest

from antral.evidence.effect import used, weights
from antral.evidence.studies import studies


def test_every_study_of_cells_counts_or_says_why_not():
    told = weights()
    cells = {name for name, one in studies().items() if one.role == "cell_therapy"}
    assert {*told.used, *told.left_out} == cells
    assert not set(told.used) & set(told.left_out)
    assert all(len(reason) >= 12 for reason in told.left_out.values())


def test_each_woman_counts_once():
    for one in used():
        arms = [arm for outcome in one.outcomes for arm in outcome.arms]
        assert len(arms) == len(set(arms)), one.name
        assert {outcome.kind for outcome in one.outcomes} <= {"count", "direction", "percent"}


def test_yardsticks_are_studies_without_cells_and_the_untreated_do_not_lean():
    by_name = {one.name: one for one in used()}
    sticks = {name for name, one in by_name.items() if one.yardstick}
    assert sticks == set(weights().yardsticks)
    roles = {name: studies()[name].role for name in sticks}
    assert not [name for name in sticks if roles[name].startswith("cell")]
    assert {name for name in sticks if by_name[name].leans} == {
        name for name, role in roles.items() if role == "comparator_sham_like"
    }


def test_a_study_that_is_less_to_be_trusted_is_wider():
    by_name = {one.name: one for one in used()}
    # heterogeneity 0.3, serious 0.6, critical 1.2, near 0.5
    assert by_name["mashayekhi2021"].width == pytest.approx((0.09 + 0.36) ** 0.5)
    assert by_name["igboeli2020"].width == pytest.approx((0.09 + 1.44) ** 0.5)
    assert by_name["banu_ascot"].width == pytest.approx((0.09 + 0.36 + 0.25) ** 0.5)
    assert by_name["igboeli2020"].miss > by_name["mashayekhi2021"].miss
