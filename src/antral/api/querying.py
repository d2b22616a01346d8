"""`query`: SQL over what runs stored and found, by DuckDB.

The statement may only read, and only what the tables show: before it is run, DuckDB loses its way to every file but
the shards, and to the network. Rows are read as they are needed, so that memory stays flat over any number of shards.
"""

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from antral.api.query_views import FOUND, STORED, Columns, Part, Source
from antral.core import InputError, RunError, file_aside

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_TYPES: Final = {
    "VARCHAR": pl.String(),
    "DOUBLE": pl.Float64(),
    "BOOLEAN": pl.Boolean(),
    "INTEGER": pl.Int32(),
    "BIGINT": pl.Int64(),
}
_KEYS: Final = ("run", "scenario")
_ROWS_AT_ONCE: Final = 65_536
_WRITABLE: Final = (".csv", ".parquet")


def query(sql: str, runs: str | Path | Sequence[str | Path] = "runs") -> pl.DataFrame:
    """Answer a question in SQL over all runs of a folder, or of several.

    Parameters
    ----------
    sql
        One statement that reads, such as `SELECT scenario, count(*) FROM participants GROUP BY ALL`; `views` says what
        there is.
    runs
        Folders of runs, or runs.

    Raises
    ------
    InputError
        Where the statement is wrong or would write; near names are told.
    """
    with answered(sql, [runs] if isinstance(runs, str | Path) else list(runs)) as reader:
        found = pl.from_arrow(reader.read_all())
        assert isinstance(found, pl.DataFrame)
        return found


def views() -> dict[str, Columns]:
    """The tables that a query may name: for each its columns, with type and meaning."""
    return {**FOUND, **STORED}


@contextmanager
def answered(sql: str, runs: Sequence[str | Path]) -> "Iterator[pa.RecordBatchReader]":
    """The answer as it is read, some rows at a time."""
    import duckdb

    try:
        with _connected() as connection:
            _check(connection, sql)
            words = set(re.findall(r"\w+", sql.lower()))
            _open(connection, Source.of(runs), words & set(views()))
            yield connection.sql(sql).to_arrow_reader(_ROWS_AT_ONCE)
    except duckdb.Error as error:
        raise InputError(_told(error)) from error


@contextmanager
def _connected() -> "Iterator[duckdb.DuckDBPyConnection]":
    """A database in memory, with a folder of its own for what does not fit, that loads nothing from anywhere."""
    import duckdb

    with tempfile.TemporaryDirectory(prefix="antral-query-") as spill:
        settings: dict[str, str | bool | int | float | list[str]] = {"temp_directory": spill}
        settings |= dict.fromkeys(("autoinstall_known_extensions", "autoload_known_extensions"), False)
        connection = duckdb.connect(config=settings)
        try:
            yield connection
        finally:
            connection.close()


def write_answer(sql: str, runs: Sequence[str | Path], place: Path) -> int:
    """Write the answer as CSV or Parquet, as the name of the file says, in flat memory; how many rows it has."""
    if place.suffix not in _WRITABLE:
        raise InputError(f"{place}: a file that ends in .csv or .parquet was wanted.")
    from pyarrow.csv import CSVWriter
    from pyarrow.parquet import ParquetWriter

    rows, made = 0, CSVWriter if place.suffix == ".csv" else ParquetWriter
    with answered(sql, runs) as reader:
        try:
            with file_aside(place) as part, made(str(part), reader.schema) as writer:
                for batch in reader:
                    writer.write_batch(batch)
                    rows += batch.num_rows
        except OSError as error:
            raise RunError(f"{place} cannot be written: {error.strerror}. Choose another place.") from error
    return rows


def _check(connection: "duckdb.DuckDBPyConnection", sql: str) -> None:
    """One statement, and one that reads."""
    import duckdb

    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise InputError(f"one SQL statement was wanted; {len(statements)} came.")
    if statements[0].type != duckdb.StatementType.SELECT:
        kind = str(statements[0].type).rpartition(".")[2]
        raise InputError(f"a statement that reads was wanted, such as SELECT; {kind} came. Nothing was changed.")


def _open(connection: "duckdb.DuckDBPyConnection", source: Source, named: set[str]) -> None:
    """Make the tables, those that are named with their rows, and lock everything else away."""
    for name, columns in FOUND.items():
        schema = {column: _TYPES[kind] for column, kind, _ in columns}
        rows = source.rows(name) if name in named else []
        made = pl.DataFrame([{column: row.get(column) for column in schema} for row in rows], schema=schema)
        connection.register("_made", made)
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM _made")
        connection.unregister("_made")
    parts = source.parts() if named & set(STORED) else []
    for name, columns in STORED.items():
        _view(connection, name, columns, parts if name in named else [])
    folders = sorted({str(part.place.parent.parent) for part in parts})
    connection.execute("SET allowed_directories = $1", [folders])
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _view(connection: "duckdb.DuckDBPyConnection", name: str, columns: Columns, parts: Sequence[Part]) -> None:
    """A table over the files of all shards."""
    files = [(str(part.place / f"{name}.parquet"), part) for part in parts]
    files = [(file, part) for file, part in files if Path(file).is_file()]
    if not files:
        listed = ", ".join(f'NULL::{kind} AS "{column}"' for column, kind, _ in columns)
        connection.execute(f"CREATE VIEW {name} AS SELECT {listed} WHERE false")
        return
    strange = [file for file, _ in files if set(file) & set("*?[")]
    if strange:
        raise InputError(f"{strange[0]}: a query cannot read a folder with *, ? or [ in its name; rename it.")
    whose = pl.DataFrame(
        [(file, part.run, part.scenario) for file, part in files], schema=["file", *_KEYS], orient="row"
    )
    connection.register("_made", whose)
    connection.execute(f"CREATE TABLE _files_{name} AS SELECT * FROM _made")
    connection.unregister("_made")
    listed = ", ".join("'" + file.replace("'", "''") + "'" for file, _ in files)
    own = ", ".join(f'p."{column}"' for column, _, _ in columns if column not in _KEYS)
    read = (
        f"SELECT w.run, w.scenario, {own} FROM read_parquet([{listed}], filename = true) p "
        f"JOIN _files_{name} w ON p.filename = w.file"
    )
    if name == "yearly":  # a row a shard: they are added up
        sums = ", ".join(f'sum("{column}")::{kind} AS "{column}"' for column, kind, _ in columns[4:])
        read = f"SELECT run, scenario, arm, year, {sums} FROM ({read}) GROUP BY ALL"
    connection.execute(f"CREATE VIEW {name} AS {read}")


def _told(error: Any) -> str:
    """What DuckDB says, with our tables where one is not known."""
    message = str(error).strip()
    tables = f"\nTables: {', '.join(views())}; antral query --tables shows their columns."
    return f"the query cannot be answered. {message}{tables if 'Catalog' in message else ''}"
