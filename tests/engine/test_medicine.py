"""Women under hormones, and what the engine refuses."""

import numpy as np
import pytest

from antral.engine import EVERY_STEP, Tablets, advance, start
from antral.kernel import plain
from antral.physiology import typical
from antral.therapy import Exogenous, HormoneParameters, calendars, hormone_parameters, hormones, regimen

SEED, N = 3, 40


@pytest.fixture(scope="module")
def empty_ovaries():
    """Women without follicles, whose hormones have settled."""
    return advance(start(typical(), 1e-3, np.arange(N), SEED), 300, seed=SEED)[0]


def climen(first=300, last=10_000, taken=1.0, hour=21.0, women=N):
    one = regimen("climen").model_copy(update={"hour": hour})
    return Tablets(
        *calendars([one]), np.zeros(women, np.int64), np.full(women, first), np.full(women, last), np.full(women, taken)
    )


def taking(state, **changes):
    which = np.zeros(len(state), np.int64)
    hers = hormone_parameters([regimen("climen")], which, SEED, which, state.patients)
    return state.taking(hers._replace(**changes))


def test_hormones_in_blood_are_those_of_the_plain_equations(empty_ovaries):
    state = taking(empty_ovaries)
    _, course = advance(state, 40, seed=SEED, tablets=climen(), sampling=EVERY_STEP)
    _, without = advance(state, 40, seed=SEED, sampling=EVERY_STEP)
    amounts = calendars([regimen("climen")])
    for woman in (0, 7):
        p = HormoneParameters(*(state.read("hormone_parameters", name)[woman] for name in HormoneParameters._fields))
        x, level = Exogenous(0.0, 0.0, 0.0), []
        for step in range(40 * 8):
            day = step // 8 % 28
            if step % 8 == 7:  # 21:00
                x = plain(hormones.swallowed)(x, amounts.estradiol_mg[0, day], amounts.progestogen_mg[0, day])
            x = plain(hormones.after)(x, 0.125, p)
            level.append(x.e2)
        assert course.e2_pg_ml[woman] - without.e2_pg_ml[woman] == pytest.approx(level, rel=1e-3, abs=1e-3)
    # no assay of progesterone reads cyproterone
    assert course.p4_ng_ml == pytest.approx(without.p4_ng_ml, abs=1e-5)


def test_progesterone_is_read_by_its_assay(empty_ovaries):
    one = regimen("transdermal_estradiol_progesterone")
    which = np.zeros(N, np.int64)
    state = empty_ovaries.taking(hormone_parameters([one], which, SEED, which, empty_ovaries.patients))
    given = climen()._replace(**calendars([one])._asdict())
    _, course = advance(state, 28, seed=SEED, tablets=given)
    assert (course.p4_ng_ml[:, :16] < 0.3).all()
    assert np.median(course.p4_ng_ml[:, -1]) > 3.0


def test_fsh_falls_and_bleeding_follows_the_days_without(empty_ovaries):
    _, course = advance(taking(empty_ovaries), 28 * 6, seed=SEED, tablets=climen())
    _, without = advance(empty_ovaries, 28 * 6, seed=SEED)
    last = slice(28 * 5, 28 * 6)
    ratio = (course.fsh_iu_l[:, last] / without.fsh_iu_l[:, last]).mean(axis=0)
    assert 0.5 < ratio.mean() < 0.9
    assert ratio[19] < ratio.mean()
    # an overshoot that no data confirm: estradiol also blocks release, and the store fills
    assert ratio[27] > 1.0
    assert ratio.argmin() < 21 < ratio.argmax()
    day = np.flatnonzero(course.menses.sum(axis=0)) % 28 + 1
    assert set(day.tolist()) <= {*range(22, 29), *range(1, 5)}
    assert course.menses.sum(axis=1).min() >= 4
    assert without.menses.sum() == 0


def test_nothing_is_left_after_the_last_tablet(empty_ovaries):
    state, _ = advance(taking(empty_ovaries), 100, seed=SEED, tablets=climen(last=340))
    for field in Exogenous._fields:
        assert not state.read("exogenous", field).any()


def test_a_share_of_tablets_is_taken(empty_ovaries):
    def mean(taken):
        return advance(taking(empty_ovaries), 280, seed=SEED, tablets=climen(taken=taken))[1].e2_pg_ml.mean()

    own, full = 8.0, mean(1.0)
    assert mean(0.0) == pytest.approx(own, abs=0.1)
    # 40 women × 210 tablets, each taken with 0.6: ± 4 standard errors and more
    assert (mean(0.6) - own) / (full - own) == pytest.approx(0.6, abs=0.04)


def test_the_hour_of_the_tablet(empty_ovaries):
    means = []
    for hour in (6.0, 21.0):
        _, course = advance(taking(empty_ovaries), 15, seed=SEED, tablets=climen(hour=hour))
        means.append(course.e2_pg_ml[:, -1].mean())
    assert means[0] > means[1]  # three hours after it against twelve


def test_tablets_end_when_a_pregnancy_is_recognised():
    n = 256
    settled, _ = advance(start(typical(), 60_000.0, np.arange(n), SEED), 200, seed=SEED)
    state, before = advance(settled.trying(28.0, 1.0), 40, seed=SEED)
    pregnant = np.flatnonzero((before.pregnancy_days[:, -1] >= 0) & (before.pregnancy_days[:, -1] < 10))
    assert pregnant.size > 5
    state = taking(state.take(pregnant))
    state, course = advance(state, 40, seed=SEED, tablets=climen(first=240, women=pregnant.size))
    known = course.pregnancy_days[:, 15] > typical().pregnancy.recognition + 1
    assert known.any()
    assert (state.read("counters", "stopped") == 1.0)[known].all()
    # some 24 days later nothing of them is left, though the calendar goes on
    assert not state.read("exogenous", "e2")[known].any()
    # a new prescription begins anew
    assert not taking(state).read("counters", "stopped").any()


def test_hormones_need_not_ease_ovulation():
    p = typical()
    ill = p._replace(quality=p.quality._replace(own=0.2, fluctuation=1.4))
    n = 512
    state, _ = advance(start(ill, 2000.0, np.arange(n), SEED), 300, seed=SEED)
    which = np.zeros(n, np.int64)
    hers = hormone_parameters([regimen("climen")], which, SEED, which, np.arange(n))

    def lived(link):
        return advance(state.taking(hers._replace(link=np.full(n, link))), 365, seed=SEED, tablets=climen(women=n))[1]

    linked, cut, none = lived(1.0), lived(0.0), advance(state, 365, seed=SEED)[1]
    large = [(course.largest_follicle_mm > 14.0).mean() for course in (linked, cut, none)]
    # with the link follicles are spared luteinisation, without it they grow as without hormones
    assert large[0] > 1.2 * large[2]
    assert large[1] == pytest.approx(large[2], rel=0.15)
    ovulations = [course.ovulations.sum() for course in (linked, cut, none)]
    assert ovulations[0] > 1.15 * ovulations[2]
    assert ovulations[1] < 0.5 * (ovulations[0] + ovulations[2])
    # hormones in blood are the same
    assert cut.lh_iu_l.mean() == pytest.approx(linked.lh_iu_l.mean(), rel=0.05)
    assert linked.lh_iu_l.mean() < 0.6 * none.lh_iu_l.mean()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"regimen": np.zeros(3, np.int64)}, "40 women"),
        ({"regimen": np.ones(N, np.int64)}, "number 1 was asked for"),
        ({"length": np.array([29])}, "1 to 28 days"),
        ({"progestogen_mg": np.zeros((1, 5))}, "calendars"),
    ],
)
def test_calendars_that_do_not_fit_are_refused(change, said):
    state = start(typical(), 1000.0, np.arange(N), SEED)
    with pytest.raises(ValueError, match=said):
        advance(state, 2, seed=SEED, tablets=climen()._replace(**change))
