"""One self-contained HTML file of a run: the answer first; opens offline, prints, and reads on a telephone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from antral.protocol import Protocol
from antral.reports import compared, harm, hormones, tables, tornado, uncertain, years
from antral.reports.answer import answer
from antral.reports.chapters import close_up_figure, course_rows, rate_figures
from antral.reports.figures import colour
from antral.reports.material import Material
from antral.reports.paragraphs import LIMITS
from antral.reports.planned import strongest
from antral.reports.reading import NO_EFFECT, Findings, read
from antral.reports.section import Section
from antral.reports.synopsis import synopsis
from antral.reports.wording import count
from antral.reports.words import OF_A_POSTERIOR, OF_A_TRIAL, meanings

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_OPEN = frozenset({"Changed by the user", "Arms", "Endpoints and analyses"})
"""Parts of the synopsis that are not folded away, after its first."""
_MOST_REASONS = 6
"""Lines that the participant flow names; the table of screening failures has them all."""
_ELSEWHERE = ("Gaps", "Assumptions")
"""Parts of the synopsis that have their own chapter in the page."""


@dataclass(frozen=True)
class Chapter:
    """An entry of the contents."""

    anchor: str
    title: str


_CHAPTERS = (
    Chapter("protocol", "The protocol"),
    Chapter("flow", "Participant flow"),
    Chapter("courses", "Hormone courses"),
    Chapter("hormones", "Under hormones"),
    Chapter("close-up", "One woman in close-up"),
    Chapter("outcomes", "Outcomes by arm"),
    Chapter("truth", "What is shown and what is true"),
    Chapter("characteristics", "Operating characteristics"),
    Chapter("sensitivity", "What the results hang on"),
    Chapter("harm", "Harm, leaving and pregnancy"),
    Chapter("years", "Over the years"),
    Chapter("screening", "Screening failures"),
    Chapter("size", "Sample size and changes"),
    Chapter("gaps", "Gaps in the record"),
    Chapter("assumptions", "Assumptions"),
    Chapter("limits", "Limits"),
    Chapter("words", "Words used here"),
    Chapter("reproduce", "How to reproduce"),
)


def html(results: Mapping[str, Any], protocol: Protocol, material: Material | None = None) -> str:
    """The page as text.

    Parameters
    ----------
    results
        The object that `--json` prints.
    material
        Courses, one woman and the flow; a chapter whose data are missing says so.
    """
    given, findings = material or Material(), read(results)
    over = uncertain.table(results)
    whole = environment().get_template("report.html.jinja")
    return whole.render(
        protocol=protocol,
        answer=answer(results, protocol),
        findings=findings,
        material=given,
        chapters=_CHAPTERS,
        synopsis=_synopsis(protocol),
        flow=given.flow,
        reasons=_reasons(protocol, given),
        close_up=close_up_figure(given),
        **_courses(findings, protocol, given),
        **_tables(findings, protocol),
        rate_figures=rate_figures(findings, protocol),
        over=over,
        words=meanings((*OF_A_TRIAL, *OF_A_POSTERIOR) if over.rows else OF_A_TRIAL),
        outcomes=tables.outcome_groups(findings, protocol),
        outcome_note=tables.outcome_note(findings),
        limits_heading=LIMITS,
        tags=tables.assumptions_by_tag(findings),
        reproduce=_reproduce(findings, protocol, given),
        **_more(findings, protocol),
    )


def environment() -> "Environment":
    """Where every page finds its template, with the filters they share."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    found = Environment(
        loader=PackageLoader("antral.reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["powers"] = _powers
    found.globals.update(colour=colour, count=count)
    return found


def _more(findings: Findings, protocol: Protocol) -> dict[str, Any]:
    """The chapters that not every run has, and which of all chapters this page has."""
    parts: dict[str, Any] = {
        "hormones": {
            "names": hormones.names(protocol),
            "words": hormones.words(findings, protocol),
            "by_day": hormones.by_day(findings, protocol),
            "link": hormones.link(findings, protocol),
        },
        "origin": compared.origin(findings),
        "truth_figure": compared.truth_figure(findings, protocol),
        "contrasts": compared.contrasts(findings, protocol),
        "slopes": compared.slopes(findings, protocol),
        "swings": tornado.table(findings),
        "strips": tornado.strips(findings, protocol),
        "events": harm.events(findings, protocol),
        "stopping": harm.stopping(findings, protocol),
        "stopping_figure": harm.stopping_figure(findings, protocol),
        "leaving": harm.leaving(findings, protocol),
        "intercurrent": harm.intercurrent(findings, protocol),
        "pregnancies": harm.pregnancies(findings, protocol),
        "years": years.table(findings, protocol),
        "years_figure": years.figure(findings, protocol),
        "years_answer": years.answer(findings, protocol),
        "aetiologies": tables.aetiologies(findings),
    }
    absent = {
        "hormones": not parts["hormones"]["words"],
        "truth": not (parts["truth_figure"] or parts["contrasts"].rows or parts["slopes"].rows),
        "sensitivity": not parts["swings"].rows,
        "harm": not any(parts[name].rows for name in ("events", "stopping", "leaving", "intercurrent", "pregnancies")),
        "years": not parts["years"].rows,
    }
    present = {chapter.anchor for chapter in _CHAPTERS if not absent.get(chapter.anchor)}
    return parts | {"present": present}


def _powers(text: str) -> "Markup":
    """Text made safe, with powers of ten as they are printed: `10^7` with a raised 7."""
    from markupsafe import Markup, escape

    return Markup(re.sub(r"10\^(-?\d+)", r"10<sup>\1</sup>", str(escape(text))))


def _synopsis(protocol: Protocol) -> list[tuple[Section, bool]]:
    """Parts of the synopsis, and whether each stands open."""
    parts = [part for part in synopsis(protocol) if not part.title.startswith(_ELSEWHERE)]
    return [(part, place == 0 or part.title in _OPEN) for place, part in enumerate(parts)]


def _reasons(protocol: Protocol, material: Material) -> list[tuple[float, str]]:
    """Why most candidates were not admitted, in words; the flow may name a line by its id."""
    if material.flow is None:
        return []
    texts = {line.id: f"{line.id}: {line.text}" for line in protocol.eligibility.criteria}
    found = sorted(material.flow.screened_out.items(), key=lambda item: -item[1])
    named = [(number, texts.get(line, line)) for line, number in found[:_MOST_REASONS]]
    rest = sum(number for _, number in found[_MOST_REASONS:])
    return [*named, (rest, "other lines")] if rest else named


def _courses(findings: Findings, protocol: Protocol, material: Material) -> dict[str, Any]:
    shown = strongest(findings, protocol)
    name = shown.name if shown is not None else NO_EFFECT
    return {
        "course_rows": course_rows(material, protocol, name),
        "shown": name,
        "legend": _legend(findings),
    }


def _legend(findings: Findings) -> list[tuple[str, str, str]]:
    """Name, short name and title of each scenario, in the order of the columns."""
    return [(one.name, one.short, one.title) for one in findings.shown]


def _tables(findings: Findings, protocol: Protocol) -> dict[str, Section]:
    return {
        "scenarios": tables.scenarios(findings),
        "tests": tables.tests(findings, protocol),
        "claims": tables.claims(findings),
        "safety": tables.safety(findings),
        "screening": tables.screening(findings),
        "sizes": tables.sizes(findings, protocol),
        "smallest": tables.smallest(findings, protocol),
        "changes": tables.changes(findings, protocol),
        "gaps": tables.gaps(findings),
        "assumptions": tables.assumptions(findings),
        "cost": tables.cost(findings),
    }


def _reproduce(findings: Findings, protocol: Protocol, material: Material) -> Section:
    hashes = {"protocol": protocol.fingerprint, **material.hashes}
    rows = [
        ("Protocol", findings.protocol),
        *(("Changed by the user", str(change)) for change in protocol.changes),
        ("Version of antral", findings.version),
        ("Seed", str(findings.seed)),
        ("Trials for each scenario", f"{findings.trials:,}"),
        ("Participants of a trial", str(findings.participants)),
        *((f"SHA-256 of the {name}", value) for name, value in hashes.items()),
    ]
    note = "The same command, version and seed give the same numbers on the same kind of processor."
    return Section("What made this report", (), [row for row in rows if row[1]], [note])
