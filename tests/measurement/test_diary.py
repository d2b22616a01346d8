import numpy as np
import pytest

from antral.measurement import bleeds

T = np.arange(1.0, 11.0)


def test_bleeds_come_with_their_day_and_kind():
    menses = np.zeros((3, 10))
    estradiol = np.zeros((3, 10))
    menses[0, [1, 8]] = 1
    estradiol[2, 4] = 1
    found = bleeds(menses, estradiol, T)
    assert found.row.tolist() == [0, 0, 2]
    assert found.day.tolist() == [2.0, 9.0, 5.0]
    assert found.breakthrough.tolist() == [False, False, True]


def test_bleeds_are_lost_at_the_stated_share():
    menses = np.ones((500, 10))
    found = bleeds(menses, np.zeros((500, 10)), T, missing_share=0.2, seed=1, trial=2, patient=np.arange(500))
    assert found.row.size / 5000 == pytest.approx(0.8, abs=4 * np.sqrt(0.16 / 5000))


def test_nothing_is_lost_by_default_and_no_bleed_gives_an_empty_diary():
    assert bleeds(np.ones((2, 10)), np.zeros((2, 10)), T).row.size == 20
    assert bleeds(np.zeros((2, 10)), np.zeros((2, 10)), T, missing_share=0.5).row.size == 0
