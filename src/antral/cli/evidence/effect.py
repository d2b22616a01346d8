"""`antral evidence effect`: what a simulation may assume of cells."""

from pathlib import Path
from typing import Annotated

import typer

from antral.cli.options import Json, Quiet
from antral.cli.terminal import console, progress


def effect(
    particles: Annotated[int, typer.Option(help="Sets of parameters that are weighed.")] = 20_000,
    women: Annotated[int, typer.Option(help="Women simulated of each study and of each of three seeds.")] = 16_000,
    seed: Annotated[int, typer.Option(help="Same inputs and seed, same posterior.")] = 1,
    out: Annotated[Path | None, typer.Option(help="Folder of the run; a stopped one goes on there.")] = None,
    shipped: Annotated[bool, typer.Option("--shipped", help="Compute nothing; show the one that is shipped.")] = False,
    record: Annotated[bool, typer.Option("--record", help="Ship the posterior: `--effect evidence` uses it.")] = False,
    figures: Annotated[Path | None, typer.Option(help="Folder for the figures.")] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Learn from the studies what the model may assume of cells: a prior with a spike at nothing, updated.

    Every study is repeated in silico without effect and under effects of many sizes; from that the chance of each
    printed event is learnt, and sets of parameters are weighed by what was printed. Two cores take about seven minutes.

    Example: antral evidence effect --shipped

    To make it again: antral evidence effect --out runs/effect
    """
    from json import dumps

    from antral.api import evidence
    from antral.reports import effect_plates, effect_sections, render

    if shipped:
        found = evidence.shipped_effect()
    else:
        with progress(quiet) as show:
            found = evidence.effect(
                particles=particles, women=women, seed=seed, out=out, record=record, progress=show
            ).to_dict()
    if figures is not None:
        figures.mkdir(parents=True, exist_ok=True)
        for name, plate in effect_plates(found).items():
            (figures / f"{name}.svg").write_text(plate.wide.svg, encoding="utf-8")
    if json:
        typer.echo(dumps(found, ensure_ascii=False, default=str))
    else:
        console().print(render(effect_sections(found)))


def effect_sizes(
    women: Annotated[int, typer.Option(help="Women of each row.")] = 600,
    draws: Annotated[int, typer.Option(help="Draws of the prior, each with a third of the women.")] = 200,
    seed: Annotated[int, typer.Option(help="Same inputs and seed, same table.")] = 1,
    record: Annotated[bool, typer.Option("--record", help="Keep the table with the records.")] = False,
    json: Json = False,
) -> None:
    """Show what an effect of some size does to women within a year: by it the prior's scale was chosen.

    Example: antral evidence effect-sizes
    """
    from json import dumps

    from antral.api import evidence
    from antral.reports import effect_sizes_sections, render

    found = evidence.effect_sizes(women=women, draws=draws, seed=seed, record=record)
    if json:
        typer.echo(dumps(found, ensure_ascii=False))
    else:
        console().print(render(effect_sizes_sections(found)))
