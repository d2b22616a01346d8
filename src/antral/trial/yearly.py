"""What becomes of the reserve and of the cycles of every participant, year by year, whether or not she stayed."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.core import DAYS_PER_YEAR
from antral.records import parameters
from antral.trial.roster import Values

_DAYS_SHORT: Final = 8.0
"""A trial's year may be so much shorter: 52 weeks are 364 days, and the last record lies in the morning."""


class Years(NamedTuple):
    """Every participant at the end of each whole year, the day of randomisation first. `[participant, year + 1]`"""

    primordial: NDArray[np.float32]
    """Resting follicles."""
    ovulated: NDArray[np.bool_]
    """Whether she ovulated during the year that ends then."""
    bled: NDArray[np.bool_]
    """Whether she bled spontaneously, after ovulation or not, during that year."""


def years_of(values: Values, t_days: NDArray[np.float64], by_hormones: NDArray[np.bool_] | None = None) -> Years:
    """The years of some courses.

    Parameters
    ----------
    by_hormones
        Whether hormones account for a bleed on that day; nowhere by default. `[participant, time]`
    t_days
        Moments of the records, days since randomisation. `[time]`
    """
    whole = int((t_days[-1] + _DAYS_SHORT) / DAYS_PER_YEAR)
    ends = np.minimum(np.searchsorted(t_days, DAYS_PER_YEAR * np.arange(1, whole + 1)), t_days.size)
    edges = [0, *ends.tolist()]
    spans = [slice(first, last) for first, last in pairwise(edges)]

    def in_each(happens: NDArray[np.bool_]) -> NDArray[np.bool_]:
        before = np.zeros(len(happens), np.bool_)
        return np.stack([before, *(happens[:, span].any(axis=1) for span in spans)], axis=1)

    bleeds = (values["menses"] > 0.0) | (values["breakthrough_bleeds"] > 0.0)
    return Years(
        values["primordial"][:, [0, *(ends - 1)]],
        in_each(values["ovulations"] > 0.0),
        in_each(bleeds if by_hormones is None else bleeds & ~by_hormones),
    )


def yearly(years: Years, arm: NDArray[np.int64], arms: Sequence[str], sound: NDArray[np.bool_]) -> pl.DataFrame:
    """Sums over the participants of each arm; those of several batches may be added up.

    Returns
    -------
    arm, year (0: randomisation), then over its women: n; `primordial`, sum of the true resting follicles at the end of
    the year; `log_primordial`, sum of their natural logarithms (of at least one follicle); `ovulating` and `menses`,
    women with at least one ovulation and one spontaneous bleed in the year; `exhausted`, women with a spent reserve.

    Sources
    -------
    `records/endpoints/reserve.yaml`.
    """
    spent = parameters("reserve", folder="endpoints")["exhausted_below"].value
    frames = []
    for position, name in enumerate(arms):
        theirs = (arm == position) & sound
        left = years.primordial[theirs].astype(np.float64)
        frames.append(
            pl.DataFrame(
                {
                    "arm": pl.Series([name] * left.shape[1], dtype=pl.String),
                    "year": np.arange(left.shape[1], dtype=np.int32),
                    "n": np.full(left.shape[1], left.shape[0]),
                    "primordial": left.sum(axis=0),
                    "log_primordial": np.log(np.maximum(left, 1.0)).sum(axis=0),
                    "ovulating": years.ovulated[theirs].sum(axis=0),
                    "menses": years.bled[theirs].sum(axis=0),
                    "exhausted": (left < spent).sum(axis=0),
                }
            )
        )
    return pl.concat(frames)


def added(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """The sums of several batches of the same trial."""
    return pl.concat(parts).group_by("arm", "year", maintain_order=True).agg(pl.all().sum())
