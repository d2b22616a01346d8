"""The part of a synopsis that tells what may happen to a participant: conduct, adverse events, the rule for harm."""

from antral.protocol import AdverseEvent, Protocol
from antral.records import load_yaml, path
from antral.reports.section import Section
from antral.reports.wording import capitalised, counted

WHEN = {"background": "at any time", "infusion": "after an infusion", "hormones": "under hormones"}
STRATEGY = {
    "treatment_policy": "counts all the same",
    "hypothetical": "as if it had not happened",
    "composite": "counts as the result",
    "while_on_treatment": "what was seen before counts",
    "principal_stratum": "only women in whom it would not happen",
}
"""The strategies of ICH E9(R1) in plain words."""


def conduct(protocol: Protocol) -> Section:
    """What happens on the way, and how often."""
    stay, visits, design = protocol.dropout, protocol.missed_visits, protocol.design
    causes = ", ".join(f"{cause.replace('_', ' ')} {_percent(share)}" for cause, share in stay.causes.items())
    rows = [
        ("Leaves the trial within a year", _percent(stay.yearly_probability), str(stay.tag), _why(stay)),
        ("  of whom", causes, "assumed", stay.causes_reason or "No source splits drop-out by cause."),
        ("Misses a visit", _percent(visits.probability), str(visits.tag), _why(visits)),
    ]
    if protocol.adherence is not None:
        taken = protocol.adherence
        rows.append(("Takes a tablet", _percent(taken.probability_taken), str(taken.tag), _why(taken)))
    if (rescue := protocol.rescue_hormones) is not None:
        what = f"{_percent(rescue.yearly_probability)} a year ({rescue.regimen.replace('_', ' ')})"
        rows.append(("Starts hormones against the plan", what, str(rescue.tag), _why(rescue)))
    if (fertility := protocol.fertility_treatment) is not None:
        what = f"{_percent(fertility.yearly_probability)} a year"
        rows.append(("Turns to fertility treatment", what, str(fertility.tag), _why(fertility)))
    if (trying := protocol.conception) is not None:
        rows.append(("Tries to conceive", _percent(trying.trying_share), str(trying.tag), _why(trying)))
    else:
        rows.append(("Tries to conceive", "nobody", "assumed", "The protocol has no part 'conception'."))
    if (known := design.unblinding) is not None:
        after, yearly = _percent(known.probability_per_serious_event), _percent(known.yearly_probability)
        what = f"{after} of serious events, else {yearly} a year"
        rows.append(("Her arm becomes known", what, str(known.tag), _why(known)))
    rate = f"{design.enrolment.women_per_month:g} women a month"
    rows.append(("Enrolment", rate, str(design.enrolment.tag), _why(design.enrolment)))
    diary = f"{protocol.diary.recall_days:g} days from memory"
    rows.append(("Diary before screening", diary, str(protocol.diary.tag), _why(protocol.diary)))
    return Section("What happens on the way", ("what", "value", "tag", "source or reason"), rows)


def hormones(protocol: Protocol) -> Section:
    """The calendar of every regimen that women take, day by day of the pack."""
    given = [arm.comedication.regimen for arm in protocol.arms.values() if arm.comedication is not None]
    rescue = protocol.rescue_hormones
    used = dict.fromkeys([*given, *([] if rescue is None else [rescue.regimen])])
    rows = [row for name in used for row in _calendar(name, "assigned" if name in given else "of her own")]
    return Section("Hormones", ("regimen", "taken", "days", "each day", "tag", "source"), rows)


def _calendar(name: str, taken: str) -> list[tuple[str, ...]]:
    """One row for each phase; read from the record itself, as the room of therapy would load the compiler."""
    record = load_yaml(path("hormone_therapies", f"{name}.yaml"))
    rows: list[tuple[str, ...]] = []
    first = 1
    for phase in record["calendar"]:
        amounts = [("estradiol", phase.get("estradiol_mg")), (record["progestogen"], phase.get("progestogen_mg"))]
        told = " and ".join(f"{hormone} {amount:g} mg" for hormone, amount in amounts if amount) or "nothing"
        last = first + phase["days"] - 1
        head = (record["title"], taken) if first == 1 else ("", "")
        tail = (record["tag"], record["source"]) if first == 1 else ("", "")
        rows.append((*head, f"{first} to {last}" if last > first else f"{first}", told, *tail))
        first = last + 1
    return rows


def adverse_events(protocol: Protocol) -> Section:
    """Adverse events as they are drawn; severity and seriousness stand apart."""
    columns = ("event", "how often", "grade", "serious", "related", "lasts", "tag", "source or reason")
    rows = [
        (
            f"{capitalised(event.term)}, {WHEN[event.trigger]}",
            _how_often(event),
            ", ".join(f"{grade}: {_percent(share)}" for grade, share in sorted(event.grades.items())),
            _percent(event.serious_share),
            _percent(event.related_share),
            counted(event.duration_days, "day"),
            str(event.tag),
            " ".join(part for part in (_why(event), event.or_source) if part),
        )
        for event in protocol.adverse_events
    ]
    note = "Odds ratios are published, the shares they work on are assumed; where none is given cells add nothing."
    return Section("Adverse events", columns, rows, [note] if rows else [])


def _how_often(event: AdverseEvent) -> str:
    if event.trigger != "infusion":
        return f"{event.per_woman_year:g} a woman-year"
    before = _percent(event.probability or 0)
    if event.cells_odds_ratio == 1:
        return before
    after = _percent(event.probability_after_cells)
    return f"{before} without cells, {after} with (odds ratio {event.cells_odds_ratio:g})"


def monitoring(protocol: Protocol) -> Section:
    """The rule that stops the trial for harm, as a sentence."""
    rule = protocol.monitoring
    if rule is None:
        return Section("Rule for harm")
    every = "every infused woman" if rule.look_every == 1 else f"every {rule.look_every} infused women"
    sentence = (
        f"After {every}: the trial stops once it is more than {_percent(rule.certainty)} certain that more than "
        f"{_percent(rule.acceptable_share)} of women have a serious event within {rule.window_days:g} days of an "
        f"infusion. What is believed beforehand counts as {counted(rule.prior_events, 'event')} in "
        f"{counted(rule.prior_women, 'woman', 'women')}. "
        f"({rule.tag}: {_why(rule)})"
    )
    return Section("Rule for harm", paragraphs=[sentence])


def estimands(protocol: Protocol) -> Section:
    """What exactly is estimated, and what is done about each event that changes its meaning."""
    rows = []
    for estimand in protocol.estimands:
        head = (estimand.name.replace("_", " "), f"{estimand.population}. {estimand.treatment}. {estimand.summary}")
        for position, (name, event) in enumerate(estimand.intercurrent_events.items()):
            strategy = f"{STRATEGY[event.strategy]} ({event.strategy.replace('_', ' ')})"
            first = head if position == 0 else ("", "")
            rows.append((*first, name.replace("_", " "), strategy, event.handling))
    return Section("Estimands", ("estimand", "of what", "if she", "then", "in words"), rows)


def _why(part: object) -> str:
    return str(getattr(part, "source", None) or getattr(part, "reason", None) or "")


def _percent(share: float) -> str:
    return f"{100 * share:.3g} %"
