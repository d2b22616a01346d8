import numpy as np
import pytest

from antral.measurement import bleeds, diary

DAYS = np.arange(-1.0, 9.0)
WHO = {"seed": 1, "trial": 2, "patient": 3}


def kept(missing, breakthrough):
    record = diary()
    return record.model_copy(
        update={
            "missing_share": record.missing_share.model_copy(update={"value": missing}),
            "breakthrough_noted_share": record.breakthrough_noted_share.model_copy(update={"value": breakthrough}),
        }
    )


def test_bleeds_come_with_their_day_and_kind():
    menses = np.zeros((3, 10))
    estradiol = np.zeros((3, 10))
    menses[0, [0, 8]] = 1
    estradiol[2, 4] = 1
    found = bleeds(menses, estradiol, DAYS, kept(0.0, 1.0), **WHO)
    assert found.row.tolist() == [0, 0, 2]
    assert found.day.tolist() == [-1.0, 7.0, 3.0]
    assert found.breakthrough.tolist() == [False, False, True]


def test_both_on_one_day_are_one_bleed_after_ovulation():
    found = bleeds(np.ones((1, 10)), np.ones((1, 10)), DAYS, kept(0.0, 0.0), **WHO)
    assert found.row.size == 10
    assert not found.breakthrough.any()


@pytest.mark.parametrize("share", [0.0, 0.1, 1.0])
def test_breakthrough_bleeds_are_noted_at_their_share(share):
    found = bleeds(
        np.zeros((500, 10)), np.ones((500, 10)), DAYS, kept(0.0, share), seed=1, trial=2, patient=np.arange(500)
    )
    assert found.row.size / 5000 == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / 5000))


def test_bleeds_are_lost_at_the_stated_share():
    found = bleeds(
        np.ones((500, 10)), np.zeros((500, 10)), DAYS, kept(0.2, 0.0), seed=1, trial=2, patient=np.arange(500)
    )
    assert found.row.size / 5000 == pytest.approx(0.8, abs=4 * np.sqrt(0.16 / 5000))


def test_no_bleed_gives_an_empty_diary():
    assert bleeds(np.zeros((2, 10)), np.zeros((2, 10)), DAYS, diary(), **WHO).row.size == 0
