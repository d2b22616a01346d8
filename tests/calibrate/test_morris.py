"""Elementary effects of functions whose effects are known."""

import numpy as np
import pytest

from antral.calibrate import elementary_effects, trajectories


def test_each_step_moves_one_number_and_every_number_moves_once():
    places = trajectories(6, 5, seed=3)
    assert places.shape == (5, 7, 6)
    moved = np.diff(places, axis=1) != 0.0
    assert (moved.sum(axis=2) == 1).all()
    assert (moved.sum(axis=1) == 1).all()
    assert np.abs(places).max() == pytest.approx(1.6448536, rel=1e-6)


def test_a_linear_function_has_its_slopes_and_no_spread():
    places = trajectories(3, 4, seed=1)
    values = np.stack([places @ [2.0, -1.0, 0.0], places @ [0.0, 0.5, 3.0]], axis=-1)
    found = elementary_effects(places, values, np.array([1.0, 0.5]))
    assert found.mean == pytest.approx(np.array([[2.0, 0.0], [-1.0, 1.0], [0.0, 6.0]]), abs=1e-9)
    assert found.mean_size == pytest.approx(np.abs(found.mean), abs=1e-9)
    assert np.nanmax(found.spread) < 1e-9


def test_curvature_and_interaction_show_in_the_spread():
    places = trajectories(2, 30, seed=1)
    values = (places[..., 0] * places[..., 1])[..., None]
    found = elementary_effects(places, values, np.ones(1))
    assert found.spread.min() > 0.3
    assert (found.mean_size >= np.abs(found.mean)).all()


def test_a_step_without_a_value_is_left_out():
    places = trajectories(2, 3, seed=1)
    values = (places @ [1.0, 2.0])[..., None]
    values[0, 1] = np.nan
    found = elementary_effects(places, values, np.ones(1))
    assert found.mean[:, 0] == pytest.approx([1.0, 2.0])
    none = elementary_effects(places, np.full(values.shape, np.nan), np.ones(1))
    assert np.isnan(none.mean).all()
