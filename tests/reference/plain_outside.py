"""Tablets and pregnancy of the plain woman; `plain_woman` calls these, women are arrays `[women]`.

Oral oestradiol valerate and a progestogen by a calendar: a tablet adds to a depot; depot, blood and progestogen move by
exact exponentials. A pregnancy begins at an ovulatory event, suspends recruitment, lets all follicles die but those
that the same surge still releases, holds the corpus luteum at its height, lets the placenta multiply it, empties the
store of FSH, and ends in a miscarriage or a birth, after which the lining is thin and unarmed.
"""

from dataclasses import dataclass

import numpy as np

ATRETIC, COMMITTED = 4, 3


@dataclass(frozen=True)
class Tablets:
    """Rows (days, mg oestradiol, mg progestogen) that repeat from a day on, at a time of the day."""

    calendar: tuple[tuple[int, float, float], ...]
    first_day: int = 0
    at: float = 0.875


def begin(w):
    """Nothing from outside, nobody pregnant."""
    w.D, w.Ex, w.C = (np.zeros(w.n) for _ in range(3))
    w.conceived, w.ends = np.full(w.n, np.nan), np.full(w.n, np.nan)
    w.stopped = np.zeros(w.n, dtype=bool)


def take(w, p, tablets, step, per_day):
    """The tablets of the day, if their time begins with this step; none once a pregnancy was known at a day's begin."""
    day, within = divmod(step, per_day)
    if within == 0:
        w.stopped |= day - w.conceived >= p.known
    if day < tablets.first_day or within != int(tablets.at * per_day):
        return
    place = (day - tablets.first_day) % sum(days for days, _, _ in tablets.calendar)
    for days, oestradiol, progestogen in tablets.calendar:
        if place < days:
            w.D = w.D + np.where(w.stopped, 0.0, oestradiol)
            w.C = w.C + np.where(w.stopped, 0.0, progestogen)
            return
        place -= days


def absorb(w, p, dt):
    """Oestradiol in blood and progestogen in progesterone equivalents after the step."""
    D, Ex = w.D, w.Ex
    w.D = D * np.exp(-p.kD * dt)
    # what leaves the depot at time s decays until dt: an integral of two exponentials
    came = p.E2_per_mg * p.kD * D * (np.exp(-p.kEx * dt) - np.exp(-p.kD * dt)) / (p.kD - p.kEx)
    w.Ex = Ex * np.exp(-p.kEx * dt) + came
    w.C = w.C * np.exp(-p.kC * dt)
    return w.Ex, p.Pg_per_mg * w.C


def conceive(w, p, now, event):
    """Who conceives at this ovulatory event, and when it will end."""
    able = np.flatnonzero(event & (p.wish > 0) & np.isnan(w.conceived))
    if not len(able):
        return
    age = p.age[able] + now / 365.25
    fall = (1 + np.exp((31 - p.a_half[able]) / p.a_scale[able])) / (
        1 + np.exp((age - p.a_half[able]) / p.a_scale[able])
    )
    luck = w.rng.random(len(able)) < p.p0[able] * fall * w.q[able] ** p.oq[able] * p.wish[able]
    able, age = able[luck], age[luck]
    far = np.clip((age - 27.5) / 18.5, 0, None) ** 2
    odds_young, odds_old = (x[able] / (1 - x[able]) for x in (p.lost_young, p.lost_old))
    odds = odds_young ** (1 - far) * odds_old**far
    lost = w.rng.random(len(able)) < odds / (1 + odds)
    early = p.lost_first[able] + w.rng.exponential(p.lost_mean[able])
    while (late := early > p.viable[able]).any():
        early[late] = p.lost_first[able][late] + w.rng.exponential(p.lost_mean[able][late])
    born = np.clip(w.rng.normal(p.birth[able], p.birth_sd[able]), p.viable[able], p.birth_latest[able])
    w.conceived[able], w.ends[able] = now, np.where(lost, early, born)


def rest(w, now):
    """Pregnancies end; the follicles of the pregnant die."""
    over = now - w.conceived > w.ends
    if over.any():
        w.conceived[over] = np.nan
        w.t_S[over], w.W[over], w.armed[over] = -100.0, 0.05, False
    with_child = ~np.isnan(w.conceived)
    if with_child.any():
        gone = with_child[w.f.owner] & (w.f.status != COMMITTED) & (w.f.status != ATRETIC)
        w.f.status[gone], w.f.changed[gone] = ATRETIC, now


def luteal(w, p, now, u, ph):
    """Activity of corpus luteum and placenta for progesterone and oestradiol, in units of the full corpus luteum."""
    with_child = ~np.isnan(w.conceived)
    if not with_child.any():
        return ph, ph
    held = 1 - np.exp(-((u / p.t_rise) ** 2))
    grown = np.clip((now - w.conceived - p.placenta) / (p.birth - p.placenta), 0, None)
    grown = np.where(with_child, grown, 0.0)
    return np.where(with_child, held * p.P4_term**grown, ph), np.where(with_child, held * p.E2_term**grown, ph)


def shut(w, p, dt, RF):
    """The FSH store, emptied in the pregnant."""
    return np.where(np.isnan(w.conceived), RF, RF * np.exp(-p.k_shut * dt))
