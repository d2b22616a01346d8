"""SQL over runs: what was stored is found, what is damaged is told of, and nothing can be written or looked up."""

import json
import resource
import subprocess
import sys
import warnings
from pathlib import Path

import polars as pl
import pytest

import antral
from antral.api.folder import Folder
from antral.api.querying import views, write_answer
from antral.api.shards import Shard, Shards
from antral.core import InputError, RunError
from antral.dataset import tables
from antral.trial import Conducted

INPUTS = {"conduct": "abc", "trials": 4, "seed": 7, "effects": ["none", "target"], "shards": 2, "women": 20}
ASKED = {"analysis": {"protocol": "NCT1", "protocol_hash": "p", "changes": ["analyses.alpha=0.1"]}}
RATE = {"label": "A", "rate": 0.25, "mcse": 0.1}


def conducted(trials: range, effect: float) -> Conducted:
    """Two women a trial; the second one's FSH falls by the effect."""
    rows = [(trial, woman) for trial in trials for woman in (1, 2)]
    people = pl.DataFrame(
        {"trial": [t for t, _ in rows], "participant_id": [w for _, w in rows], "arm": ["low", "high"] * len(trials)}
    ).with_columns(last_day=364.0, completed=True)
    seen = people.select("trial", "participant_id").with_columns(
        pl.lit("week_24").alias("visit"),
        pl.lit(168.0).alias("day"),
        pl.lit("FSH").alias("parameter"),
        (50.0 - effect * (pl.col("participant_id") - 1)).alias("value"),
        pl.lit("IU/L").alias("unit"),
        pl.lit(False).alias("censored"),
    )
    happened = people.filter(arm="high").select(
        "trial", "participant_id", pl.lit(20.0).alias("day"), pl.lit("bleed").alias("kind")
    )
    yearly = pl.DataFrame(
        {
            **{"arm": ["low", "high"], "year": [1, 1], "n": [len(trials)] * 2, "primordial": [10.0, 20.0]},
            **{"log_primordial": [1.0, 2.0], "ovulating": [1, 1], "menses": [0, 1], "exhausted": [0, 0]},
        },
        schema_overrides={"year": pl.Int32},
    )
    return Conducted(tables(people, seen, happened), None, pl.DataFrame(), 0, 1.0, yearly)


def made(place: Path, *, trials: int = 4, each: int = 2, seed: int = 7) -> Folder:
    inputs = INPUTS | {"trials": trials, "seed": seed, "shards": trials // each}
    folder = Folder.opened(place, inputs, ASKED)
    shards = Shards(folder.path / "shards", folder.key)
    for first in range(1, trials + 1, each):
        some = range(first, first + each)
        shards.of(some, lambda some=some: Shard({"none": conducted(some, 0.0), "target": conducted(some, 20.0)}))
    scenario = {
        "tests": {
            "fsh_trend": {"endpoint": "fsh", "label": "FSH", "rejection_rate": 0.5, "method": "trend", "mcse": None}
        },
        "arms": {"low": {"endpoints": {"fsh": {"unit": "ratio", "n": 2.0, "estimate": 0.9}}}},
        "naive_claims": {"best_arm": RATE},
    }
    folder.finish({"scenarios": {"none": scenario, "target": scenario}})
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("it's runs")
    made(place / "first")
    made(place / "older" / "second", seed=8)
    return place


def test_what_was_stored_is_counted_by_run_and_scenario(home: Path) -> None:
    found = antral.query(
        "SELECT run, scenario, arm, count(*) AS women, avg(value) AS fsh FROM observations "
        "JOIN participants USING (run, scenario, trial, participant_id) GROUP BY ALL ORDER BY ALL",
        home,
    )
    assert found.columns == ["run", "scenario", "arm", "women", "fsh"]
    assert found.rows() == [
        (run, scenario, arm, 4, 30.0 if (scenario, arm) == ("target", "high") else 50.0)
        for run in ("first", "older/second")
        for scenario in ("none", "target")
        for arm in ("high", "low")
    ]
    events = antral.query("SELECT count(*) FROM events WHERE kind = 'bleed' AND run = 'first'", home)
    assert events.item() == 8


def test_the_years_of_all_shards_are_added_up(home: Path) -> None:
    found = antral.query(
        "SELECT arm, n, primordial, menses FROM yearly WHERE run = 'first' AND scenario = 'none' ORDER BY arm", home
    )
    assert found.rows() == [("high", 4, 40.0, 2), ("low", 4, 20.0, 0)]


def test_runs_and_results_are_tables(home: Path) -> None:
    runs = antral.query("SELECT run, protocol, seed, trials, state, changes, effects FROM runs ORDER BY seed", home)
    assert runs.rows() == [
        ("first", "NCT1", 7, 4, "whole", "analyses.alpha=0.1", "none, target"),
        ("older/second", "NCT1", 8, 4, "whole", "analyses.alpha=0.1", "none, target"),
    ]
    tests = antral.query("SELECT scenario, test, rejection_rate, mcse FROM tests WHERE run = 'first'", home)
    assert tests.rows() == [(name, "fsh_trend", 0.5, None) for name in ("none", "target")]
    assert antral.query("SELECT arm, endpoint, estimate FROM arms LIMIT 1", home).rows() == [("low", "fsh", 0.9)]
    assert antral.query("SELECT DISTINCT claim, rate FROM claims", home).rows() == [("best_arm", 0.25)]
    one = antral.query("SELECT DISTINCT run FROM participants", [home / "first", home])
    assert set(one["run"]) == {"first", "older/second"}


@pytest.mark.parametrize("name", views())
def test_every_table_has_the_columns_that_are_told(home: Path, name: str) -> None:
    found = antral.query(f"DESCRIBE SELECT * FROM {name}", home)
    assert list(zip(found["column_name"], found["column_type"], strict=True)) == [
        (column, kind) for column, kind, _ in views()[name]
    ]


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT valu FROM observations", r'(?s)"valu" not found.*"value"'),
        ("SELECT * FROM observation", r"(?s)observations.*Tables: runs, tests, arms, claims, participants"),
        ("SELEC 1", "syntax error"),
        ("SELECT 1; SELECT 2", "one SQL statement was wanted; 2 came"),
        ("", "one SQL statement was wanted; 0 came"),
        ("SELECT 'x'::INTEGER", "cannot be answered"),
    ],
)
def test_wrong_sql_is_a_message(home: Path, sql: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        antral.query(sql, home)


@pytest.mark.parametrize(
    "sql",
    [
        "COPY (SELECT 1) TO '{outside}/x.csv'",
        "COPY (SELECT 1) TO '{inside}/x.csv'",
        "CREATE TABLE t AS SELECT 1",
        "DROP VIEW participants",
        "INSERT INTO runs SELECT * FROM runs",
        "DELETE FROM runs",
        "ATTACH '{outside}/x.db'",
        "SET enable_external_access = true",
        "PRAGMA version",
        "INSTALL httpfs",
        "LOAD httpfs",
        "EXPLAIN ANALYZE COPY (SELECT 1) TO '{inside}/x.csv'",
        "EXPORT DATABASE '{outside}/x'",
    ],
)
def test_nothing_can_be_written(home: Path, tmp_path: Path, sql: str) -> None:
    before = sorted(home.rglob("*"))
    with pytest.raises(InputError, match="that reads was wanted, such as SELECT"):
        antral.query(sql.format(outside=tmp_path, inside=str(home / "first" / "shards").replace("'", "''")), home)
    assert sorted(home.rglob("*")) == before
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "source",
    [
        "read_text('{outside}/secret.txt')",
        "read_csv('{outside}/secret.txt')",
        "glob('{outside}/*')",
        "'{outside}/secret.txt'",
        "read_csv('http://127.0.0.1:9/x.csv')",
        "read_blob('/proc/self/environ')",
    ],
)
def test_nothing_else_can_be_read(home: Path, tmp_path: Path, source: str) -> None:
    (tmp_path / "secret.txt").write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match=r"cannot be answered"):
        antral.query(f"SELECT * FROM {source.format(outside=tmp_path)}, (SELECT 1 FROM participants LIMIT 1)", home)


def test_a_damaged_shard_is_told_of_and_left_out(tmp_path: Path) -> None:
    folder = made(tmp_path / "hurt")
    file = folder.path / "shards" / "000003-000004" / "none" / "observations.parquet"
    file.write_bytes(file.read_bytes()[:-9])
    (folder.path / "shards" / ".000005-000006.1-a.part").mkdir()
    with pytest.warns(UserWarning, match="000003-000004 is damaged") as told:
        found = antral.query("SELECT DISTINCT trial FROM observations ORDER BY trial", tmp_path)
    assert len(told) == 1
    assert found["trial"].to_list() == [1, 2]
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # what no shard is needed for looks at none
        assert antral.query("SELECT count(*) FROM tests", tmp_path).item() == 2


def test_a_run_without_shards_has_empty_tables(tmp_path: Path) -> None:
    Folder.opened(tmp_path / "new", INPUTS, ASKED)
    assert antral.query("SELECT * FROM observations", tmp_path).shape == (0, len(views()["observations"]))
    assert antral.query("SELECT state FROM runs", tmp_path).item() == "partial, 0 of 2 shards"
    with pytest.raises(RunError, match="no run is in"):
        antral.query("SELECT 1", tmp_path / "new" / "shards")


def test_answers_are_written(home: Path, tmp_path: Path) -> None:
    sql = "SELECT run, trial, value FROM observations ORDER BY ALL"
    expected = antral.query(sql, home)
    for name, read in (("x.csv", pl.read_csv), ("x.parquet", pl.read_parquet)):
        assert write_answer(sql, [home], tmp_path / name) == expected.height == 32
        assert read(tmp_path / name).cast(dict(expected.schema)).equals(expected)
    with pytest.raises(InputError, match=r"ends in \.csv or \.parquet"):
        write_answer(sql, [home], tmp_path / "x.txt")
    with pytest.raises(RunError, match="cannot be written"):
        write_answer(sql, [home], tmp_path / "none" / "x.csv")
    with pytest.raises(InputError, match="not found"):
        write_answer("SELECT nothing FROM runs", [home], tmp_path / "y.csv")
    assert sorted(place.name for place in tmp_path.iterdir()) == ["x.csv", "x.parquet"]


COMMAND = "from antral.cli import main; main()"


def asked(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", COMMAND, "query", *words], cwd=cwd, capture_output=True, text=True, check=False
    )


def test_the_command(home: Path, tmp_path: Path) -> None:
    (tmp_path / "runs").symlink_to(home)
    done = asked(
        "SELECT scenario, 0.0 / 0.0 AS x, count(*) AS n FROM participants GROUP BY ALL ORDER BY 1",
        "--json",
        cwd=tmp_path,
    )
    assert json.loads(done.stdout) == {
        "columns": ["scenario", "x", "n"],
        "rows": [["none", None, 16], ["target", None, 16]],
    }
    done = asked("SELECT * FROM range(100) t(i)", cwd=tmp_path)
    assert "The first 40 rows" in done.stdout
    done = asked("SELECT scnario FROM participants", "runs", cwd=tmp_path)
    assert done.returncode == 2
    assert "scenario" in done.stderr
    assert "Traceback" not in done.stderr
    done = asked("SELECT 1 AS one", "--csv", "x.csv", cwd=tmp_path)
    assert done.stdout == "1 rows in x.csv\n"
    told = json.loads(asked("--tables", "--json", cwd=tmp_path).stdout)
    assert set(told) == set(views())
    assert not list(tmp_path.glob(".*"))


def test_many_shards_in_flat_memory(tmp_path: Path) -> None:
    first = made(tmp_path / "large", trials=2, each=2).path / "shards" / "000001-000002"
    for place in range(3, 1503, 2):  # the same shard again and again, linked
        other = first.with_name(f"{place:06d}-{place + 1:06d}")
        for file in first.rglob("*"):
            if file.is_file():
                (other / file.relative_to(first)).parent.mkdir(parents=True, exist_ok=True)
                (other / file.relative_to(first)).hardlink_to(file)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    joined = "SELECT count(*) FROM observations JOIN participants USING (run, scenario, trial, participant_id)"
    found = antral.query(joined, tmp_path).item()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert found == 751**2 * 2 * 4  # every shard holds the same two trials
    assert grown < 400
