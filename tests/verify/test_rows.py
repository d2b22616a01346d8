"""Rows of the acceptance table: records, verdicts, and what is read from courses made by hand."""

import json
from dataclasses import replace

import numpy as np
import pytest

from antral.core import InputError, Tag
from antral.engine import OUTPUTS, Course
from antral.verify import (
    ROWS,
    Estimate,
    Reference,
    Row,
    company,
    made_with,
    references,
    report,
    rows_numerics,
    rows_poi,
    rows_reserve,
)
from antral.verify import cycles as in_cycles
from antral.verify.cycles import cycles
from antral.verify.resample import estimate, mean, quantile, sd

REASON = {"reason": "0.5 d is the step", "low": 30.9, "high": 31.5}


def a_reference(**changes):
    stated: dict = {"number": "4", "quantity": "length", "unit": "d", "reference": "29 d", "source": "somebody"}
    return Reference(
        **stated | {"tag": Tag.PUBLISHED, "low": 27.0, "high": 31.0, "selection": "healthy women"} | changes
    )


@pytest.mark.parametrize("key", references())
def test_every_reference_can_be_evaluated_and_says_where_it_comes_from(key):
    record = references()[key]
    assert key in ROWS
    assert record.source
    assert record.selection


def test_nothing_is_evaluated_without_a_reference():
    assert set(ROWS) == set(references())


def test_the_table_has_its_rows_in_order():
    wanted = (
        "1 2 3 3b 3c 4 4b 4c 5 5b 5c 6 6b 7 7b 7c 7d 7e 7f 8 9 9b 10 11 11b 11c "
        "12 12b 12c 12d 12e 13 13b 14 14b 15 15b 16 17 17b 17c 18 18b 19 20 21 22 23 24 25"
    )
    assert list(dict.fromkeys(record.number for record in references().values())) == wanted.split()


@pytest.mark.parametrize(
    ("key", "low", "high"),
    [
        ("cycle_mean", 27.5, 31.0),
        ("menopause_sd", 3.3, 4.6),
        ("fsh_47", 9.0, 16.0),
        ("poi_resumed", 0.12, 0.30),
        ("e2_before_lh", -1.3, -0.5),
        ("poi_e2_months", 0.35, 0.65),
        ("step_cycle", -0.4, 0.4),
    ],
)
def test_ranges_are_those_written_down_before(key, low, high):
    record = references()[key]
    assert (record.low, record.high) == (low, high)


@pytest.mark.parametrize(
    ("value", "changes", "verdict"),
    [
        (29.0, {}, "pass"),
        (27.0, {}, "pass"),
        (31.01, {}, "fail"),
        (float("nan"), {}, "fail"),
        (31.01, {"explained": REASON}, "explained"),
        (31.5, {"explained": REASON}, "explained"),
        (31.51, {"explained": REASON}, "fail"),
        (26.0, {"explained": REASON}, "fail"),
        (float("nan"), {"explained": REASON}, "fail"),
        (29.0, {"explained": REASON}, "pass"),
        (-5.0, {"low": None}, "pass"),
        (99.0, {"high": None}, "pass"),
        (99.0, {"low": None, "high": None}, "reported"),
    ],
)
def test_verdict(value, changes, verdict):
    assert Row("x", a_reference(**changes), Estimate(value)).verdict == verdict


@pytest.mark.parametrize(("value", "verdict"), [(29.0, "stale"), (31.01, "fail"), (float("nan"), "fail")])
def test_what_other_code_recorded_cannot_pass(value, verdict):
    row = Row("x", a_reference(), Estimate(value, outdated="made with other code"))
    assert (row.verdict, row.note) == (verdict, "made with other code")
    assert row.to_dict()["outdated"] == "made with other code"
    explained = Row("x", a_reference(explained=REASON), Estimate(31.01, outdated="old"))
    assert explained.note == "0.5 d is the step (explains 30.9 to 31.5); old"


@pytest.mark.parametrize(
    ("made", "verdict"),
    [
        (None, "stale"),
        ({"code": "0" * 16, "parameters": "0" * 16}, "stale"),
        (made_with() | {"code": "0" * 16}, "stale"),
        (made_with() | {"parameters": "0" * 16}, "stale"),
        (made_with(), "pass"),
    ],
)
def test_two_implementations_pass_only_if_recorded_with_this_code(made, verdict, monkeypatch):
    found = {"value": 0.001, "low": -0.001, "high": 0.003, "women": 256}
    record = {"differences": {"healthy_amh": found}} | ({"made_with": made} if made else {})
    monkeypatch.setattr(rows_numerics, "load_yaml", lambda file: record)
    [row] = report(["two_healthy_amh"], women=8)
    assert (row.verdict, row.ours, row.interval) == (verdict, "0.001", "-0.001 to 0.003")
    assert ("python -m tests.reference.two_implementations" in row.note) == (verdict == "stale")


def test_a_changed_parameter_or_equation_makes_a_record_stale(tmp_path, monkeypatch):
    (tmp_path / "part.yaml").write_text("rate: 1")
    monkeypatch.setattr(rows_numerics, "path", lambda *parts: tmp_path)
    fresh = made_with.__wrapped__
    first = fresh()
    (tmp_path / "part.yaml").write_text("rate: 2")
    assert fresh()["parameters"] != first["parameters"]
    assert fresh()["code"] == first["code"]
    monkeypatch.setattr(rows_numerics, "code_fingerprint", lambda: "f" * 64)
    assert fresh()["code"] == "f" * 16


def test_a_value_worse_than_what_is_explained_says_so():
    row = Row("x", a_reference(explained=REASON), Estimate(32.0))
    assert row.note == "the reason on record explains 30.9 to 31.5 only: 0.5 d is the step"
    assert row.to_dict()["explained"] == REASON
    assert Row("x", a_reference(explained=REASON), Estimate(29.0)).note == ""


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reason": "the step is too long"}, "numbers"),
        ({"low": 31.6}, "empty"),
        ({"low": 28.0, "high": 30.0}, "nothing to explain"),
        ({"high": None}, "high"),
        ({"high": float("inf")}, "finite"),
    ],
)
def test_an_explanation_wants_numbers_and_an_interval_outside_the_range(changes, said):
    with pytest.raises(ValueError, match=said):
        a_reference(explained=REASON | changes)


def test_an_empty_range_is_refused():
    with pytest.raises(ValueError, match="empty"):
        a_reference(low=5.0, high=4.0)


def test_a_row_as_text_and_as_json():
    row = Row("x", a_reference(), Estimate(33.333, 32.0, 34.5, 80))
    assert row.ours == "33.33"
    assert row.interval == "32 to 34.5"
    assert row.accept == "27 to 31"
    assert row.verdict == "fail"
    missing = Row("x", a_reference(), Estimate(float("nan"))).to_dict()
    assert json.loads(json.dumps(missing, allow_nan=False))["ours"] is None


def test_weighted_statistics_by_hand():
    x, w = np.array([1.0, 2.0, 6.0, np.nan]), np.array([1.0, 2.0, 1.0, 5.0])
    assert mean(x, w) == pytest.approx(2.75)  # (1 + 4 + 6) / 4
    assert sd(x, w) == pytest.approx(np.std([1, 2, 2, 6], ddof=1))
    assert [quantile(x, share, w) for share in (0.2, 0.5, 0.76)] == [1.0, 2.0, 6.0]


def test_interval_over_women_is_that_of_a_mean():
    x = np.random.default_rng(1).normal(10.0, 2.0, 100)
    got = estimate(lambda w: mean(x, w), 100, seed=1)
    half = 1.96 * x.std(ddof=1) / 10
    assert got.value == pytest.approx(x.mean())
    # 200 resamples place the ends within some 20 % of the half-width
    assert got.low == pytest.approx(x.mean() - half, abs=0.3 * half)
    assert got.high == pytest.approx(x.mean() + half, abs=0.3 * half)
    assert got == estimate(lambda w: mean(x, w), 100, seed=1)


def a_course(days=100):
    """One woman, four records a day; menses on days 10, 38 and 68, ovulation on day 24 only."""
    t = np.arange(1, 4 * days + 1) / 4
    values = np.full((len(OUTPUTS), 1, t.size), 1.0)

    def put(name, course):
        values[OUTPUTS.index(name), 0] = course

    put("menses", np.isin(t, [10.0, 38.0, 68.0]))
    put("ovulations", np.isin(t, [24.0]))
    put("lh_iu_l", 5.0 + 50.0 * np.exp(-((t - 23.5) ** 2)))
    put("fsh_iu_l", 4.0 + 9.0 * np.exp(-((t - 23.25) ** 2)))
    put("e2_pg_ml", 50.0 + 150.0 * np.exp(-((t - 22.5) ** 2)))
    put("p4_ng_ml", np.clip((t - 23.0) * 2.0, 0.2, 12.0))
    return Course(t, values, np.zeros(1, np.int8), np.zeros(1, np.int64))


def test_cycles_by_hand():
    found = cycles(a_course())
    assert found.length.tolist() == [28.0, 30.0]
    assert found.ovulations.tolist() == [1, 0]
    assert (found.follicular[0], found.luteal[0]) == (14.0, 14.0)
    assert np.isnan(found.follicular[1])
    assert (found.lh_peak[0], found.fsh_peak[0], found.e2_peak[0]) == (55.0, 13.0, 200.0)
    assert (found.e2_before_lh[0], found.fsh_before_lh[0]) == (-1.0, -0.25)
    # P4 is 0.5 on day 23.25 and exceeds it on 23.5, the day of the peak; a day later 3
    assert (found.p4_rise[0], found.p4_next_day[0]) == (0.0, pytest.approx(3.0))
    t = a_course().t_days
    luteal = t[found.luteal_times[0]]
    assert (luteal[0], luteal[-1]) == (26.5, 36.5)
    early = t[found.early_times[0]]
    assert (early[0], early[-1]) == (13.0, 44.75)


def limited(monkeypatch, key, **limits):
    """The references, one of them with other limits."""
    changed = references() | {key: references()[key].model_copy(update={"limits": limits})}
    for module in (company, in_cycles, rows_poi, rows_reserve):
        monkeypatch.setattr(module, "references", lambda: changed)


def test_the_rise_of_p4_has_its_limit_on_record(monkeypatch):
    limited(monkeypatch, "p4_rise", low=1.0)
    # P4 of the course is 1 on day 23.5, the day of the peak, and exceeds it on 23.75
    assert cycles(a_course()).p4_rise[0] == 0.25


def test_regular_cycles_have_their_limits_on_record(monkeypatch):
    lengths = [[28.0] * 4, [28.0] * 3, [36.0] * 4, [20.0] * 4, [20.0, 36.0, 20.0, 36.0]]  # means 28, 28, 36, 20, 28
    owner = np.repeat(np.arange(5), [len(one) for one in lengths])
    found = replace(cycles(a_course()), owner=owner, length=np.concatenate(lengths))
    assert company.regular(found, 5).tolist() == [True, False, False, False, False]
    limited(monkeypatch, "fsh_early", mean_low=20.0, mean_high=36.0, sd_below=10.0)
    assert company.regular(found, 5).tolist() == [True, False, True, True, True]


def test_an_empty_reserve_has_its_limit_on_record(monkeypatch):
    limited(monkeypatch, "empty_mean", low=25_000.0)
    # row 1: about 25 000 follicles are left at 38 y
    assert np.nanmedian(rows_reserve._ages_at_empty.__wrapped__(1)) == pytest.approx(38.0, abs=0.5)


def test_an_unknown_row_names_the_known_ones():
    with pytest.raises(InputError, match="3b"):
        report(["99"])


def test_a_few_rows_with_progress():
    seen = []
    rows = report(["1", "21", "cycle_median"], women=8, progress=lambda stage, share: seen.append((stage, share)))
    assert [row.number for row in rows] == ["1", "1", "4", *["21"] * 6]
    assert {row.key: row.verdict for row in rows}["oracle_period"] == "pass"
    assert seen[0] == ("row 1", 0.0)
    assert seen[-1] == ("done", 1.0)


def test_laws_hold():
    found = {row.key: row.verdict for row in report(["22"], women=8)}
    assert found.pop("refused") == "reported"
    assert len(found) == 11
    assert set(found.values()) == {"pass"}
