"""The studies behind all answers, as a reader wants to see them in one table, and what they have in common."""

from collections.abc import Mapping
from typing import Any, Final

from antral.evidence.questions import control_of
from antral.evidence.studies import Study

CELLS: Final = ("cell_therapy", "cell_derived")


def overview(among: Mapping[str, Study]) -> dict[str, Any]:
    """Every study in a line, and counts of them."""
    return {"rows": [_row(one) for one in among.values()], **_counts(among)}


def _row(study: Study) -> dict[str, Any]:
    control = control_of(study)
    return {
        "study": study.id,
        "title": study.title,
        "year": study.citation.year,
        "role": study.role,
        "design": study.design,
        "indication": study.population.indication,
        "enrolled": study.enrolled,
        "arms": [arm.label for arm in study.arms.values() if not arm.aggregate_of],
        "control": None if control is None else study.arms[control].label,
        "bias": None if study.bias is None else study.bias.overall,
        "tool": None if study.bias is None else study.bias.tool,
        "domains": {} if study.bias is None else dict(study.bias.domains),
        "remark": "" if study.bias is None else study.bias.remark,
        "read": study.citation.read,
        "registry": list(study.citation.registry),
        "doi": study.citation.doi,
        "numbers": len(study.outcomes),
    }


def _counts(among: Mapping[str, Study]) -> dict[str, Any]:
    cells = [one for one in among.values() if one.role in CELLS]
    poi = [one for one in cells if one.population.indication == "POI"]
    registered = [one for one in among.values() if one.role == "registry_only"]
    sizes = [one.enrolled for one in poi if one.enrolled is not None]
    return {
        "studies": len(among),
        "cells": len(cells),
        "cells_poi": len(poi),
        "women_poi": sum(sizes),
        "unstated_poi": len(poi) - len(sizes),
        "largest_poi": max(sizes, default=0),
        "smallest_poi": min(sizes, default=0),
        "randomised_poi": sum(one.design.startswith("rct") for one in poi),
        "untreated_poi": sum(_untreated(one) for one in poi),
        "read_full": sum(one.citation.read.startswith("full text") for one in cells),
        "dose_stated": sum(any(arm.cells is not None and arm.has_cells for arm in one.arms.values()) for one in poi),
        "registered": len(registered),
        "largest_registered": max((one.enrolled or 0 for one in registered), default=0),
    }


def _untreated(study: Study) -> bool:
    """Whether women of the study were given nothing, or a placebo, beside those given cells."""
    control = control_of(study)
    return control is not None and study.arms[control].source == "none"
