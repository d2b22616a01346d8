"""Study records on a terminal: the list, one study with all of it, and what `lint` finds."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from antral.reports.section import Section

if TYPE_CHECKING:
    from antral.evidence import Arm, Finding, MetaAnalysis, Outcome, PooledResult, Study

_COLUMNS = ("record", "where", "came", "why", "do")
_TITLES = {"error": "Cannot be true", "warning": "Needs a look"}


def lint_sections(found: Sequence["Finding"]) -> list[Section]:
    """Findings by level; what is known stands last, with its reason."""
    sections = [
        Section(
            f"{title} ({len(rows)})",
            (*_COLUMNS, "rule"),
            [(one.record, one.where, one.came, one.why, one.do, one.rule) for one in rows],
        )
        for level, title in _TITLES.items()
        if (rows := [one for one in found if one.level == level])
    ]
    if not sections:
        sections = [Section("Nothing new to look at.")]
    known = [(one.record, one.where, one.came, one.why, one.do) for one in found if one.level == "known"]
    if known:
        sections.append(Section(f"Known, and so in the source ({len(known)})", (*_COLUMNS[:4], "reason"), known))
    return sections


def studies_sections(listed: Iterable["Study"]) -> list[Section]:
    """One row a study: design, cells, route, women, bias."""
    rows = [
        (
            one.id,
            words(one.design),
            _joined(words(arm.source) for arm in one.arms.values() if arm.has_cells) or "none",
            _joined(words(arm.route) for arm in one.arms.values() if arm.has_cells),
            "?" if one.enrolled is None else str(one.enrolled),
            "not judged" if one.bias is None else words(one.bias.overall),
        )
        for one in listed
    ]
    return [
        Section(
            f"{len(rows)} studies",
            ("study", "design", "cells", "route", "n", "bias"),
            rows,
            ("n: women enrolled, ? where not stated. Next, for the outcomes: antral evidence show STUDY.",),
        )
    ]


def study_sections(study: "Study", found: Sequence["Finding"]) -> list[Section]:
    """All that one record holds, and what `lint` says of it."""
    return [
        Section(f"{study.title}: {study.citation.title}", rows=_facts(study)),
        Section("Arms", ("arm", "what", "cells", "route", "dose", "times", "with", "n"), _arms(study)),
        Section(
            "Outcomes",
            ("arm", "outcome", "months", "statistic", "value", "n", "p", "read", "place", "note"),
            [_outcome(one) for one in study.outcomes],
            ("Other commands name one as ARM.OUTCOME@MONTHS, with ? where the time is not stated.",)
            if study.outcomes
            else (),
        ),
        *_bias(study),
        *([Section("What speaks against it, and what to know", paragraphs=study.doubts)] if study.doubts else []),
        *(lint_sections(found) if found else ()),
    ]


def meta_analysis_sections(record: "MetaAnalysis", found: Sequence["Finding"]) -> list[Section]:
    """All that one publication pooled, what speaks against it, and what `lint` says of it."""
    facts = {
        "record": record.id,
        "doi": record.doi,
        "PMID": record.pmid,
        "PMC": record.pmc,
        "scope": words(record.scope),
    }
    return [
        Section(record.title, rows=[(name, value) for name, value in facts.items() if value]),
        *([Section("What speaks against it", paragraphs=record.doubts)] if record.doubts else []),
        Section(
            "Results, as printed",
            ("outcome", "measure", "estimate", "95 %", "p", "I2", "k", "n", "women", "months", "place", "note"),
            [_pooled(one) for one in record.results],
        ),
        *(lint_sections(found) if found else ()),
    ]


def _pooled(one: "PooledResult") -> tuple[str, ...]:
    numbers = (one.p, one.i2, one.k, one.n)
    positive = "" if one.positive_means == "rise" else ", positive is a fall"
    return (
        words(one.outcome),
        words(one.measure) + positive,
        f"{one.estimate:g}",
        "" if one.low is None or one.high is None else f"{one.low:g} to {one.high:g}",
        *("" if number is None else f"{number:g}" for number in numbers),
        one.population,
        one.months_as_printed if one.months is None else f"{one.months:g}",
        one.locator,
        one.note,
    )


def words(name: str) -> str:
    """A name of a record as words."""
    return name.replace("_", " ")


def _joined(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(names))


def _facts(study: "Study") -> list[tuple[str, str]]:
    cited, people = study.citation, study.population
    registry = ", ".join(cited.registry) + (f" ({cited.registry_remark})" if cited.registry_remark else "")
    facts = {
        "record": study.id,
        "doi": cited.doi,
        "PMID": cited.pmid,
        "registry": registry,
        "country": cited.country,
        "read": cited.read,
        "role": words(study.role),
        "design": words(study.design)
        + (f", printed as {words(study.design_as_printed)}" if study.design_as_printed else ""),
        "women": people.text,
        "indication": words(people.indication),
        "criteria": people.criteria,
        "age, mean": None if people.age_mean is None else f"{people.age_mean:g} years",
        "FSH at entry, mean": None if people.fsh_mean is None else f"{people.fsh_mean:g} IU/L",
        "enrolled": "not stated" if study.enrolled is None else str(study.enrolled),
        "followed": None if study.follow_up_months is None else f"{study.follow_up_months:g} months",
    }
    return [(name, value) for name, value in facts.items() if value]


def _arms(study: "Study") -> list[tuple[str, ...]]:
    return [
        (
            name,
            arm.label + (f" (women of {_joined(arm.aggregate_of)}: never added)" if arm.aggregate_of else ""),
            _cells(arm),
            words(arm.route),
            "" if arm.cells is None else f"{arm.cells:.2g}".replace("e+0", "e"),
            "" if arm.doses is None else str(arm.doses),
            arm.comedication,
            "not stated" if arm.n is None else str(arm.n),
        )
        for name, arm in study.arms.items()
    ]


def _cells(arm: "Arm") -> str:
    own = {True: ", own", False: ", donor", None: ""}[arm.autologous]
    return f"{words(arm.source)}{own}" if arm.has_cells else words(arm.source)


def _outcome(one: "Outcome") -> tuple[str, ...]:
    spread = one.spread
    told = f"{one.value:g}"
    if spread is not None:
        ends = f"{spread.low:g}" if spread.high is None else f"{spread.low:g} to {spread.high:g}"
        told += f" ({spread.kind} {ends})"
    if one.printed is not None:
        told += f" (printed {one.printed.percent:g} % of {one.printed.of})"
    unit = "" if one.unit == "sign" else f" {words(one.unit)}"
    p = f"{one.p:g}" if one.p is not None else "" if one.p_below is None else f"< {one.p_below:g}"
    return (
        one.arm,
        one.outcome,
        "" if one.months is None else f"{one.months:g}",
        words(one.statistic) + (f" against {one.against}" if one.against else ""),
        told + unit,
        "" if one.n is None else str(one.n),
        p,
        words(one.confidence),
        one.locator,
        one.note,
    )


def _bias(study: "Study") -> list[Section]:
    if study.bias is None:
        return [Section("Risk of bias: not judged")]
    judged = [(words(name), words(value)) for name, value in study.bias.domains.items() if value != "not_judged"]
    open_ = [words(name) for name, value in study.bias.domains.items() if value == "not_judged"]
    sentences = [f"Remark: {study.bias.remark} ({study.bias.tag})."]
    if open_:
        sentences.append(f"Not judged from the text read: {', '.join(open_)}.")
    return [Section(f"Risk of bias, {study.bias.tool}: {words(study.bias.overall)}", rows=judged, paragraphs=sentences)]
