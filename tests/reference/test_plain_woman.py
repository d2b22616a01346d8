# ruff: noqa: SIM300  (the page's capital letters are variables)
"""Pieces of the plain woman by hand, its laws, and the acceptance rows it can meet in seconds."""

from math import exp, log, pi
from types import SimpleNamespace

import numpy as np
import pytest

from . import plain_equations as eq
from . import plain_woman as plain
from .plain_summary import reserve_at, summary

P = plain.spread({}, 1)


def woman(n=1, **changes):
    """n women of day 0 and their parameters."""
    p = plain.spread(changes, n)
    return plain.start(p, n, np.random.default_rng(3)), p


# --- single pieces, computed by hand from the page -----------------------------------------------------------------


def test_flux_by_hand():
    # crowding term is half its height at 11 780: 11780 (0.0595 + 3716/23560) / 365.25 = (700.91 + 1858) / 365.25
    assert eq.flux(11780.0, P) == pytest.approx(7.00591, rel=1e-5)


@pytest.mark.parametrize(("age", "left"), [(50.4, 1021), (38, 24843)])
def test_reference_reserve_by_age(age, left):
    assert reserve_at(age) == pytest.approx(left, rel=0.002)


@pytest.mark.parametrize(("left", "factor"), [(10000, 0.95), (3000, 0.73), (1000, 0.32), (300, 0.06)])
def test_pool_factor_as_on_the_page(left, factor):
    assert eq.pool_factor(float(left), P) == pytest.approx(factor, abs=0.006)


def test_own_quality_by_hand():
    assert eq.own_quality(1.0, -3.0, 1.4) == 1.0  # health does not fluctuate
    assert eq.own_quality(0.5, log(3), 1.0) == pytest.approx(0.75)  # odds 1 times 3
    assert eq.own_quality(0.2, 0.0, 1.4, benefit=0.5) == pytest.approx(0.6)  # half of the deficit of 0.8


def test_age_by_hand():
    p = SimpleNamespace(years_half=50.0, years_span=2.0, years_floor=0.0)
    assert eq.youth(50.0, p) == pytest.approx(0.5)
    assert eq.youth(48.0, p) == pytest.approx(1 / (1 + exp(-1)))


def test_follicle_weights_by_hand():
    assert eq.oestrogenic_area(15.0) == pytest.approx(pi * 225 / 2)
    assert eq.inhibin_weight(np.array([4, 8, 9, 11.9, 12, 20])).tolist() == [1, 1, 0.7, 0.7, 0, 0]
    assert eq.amh_weight(np.array([4, 8, 9, 12, 20])).tolist() == [1, 1, 0.75, 0, 0]


def test_luteal_curve_by_hand():
    assert eq.luteal_curve(3.5, 1e6) == pytest.approx(1 - exp(-1))
    assert eq.luteal_curve(14.0, 14.0) == pytest.approx(0.5)
    assert eq.luteal_curve(30.0, 1e6) == 0
    assert eq.luteal_curve(0.0, 12.0) == 0


def test_steroids_by_hand():
    assert eq.progesterone(1.0, 3, P) == pytest.approx(0.2 + 15 + 1.5)
    assert eq.oestradiol(76.0, 0.0, 1.0, 0.0, P) == pytest.approx(8 + 31.065)
    assert eq.oestradiol(0.0, 400.0, 0.5, 1.0, P) == pytest.approx(8 + 50 + 110)


def test_corpora_and_pauses_by_hand():
    p = SimpleNamespace(**{**vars(P), "size_sd": 0.25, "size_q0": 0.4, "pause_25": 0.2, "pause_fall": 0.1})
    assert eq.youth(47.5, SimpleNamespace(years_half=47.5, years_span=2.0, years_floor=0.2)) == pytest.approx(0.6)
    assert eq.corpus_size(4.0, 0.5, p) == pytest.approx(0.7 * np.e)
    assert eq.pause_chance(35.0, p) == pytest.approx(0.2 / np.e)


def test_poor_follicles_and_inhibin_a_by_hand():
    p = SimpleNamespace(**{**vars(P), "q_floor": 0.2, "iS": 0.05, "IA_luteal": 60.0, "wA": 0.5})
    assert eq.able_surface(400.0, 0.25, p) == pytest.approx(160)  # 0.2 + 0.8 * 0.25
    assert eq.oestradiol(0.0, 400.0, 0.25, 0.0, p) == pytest.approx(8 + 40)
    assert eq.oestradiol(76.0, 0.0, 0.25, 0.0, p) == pytest.approx(8 + 0.4 * 31.065)
    assert eq.inhibin_a(800.0, 0.375, 0.5, p) == pytest.approx(0.05 * 400 + 30)
    assert eq.fsh_synthesis(7.12, 20.0, 45.0, 0.0, 15.0, p) == pytest.approx(12600 * (0.268 + 5.132 / 2) / 2)


def test_gnrh_and_lh_by_hand():
    assert eq.pulse_frequency(120.0, 0.0) == pytest.approx(24)
    assert eq.pulse_frequency(0.0, 3.0) == pytest.approx(8)
    assert eq.pulse_mass(0.0) == pytest.approx(0.0056)
    assert eq.frequency_gain(18.0) == pytest.approx(1.5)
    assert eq.tonic_lh(11.1, 0.0, 18.0, P) == pytest.approx(2340 * 5.03 / 1.8 * 1.5)
    assert eq.surge_lh(0.5, 2.3708 / 0.25, 18.0, P) == pytest.approx(17000 * 0.5 * 1.5 / 2)
    assert eq.positive_feedback(208.0, 0.0, P) == pytest.approx(0.75)
    assert eq.positive_feedback(208.0, 2.0, P) == pytest.approx(0.375)


def test_inhibin_fsh_and_amh_by_hand():
    assert eq.inhibin_target(1.0, 1.7, 7.85, P) == pytest.approx(38)  # 1.7 follicles at half drive are KB
    assert eq.fsh_synthesis(17.12, 0.0, 45.0, 0.0, 15.0, P) == pytest.approx(12600 * (0.268 + 5.132 / 2) / 2)
    assert eq.fsh_release(0.05, 41.0, 1.0, P) == pytest.approx(0.0622 + 0.0926 / 4 + 0.269)
    assert eq.amh_target(0.0, 10.0, 2.0, P) == pytest.approx(0.239 * 12 * 0.3)


def test_growth_by_hand():
    drive, competition = eq.growth_drive(13.1, 0.0, P), eq.crowding(7.6, P)
    assert drive == pytest.approx(0.0126 * 1.5)
    assert competition == pytest.approx(0.000172 / 2)
    # alone (S2 = d²), FSH at threshold: half of (25-10) 10 0.0126
    assert eq.growth(10.0, 5.0, 5.0, 0.0126, 1e-4, 100.0, 0.0, 1.2) == pytest.approx(0.945)
    # 50 mm² of others take 1e-4 * 50 off the drive
    assert eq.growth(10.0, 5.0, 5.0, 0.0126, 1e-4, 150.0, 0.0, 1.2) == pytest.approx(0.5 * 150 * 0.0076)
    assert eq.growth(10.0, 1.0, 90.0, 0.0189, 0.0, 100.0, 0.0, 1.2) == 1.2
    assert eq.independence(10.0, 0.706, 10.0) == pytest.approx(0.353)


def test_luteinisation_hazard_by_hand():
    assert eq.luteinisation_hazard(29.2, 0.3, P) == pytest.approx(2.02 * 0.5)
    assert eq.luteinisation_hazard(10.0, 0.3, P) == 0


# --- fates ---------------------------------------------------------------------------------------------------------


def follow(w, p, sizes, days, dt=0.1, drive=0.05, S2=500.0, hold=None):
    """Let follicles of given sizes live under constant hormones; statuses and sizes after each step."""
    n = len(sizes)
    w.f.add(np.zeros(n, dtype=np.intp), np.array(sizes, dtype=float), 4.0, 0.0, 1e9)
    if hold:
        hold(w.f)
    seen = []
    for step in range(round(days / dt)):
        counts = plain.fates(w, p, step * dt, dt, np.array([S2]), np.array([drive]), np.array([0.0]))
        seen.append((w.f.status.tolist(), w.f.d.tolist(), int(counts["follicles_ovulated"][0])))
    return seen


def surge(w):
    w.F, w.LH, w.LT, w.U2 = (np.array([x]) for x in (10.0, 40.0, 10.0, 0.5))


def test_ovulation_comes_1_4_days_after_commitment():
    w, p = woman()
    surge(w)
    seen = follow(w, p, [18.0], 2.0)
    assert seen[0][0] == [plain.COMMITTED]
    assert [released for _, _, released in seen].index(1) == 14
    assert len(w.f.owner) == 0
    assert w.t_S[0] == pytest.approx(0.1)
    assert 5.5 <= w.T[0] <= 16


@pytest.mark.parametrize(("lh", "u2"), [(24.0, 0.5), (40.0, 0.1)])
def test_without_a_surge_a_ripe_follicle_waits_five_days_and_dies(lh, u2):
    w, p = woman()
    surge(w)
    w.LH[:], w.U2[:] = lh, u2
    statuses = [status[0] for status, _, _ in follow(w, p, [18.0], 6.0) if status]
    assert statuses[:50] == [plain.WAITING] * 50
    assert plain.COMMITTED not in statuses
    assert statuses[-1] == plain.ATRETIC


def test_a_follicle_that_does_not_grow_dies_and_shrinks_out_of_sight():
    w, p = woman()
    surge(w)
    seen = follow(w, p, [8.0], 7.0, dt=0.02, drive=0.0)
    assert seen[0][0] == [plain.ATRETIC]
    gone = 0.02 * next(k for k, (status, _, _) in enumerate(seen) if not status)
    # 0.05 (T + T²/2) = ln(8/2), so T = sqrt(1 + 40 ln 4) - 1 = 6.513 d
    assert gone == pytest.approx(6.513, abs=0.1)


def test_high_tonic_lh_luteinises_and_the_follicle_still_secretes():
    w, p = woman(q0=0.3)
    surge(w)
    w.LH[:], w.LT[:] = 30.0, 29.2
    w.q[:] = 0.3  # hazard 1.01/d: a budget of 0.5 is spent after 0.495 d

    def small_budget(f):
        f.budget[:] = 0.5

    seen = follow(w, p, [12.0], 1.0, hold=small_budget)
    statuses = [status[0] for status, _, _ in seen]
    assert statuses.index(plain.LUF) == 4
    frozen = seen[-1][1][0]
    assert frozen == seen[4][1][0]
    S2, SF, ns, wA, n_LUF = (x[0] for x in plain.sums(w, p, 1.0))
    assert (S2, ns, wA, n_LUF) == (0, 0, 0, 1)
    assert SF == pytest.approx(0.9 * eq.oestrogenic_area(frozen))


def test_recruits_follow_a_poisson_law_even_in_a_long_step():
    """3 candidates expected, all accepted: mean and variance are 3 (five standard errors)."""
    n = 4000
    w, p = woman(n)
    w.F, w.q = np.full(n, 12.0), np.ones(n)
    dt = 3 / (4 * p.k0[0] * w.A[0])  # at 12 IU/L the rate is 4 k0
    zero = np.zeros(n)
    taken = plain.recruit(w, p, 0.0, dt, zero, zero + 0.01, zero)
    assert taken.mean() == pytest.approx(3, abs=5 * (3 / n) ** 0.5)
    assert taken.var() == pytest.approx(3, abs=5 * ((3 + 2 * 9) / n) ** 0.5)


def test_menses_need_progesterone_that_comes_and_goes():
    w, _ = woman()
    w.E2 = np.array([60.0])
    bled = []
    for day, p4 in enumerate([0.2] * 20 + [8.0] * 10 + [1.0] * 5):
        w.Pu = np.array([p4])
        if plain.bleed(w, 1.0)[0]:
            bled.append(day)
    assert bled == [30]


# --- cells ---------------------------------------------------------------------------------------------------------


def test_cells_after_infusion_by_hand():
    """O(t) = 27 000 e^-0.2t + 30 600 (e^-0.2t - e^-1.2t) for 3e7 cells into a vein; peak 0.13 % of the dose."""
    w, p = woman()
    plain.infuse(w, plain.Infusion(0, 3e7), p)
    assert w.L[0] == pytest.approx(2.55e7)
    assert w.O[0] == pytest.approx(27_000)
    course = []
    for _ in range(500):
        plain.cells(w, p, 0.01)
        course.append(w.O[0])
    assert course[199] == pytest.approx(57_600 * exp(-0.4) - 30_600 * exp(-2.4), rel=0.01)
    assert max(course) == pytest.approx(0.0013 * 3e7, rel=0.05)


def test_local_routes_start_in_the_ovary():
    w, p = woman()
    plain.infuse(w, plain.Infusion(0, 1e7, "intraovarian"), p)
    assert (w.O[0], w.L[0]) == (3e6, 0)
    w, p = woman()
    plain.infuse(w, plain.Infusion(0, 1e7, "intra_arterial"), p)
    assert w.O[0] == pytest.approx(2e6 + 0.15 * 8e6 * 0.006)
    assert w.L[0] == pytest.approx(6.8e6)


# --- whole women ---------------------------------------------------------------------------------------------------

POI = {"N": 2000.0, "q0": 0.35, "sq": 1.4}


def test_property_no_cells_is_no_treatment_to_the_last_bit():
    arms = [
        plain.run(POI | {"Eq": 0.5, "Es": 0.5, "Ea": 0.5}, days=120, seed=4, women=8, infusions=given)
        for given in ((), (plain.Infusion(20, 0.0),))
    ]
    for name in plain.SAMPLES + plain.COUNTS:
        assert np.array_equal(arms[0][name], arms[1][name])


def test_property_cells_raise_quality_and_never_the_reserve():
    none, cells = (
        plain.run(POI | {"sq": 0.0, "Eq": 0.5}, days=120, seed=4, women=4, infusions=[plain.Infusion(20, dose)])
        for dose in (0.0, 9e7)
    )
    assert (cells["quality"][:, -1] > none["quality"][:, -1]).all()
    for course in (none, cells):
        assert (np.diff(course["primordial"]) < 0).all()
        assert (course["antral_pool"] >= 0).all()
        assert (course["largest_follicle_mm"] <= 25).all()


def test_an_ovary_without_follicles():
    """FSH 73 and LH 29 IU/L for the typical woman, as the page states."""
    course = plain.run({"N": 1.0, "q0": 0.0}, days=200, women=1)
    assert course["fsh_iu_l"][0, -1] == pytest.approx(73, abs=1.5)
    assert course["lh_iu_l"][0, -1] == pytest.approx(29, abs=1)
    assert course["e2_pg_ml"][0, -1] == pytest.approx(8, abs=0.01)
    assert course["menses"].sum() == 0


def test_reference_a_woman_of_thirty_meets_the_acceptance_rows():
    """Rows 4, 5, 7, 8, 9 and 11 of the acceptance table at their accepted ranges."""
    course = plain.run({"N": reserve_at(30)}, days=730, dt=0.1, seed=11, women=64, record_days=0.5)
    found = summary(course, burn_in=120)
    accepted = {
        "cycle_mean": (27.5, 31),
        "cycle_median": (27, 29),
        "follicular_mean": (15, 18),
        "luteal_mean": (11.5, 13.5),
        "cycle_sd_within": (3.0, 5.0),
        "peak_lh_iu_l": (35, 125),
        "peak_e2_pg_ml": (180, 280),
        "peak_p4_ng_ml": (12, 20),
        "early_fsh_iu_l": (4, 6.9),
        "early_e2_pg_ml": (25, 60),
        "early_inhibin_b_pg_ml": (40, 90),
    }
    outside = {name: found[name] for name, (low, high) in accepted.items() if not low <= found[name] <= high}
    assert not outside
    assert found["follicles_ovulated_per_year"] / found["menses_per_year"] == pytest.approx(1, abs=0.05)


def test_property_no_menses_without_an_ovulation():
    course = plain.run({"N": 3000.0, "q0": 0.4, "sq": 1.4}, days=400, seed=2, women=32)
    menses, ovulations = course["menses"].sum(axis=1), course["ovulations"].sum(axis=1)
    assert menses.sum() > 32
    assert (menses <= ovulations).all()
    assert len(course["events"]["menses"][0]) == menses.sum()
    assert (course["follicles_ovulated"].sum(axis=1) >= ovulations).all()
