"""Women who conceive."""

import numpy as np
import pytest
from scipy import stats

from antral.engine import advance, start
from antral.physiology import typical

SEED, N = 4, 512
FALSE_ALARM = 1e-4


@pytest.fixture(scope="module")
def trying():
    """Healthy women of 30 who wish a child, over three years; and their state before."""
    settled, _ = advance(start(typical(), 60_000.0, np.arange(N), SEED), 200, seed=SEED)
    state = settled.trying(30.0, 1.0)
    return state, advance(state, 1095, seed=SEED)[1]


def spells(course):
    """Rows, first and last days (records) of the pregnancies that began and ended."""
    found = []
    for woman, days in enumerate(course.pregnancy_days):
        with_child = np.concatenate([[False], days >= 0, [False]])
        edges = np.flatnonzero(with_child[1:] != with_child[:-1])
        found += [(woman, a, b - 1) for a, b in edges.reshape(-1, 2) if b < days.size]
    return found


def test_one_in_four_ovulations(trying):
    _, course = trying
    begun = sum(int(((d[1:] >= 0) & (d[:-1] < 0)).sum()) for d in course.pregnancy_days)
    ovulations = int(course.ovulations.sum())
    p, q = typical().pregnancy.per_ovulation, course.quality[course.ovulations > 0]
    # quality is nearly full, age 30 to 33: between 0.19 and 0.27
    assert 0.95 < q.mean() <= 1.0
    assert 0.8 * p < begun / ovulations < 1.08 * p


def test_losses_and_births(trying):
    _, course = trying
    length = np.array([course.pregnancy_days[woman, last] for woman, _, last in spells(course)])
    p = typical().pregnancy
    lost = int((length < p.viability - 1).sum())
    # 0.10 to 0.125 of pregnancies at 30 to 33 years; a pregnancy still going at the end is a birth more
    assert stats.binomtest(lost, length.size, 0.12).pvalue > FALSE_ALARM
    born = length[length >= p.viability - 1]
    assert born.mean() == pytest.approx(p.birth - 0.5, abs=1.5)
    assert born.max() <= p.birth_latest
    assert length.min() >= p.miscarriage_first - 1


def test_a_pregnancy_suspends_the_axis(trying):
    _, course = trying
    settled = course.pregnancy_days > 10
    assert course.menses[course.pregnancy_days >= 0].sum() == 0
    assert course.breakthrough_bleeds[course.pregnancy_days >= 0].sum() == 0
    assert course.largest_follicle_mm[settled].max() == 0
    assert course.fsh_iu_l[settled].max() < 0.25 * 4.9  # a quarter of FSH early in a cycle at 20 to 29 y (LEE1992)
    assert course.ovulations[course.pregnancy_days > 3].sum() == 0
    term = course.pregnancy_days > 255
    assert 80 < np.median(course.p4_ng_ml[term]) < 220
    assert 6_000 < np.median(course.e2_pg_ml[term]) < 30_000


def test_the_hand_over_is_smooth(trying):
    _, course = trying
    for woman, first, last in spells(course)[:100]:
        p4 = course.p4_ng_ml[woman, first : last + 1]
        change = np.diff(p4) / p4[:-1]
        assert (change[5:] > -0.02).all()
        assert (change[5:] < 0.1).all()


def test_the_axis_resumes(trying):
    _, course = trying
    seen = 0
    for woman, _, last in spells(course):
        after = slice(last + 1, last + 150)
        if last + 150 <= course.pregnancy_days.shape[1]:
            seen += 1
            assert course.ovulations[woman, after].sum() >= 1
            assert course.menses[woman, last + 1 : last + 6].sum() == 0
    assert seen > 100


def test_a_new_pregnancy_waits_for_the_end_of_the_last(trying):
    _, course = trying
    for woman in range(N):
        days = course.pregnancy_days[woman]
        inside = (days[1:] >= 0) & (days[:-1] >= 0)
        assert np.allclose(np.diff(days)[inside], 1.0)


def test_intention_scales_the_chance(trying):
    state, full = trying
    _, half = advance(state.trying(30.0, 0.5), 60, seed=SEED)
    _, nobody = advance(state.trying(30.0, 0.0), 60, seed=SEED)
    early = [(course.pregnancy_days[:, :60] >= 0).any(axis=1) for course in (full, half, nobody)]
    assert not early[2].any()
    # the same luck: who conceives with half the intention does so with all of it, if nothing came before
    assert 0.35 < early[1].sum() / early[0].sum() < 0.75
    assert (early[0] | ~early[1]).all()


def test_older_women_conceive_less_and_lose_more(trying):
    state, young = trying
    _, old = advance(state.trying(43.0, 1.0), 1095, seed=SEED)
    shares = []
    for course in (young, old):
        length = np.array([course.pregnancy_days[woman, last] for woman, _, last in spells(course)])
        shares.append(((course.pregnancy_days[:, :180] >= 0).any(axis=1).mean(), (length < 139).mean()))
    assert shares[1][0] < 0.75 * shares[0][0]
    assert shares[1][1] > 2.0 * shares[0][1]


def test_age_moves_on_with_the_clock():
    state = start(typical(), 60_000.0, np.arange(4), SEED)
    later, _ = advance(state, 366, seed=SEED)
    assert later.trying(30.0, 1.0).read("trying", "age") == pytest.approx(30.0 - 366 / 365.25)
