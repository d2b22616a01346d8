"""`antral evidence worth`: what a planned trial could teach of the effect of cells."""

from pathlib import Path
from typing import Annotated

import typer

from antral.cli.options import Json, Quiet
from antral.cli.terminal import console, progress


def worth(
    protocols: Annotated[
        list[str] | None,
        typer.Argument(help="Protocols, by name or file; the registered trials that have a forecast by default."),
    ] = None,
    women_years: Annotated[int, typer.Option(help="Simulated of each trial, with and without effect; about.")] = 40_000,
    seed: Annotated[int, typer.Option(help="Same inputs and seed, same numbers.")] = 1,
    out: Annotated[
        Path | None, typer.Option(help="Folder that keeps what was simulated; the call goes on there.")
    ] = None,
    shipped: Annotated[bool, typer.Option("--shipped", help="Compute nothing; show what is on record.")] = False,
    record: Annotated[bool, typer.Option("--record", help="Put it on record: the evidence report shows it.")] = False,
    figures: Annotated[Path | None, typer.Option(help="Folder for the figures.")] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Say what a planned trial could teach: how far its result would move the weight of "no effect", before it is run.

    Every result that the trial could print is weighed under the shipped posterior; more women and untreated ones stand
    beside. The two registered trials take two cores about two minutes.

    Example: antral evidence worth NCT03816852
    """
    from json import dumps

    from antral.api import evidence
    from antral.core import InputError
    from antral.reports import render, worth_plates, worth_sections

    if shipped:
        if protocols or record:
            raise InputError("--shipped shows what is on record: name no protocol, and leave out --record.")
        found = evidence.shipped_worth()
        if found is None:
            raise InputError("nothing is on record; antral evidence worth --record puts it there.")
    else:
        with progress(quiet) as show:
            found = evidence.worth(
                protocols or (), women_years=women_years, seed=seed, out=out, record=record, progress=show
            )
    if figures is not None:
        figures.mkdir(parents=True, exist_ok=True)
        for name, plate in worth_plates(found).items():
            (figures / f"{name}.svg").write_text(plate.wide.svg, encoding="utf-8")
    if json:
        typer.echo(dumps(found, ensure_ascii=False))
    else:
        console().print(render(worth_sections(found)))
