"""Hormones from outside, by hand."""

import math

import pytest

from antral.kernel import plain
from antral.physiology import gnrh, lh, typical
from antral.physiology.steroids import Steroids
from antral.therapy import Exogenous, HormoneParameters, hormones

P = HormoneParameters(
    absorption=8.0,
    estradiol_per_mg=26.0,
    estradiol_elimination=1.04,
    progestogen_elimination=0.35,
    progestogen_per_mg=3.0,
    pituitary_weight=0.25,
    measured=0.0,
    link=1.0,
)
NOTHING = Exogenous(0.0, 0.0, 0.0)
after, swallowed, together = plain(hormones.after), plain(hormones.swallowed), plain(hormones.together)


def test_a_tablet_adds_to_what_is_there():
    assert swallowed(Exogenous(0.5, 20.0, 1.0), 2.0, 1.0) == Exogenous(2.5, 20.0, 2.0)


def test_absorption_and_loss_by_the_exact_solution():
    # Bateman: 26 × 2 × 8/(8 − 1.04) × (e^(−1.04 t) − e^(−8 t)); at t = 0.5: 59.770 × (0.594521 − 0.018316)
    got = after(swallowed(NOTHING, 2.0, 1.0), 0.5, P)
    assert got.e2 == pytest.approx(34.4397, rel=1e-4)
    assert got.depot == pytest.approx(2 * math.exp(-4.0), rel=1e-6)
    assert got.progestogen == pytest.approx(math.exp(-0.175), rel=1e-6)


@pytest.mark.parametrize("steps", [1, 4, 7, 24])
def test_any_step_gives_the_same(steps):
    x = swallowed(Exogenous(0.0, 30.0, 0.4), 2.0, 1.0)
    once = after(x, 1.0, P)
    for _ in range(steps):
        x = after(x, 1.0 / steps, P)
    assert x == pytest.approx(once, rel=1e-9)


def test_time_of_the_peak():
    # ln(8/1.04)/(8 − 1.04) d = 7.035 h; the description gives 6.7 h
    hour = 1.0 / 24.0
    x, level = swallowed(NOTHING, 2.0, 0.0), []
    for _ in range(24):
        x = after(x, hour, P)
        level.append(x.e2)
    assert level.index(max(level)) + 1 == 7


def test_reference_estradiol_on_two_milligrams_a_day():
    """Steady state, 8 pg/mL of her own: 39 to 68, mean 55 to 60 pg/mL."""
    x, level = NOTHING, []
    for hour in range(24 * 15):
        if hour % 24 == 0:
            x = swallowed(x, 2.0, 0.0)
        x = after(x, 1.0 / 24.0, P)
        level.append(8.0 + x.e2)
    day = level[-24:]
    # the mean is dose × 26 / 1.04 = 50 above her own
    assert sum(day) / 24 == pytest.approx(58.0, abs=0.3)
    assert min(day) == pytest.approx(39.0, abs=2.0)
    assert max(day) == pytest.approx(74.0, abs=3.0)


def test_remains_end_in_exactly_nothing():
    assert after(Exogenous(1e-5, 1e-5, 1e-5), 20.0, P) == NOTHING


def test_a_progestogen_is_weaker_on_the_pituitary():
    # 2 mg × 3 = 6 ng/mL on the endometrium, a quarter of it on the pituitary
    got = together(Steroids(0.2, 10.0, 0.2), Exogenous(0.0, 40.0, 2.0), P)
    assert got == pytest.approx(Steroids(1.7, 50.0, 6.2))


def test_nothing_from_outside_changes_no_bit():
    own = Steroids(0.1234567, 33.3333333, 0.1234567)
    assert together(own, NOTHING, P) == own


@pytest.mark.parametrize(("measured", "read"), [(0.0, 0.2), (1.0, 6.2)])
def test_an_assay_reads_progesterone_and_no_other_progestogen(measured, read):
    p = P._replace(measured=measured)
    x = Exogenous(0.0, 0.0, 2.0)
    assert plain(hormones.assayed)(together(Steroids(0.2, 10.0, 0.2), x, p), x, p) == pytest.approx(read)


@pytest.mark.parametrize("link", [1.0, 0.5, 0.0])
def test_the_link_between_hormones_and_ovulation(link):
    t = typical()
    x, p = Exogenous(0.0, 40.0, 2.0), P._replace(link=link)
    both = together(Steroids(0.2, 10.0, 0.2), x, p)
    got = plain(hormones.eased)(both, x, p, t.gnrh, t.lh)
    # tonic LH without and with them, from the equations of LH alone
    own = plain(lh.tonic_drive)(10.0, 0.2, plain(gnrh.frequency)(10.0, 0.2, t.gnrh), t.lh)
    total = plain(lh.tonic_drive)(50.0, 1.7, plain(gnrh.frequency)(50.0, 1.7, t.gnrh), t.lh)
    assert own > 1.5 * total
    assert got == pytest.approx(link + (1.0 - link) * own / total)
    # with the link cut, LH counts as if nothing had been taken
    if link == 0.0:
        assert got * total == pytest.approx(own)
