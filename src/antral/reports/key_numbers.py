"""The few numbers beside the verdict."""

from dataclasses import dataclass

from antral.protocol import Protocol
from antral.reports.planned import best, primary, strongest, subjects
from antral.reports.reading import Findings
from antral.reports.verdict import telling, the_effect
from antral.reports.wording import (
    EXACT_LIMIT,
    MISSING,
    capitalised,
    count,
    counted,
    duration,
    sentence,
    share,
    share_with_error,
    short,
    whole_share,
)


@dataclass(frozen=True)
class KeyNumber:
    """A number with what it is and how it was found."""

    label: str
    value: str
    detail: str


def key_numbers(findings: Findings, protocol: Protocol) -> tuple[KeyNumber, ...]:
    """False success, chance to detect beside zero effect, women needed, safety bound."""
    parts = [_false_success(findings), _detect(findings, protocol), _needed(findings, protocol), _safety(findings)]
    return tuple(part for part in parts if part is not None)


def _false_success(findings: Findings) -> KeyNumber | None:
    claims = telling(findings.none)
    if not claims:
        return None
    claim = claims[0]
    return KeyNumber(
        "Apparent success with no cell effect", share_with_error(claim.rate, claim.mcse), capitalised(claim.label)
    )


def _detect(findings: Findings, protocol: Protocol) -> KeyNumber | None:
    scenario = strongest(findings, protocol)
    test = best(primary(scenario, protocol))
    if scenario is None or test is None:
        return None
    zero = findings.none.tests.get(test.name) if findings.none is not None else None
    beside = f"; {share_with_error(zero.rate, zero.mcse)} with no effect" if zero is not None else ""
    name = subjects([test], protocol)[test.name]
    return KeyNumber(
        "Chance to detect an assumed effect",
        share_with_error(test.rate, test.mcse),
        f"{capitalised(the_effect(scenario))}, {short(name)}{beside}",
    )


def _needed(findings: Findings, protocol: Protocol) -> KeyNumber | None:
    scenario = strongest(findings, protocol)
    tests = [test for test in primary(scenario, protocol) if scenario is not None and test.name in scenario.sizes]
    if scenario is None or not tests:
        return None
    label = "Women per arm that would be enough"
    found = [(size, test) for test in tests if (size := scenario.sizes[test.name]).per_arm is not None]
    reached = [(size.per_arm, test) for size, test in found if size.is_trusted]
    if found and not reached:
        return KeyNumber(label, "more trials needed", "No number is known well enough to be recommended.")
    if not reached:
        nearest = max(tests, key=lambda test: scenario.sizes[test.name].power or 0.0)
        size = scenario.sizes[nearest.name]
        detail = sentence(capitalised(size.reason.split(":")[0] or MISSING))
        if size.power is not None and size.most:
            about = short(subjects([nearest], protocol)[nearest.name])
            detail += f" {counted(size.most, 'woman', 'women')} per arm: chance {whole_share(size.power)}, {about}"
        return KeyNumber(label, "none found", detail)
    fewest, test = min(reached, key=lambda pair: pair[0] or 0)
    planned = count(findings.participants / max(len(protocol.arms), 1))
    chance = whole_share(scenario.sizes[test.name].power)
    name = short(subjects([test], protocol)[test.name])
    return KeyNumber(
        label, f"{fewest:,}", f"{capitalised(the_effect(scenario))}, {name}, chance {chance}; planned: {planned}"
    )


def _safety(findings: Findings) -> KeyNumber | None:
    for scenario in findings.shown:
        reach = scenario.safety
        if reach is not None and reach.upper is not None:
            return KeyNumber(
                "Serious harm that no event would still allow",
                f"up to {share(reach.upper)}",
                f"Of women, after 0 events in {reach.n} within {duration(reach.follow_up_days)}: {EXACT_LIMIT}",
            )
    return None
