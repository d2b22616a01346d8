"""Two arms of one study compared: the only evidence that is against something."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

from antral.core import InputError
from antral.evidence.answers.result import Result, from_pooled
from antral.evidence.pooling import BACK, Effects, effect_size, random_effects
from antral.evidence.pooling.intervals import Interval
from antral.evidence.questions import Count, Question, control_of, select_arms, treatment_of
from antral.evidence.studies import Role, Study

Measure = Literal["OR", "RR", "RD"]
MEASURES: Final[tuple[str, ...]] = get_args(Measure)
_Z: Final = 1.959963984540054
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


@dataclass(frozen=True)
class Effect:
    """What one comparison says, with its 95 % interval by the normal law."""

    title: str
    detail: str
    """Events and women, treated against control."""
    value: float
    low: float
    high: float


def effects_compared(compared: Sequence[Comparison], measure: str) -> tuple[Effect, ...]:
    """Each comparison's odds ratio, risk ratio or difference of shares; those that say nothing of it are left out."""
    telling = _telling(compared, measure)
    if not telling:
        return ()
    made = _effects(telling, measure)
    back = BACK[made.back]
    found = []
    by_title = {_label(one): one for one in telling}
    for name, y, v in zip(made.labels, made.yi.tolist(), made.vi.tolist(), strict=True):
        one, half = by_title[name], _Z * math.sqrt(v)
        detail = f"{one.events}/{one.n} v {one.control_events}/{one.control_n}"
        found.append(Effect(one.title, detail, back(y), back(y - half), back(y + half)))
    return tuple(found)


def pool_comparisons(
    compared: Sequence[Comparison], measure: str, *, tau2: str = "REML", interval: Interval = "HKSJ"
) -> Result | None:
    """The pooled odds ratio, risk ratio or difference of shares; none where no comparison says anything of it."""
    telling = _control_once(_telling(compared, measure))
    if not telling:
        return None
    effects = _effects(telling, measure)
    if not len(effects.yi):
        return None
    pooled = random_effects(
        effects.yi, effects.vi, method=tau2, interval=interval, measure=measure, labels=effects.labels
    )
    women = sum(one.n + one.control_n for one in telling if _label(one) in effects.labels)
    scale: Literal["difference", "ratio"] = "difference" if measure == "RD" else "ratio"
    found = from_pooled(pooled, scale=scale, unit=_UNITS[measure], women=women, back=effects.back)
    unlike = sorted({one.treated_as for one in telling})
    pools = (f"what was given differs between studies: {'; '.join(unlike)}",) if len(unlike) > 1 else ()
    added = tuple(
        f"{one.title}: its treated arms ({one.treated}) stand as one against their control, whose women count once"
        for one in telling
        if one not in compared
    )
    return replace(found, notes=(*pools, *added, *effects.notes, *found.notes))


def _control_once(compared: Sequence[Comparison]) -> list[Comparison]:
    """Treated arms with one control added up, so that no woman counts twice (Cochrane Handbook 6, 23.3.4)."""
    found: dict[tuple[str, str], Comparison] = {}
    for one in compared:
        at = (one.study, one.keys[1])
        before = found.get(at)
        found[at] = one if before is None else _added(before, one)
    return list(found.values())


def _added(first: Comparison, second: Comparison) -> Comparison:
    return replace(
        first,
        treated=f"{first.treated}; {second.treated}",
        treated_as=" or ".join(dict.fromkeys((first.treated_as, second.treated_as))),
        events=first.events + second.events,
        n=first.n + second.n,
    )


def _telling(compared: Sequence[Comparison], measure: str) -> list[Comparison]:
    """Comparisons with an event in either arm; of a difference all."""
    if measure not in MEASURES:
        raise InputError(f"measure: {measure!r} is not known for two arms; known are {', '.join(MEASURES)}.")
    return [one for one in compared if measure == "RD" or one.events + one.control_events]


def _label(one: Comparison) -> str:
    """A study may compare several arms."""
    return f"{one.title}, {one.keys[0]}"


def _effects(telling: Sequence[Comparison], measure: str) -> Effects:
    return effect_size(
        measure,
        labels=[_label(one) for one in telling],
        events=[one.events for one in telling],
        n=[one.n for one in telling],
        control_events=[one.control_events for one in telling],
        control_n=[one.control_n for one in telling],
    )
