"""`antral import`, `fetch`, `lint`: from a registry's record to a checked draft."""

from pathlib import Path
from typing import Annotated

import typer

from antral.cli.terminal import console


def import_record(
    record: Annotated[
        str,
        typer.Argument(
            help="The JSON of one study of ClinicalTrials.gov (API version 2), or the number of a shipped one."
        ),
    ],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="The draft to write; corrections in one that is there stay.")
    ] = None,
) -> None:
    """Make a draft protocol of a registry's record: every line verbatim, with the rule it seems to ask and why.

    Example: antral import NCT05138367 -o my-draft.yaml
    """
    from antral import api
    from antral.reports import draft_synopsis, render

    made = api.import_record(record, out)
    if made.place is None:
        console().print(render(draft_synopsis(made.draft)))
        return
    lines = made.draft.eligibility.criteria
    unread = sum(any(part.kind == "unparsed" for part in line.parts) for line in lines)
    typer.echo(f"Wrote {made.place}: {len(lines)} lines, {unread} with a part that a person must read.")
    for names, told in (
        (made.kept, "Corrected by a person, kept"),
        (made.renewed, "Read anew"),
        (made.added, "New in the record"),
        (made.gone, "Corrected by a person, no longer in the record, left out"),
    ):
        if names:
            typer.echo(f"{told}: {', '.join(names)}")
    typer.echo(f"Next: antral show {made.place}, antral lint {made.place}")


def fetch(
    number: Annotated[str, typer.Argument(help="The number of a study, such as NCT05138367.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="A folder, or the file to write.")] = Path(),
) -> None:
    """Save the record of one study from the public interface of ClinicalTrials.gov; needs a network.

    Example: antral fetch NCT05138367, then antral import NCT05138367.json -o my-draft.yaml
    """
    from antral import api

    place = api.fetch(number, out)
    typer.echo(f"Wrote {place}. Next: antral import {place} -o {place.stem}.yaml")


def lint(
    protocol: Annotated[str, typer.Argument(help="Name of a protocol or draft, or a YAML file.")],
    json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Say what to look at in a protocol: units, limits, windows, lines nobody can compute, lines against each other.

    Ends with exit code 1 where a finding is an error. Example: antral lint NCT03069209
    """
    import dataclasses
    from json import dumps

    from rich.table import Table
    from rich.text import Text

    from antral import api

    found = api.lint(protocol)
    if json:
        typer.echo(dumps([dataclasses.asdict(one) for one in found], indent=1, ensure_ascii=False))
    elif not found:
        typer.echo("Nothing to look at.")
    else:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for heading in ("level", "where", "what", "do"):
            table.add_column(heading, overflow="fold")
        for one in found:
            table.add_row(one.level, Text(one.where), Text(one.what), Text(one.do))
        console().print(table)
    if any(one.level == "error" for one in found):
        raise typer.Exit(1)
