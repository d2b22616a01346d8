"""Why studies differ: groups against each other, a moderator, small studies, single studies."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from antral.evidence.answers.ask import Ask
from antral.evidence.answers.changes import HowChanges, effects_of
from antral.evidence.answers.groups import Group
from antral.evidence.answers.shares import on_logit
from antral.evidence.pooling import baujat, meta_regression, small_studies, subgroups
from antral.evidence.questions import NUMBERS, Change, Count, number_of
from antral.evidence.studies import Study

_THREE: Final = 3
"""Studies without which there is no regression and no test of small studies."""
_ON_LINE: Final = 41
"""Places at which a regression line is drawn."""
LOGIT: Final = "logit of the share"


@dataclass(frozen=True)
class Between:
    """Groups compared, or why they cannot be."""

    q: float | None = None
    df: int | None = None
    p: float | None = None
    method: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Slope:
    """A regression on one field, or why there is none."""

    field: str
    unit: str
    reason: str = ""
    studies: int = 0
    slope: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    tau2: float | None = None
    r2: float | None = None
    method: str = ""
    scale: str = ""
    """Of the effects: the logit of the share, or the unit of a change."""
    notes: tuple[str, ...] = ()
    points: tuple[tuple[str, float, float, float], ...] = ()
    """Study, moderator, effect and weight."""
    line: tuple[tuple[float, float, float, float], ...] = ()
    """Moderator, fitted effect and its interval."""
    unstated: tuple[str, ...] = ()
    """Studies that do not state the field, or whose arms differ in it."""


@dataclass(frozen=True)
class Single:
    """What single studies do to the result, and whether small ones differ; empty with fewer than three studies.

    Of fewer than ten there is no test.
    """

    tests: tuple[tuple[str, float | None], ...] = ()
    """Name of the test, and its p-value."""
    notes: tuple[str, ...] = ()
    points: tuple[tuple[str, float, float], ...] = ()
    """Baujat's plot: study, share in Q, pull on the common effect."""
    effects: tuple[tuple[str, float, float], ...] = ()
    """Study, effect on the scale of the analysis, and its standard error."""
    scale: str = ""
    reason: str = field(default="")


def effects(numbers: Sequence[Count | Change], ask: Ask) -> tuple[list[float], list[float], str]:
    """Effects and variances on the scale of the analysis, `[study]`, and its name."""
    how = ask.how
    if isinstance(how, HowChanges):
        yi, vi = effects_of([one for one in numbers if isinstance(one, Change)], how.measure)
        return yi, vi, ask.question.unit if how.measure == "MD" else how.measure
    yi, vi, _ = on_logit([one for one in numbers if isinstance(one, Count)])
    return yi, vi, LOGIT


def between(
    numbers: Sequence[Count | Change], found: Sequence[Group], words: Sequence[str], ask: Ask
) -> Between | None:
    """Whether groups differ more than chance lets them; none where nothing was grouped.

    Parameters
    ----------
    words
        Group of each number.
    """
    if ask.by is None or not found:
        return None
    if len(found) < 2:
        return Between(reason="there is one group: nothing to compare")
    if len(numbers) <= len(found):
        return Between(reason="no group has two studies, so that groups and studies cannot be told apart")
    yi, vi, _ = effects(numbers, ask)
    made = subgroups(yi, vi, words, common_tau2=True, method=ask.tau2)
    return Between(made.q, made.q_df, made.q_p, f"{made.method}, inverse variance on the {_scale(ask)}")


def _scale(ask: Ask) -> str:
    return LOGIT if ask.question.kind == "share" else "change"


def slope(numbers: Sequence[Count | Change], among: Mapping[str, Study], ask: Ask) -> Slope | None:
    """The regression on `ask.on`, or why there is none; none where nothing was asked."""
    if ask.on is None:
        return None
    values = [_value(one, among, ask.on) for one in numbers]
    known = [(one, value) for one, value in zip(numbers, values, strict=True) if value is not None]
    unstated = tuple(one.title for one, value in zip(numbers, values, strict=True) if value is None)
    plain = Slope(ask.on.replace("_", " "), NUMBERS[ask.on][0], studies=len(known), unstated=unstated)
    if len(known) < _THREE or len({value for _, value in known}) < 2:
        few = f"{len(known)} of {len(numbers)} studies with a number state it"
        return Slope(plain.field, plain.unit, f"{few}; at least {_THREE} that differ in it are needed", len(known),
                     unstated=unstated)  # fmt: skip
    yi, vi, scale = effects([one for one, _ in known], ask)
    at = [value for _, value in known]
    made = meta_regression(yi, vi, {plain.field: at}, method=ask.tau2, labels=[one.title for one, _ in known])
    weights = [1.0 / (v + made.tau2) for v in vi]
    step = (max(at) - min(at)) / (_ON_LINE - 1)
    places = [min(at) + step * place for place in range(_ON_LINE)]
    fitted = [made.at(**{plain.field: place}) for place in places]
    return Slope(
        plain.field,
        plain.unit,
        studies=len(known),
        slope=made.coefficients[1],
        low=made.low[1],
        high=made.high[1],
        p=made.p[1],
        tau2=made.tau2,
        r2=None if math.isnan(made.r2) else made.r2,
        method=made.method,
        scale=scale,
        notes=made.notes,
        points=tuple(
            (one.title, value, y, w / sum(weights)) for (one, value), y, w in zip(known, yi, weights, strict=True)
        ),
        line=tuple((x, one.estimate, one.low, one.high) for x, one in zip(places, fitted, strict=True)),
        unstated=unstated,
    )


def _value(one: Count | Change, among: Mapping[str, Study], on: str) -> float | None:
    """The field of all arms behind a number; none where one does not state it or they differ."""
    study = among[one.study]
    arms = one.arms if isinstance(one, Count) else (one.arm,)
    found = {number_of(on, study, study.arms[arm]) for arm in arms}
    return next(iter(found)) if len(found) == 1 else None


def single(numbers: Sequence[Count | Change], ask: Ask) -> Single:
    """Tests of small studies and Baujat's coordinates."""
    if len(numbers) < _THREE:
        return Single(reason=f"{len(numbers)} of the {small_studies.TOO_FEW} studies that such a test needs")
    yi, vi, scale = effects(numbers, ask)
    titles = [one.title for one in numbers]
    enough = len(numbers) >= small_studies.TOO_FEW
    made = (small_studies.egger(yi, vi, method=ask.tau2), small_studies.begg(yi, vi)) if enough else ()
    notes = [note for one in made for note in one.notes]
    if not enough:
        notes.append(f"no test: {len(numbers)} of the {small_studies.TOO_FEW} studies that it needs")
    elif scale == LOGIT:
        notes.append(
            "the standard error of the logit of a share hangs on the share: a funnel is uneven without any bias"
        )
    pulled = baujat(yi, vi, labels=titles)
    return Single(
        tests=tuple((one.method, one.p if math.isfinite(one.p) else None) for one in made),
        notes=tuple(dict.fromkeys(notes)),
        points=tuple(
            (title, float(x), float(y)) for title, x, y in zip(titles, pulled.heterogeneity, pulled.pull, strict=True)
        ),
        effects=tuple((title, y, math.sqrt(v)) for title, y, v in zip(titles, yi, vi, strict=True)),
        scale=scale,
    )
