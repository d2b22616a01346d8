"""`antral evidence literature ...`: the search for studies, kept in a file."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from antral.cli.options import Json
from antral.cli.terminal import console

app = typer.Typer(
    name="literature",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="The search for studies: exports, duplicates, screening with its reasons, the flow of PRISMA 2020.",
)
_MANY = 15
"""Reports of a kind that `status` lists."""
_VERDICTS = {"include": "included", "exclude": "excluded", "not_retrieved": "not retrieved"}


def _day(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d")
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day; write year, month and day, such as 2026-06-15.") from None


File = Annotated[Path, typer.Argument(help="The file of the review.")]
Name = Annotated[str, typer.Argument(help="Name of a reference, or its beginning where that fits one alone.")]
By = Annotated[str, typer.Option("--by", help="Initials of whoever decides.")]
Hits = Annotated[int | None, typer.Option(min=0, help="What the database counted.")]
Own = Annotated[Path | None, typer.Option("--records", help="A folder of your own study records.")]
On = Annotated[datetime | None, typer.Option(parser=_day, metavar="DATE", help="The day, 2026-06-15; today.")]


@app.command()
def new(
    review: File,
    question: Annotated[str, typer.Option(help="The question of the review.")],
    reviewers: Annotated[int, typer.Option(help="How many decide on each report at each stage.")] = 1,
) -> None:
    """Begin a review: a file that a team keeps beside its other records.

    Example: antral evidence literature new review.yaml --question "Do cells restore ovarian function in POI?"
    """
    from antral.api import evidence

    evidence.start_review(review, question, reviewers=reviewers)
    typer.echo(f"Wrote {review}. Next: antral evidence literature import {review} EXPORT")


@app.command("import")
def import_exports(
    review: File,
    exports: Annotated[list[Path], typer.Argument(help="Exports: PubMed NBIB or XML, RIS, BibTeX.")],
    search: Annotated[
        str | None, typer.Option(help="Name of the search; without it, made of database and day.")
    ] = None,
    database: Annotated[str | None, typer.Option(help="Where it was searched, where the file does not say.")] = None,
    kind: Annotated[
        Literal["database", "register", "other"] | None, typer.Option(help="What was searched; a database.")
    ] = None,
    on: On = None,
    query: Annotated[str | None, typer.Option(help="The search as it was typed; @FILE reads it from a file.")] = None,
    hits: Hits = None,
) -> None:
    """Add what a search found. The same file twice changes nothing, and no decision is ever lost.

    Example: antral evidence literature import review.yaml pubmed.nbib --on 2026-06-15 --hits 212 --query @pubmed.txt
    """
    from antral.api import evidence
    from antral.records import read_text

    text = read_text(Path(query[1:])).strip() if query is not None and query.startswith("@") else query
    day = None if on is None else on.date()
    for one in evidence.import_references(
        review, exports, search=search, database=database, kind=kind, on=day, query=text, hits=hits
    ):
        what = (
            f"{one.read} references, {one.new_reports} new reports" if one.read else "imported before; nothing changed"
        )
        typer.echo(f"{one.file} (search {one.search}): {what}")
    typer.echo(f"Next: antral evidence literature status {review}")


@app.command()
def correct(
    review: File,
    search: Annotated[str, typer.Argument(help="Name of the search.")],
    database: Annotated[str | None, typer.Option(help="Where it was searched.")] = None,
    kind: Annotated[Literal["database", "register", "other"] | None, typer.Option(help="What was searched.")] = None,
    on: On = None,
    query: Annotated[str | None, typer.Option(help="The search as it was typed.")] = None,
    hits: Hits = None,
) -> None:
    """Correct what was stated of a search, such as what the database counted.

    Example: antral evidence literature correct review.yaml pubmed_2026_06_15 --hits 212
    """
    from antral.api import evidence

    day = None if on is None else on.date()
    evidence.correct_search(review, search, database=database, kind=kind, on=day, query=query, hits=hits)
    typer.echo(f"Corrected: the search {search}. Next: antral evidence literature flow {review}")


@app.command()
def status(
    review: Annotated[str, typer.Argument(help="The file of a review, or the name of a shipped one.")],
    json: Json = False,
) -> None:
    """Show where a review stands: decided, pairs to judge, reports that wait, disagreements with Cohen's kappa.

    Example: antral evidence literature status poi_cells
    """
    from json import dumps

    from antral.api import evidence
    from antral.reports import render

    found = evidence.review_status(review)
    if json:
        typer.echo(dumps(found.to_dict(), indent=1, ensure_ascii=False, default=str))
    else:
        console().print(render(_told(found)))


@app.command()
def decide(
    review: File,
    references: Annotated[list[str], typer.Argument(help="Names of references, or their beginnings.")],
    by: By,
    title: Annotated[bool, typer.Option("--title", help="By title and abstract.")] = False,
    full: Annotated[bool, typer.Option("--full", help="By the full text.")] = False,
    include: Annotated[bool, typer.Option("--include", help="Keep it.")] = False,
    exclude: Annotated[bool, typer.Option("--exclude", help="Leave it out; of a full text with --reason.")] = False,
    not_retrieved: Annotated[bool, typer.Option("--not-retrieved", help="The full text was not to be had.")] = False,
    reason: Annotated[str, typer.Option(help="Why; the flow counts full texts by it.")] = "",
    consensus: Annotated[bool, typer.Option("--consensus", help="Two talked it over: stands above either.")] = False,
    on: On = None,
) -> None:
    """Keep a decision with its reason, person and day. To decide again is to add a line: the last counts.

    Example: antral evidence literature decide review.yaml herraiz2018 --full --exclude --reason "Other women" --by AB
    """
    from antral.api import evidence

    if title == full:
        raise typer.BadParameter("say --title or --full.")
    said = [
        name for name, given in (("include", include), ("exclude", exclude), ("not_retrieved", not_retrieved)) if given
    ]
    if len(said) != 1:
        raise typer.BadParameter("say one of --include, --exclude, --not-retrieved.")
    verdict: Any = said[0]
    day = None if on is None else on.date()
    evidence.decide_references(
        review,
        references,
        stage="title" if title else "full",
        verdict=verdict,
        by=by,
        reason=reason,
        on=day,
        consensus=consensus,
    )
    typer.echo(f"Kept: {len(references)} × {verdict.replace('_', ' ')}, by {by}.")


@app.command()
def settle(
    review: File,
    one: Name,
    other: Name,
    by: By,
    same: Annotated[bool, typer.Option("--same/--different", help="One report, or two.")],
    on: On = None,
) -> None:
    """Say of a pair that may be duplicates whether it is one report.

    Example: antral evidence literature settle review.yaml bidet2011-1 bidet2011-7 --same --by AB
    """
    from antral.api import evidence

    evidence.settle_pair(review, one, other, same=same, by=by, on=None if on is None else on.date())
    typer.echo(f"Kept: {'one report' if same else 'two reports'}, by {by}.")


@app.command()
def link(
    review: File,
    reference: Name,
    study: Annotated[str, typer.Argument(help="Name of a study on record.")],
    records: Own = None,
) -> None:
    """Say which study record an included report belongs to.

    Example: antral evidence literature link review.yaml mashayekhi2021 mashayekhi2021
    """
    from antral.api import evidence

    evidence.link_reference(review, reference, study, records)
    typer.echo(f"Kept: {reference} reports {study}.")


@app.command()
def flow(
    review: Annotated[str, typer.Argument(help="The file of a review, or the name of a shipped one.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Draw it: a file that ends in .svg or .html.")] = None,
    records: Own = None,
    json: Json = False,
) -> None:
    """Print and draw the PRISMA 2020 flow; every number comes from the record, and it is refused if they do not add up.

    Example: antral evidence literature flow poi_cells --out flow.html
    """
    from dataclasses import asdict
    from json import dumps

    from antral.api import evidence
    from antral.core import RunError, what_to_do, write_aside
    from antral.reports import flow_page, flow_sections, flow_svg, render

    kinds = {".svg": flow_svg, ".html": flow_page}
    if out is not None and out.suffix not in kinds:
        raise typer.BadParameter(f"{out.name}: a name that ends in .svg or .html was wanted.")
    found = evidence.review_flow(review, records)
    if json:
        typer.echo(dumps(asdict(found), indent=1, ensure_ascii=False, default=str))
    else:
        console().print(render(flow_sections(found)))
    if out is not None:
        try:
            write_aside(out, kinds[out.suffix](found).encode())
        except OSError as error:
            raise RunError(f"{out} cannot be written: {error.strerror}. {what_to_do(error)}") from error
        typer.echo(f"Drawn: {out}", err=json)


def _told(found: Any) -> list[Any]:
    """The sections of `status`."""
    from antral.reports import Section

    titles = {"title": "title and abstract", "full": "full text"}
    counted = [("references", str(found.references)), ("reports", str(found.reports))]
    for stage, verdicts in found.decided.items():
        if verdicts:
            said = [f"{verdicts[name]} {word}" for name, word in _VERDICTS.items() if name in verdicts]
            counted.append((f"by {titles[stage]}", ", ".join(said)))
    parts = [Section(found.question, rows=counted)]
    if found.unlinked:
        rows = [(one.name, one.cited) for one in found.unlinked[:_MANY]]
        more = (f"and {len(found.unlinked) - _MANY} more",) if len(found.unlinked) > _MANY else ()
        next_ = (
            "Next: antral evidence literature link REVIEW REPORT STUDY, with --records FOLDER for a study of your own."
        )
        parts.append(Section(f"Included, no study named: {len(found.unlinked)}", rows=rows, paragraphs=(*more, next_)))
    if found.doubtful:
        pairs = [(one.one, one.other, f"{one.score:.2f}", one.grounds) for one in found.doubtful]
        parts.append(Section("May be one report: for a person to judge", ("one", "other", "score", "why"), pairs))
    for stage, title in titles.items():
        reports = found.waiting[stage]
        more = (f"and {len(reports) - _MANY} more",) if len(reports) > _MANY else ()
        if reports:
            rows = [(one.name, one.cited) for one in reports[:_MANY]]
            parts.append(Section(f"Waits for {title}: {len(reports)}", rows=rows, paragraphs=more))
    for stage, title in titles.items():
        said_of = found.said[stage]
        if said_of:
            split = [
                (
                    one.name,
                    "; ".join(f"{who}: {word.replace('_', ' ')}" for who, word in sorted(said_of[one.name].items())),
                )
                for one in found.disagreements[stage]
            ]
            next_ = f"In a sheet: antral evidence literature sheet REVIEW OUT.csv --{stage} --conflicts --by AB+CD"
            parts.append(Section(f"Reviewers disagree: {title}: {len(split)}", rows=split, paragraphs=(next_,)))
    if found.agreements:
        judged = [
            (
                titles[one.stage],
                " and ".join(one.reviewers),
                f"{one.agreed} of {one.both}",
                "not defined" if one.kappa is None else f"{one.kappa:.2f}",
            )
            for one in found.agreements
        ]
        columns = ("stage", "reviewers", "agreed", "Cohen's kappa")
        note = ("From the last decision of each, before any consensus.",)
        parts.append(Section("Agreement of reviewers", columns, judged, note))
    return parts
