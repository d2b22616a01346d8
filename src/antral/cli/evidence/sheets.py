"""`antral evidence literature sheet` and `decisions`: screening in a spreadsheet, out and back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from antral.cli.evidence.literature import File, On
from antral.cli.options import Json
from antral.cli.terminal import console

if TYPE_CHECKING:
    from antral.evidence import literature

Title = Annotated[bool, typer.Option("--title", help="By title and abstract.")]
Full = Annotated[bool, typer.Option("--full", help="By the full text.")]


def sheet(
    review: File,
    out: Annotated[Path, typer.Argument(help="The sheet to write: a name that ends in .csv or .tsv.")],
    by: Annotated[str, typer.Option("--by", help="Initials of whoever fills it in.")],
    title: Title = False,
    full: Full = False,
    conflicts: Annotated[
        bool, typer.Option("--conflicts", help="What reviewers disagree on; filled in, it is a consensus.")
    ] = False,
) -> None:
    """Write what waits for a reviewer as a sheet, to fill in with Excel or LibreOffice and to read back.

    Example: antral evidence literature sheet review.yaml to-do-AB.csv --title --by AB
    """
    from antral.api import evidence

    stage = _stage(title, full)
    if stage is None:
        raise typer.BadParameter("say --title or --full.")
    many = evidence.write_screening_sheet(review, out, stage=stage, by=by, conflicts=conflicts)
    if not many:
        typer.echo(f"Nothing to write: no {'disagreement' if conflicts else f'report waits for {by}'} at this stage.")
        return
    typer.echo(
        f"Wrote {out}: {many} {'reports' if many > 1 else 'report'}. Fill in the columns decision (include, exclude, "
        f"not retrieved) and reason, save it as CSV, then: antral evidence literature decisions {review} {out}"
    )


def decisions(
    review: File,
    sheet: Annotated[Path, typer.Argument(help="A filled sheet (CSV), or an export of Rayyan or Covidence.")],
    title: Title = False,
    full: Full = False,
    include: Annotated[bool, typer.Option("--include", help="All of it is kept: a list without decisions.")] = False,
    exclude: Annotated[bool, typer.Option("--exclude", help="All of it is left out.")] = False,
    not_retrieved: Annotated[bool, typer.Option("--not-retrieved", help="No full text of it was to be had.")] = False,
    by: Annotated[str | None, typer.Option("--by", help="The reviewer, where the sheet names none.")] = None,
    consensus: Annotated[bool, typer.Option("--consensus", help="It is what reviewers agreed on together.")] = False,
    on: On = None,
    check: Annotated[bool, typer.Option("--check", help="Say what would come of it, and write nothing.")] = False,
    json: Json = False,
) -> None:
    """Read decisions from a sheet. What was decided before stays; what changes, and what fits no report, is listed.

    Ends with 1 where a row fits no report.

    Example: antral evidence literature decisions review.yaml to-do-AB.csv
    """
    from json import dumps

    from antral.api import evidence
    from antral.reports import render

    verdicts: list[tuple[literature.Verdict, bool]] = [
        ("include", include),
        ("exclude", exclude),
        ("not_retrieved", not_retrieved),
    ]
    said = [name for name, given in verdicts if given]
    if len(said) > 1:
        raise typer.BadParameter("say one of --include, --exclude, --not-retrieved, or none.")
    taken = evidence.take_decisions(
        review,
        sheet,
        stage=_stage(title, full),
        verdict=said[0] if said else None,
        by=by,
        consensus=consensus,
        on=None if on is None else on.date(),
        check=check,
    )
    if json:
        typer.echo(dumps(_plain(taken), indent=1, ensure_ascii=False))
    else:
        console().print(render(_sections(taken, sheet.name, check)))
    if taken.not_found:
        raise typer.Exit(1)


def _stage(title: bool, full: bool) -> "literature.Stage | None":
    if title and full:
        raise typer.BadParameter("say --title or --full, not both.")
    return "title" if title else "full" if full else None


def _words(one: "literature.Decision") -> str:
    said = one.verdict.replace("_", " ")
    return f"{said} ({one.reason})" if one.reason else said


def _plain(taken: "literature.Taken") -> dict[str, Any]:
    """Plain numbers and text."""
    return {
        "rows": taken.rows,
        "added": [one.model_dump(mode="json") for one in taken.added],
        "changed": [
            {
                "row": one.row,
                "report": one.report,
                "before": one.before.model_dump(mode="json"),
                "after": one.after.model_dump(mode="json"),
            }
            for one in taken.changed
        ],
        "same": taken.same,
        "repeated": [{"row": row, "as_row": earlier} for row, earlier in taken.repeated],
        "blank": list(taken.blank),
        "undecided": [
            {"row": one.row, "report": one.report, "by": one.by, "word": one.word} for one in taken.undecided
        ],
        "not_found": [{"row": one.row, "title": one.title, "why": one.why} for one in taken.not_found],
    }


def _sections(taken: "literature.Taken", name: str, check: bool) -> list[Any]:
    """What came of a sheet, in words; every row that was not simply added or left blank is listed."""
    from antral.reports import Section

    counted = [("rows", str(taken.rows)), ("decisions added", str(len(taken.added)))]
    more = (
        ("decisions changed", len(taken.changed)),
        ("known already", taken.same),
        ("said twice in the sheet", len(taken.repeated)),
        ("left blank", len(taken.blank)),
        ("still open (maybe)", len(taken.undecided)),
        ("rows that fit no report", len(taken.not_found)),
    )
    counted += [(what, str(many)) for what, many in more if many]
    parts = [Section(f"{name}: looked at, nothing written" if check else name, rows=counted)]
    if taken.changed:
        rows = [
            (str(one.row), one.report, one.after.by, f"{_words(one.before)} → {_words(one.after)}")
            for one in taken.changed
        ]
        note = ("The last decision counts; the one before stays in the record.",)
        parts.append(Section("Changed", ("row", "report", "by", "decision"), rows, note))
    if taken.repeated:
        twice = [(str(row), f"says the same as row {earlier}") for row, earlier in taken.repeated]
        parts.append(Section("Said twice", ("row", ""), twice))
    if taken.undecided:
        rows = [
            (
                str(one.row),
                one.report,
                one.by,
                f"{one.word}: it waits" if one.stays is None else f"{one.word}: {_words(one.stays)} stays",
            )
            for one in taken.undecided
        ]
        parts.append(Section("Still open", ("row", "report", "by", ""), rows))
    if taken.not_found:
        lost = [(str(one.row), one.title or "(no title)", one.why) for one in taken.not_found]
        note = ("Nothing was read from these rows.",)
        parts.append(Section("Rows that fit no report", ("row", "title", "why"), lost, note))
    return parts
