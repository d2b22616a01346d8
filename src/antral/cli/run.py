"""`antral simulate`, `runs`."""

import json as json_module
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from antral.cli.options import Json, OfPosterior, Quiet, Seed, Set, Simulated, Threads, Women, Workers
from antral.cli.terminal import console, progress
from antral.core import RunError

if TYPE_CHECKING:
    from antral.api import Kept


def simulate(
    protocol: Simulated,
    trials: Annotated[int, typer.Option(help="How many times the trial is run.")] = 200,
    seed: Seed = 1,
    effect: Annotated[
        list[str] | None,
        typer.Option(
            help="What cells are assumed to do: evidence, target, activation, target_link_off; repeatable. "
            "No effect is always simulated."
        ),
    ] = None,
    set: Set = None,
    out: Annotated[
        str | None, typer.Option(help="Folder of the run; a stopped run goes on there. Nothing is kept without.")
    ] = None,
    women: Women = None,
    threads: Threads = None,
    workers: Workers = None,
    cluster: Annotated[
        str | None,
        typer.Option(help="Address of a Dask scheduler, such as tcp://10.0.0.1:8786, whose workers share the trials."),
    ] = None,
    years: Annotated[
        float | None, typer.Option(help="Years of follow-up, beyond the protocol's own; up to 10.")
    ] = None,
    truth: Annotated[bool, typer.Option("--truth", help="Simulate every woman in every arm, too; slower.")] = False,
    sensitivity: Annotated[
        bool, typer.Option("--sensitivity/--no-sensitivity", help="Move each assumed number over its range.")
    ] = True,
    uncertainty: Annotated[
        int, typer.Option(min=0, help="Also run under so many members of the posterior: what the model does not know.")
    ] = 0,
    posterior: OfPosterior = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Run a trial many times before it is run, and say what it can show.

    Example: antral simulate NCT03816852 --trials 200 --seed 1 --out runs/nct03816852

    Does waking dormant follicles spend the reserve earlier: antral simulate NCT03816852 --years 10 --effect activation

    What the model does not know: antral simulate NCT03816852 --uncertainty 20
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
            workers=workers,
            cluster=cluster,
            years=years,
            truth=truth,
            sensitivity=sensitivity,
            uncertainty=uncertainty,
            posterior=posterior,
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


def runs(
    folder: Annotated[Path, typer.Argument(help="The folder that holds runs.")] = Path("runs"),
    remove: Annotated[list[str] | None, typer.Option(help="Remove this run of the folder; repeatable.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Remove without asking.")] = False,
    json: Json = False,
) -> None:
    """List the runs of a folder, with what is done of each; or remove some. Only runs are ever removed.

    Example: antral runs runs/

    Remove one: antral runs runs/ --remove first
    """
    from antral import api

    found = api.runs(folder)
    if remove:
        by_name = {str(one.folder.relative_to(folder)): one for one in found}
        strange = [name for name in remove if str(Path(name)) not in by_name]
        if strange:
            there = ", ".join(by_name) or "none"
            raise RunError(f"{strange[0]} is no run in {folder}; nothing was removed. There are: {there}.")
        for name in dict.fromkeys(str(Path(name)) for name in remove):
            one = by_name[name]
            if yes or _wanted(f"Remove {one.folder} ({one.protocol}, {one.trials} trials, {one.state})?"):
                api.remove_run(one.folder)
                typer.echo(f"Removed {one.folder}.", err=json)
        found = api.runs(folder)
    if json:
        typer.echo(json_module.dumps([one.to_dict() for one in found], ensure_ascii=False, allow_nan=False))
    elif not remove:
        _print(found, folder)


def _wanted(question: str) -> bool:
    """Ask; where nobody can answer, nothing is done."""
    if not sys.stdin.isatty():
        raise RunError("nothing was removed: nobody is there to be asked. Give --yes to remove without asking.")
    return typer.confirm(question)


def _print(found: "list[Kept]", folder: Path) -> None:
    """The runs as a table."""
    from rich.markup import escape
    from rich.table import Table

    if not found:
        typer.echo(f"{folder} holds no runs.")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("folder", "protocol", "trials", "seed", "effects", "state", "size", "written"):
        table.add_column(heading, overflow="fold", justify="right" if heading in ("trials", "seed", "size") else "left")
    for one in found:
        size, written = f"{one.size_bytes / 1e6:,.1f} MB", one.changed[:16].replace("T", " ")
        cells = (str(one.folder), one.protocol, f"{one.trials:,}", str(one.seed), ", ".join(one.effects))
        table.add_row(*(escape(cell) for cell in cells), one.state, size, written)
    console().print(table)
