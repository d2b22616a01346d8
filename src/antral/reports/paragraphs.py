"""The paragraphs of the answer, one part of the question each; a part without numbers is left out."""

from dataclasses import dataclass

from antral.protocol import Protocol, nice_number
from antral.reports import compared, harm, hormones, tornado, years
from antral.reports.operating import Rejection, SafetyReach, Size, Smallest
from antral.reports.planned import against_control, primary, strongest, subjects, too_coarse, too_frequent
from antral.reports.reading import ChangeEffect, Findings, Scenario
from antral.reports.verdict import USUAL_POWER, telling, the_effect
from antral.reports.wording import (
    EXACT_LIMIT,
    counted,
    decapitalised,
    duration,
    in_brief,
    known,
    listed,
    number,
    share,
    share_as_known,
    share_with_error,
    short,
    whole_share,
    with_unit,
)

LIMITS = "What it cannot show"
"""Heading of the last paragraph."""
_SMALLEST_GAIN = 0.06
"""A gain of a few hundredths is no help, however precisely it is known."""
_BIRTHS = ("conceived", "live_birth")
_OPEN = {"endpoints": "outcomes", "visits": "visits", "analyses": "the analysis"}
"""Parts of a protocol whose gaps are named."""
_MOST_TESTS = 3
"""Tests that a sentence names."""


@dataclass(frozen=True)
class Paragraph:
    """A heading of a few words and the sentences below it."""

    heading: str
    text: str


def without_effect(findings: Findings, protocol: Protocol) -> Paragraph | None:
    """The chance of a false success: naive claims, then the planned tests."""
    told = [
        f"in {share_with_error(one.rate, one.mcse)} {decapitalised(one.label)}" for one in telling(findings.none)[:3]
    ]
    sentences = []
    if told:
        given = hormones.names(protocol)
        why = f"The disease fluctuates, and {given} acts by itself" if given else "The disease fluctuates"
        sentences.append(
            f"{why}. Of trials with no cell effect, {listed(told)}. "
            "Without a comparison none of this speaks for the cells."
        )
    sentences += _resumed_anyway(findings)
    sentences += _false_alarms(_named(findings.none, findings, protocol), protocol, protocol.analyses.alpha)
    return Paragraph("If the cells did nothing", " ".join(sentences)) if sentences else None


def _named(scenario: Scenario | None, findings: Findings, protocol: Protocol) -> list[Rejection]:
    """The tests that sentences name: all, or the few that find the largest assumed effect most often."""
    found = primary(scenario, protocol)
    if len(found) <= _MOST_TESTS:
        return found
    strong = strongest(findings, protocol)
    rates = {test.name: test.rate or 0.0 for test in primary(strong, protocol)}
    best_ones = sorted(found, key=lambda test: -rates.get(test.name, 0.0))[:_MOST_TESTS]
    return [test for test in found if test in best_ones]


def _resumed_anyway(findings: Findings) -> list[str]:
    """How many resume by themselves here, and why that may be more than published."""
    resumed = [
        one.value
        for arm in (findings.none.arms.values() if findings.none is not None else ())
        for name, one in arm.items()
        if name == "menses_resumed" and one.value is not None
    ]
    if not resumed:
        return []
    text = f"Here {whole_share(sum(resumed) / len(resumed))} of women resume by themselves"
    if findings.screening.bled is not None:
        text += (
            f"; {whole_share(findings.screening.bled)} still bled in the {findings.screening.bled_days} days "
            "before entry, whereas published shares count women without menses"
        )
    return [f"{text}."]


def _false_alarms(tests: list[Rejection], protocol: Protocol, alpha: float) -> list[str]:
    if not tests:
        return []
    names = {name: short(label) for name, label in subjects(tests, protocol).items()}
    rates = listed([f"{share_with_error(one.rate, one.mcse)} ({names[one.name]})" for one in tests])
    wrong = [names[one.name] for one in tests if too_frequent(one, alpha)]
    which = " of treated against control" if any(against_control(one) for one in tests) else ""
    sentences = [f"The planned tests{which} raise a false alarm in {rates}; {share(alpha)} is agreed."]
    if wrong:
        sentences.append(f"That is too often for {listed(wrong)}: do not trust this test.")
    sentences += [
        f"With arms so small, the test of {names[one.name]} can hardly ever say yes: its true size is "
        f"{share(one.attained)}."
        for one in tests
        if too_coarse(one, alpha)
    ]
    return sentences


def with_effect(findings: Findings, protocol: Protocol) -> Paragraph | None:
    """The power of the planned tests under each assumed effect, zero beside it."""
    strong = strongest(findings, protocol)
    if strong is None:
        return None
    order = [*findings.assumed, *([findings.none] if findings.none is not None else [])]
    every = primary(strong, protocol)
    tests = _named(strong, findings, protocol)
    names = subjects(tests, protocol)
    parts = [
        f"for {short(names[test.name])} in "
        + listed([_positive(one, test.name, named=place == 0) for one in order if test.name in one.tests])
        for place, test in enumerate(tests)
    ]
    same = ", in the same order" if len(parts) > 1 else ""
    which = f" (the best {len(tests)} of {len(every)})" if len(tests) < len(every) else ""
    text = f"The planned tests{which} are positive {'; '.join(parts)}{same}."
    if max((one.rate or 0.0 for one in every), default=0.0) < USUAL_POWER:
        text += " So a negative result would not mean that the cells fail."
    text += compared.in_brief(findings, protocol) + tornado.in_brief(findings, protocol)
    return Paragraph("If the cells work", text)


def _positive(scenario: Scenario, test: str, *, named: bool) -> str:
    """How often one test is positive; the scenario named where it is the first time."""
    rate = share_with_error(scenario.tests[test].rate, scenario.tests[test].mcse)
    return f"{rate} of trials under {the_effect(scenario)}" if named else rate


def smallest_effect(findings: Findings, protocol: Protocol) -> Paragraph | None:
    """What size of effect the trial would see with the usual chance."""
    scenario = next((one for one in findings.shown if one.smallest), None)
    if scenario is None:
        return None
    tests = [test for test in _named(scenario, findings, protocol) if test.name in scenario.smallest]
    names = subjects(tests, protocol)
    found = [(short(names[test.name]), scenario.smallest[test.name]) for test in tests]
    seen = [f"for {name} {_effect(one, protocol.analyses.dose_unit_cells)}" for name, one in found if known(one.value)]
    unseen = [name for name, one in found if not known(one.value)]
    power = next((one.power for _, one in found if one.power is not None), None)
    chance = f"with a chance of {share(power)}" if power is not None else "reliably"
    sentences = []
    if seen:
        sentences.append(
            f"The smallest effect seen {chance} is {listed(seen)}. Smaller ones would more often be missed."
        )
    if unseen:
        sentences.append(
            f"For {listed(unseen)} even the largest effect, seen in every woman of the best arm, would be missed more "
            "often than that."
        )
    return Paragraph("The smallest effect it could see", " ".join(sentences)) if sentences else None


def _effect(one: Smallest, dose_step: float) -> str:
    """An effect in the words of a clinician: a ratio as a fall or a rise, a dose step with its cells."""
    label = one.label.replace("per dose step", f"per dose step of {nice_number(dose_step)} cells")
    value = with_unit(one.value, one.unit)
    if one.unit == "ratio" and one.value is not None:
        fall = f"a fall by {whole_share(1 - one.value)}"
        value = fall if one.value < 1 else f"a {number(one.value)}-fold rise"
    return f"{value} {label}" if label.startswith(("per ", "in ")) else f"{value} ({label})"


def women_needed(findings: Findings, protocol: Protocol) -> Paragraph | None:
    """How many women each primary test would need."""
    scenario = strongest(findings, protocol)
    if scenario is None:
        return None
    tests = [test for test in _named(scenario, findings, protocol) if test.name in scenario.sizes]
    if not tests:
        return None
    return Paragraph("How many women it would take", " ".join(_sizes(tests, scenario, protocol)))


def _sizes(tests: list[Rejection], scenario: Scenario, protocol: Protocol) -> list[str]:
    names, arms = subjects(tests, protocol), len(protocol.arms)
    sentences, without = [], dict[str, list[str]]()
    for test in tests:
        size, about = scenario.sizes[test.name], short(names[test.name])
        if size.per_arm is None:
            reached = f" (chance {whole_share(size.power)})" if size.power is not None and size.most else ""
            without.setdefault(_none_is_enough(size, the_effect(scenario)), []).append(f"{about}{reached}")
            continue
        chance = share_with_error(size.power, size.mcse) if size.mcse else whole_share(size.power)
        if not size.is_trusted:
            sentences.append(
                f"For {about} no number can be recommended yet: {size.per_arm:,} per arm have a chance of {chance}; "
                "more trials must be simulated."
            )
            continue
        wanted = f" for a chance of {chance}" if size.power is not None else ""
        sentences.append(
            f"For {about}, about {counted(size.per_arm, 'woman', 'women')} per arm ({size.per_arm * arms:,} in all)"
            f"{wanted} to detect {the_effect(scenario)}."
        )
    sentences += [f"For {listed(about_these)} {told}." for told, about_these in without.items()]
    return sentences


def _none_is_enough(size: Size, effect: str) -> str:
    """What is said where no number of women was found, with the reason unless it is only that more were not tried."""
    if size.most is None:
        why = in_brief(size.reason)
        return f"no number that was tried is enough to detect {effect}" + (f": {why}" if why else "")
    told = f"even {counted(size.most, 'woman', 'women')} per arm, the most that were tried, are not enough"
    why = size.reason.split(":")[0]
    return f"{told} to detect {effect}" + (f": {why}" if why and not why.startswith("not reached") else "")


def safety(findings: Findings, protocol: Protocol) -> Paragraph | None:
    """What no serious event, or one, would mean."""
    reach = next((one.safety for one in findings.shown if one.safety is not None), None)
    if reach is None:
        return None
    sentences, within = [], duration(reach.follow_up_days)
    if reach.upper is not None:
        group = ""
        if reach.upper_arm is not None and reach.n_arm and reach.n_arm < (reach.n or 0):
            group = f" (after none among the {reach.n_arm} of one arm: {share(reach.upper_arm)})"
        sentences.append(
            f"No serious event within {within} among {counted(reach.n or 0, 'woman', 'women')} given cells would "
            f"exclude only rates above {share(reach.upper)}{group}, {EXACT_LIMIT}."
        )
    if reach.smallest_rate is not None:
        chance = f"with a chance of {share(reach.power)}" if reach.power is not None else "reliably"
        sentences.append(f"Only a harm to at least {share(reach.smallest_rate)} of women would be met {chance}.")
    sentences += _harmed(reach, within)
    sentences += harm.in_brief(findings, protocol)
    return Paragraph("Safety", " ".join(sentences)) if sentences else None


def _harmed(reach: SafetyReach, within: str) -> list[str]:
    """How many women have a serious event here, of those given cells and of the others, and what is assumed of it."""
    if reach.chance is None or not known(reach.given.share):
        return []
    beside = []
    if reach.not_given is not None:
        beside.append(f"{share_with_error(reach.not_given.share, reach.not_given.mcse)} of the others")
    if known(reach.background):
        beside.append(f"assumed background {share(reach.background)} if nobody left")
    given, trials = share_with_error(reach.given.share, reach.given.mcse), share_with_error(reach.chance, reach.mcse)
    return [
        f"Here {given} of women given cells have one of any cause within {within} ({'; '.join(beside)}); at least one "
        f"has in {trials} of trials: one event does not incriminate the cells."
    ]


def under_hormones(findings: Findings, protocol: Protocol) -> Paragraph | None:
    """What the hormones of the arms do to the results."""
    sentences = hormones.words(findings, protocol)
    return Paragraph(f"Under {hormones.names(protocol)}", " ".join(sentences)) if sentences else None


def over_years(findings: Findings, protocol: Protocol) -> Paragraph | None:
    """What a long follow-up shows of the reserve."""
    text = years.in_brief(findings, protocol)
    return Paragraph("Over the years", text) if text else None


def what_would_help(findings: Findings, protocol: Protocol) -> Paragraph | None:
    """The two changes that would help most, with what they would change."""
    if not findings.changes:
        return None
    helpful = [one for one in findings.changes if _helps(one)]
    sure = [one for one in findings.changes if one.is_trusted]
    strong = strongest(findings, protocol)
    effect = the_effect(strong) if strong is not None else "an effect"
    if not helpful:
        text = (
            f"None of the {len(findings.changes)} changes tried raises the chance to detect {effect} beyond its error."
        )
        best_one = f" The best of them: {_told(sure[0])}." if sure else ""
        return Paragraph("What would help most", f"{text}{best_one}{_uncertain(findings)}")
    told = "; ".join(_told(one) for one in helpful[:2])
    many = counted(len(findings.changes), "change")
    text = f"Of {many} tried, to detect {effect}: {told}."
    if len(helpful) == 1 and len(sure) > 1:
        text += f" The next best, to {_told(next(one for one in sure if one not in helpful))}, is no sure help."
    return Paragraph("What would help most", f"{text}{_uncertain(findings)} The model's own error is larger than ±.")


def _uncertain(findings: Findings) -> str:
    """That more trials are needed where a size is not known well enough to be recommended."""
    unsure = next((one for one in findings.changes if not one.is_trusted), None)
    if unsure is None:
        return ""
    power = share_with_error(unsure.after, unsure.mcse)
    return f" To {unsure.change} is not recommended: a chance of {power} is too uncertain, more trials are needed."


def _helps(one: ChangeEffect) -> bool:
    """Whether two errors less than its power still lie above the planned one and its own error.

    A change without numbers is taken at its word; one whose size is not known well enough is never said to help.
    """
    if not one.is_trusted:
        return False
    if one.before is None or one.after is None:
        return True
    surely = one.after - 2 * (one.mcse or 0.0) - (one.before + (one.before_mcse or 0.0))
    return surely > 0 and one.after - one.before > _SMALLEST_GAIN


def _told(one: ChangeEffect) -> str:
    about = short(one.label) if one.label else one.quantity.replace("_", " ")
    if not (known(one.before) and known(one.after)):
        return f"{one.change} ({about})"
    shares = all(0 <= (value or 0.0) <= 1 for value in (one.before, one.after))
    before = share_as_known(one.before, one.before_mcse or one.mcse) if shares else number(one.before)
    after = share_with_error(one.after, one.mcse) if shares else number(one.after)
    what = "chance" if one.quantity == "power" else one.quantity.replace("_", " ")
    return f"{one.change} ({what} from {before} to {after}, {about})"


def limits(findings: Findings, protocol: Protocol) -> Paragraph:
    """What no result of this trial could say."""
    sentences = []
    if not any(arm.role == "control" for arm in protocol.arms.values()):
        sentences.append(
            "Whether the cells do anything at all: without a control arm it compares more cells with fewer, and an "
            "effect that all doses share looks like the spontaneous course."
        )
    elif not protocol.design.blinding.blinded:
        sentences.append("Nobody is blinded, which may bend what women and doctors notice and report.")
    later = "" if any(one.derive in _BIRTHS for one in protocol.endpoints) else ", or about pregnancy and birth"
    sentences.append(f"Nothing will be learnt of the time after {duration(protocol.follow_up_days)}{later}.")
    open_parts = [name for field, name in _OPEN.items() if any(gap.field.startswith(field) for gap in protocol.gaps)]
    if open_parts:
        sentences.append(f"The record leaves {listed(open_parts)} open: what stands here is assumed.")
    parts = [counted(len(findings.gaps), "gap"), counted(len(findings.assumptions), "assumption")]
    sentences.append(
        "The effects tried here are assumed: no human study shows what cells add to the spontaneous course. "
        f"The report lists the protocol's {listed(parts)}."
    )
    return Paragraph(LIMITS, " ".join(sentences))
