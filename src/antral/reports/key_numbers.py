"""The few numbers beside the verdict."""

from dataclasses import dataclass

from antral.protocol import Protocol
from antral.reports.planned import best, primary, strongest, subjects
from antral.reports.reading import Findings
from antral.reports.verdict import loudest, the_effect
from antral.reports.wording import MISSING, capitalised, counted, share, share_with_error, short


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
    claim = loudest(findings.none)
    if claim is None:
        return None
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
    power = next((size.power for size in scenario.sizes.values() if size.power is not None), None)
    label = f"Women per arm for a chance of {share(power)}" if power is not None else "Women per arm needed"
    reached = [(size.per_arm, test) for test in tests if (size := scenario.sizes[test.name]).per_arm is not None]
    if not reached:
        reason = scenario.sizes[tests[0].name].reason or MISSING
        return KeyNumber(label, "not reached", capitalised(reason))
    fewest, test = min(reached, key=lambda pair: pair[0] or 0)
    planned = counted(findings.participants / max(len(protocol.arms), 1), "woman", "women")
    name = subjects([test], protocol)[test.name]
    return KeyNumber(label, f"{fewest:,}", f"{capitalised(the_effect(scenario))}, {short(name)}; planned: {planned}")


def _safety(findings: Findings) -> KeyNumber | None:
    for scenario in findings.scenarios.values():
        reach = scenario.safety
        if reach is not None and reach.upper is not None:
            return KeyNumber(
                "Serious harm that no event would still allow",
                f"up to {share(reach.upper)}",
                f"Of women, after 0 events in {reach.n}: exact 95 % limit",
            )
    return None
