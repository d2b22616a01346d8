"""`antral evidence treatments`: other treatments in the same terms."""

from typing import Annotated

import typer

from antral.cli.terminal import console


def treatments(
    name: Annotated[str | None, typer.Argument(help="Name of a treatment; without it, all are listed.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the records as JSON.")] = False,
) -> None:
    """Show treatments of POI: what each is, its evidence and certainty, and whether a mechanism is written down.

    Example: antral evidence treatments prp
    """
    from json import dumps

    from antral.api import evidence
    from antral.reports import render, treatment_sections, treatments_sections

    found = evidence.treatments() if name is None else {name: evidence.treatment(name)}
    if json:
        whole = {key: one.model_dump(mode="json") for key, one in found.items()}
        typer.echo(dumps(whole, indent=1, ensure_ascii=False))
    elif name is None:
        console().print(render(treatments_sections(found.values())))
    else:
        console().print(render(treatment_sections(found[name])))
