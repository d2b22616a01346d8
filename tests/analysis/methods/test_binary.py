"""Yes-or-no outcomes: what must hold whatever the counts, many trials as one, and what is refused."""

import math
import warnings
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from antral.analysis.methods import binary
from antral.analysis.methods.binary.share import blaker_p
from antral.core import InputError

SIZES = st.integers(1, 14)


@st.composite
def tables(draw):
    """Events and women of two groups."""
    n = (draw(SIZES), draw(SIZES))
    return tuple(draw(st.integers(0, size)) for size in n), n


def p_of(test, events, n, side="two-sided"):
    return binary.risk_difference(events=events, n=n, test=test, alternative=side).p_value


def test_eight_of_twenty_against_one_of_twenty() -> None:
    found = binary.risk_difference(events=(8, 1), n=(20, 20), interval="newcombe", test="boschloo")
    assert found.estimate == pytest.approx(0.35)
    assert (found.low, found.high) == pytest.approx((0.0902, 0.5673), abs=1e-4)
    assert found.p_value == pytest.approx(0.00932, abs=1e-5)
    assert "Newcombe" in found.method
    assert "Boschloo" in found.method
    assert found.n == {"first": 20, "second": 20}


@settings(max_examples=25, deadline=None)
@given(tables())
def test_groups_can_be_swapped(table) -> None:
    events, n = table
    for test in binary.TESTS:
        one, other = p_of(test, events, n), p_of(test, events[::-1], n[::-1])
        assert one == pytest.approx(other, abs=1e-9, nan_ok=True)
    for test in ("fisher", "mid_p", "boschloo"):
        assert p_of(test, events, n, "greater") == pytest.approx(p_of(test, events[::-1], n[::-1], "less"), abs=1e-9)
    for interval in binary.INTERVALS:
        one = binary.risk_difference(events=events, n=n, interval=interval)
        other = binary.risk_difference(events=events[::-1], n=n[::-1], interval=interval)
        assert (one.low, one.high) == pytest.approx((-other.high, -other.low), abs=1e-9)
    one, other = binary.odds_ratio(events=events, n=n), binary.odds_ratio(events=events[::-1], n=n[::-1])
    if one.estimate not in (0.0, math.inf) and not math.isnan(one.estimate):
        assert one.estimate == pytest.approx(1 / other.estimate, rel=1e-9)


@settings(max_examples=25, deadline=None)
@given(tables())
def test_event_and_no_event_can_be_swapped(table) -> None:
    events, n = table
    rest = tuple(size - x for x, size in zip(events, n, strict=True))
    for test in binary.TESTS:
        assert p_of(test, events, n) == pytest.approx(p_of(test, rest, n), abs=1e-9, nan_ok=True)


@settings(max_examples=25, deadline=None)
@given(tables())
def test_boschloo_is_never_above_fisher(table) -> None:
    events, n = table
    for side in binary.ALTERNATIVES:
        assert p_of("boschloo", events, n, side) <= p_of("fisher", events, n, side) + 1e-12
    assert p_of("mid_p", events, n) < p_of("fisher", events, n)


@pytest.mark.parametrize("n", [(6, 6), (9, 5)])
def test_boschloo_keeps_its_size_at_every_true_share(n) -> None:
    """Every table enumerated: the chance to reject is at most the level, whatever the common share."""
    tables_of = np.array(list(product(range(n[0] + 1), range(n[1] + 1)))).T
    p = binary.boschloo_p(tables_of, np.repeat(np.array(n)[:, None], tables_of.shape[1], axis=1))
    for share in np.linspace(0.01, 0.99, 33):
        chance = stats.binom.pmf(tables_of[0], n[0], share) * stats.binom.pmf(tables_of[1], n[1], share)
        for level in (0.025, 0.05, 0.1):
            assert chance[p <= level].sum() <= level + 1e-9


@pytest.mark.parametrize(("events", "n"), [((7, 2), (15, 11)), ((12, 4), (30, 28)), ((3, 0), (9, 40))])
@pytest.mark.parametrize("side", ["greater", "less"])
def test_boschloo_one_sided__oracle_scipy(events, n, side) -> None:
    theirs = stats.boschloo_exact([events, np.subtract(n, events)], alternative=side, n=128).pvalue
    assert p_of("boschloo", events, n, side) == pytest.approx(theirs, abs=1e-7)


def test_many_trials_at_once_are_single_trials() -> None:
    rng = np.random.default_rng(4)
    n = rng.integers(3, 12, (2, 40))
    x = rng.binomial(n, 0.4)
    for test, form in binary.TESTS.items():
        together = form.p_value(x, n, "two-sided")
        single = [p_of(test, x[:, k].tolist(), n[:, k].tolist()) for k in range(40)]
        assert together == pytest.approx(single, abs=1e-12, nan_ok=True)
    for name, (_, limits) in binary.INTERVALS.items():
        low, high = limits(x, n, 0.9)
        one = [binary.risk_difference(events=x[:, k], n=n[:, k], interval=name, confidence=0.9) for k in range(40)]
        assert low == pytest.approx([each.low for each in one], abs=1e-12)
        assert high == pytest.approx([each.high for each in one], abs=1e-12)
    low, high = binary.blaker(x, n)
    assert low[1, 3] == pytest.approx(binary.share(events=x[1, 3], n=n[1, 3], interval="blaker").low)
    assert high[0, 7] == pytest.approx(binary.share(events=x[0, 7], n=n[0, 7], interval="blaker").high)


@pytest.mark.parametrize("n", [1, 2, 7, 12, 31])
@pytest.mark.parametrize("level", [0.8, 0.95])
def test_blaker_lies_within_clopper_pearson_and_covers(n, level) -> None:
    x = np.arange(n + 1)
    low, high = binary.blaker(x, n, level)
    wide_low, wide_high = (
        np.array([getattr(binary.share(events=k, n=n, confidence=level), end) for k in x]) for end in ("low", "high")
    )
    assert np.all(low >= wide_low - 1e-12)
    assert np.all(high <= wide_high + 1e-12)
    assert np.all(np.diff(low) > 0)
    for share in np.linspace(0.003, 0.997, 171):
        inside = (low <= share) & (share <= high)
        assert stats.binom.pmf(x[inside], n, share).sum() >= level - 1e-9


@pytest.mark.parametrize(("x", "n"), [(2, 12), (7, 20), (0, 6)])
def test_test_and_interval_of_one_share_agree(x, n) -> None:
    for interval in ("clopper_pearson", "wilson", "blaker"):
        found = binary.share(events=x, n=n, interval=interval)
        for limit, outwards in ((found.low, -1e-6), (found.high, 1e-6)):
            if 0.0 < limit < 1.0:
                outside = binary.share(events=x, n=n, interval=interval, null=limit + outwards)
                inside = binary.share(events=x, n=n, interval=interval, null=limit - outwards)
                assert outside.p_value <= 0.05 + 1e-6
                assert inside.p_value >= 0.05 - 1e-4


def test_blaker_p_of_all_outcomes_is_below_every_level_rarely_enough() -> None:
    for null in (0.1, 0.37, 0.5):
        p = np.array([blaker_p(x, 15, null) for x in range(16)])
        for level in (0.01, 0.05, 0.2):
            assert stats.binom.pmf(np.arange(16), 15, null)[p <= level].sum() <= level + 1e-12


def test_strata_of_one_are_the_plain_table() -> None:
    one = binary.exact_mantel_haenszel(events=[[7], [2]], n=[[15], [11]])
    plain = binary.odds_ratio(events=(7, 2), n=(15, 11))
    assert (one.estimate, one.low, one.high, one.p_value) == pytest.approx(
        (plain.estimate, plain.low, plain.high, plain.p_value)
    )
    gap = binary.mantel_haenszel(events=[[7], [2]], n=[[15], [11]], measure="difference")
    assert gap.estimate == pytest.approx(7 / 15 - 2 / 11)
    odds = binary.mantel_haenszel(events=[[7], [2]], n=[[15], [11]])
    assert odds.estimate == pytest.approx(7 * 9 / (8 * 2))
    pearson = float(binary.chi_squared([7, 2], [15, 11]).statistic)
    assert odds.statistic == pytest.approx(pearson * 25 / 26)


def test_order_of_strata_does_not_matter() -> None:
    x, n = np.array([[3, 5, 2], [1, 2, 1]]), np.array([[6, 7, 5], [6, 5, 6]])
    order = [2, 0, 1]
    for of in (binary.mantel_haenszel, binary.exact_mantel_haenszel):
        assert of(events=x, n=n).p_value == pytest.approx(of(events=x[:, order], n=n[:, order]).p_value, abs=1e-12)


def test_trend_of_two_doses_is_a_two_group_test() -> None:
    found = binary.trend(events=(2, 7), n=(11, 15), doses=(0, 5), exact=False)
    assert found.statistic**2 == pytest.approx(float(binary.chi_squared([7, 2], [15, 11]).statistic))
    assert found.estimate * 5 == pytest.approx(7 / 15 - 2 / 11)
    rising = binary.trend(events=(2, 7), n=(11, 15), doses=(0, 5), alternative="greater")
    assert rising.p_value == pytest.approx(p_of("fisher", (7, 2), (15, 11), "greater"))


def test_firth_of_two_groups_adds_a_half_to_each_cell() -> None:
    """Saturated: Firth's estimate is the log odds ratio after half a woman in each cell (Firth 1993)."""
    event, arm = np.r_[np.ones(5), np.zeros(1), np.zeros(6)], np.r_[np.ones(6), np.zeros(6)]
    found = binary.firth(event=event, columns=arm[:, None], names=("treated",))["treated"]
    assert found.estimate == pytest.approx(math.log(5.5 / 1.5 * 6.5 / 0.5), abs=1e-9)
    assert found.low > 0
    assert math.isfinite(found.high)
    assert found.details["odds_ratio"] == pytest.approx(math.exp(found.estimate))


def test_firth_leaves_out_and_counts_who_is_not_known() -> None:
    rng = np.random.default_rng(2)
    x, y = rng.normal(size=(30, 2)), rng.binomial(1, 0.4, 30).astype(float)
    whole = binary.firth(event=y, columns=x)["column 1"]
    more = binary.firth(event=np.r_[y, np.nan, 1.0], columns=np.r_[x, [[0.0, 1.0], [np.nan, 2.0]]])["column 1"]
    order = rng.permutation(30)
    other = binary.firth(event=y[order], columns=x[order])["column 1"]
    assert more.left_out == 2
    for field in ("estimate", "low", "high", "p_value"):
        assert getattr(more, field) == getattr(whole, field)
        assert getattr(other, field) == pytest.approx(getattr(whole, field), rel=1e-7)


def test_firth_limit_is_where_the_test_turns() -> None:
    """Shifting a covariate's coefficient by an offset is the same as testing it there."""
    x = np.r_[np.zeros(8), np.ones(8)]
    y = np.r_[1, 0, 0, 1, 0, 0, 0, 0, 1, 1, 0, 1, 1, 0, 1, 1].astype(float)
    found = binary.firth(event=y, columns=x[:, None])["column 1"]
    assert (found.p_value < 0.05) == (found.low > 0 or found.high < 0)


@pytest.mark.filterwarnings("error")
def test_degenerate_tables_have_an_answer() -> None:
    for events, n in (((0, 0), (5, 7)), ((5, 7), (5, 7)), ((1, 0), (1, 1)), ((0, 0), (1, 1))):
        for test in binary.TESTS:
            for interval in binary.INTERVALS:
                found = binary.risk_difference(events=events, n=n, test=test, interval=interval)
                assert found.low <= found.estimate <= found.high
                assert math.isnan(found.p_value) or 0 <= found.p_value <= 1
        binary.odds_ratio(events=events, n=n)
        binary.trend(events=events, n=n, doses=(0, 1))
        binary.trend(events=events, n=n, doses=(0, 1), exact=False)
        one = [[each] for each in events], [[each] for each in n]
        binary.mantel_haenszel(events=one[0], n=one[1])
        binary.exact_mantel_haenszel(events=one[0], n=one[1])
    empty = binary.risk_difference(events=(0, 2), n=(0, 5))
    assert math.isnan(empty.estimate)
    assert math.isnan(empty.p_value)
    assert empty.notes
    none = binary.odds_ratio(events=(0, 0), n=(5, 7))
    assert math.isnan(none.estimate)
    assert (none.low, none.high, none.p_value) == (0.0, math.inf, 1.0)
    assert math.isnan(binary.share(events=0, n=0).estimate)
    assert math.isnan(binary.mcnemar(first_only=0, second_only=0).p_value)
    separated = binary.odds_ratio(events=(6, 0), n=(6, 6))
    assert separated.estimate == math.inf
    assert separated.high == math.inf
    assert separated.low > 1


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(InputError, match="more women with the event"):
        binary.odds_ratio(events=(7, 1), n=(6, 6))
    with pytest.raises(InputError, match="numbers of women"):
        binary.share(events=1.5, n=6)
    with pytest.raises(InputError, match="numbers of women"):
        binary.share(events=math.nan, n=6)
    with pytest.raises(InputError, match="2 groups"):
        binary.chi_squared([1, 2, 3], [4, 4, 4])
    with pytest.raises(InputError, match="one of fisher"):
        binary.risk_difference(events=(1, 2), n=(4, 4), test="guess")
    with pytest.raises(InputError, match="between 0 and 1"):
        binary.share(events=1, n=6, confidence=95)
    with pytest.raises(InputError, match="one finite number"):
        binary.trend(events=(1, 2), n=(4, 4), doses=(1,))
    with pytest.raises(InputError, match="coefficients apart"):
        binary.firth(event=[0, 1, 1], columns=[[1.0], [1.0], [1.0]])
    with pytest.raises(InputError, match="0 or 1"):
        binary.firth(event=[0, 2, 1], columns=[[1.0], [2.0], [1.0]])


def test_mid_p_is_near_its_level_and_fisher_below() -> None:
    """Every table of 15 and 15 enumerated at a common share of 0.3."""
    grid = np.array(list(product(range(16), range(16)))).T
    n = np.full_like(grid, 15)
    chance = stats.binom.pmf(grid, 15, 0.3).prod(axis=0)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        size = {test: chance[form.p_value(grid, n, "two-sided") <= 0.05].sum() for test, form in binary.TESTS.items()}
    assert size["fisher"] < size["boschloo"] <= 0.05
    assert size["fisher"] < size["mid_p"] < 0.06
    assert size["chi_squared_corrected"] < 0.05


def test_firth_does_not_mind_the_unit_or_origin_of_a_column() -> None:
    y, x = [1.0, 0, 1, 0, 1, 1, 0], np.array([1.0, 2, 3, 4, 2.5, 0.5, 3.5])
    plain = binary.firth(event=y, columns=x[:, None])["column 1"]
    cells = binary.firth(event=y, columns=5e9 + 1e9 * x[:, None])["column 1"]
    for field in ("estimate", "low", "high"):
        assert getattr(cells, field) * 1e9 == pytest.approx(getattr(plain, field), rel=1e-6)
    assert cells.p_value == pytest.approx(plain.p_value, rel=1e-6)


@pytest.mark.parametrize(("n", "total"), [((15, 15), 7), ((9, 5), 6), ((20, 3), 4)])
@pytest.mark.parametrize("side", binary.ALTERNATIVES)
def test_mid_p_is_a_half_on_average(n, total, side) -> None:
    """Lancaster 1961: given the margins, the mean of the mid-p without effect is exactly a half."""
    first = np.arange(max(0, total - n[1]), min(n[0], total) + 1)
    tables_of = np.stack([first, total - first])
    p = binary.fisher_p(tables_of, np.repeat(np.array(n)[:, None], len(first), axis=1), side, mid=True)
    assert stats.hypergeom.pmf(first, sum(n), n[0], total) @ p == pytest.approx(0.5, abs=1e-12)


def test_a_trend_names_its_interval_and_says_where_it_contradicts_the_exact_p() -> None:
    """No event of 5, 2 of 5, 3 of 5: the statistic has 1 chance in 20 on each side, the Wald interval excludes 0."""
    found = binary.trend(events=(0, 2, 3), n=(5, 5, 5), doses=(0, 1, 2))
    assert "Wald interval; p-value by exact dose trend" in found.method
    assert found.p_value > 0.05
    assert found.low > 0
    assert any("disagree" in note for note in found.notes)
    clear = binary.trend(events=(0, 9), n=(10, 10), doses=(0, 1))
    assert clear.p_value < 0.001
    assert clear.low > 0
    assert clear.notes == ()


@pytest.mark.parametrize("side", ["greater", "less"])
def test_a_one_sided_p_beside_a_two_sided_interval_is_told(side) -> None:
    two = {"events": (2, 7), "n": (11, 15), "alternative": side}
    for found in (
        binary.risk_difference(**two),
        binary.odds_ratio(**two),
        binary.trend(**two, doses=(0, 1)),
        binary.exact_mantel_haenszel(events=[[2], [7]], n=[[11], [15]], alternative=side),
    ):
        assert found.sides == 1
        assert any(f"one-sided ({side})" in note for note in found.notes)
    assert not any("one-sided" in note for note in binary.odds_ratio(events=(2, 7), n=(11, 15)).notes)


def test_a_common_odds_ratio_without_an_interval_says_why() -> None:
    found = binary.mantel_haenszel(events=[[3, 2], [0, 0]], n=[[6, 6], [6, 6]])
    assert found.estimate == math.inf
    assert math.isnan(found.low)
    assert found.p_value < 0.05
    assert "infinite" in found.notes[-1]
    assert "exact_mantel_haenszel" in found.notes[-1]


def test_the_sample_is_women_and_the_errors_have_one_name() -> None:
    y, x = [0, 1, 0, 1, 1], [[0.0], [0.0], [1.0], [1.0], [2.0]]
    fitted = binary.firth(event=y, columns=x)["column 1"]
    assert (fitted.n, fitted.details["events"]) == ({"women": 5}, 3)
    assert fitted.details["standard error"] > 0
    tables = {"events": [[3, 2], [1, 1]], "n": [[6, 6], [6, 6]]}
    assert binary.mantel_haenszel(**tables).details["standard error of the log"] > 0
    assert binary.mantel_haenszel(**tables, measure="difference").details["standard error"] > 0


def test_firth_finds_its_limits_where_eight_women_are_separated() -> None:
    arm = [0, 1, 0, 1, 0, 0, 0, 1]
    x = [
        -2.0363402272224307,
        0.1634392410024217,
        0.5680439618562257,
        -0.932784273942568,
        1.7414985569027914,
        0.3390537234134902,
        -0.39467482013214694,
        -1.3252567564302977,
    ]
    found = binary.firth(event=arm, columns=np.column_stack([arm, x]), names=["arm", "x"])
    # R 4.2.2, brglm2 0.9, glm(method = "brglmFit", type = "AS_mean"); p of the penalised profile by optim
    assert found["arm"].estimate == pytest.approx(3.61067596, abs=1e-6)
    assert found["arm"].details["standard error"] == pytest.approx(2.19239518, abs=1e-5)
    assert found["arm"].p_value == pytest.approx(0.01828714, abs=1e-6)
    assert 0 < found["arm"].low < found["arm"].estimate < found["arm"].high < math.inf
    assert found["x"].low < 0 < found["x"].high
