"""Subgroups of studies pooled apart and compared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from antral.core import InputError
from antral.evidence.pooling.between import ESTIMATORS, between
from antral.evidence.pooling.intervals import Interval
from antral.evidence.pooling.pooled import Pooled
from antral.evidence.pooling.random_effects import random_effects
from antral.evidence.pooling.sample import sample

SUBGROUPS: Final = "subgroups compared by Q between groups (chi-squared of Wald), {tau2}"


@dataclass(frozen=True)
class Subgroups:
    """Each group's pooled effect, and whether they differ more than chance lets them."""

    groups: Mapping[str, Pooled]
    q: float
    """Between the groups, with its degrees of freedom and p-value."""
    q_df: int
    q_p: float
    method: str
    notes: tuple[str, ...]


def subgroups(
    yi: ArrayLike,
    vi: ArrayLike,
    group: Sequence[object],
    *,
    common_tau2: bool = False,
    method: str = "REML",
    interval: Interval = "HKSJ",
    level: float = 0.95,
    measure: str = "",
    labels: Sequence[object] | None = None,
) -> Subgroups:
    """Pool each group apart and test whether they differ (Borenstein and Higgins 2013, Prev Sci 14:134).

    Parameters
    ----------
    yi, vi, group
        Effect, sampling variance and group of each study, `[study]`.
    common_tau2
        Whether one variance between studies, found within all groups together, stands for each; steadier where groups
        are small.
    """
    studies = sample(yi, vi, labels)
    words = np.array([str(one) for one in group])
    if words.shape != studies.yi.shape:
        raise InputError(f"group: one a study was wanted, {len(studies.yi)} in all; there are {len(words)}.")
    names = sorted(set(words.tolist()))
    if len(names) < 2:
        raise InputError(f"group: all studies are {names[0]}; at least two groups were wanted.")
    together = None
    if common_tau2:
        design = (words[:, np.newaxis] == np.array(names)).astype(float)
        together = between(studies.yi, studies.vi, design, method)
        if np.isnan(together):
            raise InputError("group: each group has one study alone, so that no common tau2 can be found.")

    def pool(name: str, how: Interval) -> Pooled:
        at = words == name
        return random_effects(
            studies.yi[at],
            studies.vi[at],
            method=method,
            interval=how,
            tau2=together,
            level=level,
            measure=measure,
            labels=[label for label, one in zip(studies.labels, at.tolist(), strict=True) if one],
        )

    pooled = {name: pool(name, interval) for name in names}
    wald = [pool(name, "Wald") for name in names]
    estimates, weights = np.array([one.estimate for one in wald]), np.array([one.se**-2 for one in wald])
    centre = float(weights @ estimates / weights.sum())
    q, df = float(weights @ (estimates - centre) ** 2), len(names) - 1
    alone = [name for name, one in pooled.items() if one.k == 1]
    notes = [f"one study alone in {', '.join(alone)}: that is its own effect, with no variance between studies"] * (
        bool(alone) and not common_tau2
    )
    tau2 = f"one tau2 for all groups by {ESTIMATORS[method][1]}" if common_tau2 else "a tau2 for each group"
    return Subgroups(pooled, q, df, float(chdtrc(df, q)), SUBGROUPS.format(tau2=tau2), tuple(notes))
