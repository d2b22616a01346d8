"""What `antral analyse` prints: the analysis of one trial."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from antral.reports.section import Section, render
from antral.reports.wording import MISSING, interval, number, share

if TYPE_CHECKING:
    from rich.console import Group

    from antral.analysis import Application, Applied, Plan, Question, Results


_MANY = (
    "{} tests, not corrected for their number: by chance alone one in twenty falls below 0.05. A change over time says "
    "nothing of the cells; only a comparison of arms does."
)


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
        _estimands(plan, labels),
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


def _estimands(plan: "Plan", labels: Mapping[str, str]) -> Section:
    """Which effect each endpoint is to estimate (ICH E9(R1)), and what is done about what may happen on the way."""
    rows = []
    for estimand in plan.estimands:
        asked = [labels[name] for name in estimand.endpoints if name in labels]
        ways: dict[str, list[str]] = {}
        for event, one in estimand.intercurrent_events.items():
            ways.setdefault(one.strategy.replace("_", " "), []).append(event.replace("_", " "))
        events = "; ".join(f"{', '.join(names)}: {strategy}" for strategy, names in ways.items())
        rows.append((estimand.name.replace("_", " "), "; ".join(asked), estimand.population, events, estimand.summary))
    head = ("estimand", "endpoints", "population", "intercurrent events", "summary")
    return Section("What is estimated", head, rows)


def applied_tables(found: "Sequence[Applied]") -> "Group":
    """One method on a table: a row a comparison, then what it assumes and what a reader must know."""
    results = [one.result for one in found]
    first = results[0]
    tested = any(math.isfinite(one.p_value) for one in results)
    freedom = any(math.isfinite(one.df) for one in results)
    rows = []
    for comparison, one, _ in found:
        women = ", ".join(f"{n} {name}" for name, n in one.n.items()) or MISSING
        p = _p_value(one.p_value if math.isfinite(one.p_value) else None)
        df = f"{one.df:.4g}" if math.isfinite(one.df) else MISSING
        cells = (comparison, women, str(one.left_out), _estimate(one.estimate), _limits(one.low, one.high))
        rows.append((*cells, *([p] if tested else []), *([df] if freedom else [])))
    notes = [f"Assumes: {'; '.join(first.assumptions)}."] if first.assumptions else []
    for note in dict.fromkeys(note for one in results for note in one.notes):
        whose = [one.comparison for one in found if note in one.result.notes]
        notes.append(f"{note}." if len(whose) == len(found) else f"{', '.join(whose)}: {note}.")
    if len(found) > 1 and tested and not found[0].corrected:
        notes.append(f"{len(found)} comparisons, not corrected for their number.")
    level = f"{share(first.confidence)} interval"
    effect = first.effect if all(one.effect == first.effect for one in results) else "estimate"
    head = ("comparison", "n", "left out", effect, level, *["p"] * tested, *["df"] * freedom)
    return render([Section(first.method, head, rows, notes)])


def _estimate(value: float) -> str:
    """An estimate that may have no end."""
    return ("infinite" if value > 0 else "minus infinite") if math.isinf(value) else number(value)


def _limits(low: float, high: float) -> str:
    """An interval of which one side may have no end."""
    if math.isnan(low) and math.isnan(high):
        return MISSING
    ends = [number(side) if math.isfinite(side) else "no limit" for side in (low, high)]
    return " to ".join(ends)


def methods_table(applications: "Mapping[str, Application]") -> "Group":
    """Every method: its name, what it answers, and the columns it needs and takes."""
    rows = [(name, one.asks, ", ".join(one.needs), ", ".join(one.uses)) for name, one in applications.items()]
    note = "Give one to: antral analyse FILE.csv --method NAME."
    return render([Section("Methods for a table", ("method", "asks", "needs", "takes"), rows, [note])])


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
