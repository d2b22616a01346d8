"""The results of a run, as `--json` prints them, read once into names that the reports use."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from antral.records import load_yaml, names, path
from antral.reports.wording import spaced

NO_EFFECT = "none"
"""The scenario beside which every other one stands."""
_SHORT = {NO_EFFECT: "no effect"}


@dataclass(frozen=True)
class Estimate:
    """One endpoint in one arm: mean over the trials, and the range that holds 95 % of them."""

    n: float | None
    value: float | None
    low: float | None
    high: float | None
    mcse: float | None
    method: str
    unit: str
    label: str


@dataclass(frozen=True)
class Rejection:
    """How often one test rejects."""

    name: str
    endpoint: str
    label: str
    method: str
    rate: float | None
    mcse: float | None
    attained: float | None
    """Enumerated true size of a discrete test."""


@dataclass(frozen=True)
class Claim:
    """How often a team without a comparison would claim one thing."""

    name: str
    label: str
    rate: float | None
    mcse: float | None


@dataclass(frozen=True)
class SafetyReach:
    """What the trial can say about serious events."""

    true_rate: float | None
    chance: float | None
    mcse: float | None
    n: int | None
    upper: float | None
    n_arm: int | None
    upper_arm: float | None
    smallest_rate: float | None
    power: float | None
    """The chance to see at least one event at which a rate counts as detectable."""
    chance_at: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Size:
    """Women an arm for the wanted power, or why no number is given."""

    per_arm: int | None
    power: float | None
    """Power at that number, or at the largest number searched."""
    reason: str


@dataclass(frozen=True)
class Smallest:
    """The smallest effect that one test would see."""

    value: float | None
    unit: str
    label: str
    power: float | None


@dataclass(frozen=True)
class Scenario:
    """All results under one assumption about the cells."""

    name: str
    short: str
    title: str
    meaning: str
    tag: str
    source: str
    arms: Mapping[str, Mapping[str, Estimate]] = field(default_factory=dict)
    tests: Mapping[str, Rejection] = field(default_factory=dict)
    claims: Mapping[str, Claim] = field(default_factory=dict)
    safety: SafetyReach | None = None
    sizes: Mapping[str, Size] = field(default_factory=dict)
    smallest: Mapping[str, Smallest] = field(default_factory=dict)


@dataclass(frozen=True)
class ChangeEffect:
    """What one change of the protocol would do to one number."""

    change: str
    quantity: str
    before: float | None
    after: float | None
    mcse: float | None
    label: str


@dataclass(frozen=True)
class ScreenReason:
    """Candidates who failed one criterion."""

    line: str
    text: str
    count: int
    share: float | None


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

    @property
    def none(self) -> Scenario | None:
        """The scenario without any effect of the cells."""
        return self.scenarios.get(NO_EFFECT)

    @property
    def assumed(self) -> list[Scenario]:
        """The scenarios with an assumed effect, weakest first."""
        return [scenario for name, scenario in self.scenarios.items() if name != NO_EFFECT]


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
        ),
        changes=tuple(_change(one) for one in _all_changes(results, found)),
        gaps=tuple(_statement(one) for one in results.get("gaps", ())),
        assumptions=tuple(_statement(one) for one in results.get("assumptions", ())),
        cost=results.get("cost") or {},
    )


def _scenario(name: str, found: Mapping[str, Any]) -> Scenario:
    record = load_yaml(path("scenarios", f"{name}.yaml")) if name in names("scenarios") else {}
    return Scenario(
        name=name,
        short=_SHORT.get(name, name),
        title=str(record.get("title", name)),
        meaning=" ".join(str(record.get("meaning", "")).split()),
        tag=str(record.get("tag", "")),
        source=" ".join(str(record.get("source", "")).split()),
        arms={
            arm: {endpoint: _estimate(endpoint, one) for endpoint, one in (of.get("endpoints") or {}).items()}
            for arm, of in (found.get("arms") or {}).items()
        },
        tests={test: _test(test, one) for test, one in (found.get("tests") or {}).items()},
        claims={claim: _claim(claim, one) for claim, one in (found.get("naive_claims") or {}).items()},
        safety=_safety(found["safety"]) if found.get("safety") else None,
        sizes={
            test: Size(one.get("per_arm"), one.get("power"), spaced(str(one.get("reason") or "")))
            for test, one in (found.get("sample_size") or {}).items()
        },
        smallest={
            test: Smallest(
                value=one.get("value"),
                unit=str(one.get("unit") or ""),
                label=spaced(str(one.get("label") or test)),
                power=one.get("power"),
            )
            for test, one in (found.get("smallest_effect") or {}).items()
        },
    )


def _estimate(name: str, one: Mapping[str, Any]) -> Estimate:
    method = str(one.get("method") or "").split("; mean over trials")[0]
    return Estimate(
        n=one.get("n"),
        value=one.get("estimate"),
        low=one.get("ci_low"),
        high=one.get("ci_high"),
        mcse=one.get("mcse"),
        method=method,
        unit="ratio" if method.startswith("geometric mean") else str(one.get("unit") or ""),
        label=spaced(str(one.get("label") or name.replace("_", " "))),
    )


def _test(name: str, one: Mapping[str, Any]) -> Rejection:
    return Rejection(
        name=name,
        endpoint=str(one.get("endpoint") or ""),
        label=spaced(str(one.get("label") or name.replace("_", " "))),
        method=str(one.get("method") or ""),
        rate=one.get("rejection_rate"),
        mcse=one.get("mcse"),
        attained=one.get("attained_size"),
    )


def _claim(name: str, one: Mapping[str, Any]) -> Claim:
    return Claim(name, spaced(str(one.get("label") or name.replace("_", " "))), one.get("rate"), one.get("mcse"))


def _safety(one: Mapping[str, Any]) -> SafetyReach:
    pairs = sorted((float(rate), float(chance)) for rate, chance in (one.get("chance_at_rates") or {}).items())
    return SafetyReach(
        true_rate=one.get("true_rate_per_woman"),
        chance=one.get("chance_of_at_least_one"),
        mcse=one.get("mcse"),
        n=one.get("n"),
        upper=one.get("upper_bound_0_of_n"),
        n_arm=one.get("n_arm"),
        upper_arm=one.get("upper_bound_0_of_arm"),
        smallest_rate=one.get("smallest_detectable_rate"),
        power=one.get("power"),
        chance_at=tuple(pairs),
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
    )


def _statement(one: Mapping[str, Any]) -> Statement:
    return Statement(
        text=str(one.get("text") or one.get("question") or ""),
        filled_with=str(one.get("filled_with") or ""),
        reason=str(one.get("reason") or ""),
        tag=str(one.get("tag") or ""),
        source=str(one.get("source") or ""),
    )
