"""The one sentence on top: what the planned comparison would find, beside what chance alone would find."""

import math

from antral.protocol import Protocol
from antral.reports import hormones
from antral.reports.operating import Claim, Rejection
from antral.reports.planned import asks_for_safety, best, primary, strongest
from antral.reports.reading import Findings, Scenario
from antral.reports.wording import (
    EXACT_LIMIT,
    counted,
    decapitalised,
    duration,
    listed,
    points_between,
    share,
    share_as_known,
)

USUAL_POWER = 0.8
"""The chance that is usually asked of a trial."""
_STRONGEST = ("share_above_published", "before_after_any_hormone")
_SINGLE = "before_after_"
_ERRORS = 1.96
"""Monte-Carlo errors on each side of a difference in its 95 % interval."""
_LITTLE = 0.05
"""A test that surely rejects less often than this beyond chance, as a share of trials, is said to see no more."""


def headline(findings: Findings, protocol: Protocol) -> str:
    """Two or three sentences: what is asked, the verdict on the planned tests, the success that chance would bring."""
    parts = (_harm(findings, protocol), _verdict(findings, protocol), _by_chance(findings, protocol))
    return " ".join(part for part in parts if part)


def _harm(findings: Findings, protocol: Protocol) -> str:
    """What a trial that asks for safety can say of it."""
    reach = next((one.safety for one in findings.shown if one.safety is not None), None)
    if not asks_for_safety(protocol) or reach is None or reach.upper is None:
        return ""
    women = counted(reach.n or 0, "woman", "women")
    return (
        f"The trial asks first whether the cells are safe: no serious event within {duration(reach.follow_up_days)} "
        f"among {women} given cells would still allow {share(reach.upper)} of women to be harmed ({EXACT_LIMIT})."
    )


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
    which = "best test of an effect" if asks_for_safety(protocol) else "best primary test"
    zero = 0.0 if at_zero is None or at_zero.rate is None else at_zero.rate
    numbers = f"its {which} finds {the_effect(scenario)} in {found} of trials{beside}{_beyond_chance(test, at_zero)}"
    able = _ability(test.rate, zero)
    if asks_for_safety(protocol):
        able = able.replace("such an effect", "an effect of the cells")
    return f"With {women} this trial {able}: {numbers}."


def _beyond_chance(test: Rejection, at_zero: Rejection | None) -> str:
    """The difference to the trials with no cell effect, and whether so many trials can tell it from chance."""
    if at_zero is None or test.rate is None or at_zero.rate is None:
        return ""
    more, mcse = test.more, test.more_mcse
    if more is None or mcse is None:
        more, mcse = test.rate - at_zero.rate, math.hypot(test.mcse or 0.0, at_zero.mcse or 0.0)
    if mcse == 0:
        return "" if more else " (no trial differs between the two)"
    told = f" (a difference of {points_between(more, mcse)})"
    if more - _ERRORS * mcse > 0:
        return told
    if more + _ERRORS * mcse < _LITTLE:
        return f", no more often than chance alone would{told}"
    return f"; these trials are too few to tell the two apart{told}"


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


def _by_chance(findings: Findings, protocol: Protocol) -> str:
    claims = telling(findings.none)
    if not claims:
        return ""
    told = [f"in {share_as_known(one.rate, one.mcse)} of trials {decapitalised(one.label)}" for one in claims[:2]]
    given = hormones.names(protocol)
    because = f", though {given} moves the same hormones" if given else ""
    return (
        f"Even if the cells did nothing, {listed(told)}: without a comparison that would look like a success{because}."
    )


def telling(scenario: Scenario | None) -> list[Claim]:
    """The claims worth quoting: the two strongest, then the others by frequency.

    Single hormones are left out, and what is claimed in no trial.
    """
    if scenario is None:
        return []
    found = [claim for claim in scenario.claims.values() if claim.rate]
    first = [claim for name in _STRONGEST for claim in found if claim.name == name]
    rest = [one for one in found if one not in first and not one.name.startswith(_SINGLE)]
    return [*sorted(first, key=_rate), *sorted(rest, key=_rate)]


def _rate(claim: Claim) -> float:
    return -(claim.rate or 0.0)
