"""What the statistician's plan asks for: the only place where the analysis reads a protocol."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from antral.analysis.endpoints import ENDPOINTS, Question
from antral.analysis.endpoints.strategies import EVENTS
from antral.core import InputError
from antral.protocol import Analysis, Endpoint, Estimand, Protocol
from antral.records import load_yaml, path


@dataclass(frozen=True)
class Plan:
    """Arms, endpoints and rules of one analysis."""

    doses: dict[str, float]
    """Cells of all infusions together, by arm, in order of dose; 0 in a control arm."""
    questions: tuple[Question, ...]
    """Each with a strategy for every intercurrent event: its own where none was named."""
    controls: tuple[str, ...] = ()
    """Arms without cells."""
    baseline_visits: tuple[str, ...] = ("baseline",)
    dose_unit_cells: float = 3e7
    """Slopes are given per this many cells."""
    alpha: float = 0.05
    sides: int = 2
    confidence: float = 0.95
    calendars: Mapping[str, int] = field(default_factory=dict)
    """Days of the hormone calendar of each arm that takes one."""
    estimands: tuple[Estimand, ...] = ()
    """What is to be estimated, as the protocol says it."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "questions", tuple(_with_strategies(one) for one in self.questions))

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
        calendars={
            name: calendar_days(arm.comedication.regimen) for name, arm in ordered if arm.comedication is not None
        },
        estimands=protocol.estimands,
    )


def calendar_days(regimen: str) -> int:
    """Length of a regimen's calendar, by its record."""
    record = load_yaml(path("hormone_therapies", f"{regimen}.yaml"))
    return int(sum(phase["days"] for phase in record["calendar"]))


def _question(protocol: Protocol, endpoint: Endpoint) -> Question:
    """One endpoint with its visit's window, its methods and its strategies."""
    window = next((visit.window_days for visit in protocol.visits if visit.day == endpoint.day), None)
    analysis = protocol.analyses.by_endpoint.get(endpoint.name)
    kind = ENDPOINTS[endpoint.derive]
    if kind.bleeding and endpoint.under_assigned_hormones:
        raise InputError(
            f"endpoints.{endpoint.name}.under_assigned_hormones: bleeding under hormones is not menstruation, whatever "
            "the ovary does; false was wanted. Take ovulation as the endpoint, or leave this one not estimable."
        )
    return Question(
        name=endpoint.name,
        code=endpoint.code,
        derive=endpoint.derive,
        day=endpoint.day,
        measure=endpoint.measure,
        window_days=window,
        direction=endpoint.direction,
        threshold=endpoint.threshold.value if endpoint.threshold is not None else None,
        follicle_mm=endpoint.follicle_mm,
        shortest_gap_days=endpoint.shortest_gap_days,
        longest_gap_days=endpoint.longest_gap_days,
        last_days=endpoint.last_days,
        under_assigned_hormones=endpoint.under_assigned_hormones,
        strategies=_strategies(protocol, endpoint),
        estimate=analysis.estimate if analysis is not None else kind.estimate,
        test=analysis.test if analysis is not None else None,
        covariates=analysis.covariates if analysis is not None else (),
        model_visits=_model_visits(protocol, endpoint, analysis),
    )


def _model_visits(
    protocol: Protocol, endpoint: Endpoint, analysis: Analysis | None
) -> tuple[tuple[float, float | None], ...]:
    """Day and window of the visits of a mixed model; by default those of all endpoints of the same measure."""
    if analysis is None or analysis.test != "mmrm":
        return ()
    alike = {one.day for one in protocol.endpoints if (one.measure, one.derive) == (endpoint.measure, endpoint.derive)}
    days = {float(day) for day in (*(analysis.visits or alike), endpoint.day) if day <= endpoint.day}
    windows = {float(visit.day): visit.window_days for visit in protocol.visits}
    return tuple((day, windows.get(day)) for day in sorted(days))


def _strategies(protocol: Protocol, endpoint: Endpoint) -> dict[str, str]:
    """The strategies of the estimand to which an endpoint belongs; nothing where it belongs to none."""
    found: dict[str, str] = {}
    named = ""
    for estimand in protocol.estimands:
        if endpoint.name not in estimand.endpoints:
            continue
        own: dict[str, str] = {event: one.strategy for event, one in estimand.intercurrent_events.items()}
        if found and own != found:
            raise InputError(
                f"estimands {named} and {estimand.name} both hold the endpoint {endpoint.name}, with different "
                "strategies. Give it a second time, under another name, among the endpoints."
            )
        found, named = own, estimand.name
    return found


def _with_strategies(question: Question) -> Question:
    """A question with a strategy for every event; one that its derivation does not know is refused."""
    if question.derive not in ENDPOINTS:
        raise InputError(
            f"endpoint {question.name}: derive {question.derive!r} is unknown; wanted one of: {', '.join(ENDPOINTS)}."
        )
    known = ENDPOINTS[question.derive].strategies
    chosen = {event: question.strategies.get(event) or next(iter(known[event])) for event in EVENTS}
    for event, strategy in chosen.items():
        if strategy not in known[event]:
            ways = "; ".join(f"{way} ({words})" for way, words in known[event].items())
            raise InputError(
                f"endpoint {question.name}: the strategy {strategy!r} for {event} is not implemented for "
                f"'derive: {question.derive}'; there are: {ways}. Change it in the estimand of this endpoint."
            )
    return replace(question, strategies=chosen)
