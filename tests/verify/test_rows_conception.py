"""Row 18b on menses and pregnancies made by hand."""

from types import SimpleNamespace

import numpy as np
import pytest

from antral.core import DAYS_PER_YEAR
from antral.verify import ROWS, references, rows_conception, rows_poi
from antral.verify.company import Company
from antral.verify.rows_conception import by_cycle, share_by

DAYS = 120


def days(*marked):
    found = np.zeros((len(marked), DAYS), np.bool_)
    for woman, own in enumerate(marked):
        found[woman, own] = True
    return found


def test_cycles_begin_with_the_first_menses_and_end_with_the_next_or_a_conception():
    menses = days([10, 38, 66], [5, 33], [20], [], [15, 60, 90])
    pregnant = days([], range(47, DAYS), [], [], range(8, 50))
    seen, conceived = by_cycle(menses, pregnant, 2)
    # the first woman's third menses ends her second cycle; the second conceives in her second; the third's only cycle
    # has no end; the fourth never bleeds; the fifth conceives before she bleeds
    assert seen.tolist() == [[True, True], [True, True], [False, False], [False, False], [False, False]]
    assert conceived.tolist() == [[False, False], [False, True], [False, False], [False, False], [False, False]]


def test_later_cycles_are_not_counted():
    seen, conceived = by_cycle(days([0, 28, 56, 84]), days(range(98, DAYS)), 2)
    assert seen.tolist() == [[True, True]]
    assert not conceived.any()


def test_the_life_table_by_hand():
    seen = np.array([[True, True], [True, True], [True, False], [True, False]])
    conceived = np.array([[False, True], [False, False], [True, False], [False, False]])
    # one of four in the first cycle, one of two in the second: 1 - 3/4 * 1/2
    assert share_by(seen, conceived, np.ones(4)) == pytest.approx(0.625)
    assert share_by(seen, conceived, np.array([1.0, 1.0, 0.0, 0.0])) == pytest.approx(0.5)
    assert np.isnan(share_by(seen[2:], conceived[2:], np.ones(2)))


def test_women_who_ovulate_like_clockwork_conceive_by_their_chance(monkeypatch):
    """Women with a cycle of 28 d and a chance of 1/4 in each: 1 - 0.75^6 within six."""
    rng = np.random.default_rng(1)
    n, cycles = 4000, 6
    menses, pregnancy = np.zeros((n, 45 * cycles)), np.full((n, 45 * cycles), -1.0)
    for woman in range(n):
        for begin in range(woman % 28, 45 * cycles, 28):
            menses[woman, begin] = 1.0
            if begin + 14 < 45 * cycles and rng.random() < 0.25:
                pregnancy[woman, begin + 14 :] = np.arange(45 * cycles - begin - 14)
                break
    given = {}

    def lives(women, **_):
        given["ages"] = women.age_years
        return SimpleNamespace(state=SimpleNamespace(trying=lambda ages, intention: (ages, intention)))

    def advanced(state, days, **_):
        given["tried"], given["days"] = state, days
        return None, SimpleNamespace(menses=menses, pregnancy_days=pregnancy)

    monkeypatch.setattr(rows_conception, "run_in", lives)
    monkeypatch.setattr(rows_conception, "advance", advanced)
    found = ROWS["conceived_6_28"](Company(1, n))
    assert found.value == pytest.approx(1 - 0.75**6, abs=0.02)
    assert given["days"] == 270
    assert given["tried"][1] == 1.0
    assert (given["ages"].min(), given["ages"].max()) == (pytest.approx(28.0, abs=0.01), pytest.approx(31.0, abs=0.01))


def test_samples_after_two_phases(monkeypatch):
    asked = {}

    class Women:
        def sampled(self, code, when):
            asked[code] = when
            return np.where(np.arange(3)[:, None] == 1, 51.0, 50.0) * np.ones(len(when))

    monkeypatch.setattr(rows_poi, "_women", lambda company, key: Women())
    assert ROWS["poi_e2_after"](SimpleNamespace(seed=1)).value == pytest.approx(1 / 3)
    assert asked["E2"].tolist() == [*range(120, 180, 7), *range(300, 360, 7)]
    assert asked["E2"].max() < DAYS_PER_YEAR


def test_ranges_are_two_standard_errors_of_a_hundred_women():
    for key, share in {
        "conceived_6_28": 0.62,
        "conceived_12_25": 0.793,
        "conceived_6_40": 0.276,
        "conceived_12_40": 0.555,
    }.items():
        half = 2 * np.sqrt(share * (1 - share) / 100)
        assert (references()[key].low, references()[key].high) == pytest.approx((share - half, share + half), abs=0.005)
