"""The whole way from a registry's record to a draft."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from antral.core import RecordError
from antral.protocol.draft import Draft
from antral.protocol.from_registry.criteria import from_lines, no_text, structured
from antral.protocol.from_registry.doubts import contradictions, missing
from antral.protocol.from_registry.facts import phases, registered, registry_facts
from antral.protocol.from_registry.lines import split
from antral.protocol.from_registry.record import Fields, read_source


def read_record(source: str | Path | Mapping[str, Any]) -> Draft:
    """The draft of a study in a file, or in a mapping as the API gives it.

    Raises
    ------
    RecordError
        Where the file is no study; the message says what was wanted. A module that is missing is no error.
    """
    study, file = read_source(source)
    fields = Fields(study)
    number = fields.text("identificationModule", "nctId") or _named(file)
    text = fields.text("eligibilityModule", "eligibilityCriteria")
    lines = split(text).lines if text else ()
    design, doses = registered(fields)
    criteria = structured(fields) + (from_lines(lines, number) if lines else [no_text(number)])
    facts = registry_facts(fields, number)
    title = fields.text("identificationModule", "officialTitle") or facts.brief_title or "(no title in the record)"
    content = {
        "draft": True,
        "id": number,
        "title": title,
        "phase": phases(fields),
        "condition": ", ".join(fields.words("conditionsModule", "conditions")) or "(not in the record)",
        "sponsor": fields.text("sponsorCollaboratorsModule", "leadSponsor", "name") or "(not in the record)",
        "registry": facts,
        "registered": design,
        "eligibility": {"criteria": criteria},
        "contradictions": contradictions(criteria, design, doses),
        "missing": missing(design, text=bool(lines), doses=doses),
        "unread": tuple(fields.unread),
    }
    try:
        return Draft.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise RecordError(f"{file or number}: {where} cannot be used ({first['msg']}).") from error


def _named(file: str | None) -> str:
    """An id for a record without one, from the name of its file."""
    name = re.sub(r"[^A-Za-z0-9_.-]+", "_", Path(file).stem) if file else ""
    return name.lstrip("_.-") or "unnamed"
