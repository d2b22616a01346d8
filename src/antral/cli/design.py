"""`antral design`."""

import json as json_module
from pathlib import Path
from typing import Annotated

import typer

from antral.cli.options import Json, OfPosterior, Quiet, Seed, Set, Simulated, Threads, Women, Workers
from antral.cli.terminal import console, progress


def design(
    protocol: Simulated,
    vary: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=VALUES",
            help="What is varied: n=4..60, n=4..60:4, n=12,24,48, or any path that --set takes; repeatable.",
        ),
    ] = None,
    search: Annotated[
        str | None, typer.Option(metavar="power=P", help="Also look for the smallest number of women, as power=0.8.")
    ] = None,
    assurance: Annotated[
        int, typer.Option(min=0, help="Also average the power over so many members of the posterior.")
    ] = 0,
    posterior: OfPosterior = None,
    looks: Annotated[
        str | None, typer.Option(metavar="SHARES", help="Look at part of the women and stop early, as 0.5,1.")
    ] = None,
    spending: Annotated[str, typer.Option(help="Rule by which a look stops the trial.")] = "obrien_fleming",
    trials: Annotated[int, typer.Option(help="How many times each design is run.")] = 200,
    seed: Seed = 1,
    effect: Annotated[
        list[str] | None,
        typer.Option(help="What cells are assumed to do, as in simulate; repeatable. No effect is always there."),
    ] = None,
    set: Set = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder that keeps what is found; a stopped comparison goes on there.")
    ] = None,
    women: Women = None,
    threads: Threads = None,
    workers: Workers = None,
    cluster: Annotated[
        str | None, typer.Option(help="Address of a Dask scheduler whose workers share the trials instead.")
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Lay designs of one trial side by side: power, type I error, women, time, cost, each with its error.

    Example: antral design NCT03816852 --vary n=4..60 --trials 2000 --out designs/size

    What the model does not know: antral design NCT03816852 --vary n=12,24,48 --assurance 20

    Interim looks: antral design NCT03816852 --vary n=24,48 --looks 0.5,1 --spending obrien_fleming

    The smallest trial: antral design NCT03816852 --vary control=with,without --search power=0.8
    """
    from antral import api

    with progress(quiet) as show:
        found = api.design(
            protocol,
            vary or (),
            search=search,
            assurance=assurance,
            posterior=posterior,
            looks=looks,
            spending=spending,
            trials=trials,
            seed=seed,
            effect=effect,
            set=set or (),
            out=out,
            women=women,
            threads=threads,
            workers=workers,
            cluster=cluster,
            progress=show,
        )
        report = None
        if out is not None:
            show("writing the report", 0.0)
            report = found.report()
    if json:
        typer.echo(json_module.dumps(found.results, ensure_ascii=False, allow_nan=False))
        return
    from antral.reports import designs_sections, render

    console().print(render(designs_sections(found.results)))
    if report is not None:
        typer.echo(f"\nReport: {report}")
