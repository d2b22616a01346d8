"""An answer as plain numbers and text, for JSON, tables and pages."""

import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from antral.evidence.answers.answer import Answer, Block
from antral.evidence.answers.result import Result
from antral.evidence.studies import Study


def told(found: Answer, among: Mapping[str, Study]) -> dict[str, Any]:
    """Everything of an answer; what is not a finite number is none."""
    ask = found.ask
    return {
        "question": ask.question.model_dump(mode="json"),
        "asked": {
            "by": ask.by,
            "on": ask.on,
            "roles": list(ask.of_roles),
            "indications": list(ask.of_indications),
            "months": None if ask.within is None else list(ask.within),
            "method": ask.method,
            "tau2": ask.tau2,
            "interval": ask.interval,
            "measure": ask.measure,
        },
        "main": _block(found.main, among),
        "methods": [one.plain() for one in found.methods],
        "groups": [{**_clean(asdict(one) | {"pooled": None}), "pooled": _result(one.pooled)} for one in found.groups],
        "without_each": [{"title": one.title, **one.result.plain()} for one in found.without_each],
        "cumulative": [{"title": one.title, **one.result.plain()} for one in found.cumulative],
        "spontaneous": _block(found.spontaneous, among),
        "others": [_block(one, among) for one in found.others],
        "apart": [_block(one, among) for one in found.apart],
        "votes": None if found.votes is None else _clean(asdict(found.votes)),
        "comparisons": [asdict(one) for one in found.comparisons],
        "effects": _clean([asdict(one) for one in found.effects]),
        "compared": _result(found.compared),
        "between": None if found.between is None else _clean(asdict(found.between)),
        "regression": None if found.slope is None else _clean(asdict(found.slope)),
        "single": _clean(asdict(found.single)),
        "belief": None if found.belief is None else _clean(asdict(found.belief)),
        "against": None if found.against is None else _clean(asdict(found.against)),
        "not_against": found.not_against,
        "network": _clean(asdict(found.network)),
        "certainty": None if found.certainty is None else _clean(asdict(found.certainty)),
    }


def _block(block: Block, among: Mapping[str, Study]) -> dict[str, Any]:
    made: dict[str, Any] = _clean(asdict(block) | {"pooled": None}) | {"pooled": _result(block.pooled)}
    made["rows"] = [row | _about(among[row["study"]], row) for row in made["rows"]]
    made["signs"] = [sign | {"role": among[sign["study"]].role} for sign in made["signs"]]
    return made


def _about(study: Study, row: Mapping[str, Any]) -> dict[str, Any]:
    """What a reader wants to know of a study beside its number."""
    first = study.arms[row["arms"][0]]
    read = dict.fromkeys(one.confidence for one in study.outcomes if one.key in row["keys"])
    return {
        "year": study.citation.year,
        "role": study.role,
        "design": study.design,
        "indication": study.population.indication,
        "bias": None if study.bias is None else study.bias.overall,
        "source": first.source,
        "route": first.route,
        "given": first.label,
        "comedication": first.comedication,
        "read_in": list(read),
    }


def _result(found: Result | None) -> dict[str, Any] | None:
    return None if found is None else found.plain()


def _clean(value: Any) -> Any:
    """Tuples as lists, what is not a finite number as none."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {name: _clean(one) for name, one in value.items()}
    return [_clean(one) for one in value] if isinstance(value, list | tuple) else value
