"""Ranks compared within strata: van Elteren's weighted sum of Wilcoxon statistics."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from antral.analysis.methods.continuous import scores
from antral.analysis.methods.continuous.sample import Numbers, numbers
from antral.analysis.methods.difference import EXACT_UP_TO
from antral.analysis.methods.ranks import midranks
from antral.analysis.methods.result import Result
from antral.core import InputError

VAN_ELTEREN = (
    "stratified Wilcoxon rank-sum test, van Elteren's weights; weighted probability of superiority; p-value by the "
    "exact permutation distribution within strata"
)
_LARGE = VAN_ELTEREN.replace("the exact permutation distribution", "the normal limit of the permutation distribution")

_MOST = 2_000_000
"""Sums up to which the distribution is exact; and no stratum may have more women than are enumerated elsewhere."""
_SAME = 1e-9
"""Sums this near are one."""


def van_elteren_test(treated: ArrayLike, values: ArrayLike, stratum: Sequence[object]) -> Result:
    """Two arms compared within strata, such as cause or centre.

    Source: van Elteren 1960, Bull Int Stat Inst 37:351; each stratum's rank sum weighs 1 / (its women + 1).

    Parameters
    ----------
    treated
        Whether she is in the treated arm, `[woman]`.
    values
        `[woman]`, NaN where missing.
    stratum
        `[woman]`. A stratum with women of one arm alone adds nothing.
    """
    outcome = numbers(values, "values")
    arm, strata = np.asarray(treated), np.asarray([str(one) for one in stratum])
    if arm.dtype != np.bool_ or arm.shape != outcome.shape or strata.shape != outcome.shape:
        raise InputError(
            f"treated and stratum: true or false, and a stratum, for each of the {len(outcome)} women were wanted."
        )
    known = ~np.isnan(outcome)
    parts = []
    for one in sorted(set(strata[known].tolist())):
        chosen = known & (strata == one)
        if 0 < (chosen & arm).sum() < chosen.sum():
            parts.append(_stratum(outcome[chosen], arm[chosen]))
    if not parts:
        raise InputError("stratum: no stratum has women of both arms; at least one was wanted.")
    statistic, variance = sum(part.statistic for part in parts), sum(part.variance for part in parts)
    used = sum(part.women for part in parts)
    support, chance = _all_sums(parts)
    notes = ["no interval belongs to this test"]
    if used < known.sum():
        notes.append(f"{int(known.sum()) - used} women of strata with one arm alone add nothing")
    if variance == 0:
        p = 1.0
    elif len(support):
        p = min(float(chance[np.abs(support) >= abs(statistic) - 100 * _SAME].sum()), 1.0)
    else:
        p = float(2 * ndtr(-abs(statistic) / math.sqrt(variance)))
    return Result(
        method=VAN_ELTEREN if len(support) else _LARGE,
        effect="probability that a treated woman has more than a control woman of her stratum (ties count half)",
        estimate=sum(part.wins for part in parts) / sum(part.pairs for part in parts),
        low=math.nan,
        high=math.nan,
        p_value=p,
        statistic=statistic / math.sqrt(variance) if variance > 0 else 0.0,
        n={"treated": int((known & arm).sum()), "control": int((known & ~arm).sum())},
        left_out=int((~known).sum()),
        assumptions=("women are independent", "women were allocated within strata"),
        notes=tuple(notes),
        details={"women_compared": float(used), "strata_compared": float(len(parts))},
    )


class _Part(NamedTuple):
    """One stratum; sums of ranks about their mean, over the women and one."""

    statistic: float
    variance: float
    wins: float
    pairs: float
    """Pairs of a treated and a control woman, and those that she wins, by the same weight."""
    women: int
    support: Numbers
    chance: Numbers


def _stratum(values: Numbers, arm: NDArray[np.bool_]) -> _Part:
    """The rank sum of one stratum and its permutation distribution."""
    n, size = len(values), int(arm.sum())
    ranks = midranks(values[:, np.newaxis])[:, 0]
    doubled = np.rint(2 * ranks).astype(np.int64)
    # of a large stratum nothing is enumerated, and the normal limit is taken
    chance = scores.sums(tuple(sorted(doubled.tolist())), size) if n <= EXACT_UP_TO else np.zeros(0)
    (reached,) = np.nonzero(chance)
    mine, mean = float(ranks[arm].sum()), size * (n + 1) / 2
    return _Part(
        (mine - mean) / (n + 1),
        size * (n - size) / (n - 1) * float(ranks.var()) / (n + 1) ** 2,
        (mine - size * (size + 1) / 2) / (n + 1),
        size * (n - size) / (n + 1),
        n,
        (reached / 2 - mean) / (n + 1),
        chance[reached],
    )


def _all_sums(parts: list[_Part]) -> tuple[Numbers, Numbers]:
    """Every sum over strata and its chance; empty where they are too many."""
    support: Numbers = np.zeros(1)
    chance: Numbers = np.ones(1)
    for part in parts:
        if not 0 < len(support) * len(part.support) <= _MOST:
            return np.zeros(0), np.zeros(0)
        every = np.rint(np.add.outer(support, part.support).ravel() / _SAME)
        kept, which = np.unique(every, return_inverse=True)
        support = kept * _SAME
        together = np.multiply.outer(chance, part.chance).ravel()
        chance = np.bincount(which.ravel(), weights=together).astype(np.float64)
    return support, chance
