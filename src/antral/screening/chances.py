"""How likely it is that a rule holds for a woman of whom it is not known.

1. What the model simulates (age, bleeding, hormones) is read off kept virtual candidates who are like her, also in the
   values she has; where too few are, the chance says so.
2. Else the prevalence that the protocol states for the line, another protocol on file for the same rule, or the
   findings have on record.
3. Else a guess, which says that it is one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from antral.core import Tag
from antral.patient import vocabulary
from antral.protocol import KINDS, MET, UNKNOWN, Policy, Ruled, available, criteria, load
from antral.records import load_yaml, parameters, path
from antral.screening.candidates import Candidates

Source = Literal[
    "simulated women",
    "simulated women, not conditioned on her values",
    "a prevalence on record",
    "an assumed prevalence",
    "a guess",
]

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
        analytes = {getattr(part.rule, "analyte", None), "FSH" if part.kind == "diagnosis_poi" else None}
        far = bool(analytes & alike.unlike)
        return Chance(simulated, "simulated women, not conditioned on her values" if far else "simulated women")
    known = stated(part, alike.aetiologies)
    if known is not None:
        return Chance(float(known.holds[alike.aetiology].mean()), known.source)
    out = parameters("guess", folder="screening")["keeps_out"].value
    partly, _ = _known(part)
    if partly:  # some of its findings have a number, the others together are guessed
        there = 1.0 - _absent(partly, alike.aetiologies)[alike.aetiology].mean() * (1.0 - out)
        return Chance(float(1.0 - there if _turned(part) else there), "a guess")
    return Chance(1.0 - out if inclusion else out, "a guess")


def _simulated(part: Ruled, alike: Candidates) -> float | None:
    """The share of the candidates for whom it holds; None where the model does not know."""
    rule: Any = part.rule
    analyte = getattr(rule, "analyte", None)
    if part.kind not in criteria.SIMULATED:
        return None
    if getattr(rule, "since", "") == "diagnosis":  # the years since diagnosis are not simulated
        return None
    if part.kind == "lab_threshold" and (analyte not in alike.analytes or rule.threshold is None):
        return None
    known = np.empty(0, np.int8)
    for tried in (
        rule,
        _single(rule),
    ):  # samples of the kept women lie a month apart: where that is too near, one counts
        if known.size < _FEWEST:
            found = part.settled_many(KINDS[part.kind].evaluate_many(alike.cohort, tried))
            known = found[found != UNKNOWN]
    return float((known == MET).mean()) if known.size >= _FEWEST else None


def _single(rule: Any) -> Any:
    """The rule with one sample instead of two."""
    if getattr(rule, "occasions", 1) == 1:
        return rule
    return rule.model_copy(update={"occasions": 1, "more_than_apart": None, "at_least_apart": None})


@dataclass(frozen=True)
class Stated:
    """How often a rule holds, by the cause of the disease."""

    holds: NDArray[np.float64]
    """`[aetiology]`"""
    source: Source


def stated(part: Ruled, aetiologies: Sequence[str]) -> Stated | None:
    """How often a rule holds: as the protocol states, else another on file for the same rule, else its findings.

    None where that is not on record, of all its findings. Several findings are taken as independent.
    """
    policy = part.policy if part.policy is not None and _is_share(part.policy) else _on_file().get(_same(part))
    if policy is not None:
        return Stated(_by_aetiology(policy, aetiologies), _source([policy]))
    policies, whole = _known(part)
    if not policies or not whole:
        return None
    absent = _absent(policies, aetiologies)
    return Stated(absent if _turned(part) else 1.0 - absent, _source(policies))


def _known(part: Ruled) -> tuple[list[Policy], bool]:
    """How often its findings are there, and whether that is on record of all of them.

    A number is of her own findings, of any severity, at any time: of a relative, a severe disease or one within
    a time it says nothing.
    """
    rule: Any = part.rule
    if part.kind == "family_history" or getattr(rule, "severity", None) or getattr(rule, "within", None):
        return [], False
    names = _findings(part)
    found = [one for one in map(prevalences().get, names) if one is not None]
    return found, len(found) == len(names)


def _absent(policies: Sequence[Policy], aetiologies: Sequence[str]) -> NDArray[np.float64]:
    """How often none of several independent findings is there. `[aetiology]`"""
    found: NDArray[np.float64] = np.prod([1.0 - _by_aetiology(one, aetiologies) for one in policies], axis=0)
    return found


def _findings(part: Ruled) -> tuple[str, ...]:
    """The findings that a rule asks for, any of which counts; those that another of them covers are left out."""
    if part.kind == "karyotype":
        return ("abnormal_karyotype",)
    named = getattr(part.rule, "any_of", ())
    if not all(isinstance(one, str) for one in named):
        return ()
    wider = vocabulary().wider
    return tuple(one for one in named if not set(wider.get(one, ())) & set(named))


def _turned(part: Ruled) -> bool:
    """Whether the rule holds where the findings are absent."""
    return part.negated != bool(part.kind == "karyotype" and getattr(part.rule, "normal", False))


def _by_aetiology(policy: Policy, aetiologies: Sequence[str]) -> NDArray[np.float64]:
    return np.array([policy.probability(name) for name in aetiologies], np.float64)


def _source(policies: Sequence[Policy]) -> Source:
    assumed = any(one.tag == Tag.ASSUMED for one in policies)
    return "an assumed prevalence" if assumed else "a prevalence on record"


@cache
def prevalences() -> Mapping[str, Policy]:
    """How often findings are there in women who present, by name (`records/screening/prevalences.yaml`)."""
    found = load_yaml(path("screening", "prevalences.yaml"))["findings"]
    return {
        name: Policy.model_validate({key: value for key, value in one.items() if key != "as"})
        for name, one in found.items()
    }


@cache
def taken_of_virtual_women() -> Mapping[str, Policy]:
    """What kinds of rule are taken to be of virtual women where a trial does not say."""
    found = load_yaml(path("screening", "prevalences.yaml"))["of_virtual_women"]
    return {kind: Policy.model_validate(one) for kind, one in found.items()}


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
