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
    """List the studies on record: design, cells, route, women, risk of bias.

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


def add(
    file: Annotated[
        Path | None, typer.Argument(help="A study record (.yaml); with --template the file to write.")
    ] = None,
    template: Annotated[bool, typer.Option("--template", help="Write a commented record to fill, and stop.")] = False,
    from_: Annotated[
        Path | None,
        typer.Option("--from", help="A table of studies (.csv); arms.csv and outcomes.csv lie beside it."),
    ] = None,
    study: Annotated[str | None, typer.Option("--study", help="The study_id, where the table has several.")] = None,
    records: Records = None,
) -> None:
    """Add a study of your own: write a template, or check a record or a row of a table and put it into your folder.

    Nothing is written where a finding is an error (exit code 1), and nothing is overwritten.
    Example: antral evidence add mystudy2026.yaml --template
    """
    from antral.api import evidence
    from antral.core import InputError
    from antral.reports import lint_sections, render

    if template and file is not None:
        typer.echo(f"Wrote {evidence.template(file)}. Next: fill it, antral evidence add {file} --records FOLDER")
        return
    source = from_ or file
    if source is None or (from_ and file) or template:
        raise InputError(
            "nothing to add: FILE.yaml --template, FILE.yaml --records FOLDER or --from TABLE.csv --records FOLDER."
        )
    if records is None:
        raise InputError("--records FOLDER is wanted: the folder of your own study records.")
    added = evidence.add(source, records, study)
    if added.found:
        console().print(render(lint_sections(added.found)))
    if added.place is None:
        typer.echo(f"{added.study.id} was not written: correct what cannot be true, or list it under known.")
        raise typer.Exit(1)
    typer.echo(f"Wrote {added.place}. Next: antral evidence show {added.study.id} --records {records}")


def disease(
    json: Annotated[bool, typer.Option("--json", help="Print the facts as JSON.")] = False,
) -> None:
    """Say what is known of the disease: how common, causes, diagnosis, course, treatments, cells, proposed mechanisms.

    Every figure has its source; where sources differ both stand. Example: antral evidence disease
    """
    from json import dumps

    from antral.api import evidence
    from antral.reports import disease_sections, render

    found = evidence.disease()
    if json:
        whole = {name: one.model_dump(mode="json", exclude_none=True) for name, one in found.items()}
        typer.echo(dumps(whole, indent=1, ensure_ascii=False))
    else:
        console().print(render(disease_sections(found.values())))
