"""Who meets a definition of the disease, as a clinic would find it; and who was diagnosed before."""

from functools import cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.core import DAYS_PER_YEAR, DIAGNOSIS_TRIAL
from antral.measurement import at_times, observed
from antral.measurement import luck as luck_of
from antral.population import clinic
from antral.population.draw import Women, draw
from antral.population.mix import mix
from antral.population.run_in import Lives, run_in
from antral.population.screen import presents
from antral.protocol import KINDS, MET, definition

GUIDELINE: Final = "eshre_2016"
"""The definition, in `records/definitions`, by which clinics diagnose women before any trial."""

_KIND: Final = "diagnosis_poi"
_FSH: Final = "FSH"
_LAST: Final = -1.0  # day of the last sample: the last one that is recorded
_MARGIN: Final = 2.0  # days more than the least between two samples
_HOUR: Final = 8.0 / 24.0


@cache
def rule_of(name: str) -> Any:
    """The rule of a definition of the disease, such as `rule_of("eshre_2016")`."""
    return KINDS[_KIND].parameters.model_validate(dict(definition(name).parameters))


def days_needed(rule: Any) -> int:
    """Recorded days of a life that a rule looks back on."""
    return int(np.ceil(max(rule.bleeding.at_least.days, _apart(rule)) - _LAST)) + 1


def _apart(rule: Any) -> float:
    return float(rule.fsh.apart.days) + _MARGIN if rule.fsh.occasions == 2 else 0.0


class Found(NamedTuple):
    """What a clinic finds of women on their last day."""

    meets: NDArray[np.bool_]
    """Whether each meets the rule. `[woman]`"""
    fsh_iu_l: NDArray[np.float64]
    """As measured, the last sample last. `[woman, sample]`"""


def diagnose(lives: Lives, rule: Any, *, seed: int) -> Found:
    """Hold women against a definition: age, bleeding diary, and FSH as measured, off hormones."""
    days = np.array([_LAST - _apart(rule), _LAST] if rule.fsh.occasions == 2 else [_LAST])
    who = lives.state.patients
    when = np.broadcast_to(days + _HOUR, (who.size, days.size))
    visit = np.arange(days.size)
    chance = luck_of(_FSH, seed=seed, trial=lives.luck, patient=who[:, None], visit=visit[None, :])
    fsh, _ = observed(
        _FSH, lambda name, steps: at_times(getattr(lives.course, name), lives.t_days, when, steps=steps), chance
    )
    noted = clinic.noted_bleeds(lives, seed=seed)
    known = clinic.history(lives.women.age_years, noted, {"FSH": ("IU/L", fsh)}, days, float(np.floor(lives.t_days[0])))
    sound = lives.course.status == 0
    return Found((KINDS[_KIND].evaluate_many(known, rule) == MET) & sound, fsh)


def is_diagnosed(
    women: Women, *, seed: int, luck: int, rule: Any = None, threads: int | None = None
) -> NDArray[np.bool_]:
    """Whether each woman, at the end of her run-in, sees a doctor and meets a definition. `[woman]`.

    Parameters
    ----------
    luck
        Trial number that keys the luck of her life up to then.
    rule
        The definition; by default that of the guideline.
    """
    chosen = mix(women.aetiologies[0])
    asked, referral = rule_of(GUIDELINE) if rule is None else rule, chosen.referral
    recorded = max(days_needed(asked), referral.window_days + 1)
    lives = run_in(
        women,
        seed=seed,
        unrecorded_days=chosen.run_in_days - recorded,
        recorded_days=recorded,
        luck=luck,
        threads=threads,
    )
    bled = clinic.bleeds_between(clinic.noted_bleeds(lives, seed=seed), len(women), -float(referral.window_days), 0.0)
    return diagnose(lives, asked, seed=seed).meets & presents(referral, bled)


class Candidates(NamedTuple):
    """Women who may come to the clinic that recruits."""

    drawn: Women
    """All women drawn."""
    women: Women
    """Of these, those diagnosed before, those about to be diagnosed, and those without disease."""
    before: NDArray[np.bool_]
    """Which of these have a diagnosis behind them. `[woman]`, of `women`"""
    patient_years: float
    """Simulated to find them."""


def candidates(
    name: str, patients: ArrayLike, *, seed: int, rule: Any = None, threads: int | None = None
) -> Candidates:
    """Draw women and keep those with a diagnosis behind them, or so new that screening itself makes it.

    The life of a woman up to a diagnosis some time back is simulated with luck of its own; if she met the definition
    then, she is a candidate now, with the reserve moved on by the years between.

    Parameters
    ----------
    rule
        The definition by which she was diagnosed; by default that of the guideline.
    """
    now = draw(name, patients, seed=seed)
    news = [np.inf if one.since_diagnosis is None else one.since_diagnosis.new_below for one in mix(name).populations]
    before = now.years_since_diagnosis >= np.array(news)[now.aetiology]
    rows = np.flatnonzero(before)
    kept = ~before
    if rows.size:
        then = _then(name, now.take(rows), seed)
        kept[rows] = is_diagnosed(then, seed=seed, luck=DIAGNOSIS_TRIAL, rule=rule, threads=threads)
    found = np.flatnonzero(kept)
    return Candidates(now, now.take(found), before[found], rows.size * mix(name).run_in_days / DAYS_PER_YEAR)


def at_diagnosis(name: str, patients: ArrayLike, *, seed: int) -> Women:
    """The women of `draw` as they were on the day of their diagnosis."""
    return _then(name, draw(name, patients, seed=seed), seed)


def _then(name: str, now: Women, seed: int) -> Women:
    age = now.age_years - np.nan_to_num(now.years_since_diagnosis)
    return draw(name, now.patients, seed=seed, age_years=age, years_since_diagnosis=0.0)
