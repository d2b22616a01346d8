"""A method on any trial's table: columns by role, rows chosen, arms compared. Expected values: R 4.2.2."""

from pathlib import Path

import pytest

from antral.analysis import APPLICATIONS, METHODS, ROLES
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


@pytest.mark.parametrize("name", APPLICATIONS)
def test_every_application_is_a_named_method(name: str) -> None:
    assert name in METHODS
    assert set(APPLICATIONS[name].needs) <= set(ROLES)
    assert set(APPLICATIONS[name].uses) <= {*ROLES, "covariates", "horizon", "seed"}
