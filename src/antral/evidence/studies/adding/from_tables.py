"""A study record from one row of a table of studies, and the rows of its arms and outcomes."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from antral.core import InputError
from antral.evidence.studies.adding.table import Row, table
from antral.evidence.studies.arm import Arm
from antral.evidence.studies.bias import DOMAINS, Bias
from antral.evidence.studies.lint.limits import named_in, words
from antral.evidence.studies.outcome import Outcome
from antral.evidence.studies.study import Study
from antral.records import load_yaml, path

STUDIES: Final = (
    "study_id", "first_author", "year", "title", "doi", "pmid", "country", "design", "population",
    "diagnosis_criteria", "n_enrolled", "registry_id", "role", "risk_of_bias", "source_read",
)  # fmt: skip
ARMS: Final = (
    "study_id", "arm_id", "label", "cell_source", "autologous", "route", "cells_total", "n_doses", "comedication", "n",
)  # fmt: skip
OUTCOMES: Final = (
    "study_id", "arm_id", "outcome", "timepoint_months", "statistic", "value", "spread_type", "spread_low",
    "spread_high", "n", "unit", "source_locator", "confidence", "note",
)  # fmt: skip
_P: Final = re.compile(r"\bp\s*([=<])\s*(0?\.\d+)", re.IGNORECASE)
_NOTHING_JUDGED: Final = ("", "not judged", "no results read")
_Part = TypeVar("_Part", bound=BaseModel)


def study_from_tables(studies: Path, name: str | None = None) -> Study:
    """One study of a table; `arms.csv` and `outcomes.csv` lie beside it.

    Parameters
    ----------
    name
        The `study_id`, where the table has several.

    A cell that cannot be read is a `RecordError` with file, row and column.
    """
    row = _chosen(table(studies, STUDIES), studies, name)
    mine = row.get("study_id")
    arm_rows = [one for one in table(studies.with_name("arms.csv"), ARMS) if one.get("study_id") == mine]
    outcome_rows = [one for one in table(studies.with_name("outcomes.csv"), OUTCOMES) if one.get("study_id") == mine]
    if not arm_rows:
        raise InputError(f"arms.csv: no row has study_id {mine!r}; a study has at least one arm.")
    arms = {one.get("arm_id"): _arm(one, arm_rows) for one in arm_rows}
    outcomes = [_outcome(one, arms) for one in outcome_rows]
    return _checked(Study, _study(row) | {"arms": arms, "outcomes": outcomes}, row, _STUDY_COLUMNS)


def _chosen(rows: list[Row], file: Path, name: str | None) -> Row:
    named = [row for row in rows if name is None or row.get("study_id") == name]
    if len(named) != 1:
        there = ", ".join(row.get("study_id") for row in rows)
        raise InputError(f"{file.name}: one study was wanted; choose with --study among: {there}.")
    return named[0]


@cache
def _translated(column: str) -> Any:
    return load_yaml(path("lint", "tables.yaml"))[column]


def _study(row: Row) -> dict[str, Any]:
    printed = row.get("design")
    design = re.sub(r"\s*\(.*\)", "", printed)
    design = _translated("design").get(design.lower(), design)
    registry, remark = _registry(row.get("registry_id"))
    return {
        "id": row.get("study_id"),
        "citation": {
            "first_author": row.get("first_author"),
            "year": row.whole_in("year"),
            "title": row.get("title"),
            "doi": row.get("doi") or None,
            "pmid": row.get("pmid") or None,
            "registry": registry,
            "registry_remark": remark,
            "country": row.get("country") or None,
            "read": row.get("source_read"),
        },
        "role": row.get("role"),
        "design": design,
        "design_as_printed": printed if printed != design else None,
        "population": {
            "text": row.get("population"),
            "indication": _indication(row),
            "criteria": row.get("diagnosis_criteria") or None,
        },
        "enrolled": row.whole_in("n_enrolled"),
        "bias": _bias(row, design),
    }


def _registry(text: str) -> tuple[list[str], str]:
    remarks = re.findall(r"\(([^)]*)\)", text)
    numbers = [one.strip() for one in re.sub(r"\([^)]*\)", "", text).split(";")]
    return [one for one in numbers if one], "; ".join(remarks)


def _indication(row: Row) -> str:
    """By the words of population and criteria; more than one kind is `mixed`."""
    tables: Mapping[str, list[str]] = _translated("indication")
    named = {
        kind
        for kind, tokens in tables.items()
        for token in tokens
        if re.search(rf"\b{token}", f"{row.get('population')} {row.get('diagnosis_criteria')}".lower())
    }
    if not named:
        raise row.wrong("population", f"one of {', '.join(tables)} was wanted in it")
    return named.pop() if len(named) == 1 else "mixed"


def _bias(row: Row, design: str) -> Bias:
    """The remark begins with the judgement, such as `serious: no control`; domains are left open, so none is low."""
    remark = row.get("risk_of_bias")
    tool = "RoB 2" if design.startswith("rct") else "ROBINS-I"
    judged = remark.partition(":")[0].strip().lower()
    known = _translated("bias")[tool]
    if judged in known:
        overall = "not_judged" if known[judged] == "low" else known[judged]
    elif remark.lower() in _NOTHING_JUDGED:
        overall = "not_judged"
    else:
        raise row.wrong("risk_of_bias", f"it begins with one of {', '.join(known)}, or is empty")
    domains = dict.fromkeys(DOMAINS[tool], "not_judged")
    return Bias.model_validate(
        {"tool": tool, "overall": overall, "domains": domains, "remark": remark, "tag": "assumed"}
    )


_STUDY_COLUMNS: Final = {
    "id": "study_id", "citation": "first_author", "role": "role", "design": "design", "population": "population",
    "enrolled": "n_enrolled", "outcomes": "study_id",
}  # fmt: skip
_ARM_COLUMNS: Final = {"source": "cell_source", "cells": "cells_total", "doses": "n_doses"}
_OUTCOME_COLUMNS: Final = {"months": "timepoint_months", "spread": "spread_type", "locator": "source_locator"}


def _arm(row: Row, rows: list[Row]) -> Arm:
    product = row.get("cell_source")
    others = [one.get("arm_id") for one in rows if one.get("arm_id") != row.get("arm_id")]
    pooled = row.get("arm_id").lower() in words("aggregate")
    route = row.get("route").lower()
    fields = {
        "label": row.get("label"),
        "product": product or "not stated",
        "source": _source(product),
        "autologous": row.truth_in("autologous"),
        "route": "not_stated"
        if not route or route.startswith("not stated")
        else _translated("route").get(route, route),
        "cells": row.number_in("cells_total") or None,
        "doses": row.whole_in("n_doses"),
        "comedication": row.get("comedication"),
        "n": row.whole_in("n"),
        "aggregate_of": tuple(others) if pooled else (),
    }
    return _checked(Arm, fields, row, _ARM_COLUMNS)


def _source(product: str) -> str:
    """Where cells come from, by the words of the product; none or mobilised, where it says so."""
    small = product.lower()
    if small.startswith("none"):
        return "none"
    named = named_in(product, words("source"))
    if not named and "mobilised" in small:
        return "mobilised"
    return named.pop() if len(named) == 1 else "not_stated"


def _outcome(row: Row, arms: Mapping[str, Arm]) -> Outcome:
    if row.get("arm_id") not in arms:
        raise row.wrong("arm_id", f"an arm of the study was wanted ({', '.join(arms)})")
    kind = row.get("spread_type").lower()
    low = row.number_in("spread_low")
    if kind not in ("", "none") and low is None:
        raise row.wrong("spread_low", f"the {kind} was wanted")
    if row.number_in("value") is None:
        raise row.wrong("value", "a number was wanted")
    printed = _P.search(row.get("note"))
    fields = {
        "arm": row.get("arm_id"),
        "outcome": row.get("outcome"),
        "months": row.number_in("timepoint_months"),
        "statistic": row.get("statistic"),
        "value": row.number_in("value"),
        "spread": None if kind in ("", "none") else {"kind": kind, "low": low, "high": row.number_in("spread_high")},
        "n": row.whole_in("n"),
        "unit": row.get("unit"),
        "p": float(printed[2]) if printed and printed[1] == "=" else None,
        "p_below": float(printed[2]) if printed and printed[1] == "<" else None,
        "locator": row.get("source_locator"),
        "confidence": row.get("confidence"),
        "note": row.get("note"),
    }
    return _checked(Outcome, fields, row, _OUTCOME_COLUMNS)


def _checked(kind: type[_Part], fields: dict[str, Any], row: Row, columns: Mapping[str, str]) -> _Part:
    """The part, or an error that names the cell."""
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = str(first["loc"][0]) if first["loc"] else "study_id"
        why = first["msg"].removeprefix("Value error, ").replace("Input should", "it should")
        raise row.wrong(columns.get(field, field), why) from error
