"""`antral verify statistics`: what is printed and written, the exit code, and that nothing of the model is loaded."""

import json
import subprocess
import sys

import pytest

from antral import api
from antral.cli import main
from antral.core import InputError
from antral.verify import statistics


@pytest.fixture
def run(monkeypatch, capsys):
    def call(*words):
        monkeypatch.setattr("sys.argv", ["antral", "verify", "statistics", *words])
        monkeypatch.setenv("COLUMNS", "160")
        with pytest.raises(SystemExit) as stop:
            main()
        told = capsys.readouterr()
        return int(stop.value.code or 0), told.out, told.err

    return call


def test_values_within_their_tolerance_end_with_0(run, tmp_path):
    code, out, _ = run("--topic", "intervals", "--quiet", "--out", str(tmp_path / "s"))
    assert code == 0
    assert "lie within their tolerance" in out
    assert "binom.test" in out
    assert "0 of 12" not in out
    kept = json.loads((tmp_path / "s/statistics.json").read_text())
    assert kept["counts"]["outside"] == 0
    assert kept["made_with"]["Command"] == "antral verify statistics --topic intervals"
    (value,) = [
        one
        for one in kept["values"]
        if (one["case"], one["row"], one["quantity"]) == ("clopper_pearson_r", "0 of 12", "high")
    ]
    assert value["oracle"] == 0.26464847
    assert value["difference"] == pytest.approx(value["ours"] - value["oracle"], abs=1e-15)
    page = (tmp_path / "s/statistics.html").read_text()
    assert "0.26464847" in page
    assert "share, Clopper-Pearson exact interval" in page


def test_every_value_is_printed_on_demand(run):
    code, out, _ = run("--topic", "intervals", "--all", "--quiet")
    assert code == 0
    assert "0.26464847" in out


def test_a_value_outside_its_tolerance_ends_with_1_and_is_told(run, monkeypatch):
    wrong = statistics.Value(
        "intervals", "made", "2 of 4", "low", 0.5, 0.4, 1e-8, "R", "R, made", ("wilson",), "digits"
    )
    monkeypatch.setattr(statistics, "compare", lambda topics, progress: [wrong])
    code, out, _ = run("--topic", "intervals", "--quiet")
    assert code == 1
    assert "1 of 1 value of 1 comparison lies outside its tolerance" in out
    assert "2 of 4" in out


def test_a_method_without_an_oracle_is_listed(run, monkeypatch):
    monkeypatch.setattr(statistics, "uncovered", lambda: {"slope": "nobody wrote it down elsewhere"})
    code, out, _ = run("--topic", "intervals", "--json", "--quiet")
    found = json.loads(out)
    assert code == 0
    assert found["without_oracle"]["slope"] == "nobody wrote it down elsewhere"
    assert found["counts"]["without_oracle"] == 1


def test_a_method_with_an_own_program_only_is_listed(run, monkeypatch):
    monkeypatch.setattr(statistics, "own_only", lambda: {"slope": "a plain sum"})
    code, out, _ = run("--topic", "intervals", "--quiet")
    assert code == 0
    assert "Own second program only" in out
    assert "a plain sum" in out
    found = json.loads(run("--topic", "intervals", "--json", "--quiet")[1])
    assert (found["own_only"], found["counts"]["own_only"]) == ({"slope": "a plain sum"}, 1)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        (("--women", "30"), "women"),
        (("--row", "1"), "rows"),
        (("--seed", "7"), "seed"),
        (("--uncertainty", "2"), "uncertainty"),
        (("--posterior", "p.parquet"), "posterior"),
        (("--member-women", "9"), "member_women"),
    ],
)
def test_what_belongs_to_physiology_is_refused(run, given, name):
    code, _, err = run(*given, "--quiet")
    assert code == 2
    assert f"{name}: only physiology knows this" in err


def test_topics_belong_to_the_statistics():
    with pytest.raises(InputError, match="topics are those of statistics"):
        api.verify("physiology", topics=("intervals",))
    with pytest.raises(InputError, match=r"there are: .*intervals"):
        api.verify("statistics", topics=("intervalls",))


def test_the_pooling_of_studies_is_verified_in_the_same_way(tmp_path):
    found = api.verify("evidence", topics=("effect_sizes",))
    assert found.holds
    assert found.subject == "evidence"
    numbers, page = found.write(tmp_path)
    assert json.loads(numbers.read_text())["made_with"]["Command"] == "antral verify evidence --topic effect_sizes"
    assert "The pooling of studies beside other programs" in page.read_text()
    assert "log odds ratio" in page.read_text()


def test_nothing_of_the_model_is_loaded():
    seen = "[name for name in ('numba', 'antral.engine', 'antral.physiology') if name in sys.modules]"
    program = f"import sys; from antral import api; api.verify('statistics', topics=('intervals',)); print({seen})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
