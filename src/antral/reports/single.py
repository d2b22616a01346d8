"""What `antral analyse` and `antral verify` print: one trial's analysis, and our numbers beside references."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from antral.reports.section import Section, render
from antral.reports.wording import MISSING, interval, number, share

if TYPE_CHECKING:
    from rich.console import Group

    from antral.analysis import Question, Results

VERDICTS = {"pass": "green", "fail": "bold red", "explained": "yellow", "reported": "cyan", "stale": "magenta"}


_MANY = (
    "{} tests, not corrected for their number: by chance alone one in twenty falls below 0.05. A change over time says "
    "nothing of the cells; only a comparison of arms does."
)


class CheckRow(Protocol):
    """One row of the acceptance table, as `verify` gives it."""

    @property
    def number(self) -> str:
        """Number of the row."""

    @property
    def quantity(self) -> str:
        """What is compared."""

    @property
    def ours(self) -> str:
        """Our value."""

    @property
    def interval(self) -> str:
        """Its interval; empty where there is none."""

    @property
    def reference(self) -> str:
        """What the source says."""

    @property
    def accept(self) -> str:
        """The accepted range."""

    @property
    def verdict(self) -> str:
        """`pass`, `fail`, `explained`, `reported` or `stale`."""

    @property
    def note(self) -> str:
        """Why a value outside the range is understood, or may no longer be ours; empty otherwise."""


def analysis_tables(results: "Results") -> "Group":
    """The analysis of one trial on the terminal."""
    return render(analysis_sections(results))


def analysis_sections(results: "Results") -> list[Section]:
    """Estimates by arm, slopes over the dose, tests, and who was not estimable."""
    plan = results.plan
    labels = {question.name: _label(question) for question in plan.questions}
    shares = {question.name for question in plan.questions if question.derive not in ("log_change", "change")}

    def values(row: Mapping[str, Any]) -> tuple[str, str]:
        counted = row["endpoint"] in shares
        estimate = share(row["estimate"]) if counted else number(row["estimate"])
        return estimate, interval(row["ci_low"], row["ci_high"], "share" if counted else "")

    arms = [
        (labels[row["endpoint"]], row["arm"], str(row["n"]), *values(row), row["method"])
        for row in results.arms.iter_rows(named=True)
    ]
    contrasts = [
        (labels[row["endpoint"]], f"{row['arm']} against {row['against']}", *values(row), _beside(row))
        for row in results.contrasts.iter_rows(named=True)
    ]
    methods = dict.fromkeys(results.contrasts["method"])
    slopes = [
        (labels[row["endpoint"]], str(row["n"]), *values(row), row["method"])
        for row in results.slopes.iter_rows(named=True)
    ]
    tests = [
        (labels[row["endpoint"]], str(row["n"]), row["sizes"], _p_value(row["p_value"]), row["method"])
        for row in results.tests.iter_rows(named=True)
    ]
    level = f"{share(plan.confidence)} interval"
    per = f"For each further {plan.dose_unit_cells:.3g} cells: of FSH and E2 a ratio, else a difference."
    parts = [
        Section("Endpoints by arm", ("endpoint", "arm", "n", "estimate", level, "method"), _once(arms)),
        Section(
            "Arms compared",
            ("endpoint", "arms", "difference or ratio", level, "p"),
            _once(contrasts),
            [f"Methods: {'; '.join(methods)}."],
        ),
        Section("Slope over the dose", ("endpoint", "n", "slope", level, "method"), slopes, [per.replace("e+0", "e")]),
        Section("Tests", ("endpoint", "n", "women by dose", "p", "method"), tests, [_MANY.format(len(tests))]),
        Section("Not estimable", ("endpoint", "reason", "women"), _missing(results, labels)),
    ]
    return [part for part in parts if part.rows]


def _label(question: "Question") -> str:
    """An endpoint in words, from the plan alone."""
    if question.derive == "log_change":
        return f"{question.measure} on day {question.day:g}, ratio to baseline"
    if question.derive == "change":
        return f"{question.measure} on day {question.day:g}, change"
    return question.name.replace("_", " ").capitalize()


def _once(rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Rows whose first cell is empty where it repeats the row above."""
    above = ["", *(row[0] for row in rows)]
    return [("" if row[0] == last else row[0], *row[1:]) for row, last in zip(rows, above, strict=False)]


def _missing(results: "Results", labels: Mapping[str, str]) -> list[tuple[str, ...]]:
    absent = results.participants.filter(~results.participants["estimable"])
    counts = absent.group_by("endpoint", "reason", maintain_order=True).len()
    return [(labels[row["endpoint"]], row["reason"], str(row["len"])) for row in counts.iter_rows(named=True)]


def _beside(row: Mapping[str, Any]) -> str:
    """The p-value beside an interval, and whether the two, being of two methods, say different things."""
    return _p_value(row["p_value"]) + (", interval disagrees" if row["disagrees"] else "")


def _p_value(p: float | None) -> str:
    if p is None:
        return MISSING
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def verify_table(rows: Sequence[CheckRow]) -> "Group":
    """Ours beside the reference, row by row; explanations below, then the tally."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in ("row", "quantity", "ours", "reference", "accept", "verdict"):
        table.add_column(name, overflow="fold", vertical="top")
    for row in rows:
        ours = f"{row.ours} [{row.interval}]" if row.interval else row.ours
        cells = (row.number, row.quantity, ours, row.reference, row.accept)
        table.add_row(*(Text(cell) for cell in cells), Text(row.verdict, style=VERDICTS.get(row.verdict, "")))
    notes = [Text(f"\nRow {row.number}, {row.quantity}: {row.note}") for row in rows if row.note]
    tally = {name: sum(row.verdict == name for row in rows) for name in VERDICTS}
    told = ", ".join(f"{count} {name}" for name, count in tally.items() if count)
    return Group(table, *notes, Text(f"\n{told or 'no row'}", style="bold"))
