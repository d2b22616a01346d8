"""Meta-regression, subgroups, and what single studies do: laws and cases worked by hand."""

import math

import numpy as np
import pytest

from antral.core import InputError
from antral.evidence.pooling import (
    baujat,
    common_effect,
    cumulative,
    exchanged,
    influence,
    leave_one_out,
    meta_regression,
    random_effects,
    subgroups,
)

YI = np.array([0.1, 0.9, 0.4, 1.3, 0.2, 1.1, 0.8])
VI = np.array([0.04, 0.09, 0.05, 0.12, 0.03, 0.1, 0.07])
DOSE = np.array([1.0, 4, 2, 6, 1, 5, 3])
GROUP = ["a", "b", "a", "b", "a", "b", "b"]


def pool(yi, vi, labels):
    return random_effects(yi, vi, labels=labels)


def test_a_straight_line_is_found_and_leaves_nothing():
    found = meta_regression(2 + 3 * DOSE, VI, {"dose": DOSE}, interval="Wald")
    assert found.coefficients == pytest.approx((2, 3))
    assert found.tau2 == 0
    assert found.qe == pytest.approx(0, abs=1e-9)
    assert found.r2 == 100
    assert found.at(dose=10).estimate == pytest.approx(32)
    level = meta_regression(np.where(DOSE > 2, 0.5, 0.25), VI, {"more": DOSE > 2})
    assert "Wald z" in level.method
    assert level.se[1] > 0


def test_order_of_studies_and_unit_of_moderator_do_not_matter():
    one = meta_regression(YI, VI, {"dose": DOSE})
    back = meta_regression(YI[::-1], VI[::-1], {"dose": DOSE[::-1]})
    tens = meta_regression(YI, VI, {"dose": 10 * DOSE})
    assert back.coefficients == pytest.approx(one.coefficients, rel=1e-7)
    assert tens.coefficients[1] == pytest.approx(one.coefficients[1] / 10, rel=1e-6)
    assert tens.p == pytest.approx(one.p, rel=1e-5)
    assert tens.qm == pytest.approx(one.qm, rel=1e-5)


def test_two_groups_of_equal_variances_under_hksj_are_a_t_test():
    """With one variance and tau2 > 0 the regression on a group is Student's test of the effects."""
    found = meta_regression(YI, np.full(7, 0.01), {"group": GROUP})
    a, b = YI[[0, 2, 4]], YI[[1, 3, 5, 6]]
    pooled = (a.var(ddof=1) * 2 + b.var(ddof=1) * 3) / 5
    assert found.coefficients[1] == pytest.approx(b.mean() - a.mean())
    assert found.se[1] == pytest.approx(math.sqrt(pooled * (1 / 3 + 1 / 4)))
    assert found.df == 5
    assert found.names[1] == "group: b (against a)"
    assert found.qm == pytest.approx((found.coefficients[1] / found.se[1]) ** 2)
    assert found.qm_p == pytest.approx(found.p[1])


def test_regression_below_ten_studies_warns():
    assert "below ten" in meta_regression(YI, VI, {"dose": DOSE}).notes[0]


@pytest.mark.parametrize(
    ("moderators", "said"),
    [
        ({}, "at least one"),
        ({"dose": DOSE, "twice": 2 * DOSE}, "cannot be told apart"),
        ({"dose": DOSE[:3]}, "one value a study"),
        ({"dose": [*DOSE[:-1], math.nan]}, "missing"),
        ({"group": ["a"] * 7}, "two levels"),
    ],
)
def test_moderators_that_say_nothing_are_refused(moderators, said):
    with pytest.raises(InputError, match=said):
        meta_regression(YI, VI, moderators)


def test_unknown_level_is_refused():
    found = meta_regression(YI, VI, {"group": GROUP})
    with pytest.raises(InputError, match="known are a, b"):
        found.at(group="c")
    assert found.at(group="a").estimate == pytest.approx(found.coefficients[0])


def test_exchange_of_a_perfect_line_is_as_rare_as_it_can_be():
    """Of 120 arrangements of five doses only the two straight ones fit as well."""
    dose = np.arange(5.0)
    found = exchanged(dose + np.array([0, 0.01, -0.01, 0.01, 0]), np.full(5, 0.1), {"dose": dose}, interval="Wald")
    assert found.exact
    assert found.arrangements == 120
    assert found.p[1] == pytest.approx(2 / 120)
    assert found.qm_p == pytest.approx(2 / 120)


def test_random_exchange_repeats_and_counts_the_observed():
    yi, vi, dose = np.tile(YI, 2), np.tile(VI, 2), np.tile(DOSE, 2)
    one, two = (exchanged(yi, vi, {"dose": dose}, method="DL", arrangements=99) for _ in range(2))
    assert one.p[1] == two.p[1]
    assert one.p[1] >= 1 / 100
    assert not one.exact


def test_subgroups_are_the_poolings_of_their_studies():
    found = subgroups(YI, VI, GROUP)
    at = np.array([one == "b" for one in GROUP])
    assert found.groups["b"].estimate == pytest.approx(random_effects(YI[at], VI[at]).estimate)
    assert found.q_df == 1
    wald = [random_effects(YI[part], VI[part], interval="Wald") for part in (at, ~at)]
    z = (wald[0].estimate - wald[1].estimate) / math.hypot(wald[0].se, wald[1].se)
    assert found.q == pytest.approx(z**2)


def test_one_tau2_for_all_groups_is_that_of_the_regression():
    found = subgroups(YI, VI, GROUP, common_tau2=True, interval="Wald")
    line = meta_regression(YI, VI, {"group": GROUP}, interval="Wald")
    assert found.groups["a"].tau2 == pytest.approx(line.tau2)
    assert found.q == pytest.approx(line.qm)
    assert "one tau2 for all groups" in found.method


def test_a_group_of_one_study_says_so():
    found = subgroups(YI, VI, ["z", *GROUP[1:]])
    assert found.groups["z"].k == 1
    assert "one study alone in z" in found.notes[0]
    with pytest.raises(InputError, match="two groups"):
        subgroups(YI, VI, ["a"] * 7)


def test_leaving_out_and_adding_up():
    without = leave_one_out(YI, VI, pool, labels="abcdefg")
    assert without["c"].estimate == pytest.approx(random_effects(np.delete(YI, 2), np.delete(VI, 2)).estimate)
    steps = cumulative(YI, VI, DOSE, pool)
    assert [one.k for one in steps] == [1, 2, 3, 4, 5, 6, 7]
    assert steps[0].labels == ("study 1",)
    assert steps[1].labels == ("study 1", "study 5")
    assert steps[-1].estimate == pytest.approx(random_effects(YI, VI).estimate)


def test_leaving_out_needs_names():
    with pytest.raises(InputError, match="name of its own"):
        leave_one_out(YI, VI, pool, labels="aabcdef")


def test_an_outlier_is_flagged():
    yi = np.array([0.1, 0.12, 0.08, 0.11, 0.09, 3.0])
    found = influence(yi, np.full(6, 0.05))
    assert found.flagged == ("study 6",)
    assert np.argmax(found.cook) == 5
    assert found.tau2[5] == 0
    assert found.hat.sum() == pytest.approx(1)


def test_baujat_adds_up_to_q():
    found = baujat(YI, VI)
    assert found.heterogeneity.sum() == pytest.approx(common_effect(YI, VI).q)
    rest = common_effect(np.delete(YI, 3), np.delete(VI, 3))
    assert found.pull[3] == pytest.approx((common_effect(YI, VI).estimate - rest.estimate) ** 2 / rest.se**2)


@pytest.mark.parametrize("effect", [0.3, -1.7])
def test_equal_effects_depend_on_nothing_however_exchanged(effect):
    found = exchanged(np.full(6, effect), VI[:6], {"dose": DOSE[:6]})
    assert (found.p[1], found.qm_p) == (1.0, 1.0)
