"""`antral evidence ...`: a group of commands, each a thin door to `antral.api.evidence`."""

import typer

app = typer.Typer(
    name="evidence",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="What is published about cells in POI: records, pooled effects, studies repeated without effect.",
)

__all__ = ["app"]
