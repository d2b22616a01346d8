"""Other sizes and arms from the participants already simulated: resampling, without simulating again.

Every participant was simulated with and without the cells' effect. A resampled woman is a spontaneous value, drawn from
all participants, plus the gain of a participant of her arm whose spontaneous value has the same rank. Arms therefore
differ by the effect alone, never by which women chance had put into them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import stats
from scipy.special import ndtr

from antral.analysis import RANKED, Plan, Tested, side_of, test_values
from antral.core import Purpose, uniforms
from antral.design.operate import Gathered

Values = NDArray[np.float64]

_KEYS = ["trial", "participant_id"]
_AT_ONCE = 200
"""Draws are made, and kept for the next search, for so many women at a time."""


@lru_cache(maxsize=16)
def _luck(seed: int, stream: int, draws: int) -> Values:
    """Uniform numbers of one arm; the first ones are the same however many are made."""
    u: Values = uniforms(seed, 0, stream, Purpose.BOOTSTRAP, np.arange(draws))[:, 0]
    u.flags.writeable = False
    return u


@dataclass(frozen=True)
class Pool:
    """What is known of one endpoint without and with the cells' effect."""

    spontaneous: Values
    """Values without effect of all participants, sorted."""
    gains: dict[str, Values]
    """What the cells added in the participants of each arm, in order of their spontaneous values."""
    estimable: float
    """Share of the randomised women in whom the endpoint is estimable."""

    def women(self, randomised: int) -> int:
        """Women with a value among so many randomised."""
        return max(1, round(randomised * self.estimable))

    def drawn(self, arm: str | None, women: int, replicates: int, *, seed: int, stream: int) -> Values:
        """Women of an arm (None: untreated), drawn with replacement. `[woman, replicate]`.

        `stream` keeps arms apart.
        """
        u = _luck(seed, stream, -(-women // _AT_ONCE) * _AT_ONCE * replicates)[: women * replicates]
        values = self.spontaneous[(u * len(self.spontaneous)).astype(np.int64)]
        gains = np.zeros(0) if arm is None else self.gains[arm]
        if len(gains):
            values = values + gains[(u * len(gains)).astype(np.int64)]
        result: Values = values.reshape(women, replicates)
        return result


class ArmDrawn(NamedTuple):
    """One arm of a resampled trial."""

    arm: str | None
    """Whose participants; None for untreated women."""
    women: int
    """Randomised."""
    score: float
    """Its place on the scale of the trend."""


def pool(gathered: Gathered, without: Gathered, endpoint: str, plan: Plan) -> Pool:
    """The pool of one endpoint under a scenario, from the scenario and the same trials without effect."""
    rows = without.values.filter(pl.col("endpoint") == endpoint).select(*_KEYS, "arm", spontaneous="value")
    known = rows.drop_nulls()
    if gathered is not without:
        treated = gathered.values.filter(pl.col("endpoint") == endpoint).select(*_KEYS, "value")
        known = known.join(treated, on=_KEYS).drop_nulls()
    else:
        known = known.with_columns(value=pl.col("spontaneous"))
    known = known.sort("spontaneous", *_KEYS)
    gains = {
        arm: known.filter(pl.col("arm") == arm).select(pl.col("value") - pl.col("spontaneous")).to_series().to_numpy()
        for arm in plan.doses
    }
    return Pool(known["spontaneous"].to_numpy(), gains, len(known) / max(len(rows), 1))


def power(known: Pool, plan: Plan, test: Tested, groups: Sequence[ArmDrawn], replicates: int, *, seed: int) -> float:
    """Share of resampled trials of some arms in which a planned test rejects, by the normal approximation."""
    arms = [
        known.drawn(
            None if group.arm in plan.controls else group.arm,
            known.women(group.women),
            replicates,
            seed=seed,
            stream=stream,
        )
        for stream, group in enumerate(groups)
    ]
    values = ranked(arms) if test.kind in RANKED else arms
    return power_large(values, [group.score for group in groups], plan.alpha, side=side_of(test.question, plan.sides))


def power_large(arms: list[Values], scores: list[float], alpha: float, *, side: int = 0) -> float:
    """Share of replicates in which a randomisation test rejects, its distribution taken as normal.

    For larger trials, where the permutation distribution of a linear statistic is close to normal (Hájek); values are
    changes, mid-ranks or 0 and 1. A replicate without any variation never rejects.

    Parameters
    ----------
    arms
        Values of each arm. `[woman, replicate]`
    side
        The tail in which the test rejects: 1 the upper, -1 the lower, 0 both.
    """
    values = np.concatenate(arms)
    n = len(values)
    score = np.repeat(np.asarray(scores, dtype=float), [len(arm) for arm in arms])
    score = score - score.mean()
    centred = values - values.mean(axis=0)
    statistic = score @ centred
    spread = np.sqrt((score**2).sum() * (centred**2).sum(axis=0) / (n - 1))
    flat = spread <= 1e-12
    z = statistic / np.where(flat, 1.0, spread)
    tail = 1.0 - ndtr(side * z) if side else 2.0 * (1.0 - ndtr(np.abs(z)))
    p = np.where(flat, 1.0, tail)
    return float(np.mean(p <= alpha))


def approximation(sides: int) -> str:
    """What is said of a power found by `power`."""
    return f"resampled participants; randomisation test, normal approximation, {'two' if sides == 2 else 'one'}-sided"


def ranked(arms: list[Values]) -> list[Values]:
    """Mid-ranks over all arms of each replicate."""
    ranks = stats.rankdata(np.concatenate(arms), axis=0)
    return np.split(ranks, np.cumsum([len(arm) for arm in arms])[:-1])


def power_exact(plan: Plan, test: Tested, values: dict[str, Values], *, seed: int) -> float:
    """Share of replicates that the planned test itself rejects; `values` by arm, `[woman, replicate]`."""
    p = test_values(plan, test.name, values, seed=seed)
    return float(np.mean(np.nan_to_num(p, nan=1.0) <= plan.alpha))
