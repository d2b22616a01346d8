"""What `antral simulate`, `analyse` and `verify` print: the answer first, then compact tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from antral.protocol import Protocol
from antral.reports import tables
from antral.reports.answer import Answer, answer
from antral.reports.reading import read
from antral.reports.section import Section, render
from antral.reports.wording import MISSING, counted, interval, number, share

if TYPE_CHECKING:
    from rich.console import Group, RenderableType

    from antral.analysis import Results

VERDICTS = {"pass": "green", "fail": "red", "explained": "yellow"}


@dataclass(frozen=True)
class CheckRow:
    """One row of `antral verify`: our number beside the reference."""

    number: str
    quantity: str
    ours: str
    interval: str
    reference: str
    accept: str
    verdict: str
    """`pass`, `fail` or `explained`."""
    note: str = ""


def summary(results: Mapping[str, Any], protocol: Protocol, *, report: Path | None = None) -> "Group":
    """A run on the terminal: the answer, the tables, and where the page lies."""
    from rich.console import Group
    from rich.text import Text

    findings = read(results)
    sections = [
        _once(tables.outcomes(findings, protocol)),
        _without(tables.tests(findings, protocol), "method", "role"),
        tables.claims(findings),
        _without(tables.safety(findings), "method"),
        _once(tables.sizes(findings, protocol, primary_only=True)),
        tables.changes(findings),
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


def analysis(results: "Results", protocol: Protocol) -> "Group":
    """What `antral analyse` prints of the tables of one trial."""
    return render(analysis_sections(results, protocol))


def analysis_sections(results: "Results", protocol: Protocol) -> list[Section]:
    """Estimates by arm, slopes and tests of one trial."""
    labels = {endpoint.name: endpoint.label for endpoint in protocol.endpoints}
    units = {endpoint.name: "yes or no" if endpoint.is_count else endpoint.unit for endpoint in protocol.endpoints}
    arms = [
        (labels[row["endpoint"]], row["arm"], str(row["n"]), *_value(row, units[row["endpoint"]]), row["method"])
        for row in results.arms.iter_rows(named=True)
    ]
    slopes = [
        (labels[row["endpoint"]], str(row["n"]), *_value(row, ""), row["method"])
        for row in results.slopes.iter_rows(named=True)
    ]
    tests = [
        (labels[row["endpoint"]], str(row["n"]), row["sizes"], _p_value(row["p_value"]), row["method"])
        for row in results.tests.iter_rows(named=True)
    ]
    missing = results.participants.filter(~results.participants["estimable"])
    reasons = missing.group_by("endpoint", "reason", maintain_order=True).len()
    absent = [(labels[row["endpoint"]], row["reason"], str(row["len"])) for row in reasons.iter_rows(named=True)]
    level = share(results.plan.confidence)
    per = f"Ratio per {results.plan.dose_unit_cells:.2g} cells.".replace("e+0", " × 10^")
    parts = [
        Section("Endpoints by arm", ("endpoint", "arm", "n", "estimate", f"{level} interval", "method"), arms),
        Section("Slope over the dose", ("endpoint", "n", "ratio", f"{level} interval", "method"), slopes, [per]),
        Section("Tests", ("endpoint", "n", "women by dose", "p", "method"), tests),
        Section("Not estimable", ("endpoint", "reason", "women"), absent),
    ]
    return [part for part in parts if part.rows]


def _value(row: Mapping[str, Any], unit: str) -> tuple[str, str]:
    estimate = share(row["estimate"]) if unit == "yes or no" else number(row["estimate"])
    return estimate, interval(row["ci_low"], row["ci_high"], unit)


def _p_value(p: float | None) -> str:
    if p is None:
        return MISSING
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def checks(rows: Sequence[CheckRow]) -> "Group":
    """What `antral verify` prints: ours beside the reference, failing rows in full."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("row", "quantity", "ours", "reference", "accept", "verdict"):
        table.add_column(name, overflow="fold", vertical="top")
    for row in rows:
        ours = f"{row.ours} [{row.interval}]" if row.interval else row.ours
        verdict = Text(row.verdict, style=VERDICTS.get(row.verdict, ""))
        table.add_row(*(Text(cell) for cell in (row.number, row.quantity, ours, row.reference, row.accept)), verdict)
    notes = [Text(f"  {row.number}: {row.note}") for row in rows if row.note]
    tally = [counted(sum(row.verdict == name for row in rows), name, name) for name in VERDICTS]
    return Group(table, *notes, Text(f"\n{', '.join(tally)}", style="bold"))
