"""Rows of hormones as measured: by phase (7e), in fertile controls (11b), past the menopause (11c)."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from antral.core import POPULATION_TRIAL
from antral.measurement import analyte, at_times, luck, observed
from antral.verify.company import Company, Life
from antral.verify.resample import Weights, estimate, mean, sd
from antral.verify.row import Estimate, references

RowFunction = Callable[[Company], Estimate]
_Floats = NDArray[np.float64]
_Places = NDArray[np.int64]

_AGES: Final = (25, 30, 35, 40)
_FERTILE: Final = 30
_PAST: Final = 57
_SILENT: Final = 365
"""Days without menses after which a woman counts as past the menopause."""
_HOUR: Final = 8.0 / 24.0
_BEFORE_PEAK: Final = 2
_AROUND_PEAK: Final = np.array([-1, 0, 1])
_EARLY: Final = 3
"""Days from the first day of menses to a sample on cycle day 4."""


class Samples(NamedTuple):
    """Which of the daily samples of some women are looked at. Both `[sample]`."""

    owner: _Places
    day: _Places
    """Of the record."""


def daily(life: Life, code: str, seed: int) -> _Floats:
    """Assay results of blood taken from every woman at 08:00 on each day of the record. `[woman, day]`"""
    t = life.course.t_days - np.floor(life.course.t_days[0])
    days = np.arange(int(np.ceil(t[-1])))
    chance = luck(code, seed=seed, trial=POPULATION_TRIAL, patient=life.numbers[:, None], visit=days[None, :])
    moments = np.broadcast_to(days + _HOUR, (life.women, days.size))
    values, _ = observed(
        code, lambda name, steps: at_times(getattr(life.course, name), t, moments, steps=steps), chance
    )
    return values


def follicular(life: Life) -> Samples:
    """Days from that after menses began to two before the peak of LH, in cycles with one ovulation."""
    begin, peak, owner = _surges(life)
    spans = [np.arange(first + 1, last - _BEFORE_PEAK + 1) for first, last in zip(begin, peak, strict=True)]
    return Samples(np.repeat(owner, [span.size for span in spans]), np.concatenate([*spans, np.zeros(0, np.int64)]))


def _surges(life: Life) -> tuple[_Places, _Places, _Places]:
    """Day of menses, day of the peak of LH and owner of the cycles with one ovulation. `[cycle]`"""
    found, first = life.cycles, np.floor(life.course.t_days[0])
    one = np.flatnonzero(np.isfinite(found.lh_day))
    begin, peak = (np.floor(days[one] - first).astype(np.int64) for days in (found.begin, found.lh_day))
    return begin, peak, found.owner[one]


def _inside(values: _Floats, key: str) -> NDArray[np.bool_]:
    limits = references()[key].limits
    return np.asarray((values >= limits["low"]) & (values <= limits["high"]))


def _share(found: list[tuple[NDArray[np.bool_], _Places, int]], seed: int) -> Estimate:
    """Share of samples that are so, over groups of women: what is true of each sample, its owner, how many women."""
    which = np.concatenate([inside for inside, _, _ in found])

    def share(*weights: Weights) -> float:
        return mean(which, np.concatenate([w[owner] for w, (_, owner, _) in zip(weights, found, strict=True)]))

    return estimate(share, *(women for _, _, women in found), seed=seed)


def _follicular(code: str, key: str) -> RowFunction:
    """Share of the daily samples of the follicular phase inside the laboratory's interval."""

    def row(company: Company) -> Estimate:
        found = []
        for life in map(company.at_age, _AGES):
            taken = follicular(life)
            values = daily(life, code, company.seed)[taken.owner, taken.day]
            found.append((_inside(values, key), taken.owner, life.women))
        return _share(found, company.seed)

    return row


def _mid_cycle(code: str, key: str) -> RowFunction:
    """Share of ovulatory cycles whose highest sample about the peak of LH lies inside the laboratory's interval."""

    def row(company: Company) -> Estimate:
        found = []
        for life in map(company.at_age, _AGES):
            values = daily(life, code, company.seed)
            _, peak, owner = _surges(life)
            near = np.clip(peak[:, None] + _AROUND_PEAK, 0, values.shape[1] - 1)
            found.append((_inside(values[owner[:, None], near].max(axis=1), key), owner, life.women))
        return _share(found, company.seed)

    return row


def fertile(life: Life, code: str, seed: int) -> _Floats:
    """One sample of each regularly cycling woman, on day 4 of her second cycle on record; NaN for others. `[woman]`"""
    found = life.cycles
    results = daily(life, code, seed)
    own = np.full(life.women, np.nan)
    for woman in np.flatnonzero(life.regular):
        begins = found.begin[found.owner == woman]
        own[woman] = results[woman, int(np.floor(begins[1] - np.floor(life.course.t_days[0]))) + _EARLY]
    return own


def _fertile(code: str, statistic: Callable[[_Floats, Weights], float]) -> RowFunction:
    def row(company: Company) -> Estimate:
        own = fertile(company.at_age(_FERTILE), code, company.seed)
        return estimate(lambda w: statistic(own, w), own.size, seed=company.seed)

    return row


def past(life: Life) -> NDArray[np.bool_]:
    """Who had no menses in the first year of the record. `[woman]`"""
    first = life.course.t_days < np.floor(life.course.t_days[0]) + _SILENT
    return np.asarray(~(life.course.menses[:, first] > 0).any(axis=1))


def _past(code: str, statistic: Callable[[_Floats, Weights], float], *, is_measured: bool = True) -> RowFunction:
    """A statistic of women past the menopause, a year after the record began."""

    def row(company: Company) -> Estimate:
        life = company.at_age(_PAST)
        if is_measured:
            values = daily(life, code, company.seed)[:, _SILENT]
        else:
            place = int(np.searchsorted(life.course.t_days, np.floor(life.course.t_days[0]) + _SILENT + _HOUR))
            values = getattr(life.course, analyte(code).course)[:, place].astype(np.float64)
        own = np.where(past(life), values, np.nan)
        return estimate(lambda w: statistic(own, w), own.size, seed=company.seed)

    return row


def _inside_share(key: str) -> Callable[[_Floats, Weights], float]:
    return lambda values, w: mean(np.where(np.isfinite(values), _inside(values, key), np.nan), w)


ROWS: Final = MappingProxyType(
    {
        "follicular_lh": _follicular("LH", "follicular_lh"),
        "follicular_fsh": _follicular("FSH", "follicular_fsh"),
        "mid_cycle_lh": _mid_cycle("LH", "mid_cycle_lh"),
        "mid_cycle_fsh": _mid_cycle("FSH", "mid_cycle_fsh"),
        "fertile_fsh_mean": _fertile("FSH", mean),
        "fertile_fsh_sd": _fertile("FSH", sd),
        "fertile_inhibin_sd": _fertile("INHB", sd),
        "past_lh": _past("LH", _inside_share("past_lh")),
        "past_fsh": _past("FSH", _inside_share("past_fsh")),
        "past_fsh_mean": _past("FSH", mean),
        "past_fsh_sd": _past("FSH", sd),
        "past_inhibin": _past("INHB", mean, is_measured=False),
    }
)
"""Each row as a function of the simulated women."""
