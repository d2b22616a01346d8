"""A method on any trial's table: columns by role, rows chosen, arms compared. Expected values: R 4.2.2."""

from pathlib import Path

import pytest

from antral.analysis import APPLICATIONS, METHODS, ROLES
from antral.analysis.applied.shares import SHARES
from antral.api import estimate
from antral.core import InputError

TABLE = """USUBJID,TRTP,AVISIT,AVAL,BASE,site
1,placebo,week 12,80,85,a
2,placebo,week 12,91,88,b
3,placebo,week 12,70,75,a
4,placebo,week 12,65,66,b
5,high,week 12,60,80,a
6,high,week 12,55,77,b
7,high,week 12,72,90,a
8,high,week 12,,90,b
"""
TIMES = """id;arm;time;event
1;placebo;1;1
2;placebo;2;1
3;placebo;5;0
4;placebo;8;1
5;cells;3;1
6;cells;9;0
7;cells;12;0
8;cells;12;1
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "trial.csv"
    file.write_text(TABLE)
    return file


def one(file: Path, method: str, **asked: object):
    found = estimate(file, method, **asked)  # type: ignore[arg-type]
    assert len(found) == 1
    return found[0].result


def test_names_of_cdisc_are_known__oracle_r(table: Path) -> None:
    result = one(table, "welch")  # t.test(AVAL ~ TRTP)
    assert (result.low, result.high) == pytest.approx((-33.862288, 5.528955), abs=1e-6)
    assert result.p_value == pytest.approx(0.1236, abs=5e-5)
    assert result.left_out == 1


def test_the_baseline_is_adjusted_for__oracle_r(table: Path) -> None:
    result = one(table, "ancova")  # lm(AVAL ~ BASE + TRTP)
    assert result.estimate == pytest.approx(-18.5064, abs=5e-5)
    assert (result.low, result.high) == pytest.approx((-25.8536, -11.1591010), abs=1e-6)


def test_words_are_taken_as_categories(table: Path) -> None:
    assert "site: b" in one(table, "ancova", covariates=["site"]).method


def test_another_column_may_have_a_role(table: Path) -> None:
    result = one(table, "welch", columns={"value": "BASE"})
    assert result.estimate == pytest.approx((80 + 77 + 90 + 90) / 4 - (85 + 88 + 75 + 66) / 4)


def test_log_rank_of_a_table_with_semicolons__oracle_r(tmp_path: Path) -> None:
    file = tmp_path / "times.csv"
    file.write_text(TIMES)
    result = one(file, "log_rank")  # survdiff: O 2 and 3, E 3.49 and 1.51, chi-squared 2.45
    assert result.statistic == pytest.approx(2.45, abs=5e-3)
    assert result.details["expected cells"] == pytest.approx(3.49, abs=5e-3)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"method": "welhc"}, "Did you mean 'welch'"),
        ({"method": "welch", "columns": {"valeu": "AVAL"}}, "Did you mean 'value'"),
        ({"method": "welch", "columns": {"value": "AVALL"}}, "there is no column 'AVALL'"),
        ({"method": "welch", "control": "sham"}, "the arms are: placebo, high"),
        ({"method": "welch", "visit": "week 24"}, "there are: week 12"),
        ({"method": "welch", "where": {"site": "z"}}, "there are: a, b"),
        ({"method": "log_rank"}, "a column for time"),
        ({"method": "welch", "level": 95.0}, "between 0 and 1"),
    ],
)
def test_what_is_wrong_is_said(table: Path, asked: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        estimate(table, **asked)  # type: ignore[arg-type]


def test_two_rows_of_a_woman_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "twice.csv"
    file.write_text("participant_id,arm,value\n1,control,3\n1,control,4\n2,cells,5\n")
    with pytest.raises(InputError, match="line 3: this participant has a row already"):
        estimate(file, "welch")


def test_a_visit_is_asked_for_where_there_are_several(tmp_path: Path) -> None:
    file = tmp_path / "visits.csv"
    file.write_text("participant_id,arm,visit,value\n1,control,a,3\n1,control,b,4\n2,cells,a,5\n2,cells,b,5\n")
    with pytest.raises(InputError, match="choose one with --visit: a, b"):
        estimate(file, "welch")


LONG = """participant_id,arm,visit,value,baseline,resumed,site,cells
1,placebo,w4,80,85,0,a,0
1,placebo,w8,82,85,0,a,0
2,placebo,w4,91,88,0,b,0
2,placebo,w8,93,88,0,b,0
3,placebo,w4,70,75,1,a,0
3,placebo,w8,,75,1,a,0
4,placebo,w4,65,66,0,b,0
4,placebo,w8,60,66,0,b,0
5,high,w4,60,80,1,a,3
5,high,w8,58,80,1,a,3
6,high,w4,55,77,1,b,3
6,high,w8,<50,77,1,b,3
7,high,w4,72,90,0,a,3
7,high,w8,79,90,0,a,3
8,high,w4,80,90,1,b,3
8,high,w8,71,90,1,b,3
"""
YES_OR_NO = set(SHARES)
DOSES = "participant_id,arm,dose,value\n" + "".join(
    f"{n},d{3 * (n % 3)},{3 * (n % 3)},{2 + n % 3 + 0.3 * (n % 5)}\n" for n in range(15)
)
ASKED: dict[str, dict[str, object]] = {
    "mmrm": {},
    "mantel_haenszel_odds": {"visit": "w4", "columns": {"value": "resumed", "stratum": "site"}},
    "multiple_contrasts": {},
    "exact_trend": {"visit": "w4", "columns": {"value": "resumed", "dose": "cells"}},
}


@pytest.fixture
def long(tmp_path: Path) -> Path:
    file = tmp_path / "long.csv"
    file.write_text(LONG)
    return file


def test_values_below_detection_stand_at_their_limit(long: Path) -> None:
    assert one(long, "tobit", visit="w8").n == {"high": 4, "placebo": 3}
    assert one(long, "mann_whitney", visit="w8").n == {"treated": 4, "control": 3}


def test_shares_are_counted_by_arm__oracle_r(long: Path) -> None:
    result = one(long, "odds_ratio", visit="w4", columns={"value": "resumed"})
    # the tea tasting; conditional likelihood solved to 1e-13 (fisher.test itself stops at four digits)
    assert result.estimate == pytest.approx(6.40831965819968, rel=1e-9)
    assert (result.low, result.high) == pytest.approx((0.211735595446579, 626.243530588814), rel=1e-9)
    assert result.n == {"high": 4, "placebo": 4}


def test_logarithms_give_ratios(table: Path) -> None:
    ratio = one(table, "ancova", log=True)
    assert ratio.effect == "ratio of geometric means"
    logs = one(table, "ratio_of_geometric_means")
    assert one(table, "welch", log=True).estimate == pytest.approx(logs.estimate)
    assert 0 < ratio.low < ratio.estimate < ratio.high < 1
    with pytest.raises(InputError, match="takes no logarithms"):
        one(table, "mann_whitney", log=True)


def test_a_value_without_a_logarithm_is_told(tmp_path: Path) -> None:
    file = tmp_path / "zero.csv"
    file.write_text("participant_id,arm,value\n1,control,3\n2,control,0\n3,cells,5\n4,cells,5\n")
    with pytest.raises(InputError, match="line 3, column value: '0' came; a value above 0"):
        estimate(file, "welch", log=True)


def test_arms_against_one_control_are_corrected_for(tmp_path: Path) -> None:
    file = tmp_path / "doses.csv"
    file.write_text(DOSES)
    found = estimate(file, "dunnett", control="d0")
    assert [comparison.comparison for comparison in found] == ["d3 against d0", "d6 against d0"]
    assert all(comparison.corrected for comparison in found)


def test_visits_give_a_comparison_each(long: Path) -> None:
    assert [found.comparison for found in estimate(long, "mmrm")] == [
        "high against placebo, w4",
        "high against placebo, w8",
    ]
    assert [found.comparison for found in estimate(long, "mmrm", visit="w8")] == ["high against placebo, w8"]


def test_a_woman_in_two_arms_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "arms.csv"
    file.write_text("participant_id,arm,visit,value\n1,control,a,3\n1,cells,b,4\n2,cells,a,5\n")
    with pytest.raises(InputError, match="line 3: this participant was in arm control before"):
        estimate(file, "mmrm")


@pytest.mark.parametrize("name", APPLICATIONS)
def test_every_application_runs_on_a_table(name: str, long: Path, tmp_path: Path) -> None:
    needs = APPLICATIONS[name].needs
    file, asked = long, dict(ASKED.get(name, {"visit": "w4"}))
    if name == "multiple_contrasts":
        file, asked = tmp_path / "doses.csv", {}
        file.write_text(DOSES)
    elif "time" in needs:
        file, asked = tmp_path / "times.csv", {"horizon": 8.0} if "horizon" in APPLICATIONS[name].uses else {}
        file.write_text(TIMES)
    elif name not in ASKED:
        columns = {"value": "resumed"} if name in YES_OR_NO else {}
        asked["columns"] = columns | ({"stratum": "site"} if "stratum" in needs else {})
    for found in estimate(file, name, **asked):  # type: ignore[arg-type]
        assert found.result.method
        assert found.result.assumptions
        assert found.result.low <= found.result.estimate <= found.result.high or found.result.low != found.result.low


@pytest.mark.parametrize("name", APPLICATIONS)
def test_every_application_is_a_named_method(name: str) -> None:
    assert name in METHODS
    assert set(APPLICATIONS[name].needs) <= set(ROLES)
    assert set(APPLICATIONS[name].uses) <= {*ROLES, "covariates", "horizon", "seed", "structure"}


def test_missing_visits_are_imputed_whatever_the_order_of_women(long: Path, tmp_path: Path) -> None:
    plain = one(long, "multiple_imputation")
    head, *lines = LONG.splitlines()
    pairs = [lines[at : at + 2] for at in range(0, len(lines), 2)]
    turned = tmp_path / "turned.csv"
    turned.write_text("\n".join([head, *(line for pair in pairs[::-1] for line in pair)]) + "\n")
    other = one(turned, "multiple_imputation", control="placebo")
    assert (plain.estimate, plain.low) == pytest.approx((other.estimate, other.low))
    assert plain.details["values_after_last"] == 1
    assert "jump to reference" in one(long, "jump_to_reference", visit="w8").method
    assert any("tipping point" in note for note in one(long, "tipping_point").notes)


def test_visits_out_of_order_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "order.csv"
    file.write_text("participant_id,arm,visit,value\n1,control,b,3\n2,cells,a,5\n2,cells,b,5\n1,control,a,3\n")
    with pytest.raises(InputError, match="Sort the rows"):
        estimate(file, "multiple_imputation")
