"""`antral verify`: what is printed, written, and the exit code."""

import json

import pytest

from antral import api
from antral.cli import main
from antral.core import InputError
from antral.verify import Estimate, Explanation, Row, references


@pytest.fixture
def run(monkeypatch, capsys):
    def call(*words):
        monkeypatch.setattr("sys.argv", ["antral", "verify", *words])
        with pytest.raises(SystemExit) as stop:
            main()
        return int(stop.value.code or 0), capsys.readouterr().out

    return call


def test_rows_inside_their_range_end_with_0(run, tmp_path):
    code, out = run("physiology", "--row", "1", "--quiet", "--out", str(tmp_path / "v"))
    assert code == 0
    assert out.startswith("0 explained, 0 failed, 2 passed\n")
    kept = json.loads((tmp_path / "v/verification.json").read_text())
    assert kept["counts"] == {"explained": 0, "fail": 0, "stale": 0, "pass": 2, "reported": 0}
    assert [row["key"] for row in kept["rows"]] == ["reserve_38", "reserve_50"]
    assert kept["made_with"]["Command"] == "antral verify physiology --row 1 --seed 1 --women 200"
    page = (tmp_path / "v/verification.html").read_text()
    assert "All 2 rows with an accepted range lie inside it." in page
    assert "Only these rows were asked for: 1" in page


def test_the_subject_may_be_left_out(run):
    code, out = run("--row", "1", "--json", "--quiet")
    assert (code, json.loads(out)["subject"]) == (0, "physiology")


@pytest.mark.parametrize(
    ("reach", "code", "tally"),
    [
        (None, 1, "0 explained, 1 failed"),
        ((0.5, 2.0), 0, "1 explained, 0 failed"),
        ((1.5, 2.0), 1, "0 explained, 1 failed"),
    ],
)
def test_only_a_row_that_fails_unexplained_ends_with_1(run, monkeypatch, reach, code, tally):
    reason = reach and Explanation(reason="24 096 less than the law gives", low=reach[0], high=reach[1])
    record = references()["reserve_38"].model_copy(update={"explained": reason})
    row = Row("reserve_38", record, Estimate(1.0))
    monkeypatch.setattr("antral.verify.report", lambda rows, **given: [row])
    ended, out = run("--quiet")
    assert ended == code
    assert out.startswith(tally)


def test_what_cannot_be_verified_is_said():
    with pytest.raises(InputError, match="what can: physiology"):
        api.verify("astrology")


def test_without_a_shipped_posterior_uncertainty_ends_with_2(run, monkeypatch):
    monkeypatch.setattr("antral.calibrate.posterior.shipped", lambda part: None)
    assert run("--row", "1", "--uncertainty", "2", "--quiet")[0] == 2
