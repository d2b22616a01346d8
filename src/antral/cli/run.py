"""`antral simulate`."""

import json as json_module
from pathlib import Path
from typing import Annotated

import typer

from antral.cli.catalogue import Set
from antral.cli.terminal import console, progress


def simulate(
    protocol: Annotated[str, typer.Argument(help="Name of a protocol, such as NCT03816852, or a YAML file.")],
    trials: Annotated[int, typer.Option(help="How many times the trial is run.")] = 200,
    seed: Annotated[int, typer.Option(help="Same inputs and seed, same results.")] = 1,
    effect: Annotated[
        list[str] | None,
        typer.Option(help="What cells are assumed to do: evidence, target; repeatable. No effect is always simulated."),
    ] = None,
    set: Set = None,
    out: Annotated[Path | None, typer.Option(help="Folder of the run; a stopped run goes on there.")] = None,
    women: Annotated[int | None, typer.Option(help="Women in the bank from which trials enrol.")] = None,
    threads: Annotated[int | None, typer.Option(min=1, help="Processor cores to use; all by default.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
) -> None:
    """Run a trial many times before it is run, and say what it can show.

    Example: antral simulate NCT03816852 --trials 200 --seed 1 --out runs/nct03816852
    """
    from antral import api

    with progress(quiet) as show:
        run = api.simulate(
            protocol,
            trials=trials,
            seed=seed,
            effect=effect,
            set=set or (),
            out=out,
            women=women,
            threads=threads,
            progress=show,
        )
        report = None
        if out is not None:
            show("writing the report", 0.0)
            report = run.report()
    if json:
        typer.echo(json_module.dumps(run.results, ensure_ascii=False, allow_nan=False))
        return
    from antral.reports import terminal

    console().print(terminal(run.results, run.protocol, report=report))
