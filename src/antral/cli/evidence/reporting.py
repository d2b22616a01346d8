"""`antral evidence report`."""

from pathlib import Path
from typing import Annotated

import typer

from antral.cli.options import Quiet
from antral.cli.terminal import progress
from antral.core import InputError


def report(
    out: Annotated[Path, typer.Option(help="The page to write.")] = Path("evidence.html"),
    records: Annotated[Path | None, typer.Option(help="A folder of your own study records.")] = None,
    quiet: Quiet = False,
) -> None:
    """Write one page with all that the published record says: known, assumed, unknowable; it opens offline.

    Example: antral evidence report --out evidence.html
    """
    from antral.api import evidence

    if out.is_dir():
        raise InputError(f"{out} is a folder; give the name of the page, such as {out / 'evidence.html'}.")
    with progress(quiet) as show:
        found = evidence.report(records=records, progress=show)
        show("the page", 0.0)
        place = found.html(out)
    typer.echo(f"Page: {place}")
