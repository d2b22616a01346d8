"""How many small tails there are among challenged studies, and how many chance alone would give."""

from collections.abc import Sequence
from typing import Any

from antral.evidence import replicas


def multiplicity(studies: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """How many small tails chance alone would give, and how many there are: with cells, without, and by what was given.

    Left out, and counted apart as `cannot_fail`, are results that nearly every replicate prints.
    """
    judged = [(one, outcome) for one in studies for outcome in one["outcomes"] if outcome["better"] is not None]
    without = [(one, outcome) for one, outcome in judged if not outcome["cells"]]
    roles = dict.fromkeys(one["role"] for one, _ in without)
    return {
        "limit": replicas.ENOUGH,
        "with_cells": _counted([(one, outcome) for one, outcome in judged if outcome["cells"]]),
        "without_cells": _counted(without),
        "without_cells_by_role": [
            {"role": role, **_counted([(one, outcome) for one, outcome in without if one["role"] == role])}
            for role in roles
        ],
    }


def _counted(judged: Sequence[tuple[dict[str, Any], dict[str, Any]]]) -> dict[str, Any]:
    """Results on the better side of the limit, at the border for Monte-Carlo error, and on the worse side.

    Over the vectors of the physiology where there are some; `fixed` then counts them at the values on record.
    """
    held = [(one, outcome) for one, outcome in judged if not _cannot_fail(outcome)]
    outcomes = [outcome for _, outcome in held]
    varied = bool(outcomes) and all(outcome.get("fixed") for outcome in outcomes)
    return {
        "studies": len({one["study"] for one, _ in held}),
        "tails": len(held),
        "expected_at_most": replicas.ENOUGH * len(held),
        **_sides(outcomes),
        **({"fixed": _sides([{**outcome, **outcome["fixed"]} for outcome in outcomes])} if varied else {}),
        "cannot_fail": len(judged) - len(held),
    }


def _sides(outcomes: Sequence[dict[str, Any]]) -> dict[str, int]:
    better = [_verdict(outcome, outcome["better"]) for outcome in outcomes]
    worse = [_verdict(outcome, "at_most" if outcome["better"] == "at_least" else "at_least") for outcome in outcomes]
    return {"found": better.count("small"), "border": better.count("border"), "less": worse.count("small")}


def _verdict(outcome: dict[str, Any], side: str) -> replicas.Verdict:
    return replicas.verdict(outcome[side]["p"], outcome[side]["mcse"], outcome["replicates"])


def _cannot_fail(outcome: dict[str, Any]) -> bool:
    """Where no study could have printed more than nearly every replicate does."""
    asked = (outcome[name] for name in ("kind", "rule", "n", "distribution", "better"))
    return replicas.cannot_fail(*asked)
