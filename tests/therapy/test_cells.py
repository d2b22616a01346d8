"""Cells after delivery, by hand."""

import math

import pytest

from antral.kernel import plain
from antral.physiology import Ports
from antral.therapy import CellParameters, Cells, cells, delivered

P = CellParameters(
    lung_loss=1.0,
    lung_release=0.2,
    ovarian_share=0.002,
    homing=3.0,
    ovary_loss=0.2,
    systemic=0.01,
    strength=1.0,
    signal_half=1e5,
    signal_rate=1.0,
    repair_days=30.0,
    repair_loss_days=180.0,
    quality_gain=0.5,
    antral_gain=0.2,
    activation_gain=0.1,
)
after = plain(cells.after)
STEP = 0.125


def course(start, days, p=P):
    """States after each step."""
    found = [start]
    for _ in range(round(days / STEP)):
        found.append(after(found[-1], STEP, p))
    return found


@pytest.mark.parametrize(
    ("route", "lung", "ovary"),
    [
        ("intravenous", 7.65e7, 81_000.0),  # 0.85 × 9e7; 0.15 × 9e7 × 0.002 × 3
        ("intra_arterial", 6.12e7, 18_064_800.0),  # 0.2 × 9e7 stay; of 7.2e7: 0.85, and 0.15 × 0.006
        ("intraovarian_laparoscopic", 0.0, 2.7e7),  # 0.3 × 9e7
        ("intraovarian_transvaginal", 0.0, 2.7e7),
    ],
)
def test_delivery_by_route(route, lung, ovary):
    got = delivered(route, 9e7, P)
    assert (float(got.lung), float(got.ovary)) == pytest.approx((lung, ovary))


def test_an_unknown_route_names_the_known_ones():
    with pytest.raises(ValueError, match="intravenous"):
        delivered("oral", 9e7, P)


def test_infusions_add():
    got = plain(cells.infused)(Cells(10.0, 1.0, 5.0, 0.1), 100.0, 20.0)
    assert got == Cells(110.0, 21.0, 5.0, 0.1)


def test_lung_empties_with_loss_and_release():
    # exp(−1.2 t): after two days 0.0907; the midpoint rule at 1/8 d is 0.06 % a step off
    assert course(Cells(1e6, 0.0, 0.0, 0.0), 2.0)[-1].lung == pytest.approx(1e6 * math.exp(-2.4), rel=0.012)


def test_ovary_by_the_exact_solution():
    # dO/dt = 0.2 L 0.006 − 0.2 O: O = O0 e^(−0.2t) + 0.0012 L0 (e^(−0.2t) − e^(−1.2t)) / 1.0
    lung, ovary, t = 7.65e7, 81_000.0, 3.0
    exact = ovary * math.exp(-0.2 * t) + 0.0012 * lung * (math.exp(-0.2 * t) - math.exp(-1.2 * t))
    assert course(Cells(lung, ovary, 0.0, 0.0), t)[-1].ovary == pytest.approx(exact, rel=0.002)


@pytest.mark.parametrize(("dose", "peak"), [(3e7, 4e4), (6e7, 8e4), (9e7, 11e4)])
def test_reference_peak_of_cells_in_the_ovaries(dose, peak):
    """About 0.13 % of an intravenous dose; 4, 8, 11 × 10⁴ cells."""
    to = delivered("intravenous", dose, P)
    highest = max(c.ovary for c in course(Cells(float(to.lung), float(to.ovary), 0.0, 0.0), 10.0))
    assert highest == pytest.approx(0.0013 * dose, rel=0.05)
    assert highest == pytest.approx(peak, rel=0.08)


def test_a_steady_supply_holds_a_steady_number_in_the_ovary():
    # a steady supply of cells in the lung: release × 0.6 % arrives, 0.2/d is lost again
    always = P._replace(lung_loss=0.0, lung_release=1e-9, ovary_loss=0.2)
    got = course(Cells(1e12, 0.0, 0.0, 0.0), 100.0, always)[-1]
    assert got.ovary == pytest.approx(1e12 * 1e-9 * 0.006 / 0.2, rel=0.001)


def test_signal_of_cells_in_ovary_and_lung():
    # held cells: the signal settles at strength × (O + 0.01 L)
    held = P._replace(lung_loss=0.0, lung_release=0.0, ovary_loss=0.0, strength=2.0)
    assert course(Cells(1e6, 5e4, 0.0, 0.0), 20.0, held)[-1].signal == pytest.approx(2 * (5e4 + 1e4), rel=1e-4)


@pytest.mark.parametrize(("signal", "expected"), [(0.0, 0.0), (1e5, 0.5), (3e5, 0.75)])
def test_effect_saturates(signal, expected):
    assert plain(cells.effect)(Cells(0.0, 0.0, signal, 0.0), P) == pytest.approx(expected)


def test_repair_builds_in_thirty_days_and_is_lost_in_180():
    # a full signal for a day: (1 − R)/30; without signal R falls by e^(−1/180) a day
    full = course(Cells(0.0, 1e15, 1e15, 0.0), 1.0, P._replace(ovary_loss=0.0))[-1]
    assert full.repair == pytest.approx(1 - math.exp(-1 / 30 - 1 / 180), rel=0.2)
    # exactly: R = (1/30)/(1/30 + 1/180) (1 − e^(−(1/30 + 1/180)))
    assert full.repair == pytest.approx(6 / 7 * (1 - math.exp(-7 / 180)), rel=1e-4)
    assert course(Cells(0.0, 0.0, 0.0, 0.5), 180.0)[-1].repair == pytest.approx(0.5 * math.exp(-1), rel=1e-4)


def test_ports():
    assert plain(cells.ports)(Cells(0.0, 0.0, 0.0, 0.4), P) == pytest.approx(Ports(0.2, 1.08, 1.04))
    assert plain(cells.ports)(Cells(9e9, 9e9, 9e9, 0.0), P) == Ports(0.0, 1.0, 1.0)
