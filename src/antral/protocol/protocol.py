"""The computable protocol."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from antral.core import DAYS_PER_YEAR, ProtocolError, fingerprint
from antral.protocol.arms import Arm, Product
from antral.protocol.candidates import Candidates, usual
from antral.protocol.conduct_part import conduct_part
from antral.protocol.course import Adherence, Conception, Dropout, FertilityTreatment, MissedVisits, RescueHormones
from antral.protocol.design import Design
from antral.protocol.eligibility import Criterion, Part, Ruled
from antral.protocol.endpoints import BLEEDS, METHODS_FOR, Endpoint
from antral.protocol.estimands import AnalysisPlan, Estimand
from antral.protocol.gaps import Change
from antral.protocol.quantity import Days
from antral.protocol.safety import AdverseEvent, Monitoring
from antral.protocol.study import Study
from antral.protocol.visits import Diary, Visit

_HALF_YEAR, _LATE_WINDOW = 182.0, 14.0
_MOST_YEARS = 15
"""Beyond, women drawn at up to 42 years reach the natural menopause."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
"""Names that stand in paths of `--set`, in columns and in pages."""


class Protocol(Study):
    """A trial, complete enough to be run."""

    candidates: Candidates = Field(default_factory=usual)
    design: Design
    products: dict[str, Product]
    arms: dict[str, Arm] = Field(min_length=1)
    visits: tuple[Visit, ...] = Field(min_length=2)
    diary: Diary
    follow_up_days: Days = Field(gt=0)
    dropout: Dropout
    missed_visits: MissedVisits
    adherence: Adherence | None = None
    """Wanted where women are given hormones."""
    rescue_hormones: RescueHormones | None = None
    fertility_treatment: FertilityTreatment | None = None
    conception: Conception | None = None
    adverse_events: tuple[AdverseEvent, ...] = ()
    monitoring: Monitoring | None = None
    endpoints: tuple[Endpoint, ...] = Field(min_length=1)
    estimands: tuple[Estimand, ...] = ()
    analyses: AnalysisPlan

    @model_validator(mode="after")
    def _names_refer_to_something(self) -> Self:
        self._check_arms()
        self._check_hormones()
        self._check_visits()
        self._check_adverse_events()
        self._check_endpoints()
        self._check_policies()
        return self

    def _check_arms(self) -> None:
        for what, names in (("arms", self.arms), ("products", self.products)):
            for name in names:
                if not _NAME.fullmatch(name):
                    raise ValueError(
                        f"{what}: {name!r} cannot be a name here; a name begins with a letter and holds letters, "
                        "digits, hyphens and underscores only, such as 'high_dose'; free text belongs in its label"
                    )
        ratio = self.design.allocation.ratio
        if set(ratio) != set(self.arms):
            raise ValueError(
                f"design.allocation.ratio names {_listed(ratio)}, the arms are {_listed(self.arms)}; they must agree"
            )
        for name, arm in self.arms.items():
            if arm.product is not None and arm.product not in self.products:
                raise ValueError(
                    f"arms.{name}.product = {arm.product!r}: no such product; products: {_listed(self.products)}"
                )
            if any(day > self.follow_up_days for day in arm.infusion_days):
                raise ValueError(
                    f"arms.{name}.infusion_days lie after the end of follow-up (day {self.follow_up_days:g})"
                )

    def _check_hormones(self) -> None:
        given = [name for name, arm in self.arms.items() if arm.comedication is not None]
        for name in given:
            comedication = self.arms[name].comedication
            last = None if comedication is None else comedication.last_day
            if last is not None and last > self.follow_up_days:
                raise ValueError(f"arms.{name}.comedication.last_day lies after follow_up_days")
        if self.adherence is None and (given or self.rescue_hormones is not None):
            raise ValueError(
                "hormones are given, but how often a tablet is taken is not said; add "
                "'adherence: {probability_taken: 0.95, tag: assumed, reason: ...}'"
            )

    def _check_adverse_events(self) -> None:
        terms = [event.term for event in self.adverse_events]
        if len(set(terms)) < len(terms):
            raise ValueError("adverse_events must have different terms")
        if self.monitoring is not None and not any(arm.total_cells for arm in self.arms.values()):
            raise ValueError("monitoring is given, but no arm receives cells")

    def _check_visits(self) -> None:
        names, days = [v.name for v in self.visits], [v.day for v in self.visits]
        if len(set(names)) < len(names):
            twice = sorted({name for name in names if names.count(name) > 1})
            raise ValueError(f"visits must have different names; given twice: {', '.join(twice)}")
        if days != sorted(days):
            raise ValueError("visits must stand in order of their days")
        for one, other in pairwise(self.visits):
            if one.day == other.day:
                raise ValueError(
                    f"visits {one.name} and {other.name} lie on the same day ({one.day:g}); make one visit of them"
                )
        if days[-1] > self.follow_up_days:
            raise ValueError(
                f"visit {names[-1]} (day {days[-1]:g}) lies after follow_up_days = {self.follow_up_days:g}"
            )
        for name in self.analyses.baseline_visits:
            if name not in names:
                raise ValueError(f"analyses.baseline_visits names {name!r}, which is no visit")

    def _check_endpoints(self) -> None:
        names = [e.name for e in self.endpoints]
        for what, values in (("names", names), ("codes", [e.code for e in self.endpoints])):
            if len(set(values)) < len(values):
                raise ValueError(f"endpoints must have different {what}")
        self._check_what_is_seen()
        for name, analysis in self.analyses.by_endpoint.items():
            if name not in names:
                raise ValueError(f"analyses.by_endpoint.{name}: there is no such endpoint; there are {_listed(names)}")
            derive = self.endpoint(name).derive
            allowed = METHODS_FOR[derive]
            _check_method(f"analyses.by_endpoint.{name}.estimate", analysis.estimate, allowed.estimates, derive)
            if analysis.test is not None:
                _check_method(f"analyses.by_endpoint.{name}.test", analysis.test, allowed.tests, derive)
                if not analysis.test.endswith("_trend") and len(self.arms) < 2:
                    raise ValueError(f"analyses.by_endpoint.{name}.test = {analysis.test}: two arms are wanted")
                for day in analysis.visits:
                    measure = next(endpoint.measure for endpoint in self.endpoints if endpoint.name == name)
                    measured = [visit.day for visit in self.visits if measure in visit.measures and visit.day > 0]
                    if day not in measured:
                        raise ValueError(
                            f"analyses.by_endpoint.{name}.visits: no visit on day {day:g} measures {measure}; there "
                            f"are: {', '.join(f'{one:g}' for one in measured)}"
                        )
        for estimand in self.estimands:
            for name in estimand.endpoints:
                if name not in names:
                    raise ValueError(f"estimand {estimand.name}: there is no endpoint {name!r}")

    def _check_what_is_seen(self) -> None:
        """Every endpoint asks for what the trial sees."""
        for endpoint in self.endpoints:
            if endpoint.day > self.follow_up_days:
                raise ValueError(f"endpoint {endpoint.name}: day {endpoint.day:g} lies after the end of follow-up")
            if endpoint.derive in BLEEDS and not self.diary.kept:
                raise ValueError(
                    f"endpoint {endpoint.name}: it counts bleeds, but no diary is kept; set diary.kept: true, or leave "
                    "the endpoint out"
                )
            if not endpoint.is_count and not any(
                v.day == endpoint.day and endpoint.measure in v.measures for v in self.visits
            ):
                raise ValueError(
                    f"endpoint {endpoint.name}: no visit on day {endpoint.day:g} measures {endpoint.measure}"
                )

    def _check_policies(self) -> None:
        for line in self.eligibility.criteria:
            for part in line.parts:
                if part.policy is None:
                    named = f".{'all' if line.all else 'any'}.{part.name}" if isinstance(part, Part) else ""
                    raise PydanticCustomError(
                        "rule",
                        "a policy for virtual women is wanted: simulate, draw, of_aetiology or assume",
                        {"path": f"eligibility.criteria.{line.id}{named}"},
                    )

    @property
    def screening_visits(self) -> tuple[Visit, ...]:
        """Visits before randomisation."""
        return tuple(visit for visit in self.visits if visit.is_screening)

    @property
    def treatment_visits(self) -> tuple[Visit, ...]:
        """Visits from randomisation on; the first is taken before the infusion."""
        return tuple(visit for visit in self.visits if not visit.is_screening)

    @property
    def serious_per_woman_year(self) -> float:
        """Serious adverse events a woman-year that occur whatever is given."""
        return sum(e.serious_share * (e.per_woman_year or 0) for e in self.adverse_events if e.trigger == "background")

    def followed(self, years: float) -> "Protocol":
        """The same trial watched for longer: treatment and endpoints as planned, then a visit every half year."""
        return longer(self, years)

    def visit(self, name: str) -> Visit:
        """One visit by its name."""
        return next(visit for visit in self.visits if visit.name == name)

    @property
    def judged_by(self) -> tuple[str, ...]:
        """The endpoints by which an effect of the cells is judged: the primary ones, or else the secondary; no harm."""
        of_effect = [endpoint for endpoint in self.endpoints if not endpoint.is_harm]
        first = tuple(endpoint.name for endpoint in of_effect if endpoint.role == "primary")
        return first or tuple(endpoint.name for endpoint in of_effect if endpoint.role == "secondary")

    def endpoint(self, name: str) -> Endpoint:
        """One endpoint by its name."""
        return next(endpoint for endpoint in self.endpoints if endpoint.name == name)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the protocol's content, however it was written and however its values got there."""
        return fingerprint(self.content())

    @property
    def screening_fingerprint(self) -> str:
        """SHA-256 of all that decides who is admitted and how it is told: lines by id, screening visits, diary."""
        lines = [
            (
                c.id,
                c.section,
                _shape(c),
                [
                    (part.kind, part.rule.model_dump(mode="json"), _decided(part), part.negated, part.on_missing)
                    for part in c.parts
                ],
                c.duplicate_of,
            )
            for c in self.eligibility.criteria
        ]
        visits = [visit.model_dump(mode="json") for visit in self.visits if visit.day <= 0]
        diary = self.diary.model_dump(mode="json", exclude={"tag", "source", "reason"})
        diagnosed = self.candidates.years_since_diagnosis
        return fingerprint(self.candidates.mix, lines, visits, diary, *(() if diagnosed is None else (diagnosed,)))

    @property
    def conduct_fingerprint(self) -> str:
        """SHA-256 of what conducting the trial sees: the same for other endpoints, estimands, analyses and labels."""
        return fingerprint(conduct_part(self))

    def content(self) -> dict[str, Any]:
        """The protocol as plain values in internal units; what the user changed is in it, the log of changes not."""
        plain = self.model_dump(mode="json", exclude={"changes"})
        for line, criterion in zip(plain["eligibility"]["criteria"], self.eligibility.criteria, strict=True):
            line["rule"] = [part.rule.model_dump(mode="json") for part in criterion.parts]
        return plain


def longer(protocol: Protocol, years: float) -> Protocol:
    """A protocol with more visits after its last one, and the change recorded."""
    days = round(years * DAYS_PER_YEAR)
    before = protocol.follow_up_days
    if not before < days <= _MOST_YEARS * DAYS_PER_YEAR:
        raise ProtocolError(
            f"{years:g} years of follow-up: {protocol.id} follows its women for {before:g} days already; "
            f"more than that and up to {_MOST_YEARS} years were wanted."
        )
    last, added = protocol.visits[-1], []
    day = last.day + _HALF_YEAR
    while day <= days:
        fields = {"name": f"week_{day / 7:g}", "day": day, "window_days": min(_LATE_WINDOW, days - day)}
        added.append(last.model_copy(update=fields))
        day += _HALF_YEAR
    arms = {name: _given_as_planned(arm, before) for name, arm in protocol.arms.items()}
    change = Change(path="follow_up_days", before=f"{before:g}", after=f"{days:g}, with a visit every half year")
    return protocol.model_copy(
        update={
            "follow_up_days": float(days),
            "visits": (*protocol.visits, *added),
            "arms": arms,
            "changes": (*protocol.changes, change),
        }
    )


def _given_as_planned(arm: Arm, last_day: float) -> Arm:
    """The arm with its hormones ending when they would have ended."""
    hormones = arm.comedication
    if hormones is None or hormones.last_day is not None:
        return arm
    return arm.model_copy(update={"comedication": hormones.model_copy(update={"last_day": last_day})})


def _shape(line: Criterion) -> Any:
    """How its parts are combined."""
    own = "any" if line.any else "all"
    inner = [("any" if part.any else "all", len(part.all or part.any)) for part in line.all or line.any]
    return (own, inner) if any(n for _, n in inner) else own


def _decided(part: Ruled) -> Any:
    """What decides a part for a virtual woman, without its tag and reason."""
    return None if part.policy is None else part.policy.model_dump(exclude={"tag", "source", "reason"})


def _check_method(path: str, method: str, allowed: Sequence[str], derive: str) -> None:
    """A method must suit the values of its endpoint."""
    if method not in allowed:
        raise PydanticCustomError(
            "rule",
            "this method does not suit an endpoint with 'derive: {derive}'; allowed: {allowed}",
            {"derive": derive, "allowed": _listed(allowed), "path": path, "shown": method},
        )


def _listed(names: Any) -> str:
    return ", ".join(str(name) for name in names)
