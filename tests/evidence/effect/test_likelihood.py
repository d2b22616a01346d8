"""Counts and signs against the share of women in the model."""

from types import SimpleNamespace

import numpy as np
import pytest
from scipy import integrate, stats
from scipy.special import expit, logit

from antral.evidence.effect.likelihood import log_count, log_likelihood, log_sign, shift_of


def test_a_count_is_binomial_where_the_share_is_known():
    got = log_count(4, 9, logit(np.array([0.2, 0.5])), width=0.0)
    assert got == pytest.approx(stats.binom.logpmf(4, 9, [0.2, 0.5]), abs=1e-9)


@pytest.mark.parametrize(("share", "width"), [(0.2, 0.8), (0.004, 0.84), (0.3, 1.24)])
def test_a_width_blurs_the_share_on_the_logit_scale(share, width):
    def part(x):
        return stats.norm.pdf(x, logit(share), width) * stats.binom.pmf(4, 9, expit(x))

    wanted = np.log(integrate.quad(part, logit(share) - 10 * width, logit(share) + 10 * width)[0])
    assert log_count(4, 9, np.array([logit(share)]), width=width)[0] == pytest.approx(wanted, abs=1e-3)


@pytest.mark.parametrize("width", [0.0, 1.2])
def test_all_counts_together_are_certain(width):
    each = [log_count(k, 30, logit(np.array([0.01, 0.7])), width=width) for k in range(31)]
    assert np.exp(each).sum(axis=0) == pytest.approx([1.0, 1.0], abs=1e-6)


def test_a_sign_is_a_soft_constraint():
    shares = logit(np.array([0.01, 0.2]))
    some, none = (np.exp(log_sign(sign, shares, 12, miss=0.0)) for sign in (1.0, 0.0))
    assert some == pytest.approx([1 - 0.99**12, 1 - 0.8**12])
    assert some + none == pytest.approx([1.0, 1.0])
    assert np.exp(log_sign(1.0, shares, 12, miss=1.0)) == pytest.approx([0.5, 0.5])  # it says nothing


def test_a_printed_percentage_is_the_count_it_stands_for_and_is_read_off_a_grid():
    study = SimpleNamespace(width=0.67, miss=0.5)
    one = SimpleNamespace(kind="percent", rule=None, n=48, key="x", arms=("a",))
    logits = np.random.default_rng(1).normal(-2.0, 1.5, 300)
    got = log_likelihood(study, one, 37.5, logits)
    assert got == pytest.approx(log_count(18.0, 48, logits, width=0.67), abs=1e-3)


def test_a_sign_is_of_the_women_of_its_arms():
    ratio = {"a": 12, "b": 11}
    design = SimpleNamespace(participants=23, allocation=SimpleNamespace(ratio=ratio))
    study = SimpleNamespace(miss=0.0, replica=SimpleNamespace(protocol=SimpleNamespace(design=design)))
    one = SimpleNamespace(kind="direction", rule="anyone", arms=("b",))
    assert np.exp(log_likelihood(study, one, 1.0, logit(np.array([0.1])))) == pytest.approx([1 - 0.9**11])


def test_nuisances_move_the_odds_and_the_lean_of_reports_only_with_cells():
    arms = {"cells": SimpleNamespace(total_cells=1e6), "none": SimpleNamespace(total_cells=0)}
    study = SimpleNamespace(replica=SimpleNamespace(protocol=SimpleNamespace(arms=arms)), leans=False)
    columns = {"spontaneous_odds": np.array([2.0, 1.0]), "reporting_lean": np.array([0.5, 0.25])}
    treated, control = (SimpleNamespace(arms=(name,), kind="count") for name in arms)
    assert shift_of(study, treated, columns) == pytest.approx([np.log(2.0) + 0.5, 0.25])
    assert shift_of(study, control, columns) == pytest.approx([np.log(2.0), 0.0])
    assert shift_of(study, treated, columns, without="reporting_lean") == pytest.approx([np.log(2.0), 0.0])
    assert shift_of(study, treated, columns, without="spontaneous_odds") == pytest.approx([0.5, 0.25])
    sign = SimpleNamespace(arms=("cells",), kind="direction")  # its lean is that it would be printed in any case
    assert shift_of(study, sign, columns) == pytest.approx([np.log(2.0), 0.0])
    study.leans = True  # an open series of another treatment
    assert shift_of(study, control, columns) == pytest.approx([np.log(2.0) + 0.5, 0.25])
