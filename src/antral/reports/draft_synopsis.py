"""What is shown of a draft: what the registry says, how each line was read, and what a simulation would need."""

from antral.protocol import Criterion, Draft, Part, Ruled, not_runnable
from antral.reports.joined import joined
from antral.reports.section import Section
from antral.reports.synopsis import contradictions, definitions


def draft_synopsis(draft: Draft) -> list[Section]:
    """The parts of a draft in the order a clinician reads them; `render` puts them on a terminal."""
    parts = [
        _facts(draft),
        Section("Changed by the user", paragraphs=[str(change) for change in draft.changes]),
        contradictions(draft),
        _arms(draft),
        _outcomes(draft),
        *(_lines(draft, section) for section in ("inclusion", "exclusion")),
        definitions(draft),
        Section(
            "What a simulation needs and the record does not say", rows=[(m.field, m.question) for m in draft.missing]
        ),
        Section("Fields that could not be read", paragraphs=list(draft.unread)),
        Section("Draft", paragraphs=[not_runnable(draft)]),
    ]
    return [part for part in parts if part.rows or part.paragraphs]


def _facts(draft: Draft) -> Section:
    design, registry = draft.registered, draft.registry
    rows = [
        ("Condition", draft.condition),
        ("Phase", " and ".join(str(phase) for phase in draft.phase)),
        ("Sponsor", draft.sponsor),
        (
            "Participants",
            "" if design.enrolment is None else f"{design.enrolment} {design.enrolment_type or ''}".strip(),
        ),
        ("Allocation", ", ".join(one for one in (design.allocation, design.model) if one)),
        ("Masking", ", ".join([design.masking or "", *design.who_masked]).strip(", ")),
    ]
    if registry is not None:
        rows += [
            ("Registry", f"{registry.name} {registry.number}" + (f", {registry.status}" if registry.status else "")),
            ("Registered dates", f"{registry.start or '?'} to {registry.completion or '?'}"),
            ("Site", registry.site or ""),
        ]
    return Section(f"{draft.id}: {draft.title}", rows=[row for row in rows if row[1]])


def _arms(draft: Draft) -> Section:
    design = draft.registered
    rows = [
        (arm.label, arm.type or "", _dose(arm.dose_text, arm.dose_cells), arm.description or "") for arm in design.arms
    ]
    rows += [
        (one.name, one.type or "", _dose(one.dose_text, one.dose_cells), one.description or "")
        for one in design.interventions
    ]
    return Section("Arms and interventions, as registered", ("name", "type", "dose", "description"), rows)


def _dose(text: str | None, cells: int | None) -> str:
    if text is None:
        return ""
    return text if cells is not None else f"{text} (not clear)"


def _outcomes(draft: Draft) -> Section:
    rows = [(one.role, one.measure, one.time_frame or "") for one in draft.registered.outcomes]
    return Section("Outcomes, as registered", ("role", "measure", "time frame"), rows)


def _lines(draft: Draft, section: str) -> Section:
    rows = [row for line in draft.eligibility.criteria if line.section == section for row in _line(line)]
    return Section(f"{section.capitalize()} criteria", ("line", "text of the record", "grade", "rule", "why"), rows)


def _line(line: Criterion) -> list[tuple[str, ...]]:
    """One row for each part of a line; the text stands in the first."""
    rows: list[tuple[str, ...]] = []
    for position, (part, before, behind) in enumerate(joined(line)):
        head = (line.id, line.words) if position == 0 else ("", "")
        grade = part.grade if isinstance(part, Criterion | Part) else line.grade
        rule = f"{before}{_rule(part)}{behind}"
        rows.append((*head, grade.replace("_", " "), rule, part.note or (line.why if position == 0 else None) or ""))
    return rows


def _rule(part: Ruled) -> str:
    if part.kind == "unparsed":
        return "for a person to judge"
    told = [_told(key, value) for key, value in part.parameters.items()]
    if part.definition:
        told.insert(0, part.definition.replace("_", " "))
    rule = ", ".join([part.kind.replace("_", " ").replace(" poi", " POI"), *told])
    return f"not: {rule}" if part.negated else rule


def _told(key: str, value: object) -> str:
    """One parameter in words."""
    if isinstance(value, dict):
        value = ", ".join(_told(str(name), inner) for name, inner in value.items())
    elif isinstance(value, list | tuple):
        value = ", ".join(str(one) for one in value)
    elif isinstance(value, bool):
        value = "yes" if value else "no"
    elif isinstance(value, float):
        value = f"{value:g}"
    return f"{key} {value}".replace("_", " ")
