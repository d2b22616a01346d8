"""Shares learnt from simulated women: curves that are known, and a posterior that quadrature knows."""

from dataclasses import replace
from importlib import import_module
from types import SimpleNamespace

import numpy as np
import pytest
from scipy import stats
from scipy.special import expit, logit

from antral.evidence.effect import Counted, Posterior, Repeated, Used, learn, of_prior, prior
from antral.evidence.effect.restored import Restored
from antral.evidence.effect.shares import checked, learnt

GROUPS, WOMEN, RARE = 10, 50, 0.004
_estimate = import_module("antral.evidence.effect.estimate")


def _half_normal(chance, size):
    return 0.12 * np.abs(chance.standard_normal(size))


def _steep(x):
    """A woman's chance if so much is restored: not of the family of curves that is fitted."""
    return RARE + 0.15 * (1.0 - np.exp(-x / 0.06))


def _in_family(x, y, top):
    u = np.log(1.0 + 10.0 * x / top[0]) / np.log(11.0)
    return expit(logit(RARE) + 3.0 * u - 1.0 * u**2 + 1.0 * u**3 + 0.5 * y / top[1])


def _counted(chance, share_of, trials, *, women=WOMEN):
    x, y = _half_normal(chance, (GROUPS, trials)), np.abs(chance.standard_normal((GROUPS, trials)))
    none = chance.binomial(women, RARE, (GROUPS, trials)).astype(float)
    some = chance.binomial(women, share_of(x, y)).astype(float)
    columns = {"quality_gain": x, "antral_gain": y, "works": np.ones_like(x), "responders": np.ones_like(x)}
    return Counted(none, some, women, columns), Restored(x.ravel(), y.ravel())


def test_a_curve_of_the_family_is_found():
    chance = np.random.default_rng(1)
    known, given = _counted(chance, lambda x, y: _in_family(x, y, (x.max(), y.max())), 400, women=5000)
    curve = learnt(known, given)
    assert curve.none == pytest.approx(logit(RARE), abs=0.01)
    x, y = given.quality, given.antral
    columns = {"works": np.ones(x.size), "responders": np.ones(x.size)}
    assert curve.logit(given, columns) == pytest.approx(logit(_in_family(x, y, (x.max(), y.max()))), abs=0.05)


def test_half_of_the_women_respond_and_beyond_the_largest_the_curve_is_level():
    known, given = _counted(np.random.default_rng(2), lambda x, y: _steep(x), 40)
    curve = learnt(known, given)
    x = np.array([0.05, 0.05, 0.05, given.quality.max(), 9.0])
    columns = {"works": np.array([1.0, 1.0, 0.0, 1.0, 1.0]), "responders": np.array([1.0, 0.5, 1.0, 1.0, 1.0])}
    share = expit(curve.logit(Restored(x, np.zeros(5)), columns))
    assert share[2] == pytest.approx(expit(curve.none))
    assert share[1] == pytest.approx((share[0] + share[2]) / 2)
    assert share[4] == share[3]


def test_a_group_that_is_left_out_says_nothing():
    known, given = _counted(np.random.default_rng(3), lambda x, y: _steep(x), 20)
    spoilt = replace(known, none=known.none.copy(), some=known.some.copy())
    spoilt.none[4], spoilt.some[4] = WOMEN, 0.0
    one, other = learnt(known, given, without=4), learnt(spoilt, given, without=4)
    assert one.none == other.none
    assert np.array_equal(one.slopes, other.slopes)
    assert learnt(spoilt, given).none > one.none + 1.0


def test_an_arm_without_cells_has_one_share_and_no_event_at_all_is_no_share_of_nothing():
    none = np.zeros((GROUPS, 20))
    curve = learnt(Counted(none, none[:, :0], 50, {}), None)
    assert expit(curve.none) == pytest.approx(0.5 / 10_001)  # Jeffreys: no event in 10,000 women
    columns = {"works": np.array([0.0, 1.0]), "responders": np.array([0.5, 0.5])}
    assert curve.logit(None, columns) == pytest.approx([curve.none] * 2)


def test_the_check_sees_whether_replicates_are_foretold():
    chance = np.random.default_rng(4)
    known, given = _counted(chance, lambda x, y: _in_family(x, y, (x.max(), y.max())), 300)
    good = checked(known, given)
    assert good["none"] == pytest.approx(RARE, abs=4 * good["none_se"])
    assert good["none_se"] == pytest.approx(np.sqrt(RARE / (GROUPS * 300 * WOMEN)), rel=0.6)
    assert good["dispersion"] == pytest.approx(1.0, abs=0.1)
    for foretold, seen in zip(good["foretold"], good["counted"], strict=True):
        assert abs(seen - foretold) < 4 * np.sqrt(foretold)
    blind = checked(known, Restored(np.flip(given.quality), given.antral))  # of other women
    assert blind["dispersion"] > 1.25


def _toy(width):
    """Two of fifty women; without effect one in 250 has the event; no kinetics and no nuisance."""
    outcome = SimpleNamespace(
        key="event", kind="count", rule=None, value=2.0, n=50, sd=None, meaning="", arms=("cells",)
    )
    protocol = SimpleNamespace(arms={"cells": SimpleNamespace(total_cells=1)})
    replica = SimpleNamespace(protocol=protocol, study=SimpleNamespace(title="toy"))
    return Used.model_construct(
        name="toy", replica=replica, outcomes=(outcome,), width=width, miss=0.5, judgement="", reason=""
    )


def _weight_by_quadrature(width):
    """Posterior weight of no effect, from the law of the restored share, of responders and of the blur."""
    steps = (np.arange(400) + 0.5) / 400
    x, r = stats.halfnorm.ppf(steps)[:, None] * 0.06, (0.4 + 0.6 * (np.arange(40) + 0.5) / 40)[None, :]
    blur = stats.norm.ppf(steps) * width

    def likelihood(share):
        return np.mean([stats.binom.pmf(2, 50, expit(logit(share) + shift)) for shift in blur], axis=0)

    nothing, something = likelihood(np.array([RARE]))[0], likelihood(r * _steep(x) + (1.0 - r) * RARE).mean()
    return nothing / (nothing + something)


@pytest.fixture
def toy(monkeypatch):
    monkeypatch.setattr(
        _estimate, "restored", lambda studies, c: {"toy: event": Restored(c["quality_gain"], c["antral_gain"])}
    )
    return prior().model_copy(update={"nuisance": {}})


@pytest.mark.parametrize("width", [0.0, 0.84])
def test_the_weight_of_no_effect_is_that_of_quadrature_within_its_own_error(toy, width):
    """A rare event, shares that are not of the fitted family, few women: 5,000 without effect and 5,000 with one."""
    exact, study = _weight_by_quadrature(width), _toy(width)
    off, errors = [], []
    for seed in range(12):
        counted, _ = _counted(np.random.default_rng([seed, 9]), lambda x, y: _steep(x), 10)
        known = learn([study], Repeated({"toy: event": counted}, 0.0))
        found = of_prior(known.evaluate(toy), coordinates=len(toy.names), particles=8000, seed=seed)
        spike = Posterior(toy, (study,), found, known.without_group(toy, found.first)).spike()
        off.append(spike["weight"] - exact)
        errors.append(spike["se"])
        assert 0.0 < spike["se_women"] < spike["se"]
    ratio = np.array(off) / errors
    assert stats.chi2.ppf(0.001, 12) < (ratio**2).sum() < stats.chi2.ppf(0.999, 12)
    assert abs(np.mean(off)) < 3.0 * np.mean(errors) / np.sqrt(12)


def test_with_more_women_the_weight_comes_near_and_its_error_falls(toy):
    study, errors = _toy(0.84), []
    for trials in (10, 250):
        counted, _ = _counted(np.random.default_rng(trials), lambda x, y: _steep(x), trials)
        known = learn([study], Repeated({"toy: event": counted}, 0.0))
        found = of_prior(known.evaluate(toy), coordinates=len(toy.names), particles=40_000, seed=1)
        errors.append(Posterior(toy, (study,), found, known.without_group(toy, found.first)).spike())
    assert errors[1]["weight"] == pytest.approx(_weight_by_quadrature(0.84), abs=0.02)
    assert errors[1]["se_women"] < 0.45 * errors[0]["se_women"]  # 25 times the women: a fifth, give or take
