# ruff: noqa: SIM300  (the page's capital letters are variables)
"""The whole woman again, written from the same page by a second hand; it shares no code with the engine.

    course = run({"N": 69469.0}, days=1095, dt=0.1, seed=1, women=256)
    course["fsh_iu_l"]        # [women, time], IU/L
    course["events"]["menses"]  # (woman, day) of each menses

Structure: women are arrays `[women]`; all their follicles lie in one list `[follicles]` with the woman's number beside
each, and sums over a woman's follicles are weighted counts. So there is no limit of slots and no refusal; atretic
follicles stay in the list until they are too small to see. Tablets and pregnancy: `plain_outside`. No bleed by fall of
oestradiol alone. Chance is one NumPy generator a run (not one a woman): compare distributions, never single women.

Order of a step from t to t + dt: quality (once a day, at whole days) and cells; sums over follicles as they are at t;
progesterone, oestradiol (with the inhibin B of t); then G, U1, U2, LH, B (with the FSH of t), FSH, AMH; growth of all
live follicles with the new FSH; fates; recruits; reserve and antral pool; endometrium and bleeding.

Where the page leaves a choice, this is the reading taken
---------------------------------------------------------
1.  Values computed in a step belong to t + dt. A follicle recruited, committed, dying in this step is dated t + dt; the
    luteal curve starts at u = 0 in the next step.
2.  Standard deviation of the threshold s: 1.61 (the table), not 1.4 (the text). s = max(0.7, Normal): a floor.
3.  Lifespan T "cut to 5.5 to 16 d": clipped, not redrawn. (0.8 % of the draws end at 16.)
4.  U1, U2: exact exponentials in turn, U2 towards the new U1. All linear lags, W and A are exact over the step; N and
    the pipeline stages move by Euler steps each dt.
5.  "X <= 0.1 after 2 d": two days after recruitment, whatever the status. X is the capped growth at the size of t.
6.  A follicle of 18 mm or more becomes waiting at once and may commit in the same step; waiting and committed
    follicles go on growing by X (the page says "live"); commitment looks at size after growth.
7.  Fates in the order: atresia, luteinisation, waiting, commitment; one that dies of atresia cannot luteinise or commit
    in that step.
8.  Luteinisation threatens growing and waiting follicles above 8 mm, not committed ones. The q of the hazard is
    the product.
9.  A LUF keeps its size for 14 d, then shrinks; the time in `-0.05 d (1 + time)` counts from the start of shrinking,
    not from luteinisation. While it shrinks it still secretes and still counts in n_LUF, until 2 mm. An atretic
    follicle secretes nothing from the step after its death.
10. LUF oestradiol is multiplied by q and y_E as the rest of SF is.
11. A commitment within 3 d of t_S leaves t_S and T as they are (one corpus luteum); later it restarts the curve, also
    while the old corpus luteum is alive.
12. Ovulatory events: release of one or more follicles, more than 3 d after the last event.
13. Candidates of a step see the follicle area S2 of t plus 16 mm² for each recruit already taken in the step. A refused
    candidate does not leave the antral pool any faster: the loss kr·A is taken whether or not she was accepted.
14. The start value of B has exponent 2 as written (not hB) and no FSH factor; FSH starts at synthesis / clearance with
    no follicle, P4 0.2 and the GnRH frequency of that E2. Corpus luteum absent, W = 0, budget of recruits Exp(1).
15. The antral pool starts at sigma·flux/(muA + 2 k0), flux with its aetiology multiplier and without therapy.
16. Armed and P4 < 1.5 but W <= 0.2: W and the flag are reset, no menses is counted.
17. Therapy: q0 + (1 - q0) Eq R, then the odds fluctuate: logit q0 + sq z, then the pool factor, once a day; sf and act
    act at every step. z starts in its stationary law. "free" cells of an infusion reach the ovaries at once by phi·H;
    what an arterial dose leaves behind goes as if intravenous, of an intra-ovarian dose it is lost. M50, Eq, Es and Ea
    have no value on the page (placeholders here).
18. Follicles grow under the progesterone that the pituitary sees.
19. Pool counts: `follicles_2_10_mm` and `follicles_ge_3_mm` count listed follicles of any fate, without the pool A.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np

from . import plain_equations as eq
from . import plain_outside as outside
from .plain_values import LUNG_SHARE, OVARIAN_START, VALUES

GROWING, WAITING, COMMITTED, ATRETIC, LUF = 1, 2, 3, 4, 5
SAMPLES = (
    *("fsh_iu_l", "lh_iu_l", "e2_pg_ml", "p4_ng_ml", "inhibin_b_pg_ml", "amh_ng_ml", "antral_pool", "quality"),
    *("primordial", "follicles_2_10_mm", "follicles_ge_3_mm", "largest_follicle_mm", "largest_live_mm", "n_luf"),
    *("cells_ovary", "repair", "pregnant"),
)
COUNTS = ("menses", "ovulations", "follicles_ovulated", "recruits")


@dataclass(frozen=True)
class Infusion:
    """Cells given on one day; the dose may be one number a woman."""

    day: float
    dose_cells: float | np.ndarray
    route: str = "intravenous"


@dataclass
class Follicles:
    """Every follicle of 2 mm and more of every woman; all arrays `[follicles]`."""

    owner: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.intp))
    d: np.ndarray = field(default_factory=lambda: np.empty(0))
    s: np.ndarray = field(default_factory=lambda: np.empty(0))
    status: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.int8))
    born: np.ndarray = field(default_factory=lambda: np.empty(0))
    changed: np.ndarray = field(default_factory=lambda: np.empty(0))
    budget: np.ndarray = field(default_factory=lambda: np.empty(0))

    def keep(self, mask):
        for name, values in vars(self).items():
            setattr(self, name, values[mask])

    def add(self, owner, d, s, now, budget):
        new = (owner, d, s, np.full(len(owner), GROWING, dtype=np.int8), now, now, budget)
        for (name, values), more in zip(vars(self).items(), new, strict=True):
            setattr(self, name, np.concatenate((values, np.broadcast_to(more, len(owner)))))


def run(
    parameters: Mapping[str, object],
    days: float,
    dt: float = 0.1,
    seed: int = 0,
    *,
    women: int | None = None,
    record_days: float = 1.0,
    infusions: Sequence[Infusion] = (),
    tablets: outside.Tablets | None = None,
) -> dict:
    """Live `days` days of women.

    Parameters
    ----------
    parameters
        Values that differ from `plain_values.VALUES`, each a number or `[women]`.
    dt
        Step, d; a whole number of steps make a day.
    women
        Number of women, if no parameter is an array.
    record_days
        Interval of the recorded times, d; a whole number of steps.

    Returns
    -------
    `t_days` `[time]`; for each name of `SAMPLES` the value at the recorded time and for each of `COUNTS` the number
    since the recorded time before, `[women, time]`; `events`, which holds for menses and ovulations the arrays
    (woman, day).
    """
    n = women or max(np.size(value) for value in parameters.values())
    p = spread(parameters, n)
    per_day, every = round(1 / dt), round(record_days / dt)
    assert abs(per_day * dt - 1) < 1e-9, "a whole number of steps must make a day"
    assert abs(every * dt - record_days) < 1e-9, "a record interval is a whole number of steps"
    steps = round(days / dt)
    w = start(p, n, np.random.default_rng(seed))
    times = steps // every
    out = {name: np.zeros((n, times)) for name in SAMPLES + COUNTS}
    events = {"menses": [], "ovulations": []}
    for step in range(steps):
        for infusion in infusions:
            if round(infusion.day / dt) == step:
                infuse(w, infusion, p)
        if tablets is not None:
            outside.take(w, p, tablets, step, per_day)
        counts = advance(w, p, step * dt, dt, new_day=step % per_day == 0)
        now, k = (step + 1) * dt, step // every
        for name, women_in_it in events.items():
            hit = np.flatnonzero(counts[name])
            if len(hit):
                women_in_it.append((hit, np.full(len(hit), now)))
        if k < times:
            for name in COUNTS:
                out[name][:, k] += counts[name]
            if (step + 1) % every == 0:
                sample(w, out, k)
    empty = (np.empty(0, dtype=np.intp), np.empty(0))
    out["events"] = {
        name: tuple(np.concatenate(parts) for parts in zip(*found, strict=True)) if found else empty
        for name, found in events.items()
    }
    out["t_days"] = record_days * np.arange(1, times + 1)
    return out


def spread(parameters, n):
    """The parameters of n women, `[women]` each."""
    unknown = set(parameters) - set(VALUES)
    assert not unknown, f"unknown parameters {sorted(unknown)}"
    return SimpleNamespace(
        **{k: np.broadcast_to(np.asarray(parameters.get(k, v), dtype=float), n).copy() for k, v in VALUES.items()}
    )


def start(p, n, rng):
    """The woman of day 0."""
    w = SimpleNamespace(n=n, rng=rng, f=Follicles(), N=p.N.copy())
    w.z = rng.standard_normal(n)
    w.q = eq.own_quality(p.q0, w.z, p.sq) * eq.pool_factor(w.N, p) * eq.youth(p.age, p)
    leaving = eq.flux(w.N, p)
    w.g1, w.g2, w.g3 = (leaving * p.tau for _ in range(3))
    w.A = p.sigma * leaving / (p.muA + 2 * p.k0)
    x = w.q * (w.A + 4)
    w.B = 0.6 * p.Bmax * x**2 / (x**2 + p.KB**2)
    w.AMH = p.cA * (w.A + 4)
    w.LT, w.LH, w.G = np.full(n, 6.0), np.full(n, 6.0), np.full(n, 0.05)
    for name in ("U1", "U2", "W", "L", "O", "M", "R"):
        setattr(w, name, np.zeros(n))
    w.armed = np.zeros(n, dtype=bool)
    w.t_S, w.T, w.last_ovulation = np.full(n, -100.0), p.TL.copy(), np.full(n, -100.0)
    w.size, w.pause = np.ones(n), np.zeros(n)
    w.P4 = w.P = w.Pu = eq.progesterone(0.0, np.zeros(n), p)
    w.E2 = eq.oestradiol(w.B, 0.0, w.q, 0.0, p)
    made = eq.fsh_synthesis(w.B, 0.0, w.E2, w.P4, eq.pulse_frequency(w.E2, w.P4), p)
    w.RF = made / eq.fsh_release(w.G, w.E2, w.U2, p)
    w.F = made / eq.FSH_CLEARED
    w.recruit_budget = rng.exponential(size=n)
    outside.begin(w)
    return w


def advance(w, p, t, dt, *, new_day):
    """One step of all women; returns what happened, `[women]` each."""
    cells(w, p, dt)
    outside.rest(w, t + dt)
    if new_day:
        if t > 0:
            kept = np.exp(-1 / p.tauq)
            w.z = kept * w.z + np.sqrt(1 - kept**2) * w.rng.standard_normal(w.n)
        w.q = eq.own_quality(p.q0, w.z, p.sq, p.Eq * w.R) * eq.pool_factor(w.N, p) * eq.youth(p.age + t / 365.25, p)
    S2, SF, ns, wA, n_LUF = sums(w, p, t)
    hormones(w, p, t, dt, SF, ns, wA, n_LUF)
    drive, competition = eq.growth_drive(w.F, w.P, p), eq.crowding(w.F, p)
    counts = fates(w, p, t, dt, S2, drive, competition)
    counts["recruits"] = recruit(w, p, t + dt, dt, S2, drive, competition)
    reserve(w, p, dt)
    counts["menses"] = bleed(w, dt)
    return counts


def sums(w, p, t):
    """What a woman's follicles add up to: area, secreting surface, inhibin and AMH weights, LUFs."""
    f = w.f

    def total(weights, mask):
        return np.bincount(f.owner[mask], weights[mask], minlength=w.n)

    live = f.status <= COMMITTED
    fading = np.exp(-(t - f.changed) / p.tauE[f.owner])
    strength = np.select((f.status < COMMITTED, f.status == COMMITTED, f.status == LUF), (1.0, fading, p.eLUF[f.owner]))
    return (
        total(f.d * f.d, live),
        total(strength * eq.oestrogenic_area(f.d), f.status != ATRETIC),
        total(eq.inhibin_weight(f.d), live),
        total(eq.amh_weight(f.d), live),
        np.bincount(f.owner[f.status == LUF], minlength=w.n),
    )


def hormones(w, p, t, dt, SF, ns, wA, n_LUF):
    """Steroids, GnRH, LH, inhibin B, FSH and AMH, in the page's order."""
    ph = w.size * eq.luteal_curve(t - w.t_S, w.T, p.t_rise)
    w.n_LUF = n_LUF
    by_p4, by_e2 = outside.luteal(w, p, t + dt, t - w.t_S, ph)
    w.P4 = eq.progesterone(by_p4, n_LUF, p)
    Ex, Pg = outside.absorb(w, p, dt)
    w.P = P = w.P4 + p.w_pit * Pg
    w.Pu = w.P4 + Pg
    w.E2 = E2 = eq.oestradiol(w.B, SF, w.q, by_e2, p) + Ex
    IA = eq.inhibin_a(SF, w.q, ph, p)
    frequency = eq.pulse_frequency(E2, P)
    w.G = eq.approach(w.G, eq.pulse_mass(E2) * frequency / 0.594, 0.594, dt)
    w.U1 = eq.approach(w.U1, eq.positive_feedback(E2, w.Pu, p), p.kU, dt)
    w.U2 = eq.approach(w.U2, w.U1, p.kU, dt)
    tonic = eq.tonic_lh(E2, P, frequency, p)
    w.LT = eq.approach(w.LT, tonic / eq.LH_CLEARED, 10.0, dt)
    w.LH = eq.approach(w.LH, (tonic + eq.surge_lh(w.U2, P, frequency, p)) / eq.LH_CLEARED, 10.0, dt)
    w.B = eq.approach(w.B, eq.inhibin_target(w.q, w.A + ns, w.F, p), 1.4, dt)
    u = t - w.t_S
    pausing = (u > w.T) & (u < w.T + w.pause)
    release = eq.fsh_release(w.G, E2, w.U2, p) * np.where(pausing, 1 - p.pause_depth, 1.0)
    w.RF = eq.approach(w.RF, eq.fsh_synthesis(w.B, IA, E2, P, frequency, p) / release, release, dt)
    w.RF = outside.shut(w, p, dt, w.RF)
    w.F = release * w.RF / eq.FSH_CLEARED
    w.AMH = eq.approach(w.AMH, eq.amh_target(w.q, w.A, wA, p), 0.6, dt)


def fates(w, p, t, dt, S2, drive, competition):
    """Follicles grow, die, luteinise, commit, ovulate and shrink."""
    f, o, now, half = w.f, w.f.owner, t + dt, dt / 2
    live, may_die = f.status <= COMMITTED, f.status <= WAITING
    h = eq.independence(f.d, p.eta[o], p.eta_size[o])
    X = eq.growth(f.d, f.s, w.F[o], drive[o], competition[o], S2[o], h, p.Xmax[o])
    tired = (f.status == WAITING) & (t - f.changed > 5 + half)
    dies = may_die & ((X <= 0.01) | ((X <= 0.1) & (t - f.born >= 2 - half)) | tired)
    shrinking = np.where(f.status == LUF, t - f.changed - p.tLUF[o], t - f.changed)
    shrinks = ~live & (shrinking >= -half)
    f.d = f.d + dt * np.where(live, X, np.where(shrinks, -0.05 * f.d * (1 + shrinking), 0.0))

    threatened = may_die & ~dies & (f.d > p.d_LUF[o])
    f.budget = f.budget - dt * np.where(threatened, eq.luteinisation_hazard(w.LT, w.q, p)[o], 0.0)
    luteinises = threatened & (f.budget <= 0)
    ripe = may_die & ~dies & ~luteinises & (f.d >= p.d_ovulation[o])
    commits = ripe & ((w.LH >= p.LH_threshold) & (w.U2 > p.U2_threshold))[o]
    waits = ripe & ~commits & (f.status == GROWING)
    for mask, status in ((dies, ATRETIC), (luteinises, LUF), (waits, WAITING), (commits, COMMITTED)):
        f.status[mask] = status
        f.changed[mask] = now

    releases = (f.status == COMMITTED) & (now - f.changed >= p.commit_to_ovulation[o] - half)
    released = np.bincount(o[releases], minlength=w.n)
    event = (released > 0) & (now - w.last_ovulation > 3)
    w.last_ovulation[event] = now
    outside.conceive(w, p, now, event)

    surge = (np.bincount(o[commits], minlength=w.n) > 0) & (now - w.t_S > 3)
    if surge.any():
        w.t_S[surge] = now
        w.T[surge] = np.clip(w.rng.normal(p.TL[surge], p.TLsd[surge]), 5.5, 16)
        w.size = np.where(surge, eq.corpus_size(w.rng.standard_normal(w.n), w.q, p), w.size)
        pauses = w.rng.random(w.n) < eq.pause_chance(p.age + t / 365.25, p)
        length = np.minimum(w.rng.exponential(p.pause_days), p.pause_longest)
        w.pause = np.where(surge, np.where(pauses, length, 0.0), w.pause)
    gone = releases | (f.d < 2)
    if gone.any():
        f.keep(~gone)
    return {"ovulations": event, "follicles_ovulated": released}


def recruit(w, p, now, dt, S2, drive, competition):
    """Candidates out of the antral pool; several may come in a step and none is lost."""
    w.recruit_budget -= eq.recruitment_rate(w.F, p) * w.A * dt
    taken = np.zeros(w.n)
    asking = np.flatnonzero(w.recruit_budget < 0)
    while len(asking):
        d = p.d_start[asking]
        s = np.maximum(p.s_min[asking], w.rng.normal(p.s_mean[asking], p.s_sd[asking]))
        luck, budget, next_budget = w.rng.random(len(asking)), *w.rng.exponential(size=(2, len(asking)))
        h = eq.independence(d, p.eta[asking], p.eta_size[asking])
        area = S2[asking] + taken[asking] * d * d + d * d  # with the candidate herself
        X = eq.growth(d, s, w.F[asking], drive[asking], competition[asking], area, h, p.Xmax[asking])
        accepted = (X > 0) & (luck < eq.viable(w.q[asking], p.q_viable[asking])) & np.isnan(w.conceived[asking])
        taken[asking[accepted]] += 1
        w.f.add(asking[accepted], d[accepted], s[accepted], now, budget[accepted])
        w.recruit_budget[asking] += next_budget
        asking = np.flatnonzero(w.recruit_budget < 0)
    return taken


def reserve(w, p, dt):
    """Resting follicles, three growing stages, small antral pool."""
    leaving = eq.flux(w.N, p, 1 + p.Ea * w.R)
    loss = p.muA + eq.recruitment_rate(w.F, p)
    w.A = eq.approach(w.A, p.sigma * (1 + p.Es * w.R) * w.g3 / p.tau / loss, loss, dt)
    w.N = w.N - dt * leaving
    w.g1, w.g2, w.g3 = (
        w.g1 + dt * (leaving - w.g1 / p.tau),
        w.g2 + dt * (w.g1 - w.g2) / p.tau,
        w.g3 + dt * (w.g2 - w.g3) / p.tau,
    )


def bleed(w, dt):
    """Endometrium, and menses when progesterone has come and gone."""
    building = 0.25 * w.E2 / (w.E2 + 60)
    w.W = eq.approach(w.W, building / (building + 0.02), building + 0.02, dt)
    w.armed |= w.Pu > 4
    ends = w.armed & (w.Pu < 1.5)
    menses = ends & (w.W > 0.2)
    w.W = np.where(ends, 0.05, w.W)
    w.armed &= ~ends
    return menses


def infuse(w, infusion, p):
    """Put the cells where the route brings them."""
    dose = np.broadcast_to(np.asarray(infusion.dose_cells, dtype=float), w.n)
    local = OVARIAN_START[infusion.route]
    w.O = w.O + local * dose
    if infusion.route != "intraovarian":
        rest = (1 - local) * dose
        w.L = w.L + LUNG_SHARE * rest
        w.O = w.O + (1 - LUNG_SHARE) * rest * p.phi * p.homing


def cells(w, p, dt):
    """Cells in lung and ovary, their signal, and the repair it leaves."""
    if not (w.L.any() or w.O.any() or w.M.any() or w.R.any()):
        return
    homed = p.k_rel * w.L * p.phi * p.homing
    w.L = eq.approach(w.L, 0.0, p.k_rel + p.k_L, dt)
    w.O = eq.approach(w.O, homed / p.k_O, p.k_O, dt)
    w.M = eq.approach(w.M, p.a_src * (w.O + p.eps * w.L), 1.0, dt)
    signal = w.M**p.n_hill / (p.M50**p.n_hill + w.M**p.n_hill)
    rate = signal / 30 + 1 / p.tauR
    w.R = eq.approach(w.R, signal / 30 / rate, rate, dt)


def sample(w, out, k):
    """Write the recorded values of all women at one time."""
    f = w.f
    out["fsh_iu_l"][:, k], out["lh_iu_l"][:, k], out["e2_pg_ml"][:, k] = w.F, w.LH, w.E2
    out["p4_ng_ml"][:, k], out["inhibin_b_pg_ml"][:, k], out["amh_ng_ml"][:, k] = w.P4, w.B, w.AMH
    out["antral_pool"][:, k], out["quality"][:, k], out["primordial"][:, k] = w.A, w.q, w.N
    out["follicles_2_10_mm"][:, k] = np.bincount(f.owner[f.d <= 10], minlength=w.n)
    out["follicles_ge_3_mm"][:, k] = np.bincount(f.owner[f.d >= 3], minlength=w.n)
    np.maximum.at(out["largest_follicle_mm"][:, k], f.owner, f.d)
    live = f.status <= COMMITTED
    np.maximum.at(out["largest_live_mm"][:, k], f.owner[live], f.d[live])
    out["n_luf"][:, k], out["cells_ovary"][:, k], out["repair"][:, k] = w.n_LUF, w.O, w.R
    out["pregnant"][:, k] = ~np.isnan(w.conceived)
