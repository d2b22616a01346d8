"""Kind `other_trial`: taking part in another trial, now or within some time."""

from datetime import date
from typing import Final

from antral.patient import Cohort, Participation, Patient
from antral.protocol.criteria.statuses import Statuses, anywhere, decided, since
from antral.protocol.criteria.verdict import Verdict, met, not_met, unknown, until
from antral.protocol.quantity import Period
from antral.records import Strict

CONDITION: Final = "premature_ovarian_insufficiency"
"""What a trial of the same condition is about."""


class OtherTrial(Strict):
    """Taking part in another trial now, or within a time before screening."""

    within: Period | None = None
    """Without it, trials that run on the day of screening count."""
    same_condition: bool = False
    """Whether only trials of premature ovarian insufficiency count; one without its condition leaves it open."""


def other_trial(patient: Patient, rule: OtherTrial, on: date) -> Verdict:
    """Whether she takes or took part."""
    when = "now" if rule.within is None else f"within {rule.within}"
    if patient.trials is None:
        return unknown("other trials not recorded", f"other trials ({when})")
    running = [one for one in patient.trials if _counts(one, rule, on)]
    same = [one for one in running if not rule.same_condition or one.condition == CONDITION]
    if same:
        stops = [one.stop for one in same if one.stop is not None and one.stop <= on]
        ends = rule.within.after(max(stops)) if rule.within is not None and len(stops) == len(same) else None
        return until(met(f"in another trial {when}", "other trials"), ends)
    if any(one.condition is None for one in running):
        return unknown("the condition of another trial is not recorded", "condition of the other trial")
    return not_met(f"in no other trial {when}", "other trials")


def _counts(one: Participation, rule: OtherTrial, on: date) -> bool:
    if one.start is not None and one.start > on:
        return False
    return one.stop is None or (one.stop >= on if rule.within is None else one.stop > rule.within.before(on))


def other_trial_of_many(cohort: Cohort, rule: OtherTrial) -> Statuses:
    """`other_trial` for all women."""
    table = cohort.tables["trials"]
    held = table.all()
    over = held["stop"] < cohort.today if rule.within is None else held["stop"] <= since(cohort, rule.within)
    runs = ~(held["start"] > cohort.today) & ~over
    if not rule.same_condition:
        return decided(anywhere(cohort, held["row"], runs), cohort.women.asked_trials)
    same, unclear = (table.named(name) for name in (CONDITION, ""))
    yes = anywhere(cohort, held["row"], runs & same)
    return decided(yes, cohort.women.asked_trials & (yes | ~anywhere(cohort, held["row"], runs & unclear)))
