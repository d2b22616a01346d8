"""Participants of the first trials simulated, from whom other trials are drawn without simulating again.

Every participant was simulated with and without the cells' effect. A drawn woman is a spontaneous value, from all
participants, plus the gain of a participant of her arm who had the same spontaneous value (counts) or the same rank.
Where a scenario draws its effect anew for each trial, a drawn trial keeps to trials with a similar effect.
The gains of an arm come from the women whom chance had put into it; `resampled` tells how much that matters.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.analysis import Plan, Tested
from antral.core import Purpose, uniforms
from antral.design.gathered import Gathered

Values = NDArray[np.float64]
Rows = NDArray[np.int64]

KINDS_OF_EFFECT: Final = 10
"""Trials are put together by the strength of their effect into at most so many groups."""
_TRIALS_A_KIND: Final = 20
_AT_ONCE: Final = 200
"""Draws are made, and kept for the next search, for so many women at a time."""
_STREAM_OF_POOLS: Final = 5000


@lru_cache(maxsize=16)
def _luck(seed: int, stream: int, draws: int) -> Values:
    """Uniform numbers of one arm; the first ones are the same however many are made."""
    u: Values = uniforms(seed, 0, stream, Purpose.BOOTSTRAP, np.arange(draws))[:, 0]
    u.flags.writeable = False
    return u


class _Gains(NamedTuple):
    """What the cells added in the participants of one arm and kind of effect, in order of their spontaneous values."""

    spontaneous: Values
    gain: Values


@dataclass(frozen=True)
class Pool:
    """What is known of one endpoint without and with the cells' effect. Arrays `[participant]`, in order of value."""

    spontaneous: Values
    gain: Values
    arm: NDArray[np.int64]
    """Position in the plan's arms."""
    kind: NDArray[np.int64]
    """Group of trials with a similar effect."""
    woman: NDArray[np.int64]
    arms: tuple[str, ...]
    estimable: float
    """Share of the randomised women in whom the endpoint is estimable."""
    is_count: bool

    def __len__(self) -> int:
        """How many participants."""
        return len(self.spontaneous)

    @property
    def kinds(self) -> int:
        """How many kinds of effect."""
        return int(self.kind.max()) + 1 if len(self) else 1

    def drawn(self, arm: str | None, women: int, replicates: int, *, seed: int, stream: int) -> Values:
        """Women of an arm (None: untreated), drawn with replacement. `[woman, replicate]`.

        `stream` keeps arms apart. Replicate r has the kind of effect r modulo `kinds`.
        """
        u = _luck(seed, stream, -(-women // _AT_ONCE) * _AT_ONCE * replicates)[: women * replicates]
        u = u.reshape(women, replicates)
        values: Values = self.spontaneous[(u * len(self)).astype(np.int64)]
        if arm is None or not self.gain.any():
            return values
        for kind in range(self.kinds):
            columns = slice(kind, None, self.kinds)
            here = (self.arm == self.arms.index(arm)) & (self.kind == kind)
            mine = _Gains(self.spontaneous[here], self.gain[here])
            values[:, columns] += self._matched(u[:, columns], values[:, columns], mine)
        return values

    def _matched(self, u: Values, values: Values, mine: _Gains) -> Values:
        """Gains of participants like those drawn at `u`: of the same value (counts) or of the same rank."""
        if not len(mine.gain):
            return np.zeros_like(u)
        if not self.is_count:
            result: Values = mine.gain[(u * len(mine.gain)).astype(np.int64)]
            return result
        gains = np.zeros_like(u)
        for value in (0.0, 1.0):
            alike = mine.gain[mine.spontaneous == value]
            first, count = (int(np.count_nonzero(c)) for c in (self.spontaneous < value, self.spontaneous == value))
            within = np.clip((u * len(self) - first) / max(count, 1), 0.0, 1.0 - 1e-12)
            if len(alike):
                gains = np.where(values == value, alike[(within * len(alike)).astype(np.int64)], gains)
        return gains

    def resampled(self, seed: int, nth: int) -> "Pool":
        """The pool of another set of women, drawn with replacement from these: for errors that know the woman."""
        women, place = np.unique(self.woman, return_inverse=True)
        u = uniforms(seed, 0, _STREAM_OF_POOLS + nth, Purpose.BOOTSTRAP, np.arange(len(women)))[:, 0]
        times = np.bincount((u * len(women)).astype(np.int64), minlength=len(women))
        rows = np.repeat(np.arange(len(self)), times[place])
        return Pool(
            self.spontaneous[rows],
            self.gain[rows],
            self.arm[rows],
            self.kind[rows],
            self.woman[rows],
            self.arms,
            self.estimable,
            self.is_count,
        )


def pool(gathered: Gathered, without: Gathered, test: Tested, plan: Plan) -> Pool:
    """The pool of one test's endpoint, from a scenario and the same trials without effect."""
    rows = without.values.filter(pl.col("endpoint") == test.question.name)
    known = rows.rename({"value": "spontaneous"}).drop_nulls("spontaneous")
    if gathered is not without:
        treated = gathered.values.filter(pl.col("endpoint") == test.question.name)
        keys = ["trial", "participant_id"]
        known = known.join(treated.select(*keys, "value"), on=keys).drop_nulls("value")
    else:
        known = known.with_columns(value=pl.col("spontaneous"))
    known = known.sort("spontaneous", "trial", "participant_id")
    arms = tuple(plan.doses)
    place = known["arm"].cast(pl.String).replace_strict(list(arms), list(range(len(arms))), return_dtype=pl.Int64)
    return Pool(
        known["spontaneous"].to_numpy(),
        (known["value"] - known["spontaneous"]).to_numpy(),
        place.to_numpy(),
        _kinds(known["trial"].to_numpy().astype(np.int64), gathered.strength),
        known["woman"].to_numpy().astype(np.int64),
        arms,
        len(known) / max(len(rows), 1),
        test.on_values == "counts",
    )


def _kinds(trial: Rows, strength: dict[int, float]) -> Rows:
    """The group of each participant's trial, trials being sorted by the strength of their effect."""
    numbers = np.unique(trial)
    strengths = np.array([strength.get(int(number), 0.0) for number in numbers])
    if len(numbers) == 0 or np.ptp(strengths) == 0.0:
        return np.zeros(len(trial), np.int64)
    groups = int(np.clip(len(numbers) // _TRIALS_A_KIND, 1, KINDS_OF_EFFECT))
    order = np.argsort(strengths, kind="stable")
    group = np.empty(len(numbers), np.int64)
    group[order] = np.arange(len(numbers)) * groups // len(numbers)
    return group[np.searchsorted(numbers, trial)]
