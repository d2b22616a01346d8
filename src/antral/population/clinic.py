"""What the clinic measures of candidates at the visits before randomisation, and what their diaries hold."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from antral.measurement import Bleeds, analyte, analytes, at_times, bleeds, diary, luck, observed
from antral.patient import Cohort
from antral.population.run_in import Lives
from antral.protocol import Protocol

_HOURS = 24.0


@dataclass(frozen=True)
class Measured:
    """Results of the screening visits. All arrays `[woman, visit, measure]`."""

    visits: tuple[str, ...]
    measures: tuple[str, ...]
    value: NDArray[np.float64]
    """NaN where the visit does not measure it; the detection limit where censored."""
    censored: NDArray[np.bool_]


def calendar(protocol: Protocol, run_in_days: int, referral_days: int) -> tuple[int, int]:
    """Days to simulate before randomisation: those nobody records, and those that diary and visits look back on."""
    first = -min((visit.day for visit in protocol.screening_visits), default=0.0)
    recorded = int(np.ceil(first + max(protocol.diary.recall_days, referral_days))) + 1
    total = run_in_days + int(np.ceil(first))
    return max(total - recorded, 0), recorded


def noted_bleeds(lives: Lives, *, seed: int) -> Bleeds:
    """Every bleed that women noted in the recorded days; whole days from randomisation, negative."""
    course, day_0 = lives.course, lives.state.day
    noted = bleeds(
        course.menses,
        course.breakthrough_bleeds,
        np.floor(course.t_days),
        diary(),
        seed=seed,
        trial=lives.luck,
        patient=lives.state.patients,
    )
    return replace(noted, day=noted.day - day_0)


def bleeds_between(noted: Bleeds, women: int, first: float, last: float) -> NDArray[np.int64]:
    """How often each woman bled after `first` up to and including `last`. `[woman]`."""
    inside = (noted.day > first) & (noted.day <= last)
    return np.bincount(noted.row[inside], minlength=women)


def see(protocol: Protocol, lives: Lives, *, seed: int) -> Measured:
    """Measure every woman at every visit before randomisation."""
    visits = protocol.screening_visits
    codes = tuple(dict.fromkeys(code for visit in visits for code in visit.measures))
    n = len(lives.state)
    value = np.full((n, len(visits), len(codes)), np.nan)
    censored = np.zeros(value.shape, np.bool_)
    for position, visit in enumerate(visits):
        when = np.full((n, 1), visit.day + visit.hour / _HOURS)
        who = lives.state.patients

        def true(name: str, steps: bool, when: NDArray[np.float64] = when) -> NDArray[np.float64]:
            return at_times(getattr(lives.course, name), lives.t_days, when, steps=steps)[:, 0]

        for place, code in enumerate(codes):
            if code not in visit.measures:
                continue
            chance = luck(code, seed=seed, trial=lives.luck, patient=who, visit=position)
            value[:, position, place], censored[:, position, place] = observed(code, true, chance)
    return Measured(tuple(visit.name for visit in visits), codes, value, censored)


def known(protocol: Protocol, age_years: NDArray[np.float64], noted: Bleeds, measured: Measured) -> Cohort:
    """What screening knows on the day of the last visit before randomisation, on that day's clock."""
    days = np.array([visit.day for visit in protocol.screening_visits])
    first = float(days.min(initial=0.0))
    places = {code: place for place, code in enumerate(measured.measures) if code in analytes()}
    samples = {code: (analyte(code).unit, measured.value[:, :, place]) for code, place in places.items()}
    if not days.size:
        samples = {"FSH": ("IU/L", np.full((age_years.size, 1), np.nan))}
    sampled = days if days.size else np.zeros(1)
    return history(age_years, noted, samples, sampled, first - protocol.diary.recall_days)


def history(
    age_years: NDArray[np.float64],
    noted: Bleeds,
    samples: Mapping[str, tuple[str, NDArray[np.float64]]],
    days: NDArray[np.float64],
    from_day: float,
) -> Cohort:
    """Age, bleeds and hormones of women as criteria read them, on the clock of the day of the last sample.

    Bleeds are those noted up to that day; every sample is off hormones.

    Parameters
    ----------
    samples
        By analyte: unit, and values as measured (NaN where not drawn). `[woman, sample]`
    days
        Of the samples. `[sample]`
    from_day
        First day that diary or memory covers.
    """
    today = float(days.max())
    past = noted.day <= today
    bled = noted.row[past], noted.day[past] - today
    drawn = {
        code: (unit, values, np.array(np.broadcast_to(days - today, values.shape)))
        for code, (unit, values) in samples.items()
    }
    return Cohort.virtual(age_years, bleeds=bled, diary_from=from_day - today, samples=drawn)
