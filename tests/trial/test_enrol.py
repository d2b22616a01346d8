import numpy as np
import pytest

from antral.core import InputError
from antral.trial.enrol import enrol, enrolment_days

WOMEN = np.arange(1000, 1100)
TRIALS = np.arange(1, 1001)


def test_no_woman_enters_a_trial_twice():
    places = enrol(WOMEN, 60, seed=1, trials=TRIALS)
    assert all(len(set(row)) == 60 for row in places.tolist())


def test_every_woman_is_enrolled_equally_often():
    places = enrol(WOMEN, 12, seed=1, trials=TRIALS)
    counts = np.bincount(places.ravel(), minlength=100)
    # 120 expected each; chi-square with 99 degrees of freedom, shrunk by 0.88: above 161 once in 10,000 seeds
    assert ((counts - 120.0) ** 2 / (120.0 * 0.88)).sum() < 161


def test_a_larger_trial_enrols_the_same_women_first():
    small, large = (enrol(WOMEN, n, seed=1, trials=TRIALS) for n in (12, 60))
    np.testing.assert_array_equal(small, large[:, :12])


def test_a_small_bank_is_refused():
    with pytest.raises(InputError, match="the bank holds 100"):
        enrol(WOMEN, 101, seed=1, trials=TRIALS)


def test_enrolment_follows_its_monthly_rate():
    days = enrolment_days(25, 2.0, seed=1, trials=TRIALS)
    assert (days[:, 0] == 0).all()
    assert (np.diff(days, axis=1) >= 0).all()
    # 24 gaps of 365.25/24 days = 365.25 days, less half a day of rounding down; sd 365.25/sqrt(24) a trial
    assert days[:, -1].mean() == pytest.approx(364.75, abs=4 * 74.6 / np.sqrt(1000))
