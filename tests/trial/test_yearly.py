import numpy as np
import pytest

from antral.trial.yearly import added, yearly, years_of


def course(days, women=2):
    t = np.arange(days) + 0.375
    zeros = np.zeros((women, days), np.float32)
    return t, {
        "primordial": np.tile(2000.0 - t, (women, 1)).astype(np.float32),
        "ovulations": zeros.copy(),
        "menses": zeros.copy(),
        "breakthrough_bleeds": zeros.copy(),
    }


def test_a_trial_of_52_weeks_is_a_year_and_one_of_24_weeks_none():
    for days, years in ((365, 1), (169, 0), (731, 2), (1827, 5), (3653, 10)):
        t, values = course(days)
        assert years_of(values, t).primordial.shape == (2, years + 1), days


def test_events_belong_to_the_year_in_which_they_fall():
    t, values = course(731)
    values["ovulations"][0, 365] = 1  # day 365.375 is in the second year, which begins at 365.25
    values["menses"][0, 364] = 1
    values["breakthrough_bleeds"][1, 700] = 1
    found = years_of(values, t)
    assert found.ovulated.tolist() == [[False, False, True], [False, False, False]]
    assert found.bled.tolist() == [[False, True, False], [False, False, True]]
    assert found.primordial[0] == pytest.approx([2000 - 0.375, 2000 - 364.375, 2000 - 730.375])


def test_bleeds_by_hormones_are_no_menses():
    t, values = course(366)
    values["menses"][:, [100, 300]] = 1
    by_hormones = np.zeros((2, 366), np.bool_)
    by_hormones[0] = True
    by_hormones[1, :200] = True
    assert years_of(values, t, by_hormones).bled.tolist() == [[False, False], [False, True]]


def test_sums_by_arm_add_up_over_batches():
    t, values = course(366, women=3)
    values["primordial"][2] = 900.0
    values["ovulations"][2, 5] = 2
    found = yearly(years_of(values, t), np.array([0, 1, 1]), ["a", "b"], np.array([True, True, True]))
    assert found["n"].to_list() == [1, 1, 2, 2]
    assert found["exhausted"].to_list() == [0, 0, 1, 1]
    assert found["ovulating"].to_list() == [0, 0, 0, 1]
    assert found["primordial"].to_list()[3] == pytest.approx(2000 - 364.375 + 900)
    assert found["log_primordial"].to_list()[2] == pytest.approx(np.log(1999.625) + np.log(900), rel=1e-6)
    twice = added([found, found])
    assert twice["n"].to_list() == [2, 2, 4, 4]
    assert twice["year"].to_list() == [0, 1, 0, 1]


def test_women_whose_simulation_failed_are_not_counted():
    t, values = course(366, women=2)
    values["primordial"][1] = np.nan
    found = yearly(years_of(values, t), np.zeros(2, np.int64), ["a"], np.array([True, False]))
    assert found["n"].to_list() == [1, 1]
    assert np.isfinite(found["primordial"].to_numpy()).all()
