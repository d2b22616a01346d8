"""`antral evidence challenge`: a printed result against the same study with no effect."""

from pathlib import Path
from typing import Annotated

import typer

from antral.cli.evidence.records import Records
from antral.cli.options import Json, Quiet
from antral.cli.terminal import console, progress


def challenge(
    study: Annotated[str | None, typer.Argument(help="Name of a study; `antral evidence studies` lists them.")] = None,
    all: Annotated[bool, typer.Option("--all", help="Every study on record, one after the other.")] = False,
    trials: Annotated[int, typer.Option(help="Replicates; fewer of a study with many women.")] = 2000,
    seed: Annotated[int, typer.Option(help="Same seed, same replicates.")] = 1,
    uncertainty: Annotated[
        int,
        typer.Option(
            metavar="VECTORS",
            help="Vectors of the fitted numbers to answer over; the fitted values alone stand beside.",
        ),
    ] = 0,
    women: Annotated[
        int | None, typer.Option(help="Virtual women from whom replicates enrol; 2000, or ten a place, by default.")
    ] = None,
    workers: Annotated[int | None, typer.Option(help="Processes that share the replicates out.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for challenge.html and challenge.json.")] = None,
    record: Annotated[
        bool, typer.Option("--record", help="With --all: this becomes the result that is shipped and reported.")
    ] = False,
    records: Records = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Repeat a study without any effect: how often does the modelled spontaneous course print as much?

    A small share is no proof that a treatment works. Example: antral evidence challenge mashayekhi2021 --trials 200
    """
    from antral.api import evidence
    from antral.reports import challenge_sections, render

    if (study is None) != all:
        raise typer.BadParameter("name one study, or write --all for every study on record.")
    with progress(quiet) as show:
        found = evidence.challenge(
            study,
            trials=trials,
            seed=seed,
            uncertainty=uncertainty,
            women=women,
            workers=workers,
            record=record,
            records=records,
            progress=show,
        )
    if out is not None:
        found.write(out)
        typer.echo(f"Page: {out / 'challenge.html'}", err=json)
    if json:
        typer.echo(found.text(), nl=False)
    else:
        console().print(render(challenge_sections(found.to_dict())))
