"""`antral evidence lint`, `studies`, `show`, `add`: the records of studies."""

from pathlib import Path
from typing import Annotated

import typer

from antral.cli.terminal import console

Records = Annotated[
    Path | None, typer.Option("--records", help="A folder of your own study records, beside the shipped ones.")
]


def studies(
    records: Records = None,
    json: Annotated[bool, typer.Option("--json", help="Print every record as JSON.")] = False,
) -> None:
    """List the studies on record: design, cells, route, women, risk of bias, outcomes.

    Example: antral evidence studies
    """
    from json import dumps

    from antral.api import evidence
    from antral.reports import render, studies_sections

    found = evidence.studies(records)
    if json:
        whole = {name: one.model_dump(mode="json") for name, one in found.items()}
        typer.echo(dumps(whole, indent=1, ensure_ascii=False))
    else:
        console().print(render(studies_sections(found.values())))


def show(
    name: Annotated[
        str, typer.Argument(help="Name of a study (`antral evidence studies` lists them) or meta-analysis.")
    ],
    records: Records = None,
    json: Annotated[bool, typer.Option("--json", help="Print the record as JSON.")] = False,
) -> None:
    """Show all that is on record of one study or meta-analysis: every number with its place in the source, doubts.

    Example: antral evidence show mashayekhi2021
    """
    from json import dumps

    from antral.api import evidence
    from antral.reports import meta_analysis_sections, render, study_sections

    found = evidence.show(name, records)
    doubts = evidence.lint([name], records)
    if json:
        typer.echo(dumps(found.model_dump(mode="json"), indent=1, ensure_ascii=False))
    elif hasattr(found, "arms"):
        console().print(render(study_sections(found, doubts)))
    else:
        console().print(render(meta_analysis_sections(found, doubts)))


def lint(
    what: Annotated[
        list[str] | None, typer.Argument(help="Studies or meta-analyses by name, or YAML files; all if none is given.")
    ] = None,
    records: Records = None,
    json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Find what cannot be true of study records, or needs a look; what is so in the source is shown as known.

    Ends with exit code 1 where a finding is an error. Example: antral evidence lint umer2024
    """
    import dataclasses
    from json import dumps

    from antral.api import evidence
    from antral.reports import lint_sections, render

    found = evidence.lint(what or (), records)
    if json:
        typer.echo(dumps([dataclasses.asdict(one) for one in found], indent=1, ensure_ascii=False))
    else:
        console().print(render(lint_sections(found)))
    if any(one.level == "error" for one in found):
        raise typer.Exit(1)
