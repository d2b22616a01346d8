"""`antral evidence forecast`, `forecasts`: what running trials are expected to report, on file before they do."""

from pathlib import Path
from typing import Annotated

import typer

from antral.cli.options import Json, Quiet
from antral.cli.terminal import console, progress


def forecast(
    what: Annotated[
        list[str] | None,
        typer.Argument(
            help="A protocol; with --check a forecast (name, trial or file) and a file of reported results."
        ),
    ] = None,
    trials: Annotated[int, typer.Option("--trials", help="Simulated trials.")] = 2000,
    seed: Annotated[int, typer.Option("--seed", help="Same seed, same numbers.")] = 1,
    set_: Annotated[list[str] | None, typer.Option("--set", help="Change a value of the protocol.")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="A .yaml file to write; never overwritten.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Lay reported results beside a forecast, and stop.")] = False,
    all_: Annotated[bool, typer.Option("--all", help="Every trial of the register; with --record.")] = False,
    record: Annotated[bool, typer.Option("--record", help="Put the forecasts on file, in records/forecasts.")] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Forecast what a running trial will report, with and without an effect; or check a forecast when it has reported.

    Example: antral evidence forecast NCT07115082 --trials 2000 --out mine.yaml
    """
    import dataclasses
    from json import dumps

    from antral.api import evidence
    from antral.core import InputError
    from antral.reports import checked_sections, forecast_sections, render

    words = what or []
    if check:
        if len(words) != 2 or all_ or record or out is not None or set_:
            raise InputError("--check takes a forecast and a file: antral evidence forecast --check NCT07115082 R.yaml")
        found = evidence.check_forecast(*words)
        if json:
            typer.echo(
                dumps([dataclasses.asdict(one) | {"reported": one.reported.model_dump()} for one in found.checked])
            )
        else:
            console().print(render(checked_sections(found.forecast, found.holds, found.source, found.checked)))
        return
    if all_ or record:
        if not (all_ and record) or words or out is not None or set_:
            raise InputError(
                "--all and --record go together, without a protocol: antral evidence forecast --all --record"
            )
        with progress(quiet) as told:
            written = evidence.record_forecasts(trials=trials, seed=seed, progress=told)
        for place in written:
            typer.echo(f"Wrote {place}.")
        return
    if len(words) != 1:
        raise InputError("one protocol was wanted: antral evidence forecast NCT07115082")
    with progress(quiet) as told:
        made = evidence.forecast(words[0], trials=trials, seed=seed, set=set_ or (), out=out, progress=told)
    if json:
        typer.echo(dumps(made.model_dump(mode="json"), ensure_ascii=False))
    else:
        console().print(render(forecast_sections(made)))


def forecasts(
    folder: Annotated[
        Path | None, typer.Argument(help="A folder of your own forecasts; those shipped by default.")
    ] = None,
    json: Json = False,
) -> None:
    """List the forecasts on file and whether each is what was written on its day; the trials that have none, and why.

    Ends with exit code 1 where a hash does not hold. Example: antral evidence forecasts
    """
    from json import dumps

    from antral.api import evidence
    from antral.reports import forecasts_sections, render

    found = evidence.forecasts(folder)
    rest = evidence.forecast_register() if folder is None else {}
    if json:
        listed = [
            {"holds": one.holds, **one.forecast.model_dump(mode="json", exclude={"predictions"})} for one in found
        ]
        typer.echo(dumps({"forecasts": listed, "register": {name: one.model_dump() for name, one in rest.items()}}))
    else:
        console().print(render(forecasts_sections([(one.forecast, one.holds) for one in found], rest)))
    if not all(one.holds for one in found):
        raise typer.Exit(1)
