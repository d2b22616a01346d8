"""The shortest list of data that would decide, in the order in which a decision costs her least.

1. Every part of an open line that would keep her out by itself is a question of its own; parts that only keep her out
   together are one question.
2. Questions that ask for the same data are one, and one whose data the others ask for is none; it keeps her out as
   often as the likeliest of them.
3. They are ordered by chance over burden, largest first: then the burden until the first answer that keeps her out is
   smallest, if answers do not depend on one another.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod
from typing import Any

from antral.patient import burdens
from antral.protocol import Criterion, Ruled, Status, Verdict
from antral.screening.asked import asked, data_of, how
from antral.screening.candidates import Candidates
from antral.screening.chances import Chance, Source, chance
from antral.screening.plain import missing

_BY_PERSONS = ("unparsed", "investigator_discretion", "open_list", "site_reference")


@dataclass(frozen=True)
class Wanted:
    """Data that are wanted to decide."""

    what: str
    """In words: `FSH off hormones, two samples more than 4 weeks apart`."""
    asked: str
    """What is asked of them: `FSH > 25 IU/L twice, more than 4 weeks apart`."""
    data: tuple[str, ...]
    how: str
    """question, blood_test, scan, genetics or procedure: the heaviest of the data; of alternatives, the cheapest."""
    keeps_out: float
    """Chance that the answer keeps her out."""
    source: Source
    """Where the chance is from."""
    lines: tuple[str, ...]
    """Ids of the lines that ask."""

    @property
    def burden(self) -> float:
        """What the data cost her; a question is 1."""
        return float(burdens()["weights"][self.how])

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "what": self.what,
            "asked": self.asked,
            "how": burdens()["titles"][self.how],
            "burden": self.burden,
            "chance_that_it_keeps_her_out": round(self.keeps_out, 4),
            "chance_is_from": self.source,
            "lines": list(self.lines),
        }


def for_persons(part: Ruled, line: Criterion) -> bool:
    """Whether a person has to judge, and no datum of hers decides: a limit without a unit is the trial's to mend."""
    unit_missing = part.kind == "lab_threshold" and getattr(part.rule, "threshold", None) is None
    return unit_missing or part.kind in _BY_PERSONS or getattr(part, "grade", line.grade) == "human_review"


def wanted(lines: Sequence[tuple[Criterion, Sequence[Verdict]]], alike: Candidates) -> tuple[Wanted, ...]:
    """What would decide the open lines, in the order in which to ask; parts for persons to judge are left out.

    Parameters
    ----------
    lines
        Each open line with the verdicts on its parts.
    """
    found: dict[tuple[str, ...], Wanted] = {}
    for line, verdicts in lines:
        for one in _questions(line, verdicts, alike):
            same = found.get(one.data)
            found[one.data] = one if same is None else _joined(same, one)
    kept = _without_spare(found)
    return tuple(sorted(kept, key=lambda one: (-one.keeps_out / one.burden, one.burden, one.what)))


def expected_burden(questions: Sequence[Wanted]) -> float:
    """The mean burden until the first answer that keeps her out, or the last, if answers are independent."""
    total, still = 0.0, 1.0
    for one in questions:
        total += still * one.burden
        still *= 1.0 - one.keeps_out
    return total


def _questions(line: Criterion, verdicts: Sequence[Verdict], alike: Candidates) -> Iterator[Wanted]:
    parts = line.parts
    still_open = [at for at, verdict in enumerate(verdicts) if verdict.status is Status.UNKNOWN]
    asked_of = [at for at in still_open if not for_persons(parts[at], line)]
    bad = 0.0 if line.section == "inclusion" else 1.0  # what keeps her out
    known = {Status.MET: 1.0, Status.NOT_MET: 0.0, Status.UNKNOWN: 0.5}
    now = [known[verdict.status] for verdict in verdicts]

    def with_answers(answers: Mapping[int, float]) -> float:
        return line.fold(iter([answers.get(at, value) for at, value in enumerate(now)]), prod, _either)

    chances = {at: chance(parts[at], alike, inclusion=line.section == "inclusion") for at in asked_of}
    alone = [at for at in asked_of if with_answers({at: bad}) == bad]
    for at in alone:
        yield _wanted(line, [(parts[at], verdicts[at])], _out(bad, chances[at].holds), chances[at])
    together = [at for at in asked_of if at not in alone]
    if together:
        holds = with_answers({at: chances[at].holds for at in together})
        weakest = max((chances[at] for at in together), key=lambda one: one.source == "a guess")
        found = _wanted(line, [(parts[at], verdicts[at]) for at in together], _out(bad, holds), weakest)
        good = 1.0 - bad
        settles = [at for at in together if with_answers({at: good}) == good]  # one good answer is enough
        if settles:
            ways = [how(parts[at], data_of(parts[at])) for at in settles]
            found = replace(found, how=min(ways, key=lambda one: burdens()["weights"][one]))
        yield found if len(together) == 1 else replace(found, what=f"one may be enough: {found.what}")


def _out(bad: float, holds: float) -> float:
    return holds if bad else 1.0 - holds


def _either(values: Sequence[float]) -> float:
    return 1.0 - prod(1.0 - value for value in values)


def _wanted(line: Criterion, parts: Sequence[tuple[Ruled, Verdict]], out: float, chance: Chance) -> Wanted:
    data = tuple(dict.fromkeys(name for part, _ in parts for name in data_of(part)))
    ways = [how(part, data_of(part)) for part, _ in parts]
    weights = burdens()["weights"]
    items = [item for _, verdict in parts for item in verdict.missing_data]
    return Wanted(
        what=missing(items) or "; ".join(asked(part) for part, _ in parts),
        asked="; ".join(dict.fromkeys(asked(part) for part, _ in parts)),
        data=tuple(sorted(data)),
        how=max(ways, key=lambda one: weights[one]),
        keeps_out=out,
        source=chance.source,
        lines=(line.id,),
    )


def _joined(one: Wanted, other: Wanted) -> Wanted:
    """The same data asked for twice: in the wider words, as likely as the likelier of them."""
    wider = max(one, other, key=lambda each: len(each.what))
    likelier = max(one, other, key=lambda each: each.keeps_out)
    lines = tuple(dict.fromkeys((*one.lines, *other.lines)))
    asked = "; ".join(dict.fromkeys((one.asked, other.asked)))
    return replace(wider, asked=asked, keeps_out=likelier.keeps_out, source=likelier.source, lines=lines)


def _dearer(one: Wanted, other: Wanted) -> str:
    return max(one, other, key=lambda each: each.burden).how


def _without_spare(questions: Mapping[tuple[str, ...], Wanted]) -> list[Wanted]:
    """Questions whose data others ask for, at no more burden, become part of the one that asks for most of them."""
    kept = dict(questions)
    for data in sorted(kept, key=lambda each: (len(each), kept[each].keeps_out / kept[each].burden)):
        one = kept[data]
        others = [other for name, other in kept.items() if name != data and other.burden <= one.burden]
        if set(data) <= {name for other in others for name in other.data}:
            wider = max(others, key=lambda other: len(set(data) & set(other.data)))
            kept[wider.data] = replace(_joined(wider, one), data=wider.data, what=wider.what, how=_dearer(wider, one))
            del kept[data]
    return list(kept.values())
