"""The model's women, chosen, measured and followed as a source did it."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from antral.core import POPULATION_TRIAL
from antral.engine import OUTPUTS, Course, State, advance, joined
from antral.measurement import at_times, follicle_seen, follicle_seen_everyday, luck, observed, scan, sizing
from antral.population import Lives, at_diagnosis, candidates, days_needed, diagnose, mix, run_in
from antral.verify.selection import Selection

MONTHS: Final = 1248
"""Days of follow-up: 41 months."""

_BATCH: Final = 640
_MOST: Final = 16  # batches drawn at most
_HOUR: Final = 8.0 / 24.0


@dataclass(frozen=True)
class Chosen:
    """Women who meet a source's selection, on the day on which it met them. All arrays `[woman]`."""

    seed: int
    state: State
    aetiology: NDArray[np.str_]
    age_years: NDArray[np.float64]
    years_since_diagnosis: NDArray[np.float64]
    fsh_iu_l: NDArray[np.float64]
    """The last FSH, as measured; the selection has looked at it."""
    last: NDArray[np.float32]
    """True values of the last day. `[woman, output]`"""
    drawn: int
    """Women drawn to find them."""

    def __len__(self) -> int:
        """How many women."""
        return len(self.state)

    def true(self, output: str) -> NDArray[np.float64]:
        """A true value of the last day. `[woman]`"""
        return self.last[:, OUTPUTS.index(output)].astype(np.float64)

    def measured(self, code: str, visit: int = 1) -> NDArray[np.float64]:
        """One assay result of the last day; the detection limit where below. `[woman]`"""
        chance = luck(code, seed=self.seed, trial=POPULATION_TRIAL, patient=self.state.patients, visit=visit)
        values, _ = observed(code, lambda name, steps: self.true(name), chance)
        return values

    @cached_property
    def followed(self) -> Course:
        """Their next 41 months, once a day at 09:00."""
        return advance(self.state, MONTHS, seed=self.seed, trial=POPULATION_TRIAL)[1]

    def sampled(self, code: str, days: ArrayLike) -> NDArray[np.float64]:
        """Assay results on days after the selection. `[woman, day]`"""
        when = np.asarray(days, np.float64)
        moments = np.broadcast_to(when + _HOUR, (len(self), when.size))
        t_days = self.followed.t_days - self.state.day
        visit = 2 + np.arange(when.size)[None, :]
        who = self.state.patients[:, None]
        chance = luck(code, seed=self.seed, trial=POPULATION_TRIAL, patient=who, visit=visit)
        values, _ = observed(
            code, lambda name, steps: at_times(getattr(self.followed, name), t_days, moments, steps=steps), chance
        )
        return values

    def scanned(self, days: ArrayLike) -> NDArray[np.bool_]:
        """Whether the scan on record shows a follicle of 3 mm or more on each day. `[woman, day]`"""
        place = np.asarray(days, np.int64)
        return follicle_seen(
            self.followed.antral_pool[:, place],
            self.followed.follicles_ge_3_mm[:, place],
            scan(),
            seed=self.seed,
            trial=POPULATION_TRIAL,
            patient=self.state.patients[:, None],
            visit=np.arange(place.size)[None, :],
        )

    def scanned_everyday(self, days: ArrayLike) -> NDArray[np.bool_]:
        """Whether an everyday scan shows a follicle on each day. `[woman, day]`"""
        place = np.asarray(days, np.int64)
        return follicle_seen_everyday(
            self.followed.largest_follicle_mm[:, place],
            sizing(),
            seed=self.seed,
            trial=POPULATION_TRIAL,
            patient=self.state.patients[:, None],
            visit=np.arange(place.size)[None, :],
        )


def chosen(selection: Selection, wanted: int, *, seed: int) -> Chosen:
    """Draw women until enough meet a selection, or so many have been drawn that no more are to be expected."""
    parts: list[Chosen] = []
    drawn = 0
    while sum(len(part) for part in parts) < wanted and drawn < _MOST * _BATCH:
        parts.append(_batch(selection, np.arange(drawn, drawn + _BATCH), seed))
        drawn += _BATCH
    whole = parts[0] if len(parts) == 1 else _joined(parts)
    return _first(replace(whole, drawn=drawn), wanted)


def _batch(selection: Selection, numbers: NDArray[np.int64], seed: int) -> Chosen:
    """Women who meet the rule now; or who met it years ago, and are met whatever they are like now."""
    rule = selection.criterion
    if selection.at_diagnosis:
        women = at_diagnosis(selection.drawn, numbers, seed=seed)
        before = np.zeros(len(women), np.bool_)
    else:
        _, women, before, _ = candidates(selection.drawn, numbers, seed=seed, rule=rule)
    recorded = days_needed(rule)
    days = mix(selection.drawn).run_in_days
    lives = run_in(women, seed=seed, unrecorded_days=days - recorded, recorded_days=recorded)
    found = diagnose(lives, rule, seed=seed)
    return _of(lives, np.flatnonzero(found.meets | before), found.fsh_iu_l[:, -1], seed)


def _of(lives: Lives, rows: NDArray[np.int64], fsh: NDArray[np.float64], seed: int) -> Chosen:
    women = lives.women
    return Chosen(
        seed,
        lives.state.take(rows),
        np.array(women.aetiologies)[women.aetiology[rows]],
        women.age_years[rows],
        women.years_since_diagnosis[rows],
        fsh[rows],
        np.ascontiguousarray(lives.course.values[:, rows, -1].T),
        len(women),
    )


_ARRAYS: Final = ("aetiology", "age_years", "years_since_diagnosis", "fsh_iu_l", "last")


def _joined(parts: list[Chosen]) -> Chosen:
    arrays: dict[str, Any] = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _ARRAYS}
    return replace(parts[0], state=joined([part.state for part in parts]), **arrays)


def _first(whole: Chosen, wanted: int) -> Chosen:
    arrays: dict[str, Any] = {name: getattr(whole, name)[:wanted] for name in _ARRAYS}
    return replace(whole, state=whole.state.take(np.arange(min(wanted, len(whole)))), **arrays)
