"""Two arms of one study compared: the only evidence that is against something."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

from antral.core import InputError
from antral.evidence.answers.result import Result, from_pooled
from antral.evidence.pooling import effect_size, random_effects
from antral.evidence.pooling.intervals import Interval
from antral.evidence.questions import Count, Question, control_of, select_arms, treatment_of
from antral.evidence.studies import Role, Study

Measure = Literal["OR", "RR", "RD"]
MEASURES: Final[tuple[str, ...]] = get_args(Measure)
_UNITS: Final = {"OR": "odds ratio", "RR": "risk ratio", "RD": "difference of shares"}


@dataclass(frozen=True)
class Comparison:
    """Women with the event in a treated and in a control arm of one study."""

    study: str
    title: str
    role: Role
    indication: str
    treated: str
    control: str
    treated_as: str
    """As a network names it."""
    control_as: str
    keys: tuple[str, str]
    events: int
    n: int
    control_events: int
    control_n: int


def comparisons(
    asked: Question, among: Mapping[str, Study], months: tuple[float, float] | None
) -> tuple[Comparison, ...]:
    """Every study with counts of the question in a treated and in its control arm."""
    found: list[Comparison] = []
    for study in among.values():
        control = control_of(study)
        if control is None:
            continue
        by_arm = {one.arms[0]: one for one in select_arms(asked, study, months)}
        if control not in by_arm:
            continue
        found += [_pair(study, by_arm[arm], by_arm[control]) for arm in by_arm if arm != control]
    return tuple(found)


def _pair(study: Study, treated: Count, control: Count) -> Comparison:
    return Comparison(
        study.id,
        study.title,
        study.role,
        study.population.indication,
        study.arms[treated.arms[0]].label,
        study.arms[control.arms[0]].label,
        treatment_of(study, treated.arms[0]),
        treatment_of(study, control.arms[0]),
        (treated.keys[0], control.keys[0]),
        treated.events,
        treated.n,
        control.events,
        control.n,
    )


def pool_comparisons(
    compared: Sequence[Comparison], measure: str, *, tau2: str = "REML", interval: Interval = "HKSJ"
) -> Result | None:
    """The pooled odds ratio, risk ratio or difference of shares; none where no comparison says anything of it."""
    if measure not in MEASURES:
        raise InputError(f"measure: {measure!r} is not known for two arms; known are {', '.join(MEASURES)}.")
    telling = [one for one in compared if measure == "RD" or one.events + one.control_events]
    if not telling:
        return None
    labels = [one.title for one in telling]
    effects = effect_size(
        measure,
        labels=labels,
        events=[one.events for one in telling],
        n=[one.n for one in telling],
        control_events=[one.control_events for one in telling],
        control_n=[one.control_n for one in telling],
    )
    pooled = random_effects(
        effects.yi, effects.vi, method=tau2, interval=interval, measure=measure, labels=effects.labels
    )
    women = sum(one.n + one.control_n for one in telling)
    scale: Literal["difference", "ratio"] = "difference" if measure == "RD" else "ratio"
    found = from_pooled(pooled, scale=scale, unit=_UNITS[measure], women=women, back=effects.back)
    return replace(found, notes=(*effects.notes, *found.notes))
