"""The object that `--json` prints: what a run found, with its screening, gaps, assumptions and hashes."""

import math
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any, Final

import numpy as np

from antral.analysis import plan, tests_of
from antral.api.progress import Progress
from antral.api.register import assumptions, gaps
from antral.core import package_fingerprint
from antral.design import Gathered, Moves, characteristics, smallest_effects
from antral.population import Bank, mix
from antral.protocol import Protocol
from antral.therapy import scenario

SENSITIVITY_TRIALS: Final = 100
"""Replicates for each value of an assumed number: enough to tell a large swing from none."""
MOVED: Final = ("target", "evidence", "activation")
"""The scenario whose numbers are moved: the first of these that was simulated."""


def results_of(
    protocol: Protocol, pool: Bank, gathered: dict[str, Gathered], trials: int, seed: int, progress: Progress
) -> dict[str, Any]:
    """The object that `--json` prints."""
    analysis = plan(protocol)
    scenarios = {}
    for place, (name, one) in enumerate(gathered.items()):
        progress("summing up", place / len(gathered))
        scenarios[name] = characteristics(one, gathered[scenario(name).zero], protocol, analysis, seed=seed)
    smallest = {
        zero: {test: effect._asdict() for test, effect in smallest_effects(gathered[zero], analysis, seed=seed).items()}
        for zero in dict.fromkeys(scenario(name).zero for name in gathered)
    }
    for name, summary in scenarios.items():
        summary["smallest_effect"] = smallest[scenario(name).zero]
    progress("summing up", 1.0)
    found = {
        "protocol": protocol.id,
        "title": protocol.title,
        "version": version("antral"),
        "trials": trials,
        "seed": seed,
        "participants_per_trial": protocol.design.participants,
        "truth": "all arms" if all(one.all_arms for one in gathered.values()) else "twin",
        "screening": _screening(protocol, pool),
        "scenarios": scenarios,
        "changes": next((scenarios[n]["changes"] for n in ("target", "evidence") if n in scenarios), []),
        "gaps": gaps(protocol),
        "assumptions": assumptions(protocol, list(gathered), mix(pool.mix)),
        "hashes": {
            "protocol": protocol.fingerprint[:16],
            "conduct": protocol.conduct_fingerprint[:16],
            "bank": pool.fingerprint[:16],
            "code_and_records": package_fingerprint()[:16],
        },
    }
    return {name: finite(value) for name, value in found.items()}


def moves_of(protocol: Protocol, effects: Sequence[str], trials: int, seed: int) -> Moves | None:
    """The assumed numbers to be moved; nothing where no cells act or nothing is tested."""
    moved = next((name for name in MOVED if name in effects), None)
    if moved is None or not tests_of(plan(protocol)):
        return None
    return Moves(protocol, moved, min(trials, SENSITIVITY_TRIALS), seed)


def finite(found: Any) -> Any:
    """The same values with None for numbers that are none, such as the error of a share in a single trial."""
    if isinstance(found, dict):
        return {name: finite(value) for name, value in found.items()}
    if isinstance(found, list | tuple):
        return [finite(value) for value in found]
    return None if isinstance(found, float) and not math.isfinite(found) else found


def _bled(pool: Bank) -> dict[str, float]:
    """Share of admitted women who bled, by their diary, in the span of disturbed cycles before randomisation."""
    days = mix(pool.mix).referral.window_days
    recent = (pool.bleed_day < 0.0) & (pool.bleed_day >= -days)
    return {"days": days, "share": len(np.unique(pool.bleed_row[recent])) / len(pool)}


def refused(pool: Bank) -> float:
    """Share of recruited follicles refused because every slot of the woman was taken, in the bank's women."""
    refused, recruits = pool.state.read("counters", "refused"), pool.state.read("counters", "recruits")
    return float(refused.sum() / recruits.sum())


def _screening(protocol: Protocol, pool: Bank) -> dict[str, Any]:
    """Candidates, admitted, and why the others were not."""
    summary = pool.screening
    texts = {criterion.id: criterion.text for criterion in protocol.eligibility.criteria}
    return {
        "drawn": summary.drawn,
        "candidates": summary.candidates,
        "admitted": summary.admitted,
        "failure_rate": summary.failure_rate,
        "bled_before_entry": _bled(pool),
        "reasons": {
            line: {
                "text": texts.get(line, line),
                "count": count,
                "share": count / max(summary.candidates, 1),
                "first": summary.first_reasons.get(line, 0),
            }
            for line, count in sorted(summary.reasons.items(), key=lambda item: -item[1])
            if count
        },
    }
