"""Network meta-analysis: hand-computed indirect comparison, laws, and networks that fall apart."""

import math

import numpy as np
import pytest
from scipy.stats import norm

from antral.core import InputError
from antral.evidence import network, pooling

STAR = (["s1", "s2"], ["cells", "hormones"], ["placebo", "placebo"], [1.0, 0.4], [0.04, 0.05])
LOOP = (
    ["s1", "s2", "s3", "s4"],
    ["cells", "hormones", "cells", "cells"],
    ["placebo", "placebo", "hormones", "placebo"],
    [1.0, 0.4, 0.2, 0.8],
    [0.04, 0.05, 0.03, 0.06],
)
THREE_ARMS = (["s1"] * 3 + ["s2"] * 2, ["a", "b", "c", "a", "b"], [0.0, 0.5, 0.9, 0.1, 0.7], [0.1, 0.2, 0.3, 0.15, 0.1])


def test_an_indirect_comparison_is_the_difference_of_two_direct_ones() -> None:
    fit = network.network_meta_analysis(network.of_contrasts(*STAR), reference="placebo", method="common")
    found = fit.compared("cells", "hormones")
    assert found.estimate == pytest.approx(0.6)
    assert found.se == pytest.approx(0.3)
    assert found.direct == 0
    assert fit.compared("cells", "placebo").direct == 1
    assert any("no closed loop" in note for note in fit.notes)


def test_a_loop_weighs_direct_and_indirect_evidence_by_their_variances() -> None:
    fit = network.network_meta_analysis(network.of_contrasts(*LOOP), method="common")
    direct, v_direct = 0.2, 0.03
    cells = (1.0 / 0.04 + 0.8 / 0.06) / (1 / 0.04 + 1 / 0.06)
    v_cells = 1 / (1 / 0.04 + 1 / 0.06)
    indirect, v_indirect = cells - 0.4, v_cells + 0.05
    weight = v_indirect / (v_direct + v_indirect)
    found = fit.compared("cells", "hormones")
    assert found.estimate == pytest.approx(weight * direct + (1 - weight) * indirect)
    assert found.se == pytest.approx(math.sqrt(v_direct * weight))
    split = network.split(fit.network, "cells", "hormones", method="common")
    assert (split.direct, split.indirect) == pytest.approx((direct, indirect))
    assert split.se == pytest.approx(math.sqrt(v_direct + v_indirect))
    assert split.trials == 1


@pytest.mark.parametrize("method", ["DL", "REML"])
def test_two_treatments_are_a_plain_meta_analysis(method: str) -> None:
    y, v = [0.1, 0.9, 0.4, -0.3], [0.05, 0.1, 0.08, 0.2]
    fit = network.network_meta_analysis(network.of_contrasts("abcd", ["x"] * 4, ["p"] * 4, y, v), method=method)
    plain = pooling.random_effects(y, v, method=method, interval="Wald")
    found = fit.compared("x", "p")
    assert (found.estimate, found.se, fit.tau2) == pytest.approx((plain.estimate, plain.se, plain.tau2), abs=1e-5)
    assert fit.q == pytest.approx(plain.q)


def test_arms_of_one_trial_share_the_variance_of_the_common_arm() -> None:
    net = network.of_arms(*THREE_ARMS)
    assert net.covariance[:2, :2] == pytest.approx(np.array([[0.3, 0.1], [0.1, 0.4]]))
    assert net.covariance[2, 2] == pytest.approx(0.25)
    assert not net.covariance[:2, 2].any()


def test_pairs_of_a_trial_give_its_arms_back() -> None:
    _, treatment, effect, variance = THREE_ARMS
    rows = [("s1", 0, 1), ("s1", 0, 2), ("s1", 1, 2), ("s2", 3, 4)]
    pairs = network.of_contrasts(
        [s for s, _, _ in rows],
        [treatment[b] for _, _, b in rows],
        [treatment[a] for _, a, _ in rows],
        [effect[b] - effect[a] for _, a, b in rows],
        [variance[a] + variance[b] for _, a, b in rows],
    )
    arms = network.of_arms(*THREE_ARMS)
    one, other = (network.network_meta_analysis(net, method="DL") for net in (pairs, arms))
    assert one.effect == pytest.approx(other.effect)
    assert one.covariance == pytest.approx(other.covariance)


def test_the_reference_does_not_matter() -> None:
    net = network.of_contrasts(*LOOP)
    one, other = (network.network_meta_analysis(net, reference=name) for name in ("placebo", "cells"))
    for a in one.treatments:
        assert one.compared(a, "hormones").estimate == pytest.approx(other.compared(a, "hormones").estimate)


def test_a_network_that_falls_apart_names_its_parts() -> None:
    with pytest.raises(InputError, match=r"2 groups .* cells, placebo; exosomes, hormones"):
        network.of_contrasts(["1", "2"], ["cells", "exosomes"], ["placebo", "hormones"], [1, 1], [1, 1])


@pytest.mark.parametrize(
    "data", [STAR, (["1", "1", "1"], "aab", "bcc", [1, 3, 2], [1, 1, 1])], ids=["star", "one trial"]
)
def test_without_a_loop_of_designs_consistency_is_refused(data) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InputError, match="consistency cannot be tested"):
        network.inconsistency(network.of_contrasts(*data))


def test_a_comparison_without_both_kinds_of_evidence_is_not_split() -> None:
    net = network.of_contrasts(*STAR)
    with pytest.raises(InputError, match="indirect alone"):
        network.split(net, "cells", "hormones")
    with pytest.raises(InputError, match="direct alone"):
        network.split(net, "cells", "placebo")


def test_all_comparisons_with_both_kinds_of_evidence_are_split() -> None:
    net = network.of_contrasts(
        [*LOOP[0], "s5"], [*LOOP[1], "exosomes"], [*LOOP[2], "placebo"], [*LOOP[3], 0.1], [*LOOP[4], 0.2]
    )
    found = network.splits(net, method="common")
    assert [(one.first, one.second) for one in found] == [
        ("cells", "hormones"),
        ("cells", "placebo"),
        ("hormones", "placebo"),
    ]
    assert len({round(one.p, 9) for one in found}) == 1  # one loop has one inconsistency


def test_q_within_and_between_designs_are_all_of_q() -> None:
    found = network.inconsistency(network.of_contrasts(*LOOP))
    assert found.q_within == pytest.approx(0.2**2 / 0.1)  # two trials of cells against placebo
    assert found.q_total == pytest.approx(found.q_within + found.q_between)
    assert (found.df_total, found.df_within, found.df_between) == (2, 1, 1)


def test_ranks_of_two_treatments_are_one_normal_chance() -> None:
    fit = network.network_meta_analysis(network.of_contrasts("a", ["x"], ["p"], [0.3], [0.04]))
    found = network.ranks(fit, better=1)
    assert found.treatments == ("x", "p")
    assert found.p_score == pytest.approx((norm.cdf(1.5), 1 - norm.cdf(1.5)))
    assert found.probability[0, 0] == pytest.approx(norm.cdf(1.5), abs=1e-4)
    assert (found.low, found.high) == ((1, 1), (2, 2))
    assert network.ranks(fit, better=-1).treatments == ("p", "x")


def test_rank_probabilities_sum_to_one_both_ways_and_the_mean_rank_is_that_of_the_p_score() -> None:
    found = network.ranks(network.network_meta_analysis(network.of_contrasts(*LOOP), method="common"), better=1)
    assert found.probability.sum(axis=0) == pytest.approx(np.ones(3))
    assert found.probability.sum(axis=1) == pytest.approx(np.ones(3))
    for score, mean in zip(found.p_score, found.mean, strict=True):
        assert mean == pytest.approx(1 + 2 * (1 - score), abs=2e-3)


def test_a_trial_with_a_missing_pair_or_a_contradiction_is_told() -> None:
    with pytest.raises(InputError, match="every pair"):
        network.of_contrasts(["1", "1"], "ab", "bc", [1, 2], [1, 1])
    with pytest.raises(InputError, match="contradict"):
        network.of_contrasts(["1"] * 3, "aab", "bcc", [1, 1, 1], [1, 1, 1])
