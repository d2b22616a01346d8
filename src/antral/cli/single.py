"""`antral woman`, `verify`, `model`."""

import json as json_module
from pathlib import Path
from typing import Annotated

import typer

from antral.cli.options import Json, OfPosterior, Quiet
from antral.cli.terminal import console, progress


def woman(
    age: Annotated[float, typer.Option(help="Age in years at the start; in POI it only dates her course.")] = 32.0,
    aetiology: Annotated[
        str, typer.Option(help="healthy, or the cause of her disease, such as idiopathic.")
    ] = "idiopathic",
    regimen: Annotated[str | None, typer.Option(help="Hormones she takes from the first day, such as climen.")] = None,
    trying: Annotated[bool, typer.Option("--trying", help="She wishes to conceive.")] = False,
    years: Annotated[float, typer.Option(help="Years to show.")] = 2.0,
    number: Annotated[int, typer.Option(help="Which woman; each number is another one.")] = 1,
    seed: Annotated[int, typer.Option(help="Same inputs and seed, same woman.")] = 1,
    out: Annotated[Path, typer.Option(help="Folder for the figure and the CSV.")] = Path("."),
) -> None:
    """Simulate one virtual woman: a table by month, a figure and a CSV by day.

    Example: antral woman --age 32 --aetiology idiopathic --years 2

    Under hormones, wishing to conceive: antral woman --regimen climen --trying
    """
    from antral import api
    from antral.core import RunError
    from antral.reports import woman_table

    with progress() as show:
        one = api.woman(
            age=age,
            aetiology=aetiology,
            years=years,
            number=number,
            seed=seed,
            regimen=regimen,
            trying=trying,
            progress=show,
        )
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RunError(f"{out} cannot be made: {error.strerror}. Choose another --out.") from error
    stem = "-".join(
        ["woman", aetiology, f"{age:g}", str(number), *([regimen] if regimen else []), *["trying"] * trying]
    )
    table, figure = one.csv(out / f"{stem}.csv"), one.figure(out / f"{stem}.png")
    console().print(woman_table(one.days, title=one.title))
    typer.echo(f"Days: {table}   Figure: {figure}")


def verify(
    subject: Annotated[
        str, typer.Argument(help="physiology, the virtual woman; statistics, the methods; evidence, the pooling.")
    ] = "physiology",
    only: Annotated[
        list[str] | None, typer.Option("--row", help="Only this row, by number or name, such as 12b; repeatable.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Same seed, same numbers.")] = 1,
    women: Annotated[
        int,
        typer.Option(help="Healthy women of each age, and half as many again with POI; more give narrower intervals."),
    ] = 200,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Folder for verification.json and .html; statistics.json and .html; evidence.json and .html."
        ),
    ] = None,
    uncertainty: Annotated[
        int, typer.Option(min=0, help="Also run under so many members of the posterior: what the model does not know.")
    ] = 0,
    posterior: OfPosterior = None,
    member_women: Annotated[int, typer.Option(help="Healthy women of each age under each member.")] = 40,
    topic: Annotated[
        list[str] | None, typer.Option(help="Of statistics or evidence only this topic, such as intervals; repeatable.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Of statistics or evidence print every value.")] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Lay the model's numbers beside published ones; exit code 1 when a row fails without an explanation.

    The statistics beside R, papers and other algorithms, value by value: antral verify statistics --out runs/statistics

    The pooling of studies beside R in the same way: antral verify evidence --all

    Example: antral verify physiology --out runs/verification

    What the model does not know: antral verify physiology --uncertainty 20 --out runs/verification
    """
    from antral import api
    from antral.reports import oracle_table, verify_table

    with progress(quiet) as show:
        found = api.verify(
            subject,
            rows=only or (),
            seed=seed,
            women=women,
            figures=out is not None,
            uncertainty=uncertainty,
            posterior=posterior,
            member_women=member_women,
            out=out,
            topics=topic or (),
            progress=show,
        )
        written = None
        if out is not None:
            show("writing the report", 0.0)
            written = found.write(out)
    if json:
        typer.echo(json_module.dumps(found.to_dict(), ensure_ascii=False, allow_nan=False))
    else:
        if isinstance(found, api.OracleVerification):
            console().print(oracle_table(found.values, found.without_oracle, found.own_only, every=every))
        else:
            console().print(verify_table(found.rows))
        if written is not None:
            typer.echo(f"Numbers: {written[0]}   Report: {written[1]}")
    if not found.holds:
        raise typer.Exit(1)


def model(
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="The file to write; printed where none is given.")
    ] = None,
) -> None:
    """Write out the model: every equation, value, unit, source and tag, from the code that runs.

    Example: antral model -o model.md
    """
    from antral import api

    text = api.model(out)
    typer.echo(text if out is None else f"Wrote {out}.")
