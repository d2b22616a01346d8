"""What a result could teach: against sums over every result written out by hand."""

from itertools import product
from math import comb, log2

import numpy as np
import pytest

from antral.evidence.effect.planned import Group, Unknown, chances, plans, printed, settings, taught, with_errors

NOTHING = np.zeros(1)


def binomial(k: int, n: int, p: float) -> float:
    return comb(n, k) * p**k * (1.0 - p) ** (n - k)


def test_the_chance_of_every_result_is_the_mean_of_products_of_binomials():
    share = np.array([[0.2, 0.5, 0.9], [0.6, 0.1, 0.3]])
    women = (2, 1, 3)
    by_hand = [
        np.mean([np.prod([binomial(k, n, p) for k, n, p in zip(counts, women, row, strict=True)]) for row in share])
        for counts in product(range(3), range(2), range(4))
    ]
    found = chances(share, women)
    assert found == pytest.approx(by_hand, abs=1e-15)
    assert found.sum() == pytest.approx(1.0)


def test_many_draws_are_taken_a_part_at_a_time():
    share = np.linspace(0.05, 0.95, 1234)[:, None]
    by_hand = [np.mean([binomial(k, 4, p) for p in share[:, 0]]) for k in range(5)]
    assert chances(share, (4,)) == pytest.approx(by_hand, abs=1e-14)


def test_certain_and_impossible_events_have_chances():
    assert chances(np.array([[0.0, 1.0]]), (2, 2)).reshape(3, 3).tolist() == [[0, 0, 1], [0, 0, 0], [0, 0, 0]]


@pytest.mark.parametrize(("before", "p0", "p1", "n"), [(0.4, 0.2, 0.6, 3), (0.5, 0.1, 0.12, 12), (0.35, 0.3, 0.8, 9)])
def test_two_points_and_a_binomial_count_by_enumeration(before, p0, p1, n):
    none, works = ([binomial(k, n, p) for k in range(n + 1)] for p in (p0, p1))
    mixed = [before * a + (1 - before) * b for a, b in zip(none, works, strict=True)]
    weight = [before * a / m for a, m in zip(none, mixed, strict=True)]
    found = taught(before, np.array(none), np.array(works), below=0.1, above=0.9)

    assert found["none"] == pytest.approx(sum(a * w for a, w in zip(none, weight, strict=True)))
    assert found["works"] == pytest.approx(sum(b * w for b, w in zip(works, weight, strict=True)))
    # the expected weight, whatever is true, is the weight of today
    assert before * found["none"] + (1 - before) * found["works"] == pytest.approx(before)
    assert found["move"] == pytest.approx(sum(m * abs(w - before) for m, w in zip(mixed, weight, strict=True)))
    entropy = -before * log2(before) - (1 - before) * log2(1 - before)
    left = sum(m * -(w * log2(w) + (1 - w) * log2(1 - w)) for m, w in zip(mixed, weight, strict=True))
    assert found["bits"] == pytest.approx(entropy - left)  # mutual information the other way round
    assert found["of_all"] == pytest.approx(1.0 - left / entropy)
    assert found["below"] == pytest.approx(sum(m for m, w in zip(mixed, weight, strict=True) if w < 0.1))
    assert found["above"] == pytest.approx(sum(m for m, w in zip(mixed, weight, strict=True) if w > 0.9))
    # more women with the event speak for an effect, so quantiles of the weight are those of the count, turned round
    reached = np.cumsum(none[::-1])
    assert found["none_median"] == pytest.approx(weight[::-1][int(np.searchsorted(reached, 0.5))])


def test_a_result_that_is_the_same_either_way_teaches_nothing_and_one_that_decides_teaches_all():
    same = np.array([0.25, 0.75])
    nothing = taught(0.3, same, same, below=0.1, above=0.9)
    assert (nothing["bits"], nothing["move"], nothing["below"]) == pytest.approx((0.0, 0.0, 0.0), abs=1e-15)
    assert nothing["none"] == nothing["works"] == pytest.approx(0.3)
    apart = taught(0.5, np.array([1.0, 0.0, 0.0]), np.array([0.0, 1.0, 0.0]), below=0.1, above=0.9)
    assert (apart["bits"], apart["of_all"], apart["move"]) == pytest.approx((1.0, 1.0, 0.5))
    assert (apart["none"], apart["works"], apart["below"], apart["above"]) == pytest.approx((1.0, 0.0, 0.5, 0.5))


def test_centres_differ_for_all_groups_alike_and_bias_for_those_with_cells_and_those_without():
    groups = (Group(0, 4, True), Group(1, 4, True), Group(None, 8, False))
    unknown = Unknown(*(np.array([value]) for value in (0.1, 0.5, 1.0, 2.0, -3.0)))
    half = np.full((1, 3), 0.5)

    def logits(**how):
        p = printed(half, groups, unknown, **how)
        return np.log(p / (1.0 - p))[0]

    assert logits(common=0.0, bias=0.0, lean=False) == pytest.approx([0.1, 0.1, 0.1])
    assert logits(common=0.3, bias=0.0, lean=False) == pytest.approx([0.4, 0.4, 0.4])
    assert logits(common=0.3, bias=0.6, lean=True) == pytest.approx([2.1, 2.1, -1.4])


def test_one_group_is_blurred_as_the_likelihood_blurs_a_study():
    """The mean over draws is the binomial integrated over a normal logit with the study's whole width."""
    size = 200_000
    z = np.random.default_rng(3).standard_normal((3, size))
    unknown = Unknown(np.zeros(size), np.zeros(size), *z)
    p = printed(np.full((size, 1), 0.12), (Group(0, 9, True),), unknown, common=0.3, bias=0.6, lean=False)
    nodes, shares = np.polynomial.hermite_e.hermegauss(61)
    at = 1.0 / (1.0 + (0.88 / 0.12) * np.exp(-np.hypot(0.3, 0.6) * nodes))
    by_hand = [shares / shares.sum() @ [binomial(k, 9, one) for one in at] for k in range(10)]
    assert chances(p, (9,)) == pytest.approx(by_hand, abs=1.5e-3)


def test_a_trial_is_asked_larger_and_with_half_of_its_women_untreated():
    found = plans([(4.0, True), (8.0, True)], (1, 2, 4))
    assert [(about["factor"], about["untreated"], [one.women for one in groups]) for about, groups in found] == [
        (1, False, [4, 8]),
        (2, False, [8, 16]),
        (2, True, [4, 8, 12]),
        (4, False, [16, 32]),
        (4, True, [8, 16, 24]),
    ]
    assert [one.cells for one in found[2][1]] == [True, True, False]
    assert found[2][1][2].arm is None
    with_control = plans([(5.0, False), (5.0, True)], (1, 2))
    assert [[one.women for one in groups] for _, groups in with_control] == [[5, 5], [10, 10]]


def test_the_error_is_that_of_a_mean_of_parts():
    values = np.array([1.0, 2.0, 4.0, 9.0])

    def mean(left):
        return {"mean": float(values.mean() if left is None else np.delete(values, left).mean())}

    whole, errors = with_errors(mean, 4)
    assert whole["mean"] == 4.0
    assert errors["mean"] == pytest.approx(values.std(ddof=1) / 2.0)  # standard error of a mean of four


def test_the_settings_on_record_have_a_reading_without_fault():
    faultless = settings().readings["faultless"]
    assert (faultless.judgement, faultless.lean) == ("low", False)
    assert settings().factors.value[0] == 1
