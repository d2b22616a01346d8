"""The schema, checks and Parquet files."""

import dataclasses
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from antral.core import DataError
from antral.dataset import (
    CDISC,
    EVENTS,
    OBSERVATIONS,
    PARAMETERS,
    PARTICIPANTS,
    Tables,
    check,
    read,
    tables,
    write,
)


def small() -> Tables:
    people = pl.DataFrame(
        {"trial": [1, 1], "participant_id": [1, 2], "arm": ["low", "high"], "last_day": [364.0, 90.0]}
    )
    seen = pl.DataFrame(
        {
            "trial": [1, 1],
            "participant_id": [1, 2],
            "visit": ["baseline", "baseline"],
            "day": [0.0, 0.0],
            "hour": [8.0, None],
            "parameter": ["FSH", "AMH"],
            "value": [70.0, 0.01],
            "unit": ["IU/L", "ng/mL"],
            "censored": [False, True],
        }
    )
    happened = pl.DataFrame(
        {"trial": [1], "participant_id": [2], "day": [44.0], "kind": ["bleed"], "spontaneous": [True]}
    )
    return tables(people, seen, happened)


@pytest.mark.parametrize("column", [*PARTICIPANTS, *OBSERVATIONS, *EVENTS], ids=lambda column: column.name)
def test_every_column_says_what_it_means(column) -> None:  # type: ignore[no-untyped-def]
    assert len(column.meaning) > 10
    if column.dtype == pl.Float64():
        assert column.unit


def test_parameters_follow_cdisc() -> None:
    assert all(len(name) <= 8 and name[0].isalpha() for name in PARAMETERS)
    assert CDISC["participant_id"] == "USUBJID"
    assert CDISC["value"] == "AVAL"


def test_absent_optional_columns_become_null() -> None:
    checked = check(small(), arms=["low", "high"])
    assert checked.participants["dose_cells"].to_list() == [None, None]
    assert checked.participants["trial"].dtype == pl.Int32()
    assert checked.trials == 1


def test_parquet_gives_back_what_was_written(tmp_path: Path) -> None:
    before = small()
    write(before, tmp_path)
    after = read(tmp_path)
    for name in ("participants", "observations", "events"):
        assert getattr(after, name).equals(getattr(before, name))
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "events.parquet",
        "observations.parquet",
        "participants.parquet",
    ]


def test_a_cut_off_parquet_file_is_refused(tmp_path: Path) -> None:
    write(small(), tmp_path)
    file = tmp_path / "observations.parquet"
    file.write_bytes(file.read_bytes()[:-40])
    with pytest.raises(DataError, match=r"observations\.parquet is not a whole Parquet file"):
        read(tmp_path)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("taken")
    with pytest.raises(DataError, match="cannot be written"):
        write(small(), tmp_path / "file" / "run")


@pytest.mark.parametrize(
    ("table", "change", "message"),
    [
        ("participants", pl.lit(1, pl.Int32()).alias("participant_id"), "row 2: a second row for trial 1"),
        ("participants", pl.lit("hihg").alias("arm"), "arm 'hihg' is unknown; wanted one of: low, high"),
        ("participants", pl.lit(None, pl.String()).alias("arm"), "column arm is empty"),
        ("participants", pl.lit("old").alias("age_years"), "type Float64 was wanted, String came"),
        ("observations", pl.lit("TSH").alias("parameter"), "parameter 'TSH' is unknown"),
        ("observations", pl.lit("pmol/L").alias("unit"), "FSH is in 'pmol/L'; IU/L was wanted"),
        ("observations", pl.lit(float("nan")).alias("value"), "value is nan; a finite number"),
        ("observations", pl.lit(25.0).alias("hour"), "an hour from 0 to 24"),
        ("observations", pl.lit(9, pl.Int32()).alias("participant_id"), "participant_id 9 is not in participants"),
        ("events", pl.lit("period").alias("kind"), "kind 'period' is unknown"),
    ],
)
def test_what_cannot_be_analysed_is_refused(table: str, change: pl.Expr, message: str) -> None:
    before = small()
    broken = dataclasses.replace(before, **{table: getattr(before, table).with_columns(change)})
    with pytest.raises(DataError, match=message):
        check(broken, arms=["low", "high"])


def test_a_missing_column_is_refused() -> None:
    with pytest.raises(DataError, match="missing arm"):
        tables(pl.DataFrame({"trial": [1], "participant_id": [1], "last_day": [0.0]}))


def test_importing_antral_does_not_load_polars() -> None:
    code = "import sys, antral; sys.exit('polars' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
