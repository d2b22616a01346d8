"""What is told of a posterior, on particles whose posterior can be worked out by hand."""

from types import SimpleNamespace

import numpy as np
import pytest
from scipy import stats
from scipy.special import logit

from antral.evidence.effect import Evaluated, Found, Posterior, Used, prior
from antral.evidence.effect.posterior import _overlap_of_chance

SIZE = 4000
NAMES = prior().names


def _study(name, outcomes):
    arms = {"cells": SimpleNamespace(total_cells=1e6)}
    replica = SimpleNamespace(study=SimpleNamespace(title=name), protocol=SimpleNamespace(arms=arms))
    return Used.model_construct(
        name=name, replica=replica, outcomes=outcomes, width=0.01, miss=0.5, judgement="serious", reason=""
    )


def _count(key, value, n):
    return SimpleNamespace(key=key, kind="count", value=value, n=n, sd=None, meaning="", arms=("cells",))


@pytest.fixture(scope="module")
def told():
    """Study a: three times as likely where cells work; study b: says nothing. Of ten women 30 % have the event."""
    z = np.random.default_rng(1).standard_normal((SIZE, len(NAMES)))
    z[:, NAMES.index("spontaneous_odds")] = 0.0  # a factor of 1
    z[:, NAMES.index("reporting_lean")] = -9.0  # nothing
    works = prior().columns(z)["works"]
    likelihood = np.stack([np.where(works > 0, np.log(3.0), 0.0), np.zeros(SIZE)], axis=1)
    seen = {"a: x": np.full(SIZE, logit(0.3)), "b: y": np.full(SIZE, logit(0.3))}
    first = Evaluated(likelihood, seen)
    rows = np.random.default_rng(2).choice(SIZE, SIZE, p=np.exp(likelihood[:, 0]) / np.exp(likelihood[:, 0]).sum())
    found = Found(z[rows], Evaluated(likelihood[rows], {}), z, first, (), 0.0, 1)
    return Posterior(prior(), (_study("a", (_count("x", 3.0, 10),)), _study("b", (_count("y", 9.0, 10),))), found)


def test_the_spike_and_the_bayes_factor(told):
    spike = told.spike()
    assert spike["prior"] == 0.5
    assert spike["weight"] == pytest.approx(0.25)  # 0.5 / (0.5 + 0.5 · 3)
    assert spike["bayes_factor"] == pytest.approx(3.0)
    assert spike["se"] == pytest.approx(0.0, abs=1e-9)
    assert spike["particles"] == pytest.approx(0.25, abs=0.03)


def test_simulated_women_have_an_error_of_their_own(told):
    """Three groups; without each of them the Bayes factor would be 2, 3 or 4.5: a jackknife by hand."""
    works = told.prior.columns(told.found.first)["works"][:1000]
    again = tuple(Evaluated(np.log(np.where(works > 0, factor, 1.0))[:, None], {}) for factor in (2.0, 3.0, 4.5))
    one = Posterior(told.prior, told.studies[:1], told.found, again)
    wanted = np.sqrt(2 / 3 * np.sum((np.log([2.0, 3.0, 4.5]) - np.log([2.0, 3.0, 4.5]).mean()) ** 2))
    spike = one.spike()
    assert spike["log_bayes_factor_se"] == pytest.approx(wanted)
    assert spike["se_women"] == pytest.approx(0.25 * 0.75 * wanted)
    assert spike["se"] == pytest.approx(spike["se_women"], abs=1e-9)  # the particles leave none here


def test_nuisances_that_are_nothing_change_nothing(told):
    """The likelihood is that of the counts here, which is the same with and without an effect."""
    for one in told.without_nuisances():
        assert one["weight"] == pytest.approx(0.5, abs=1e-6)


def test_without_yardsticks(told):
    """Study b taken as a yardstick that leans: it says nothing, so that without it all is as before."""
    a, b = told.studies
    marked = Posterior(told.prior, (a, b.model_copy(update={"yardstick": True, "leans": True})), told.found)
    assert [one["weight"] for one in marked.without_yardsticks()] == pytest.approx([0.25, 0.25])
    swapped = Posterior(told.prior, (a.model_copy(update={"yardstick": True}), b), told.found)
    assert [one["weight"] for one in swapped.without_yardsticks()] == pytest.approx([0.5, 0.25])


def test_a_study_left_out(told):
    a, b = told.studies_told()
    assert a["spike_without"] == pytest.approx(0.5)
    assert a["moves_spike_by"] == pytest.approx(-0.25)
    assert a["divergence"] == pytest.approx(0.25 * np.log(0.5) + 0.75 * np.log(1.5), abs=0.01)
    assert (b["moves_spike_by"], b["divergence"]) == pytest.approx((0.0, 0.0), abs=1e-9)
    assert (a["bayes_factor"], b["bayes_factor"]) == pytest.approx((3.0, 1.0))


def test_the_quantile_in_which_a_count_falls(told):
    law = stats.binom(10, 0.3)
    for study, value in zip(told.studies_told(), (3, 9), strict=True):
        outcome = study["outcomes"][0]
        assert outcome["shares"] == pytest.approx(law.pmf(np.arange(11)), abs=1e-3)
        assert outcome["quantile"] == pytest.approx(law.cdf(value) - 0.5 * law.pmf(value), abs=2e-3)
        assert outcome["so_much_or_more"] == pytest.approx(law.sf(value - 1), abs=2e-3)
        assert outcome["expected"] == pytest.approx(3.0, abs=0.01)


def test_a_percentage_is_told_as_the_women_it_stands_for(told):
    """Of ten women 30 % have the event, and 20 % was printed: two of ten, three expected."""
    share = SimpleNamespace(key="x", kind="percent", value=20.0, n=10, sd=None, meaning="", arms=("cells",))
    asked = Posterior(told.prior, (_study("a", (share,)), told.studies[1]), told.found)
    (one,) = asked.studies_told()[0]["outcomes"]
    assert (one["printed"], one["n"], one["values"][-1]) == (2.0, 10, 10.0)
    assert one["expected"] == pytest.approx(3.0, abs=0.01)
    assert one["quantile"] == pytest.approx(stats.binom.cdf(1, 10, 0.3) + stats.binom.pmf(2, 10, 0.3) / 2, abs=0.005)


def test_parameters_that_nothing_was_learnt_of_overlap_as_chance_has_it(told):
    for one in told.parameters():
        if one["nuisance"]:
            continue  # held here
        assert one["overlap"] == pytest.approx(one["overlap_of_chance"], abs=0.04)
        assert one["posterior"]["median"] == pytest.approx(one["prior"]["median"], rel=0.1)
    assert told.parameters()[-1]["overlap"] == pytest.approx(0.1)  # all in one class of ten


def test_overlap_of_chance_is_that_of_samples_of_a_uniform_law():
    chance = np.random.default_rng(3)
    each = [np.minimum(np.histogram(chance.uniform(size=300), 10, (0, 1))[0] / 300, 0.1).sum() for _ in range(400)]
    assert _overlap_of_chance(300) == pytest.approx(np.mean(each), abs=0.004)


def test_the_sample_stands_in_order_of_effect_and_holds_no_nuisance(told):
    table = told.table()
    strength = (table["works"] * table["quality_gain"]).to_numpy()
    assert (np.diff(strength) >= 0.0).all()
    assert table["weight"].sum() == pytest.approx(1.0)
    assert set(table.columns) == {"works", *prior().parameters, "weight"}
    assert table.height == 2000  # of 4000 particles, evenly spaced
    whole = told.prior.columns(told.found.particles)
    assert table["works"].mean() == pytest.approx(whole["works"].mean(), abs=1 / 2000)
    effect = whole["works"] * whole["quality_gain"]
    assert np.quantile(strength, [0.3, 0.6, 0.9]) == pytest.approx(np.quantile(effect, [0.3, 0.6, 0.9]), rel=0.01)
