"""FSH by hand."""

import pytest

from antral.kernel import plain
from antral.physiology import fsh
from antral.physiology.inhibin import Inhibin

P = fsh.FshParameters(
    synthesis=12600.0,
    drive_most=5.4,
    drive_least=0.268,
    inhibin_half=17.12,
    inhibin_power=1.57,
    inhibin_a_weight=0.5,
    e2_half=74.2,
    e2_reference=45.0,
    p4_floor=0.239,
    p4_half=2.0,
    pulse_half=15.0,
    release_base=0.0622,
    release_gnrh=0.0926,
    release_surge=0.269,
    release_e2_half=41.0,
    gnrh_half=0.00025,
    clearance_volume=571.35,
)
synthesis, release_rate = plain(fsh.synthesis), plain(fsh.release_rate)


def test_synthesis_without_any_brake():
    # E2 at its reference takes nothing: 12600 × 5.4
    assert synthesis(Inhibin(0.0, 0.0), 45.0, 0.0, 0.0, P) == pytest.approx(68040.0)


def test_inhibin_at_its_half():
    # (0.268 + 5.132/2) × 12600 = 35708.4
    assert synthesis(Inhibin(17.12, 0.0), 45.0, 0.0, 0.0, P) == pytest.approx(35708.4)


def test_inhibin_a_counts_by_its_weight():
    # 7.12 + 0.5 × 20 is 17.12 again
    assert synthesis(Inhibin(7.12, 20.0), 45.0, 0.0, 0.0, P) == pytest.approx(35708.4)


def test_estradiol_progesterone_and_quick_pulses_brake():
    # without E2 119.2/74.2 as much; at 163.4 pg/mL (45 + 2 × 59.2) 119.2/(74.2 + 163.4)
    assert synthesis(Inhibin(0.0, 0.0), 0.0, 0.0, 0.0, P) == pytest.approx(68040.0 * 119.2 / 74.2)
    assert synthesis(Inhibin(0.0, 0.0), 163.4, 0.0, 0.0, P) == pytest.approx(68040.0 * 119.2 / 237.6)
    # P4 at its half leaves 0.239 + 0.761/2 = 0.6195; very much leaves the floor
    assert synthesis(Inhibin(0.0, 0.0), 45.0, 2.0, 0.0, P) == pytest.approx(68040.0 * 0.6195)
    assert synthesis(Inhibin(0.0, 0.0), 45.0, 2e6, 0.0, P) == pytest.approx(68040.0 * 0.239)
    # 15 pulses halve, 30 leave 1/33
    assert synthesis(Inhibin(0.0, 0.0), 45.0, 0.0, 15.0, P) == pytest.approx(34020.0)
    assert synthesis(Inhibin(0.0, 0.0), 45.0, 0.0, 30.0, P) == pytest.approx(68040.0 / 33)


@pytest.mark.parametrize(
    ("bound", "e2", "surge", "rate"),
    [
        (0.0, 0.0, 0.0, 0.0622),
        (0.00025, 0.0, 0.0, 0.0622 + 0.0926 / 2),
        (0.00025, 41.0, 0.0, 0.0622 + 0.0926 / 4),
        (0.00025, 41.0, 1.0, 0.0622 + 0.0926 / 4 + 0.269),  # the surge is exempt from the estradiol block
        (0.0005, 0.0, 0.0, 0.0622 + 0.0926 * 8 / 9),
    ],
)
def test_release(bound, e2, surge, rate):
    assert release_rate(bound, e2, surge, P) == pytest.approx(rate)


def test_store_settles_at_synthesis_over_release():
    # made 5713.5 a day is cleared as 10 IU/L whatever the store
    state = fsh.Fsh(store=57135.0, blood=0.0)
    got = plain(fsh.fsh)(state, 5713.5, 0.1, 0.125, P)
    assert got == pytest.approx((57135.0, 10.0))


def test_store_moves_by_the_rate():
    # 1 - exp(-0.0125) = 0.0124222 of the way from 0 to 57135
    got = plain(fsh.fsh)(fsh.Fsh(0.0, 0.0), 5713.5, 0.1, 0.125, P)
    assert got.store == pytest.approx(57135 * 0.0124222, rel=1e-5)
    assert got.blood == pytest.approx(0.124222, rel=1e-5)
