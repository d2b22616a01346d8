"""The same bits, however women are grouped, ordered, spread over threads, or their run cut."""

import numpy as np
import pytest

from antral.engine import SLOTS, Infusions, advance, joined

from .women import SEED, begin, given, infusions, live, same, tablets

ALL = np.arange(1000)


@pytest.fixture(scope="module")
def everybody():
    return live(ALL, threads=1)


def agree(lives, everybody, rows):
    """A course and state of some women against those of everybody."""
    (state, course), (whole_state, whole) = lives, everybody
    return (
        same(course.values, whole.values[:, rows])
        and same(state.fast, whole_state.fast[:, rows])
        and same(state.slow, whole_state.slow[:, rows])
        and same(course.status, whole.status[rows])
        and same(course.refused, whole.refused[rows])
    )


def test_the_company_lives(everybody):
    # what follows would say little of women to whom nothing happens
    _, course = everybody
    assert course.ovulations.sum() > 500
    assert course.menses.sum() > 500
    assert (course.repair[:, -1] > 0).sum() == 334
    begins = (course.pregnancy_days[:, 1:] >= 0) & (course.pregnancy_days[:, :-1] < 0)
    ends = (course.pregnancy_days[:, 1:] < 0) & (course.pregnancy_days[:, :-1] >= 0)
    assert begins.sum() > 200
    assert ends.sum() > 20
    taking = tablets(ALL)
    assert (taking.regimen >= 0).sum() == 400
    assert (course.status == 0).all()


@pytest.mark.parametrize("size", [1, 7, 64])
def test_any_batch_size(everybody, size):
    rows = np.arange(300, 300 + size)
    assert agree(live(ALL[rows]), everybody, rows)


def test_batches_of_any_size_joined(everybody):
    parts = [live(part)[0] for part in np.split(ALL[:200], [1, 8, 72])]
    whole = joined(parts)
    assert same(whole.fast, everybody[0].fast[:, :200])
    assert same(whole.patients, everybody[0].patients[:200])


def test_one_or_two_threads(everybody):
    assert agree(live(ALL, threads=2), everybody, ALL)


def test_any_order(everybody):
    rows = np.random.default_rng(1).permutation(ALL)
    assert agree(live(ALL[rows]), everybody, rows)


def test_padding_repeats_nobody_into_anybody(everybody):
    # 33 women are a block and one in a padded block
    rows = np.arange(33)
    assert agree(live(rows), everybody, rows)


def test_a_run_cut_in_two(everybody):
    rows = ALL[:100]
    state, first = advance(begin(rows), 60, seed=SEED, **given(rows))
    state, second = advance(state, 77, seed=SEED, **given(rows))
    values = np.concatenate([first.values, second.values], axis=2)
    assert same(values, everybody[1].values[:, rows])
    assert same(np.concatenate([first.t_days, second.t_days]), everybody[1].t_days)
    assert same(state.fast, everybody[0].fast[:, rows])
    assert same(state.slow, everybody[0].slow[:, rows])


def test_a_woman_taken_out_of_a_state_goes_on_alike():
    rows = ALL[:40]
    state, _ = advance(begin(rows), 60, seed=SEED)
    chosen = np.array([31, 2, 2])
    _, alone = advance(state.take(chosen), 30, seed=SEED)
    _, together = advance(state, 30, seed=SEED)
    assert same(alone.values, together.values[:, chosen])


def test_zero_dose_is_no_treatment():
    rows = ALL[:100]
    state, none = advance(begin(rows), 137, seed=SEED)
    zero_state, zero = advance(begin(rows), 137, seed=SEED, infusions=infusions(rows, dose=0.0))
    assert same(none.values, zero.values)
    assert same(state.fast, zero_state.fast)
    assert same(state.slow, zero_state.slow)
    _, one = advance(begin(rows), 137, seed=SEED, infusions=infusions(rows))
    assert not same(none.values, one.values)


def test_tablets_of_nothing_are_no_treatment():
    rows = ALL[:100]
    state, none = advance(begin(rows), 137, seed=SEED)
    taken = tablets(rows)
    empty = taken._replace(estradiol_mg=0.0 * taken.estradiol_mg, progestogen_mg=0.0 * taken.progestogen_mg)
    empty_state, nothing = advance(begin(rows), 137, seed=SEED, tablets=empty)
    assert same(none.values, nothing.values)
    assert same(state.slow, empty_state.slow)
    _, some = advance(begin(rows), 137, seed=SEED, tablets=taken)
    takes = (taken.regimen >= 0) & (taken.first < 137)
    # those without hormones have the same bits beside women with hormones, link cut or not
    assert same(some.values[:, ~takes], none.values[:, ~takes])
    differ = (some.values != none.values).any(axis=(0, 2))
    stopped = (some.pregnancy_days[takes] >= 0).any(axis=1)
    assert differ[takes][~stopped].all()
    # and before the first tablet nobody differs
    assert same(some.values[:, :, :10], none.values[:, :, :10])


def test_without_intention_nobody_conceives_and_others_stay_the_same():
    rows = ALL[:100]
    _, some = advance(begin(rows), 137, seed=SEED)
    _, nobody = advance(begin(rows).trying(30.0, 0.0), 137, seed=SEED)
    conceived = (some.pregnancy_days >= 0).any(axis=1)
    assert conceived.sum() > 10
    assert (nobody.pregnancy_days == -1).all()
    assert same(some.values[:, ~conceived], nobody.values[:, ~conceived])


def test_an_arm_does_not_change_the_luck_of_those_without_cells():
    rows = ALL[:100]
    given = infusions(rows)
    untreated = (given.day < 0).all(axis=1)
    _, one = advance(begin(rows), 137, seed=SEED, infusions=given)
    _, none = advance(begin(rows), 137, seed=SEED)
    assert 0 < untreated.sum() < 100
    assert same(one.values[:, untreated], none.values[:, untreated])
    # and before the first infusion nobody differs
    assert same(one.values[:, :, :20], none.values[:, :, :20])


def test_luck_is_keyed_by_seed_trial_and_woman():
    rows = np.array([1, 1, 1, 3])
    trials = np.array([4, 4, 5, 4])
    start = begin(rows)
    _, course = advance(start, 100, seed=SEED, trial=trials)
    fsh = course.fsh_iu_l
    assert same(fsh[0], fsh[1])
    assert not same(fsh[0], fsh[2])
    assert not same(fsh[0], fsh[3])
    _, other = advance(start, 100, seed=SEED + 1, trial=trials)
    assert not same(fsh[0], other.fsh_iu_l[0])


def test_how_often_is_recorded_changes_nothing_but_the_record():
    from antral.engine import EVERY_STEP, HALF_DAILY

    rows = ALL[:40]
    daily_state, daily = live(rows, 40)
    fine_state, fine = live(rows, 40, sampling=EVERY_STEP)
    _, half = live(rows, 40, sampling=HALF_DAILY)
    assert same(daily_state.slow, fine_state.slow)
    assert daily.t_days[0] == 0.375  # 09:00
    assert (fine.t_days[0], half.t_days[0]) == (0.125, 0.5)
    assert same(daily.fsh_iu_l, np.ascontiguousarray(fine.fsh_iu_l[:, 2::8]))
    assert same(half.fsh_iu_l, np.ascontiguousarray(fine.fsh_iu_l[:, 3::4]))
    # counts are of all steps since the record before
    assert daily.menses.sum() <= fine.menses.sum() == half.menses.sum()
    assert (fine.follicles_ge_3_mm <= SLOTS + 32).all()


def test_no_infusions_is_the_default():
    rows = ALL[:10]
    none = Infusions(np.full((10, 3), -1), np.full((10, 3), 9e7), np.full((10, 3), 9e7))
    _, first = advance(begin(rows), 50, seed=SEED, infusions=none)
    _, second = advance(begin(rows), 50, seed=SEED)
    assert same(first.values, second.values)
