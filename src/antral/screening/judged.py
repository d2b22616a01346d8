"""Many women against one protocol, without reasons: what each line says of each woman, from records or simulated."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from antral.core import POPULATION_TRIAL, Purpose, uniform
from antral.patient import Cohort
from antral.protocol import KINDS, MET, NOT_MET, UNKNOWN, Criterion, Ruled, Study, criteria, luck_of_part
from antral.screening.chances import Source, stated, taken_of_virtual_women

Statuses = NDArray[np.int8]
"""1 (met), 0 (not met) or -1 (unknown) for each woman. `[patient]`"""

Answer = Callable[[int, int, Ruled, Any], Statuses]
"""What a part of a line says of every woman: position of the line, of the part, the part, and the rule to hold."""

Ground = Literal["simulated", "taken as given", "not known"] | Source
"""What a verdict on virtual women rests on."""


@dataclass(frozen=True)
class Judged:
    """Women against the lines of one protocol that count."""

    lines: tuple[Criterion, ...]
    admits: NDArray[np.int8]
    """Whether each line lets each woman in: 1, 0, or -1 where it is unknown. `[line, patient]`"""
    outcome: Statuses
    """1 (eligible), 0 (ineligible) or -1 (undetermined). `[patient]`"""

    def __len__(self) -> int:
        return int(self.outcome.size)

    def counts(self) -> dict[str, int]:
        """How many women have each verdict."""
        return {
            "women": len(self),
            "eligible": int((self.outcome == MET).sum()),
            "undetermined": int((self.outcome == UNKNOWN).sum()),
            "ineligible": int((self.outcome == NOT_MET).sum()),
        }


def from_records(cohort: Cohort) -> Answer:
    """Answers from what is on record of the women."""

    def answer(line: int, place: int, part: Ruled, rule: Any) -> Statuses:
        return part.settled_many(KINDS[part.kind].evaluate_many(cohort, rule))

    return answer


def simulated(
    cohort: Cohort,
    numbers: NDArray[np.int64],
    *,
    seed: int,
    aetiology: NDArray[np.integer[Any]],
    aetiologies: Sequence[str],
    measured: frozenset[str],
) -> Answer:
    """Answers for virtual women: from their history, else drawn with the prevalence on record, else unknown.

    Parameters
    ----------
    numbers
        Of the women: they name their luck, which is that of a simulated trial. `[patient]`
    measured
        Analytes that the clinic measured of them.
    """

    def answer(line: int, place: int, part: Ruled, rule: Any) -> Statuses:
        found = _ground(part, aetiologies, measured)
        if found == "simulated":
            return part.settled_many(KINDS[part.kind].evaluate_many(cohort, rule))
        if found == "taken as given":
            if part.policy is not None:
                return np.full(numbers.shape, MET if part.policy.assume == "met" else NOT_MET, np.int8)
            holds = (taken_of_virtual_women()[part.kind].assume == "met") == getattr(rule, "normal", True)
            return np.full(numbers.shape, MET if holds != part.negated else NOT_MET, np.int8)
        known = stated(part, aetiologies)
        if known is None:
            return part.settled_many(np.full(numbers.shape, UNKNOWN, np.int8))
        luck = uniform(seed, POPULATION_TRIAL, numbers, Purpose.CONDITION, luck_of_part(line, place))
        return np.where(luck < known.holds[aetiology], MET, NOT_MET).astype(np.int8)

    return answer


def grounds(line: Criterion, *, aetiologies: Sequence[str], measured: frozenset[str]) -> str:
    """What the verdicts of a line on virtual women rest on: `simulated, an assumed prevalence`."""
    return ", ".join(dict.fromkeys(_ground(part, aetiologies, measured) for part in line.parts))


def _ground(part: Ruled, aetiologies: Sequence[str], measured: frozenset[str]) -> Ground:
    policy = part.policy
    if policy is not None and policy.assume is not None:
        return "taken as given"
    if part.simulated or (policy is None and _has_history(part, measured)):
        return "simulated"
    if policy is None and part.kind in taken_of_virtual_women():
        return "taken as given"
    known = stated(part, aetiologies)
    return "not known" if known is None else known.source


def _has_history(part: Ruled, measured: frozenset[str]) -> bool:
    """Whether virtual women have lived what the rule asks; their years since diagnosis have not been simulated."""
    rule: Any = part.rule
    if part.kind == "lab_threshold":
        return rule.analyte in measured
    return (part.kind == "sex" or part.kind in criteria.SIMULATED) and getattr(rule, "since", "") != "diagnosis"


def admitted(line: Criterion, statuses: Sequence[Statuses]) -> Statuses:
    """Whether the line lets each woman in, from what its parts say: 1, 0 or -1. `[patient]`"""
    found: Statuses = line.fold(iter(statuses), criteria.all_of_many, criteria.any_of_many)
    return criteria.turned(found, keep=line.section == "inclusion")


def judge(protocol: Study, answer: Answer) -> Judged:
    """All women against every line that counts."""
    counted = [(at, one) for at, one in enumerate(protocol.eligibility.criteria) if one.duplicate_of is None]
    rows = [
        admitted(line, [answer(at, place, part, part.rule) for place, part in enumerate(line.parts)])
        for at, line in counted
    ]
    return Judged(tuple(line for _, line in counted), np.stack(rows), outcome_of(rows))


def outcome_of(admits: Sequence[Statuses]) -> Statuses:
    """The verdict on each woman from what every line says of her: 1, 0 or -1. `[patient]`"""
    return criteria.all_of_many(admits)


def joined(parts: Sequence[Judged]) -> Judged:
    """The same protocol's verdicts on several batches of women."""
    if len(parts) == 1:
        return parts[0]
    return Judged(
        parts[0].lines,
        np.concatenate([part.admits for part in parts], axis=1),
        np.concatenate([part.outcome for part in parts]),
    )


def line_counts(judged: Judged) -> list[dict[str, Any]]:
    """Of every line, how many women it keeps out, and of how many it says nothing yet."""
    out, unknown = (judged.admits == NOT_MET).sum(axis=1), (judged.admits == UNKNOWN).sum(axis=1)
    return [
        {"line": line.id, "section": line.section, "text": line.words, "keeps_out": int(kept), "unknown": int(open_)}
        for line, kept, open_ in zip(judged.lines, out, unknown, strict=True)
    ]


def verdict_names(outcome: Statuses) -> list[str]:
    """The verdicts in words. `[patient]`"""
    names = {int(MET): "eligible", int(NOT_MET): "ineligible", int(UNKNOWN): "undetermined"}
    return [names[one] for one in outcome.tolist()]
