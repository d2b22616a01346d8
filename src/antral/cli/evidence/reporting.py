"""`antral evidence report`."""

from pathlib import Path
from typing import Annotated

import typer


def report(
    out: Annotated[Path, typer.Option(help="The page to write.")] = Path("evidence.html"),
    records: Annotated[Path | None, typer.Option(help="A folder of your own study records.")] = None,
) -> None:
    """Write one page with all that the published record says: known, assumed, unknowable; it opens offline.

    Example: antral evidence report --out evidence.html
    """
    from antral.api import evidence

    typer.echo(f"Page: {evidence.report(records=records).html(out)}")
