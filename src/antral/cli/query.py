"""`antral query`."""

import json as json_module
import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from antral.cli.terminal import console
from antral.core import InputError

if TYPE_CHECKING:
    import pyarrow as pa

_SHOWN: Final = 40


def query(
    sql: Annotated[str | None, typer.Argument(help="One SQL statement that reads.", show_default=False)] = None,
    runs: Annotated[list[Path] | None, typer.Argument(help="Folders of runs, or runs; runs/ by default.")] = None,
    tables: Annotated[bool, typer.Option("--tables", help="List the tables and their columns.")] = False,
    csv: Annotated[Path | None, typer.Option(help="Write every row of the answer to this CSV file.")] = None,
    parquet: Annotated[Path | None, typer.Option(help="Write every row of the answer to this Parquet file.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")] = False,
) -> None:
    """Answer SQL (DuckDB) over what the runs of a folder stored and found. It only reads.

    Example: antral query "SELECT run, scenario, test, rejection_rate FROM tests WHERE endpoint = 'log_fsh_6m'" runs/

    What there is: antral query --tables
    """
    if tables:
        _print_tables(json)
        return
    if sql is None:
        raise InputError("an SQL statement was wanted; antral query --tables lists what it may name.")
    from antral.api import answered, write_answer

    places = runs or [Path("runs")]
    written = False
    for place, suffix in ((csv, ".csv"), (parquet, ".parquet")):
        if place is not None:
            if place.suffix != suffix:
                raise InputError(f"{place}: a name that ends in {suffix} was wanted.")
            typer.echo(f"{write_answer(sql, places, place):,} rows in {place}", err=json)
            written = True
    if json:
        with answered(sql, places) as reader:
            _print_json(reader)
    elif not written:
        with answered(sql, places) as reader:
            _print(reader)


def _print_json(reader: "pa.RecordBatchReader") -> None:
    """`{"columns": [...], "rows": [[...]]}`, written as it is read; numbers that are none are null."""
    typer.echo(f'{{"columns": {json_module.dumps(reader.schema.names, ensure_ascii=False)}, "rows": [', nl=False)
    first = True
    for batch in reader:
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            values = [None if isinstance(value, float) and not math.isfinite(value) else value for value in row]
            text = json_module.dumps(values, ensure_ascii=False, default=str)
            typer.echo(text if first else f", {text}", nl=False)
            first = False
    typer.echo("]}")


def _print(reader: "pa.RecordBatchReader") -> None:
    """The first rows as a table, and whether there are more."""
    from rich.markup import escape
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for field in reader.schema:
        number = str(field.type) not in ("string", "large_string", "string_view", "bool")
        table.add_column(escape(field.name), overflow="fold", justify="right" if number else "left")
    for batch in reader:
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            if table.row_count == _SHOWN:
                console().print(table)
                typer.echo(f"The first {_SHOWN} rows; --csv FILE or --parquet FILE writes all of them.")
                return
            table.add_row(*(escape(_shown(value)) for value in row))
    console().print(table)
    if not table.row_count:
        typer.echo("No rows.")


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _print_tables(json: bool) -> None:
    """Every table with its columns."""
    from rich.markup import escape
    from rich.table import Table

    from antral.api import views

    if json:
        told = {
            name: [{"name": column, "type": kind, "meaning": meaning} for column, kind, meaning in columns]
            for name, columns in views().items()
        }
        typer.echo(json_module.dumps(told, ensure_ascii=False))
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("table", "column", "type", "meaning"):
        table.add_column(heading, overflow="fold")
    for name, columns in views().items():
        for place, (column, kind, meaning) in enumerate(columns):
            table.add_row("" if place else name, column, kind, escape(meaning))
        table.add_section()
    console().print(table)
