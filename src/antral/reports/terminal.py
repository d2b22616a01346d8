"""What `antral simulate` prints: the answer first, then compact tables."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from antral.protocol import Protocol
from antral.reports import compared, harm, hormones, tables, tornado, uncertain, years
from antral.reports.answer import Answer, answer
from antral.reports.reading import Findings, read
from antral.reports.section import Section, render
from antral.reports.wording import counted

if TYPE_CHECKING:
    from rich.console import Group, RenderableType


def terminal(results: Mapping[str, Any], protocol: Protocol, *, report: object | None = None) -> "Group":
    """A run on the terminal: the answer, the tables, and where the page lies."""
    from rich.console import Group
    from rich.text import Text

    findings = read(results)
    sections = [
        _once(tables.outcomes(findings, protocol)),
        _under_hormones(findings, protocol),
        _without(compared.contrasts(findings, protocol), "range"),
        _without(tables.tests(findings, protocol), "method", "role"),
        tables.claims(findings),
        tornado.table(findings),
        uncertain.table(results),
        _without(harm.events(findings, protocol), "by grade, all arms"),
        harm.stopping(findings, protocol),
        harm.pregnancies(findings, protocol),
        _once(hormones.link(findings, protocol)),
        years.table(findings, protocol),
        _without(tables.safety(findings), "method"),
        _once(tables.sizes(findings, protocol, primary_only=True)),
        tables.changes(findings, protocol),
        _first(tables.screening(findings), 5),
        _counts(len(findings.gaps), len(findings.assumptions)),
        tables.cost(findings),
    ]
    parts: list[RenderableType] = [
        _answer(answer(results, protocol)),
        render([section for section in sections if section.rows or section.paragraphs]),
    ]
    if report is not None:
        parts.append(Text(f"\nReport: {report}", style="bold", no_wrap=True, overflow="ignore"))
    return Group(*parts)


def _under_hormones(findings: Findings, protocol: Protocol) -> Section:
    """What must be said beside the numbers of an arm where it takes hormones."""
    return Section(f"Under {hormones.names(protocol)}", paragraphs=hormones.words(findings, protocol))


def _answer(given: Answer) -> "Group":
    from rich.console import Group
    from rich.padding import Padding
    from rich.panel import Panel
    from rich.text import Text

    parts: list[RenderableType] = [Panel(Text(given.headline, style="bold"), title=given.question, title_align="left")]
    for paragraph in given.paragraphs:
        text = Text(f"{paragraph.heading}. ", style="bold cyan")
        text.append(paragraph.text, style="not bold default")
        parts.append(Padding(text, (0, 0, 1, 1)))
    parts.append(Padding(Text(given.note, style="italic"), (0, 0, 0, 1)))
    return Group(*parts)


def _without(section: Section, *names: str) -> Section:
    """The section without some of its columns; what stood in a `method` column is listed below."""
    keep = [place for place, name in enumerate(section.columns) if name not in names]
    rows = [tuple(row[place] for place in keep) for row in section.rows]
    below = list(section.paragraphs)
    if "method" in names and "method" in section.columns:
        place = section.columns.index("method")
        below.append(f"Methods: {'; '.join(dict.fromkeys(row[place] for row in section.rows))}.")
    return Section(section.title, tuple(section.columns[place] for place in keep), rows, below)


def _once(section: Section) -> Section:
    """The section with the first cell of a row empty where it repeats the row above."""
    above, rows = "", []
    for row in section.rows:
        rows.append(("" if row[0] == above else row[0], *row[1:]))
        above = row[0]
    return Section(section.title, section.columns, rows, section.paragraphs)


def _first(section: Section, most: int) -> Section:
    left = len(section.rows) - most
    below = [*section.paragraphs, f"{counted(left, 'more line')} in the report."] if left > 0 else section.paragraphs
    return Section(section.title, section.columns, list(section.rows)[:most], below)


def _counts(gaps: int, assumptions: int) -> Section:
    text = (
        f"{counted(gaps, 'gap')} of the record filled by assumption, {counted(assumptions, 'further assumption')}: "
        "`antral show` and the report list them."
    )
    return Section("What this rests on", paragraphs=[text])
