"""Where each report stands: decided, waiting, or two people disagree."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from antral.core import InputError
from antral.evidence.literature.report import Report
from antral.evidence.literature.review import Decision, Review, Settled, Stage, Verdict


@dataclass(frozen=True)
class Standing:
    """What stands of one report at one stage."""

    verdict: Verdict | None
    """None while it waits, or while reviewers disagree."""
    reason: str
    said: Mapping[str, Verdict]
    """The last verdict of each reviewer."""
    disagreement: bool


def standing(review: Review, report: Report, stage: Stage) -> Standing:
    """What the decisions come to: the last consensus, else the common verdict of as many reviewers as are wanted."""
    decisions = review.decisions_on(report, stage)
    single = [one for one in decisions if not one.consensus]
    said = {one.by: one.verdict for one in single}
    last = {one.by: one for one in single}
    together = [one for one in decisions if one.consensus]
    if together:
        return Standing(together[-1].verdict, together[-1].reason, said, False)
    if len(set(said.values())) > 1:
        return Standing(None, "", said, True)
    if not said or len(said) < review.reviewers:
        return Standing(None, "", said, False)
    # two may exclude for different reasons: that of whoever decided first is counted
    first = next(one for one in last.values())
    return Standing(first.verdict, first.reason, said, False)


def decide(
    review: Review,
    names: tuple[str, ...],
    *,
    stage: Stage,
    verdict: Verdict,
    by: str,
    on: date,
    reason: str = "",
    consensus: bool = False,
) -> Review:
    """Add a decision on each of these references; what was decided before stays in the record."""
    made = []
    for name in names:
        report = review.report(name)
        if stage == "full" and standing(review, report, "title").verdict != "include":
            raise InputError(
                f"{report.name}: its full text is decided on after its title and abstract were included. Decide on the "
                "title first."
            )
        made.append(_decision(report.name, stage, verdict, reason, by, on, consensus))
    return review.changed(decisions=(*review.decisions, *made))


def _decision(name: str, stage: Stage, verdict: Verdict, reason: str, by: str, on: date, consensus: bool) -> Decision:
    from pydantic import ValidationError

    try:
        return Decision(
            reference=name,
            stage=stage,
            verdict=verdict,
            reason=reason.strip(),
            by=by.strip(),
            on=on,
            consensus=consensus,
        )
    except ValidationError as error:
        said = error.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")
        raise InputError(f"{name}: {said}.") from error


def settle(review: Review, one: str, other: str, *, same: bool, by: str, on: date) -> Review:
    """Say of two reports that they are one, or that they are not."""
    first, second = review.report(one), review.report(other)
    if first.name == second.name and same:
        raise InputError(f"{one} and {other} are one report already: {first.name}.")
    between = {(pair.one, pair.other) for pair in review.doubtful}
    if first.name == second.name:
        pairs = [(one, other)] if {one, other} <= set(first.names) and one != other else []
        if not pairs:
            raise InputError(f"{one} and {other} are one name for one report; give the full names of its references.")
    else:
        across = {tuple(sorted((a, b))) for a in first.names for b in second.names}
        pairs = sorted((a, b) for a, b in between if (a, b) in across) or [(first.name, second.name)]
    made = [Settled(pair=(min(pair), max(pair)), same=same, by=by, on=on) for pair in pairs]
    return review.changed(settled=(*review.settled, *made))


def link(review: Review, name: str, study: str) -> Review:
    """Say which study record an included report belongs to; every reference of the report carries it."""
    report = review.report(name)
    if standing(review, report, "full").verdict != "include":
        raise InputError(f"{report.name} is not included; a study is linked to a report whose full text was included.")
    names = report.names
    marked = tuple(one.model_copy(update={"study": study}) if one.name in names else one for one in review.references)
    return review.changed(references=marked)


@dataclass(frozen=True)
class Agreement:
    """How far two reviewers agree at one stage (Cohen 1960, Educ Psychol Meas 20:37)."""

    stage: Stage
    reviewers: tuple[str, str]
    both: int
    """Reports that both decided on."""
    agreed: int
    kappa: float | None
    """None where it is not defined: both gave one and the same verdict throughout, or nothing in common."""


def agreements(review: Review) -> list[Agreement]:
    """Cohen's kappa of each pair of reviewers, from the last decision of each, before any consensus."""
    found = []
    for stage in ("title", "full"):
        said = [dict(standing(review, report, stage).said) for report in review.reports.values()]
        people = sorted({who for one in said for who in one})
        for one, other in combinations(people, 2):
            both = [(each[one], each[other]) for each in said if one in each and other in each]
            if both:
                agreed = sum(a == b for a, b in both)
                found.append(Agreement(stage, (one, other), len(both), agreed, kappa(both)))
    return found


def kappa(verdicts: list[tuple[Verdict, Verdict]]) -> float | None:
    """Cohen's kappa of pairs of verdicts: agreement beyond that by chance; none where chance alone gives all."""
    many = len(verdicts)
    kinds = {verdict for pair in verdicts for verdict in pair}
    shares = [
        (sum(a == kind for a, _ in verdicts) / many, sum(b == kind for _, b in verdicts) / many) for kind in kinds
    ]
    by_chance = sum(a * b for a, b in shares)
    if not many or by_chance >= 1.0:
        return None
    return (sum(a == b for a, b in verdicts) / many - by_chance) / (1.0 - by_chance)
