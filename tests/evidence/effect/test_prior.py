"""The prior on record, and particles in it."""

import numpy as np
import pytest
from scipy import stats

from antral.core import Tag
from antral.evidence.effect import prior, scenario_of
from antral.therapy import CellParameters, draw

SIZE = 4000


def _drawn(seed=1):
    return prior().columns(np.random.default_rng(seed).standard_normal((SIZE, len(prior().names))))


def test_every_number_is_assumed_and_says_why():
    one = prior()
    entries = [one.spike, *one.parameters.values(), *one.nuisance.values()]
    assert all(entry.tag is Tag.ASSUMED and len(entry.reason) >= 12 for entry in entries)


def test_the_spike_has_its_share_and_the_slab_its_law():
    columns = _drawn()
    assert stats.binomtest(int((columns["works"] == 0).sum()), SIZE, prior().spike.share).pvalue > 1e-4
    scale = prior().parameters["quality_gain"].draw.scale
    assert stats.kstest(columns["quality_gain"] / scale, stats.halfnorm.cdf).pvalue > 1e-4
    assert stats.kstest(np.log(columns["strength_adipose"]) / 0.4, "norm").pvalue > 1e-4


def test_coordinates_are_used_in_their_order():
    z = np.zeros((2, len(prior().names)))
    place = prior().names.index("repair_loss_days")
    z[1, place] = 8.0
    columns = prior().columns(z)
    assert columns["repair_loss_days"] == pytest.approx([np.sqrt(90 * 365), 365])
    assert all(np.ptp(column) == 0 for name, column in columns.items() if name != "repair_loss_days")


def test_a_scale_is_changed_alone():
    half = prior().with_scale("quality_gain", 0.5)
    z = np.random.default_rng(1).standard_normal((50, len(prior().names)))
    one, other = prior().columns(z), half.columns(z)
    assert other["quality_gain"] == pytest.approx(0.5 * one["quality_gain"])
    assert all(np.array_equal(one[name], other[name]) for name in one if name != "quality_gain")


def test_a_scenario_takes_the_rows_in_turn():
    columns = {name: column[:6] for name, column in _drawn().items()}
    found = draw(scenario_of(columns), 1, np.arange(1, 7), np.arange(6))
    assert np.array_equal(found.signal_half, columns["signal_half"])
    nothing = columns["works"] == 0
    assert not found.quality_gain[nothing].any()


def test_nuisances_stay_out_of_a_simulated_trial():
    sample = scenario_of({name: column[:2] for name, column in _drawn().items()}).sample
    assert sample is not None
    assert not set(sample.columns) & set(prior().nuisance)
    assert {"quality_gain", "antral_gain"} <= set(sample.columns) & set(CellParameters._fields)
    assert "activation_gain" not in sample.columns
