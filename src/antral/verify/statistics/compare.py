"""Each value of an oracle beside ours."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from typing import Any, Final

from antral.core import InputError
from antral.records import load_yaml, path
from antral.verify.statistics.case import Case, Oracle, cases

TOPICS: Final = (
    "bayesian",
    "binary",
    "continuous",
    "dose_finding",
    "dose_response",
    "fixed_designs",
    "intervals",
    "mmrm",
    "multiplicity",
    "planned",
    "safety",
    "missing",
    "sequential",
    "survival",
    "two_stage",
)
"""Records of `records/reference/statistics`, and modules of this folder."""

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


def compare(topics: Sequence[str] = (), progress: Callable[[float], None] = lambda share: None) -> list[Value]:
    """Every value of some topics, all by default."""
    strange = [topic for topic in topics if topic not in TOPICS]
    if strange:
        raise InputError(f"there is no topic {strange[0]!r} of statistics; there are: {', '.join(TOPICS)}.")
    chosen = tuple(topics) or TOPICS
    found: list[Value] = []
    for place, topic in enumerate(chosen):
        progress(place / len(chosen))
        found += [value for name, case in cases(topic).items() for value in values(topic, name, case)]
    progress(1.0)
    return found


def values(topic: str, name: str, case: Case) -> Iterator[Value]:
    """The values of one case."""
    checks: Checks = import_module(f"antral.verify.statistics.{topic}").CHECKS
    for row in case.rows:
        ours = checks[case.check](**row.given)
        for quantity, oracle in row.oracle.items():
            tolerance = case.tolerance * (abs(oracle) if case.relative else 1.0)
            about = (tolerance, case.oracle, case.source, case.covers, case.because)
            yield Value(topic, name, row.name, quantity, float(ours[quantity]), oracle, *about)


def covered() -> set[str]:
    """Methods and designs that have at least one value of an oracle."""
    return {name for topic in TOPICS for case in cases(topic).values() for name in case.covers}


def uncovered() -> dict[str, str]:
    """Methods and designs without an oracle, and why."""
    return dict(load_yaml(path("reference", "statistics", "without_oracle.yaml")))
