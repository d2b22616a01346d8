"""The pieces of the plain woman: one NumPy function an equation, `[women]` or `[follicles]` in and out.

`p` is a namespace of `[women]` parameter arrays, named as in `plain_values`.
"""

import numpy as np

PULSE = 0.25 / 2.3708  # progesterone brake on LH, mL/ng
LH_CLEARED = 5 * 74.851  # L/d
FSH_CLEARED = 5 * 114.27  # L/d


def approach(now, settled, rate, dt):
    """The exact solution of y' = rate (settled - y) after dt."""
    return settled + (now - settled) * np.exp(-rate * dt)


# --- reserve and quality -------------------------------------------------------------------------------------------


def flux(N, p, activation=1.0):
    """Resting follicles that start to grow, per day (Faddy and Gosden 1996)."""
    return activation * p.flux_multiplier * N * (p.base_rate + p.crowding_rate / (p.crowding_half + N)) / 365.25


def own_quality(q0, z, sq, benefit=0.0):
    """Her own quality: therapy first fills its deficit, then the odds fluctuate by exp(sq z)."""
    treated = q0 + (1 - q0) * benefit
    return treated / (treated + (1 - treated) * np.exp(-sq * z))


def youth(years, p):
    """What age alone leaves of quality."""
    lost = 0.5 * (1 + np.tanh((years - p.years_half) / (2 * p.years_span)))
    return 1 - (1 - p.years_floor) * lost


def pool_factor(N, p):
    """Quality of the follicles left in a pool of N."""
    return 1 / (1 + (p.Nq / N) ** p.hq)


# --- follicles -----------------------------------------------------------------------------------------------------


def oestrogenic_area(d):
    """Secreting surface of a follicle of d mm."""
    x = (d / 15) ** 2 * (d / 15) ** 2 * (d / 15)
    return np.pi * d * d * x / (1 + x)


def inhibin_weight(d):
    """Weight of a live follicle in the source of inhibin B."""
    return np.where(d <= 8, 1.0, np.where(d < 12, 0.7, 0.0))


def amh_weight(d):
    """Weight of a live follicle in the source of AMH."""
    return np.clip((12 - d) / 4, 0, 1)


def growth_drive(F, P, p):
    """Growth per mm² of size under FSH and progesterone."""
    f5 = (F / 13.1) ** 5
    return p.gamma * (1 / (1 + (P / 3) ** 3) + f5 / (1 + f5))


def crowding(F, p):
    """Competition between follicles; high FSH ends it."""
    return p.kappa / (1 + (F / p.F_free) ** 10)


def independence(d, eta, size):
    """How far a follicle has outgrown its need of FSH."""
    z6 = (d / size) ** 2 * (d / size) ** 2 * (d / size) ** 2
    return eta * z6 / (1 + z6)


def growth(d, s, F, drive, competition, S2, h, Xmax):
    """Growth of a live follicle, mm/d; all arrays `[follicles]`."""
    threshold = (s * (1 - h)) ** 2
    sensed = F**2 * F**2 / (F**2 * F**2 + threshold * threshold)
    return np.minimum(sensed * (25 - d) * d * (drive - competition * (1 - h) * (S2 - d * d)), Xmax)


def viable(q, half):
    """Chance of a candidate of quality q: saturates, and is 1 at quality 1."""
    return (1 + half) / (1 + half / np.maximum(q, 1e-30))


def recruitment_rate(F, p):
    """Share of the small antral pool that asks to be selected, per day."""
    return p.k0 * (1 + p.k_gain * F**3 / (F**3 + 12**3))


def luteinisation_hazard(LT, q, p):
    """Hazard of turning into a luteinised unruptured follicle, per day."""
    return p.hl * np.maximum(0, (LT - p.LHl0) / 30) * (1.3 - q)


# --- hormones ------------------------------------------------------------------------------------------------------


def luteal_curve(u, T, rise=3.5):
    """Activity of a corpus luteum u days after commitment, with lifespan T."""
    u = np.clip(u, 0, 30)
    return np.where(u < 30, (1 - np.exp(-((u / rise) ** 2))) / (1 + (u / T) ** 14), 0.0)


def corpus_size(z, q, p):
    """What a corpus luteum makes, 1 for a typical one, from a normal number and the quality of its follicle."""
    return (1 - (1 - p.size_q0) * (1 - q)) * np.exp(p.size_sd * z)


def pause_chance(years, p):
    """Share of cycles that begin with a pause of the hypothalamus."""
    return p.pause_25 * np.exp(-p.pause_fall * (years - 25))


def progesterone(ph, n_LUF, p):
    """P4, ng/mL."""
    return p.P4_base + p.P4_luteal * ph + p.P4_per_LUF * np.minimum(n_LUF, 1.5)


def able_surface(SF, q, p):
    """Secreting surface that makes hormone: all of it at quality 1, a floor of it at quality 0."""
    return SF - SF * (1 - p.q_floor) * (1 - q)


def oestradiol(B, SF, q, ph, p):
    """E2, pg/mL; B is that of the step before."""
    floor = p.q_floor + (1 - p.q_floor) * q
    return p.Eper + p.yE * (p.eB * B * floor + p.eS * able_surface(SF, q, p)) + p.E2_luteal * ph


def inhibin_a(SF, q, ph, p):
    """Inhibin A, pg/mL: dominant follicle and corpus luteum, without delay."""
    return p.iS * able_surface(SF, q, p) + p.IA_luteal * ph


def pulse_frequency(E2, P):
    """GnRH pulses per day."""
    e10 = (E2 / 120) ** 10
    return 16 / (1 + (P / 3) ** 2) * (1 + e10 / (1 + e10))


def pulse_mass(E2):
    """GnRH per pulse."""
    return 0.0056 * (E2**2 / (100**2 + E2**2) + 9.6 / (9.6 + E2))


def positive_feedback(E2, Pu, p):
    """Oestradiol's call for a surge, blocked by progestogen."""
    e = (E2 / p.EU) ** 5
    return 1.5 * e / (1 + e) / (1 + (Pu / 2) ** 4)


def frequency_gain(f):
    """Gain of LH release with pulse frequency."""
    y = (f / 18) ** 5
    return 1 + y / (1 + y)


def tonic_lh(E2, P, f, p):
    """Release of LH without the surge, IU/d."""
    gL = (1 + p.aL / (1 + (E2 / p.KL) ** 2)) / 1.8
    return p.VL * gL * (p.fPL + (1 - p.fPL) / (1 + PULSE * P)) * frequency_gain(f)


def surge_lh(U2, P, f, p):
    """Release of LH by the surge, IU/d."""
    return p.VL2 * U2 * frequency_gain(f) / (1 + PULSE * P)


def inhibin_target(q, small, F, p):
    """Inhibin B at which `small` follicles would settle, pg/mL."""
    x = (q * small * F / (F + p.KF)) ** p.hB
    return p.Bmax * x / (p.KB**p.hB + x)


def fsh_synthesis(B, Ia, E2, P, f, p):
    """FSH made, IU/d; both inhibins act as one, inhibin A by its weight."""
    gB = p.gfl + (p.Gmax - p.gfl) / (1 + ((B + p.wA * Ia) / p.Bref) ** p.nB)
    gE = (1 + 45 / p.KE) / (1 + E2 / p.KE)
    gP = p.fPF + (1 - p.fPF) / (1 + (P / 2) ** 2)
    return p.VF * gB * gE * gP / (1 + (f / 15) ** 5)


def fsh_release(G, E2, U2, p):
    """Share of the FSH store that is released, per day."""
    r = 0.005 * G / 0.00025
    return p.r0 + p.r1 * r**3 / (1 + r**3) / (1 + (E2 / p.KR) ** 4) + p.rS * U2


def amh_target(q, A, wA, p):
    """AMH at which the follicles would settle, ng/mL."""
    return p.cA * (A + wA) * (p.amh_q0 + (1 - p.amh_q0) * q)
