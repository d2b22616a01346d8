"""The one sentence on top: what the planned comparison would find, beside what chance alone would find."""

from antral.protocol import Protocol
from antral.reports.planned import best, primary, strongest
from antral.reports.reading import Claim, Findings, Scenario
from antral.reports.wording import counted, decapitalised, share_as_known

USUAL_POWER = 0.8
"""The chance that is usually asked of a trial."""
_ANY_HORMONE = "before_after_any_hormone"


def headline(findings: Findings, protocol: Protocol) -> str:
    """Two sentences: the verdict on the planned tests, and the success that chance alone would bring."""
    return " ".join(part for part in (_verdict(findings, protocol), _by_chance(findings)) if part)


def _verdict(findings: Findings, protocol: Protocol) -> str:
    women = counted(findings.participants, "woman", "women")
    scenario = strongest(findings, protocol)
    test = best(primary(scenario, protocol)) if scenario is not None else None
    if scenario is None or test is None or test.rate is None:
        return f"No effect of the cells was simulated for this trial of {women}, so its chance to see one is not known."
    at_zero = findings.none.tests.get(test.name) if findings.none is not None else None
    beside = (
        f", against {share_as_known(at_zero.rate, at_zero.mcse)} if the cells do nothing" if at_zero is not None else ""
    )
    found = share_as_known(test.rate, test.mcse)
    numbers = f"its best primary test finds {the_effect(scenario)} in {found} of trials{beside}"
    zero = 0.0 if at_zero is None or at_zero.rate is None else at_zero.rate
    return f"With {women} this trial {_ability(test.rate, zero)}: {numbers}."


def _ability(power: float, zero: float) -> str:
    if power >= USUAL_POWER:
        return "would probably detect such an effect"
    if power >= 0.5:
        return "would detect such an effect more often than not, yet miss it too often"
    if power >= 0.2 and power >= 2 * zero:
        return "would miss such an effect more often than detect it"
    return "can hardly tell cells that work from cells that do nothing"


def the_effect(scenario: Scenario) -> str:
    """A scenario inside a sentence."""
    return decapitalised(scenario.title)


def _by_chance(findings: Findings) -> str:
    claim = loudest(findings.none)
    if claim is None:
        return ""
    return (
        f"Read without a comparison, {share_as_known(claim.rate, claim.mcse)} of trials would look like a success "
        "even if the cells did nothing."
    )


def loudest(scenario: Scenario | None) -> Claim | None:
    """The claim to quote first: some hormone better than before, else the most frequent one."""
    if scenario is None:
        return None
    found = [claim for claim in scenario.claims.values() if claim.rate is not None]
    usual = next((claim for claim in found if claim.name == _ANY_HORMONE), None)
    return usual or max(found, key=lambda claim: claim.rate or 0.0, default=None)


def others(scenario: Scenario | None, most: int = 2) -> list[Claim]:
    """Further claims to quote: the most frequent ones that are not about a single hormone."""
    first = loudest(scenario)
    if scenario is None or first is None:
        return []
    rest = [
        claim
        for claim in scenario.claims.values()
        if claim.rate is not None and claim is not first and not claim.name.startswith("before_after_")
    ]
    return sorted(rest, key=lambda claim: -(claim.rate or 0.0))[:most]
