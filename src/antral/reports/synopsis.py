"""The synopsis of a protocol, as `antral show` prints it and the report begins."""

from itertools import pairwise

from antral.protocol import (
    Arm,
    Criterion,
    Part,
    Protocol,
    Ruled,
    Study,
    Visit,
    cell_product,
    definition,
    doses_on_record,
    nice_number,
)
from antral.records import load_yaml, names, path
from antral.reports import synopsis_course as course
from antral.reports.joined import joined
from antral.reports.section import Section

POLICY = {"met": "taken as met", "not_met": "taken as not met"}


def synopsis(protocol: Protocol) -> list[Section]:
    """The parts of a protocol in the order a clinician reads them; `render` puts them on a terminal."""
    parts = [
        _facts(protocol),
        _changes(protocol),
        contradictions(protocol),
        _products(protocol),
        _arms(protocol),
        course.hormones(protocol),
        _calendar(protocol),
        *(_criteria(protocol, section) for section in ("inclusion", "exclusion")),
        definitions(protocol),
        _endpoints(protocol),
        course.estimands(protocol),
        course.conduct(protocol),
        course.adverse_events(protocol),
        course.monitoring(protocol),
        _gaps(protocol),
        _assumptions(protocol),
    ]
    return [part for part in parts if part.rows or part.paragraphs]


def _facts(protocol: Protocol) -> Section:
    design, registry = protocol.design, protocol.registry
    ratio = ":".join(str(share) for share in design.allocation.ratio.values())
    blinded = ", ".join(design.blinding.blinded) or "nobody"
    blocks = " or ".join(str(size) for size in design.allocation.block_sizes)
    rows = [
        ("Condition", protocol.condition),
        ("Phase", " and ".join(str(phase) for phase in protocol.phase)),
        ("Sponsor", protocol.sponsor),
        ("Candidates", _candidates(protocol)),
        ("Participants", f"{design.participants} women, {len(protocol.arms)} arms, {ratio}"),
        ("Allocation", f"random, permuted blocks of {blocks}" + _strata(protocol)),
        ("Does not know the arm", blinded),
        ("Follow-up", f"{protocol.follow_up_days:g} days from randomisation"),
    ]
    if registry is not None:
        rows += [
            ("Registry", f"{registry.name} {registry.number}" + (f", {registry.status}" if registry.status else "")),
            ("Registered dates", f"{registry.start or '?'} to {registry.completion or '?'}"),
            ("Site", registry.site or ""),
            ("Registered title", registry.brief_title or ""),
        ]
    if protocol.variant_of:
        rows.append(("Variant of", protocol.variant_of))
    return Section(f"{protocol.id}: {protocol.title}", rows=[row for row in rows if row[1]])


def _candidates(protocol: Protocol) -> str:
    """The mix of aetiologies in words, which may be a single one, and how long ago they were diagnosed."""
    name, diagnosed = protocol.candidates.mix, protocol.candidates.diagnosed
    only = "" if diagnosed is None else f"; only women {diagnosed}"
    if name not in names("mixes"):
        return f"{name.replace('_', ' ')} ({protocol.candidates.tag}){only}"
    chosen = load_yaml(path("mixes", f"{name}.yaml"))
    shares = sorted(((one, entry["share"]) for one, entry in chosen["shares"].items()), key=lambda item: -item[1])
    told = ", ".join(f"{one.replace('_', ' ')} {_percent(share)}" for one, share in shares)
    return f"{chosen['name']}: {told} (taken for this trial: {protocol.candidates.tag}){only}"


def _strata(protocol: Protocol) -> str:
    strata = protocol.design.allocation.strata
    return f", stratified by {', '.join(str(one) for one in strata)}" if strata else ""


def _changes(protocol: Protocol) -> Section:
    return Section("Changed by the user", paragraphs=[str(change) for change in protocol.changes])


def contradictions(protocol: Study) -> Section:
    """Where the record disagrees with itself, and how that is settled."""
    rows = [(one.between, one.says, one.settled) for one in protocol.contradictions]
    return Section("Contradictions in the record", ("between", "what they say", "how it is settled"), rows)


def _products(protocol: Protocol) -> Section:
    rows = []
    for name, product in protocol.products.items():
        record = cell_product(product.record)
        doses = ", ".join(nice_number(dose) for dose in doses_on_record(product.record)) or "none"
        rows.append((name, product.label, f"{record.source}, {product.donor}", doses))
    return Section("Products", ("product", "name", "source", "doses on record for this source (cells)"), rows)


def _arms(protocol: Protocol) -> Section:
    rows = [(name, arm.label, arm.role, *_given(protocol, arm), _hormones(arm)) for name, arm in protocol.arms.items()]
    notes = [
        f"{name} is not among the arms of the registry's record; it is read from its {arm.origin}."
        for name, arm in protocol.arms.items()
        if arm.origin is not None
    ]
    columns = ("arm", "name", "role", "product", "each infusion", "on day", "hormones")
    return Section("Arms", columns, rows, notes)


def _hormones(arm: Arm) -> str:
    if arm.comedication is None:
        return "none"
    given = arm.comedication
    last = "the end" if given.last_day is None else f"day {given.last_day:g}"
    return f"{given.regimen.replace('_', ' ')}, day {given.first_day:g} to {last}"


def _given(protocol: Protocol, arm: Arm) -> tuple[str, str, str]:
    if arm.product is None or arm.route is None:
        return ("none", "no cells", "none")
    volume = protocol.products[arm.product].volume_ml
    dose = f"{nice_number(arm.dose_cells)} cells" + (f" in {volume:g} mL" if volume else "")
    return (arm.product, f"{dose}, {arm.route.replace('_', ' ')}", ", ".join(f"{day:g}" for day in arm.infusion_days))


def _calendar(protocol: Protocol) -> Section:
    """Visits alike in everything but their day, one after the other, stand in one row."""
    groups: list[list[Visit]] = []
    for visit in protocol.visits:
        if groups and _alike(groups[-1][-1], visit):
            groups[-1].append(visit)
        else:
            groups.append([visit])
    diary = "Bleeding diary kept from the first screening visit." if protocol.diary.kept else "No bleeding diary."
    rows = [_visits_row(group) for group in groups]
    return Section("Calendar", ("visits", "days and hour", "window", "measured"), rows, [diary])


def _alike(earlier: Visit, later: Visit) -> bool:
    if earlier.day <= 0 or later.day <= 0:
        return False
    return (earlier.measures, earlier.window_days, earlier.hour) == (later.measures, later.window_days, later.hour)


def _visits_row(group: list[Visit]) -> tuple[str, str, str, str]:
    first, last = group[0], group[-1]
    names, days = first.label, f"{first.day:g}"
    if len(group) > 1:
        every = {later.day - earlier.day for earlier, later in pairwise(group)}
        rhythm = f", every {every.pop():g} days" if len(every) == 1 else ""
        names = f"{first.label} to {last.label} ({len(group)} visits{rhythm})"
        days = f"{first.day:g} to {last.day:g}"
    window = f"± {first.window_days:g} days" if first.window_days else "none"
    hours, minutes = divmod(round(first.hour * 60), 60)
    return (names, f"{days}, {hours}:{minutes:02d}", window, ", ".join(first.measures))


def _criteria(protocol: Protocol, section: str) -> Section:
    chosen = [line for line in protocol.eligibility.criteria if line.section == section]
    rows = [row for line in chosen for row in _line(line)]
    title = f"{section.capitalize()} criteria"
    return Section(title, ("line", "text of the record", "grade", "rule", "for virtual women"), rows)


def _line(line: Criterion) -> list[tuple[str, ...]]:
    """One row for each part of a line; the text stands in the first."""
    rows: list[tuple[str, ...]] = []
    for position, (part, before, behind) in enumerate(joined(line)):
        head = (line.id, line.text) if position == 0 else ("", "")
        grade = part.grade if isinstance(part, Criterion | Part) else ""
        rule = f"{before}{_rule(part)}{behind}"
        rows.append((*head, grade.replace("_", " "), rule, _policy(part)))
    return rows


def _rule(part: Ruled) -> str:
    rule = ("not: " if part.negated else "") + part.kind.replace("_", " ").replace(" poi", " POI")
    if part.definition:
        rule += f", {part.definition.replace('_', ' ')}"
    elif part.kind == "age":
        rule += f", {part.rule}"
    if isinstance(part, Criterion) and part.duplicate_of:
        rule += f"; repeats {part.duplicate_of}, does not count twice"
    return rule


def _policy(part: Ruled) -> str:
    policy = part.policy
    if policy is None or policy.simulate:
        return "simulated"
    if policy.assume is not None:
        return f"{POLICY[policy.assume]}: {policy.reason}"
    drawn = _percent(part.probability())
    if policy.of_aetiology is not None:
        by_name = [f"{name.replace('_', ' ')} {_percent(share)}" for name, share in policy.of_aetiology.items()]
        drawn = f"{', '.join(by_name)}, others {drawn}"
    return f"drawn, {drawn} ({policy.tag}): {policy.source or policy.reason}"


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %"


def definitions(protocol: Study) -> Section:
    """What the words of the lines are taken to mean."""
    used = dict.fromkeys(
        part.definition for line in protocol.eligibility.criteria for part in line.parts if part.definition
    )
    packs = [(name, definition(name)) for name in used]
    rows = [
        (name.replace("_", " "), pack.title, str(pack.tag), pack.source or pack.reason or "") for name, pack in packs
    ]
    return Section("Definitions the lines need", ("definition", "meaning", "tag", "source or reason"), rows)


def _endpoints(protocol: Protocol) -> Section:
    plan, rows = protocol.analyses, []
    for endpoint in protocol.endpoints:
        analysis = plan.by_endpoint.get(endpoint.name)
        methods = "not analysed"
        if analysis is not None:
            methods = ", ".join(m.replace("_", " ") for m in (analysis.estimate, analysis.test or "described only"))
            if analysis.covariates:
                methods += f" adjusted for {', '.join(analysis.covariates).replace('_', ' ')}"
            if endpoint.under_assigned_hormones and any(arm.comedication for arm in protocol.arms.values()):
                methods += "; values under the arm's own hormones count"
        good = "lower is better" if endpoint.direction == "decrease" else "higher is better"
        rows.append((endpoint.role, endpoint.label, endpoint.code, f"{endpoint.day:g}", good, methods))
    sides = "Two" if plan.sides == 2 else "One"
    note = f"{sides}-sided {100 * plan.alpha:g} %; trends per {nice_number(plan.dose_unit_cells)} cells."
    return Section("Endpoints and analyses", ("role", "endpoint", "code", "day", "direction", "methods"), rows, [note])


def _gaps(protocol: Protocol) -> Section:
    rows = [(gap.question, gap.filled_with, gap.tag, gap.reason, gap.sensitivity or "") for gap in protocol.gaps]
    columns = ("question", "filled with", "tag", "why", "also to be tried")
    return Section("Gaps the registry leaves, and how they are filled", columns, rows)


def _assumptions(protocol: Protocol) -> Section:
    return Section("Assumptions", ("assumption", "why"), [(one.text, one.reason) for one in protocol.assumptions])
