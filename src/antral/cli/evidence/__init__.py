"""`antral evidence ...`: a group of commands, each a thin door to `antral.api.evidence`."""

import typer

from antral.cli.evidence import challenge, effect, forecasts, literature, records, sheets, treatments, update, worth
from antral.cli.evidence.pooling import pool
from antral.cli.evidence.reporting import report

app = typer.Typer(
    name="evidence",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="What is published about cells in POI: records, pooled effects, studies repeated without effect.",
)
app.command()(records.studies)
app.command()(records.show)
app.command()(records.lint)
app.command()(records.add)
app.command()(treatments.treatments)
literature.app.command()(sheets.sheet)
literature.app.command()(sheets.decisions)
app.add_typer(literature.app)
app.command()(records.disease)
app.command()(pool)
app.command()(report)
app.command()(challenge.challenge)
app.command()(effect.effect)
app.command()(effect.effect_sizes)
app.command()(worth.worth)
app.command()(forecasts.forecast)
app.command()(forecasts.forecasts)
app.command()(update.update)

__all__ = ["app"]
