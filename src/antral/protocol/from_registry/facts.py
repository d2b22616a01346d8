"""What the record states beside its criteria: dates, sponsor, design, arms, outcomes."""

import re
from datetime import date
from typing import Any, Final, Literal

from antral.protocol.draft import Registered, RegisteredArm, RegisteredIntervention, RegisteredOutcome
from antral.protocol.from_registry.numbers import Dose, days, dose
from antral.protocol.from_registry.record import Fields
from antral.protocol.study import RegistryFacts

_DESIGN: Final = ("designModule", "designInfo")
_ARMS: Final = "armsInterventionsModule"
_DATE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def registry_facts(fields: Fields, number: str) -> RegistryFacts:
    """Who registered the trial, where it stands and when."""
    sites = [_site(row, fields) for row in fields.rows("contactsLocationsModule", "locations")]
    named = [site for site in sites if site]
    return RegistryFacts(
        name="ClinicalTrials.gov",
        number=number,
        organisation_number=fields.text("identificationModule", "orgStudyIdInfo", "id"),
        status=(fields.text("statusModule", "overallStatus") or "").lower().replace("_", " ") or None,
        last_update=_day(fields, "statusModule", "lastUpdatePostDateStruct", "date")
        or _day(fields, "statusModule", "lastUpdateSubmitDate"),
        start=_day(fields, "statusModule", "startDateStruct", "date"),
        completion=_day(fields, "statusModule", "completionDateStruct", "date"),
        site="; ".join(dict.fromkeys(named)) or None,
        brief_title=fields.text("identificationModule", "briefTitle"),
        brief_summary=fields.text("descriptionModule", "briefSummary"),
    )


def _site(row: dict[str, Any], fields: Fields) -> str:
    parts = [fields.as_text(row.get(key), f"locations.{key}") for key in ("facility", "city", "country")]
    return ", ".join(part for part in parts if part)


def _day(fields: Fields, *way: str) -> date | None:
    """A whole date; a month alone is no date and is left out."""
    text = fields.text(*way)
    found = _DATE.match(text or "")
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        fields.unread.append(f"{'.'.join(way)}: {text} is no date")
        return None


def phases(fields: Fields) -> tuple[Literal[1, 2, 3, 4], ...]:
    """`PHASE1`, `PHASE2` to 1 and 2; early phase 1 counts as 1."""
    numbers = sorted({int(n) for word in fields.words("designModule", "phases") for n in re.findall(r"[1-4]", word)})
    return tuple(n for n in (1, 2, 3, 4) if n in numbers)


def registered(fields: Fields) -> tuple[Registered, list[Dose]]:
    """The design as registered, and the doses that its words state or seem to state."""
    arms, interventions = [], []
    doses: list[Dose] = []
    for row in fields.rows(_ARMS, "armGroups"):
        label = fields.as_text(row.get("label"), "armGroups.label")
        description = fields.as_text(row.get("description"), "armGroups.description")
        stated = _dose(doses, label, description)
        names = row.get("interventionNames")
        arms.append(
            RegisteredArm(
                label=label or "(no label)",
                type=_lower(fields.as_text(row.get("type"), "armGroups.type")),
                description=description,
                interventions=tuple(n for n in names if isinstance(n, str)) if isinstance(names, list) else (),
                dose_text=stated.text if stated else None,
                dose_cells=stated.cells if stated else None,
            )
        )
    for row in fields.rows(_ARMS, "interventions"):
        name = fields.as_text(row.get("name"), "interventions.name")
        description = fields.as_text(row.get("description"), "interventions.description")
        stated = _dose(doses, name, description)
        interventions.append(
            RegisteredIntervention(
                type=_lower(fields.as_text(row.get("type"), "interventions.type")),
                name=name or "(no name)",
                description=description,
                dose_text=stated.text if stated else None,
                dose_cells=stated.cells if stated else None,
            )
        )
    design = Registered(
        study_type=_lower(fields.text("designModule", "studyType")),
        allocation=_lower(fields.text(*_DESIGN, "allocation")),
        model=_lower(fields.text(*_DESIGN, "interventionModel")),
        purpose=_lower(fields.text(*_DESIGN, "primaryPurpose")),
        masking=_lower(fields.text(*_DESIGN, "maskingInfo", "masking")),
        who_masked=tuple(_lower(who) or "" for who in fields.words(*_DESIGN, "maskingInfo", "whoMasked")),
        enrolment=fields.count("designModule", "enrollmentInfo", "count"),
        enrolment_type=_lower(fields.text("designModule", "enrollmentInfo", "type")),
        healthy_volunteers=fields.flag("eligibilityModule", "healthyVolunteers"),
        arms=tuple(arms),
        interventions=tuple(interventions),
        outcomes=tuple(_outcomes(fields)),
    )
    return design, doses


def _dose(doses: list[Dose], *texts: str | None) -> Dose | None:
    for text in texts:
        stated = dose(text)
        if stated is not None:
            doses.append(stated)
            return stated
    return None


def _outcomes(fields: Fields) -> list[RegisteredOutcome]:
    found = []
    roles: tuple[Literal["primary", "secondary", "other"], ...] = ("primary", "secondary", "other")
    for role in roles:
        for row in fields.rows("outcomesModule", f"{role}Outcomes"):
            measure = fields.as_text(row.get("measure"), f"{role}Outcomes.measure")
            frame = fields.as_text(row.get("timeFrame"), f"{role}Outcomes.timeFrame")
            found.append(
                RegisteredOutcome(
                    role=role,
                    measure=measure or "(no measure)",
                    time_frame=frame,
                    days=days(frame),
                    description=fields.as_text(row.get("description"), f"{role}Outcomes.description"),
                )
            )
    return found


def _lower(text: str | None) -> str | None:
    return text.lower().replace("_", " ") if text else None
