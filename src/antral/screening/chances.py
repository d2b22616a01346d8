"""How likely it is that a rule holds for a woman of whom it is not known.

1. What the model simulates (age, bleeding, hormones) is read off kept virtual candidates who are like her.
2. Else the prevalence that the protocol states for the line, or another protocol on file for the same rule.
3. Else a guess, which says that it is one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

import numpy as np

from antral.protocol import KINDS, MET, UNKNOWN, Policy, Ruled, available, load
from antral.records import parameters
from antral.screening.candidates import Candidates

Source = Literal["simulated women", "a prevalence on record", "an assumed prevalence", "a guess"]

_FEWEST: Final = 20
"""Fewer candidates with an answer give no share."""


@dataclass(frozen=True)
class Chance:
    """A probability that a rule holds, and where it is from."""

    holds: float
    source: Source


def chance(part: Ruled, alike: Candidates, *, inclusion: bool) -> Chance:
    """The chance that a rule, of an inclusion or an exclusion, holds for a woman like the candidates."""
    simulated = _simulated(part, alike)
    if simulated is not None:
        return Chance(simulated, "simulated women")
    policy = stated(part)
    if policy is not None:
        shares = np.array([policy.probability(name) for name in alike.aetiologies], np.float64)
        holds = float(shares[alike.aetiology].mean())
        return Chance(holds, "an assumed prevalence" if policy.tag == "assumed" else "a prevalence on record")
    out = parameters("guess", folder="screening")["keeps_out"].value
    return Chance(1.0 - out if inclusion else out, "a guess")


def _simulated(part: Ruled, alike: Candidates) -> float | None:
    """The share of the candidates for whom it holds; None where the model does not know."""
    rule: Any = part.rule
    analyte = getattr(rule, "analyte", None)
    if part.kind not in ("age", "amenorrhoea", "diagnosis_poi", "lab_threshold"):
        return None
    if part.kind == "lab_threshold" and (analyte not in alike.analytes or rule.threshold is None):
        return None
    found = part.settled_many(KINDS[part.kind].evaluate_many(alike.cohort, rule))
    known = found[found != UNKNOWN]
    return float((known == MET).mean()) if known.size >= _FEWEST else None


def stated(part: Ruled) -> Policy | None:
    """The prevalence that the protocol states, or another on file for the same rule; None where none is stated."""
    if part.policy is not None and _is_share(part.policy):
        return part.policy
    return _on_file().get(_same(part))


def _is_share(policy: Policy) -> bool:
    """An assumed outcome is how a simulation settles a line, and no prevalence among women who present."""
    return policy.draw is not None or policy.of_aetiology is not None


def _same(part: Ruled) -> str:
    return f"{part.kind} {part.negated} {part.rule.model_dump_json()}"


@cache
def _on_file() -> Mapping[str, Policy]:
    """The stated prevalences of the protocols on file, by rule."""
    found: dict[str, Policy] = {}
    for entry in available():
        if not entry.computable or entry.variant_of is not None:
            continue
        for line in load(entry.name).eligibility.criteria:
            for part in line.parts:
                if part.policy is not None and _is_share(part.policy):
                    found.setdefault(_same(part), part.policy)
    return found
