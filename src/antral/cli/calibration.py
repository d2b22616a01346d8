"""`antral calibrate`."""

import json as json_module
from pathlib import Path
from typing import Annotated

import typer

from antral.cli.options import Json, Quiet
from antral.cli.terminal import console, progress


def calibrate(
    part: Annotated[str, typer.Argument(help="What is fitted: healthy, poi, or hrt (women with POI under hormones).")],
    members: Annotated[int, typer.Option(help="Sets of values that are fitted together.")] = 100,
    iterations: Annotated[int, typer.Option(help="Steps from the prior to the targets.")] = 2,
    women: Annotated[int, typer.Option(help="Women of each age in one evaluation.")] = 100,
    seed: Annotated[int, typer.Option(help="Same inputs and seed, same posterior.")] = 1,
    out: Annotated[Path | None, typer.Option(help="Folder of the calibration; a stopped one goes on there.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes that share the work; one a core.")] = None,
    morris: Annotated[bool, typer.Option("--morris", help="Fit nothing; move each number by itself.")] = False,
    trajectories: Annotated[int, typer.Option(help="With --morris: places from which each number is moved.")] = 4,
    record: Annotated[bool, typer.Option("--record", help="Ship the posterior with the records.")] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Fit a part of the model to its targets; exit code 1 when a target is missed by more than three of its errors.

    With the usual sizes, two cores take about 15 minutes for healthy, 4 for poi and 1 for hrt.

    Example: antral calibrate poi --out runs/poi

    Which target answers to which number: antral calibrate poi --morris
    """
    from antral import api
    from antral.reports import calibration_tables, morris_table

    with progress(quiet) as show:
        if morris:
            screening = api.morris(
                part, trajectories=trajectories, women=women, seed=seed, out=out, workers=workers, progress=show
            ).to_dict()
        else:
            summary = api.calibrate(
                part,
                members=members,
                iterations=iterations,
                women=women,
                seed=seed,
                out=out,
                workers=workers,
                record=record,
                progress=show,
            ).summary
    found = screening if morris else summary
    if json:
        typer.echo(json_module.dumps(found, ensure_ascii=False, allow_nan=False))
    else:
        console().print(morris_table(found) if morris else calibration_tables(found))
    if not morris and summary["missed"]:
        raise typer.Exit(1)
