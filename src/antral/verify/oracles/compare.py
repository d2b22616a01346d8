"""Each value of an oracle beside ours."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from typing import Any

from antral.core import InputError
from antral.records import load_yaml, path
from antral.verify.oracles.case import Case, Oracle, cases

Checks = Mapping[str, Callable[..., Mapping[str, float]]]


@dataclass(frozen=True)
class Value:
    """One value beside the oracle's."""

    topic: str
    case: str
    row: str
    quantity: str
    ours: float
    oracle: float
    tolerance: float
    """On the scale of the value."""
    kind: Oracle
    source: str
    covers: tuple[str, ...]
    because: str

    @property
    def difference(self) -> float:
        """Ours less the oracle's; 0 where both are the same infinity or both are no number."""
        same = self.ours == self.oracle or (math.isnan(self.ours) and math.isnan(self.oracle))
        return 0.0 if same else self.ours - self.oracle

    @property
    def holds(self) -> bool:
        """Whether the difference is within the tolerance."""
        return abs(self.difference) <= self.tolerance

    def to_dict(self) -> dict[str, Any]:
        """For JSON."""
        found = asdict(self) | {"difference": self.difference, "holds": self.holds}
        return {name: str(v) if isinstance(v, float) and not math.isfinite(v) else v for name, v in found.items()}


@dataclass(frozen=True)
class Subject:
    """What is compared: a folder of records and a room of checks, by topic."""

    name: str
    """Folder of `records/reference`, and of `antral/verify`."""
    topics: tuple[str, ...]
    """Records of the folder, and modules of the room, in the order of the report."""

    def compare(
        self, topics: Sequence[str] = (), progress: Callable[[float], None] = lambda share: None
    ) -> list[Value]:
        """Every value of some topics, all by default."""
        strange = [topic for topic in topics if topic not in self.topics]
        if strange:
            raise InputError(f"there is no topic {strange[0]!r} of {self.name}; there are: {', '.join(self.topics)}.")
        chosen = tuple(topics) or self.topics
        found: list[Value] = []
        for place, topic in enumerate(chosen):
            progress(place / len(chosen))
            found += [value for name, case in self.cases(topic).items() for value in self.values(topic, name, case)]
        progress(1.0)
        return found

    def cases(self, topic: str) -> dict[str, Case]:
        """The cases of a topic by name."""
        return cases(self.name, topic)

    def values(self, topic: str, name: str, case: Case) -> Iterator[Value]:
        """The values of one case."""
        checks: Checks = import_module(f"antral.verify.{self.name}.{topic}").CHECKS
        for row in case.rows:
            ours = checks[case.check](**row.given)
            for quantity, oracle in row.oracle.items():
                tolerance = case.tolerance * (abs(oracle) if case.relative else 1.0)
                about = (tolerance, case.oracle, case.source, case.covers, case.because)
                yield Value(topic, name, row.name, quantity, float(ours[quantity]), oracle, *about)

    def covered(self) -> set[str]:
        """Methods that have at least one value of an oracle."""
        return {name for topic in self.topics for case in self.cases(topic).values() for name in case.covers}

    def own_only(self) -> dict[str, str]:
        """Methods whose every value comes from a second algorithm of ours, and which; no other program, no print."""
        found: dict[str, list[Case]] = {}
        for topic in self.topics:
            for case in self.cases(topic).values():
                for name in case.covers:
                    found.setdefault(name, []).append(case)
        return {
            name: "; ".join(dict.fromkeys(case.source for case in of))
            for name, of in found.items()
            if all(case.oracle == "NUM" for case in of)
        }

    def uncovered(self) -> dict[str, str]:
        """Methods without an oracle, and why."""
        return dict(load_yaml(path("reference", self.name, "without_oracle.yaml")))
