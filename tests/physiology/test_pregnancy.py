"""Conception, pregnancy and its end, by hand."""

import math

import pytest

from antral.kernel import plain
from antral.physiology import luteal, pregnancy, steroids, typical
from antral.physiology.fsh import Fsh

P = typical().pregnancy
chance = plain(pregnancy.chance)


@pytest.mark.parametrize(
    ("age", "ratio", "low", "high"),
    [
        (35, 0.86, 0.68, 1.08),
        (37, 0.81, 0.60, 1.08),
        (39, 0.70, 0.48, 1.01),
        (41, 0.47, 0.28, 0.78),
        (43.5, 0.39, 0.16, 0.93),
    ],
)
def test_reference_fecundability_by_age(age, ratio, low, high):
    """Steiner 2016, against 30-31 years."""
    got = plain(pregnancy.by_age)(age, P)
    assert low < got < high
    assert got == pytest.approx(ratio, abs=0.08)


def test_chance_by_hand():
    p = P._replace(per_ovulation=0.25, quality_power=2.0)
    assert chance(31.0, 1.0, 1.0, p) == pytest.approx(0.25)
    assert chance(31.0, 0.5, 1.0, p) == pytest.approx(0.0625)
    assert chance(31.0, 1.0, 0.4, p) == pytest.approx(0.1)
    assert chance(31.0, 1.0, 0.0, p) == 0.0


@pytest.mark.parametrize(("age", "share"), [(22.0, 0.10), (27.5, 0.10), (46.0, 0.53)])
def test_reference_miscarriage_by_age(age, share):
    """Magnus 2019: 0.10 at 25-29 years, 0.53 at 45 and more."""
    assert plain(pregnancy.miscarriage)(age, P) == pytest.approx(share, abs=1e-6)


def test_miscarriage_between_those_ages():
    # half of the years, a quarter of the way in log odds: −2.19722 + (0.12014 + 2.19722)/4 = −1.61788
    p = P._replace(miscarriage_young_age=27.0, miscarriage_old_age=47.0)
    assert plain(pregnancy.miscarriage)(37.0, p) == pytest.approx(1 / (1 + math.exp(1.61788)), rel=1e-4)


def test_day_of_a_miscarriage():
    lost = [plain(pregnancy.lost_on)(u, P) for u in (1e-9, 0.5, 1 - 1e-9)]
    assert lost[0] == pytest.approx(P.miscarriage_first, abs=1e-6)
    assert lost[0] < lost[1] < lost[2] <= P.viability
    # an exponential of mean 30 cut at 122 days: half of 1 − e^(−122/30) is left behind at 30 ln(1/(1 − 0.491434))
    p = P._replace(miscarriage_first=18.0, miscarriage_mean=30.0, viability=140.0)
    assert plain(pregnancy.lost_on)(0.5, p) == pytest.approx(18 + 20.284, abs=0.01)


@pytest.mark.parametrize(("normal", "day"), [(0.0, 266.0), (-1.0, 256.0), (9.0, 285.0), (-30.0, 140.0)])
def test_day_of_a_birth(normal, day):
    assert plain(pregnancy.born_on)(normal, P) == pytest.approx(day)


OWN = typical().steroids._replace(p4_base=0.2, p4_luteal=15.0, e2_luteal=110.0, e2_peripheral=8.0)


def sustained(days, corpus_days):
    without = plain(steroids.steroids)(0.0, 0.0, 1.0, 0.0, 0.0, OWN)
    state = pregnancy.Pregnancy(days, 266.0)
    corpus = luteal.CorpusLuteum(corpus_days, 11.0, 1.0)
    return plain(pregnancy.sustained)(without, state, corpus, typical().luteal, OWN, P)


def test_the_corpus_luteum_is_rescued_without_a_jump():
    # at conception the luteal curve is as it would be anyway
    u = 1.4
    active = plain(luteal.activity)(luteal.CorpusLuteum(u, 11.0, 1.0), typical().luteal)
    as_before = plain(steroids.steroids)(0.0, 0.0, 1.0, 0.0, active, OWN)
    assert sustained(0.0, u) == pytest.approx(as_before, rel=1e-6)
    # it stays at its height past its lifespan and past the end of the curve
    assert sustained(P.handover, P.handover + u).p4 == pytest.approx(15.2, rel=1e-4)
    for day in range(1, 266):
        before, now = sustained(day - 1.0, day + 0.4), sustained(float(day), day + 1.4)
        assert before.p4 <= now.p4
        assert now.p4 - before.p4 < 4.0  # as fast as any corpus luteum
        assert now.p4_total == now.p4


def test_steroids_at_term():
    got = sustained(266.0, 100.0)
    assert got.p4 == pytest.approx(0.2 + 15.0 * P.p4_term, rel=1e-3)
    assert got.e2 == pytest.approx(8.0 + 110.0 * P.e2_term, rel=1e-3)


def test_fsh_is_emptied():
    got = plain(pregnancy.suppressed)(Fsh(1000.0, 10.0), 2.0, P._replace(suppression=1.0))
    assert got == pytest.approx(Fsh(1000.0 * math.exp(-2), 10.0 * math.exp(-2)))
