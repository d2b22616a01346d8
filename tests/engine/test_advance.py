"""What the engine reports and refuses."""

import numpy as np
import pytest

from antral.engine import OUTPUTS, Infusions, Sampling, advance, start
from antral.engine.layout import DEAD_AGE, DEAD_SIZE, row
from antral.physiology import typical

from .women import SEED, begin, same


def test_a_woman_whose_numbers_fail_is_a_status_and_harms_nobody():
    p = typical()
    broken = p._replace(fsh=p.fsh._replace(synthesis=np.where(np.arange(40) == 7, np.nan, p.fsh.synthesis)))
    _, course = advance(start(broken, 50_000.0, np.arange(40), SEED), 30, seed=SEED)
    _, sound = advance(start(p, 50_000.0, np.arange(40), SEED), 30, seed=SEED)
    assert course.status.tolist() == [int(woman == 7) for woman in range(40)]
    others = np.arange(40) != 7
    assert same(course.values[:, others], sound.values[:, others])


def test_refused_recruits_are_counted():
    p = typical()
    # no competition and every follicle survives: far more than 16 want to grow
    crowd = p._replace(follicle=p.follicle._replace(competition=0.0), pipeline=p.pipeline._replace(survival=1.0))
    _, course = advance(start(crowd, [200_000.0, 500.0], [0, 1], SEED), 60, seed=SEED)
    assert course.refused[0] > 100
    assert course.refused[1] == 0
    assert (course.status == 0).all()


def test_every_output_has_a_name_and_a_shape():
    _, course = advance(begin(np.arange(3)), 10, seed=SEED)
    for name in OUTPUTS:
        assert getattr(course, name).shape == (3, 10)
    with pytest.raises(AttributeError, match="fsh_iu_l"):
        _ = course.oestradiol


def test_progress_counts_every_woman_once():
    done = []
    advance(begin(np.arange(70)), 2, seed=SEED, progress=done.append)
    assert sum(done) == 70


def test_no_women():
    with pytest.raises(ValueError, match="no women"):
        advance(begin(np.arange(3)).take([]), 2, seed=SEED)


def test_infusions_of_other_women_are_refused():
    with pytest.raises(ValueError, match="3 women"):
        advance(begin(np.arange(3)), 2, seed=SEED, infusions=Infusions(*(np.zeros((2, 1)),) * 3))


@pytest.mark.parametrize(("sampling", "steps"), [(Sampling(3, 1), 8), (Sampling(16, 3), 8), (Sampling(8, 3), 10)])
def test_a_record_that_is_no_fraction_of_a_day_is_refused(sampling, steps):
    with pytest.raises(ValueError, match=r"fraction|divide"):
        advance(begin(np.arange(3)), 4, seed=SEED, sampling=sampling, steps_a_day=steps)


def test_other_steps_a_day():
    _, course = advance(begin(np.arange(3)), 4, seed=SEED, sampling=Sampling(10, 4), steps_a_day=10)
    assert course.t_days == pytest.approx([0.4, 1.4, 2.4, 3.4])
    assert np.isfinite(course.fsh_iu_l).all()


def test_an_emptied_ovary_fills_from_the_resting_follicles():
    ids = np.arange(40)
    full, emptied = (start(typical(), 50_000.0, ids, SEED, emptied=flag) for flag in (False, ids >= 0))
    assert full.read("antral", "size").min() > 1.0
    assert not emptied.read("antral", "size").any()
    assert not emptied.read("pipeline", "preantral").any()
    _, usual = advance(full, 500, seed=SEED)
    _, course = advance(emptied, 500, seed=SEED)
    # hardly any for weeks, all again after three stages of forty days: 1.4 % of those that set out pass all three
    # within 20 days (an Erlang time), so a woman may have one
    assert course.amh_ng_ml[:, 20].mean() < 0.03 * usual.amh_ng_ml[:, 20].mean()
    assert course.amh_ng_ml[:, -1].mean() == pytest.approx(usual.amh_ng_ml[:, -1].mean(), rel=0.05)


def test_a_follicle_that_died_is_the_largest_until_it_has_shrunk():
    """One of 18 mm that dies at midnight, alone: d' = -0.05 d (1 + t) by hand, seen down to 2 mm, for 8.4 days."""
    state = start(typical(), 0.0, np.arange(2), SEED, emptied=True)
    state.fast[row("counters", "dead"), 0] = 1
    state.fast[DEAD_SIZE, 0] = 18.0
    state.fast[DEAD_AGE, 0] = -1.0  # in the last step of the day before
    _, course = advance(state, 11, seed=SEED)
    t = np.arange(9) + 0.375  # records at 09:00
    expected = 18.0 * np.exp(-0.05 * (t + t * t / 2))
    assert course.largest_follicle_mm[0, :9] == pytest.approx(expected, rel=1e-4)
    assert 2.0 < expected[-1] < 2.1
    assert not course.largest_follicle_mm[0, 9:].any()
    assert not course.largest_follicle_mm[1].any()


def test_a_deficit_of_quality_is_regained():
    p = typical()
    p = p._replace(quality=p.quality._replace(own=0.9, own_days=100.0, age_half=1e6))  # and age takes nothing
    ids = np.arange(4)
    _, course = advance(start(p, 1e9, ids, SEED, deficit=[0.0, 0.2, 0.4, 0.4]), 101, seed=SEED)
    # 0.9 less 0.4 e^(-1/100) on the first day, 0.4 e^(-1.01) on the last
    assert course.quality[:, 0] == pytest.approx([0.9, 0.70199, 0.50398, 0.50398], abs=1e-4)
    assert course.quality[2, -1] == pytest.approx(0.9 - 0.4 * np.exp(-1.01), abs=1e-4)
