"""`antral evidence forecast`, `forecasts`, `update`: wrong input, and the exit code where a hash does not hold."""

import json
import sys

import pytest

from antral.cli import main
from antral.records import names, path


@pytest.fixture
def antral(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["antral", "evidence", *map(str, words)])
        with pytest.raises(SystemExit) as stop:
            main()
        shown = capsys.readouterr()
        return int(stop.value.code or 0), shown.out, shown.err

    return run


@pytest.fixture
def shipped(tmp_path):
    name = names("forecasts")[-1]
    place = tmp_path / f"{name}.yaml"
    place.write_text(path("forecasts", place.name).read_text(encoding="utf-8"), encoding="utf-8")
    return place


def test_a_forecast_that_was_changed_is_seen(antral, shipped):
    code, out, _ = antral("forecasts", shipped.parent)
    assert (code, " ok" in out) == (0, True)
    shipped.write_text(shipped.read_text(encoding="utf-8").replace("trials: ", "trials: 1", 1), encoding="utf-8")
    code, out, _ = antral("forecasts", shipped.parent)
    assert code == 1
    assert "NOT: changed since its day" in out
    code, out, _ = antral("forecasts", shipped.parent, "--json")
    assert code == 1
    assert json.loads(out)["forecasts"][0]["holds"] is False


def test_a_check_is_told_as_json(antral, shipped, tmp_path):
    report = tmp_path / "r.yml"
    report.write_text(
        "source: invented\nreported: [{endpoint: conceived, arm: cells, value: 0, n: 25}]\n", encoding="utf-8"
    )
    code, out, _ = antral("forecast", "--check", shipped, report, "--json")
    assert code == 0
    (told,) = json.loads(out)
    assert told["places"]["none"]["probability"] == told["places"]["none"]["at_most"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("forecast",), "one protocol was wanted"),
        (("forecast", "--all"), "--all and --record go together"),
        (("forecast", "--check", "NCT07115082"), "--check takes a forecast and a file"),
        (("forecast", "--check", "NCT0", "r.yaml"), "there is no forecast"),
        (("forecast", "NCT03877471"), "visits"),
        (("forecast", "NCT07115082", "--trials", "1"), "trials = 1"),
        (("forecast", "NCT07115082", "--out", "x.txt"), "a forecast is a .yaml file"),
        (("forecasts", "/nowhere"), "is not a folder"),
        (("update", "--part", "all"), "known are pooled"),
    ],
)
def test_wrong_input_says_what_to_do(antral, words, says):
    code, _, err = antral(*words)
    assert code != 0
    assert says in " ".join(err.split())
