"""Counts, signs and means against what replicates printed."""

import numpy as np
import pytest
from scipy import integrate, stats
from scipy.special import expit, logit

from antral.evidence.effect.likelihood import log_count, log_mean, log_sign


def test_a_count_is_binomial_where_the_share_is_known():
    many = 10_000_000.0
    got = log_count(4, 9, np.array([0.2, 0.5]) * many, many, width=0.0)
    assert got == pytest.approx(stats.binom.logpmf(4, 9, [0.2, 0.5]), abs=1e-4)


def test_a_width_blurs_the_share_on_the_logit_scale():
    many = 10_000_000.0

    def part(x):
        return stats.norm.pdf(x, logit(0.2), 0.8) * stats.binom.pmf(4, 9, expit(x))

    wanted = np.log(integrate.quad(part, -8, 8)[0])
    assert log_count(4, 9, np.array([0.2 * many]), many, width=0.8)[0] == pytest.approx(wanted, abs=1e-4)


def test_a_shift_moves_the_odds():
    many = 10_000_000.0
    got = log_count(4, 9, np.array([0.2 * many]), many, width=0.0, shift=np.log(2.0))
    assert got[0] == pytest.approx(stats.binom.logpmf(4, 9, 1 / 3), abs=1e-4)  # odds 1:4 doubled are 1:2


def test_few_simulated_women_say_less():
    """Jeffreys' beta of 2 of 10 women, integrated exactly; the logit of a beta is only nearly normal."""
    wanted = stats.betabinom.logpmf(4, 9, 2.5, 8.5)
    assert log_count(4, 9, np.array([2.0]), 10.0, width=0.0)[0] == pytest.approx(wanted, abs=0.06)


@pytest.mark.parametrize("width", [0.0, 1.2])
def test_all_counts_together_are_certain(width):
    each = [log_count(k, 30, np.array([0.0, 7.0]), 60.0, width=width) for k in range(31)]
    assert np.exp(each).sum(axis=0) == pytest.approx([1.0, 1.0], abs=1e-6)


def test_a_sign_is_a_soft_constraint():
    signs = np.array([[1.0, 1.0, 1.0, 1.0], [-1.0, -1.0, np.nan, 0.0]])
    sure, blunt = (np.exp(log_sign(1.0, signs, miss=miss)) for miss in (0.0, 1.0))
    assert sure == pytest.approx([(4 + 1 / 3) / 5, (1 / 3) / 5])
    assert blunt == pytest.approx([1 / 3, 1 / 3])  # a sign that is printed whatever happens says nothing


def test_a_mean_is_normal_with_the_error_of_both():
    simulated = np.array([[1.0, 3.0], [np.nan, np.nan]])
    got = log_mean(5.0, 2.0, simulated, width=1.0)
    assert got[0] == pytest.approx(stats.norm.logpdf(5.0, 2.0, 2.0 * np.sqrt(1 + 0.5 + 1)))
    assert got[1] == -np.inf
