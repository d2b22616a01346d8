import numpy as np
import polars as pl
import pytest

from antral.core import InputError
from antral.engine import DAILY
from antral.trial import conduct, follow


@pytest.fixture(scope="module")
def target(protocol, women):
    return conduct(protocol, women, trials=[1, 2], seed=5, scenario="target", truth=True)


def test_she_is_the_participant_that_the_trial_enrolled(protocol, women, target):
    for one in target.tables.participants.filter(pl.col("trial") == 2).iter_rows(named=True):
        followed = follow(
            protocol, women, trial=2, participant_id=one["participant_id"], seed=5, scenario="target", sampling=DAILY
        )
        assert followed.woman == one["woman"]
        assert followed.arm == one["arm"]
        assert followed.last_day == one["last_day"]
        assert followed.infusion_days == (0.0,)
        hers = target.truth.filter((pl.col("trial") == 2) & (pl.col("participant_id") == one["participant_id"]))
        weekly = followed.factual["fsh_iu_l"][::7][1:]
        np.testing.assert_array_equal(weekly, hers["fsh_iu_l"].to_numpy()[1:])
        np.testing.assert_array_equal(followed.no_cell["fsh_iu_l"][::7], hers["fsh_iu_l_no_cell"].to_numpy())


def test_she_is_seen_twice_a_day_unless_told_otherwise(protocol, women):
    followed = follow(protocol, women, trial=1, participant_id=1, seed=5)
    assert np.diff(followed.t_days).tolist() == [0.5] * 729
    assert followed.factual is followed.no_cell


@pytest.mark.parametrize(("trial", "participant"), [(0, 1), (1, 0), (1, 13)])
def test_a_participant_who_does_not_exist_is_refused(protocol, women, trial, participant):
    with pytest.raises(InputError, match="from 1 to 12"):
        follow(protocol, women, trial=trial, participant_id=participant, seed=5)
