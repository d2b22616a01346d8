"""The exact trend of counts against listing every allocation."""

from itertools import combinations, product

import numpy as np
import pytest
from scipy import stats

from antral.analysis.methods import counts

DOSES = (1.0, 2.0, 3.0)


def listed(events: tuple[int, ...], sizes: tuple[int, ...]) -> float:
    """p-value by listing every way in which the women with an event may be spread over the places of the trial."""
    doses = [dose for dose, size in zip(DOSES, sizes, strict=True) for _ in range(size)]
    total, seen = sum(events), sum(dose * number for dose, number in zip(DOSES, events, strict=True))
    centre = total * sum(doses) / len(doses)
    trends = [sum(doses[place] for place in places) for places in combinations(range(len(doses)), total)]
    return sum(abs(trend - centre) >= abs(seen - centre) - 1e-9 for trend in trends) / len(trends)


@pytest.mark.parametrize("sizes", [(2, 2, 2), (4, 4, 4), (1, 3, 2), (3, 4, 4)])
def test_every_outcome_against_listing(sizes: tuple[int, ...]) -> None:
    outcomes = list(product(*(range(size + 1) for size in sizes)))
    _, p = counts.p_values(np.array(outcomes), sizes, DOSES)
    assert p == pytest.approx([listed(outcome, sizes) for outcome in outcomes], abs=1e-12)


def test_two_of_two_in_the_high_arm_by_hand() -> None:
    """Two of six women resume, both in the high arm: 1 of 15 pairs has this trend, 1 the opposite one. p = 2/15."""
    statistic, p = counts.p_values(np.array([[0, 0, 2]]), (2, 2, 2), DOSES)
    assert statistic[0] == pytest.approx(2.0)
    assert p[0] == pytest.approx(2 / 15)


def test_one_sided_rules_by_hand() -> None:
    for rule, expected in (("larger", 1 / 15), ("smaller", 1.0)):
        _, p = counts.p_values(np.array([[0, 0, 2]]), (2, 2, 2), DOSES, rule)
        assert p[0] == pytest.approx(expected)


def test_nobody_or_everybody_says_nothing() -> None:
    _, p = counts.p_values(np.array([[0, 0, 0], [4, 4, 4]]), (4, 4, 4), DOSES)
    assert p == pytest.approx([1.0, 1.0])


def test_arms_of_equal_score_are_one_arm() -> None:
    _, apart = counts.p_values(np.array([[1, 2, 3]]), (4, 4, 4), (0.0, 1.0, 1.0), "probability")
    _, together = counts.p_values(np.array([[1, 5]]), (4, 8), (0.0, 1.0), "probability")
    assert apart[0] == together[0]


def test_scores_need_not_be_whole_numbers() -> None:
    _, p = counts.p_values(np.array([[0, 1, 2]]), (3, 3, 3), DOSES)
    _, q = counts.p_values(np.array([[0, 1, 2]]), (3, 3, 3), (0.1 + 0.2, 0.6, 0.9))
    assert p[0] == pytest.approx(q[0], abs=1e-12)


@pytest.mark.parametrize("share", [0.1, 0.25, 0.5])
def test_attained_size_against_listing(share: float) -> None:
    """Four women in each of three arms: the chance of every outcome that rejects, added up."""
    expected = 0.0
    for outcome in product(range(5), repeat=3):
        if listed(outcome, (4, 4, 4)) <= 0.05:
            expected += float(np.prod(stats.binom.pmf(outcome, 4, share)))
    found = counts.attained_size((4, 4, 4), DOSES, 0.05, share)
    assert found is not None
    assert found.at_share == pytest.approx(expected, abs=1e-12)
    assert found.largest >= found.at_share - 1e-9
    assert 0.005 < found.largest < 0.02  # far below the nominal 5 %


def test_attained_size_never_exceeds_alpha() -> None:
    for sizes in ((4, 4, 4), (10, 10, 10), (3, 5, 4), (40, 40, 40)):
        found = counts.attained_size(sizes, DOSES, 0.05, 0.24)
        assert found is not None
        assert found.largest <= 0.05


def test_too_many_outcomes_are_not_enumerated() -> None:
    assert counts.outcomes((30_000, 30_000), (0.0, 1.0)) is None
    _, p = counts.p_values(np.array([[3, 5, 9]]), (30_000, 30_000, 30_000), (1.0, 2.03, 3.7))
    assert np.isnan(p[0])


def test_large_arms_follow_the_normal_limit() -> None:
    events, sizes = np.array([[50, 58, 75]]), (200, 200, 200)
    statistic, p = counts.p_values(events, sizes, DOSES)
    share = events.sum() / 600
    spread = np.sqrt(share * (1 - share) * 400 * 600 / 599)  # sum of squared centred doses is 400
    z = (abs(statistic[0]) - 0.5) / spread  # the statistic takes whole numbers: correction for continuity
    assert p[0] == pytest.approx(2 * stats.norm.sf(z), rel=0.02)
