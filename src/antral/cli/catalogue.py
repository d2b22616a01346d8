"""`antral protocols`, `show`, `new`, `schema`."""

from pathlib import Path
from typing import Annotated

import typer

from antral.cli.options import Set
from antral.cli.terminal import console


def show(
    protocol: Annotated[str, typer.Argument(help="Name of a protocol or registry record, or a YAML file.")],
    set: Set = None,
) -> None:
    """Print the synopsis of a protocol: arms, calendar, criteria with grade, gaps and assumptions.

    Example: antral show NCT03816852
    """
    from antral import api
    from antral.reports import render

    console().print(render(api.show(protocol, set=set or ())))


def protocols() -> None:
    """List the protocols and registry records that are shipped.

    Example: antral protocols
    """
    from rich.table import Table

    from antral import api

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("name", "can be run", "women", "status", "title"):
        table.add_column(heading, overflow="fold")
    for entry in api.protocols():
        women = "" if entry.participants is None else str(entry.participants)
        table.add_row(
            entry.name,
            "yes" if entry.computable else "draft" if entry.draft else "record only",
            women,
            entry.status or "",
            entry.title,
        )
    console().print(table)


def new(path: Annotated[Path, typer.Argument(help="The file to write; it must not exist.")]) -> None:
    """Write a commented protocol to start from; or, where the file ends in .csv, a commented table for women.

    Example: antral new my.yaml

    Then: antral show my.yaml   and   antral simulate my.yaml;   or: antral new women.csv   and   antral match women.csv
    """
    from antral import api

    place = api.new(path)
    if path.suffix.lower() == ".csv":
        typer.echo(f"Wrote {place}, with one woman as an example. Fill it in, then: antral match {place}")
        return
    typer.echo(f"Wrote {place}. Edit it, then: antral show {place}, antral simulate {place}")


def schema(path: Annotated[Path, typer.Argument(help="The file to write; it must not exist.")]) -> None:
    """Write the JSON Schema of protocols, with which editors check and complete.

    Example: antral schema protocol.schema.json
    """
    from antral import api

    typer.echo(f"Wrote {api.schema(path)}.")
