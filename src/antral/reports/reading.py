"""The results of a run, as `--json` prints them, read once into names that the reports use."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from antral.records import load_yaml, names, path
from antral.reports.estimated import Contrast, Estimate, contrasts, estimate
from antral.reports.happened import Happened, happened
from antral.reports.operating import (
    Claim,
    Rejection,
    SafetyReach,
    Size,
    Smallest,
    claim,
    rejection,
    safety_reach,
    size,
    smallest,
)
from antral.reports.swings import Swing, swings

NO_EFFECT = "none"
"""The scenario beside which every other one stands."""
LINK_OFF = "_link_off"
"""End of the name of a scenario in which hormones do not ease ovulation; before it stands its counterpart."""
SHORT = {NO_EFFECT: "no effect"}


@dataclass(frozen=True)
class Scenario:
    """All results under one assumption about the cells."""

    name: str
    short: str
    title: str
    meaning: str
    tag: str
    source: str
    zero: str
    """The scenario without cells that stands beside this one."""
    happened: Happened
    arms: Mapping[str, Mapping[str, Estimate]] = field(default_factory=dict)
    tests: Mapping[str, Rejection] = field(default_factory=dict)
    claims: Mapping[str, Claim] = field(default_factory=dict)
    safety: SafetyReach | None = None
    sizes: Mapping[str, Size] = field(default_factory=dict)
    smallest: Mapping[str, Smallest] = field(default_factory=dict)
    contrasts: Mapping[str, Contrast] = field(default_factory=dict)
    slopes: Mapping[str, Contrast] = field(default_factory=dict)


@dataclass(frozen=True)
class ChangeEffect:
    """What one change of the protocol would do to one number."""

    change: str
    quantity: str
    before: float | None
    after: float | None
    mcse: float | None
    label: str
    before_mcse: float | None = None
    is_trusted: bool = True
    """Whether its size is known well enough to be recommended; else more trials are needed."""


@dataclass(frozen=True)
class ScreenReason:
    """Candidates who failed one criterion."""

    line: str
    text: str
    count: int
    share: float | None


@dataclass(frozen=True)
class Cause:
    """Candidates and admitted women with one cause of the disease."""

    aetiology: str
    candidates: int | None
    admitted: int | None


@dataclass(frozen=True)
class Screening:
    """How many candidates were needed."""

    drawn: int | None
    candidates: int | None
    admitted: int | None
    failure_rate: float | None
    reasons: tuple[ScreenReason, ...]
    bled: float | None = None
    """Share of the admitted women who still bled in the days before randomisation."""
    bled_days: int | None = None
    aetiologies: tuple[Cause, ...] = ()


@dataclass(frozen=True)
class Statement:
    """A gap or an assumption, with why it was filled so."""

    text: str
    filled_with: str
    reason: str
    tag: str
    source: str


@dataclass(frozen=True)
class Findings:
    """Everything a report says about a run."""

    protocol: str
    trials: int
    seed: int
    participants: int
    version: str
    scenarios: Mapping[str, Scenario]
    screening: Screening
    changes: tuple[ChangeEffect, ...]
    gaps: tuple[Statement, ...]
    assumptions: tuple[Statement, ...]
    cost: Mapping[str, float | None]
    truth: str
    """Where the truth comes from: `twin` or `all arms`; empty where a run computed none."""
    swings: tuple[Swing, ...]

    @property
    def none(self) -> Scenario | None:
        """The scenario without any effect of the cells."""
        return self.scenarios.get(NO_EFFECT)

    @property
    def shown(self) -> list[Scenario]:
        """The scenarios that stand side by side everywhere; those without the hormones' link have their own table."""
        return [scenario for name, scenario in self.scenarios.items() if not name.endswith(LINK_OFF)]

    @property
    def assumed(self) -> list[Scenario]:
        """The scenarios with an assumed effect, weakest first."""
        return [scenario for scenario in self.shown if scenario.name != NO_EFFECT]

    @property
    def links(self) -> list[tuple[Scenario, Scenario]]:
        """Scenarios simulated with and without the claim that hormones ease ovulation."""
        pairs = [(name.removesuffix(LINK_OFF), one) for name, one in self.scenarios.items() if name.endswith(LINK_OFF)]
        return [(self.scenarios[name], off) for name, off in pairs if name in self.scenarios]


def read(results: Mapping[str, Any]) -> Findings:
    """The results as names; parts that a run has not computed are empty."""
    order = [NO_EFFECT, "evidence", "target"]
    found = dict(results.get("scenarios", {}))
    chosen = [*(name for name in order if name in found), *(name for name in found if name not in order)]
    screening = results.get("screening") or {}
    return Findings(
        protocol=str(results.get("protocol", "")),
        trials=int(results.get("trials", 0)),
        seed=int(results.get("seed", 0)),
        participants=int(results.get("participants_per_trial", 0)),
        version=str(results.get("version", "")),
        scenarios={name: _scenario(name, found[name]) for name in chosen},
        screening=Screening(
            drawn=screening.get("drawn"),
            candidates=screening.get("candidates"),
            admitted=screening.get("admitted"),
            failure_rate=screening.get("failure_rate"),
            reasons=_reasons(screening.get("reasons") or {}),
            bled=(screening.get("bled_before_entry") or {}).get("share"),
            bled_days=(screening.get("bled_before_entry") or {}).get("days"),
            aetiologies=tuple(
                Cause(name.replace("_", " "), one.get("candidates"), one.get("admitted"))
                for name, one in (screening.get("by_aetiology") or {}).items()
            ),
        ),
        changes=tuple(_change(one) for one in _all_changes(results, found)),
        gaps=tuple(_statement(one) for one in results.get("gaps", ())),
        assumptions=tuple(_statement(one) for one in results.get("assumptions", ())),
        cost=results.get("cost") or {},
        truth=str(results.get("truth") or ""),
        swings=swings(results.get("sensitivity") or ()),
    )


def _scenario(name: str, found: Mapping[str, Any]) -> Scenario:
    record = load_yaml(path("scenarios", f"{name}.yaml")) if name in names("scenarios") else {}
    return Scenario(
        name=name,
        short=SHORT.get(name, name),
        title=str(record.get("title", name)),
        meaning=" ".join(str(record.get("meaning", "")).split()),
        tag=str(record.get("tag", "")),
        source=" ".join(str(record.get("source", "")).split()),
        zero=str(record.get("zero", NO_EFFECT)),
        happened=happened(found),
        arms={
            arm: {endpoint: estimate(endpoint, one) for endpoint, one in (of.get("endpoints") or {}).items()}
            for arm, of in (found.get("arms") or {}).items()
        },
        tests={name: rejection(name, one) for name, one in (found.get("tests") or {}).items()},
        claims={name: claim(name, one) for name, one in (found.get("naive_claims") or {}).items()},
        safety=safety_reach(found["safety"]) if found.get("safety") else None,
        sizes={test: size(one) for test, one in (found.get("sample_size") or {}).items()},
        smallest={test: smallest(test, one) for test, one in (found.get("smallest_effect") or {}).items()},
        contrasts=contrasts(found.get("contrasts") or {}),
        slopes=contrasts(found.get("slopes") or {}),
    )


def _reasons(found: Mapping[str, Any]) -> tuple[ScreenReason, ...]:
    reasons = [
        ScreenReason(line, str(one.get("text") or line), int(one.get("count") or 0), one.get("share"))
        for line, one in found.items()
    ]
    return tuple(sorted(reasons, key=lambda one: -one.count))


def _all_changes(results: Mapping[str, Any], scenarios: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The changes of the run, or of its scenario with the largest assumed effect."""
    if results.get("changes"):
        return list(results["changes"])
    for name in ("target", "evidence", *scenarios):
        changes = scenarios.get(name, {}).get("changes")
        if changes:
            return list(changes)
    return []


def _change(one: Mapping[str, Any]) -> ChangeEffect:
    return ChangeEffect(
        change=str(one.get("change") or ""),
        quantity=str(one.get("quantity") or ""),
        before=one.get("before"),
        after=one.get("after"),
        mcse=one.get("mcse"),
        label=str(one.get("label") or ""),
        before_mcse=one.get("before_mcse"),
        is_trusted=bool(one.get("is_trusted", True)),
    )


def _statement(one: Mapping[str, Any]) -> Statement:
    return Statement(
        text=str(one.get("text") or one.get("question") or ""),
        filled_with=str(one.get("filled_with") or ""),
        reason=str(one.get("reason") or ""),
        tag=str(one.get("tag") or ""),
        source=str(one.get("source") or ""),
    )
