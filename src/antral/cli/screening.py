"""`antral screen`, `match`, `attrition`, `diagnose`."""

import json as json_module
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from antral.cli.options import Json, Quiet, Set
from antral.cli.terminal import console, progress


def _date(text: str) -> datetime:
    """A day as ISO 8601 writes it."""
    try:
        return datetime.strptime(text, "%Y-%m-%d")
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day; write year, month and day, such as 2026-06-15.") from None


On = Annotated[datetime | None, typer.Option(parser=_date, metavar="DATE", help="Day of screening, 2026-06-15; today.")]
Html = Annotated[Path | None, typer.Option("--html", help="Write a page that opens offline.")]
Redact = Annotated[
    bool, typer.Option("--redact", help="For sharing: numbers for pseudonyms, days for dates, bands for ages.")
]


def screen(
    protocol: Annotated[str, typer.Argument(help="Name of a protocol, such as NCT07115082, or a YAML file.")],
    patients: Annotated[Path, typer.Argument(help="A file of women, a folder of such files, or a cohort's folder.")],
    on: On = None,
    explain: Annotated[
        list[str] | None, typer.Option(help="Pseudonym of a woman to explain; repeatable. Up to 20 women all are.")
    ] = None,
    set: Set = None,
    redact: Redact = False,
    html: Html = None,
    json: Json = False,
) -> None:
    """Say who may enter a trial, why not, and which data would decide. Nothing leaves this machine.

    Example: antral screen NCT07115082 women.yaml --on 2026-06-15
    """
    from antral import api
    from antral.reports import screened_sections

    found = api.screen(protocol, patients, on=_day(on), explain=explain or (), redact=redact, set=set or ())
    _page(found, html, json)
    _say(found, screened_sections, json)


def _day(given: datetime | None) -> date | None:
    return None if given is None else given.date()


def _page(found: Any, html: Path | None, json: bool) -> None:
    """Write the page where one is asked for."""
    if html is not None:
        typer.echo(f"Page: {found.html(html)}", err=json)


def _say(found: Any, sections: Callable[[Mapping[str, Any]], Any], json: bool) -> None:
    """Print an answer, as one JSON object or as text."""
    from antral.reports import render

    told = found.to_dict()
    if json:
        typer.echo(json_module.dumps(told, ensure_ascii=False, allow_nan=False))
    else:
        console().print(render(sections(told)))


def match(
    patient: Annotated[Path, typer.Argument(help="A file with one woman.")],
    on: On = None,
    redact: Redact = False,
    html: Html = None,
    json: Json = False,
) -> None:
    """Hold one woman against every trial on file: which she may enter, what is missing, how far off the others are.

    Example: antral match woman.yaml --on 2026-06-15
    """
    from antral import api
    from antral.reports import match_sections

    found = api.match(patient, on=_day(on), redact=redact)
    _page(found, html, json)
    _say(found, match_sections, json)


def attrition(
    protocol: Annotated[str, typer.Argument(help="Name of a protocol, such as NCT07115082, or a YAML file.")],
    patients: Annotated[
        Path | None, typer.Argument(help="A file of women, a folder of such files, or a cohort's folder.")
    ] = None,
    virtual: Annotated[int | None, typer.Option(help="Instead of a file: so many virtual women who present.")] = None,
    seed: Annotated[int, typer.Option(help="Same seed, same virtual women.")] = 1,
    on: On = None,
    set: Set = None,
    redact: Redact = False,
    html: Html = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Show where a protocol loses women, which line costs most, and what another limit would admit.

    Example: antral attrition NCT07115082 --virtual 2000
    """
    from antral import api
    from antral.reports import attrition_sections

    with progress(quiet) as show:
        found = api.attrition(
            protocol, patients, virtual=virtual, seed=seed, on=_day(on), redact=redact, set=set or (), progress=show
        )
    _page(found, html, json)
    _say(found, attrition_sections, json)


def diagnose(
    patients: Annotated[Path, typer.Argument(help="A file of women, a folder of such files, or a cohort's folder.")],
    on: On = None,
    redact: Redact = False,
    json: Json = False,
) -> None:
    """Say what the guidelines find of each woman: disease, stage, other causes, tests for the cause done and missing.

    Example: antral diagnose women.yaml --on 2026-06-15
    """
    from antral import api
    from antral.reports import diagnosed_sections

    _say(api.diagnose(patients, on=_day(on), redact=redact), diagnosed_sections, json)
