"""`antral evidence pool`."""

import json as json_module
import re
from pathlib import Path
from typing import Annotated

import typer

from antral.cli.options import Json, Quiet
from antral.cli.terminal import console, progress


def _months(text: str) -> tuple[float, float]:
    """A window such as 0-12."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*-\s*(\d+(?:\.\d+)?)\s*", text)
    if found is None or float(found[1]) > float(found[2]):
        raise typer.BadParameter(f"{text!r} is no window; write two numbers of months, the lower first, such as 0-12.")
    return float(found[1]), float(found[2])


def pool(
    outcome: Annotated[str, typer.Argument(help="A question on record, such as menses_resumed or pregnancy.")],
    by: Annotated[str | None, typer.Option(help="Group by a field: cell_source, route, autologous, design.")] = None,
    on: Annotated[str | None, typer.Option(help="Regress on a field: dose, age, baseline_fsh, autologous.")] = None,
    role: Annotated[list[str] | None, typer.Option(help="Studies to pool, such as comparator_prp; repeatable.")] = None,
    indication: Annotated[list[str] | None, typer.Option(help="POI, POR, DOR, early_menopause; repeatable.")] = None,
    months: Annotated[str | None, typer.Option(help="Window since treatment, such as 0-12.")] = None,
    method: Annotated[str | None, typer.Option(help="Of shares: glmm, exact, logit, freeman_tukey, arcsine.")] = None,
    tau2: Annotated[str, typer.Option(help="Estimator of the variance between studies.")] = "REML",
    interval: Annotated[str | None, typer.Option(help="t, Wald or profile of the GLMM; else HKSJ or Wald.")] = None,
    measure: Annotated[str | None, typer.Option(help="OR, RR or RD of two arms; MD or SMD of a change.")] = None,
    records: Annotated[Path | None, typer.Option(help="A folder of your own study records.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write answer.json and answer.html into this folder.")] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Pool what studies reported of one outcome: how few women it rests on first, then numbers with their methods.

    Example: antral evidence pool menses_resumed --by cell_source
    """
    from antral.api import evidence
    from antral.reports import evidence_sections, render

    with progress(quiet) as show:
        show(f"pooling {outcome}", 0.0)
        found = evidence.pool(
            outcome,
            by=by,
            on=on,
            role=role or (),
            indication=indication or (),
            months=None if months is None else _months(months),
            method=method,
            tau2=tau2,
            interval=interval,
            measure=measure,
            records=records,
        )
    if out is not None:
        typer.echo(f"Written: {found.save(out)}", err=json)
    if json:
        typer.echo(json_module.dumps(found.to_dict(), ensure_ascii=False, allow_nan=False))
    else:
        console().print(render(evidence_sections(found.to_dict())))
