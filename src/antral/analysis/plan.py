"""What the statistician's plan asks for: the only place where the analysis reads a protocol."""

from dataclasses import dataclass

from antral.analysis.endpoints import ENDPOINTS, Question
from antral.core import InputError
from antral.protocol import Endpoint, Protocol


@dataclass(frozen=True)
class Plan:
    """Arms, endpoints and rules of one analysis."""

    doses: dict[str, float]
    """Cells of all infusions together, by arm, in order of dose; 0 in a control arm."""
    questions: tuple[Question, ...]
    controls: tuple[str, ...] = ()
    """Arms without cells."""
    baseline_visits: tuple[str, ...] = ("baseline",)
    dose_unit_cells: float = 3e7
    """Slopes are given per this many cells."""
    alpha: float = 0.05
    sides: int = 2
    confidence: float = 0.95

    def question(self, name: str) -> Question:
        """One endpoint by its name."""
        for question in self.questions:
            if question.name == name:
                return question
        raise InputError(f"there is no endpoint {name!r}; there are: {', '.join(q.name for q in self.questions)}.")


def plan(protocol: Protocol | Plan) -> Plan:
    """The plan of a protocol; a plan is given back as it is."""
    if isinstance(protocol, Plan):
        return protocol
    ordered = sorted(protocol.arms.items(), key=lambda item: item[1].total_cells)
    analyses = protocol.analyses
    return Plan(
        doses={name: float(arm.total_cells) for name, arm in ordered},
        controls=tuple(name for name, arm in ordered if arm.role == "control"),
        questions=tuple(_question(protocol, endpoint) for endpoint in protocol.endpoints),
        baseline_visits=analyses.baseline_visits,
        dose_unit_cells=float(analyses.dose_unit_cells),
        alpha=analyses.alpha,
        sides=analyses.sides,
        confidence=analyses.confidence,
    )


def _question(protocol: Protocol, endpoint: Endpoint) -> Question:
    """One endpoint with its visit's window and its methods."""
    window = next((visit.window_days for visit in protocol.visits if visit.day == endpoint.day), None)
    analysis = protocol.analyses.by_endpoint.get(endpoint.name)
    kind = ENDPOINTS[endpoint.derive]
    return Question(
        name=endpoint.name,
        code=endpoint.code,
        derive=endpoint.derive,
        day=endpoint.day,
        measure=endpoint.measure,
        window_days=window,
        direction=endpoint.direction,
        threshold=endpoint.threshold.value if endpoint.threshold is not None else None,
        shortest_gap_days=endpoint.shortest_gap_days,
        longest_gap_days=endpoint.longest_gap_days,
        last_days=endpoint.last_days,
        estimate=analysis.estimate if analysis is not None else kind.estimate,
        test=analysis.test if analysis is not None else None,
    )
