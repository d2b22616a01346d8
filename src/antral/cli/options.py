"""Options that several commands have, each with one name and one explanation."""

from pathlib import Path
from typing import Annotated

import typer

Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change a value, such as arms.high.dose_cells=1.2e8; repeatable."),
]
Simulated = Annotated[str, typer.Argument(help="Name of a protocol, such as NCT03816852, or a YAML file.")]
"""A protocol that a simulation can conduct."""
Seed = Annotated[int, typer.Option(help="Same inputs and seed, same results.")]
Women = Annotated[int | None, typer.Option(help="Women in the bank from which trials enrol; 2,000 by default.")]
Threads = Annotated[int | None, typer.Option(min=1, help="Processor cores to use; all by default.")]
Workers = Annotated[int | None, typer.Option(min=1, help="Processes that share the trials; one a core.")]
OfPosterior = Annotated[
    Path | None, typer.Option(help="Posterior of antral calibrate to use; the shipped one by default.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")]
