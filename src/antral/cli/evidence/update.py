"""`antral evidence update`: what changed since the evidence was last looked at is made again, what moved is told."""

from pathlib import Path
from typing import Annotated

import typer

from antral.cli.options import Json, Quiet
from antral.cli.terminal import console, progress


def update(
    records: Annotated[
        Path | None, typer.Option("--records", help="A folder of your own study records, beside the shipped ones.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="A folder that keeps the state for the next update.")
    ] = None,
    trials: Annotated[int | None, typer.Option(help="Simulated for each result; as recorded by default.")] = None,
    seed: Annotated[int | None, typer.Option(help="As recorded by default.")] = None,
    part: Annotated[
        list[str] | None,
        typer.Option("--part", help="Only this part: pooled, meta_analyses, challenge, power or effect; repeatable."),
    ] = None,
    effect: Annotated[
        bool, typer.Option("--effect", help="Also the posterior of the effect, which takes long.")
    ] = False,
    record: Annotated[bool, typer.Option("--record", help="Ship the new state, in records/living.")] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Make again what changed since the evidence was last looked at, and say what moved.

    Example: antral evidence update --records my-studies --out living
    """
    from json import dumps

    from antral.api import evidence
    from antral.reports import render, updated_sections

    more = {} if part is None else {"parts": tuple(part)}
    with progress(quiet) as show:
        found = evidence.update(
            records=records, out=out, trials=trials, seed=seed, effect=effect, record=record, progress=show, **more
        )
    told = found.to_dict()
    if json:
        typer.echo(dumps(told, indent=1, ensure_ascii=False, allow_nan=False))
    else:
        console().print(render(updated_sections(told)))
