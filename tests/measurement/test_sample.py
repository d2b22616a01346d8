import numpy as np

from antral.measurement import at_times

T = np.array([0.0, 1.0, 3.0])
COURSE = np.array([[10.0, 20.0, 40.0], [1.0, 1.0, 5.0]])


def test_values_change_linearly_between_records():
    found = at_times(COURSE, T, np.array([[0.25, 2.0], [0.5, 2.5]]))
    np.testing.assert_allclose(found, [[12.5, 30.0], [1.0, 4.0]])


def test_counts_hold_until_the_next_record():
    found = at_times(COURSE, T, np.array([[0.9, 2.9], [0.0, 3.0]]), steps=True)
    np.testing.assert_array_equal(found, [[10.0, 20.0], [1.0, 5.0]])


def test_moments_outside_take_the_nearest_record():
    np.testing.assert_array_equal(at_times(COURSE, T, np.array([[-5.0], [9.0]])), [[10.0], [5.0]])


def test_a_record_is_not_touched_by_a_broken_neighbour():
    found = at_times(np.array([[2.0, np.inf]]), np.array([0.0, 1.0]), np.array([[0.0]]))
    assert found[0, 0] == 2.0
