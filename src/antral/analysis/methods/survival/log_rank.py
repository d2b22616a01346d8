"""Log-rank tests: plain, stratified, with weights, and by re-allocation.

Sources: Mantel 1966, Cancer Chemother Rep 50:163; weights of Harrington and Fleming 1982, Biometrika 69:553; the hazard
ratio in one step, Peto and Pike 1973, Biometrics 29:579.
"""

import math
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc, ndtri

from antral.analysis.methods import allocations
from antral.analysis.methods.confidence import level_of
from antral.analysis.methods.permutation import in_order, p_values
from antral.analysis.methods.result import Result
from antral.analysis.methods.survival.kaplan_meier import CENSORING
from antral.analysis.methods.survival.risk_sets import risk_sets
from antral.analysis.methods.survival.sample import sample
from antral.core import InputError

LOG_RANK: Final = "log-rank test"
STRATIFIED: Final = "stratified log-rank test"
G_RHO: Final = "weighted log-rank test (Harrington and Fleming, weight S^rho; rho = 1 is Peto and Peto)"
EXACT_LOG_RANK: Final = "log-rank test, randomisation distribution of the log-rank scores"
_SINGULAR: Final = 1e-10
"""Share of the largest variance below which a comparison of groups does not vary."""
_PROPORTIONAL: Final = "hazards in a constant ratio, for the estimate; the test is valid without"

Numbers = NDArray[np.float64]
Codes = NDArray[np.int64]


class LogRank(NamedTuple):
    """Log-rank tests of many trials."""

    observed: Numbers
    """Events, weighted where rho is not 0. `[group, trial]`"""
    expected: Numbers
    """Events expected if all groups had the same hazard. `[group, trial]`"""
    variance: Numbers
    """Of observed less expected. `[group, group, trial]`"""
    statistic: Numbers
    """Chi-squared; NaN where no event can tell the groups apart. `[trial]`"""
    df: Numbers
    """Comparisons that the events allow: groups less 1, fewer where a group is never at risk beside another."""
    p_value: Numbers
    """Of both sides. `[trial]`"""
    z: Numbers
    """Two groups: above 0 where the second has more events than expected. NaN with more groups. `[trial]`"""


def log_rank(
    time: ArrayLike,
    event: ArrayLike,
    group: ArrayLike,
    *,
    stratum: ArrayLike | None = None,
    rho: float = 0.0,
    control: Any = None,
    level: float = 0.95,
) -> Result:
    """Whether two or more groups have the same hazard; with two groups, the hazard ratio in one step (Peto).

    Parameters
    ----------
    time, event, group, stratum
        `[woman]`; event is 1 where it came, 0 where she was censored.
    rho
        Weight of each time, the pooled share without the event just before it to this power; 0 is the log-rank test.
    control
        Label of the control group; needed with two groups, where the hazard ratio has a direction.

    Returns
    -------
    The hazard ratio of the other group to the control group with its interval, NaN with more than two groups and with
    weights (rho not 0), whose sums are no hazard ratio; p-value NaN where there is no event while both groups are at
    risk. One step is near the ratio that `cox` finds where it is near 1; far from 1, or with few events, take `cox`.

    Raises
    ------
    InputError
        As `sample`, and with fewer than two groups; two groups and no control.
    """
    women = sample(time, event, group, stratum, control=control, fewest_groups=2)
    groups = len(women.names)
    if groups == 2 and control is None:
        raise InputError(f"control: one of {', '.join(women.names)} was wanted; got none.")
    found = log_rank_by_trial(*women.one_trial, groups=groups, stratum=women.stratum[:, np.newaxis], rho=rho)
    ratio = low = high = math.nan
    spread = float(found.variance[-1, -1, 0])
    if groups == 2 and spread > 0 and rho == 0:
        excess = float(found.observed[1, 0] - found.expected[1, 0])
        half = float(ndtri(1 - (1 - level_of(level)) / 2)) / math.sqrt(spread)
        ratio, low, high = (math.exp(excess / spread + side * half) for side in (0.0, -1.0, 1.0))
    name = (STRATIFIED if women.strata > 1 else LOG_RANK) if rho == 0 else G_RHO
    details = {f"observed {one}": float(found.observed[at, 0]) for at, one in enumerate(women.names)}
    details |= {f"expected {one}": float(found.expected[at, 0]) for at, one in enumerate(women.names)}
    if groups == 2:
        details["z"] = float(found.z[0])
    return Result(
        method=name + (f", {women.strata} strata" if rho and women.strata > 1 else ""),
        effect=f"hazard ratio in one step (Peto), {women.names[-1]} to {women.names[0]}"
        if groups == 2 and rho == 0
        else "none",
        estimate=ratio,
        low=low,
        high=high,
        p_value=float(found.p_value[0]),
        confidence=level,
        statistic=float(found.statistic[0]),
        df=float(found.df[0]),
        n=women.n,
        left_out=women.left_out,
        assumptions=(CENSORING, *((_PROPORTIONAL,) if groups == 2 and rho == 0 else ())),
        notes=women.notes if not math.isnan(found.p_value[0]) else (*women.notes, "no event can tell the groups apart"),
        details=details,
    )


def log_rank_by_trial(
    time: Numbers, event: Codes, group: Codes, *, groups: int, stratum: Codes | None = None, rho: float = 0.0
) -> LogRank:
    """The test of `log_rank` in many trials.

    Parameters
    ----------
    time, event, group, stratum
        `[woman, trial]`; time is NaN where a trial has no such woman, group is 0 to `groups` less 1.
    """
    if groups < 2:
        raise InputError(f"groups: wanted at least 2; got {groups}.")
    layers = np.zeros(time.shape, dtype=np.int64) if stratum is None else stratum
    trials = time.shape[1]
    observed, expected = np.zeros((groups, trials)), np.zeros((groups, trials))
    variance = np.zeros((groups, groups, trials))
    for layer in np.unique(layers):
        part = _sums(np.where(layers == layer, time, np.nan), event, group, groups, rho)
        observed, expected, variance = (
            old + new for old, new in zip((observed, expected, variance), part, strict=True)
        )
    excess = observed - expected
    z = np.full(trials, np.nan)
    if groups == 2:
        with np.errstate(divide="ignore", invalid="ignore"):
            z = np.where(variance[1, 1] > 0, excess[1] / np.sqrt(variance[1, 1]), np.nan)
        statistic, df = z**2, np.ones(trials)
    else:
        size, way = np.linalg.eigh(np.moveaxis(variance, 2, 0))
        varies = size > _SINGULAR * size[:, -1:]  # a group alone in its strata adds no direction
        along = np.einsum("tab,at->tb", way, excess)
        df = varies.sum(axis=1).astype(float)
        statistic = np.where(df > 0, (along**2 / np.where(varies, size, np.inf)).sum(axis=1), np.nan)
    return LogRank(observed, expected, variance, statistic, df, chdtrc(np.maximum(df, 1.0), statistic), z)


def _sums(time: Numbers, event: Codes, group: Codes, groups: int, rho: float) -> tuple[Numbers, Numbers, Numbers]:
    """Observed, expected and variance of one stratum."""
    found = risk_sets(time, event, group, groups)
    events, at_risk = found.events[0].sum(axis=0), found.at_risk.sum(axis=0)
    n = np.maximum(at_risk, 1.0)
    weight = np.ones(time.shape)
    if rho:
        before = np.cumprod((n - events) / n, axis=0)
        weight[1:] = before[:-1]
        weight **= rho
    share = found.at_risk / n
    observed = np.stack([in_order(weight * found.events[0, a]) for a in range(groups)])
    expected = np.stack([in_order(weight * events * share[a]) for a in range(groups)])
    spread = weight**2 * events * (n - events) / np.maximum(n - 1.0, 1.0)
    variance = np.empty((groups, groups, time.shape[1]))
    for a in range(groups):
        for b in range(a + 1):
            shared = share[a] * ((1.0 if a == b else 0.0) - share[b])
            variance[a, b] = variance[b, a] = in_order(spread * shared)
    return observed, expected, variance


def log_rank_scores(time: Numbers, event: Codes) -> Numbers:
    """Each woman's event less the hazard she lived through, all women of a trial taken together; they add to 0.

    Summed over a group they are its observed less expected events.

    Parameters
    ----------
    time, event
        `[woman, trial]`, every woman known.
    """
    found = risk_sets(time, event, np.zeros(time.shape, dtype=np.int64), 1)
    hazard = np.cumsum(found.events[0, 0] / np.maximum(found.at_risk[0], 1.0), axis=0)
    lived = np.empty(time.shape)
    for trial, (ordered, own) in enumerate(zip(found.time.T, time.T, strict=True)):
        lived[:, trial] = hazard[np.searchsorted(ordered, own, side="right") - 1, trial]
    scores: Numbers = event - lived
    return scores


def exact_log_rank(time: ArrayLike, event: ArrayLike, group: ArrayLike, *, control: Any) -> Result:
    """Log-rank test of two groups by re-allocating the women: exact however few they are.

    All allocations count where there are at most 50,000, else 1,999 drawn ones (see `permutation`). Censoring must not
    depend on the group.

    Raises
    ------
    InputError
        As `sample`, and unless there are two groups.
    """
    women = sample(time, event, group, control=control, fewest_groups=2)
    if len(women.names) != 2:
        raise InputError(f"group: the exact test compares two groups; got {len(women.names)}.")
    order = np.argsort(women.group, kind="stable")
    time_in_order, event_in_order = women.time[order, np.newaxis], women.status[order, np.newaxis]
    first, second = women.n.values()
    found = exact_log_rank_by_trial(time_in_order, event_in_order, (first, second))
    p, every = found.p_value, found.every
    excess, drawn = float(found.excess[0]), allocations.SAMPLED
    notes = list(women.notes)
    if not every:
        error = math.sqrt(float(p[0] * (1 - p[0])) / drawn)
        notes.append(f"{drawn:,} of the allocations were drawn: the p-value has a Monte-Carlo error of {error:.2g}")
    return Result(
        method=EXACT_LOG_RANK + (", all allocations" if every else f", {drawn:,} drawn allocations"),
        effect=f"events observed less expected, {women.names[1]}",
        estimate=excess,
        low=math.nan,
        high=math.nan,
        p_value=float(p[0]),
        statistic=excess,
        n=women.n,
        left_out=women.left_out,
        assumptions=("women were allocated at random", "censoring does not depend on the group"),
        notes=tuple(notes),
    )


class ExactLogRank(NamedTuple):
    """Exact log-rank tests of many trials."""

    excess: Numbers
    """Events of the second group, observed less expected. `[trial]`"""
    p_value: Numbers
    """Of both sides. `[trial]`"""
    every: bool
    """Whether all allocations were counted."""


def exact_log_rank_by_trial(time: Numbers, event: Codes, sizes: tuple[int, int]) -> ExactLogRank:
    """The test of `exact_log_rank` in many trials with the same numbers of women.

    Parameters
    ----------
    time, event
        `[woman, trial]`, every woman known, those of the first group first.
    sizes
        Women of the two groups.
    """
    if np.isnan(time).any() or sum(sizes) != len(time):
        raise InputError(f"time: wanted {sum(sizes)} women with a known time in every trial; got shape {time.shape}.")
    excess, p, every = p_values(log_rank_scores(time, event), sizes, (0.0, 1.0))
    return ExactLogRank(excess, p, every)
