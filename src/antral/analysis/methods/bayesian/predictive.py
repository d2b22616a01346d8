"""Predictive probability of success: how likely the finished trial is to show what it must, given the data so far."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betaln, gammaln, ndtr, ndtri

from antral.analysis.methods.bayesian.means import combined, prior_told
from antral.analysis.methods.bayesian.shares import UNIFORM, Beta, beta, superiority, updated
from antral.analysis.methods.binary import TESTS
from antral.analysis.methods.binary.tables import counts, told
from antral.analysis.methods.result import Result
from antral.core import InputError

PREDICTIVE_SHARE = "predictive probability of success, beta-binomial, all futures enumerated"
PREDICTIVE_DIFFERENCE = "predictive probability of success, two beta-binomials, all futures enumerated"
PREDICTIVE_NORMAL = "predictive probability of success, normal (closed form)"

Numbers = NDArray[np.float64]


def future(posterior: Beta, women: int) -> Numbers:
    """Chance of each number of events among so many further women; `[events]`."""
    k = np.arange(women + 1)
    ways = gammaln(women + 1) - gammaln(k + 1) - gammaln(women - k + 1)
    found: Numbers = np.exp(
        ways + betaln(posterior.events + k, posterior.none + women - k) - betaln(posterior.events, posterior.none)
    )
    return found


def predictive_share(*, events: int, n: int, planned: int, needed: int, prior: tuple[float, float] = UNIFORM) -> Result:
    """Chance that at least so many women have the event in the end, in one group.

    Source: Lee and Liu 2008, Clin Trials 5:93.

    Parameters
    ----------
    events, n
        Women with the event so far, and women seen so far.
    planned, needed
        Women in all, and events in all that count as success.
    prior
        The two parameters of the beta prior.
    """
    x, size = (int(each) for each in counts(events, n))
    if planned < size:
        raise InputError(f"planned = {planned}: fewer women than the {size} already seen.")
    chance = future(updated(beta(prior), x, size), planned - size)
    success = f"success: at least {needed} of {planned} women"
    said = (f"prior: {beta(prior).told()}", "women still to come are like those seen", success)
    return _told(PREDICTIVE_SHARE, float(chance[max(0, needed - x) :].sum()), said, {"women": size})


def predictive_difference(
    *,
    events: ArrayLike,
    n: ArrayLike,
    planned: ArrayLike,
    success: str = "fisher",
    alpha: float = 0.05,
    prior: tuple[tuple[float, float], tuple[float, float]] = (UNIFORM, UNIFORM),
    analysis_prior: tuple[tuple[float, float], tuple[float, float]] = (UNIFORM, UNIFORM),
) -> Result:
    """Chance that the finished trial finds the first group's share larger.

    Parameters
    ----------
    events, n, planned
        Women with the event so far, women seen so far, and women planned; two each.
    success
        A test of `binary.TESTS` (two-sided p-value at most `alpha`, and a larger share in the first group), or
        `posterior`: the probability of a larger share is at least 1 - `alpha`.
    prior
        Beta priors by which the future is predicted.
    alpha
        Level of the final test, below 0.5.
    analysis_prior
        Those of the final analysis, where success is `posterior`.
    """
    x, size = counts(events, n, 2)
    goal, _ = counts(planned, planned, 2)
    if x.ndim != 1 or np.any(goal < size):
        raise InputError(f"planned = {planned!r}: two numbers were wanted, none below the women seen so far ({n!r}).")
    _small(alpha)
    chance = [
        future(updated(beta(prior[group]), int(x[group]), int(size[group])), int(goal[group] - size[group]))
        for group in range(2)
    ]
    first, second = np.meshgrid(*(x[group] + np.arange(len(chance[group])) for group in range(2)), indexing="ij")
    final = np.stack([first.ravel(), second.ravel()])
    whole = np.repeat(goal[:, np.newaxis], final.shape[1], axis=1)
    if success == "posterior":
        reached = superiority(final, whole, analysis_prior) >= 1.0 - alpha
    elif success in TESTS:
        p = TESTS[success].p_value(final, whole, "two-sided")
        reached = (p <= alpha) & (final[0] * goal[1] > final[1] * goal[0])
    else:
        raise InputError(f"success = {success!r}: posterior or one of {', '.join(TESTS)} was wanted.")
    named = "posterior probability" if success == "posterior" else TESTS[success].name
    said = [
        f"priors of the future: first {beta(prior[0]).told()}, second {beta(prior[1]).told()}, independent",
        "women still to come are like those seen",
        f"success: larger in the first group, {named}, level {alpha:g}",
    ]
    if success == "posterior":
        said.append(f"priors of the final analysis: {beta(analysis_prior[0]).told()}, {beta(analysis_prior[1]).told()}")
    return _told(PREDICTIVE_DIFFERENCE, float(np.outer(*chance).ravel()[reached].sum()), said, told(size.tolist()))


def predictive_normal(
    *,
    estimate: float,
    standard_error: float,
    final_standard_error: float,
    alpha: float = 0.025,
    prior: tuple[float, float] = (0.0, math.inf),
) -> Result:
    """Chance that the finished trial's estimate lies significantly above 0, one-sided.

    Source: Spiegelhalter, Freedman and Blackburn 1986, Control Clin Trials 7:8. For group-sequential boundaries see
    `design.sequential`.

    Parameters
    ----------
    estimate, standard_error
        Of the effect so far.
    final_standard_error
        That the finished trial is expected to have; smaller.
    alpha
        Level of the final test, one-sided; below 0.5.
    prior
        Mean and standard deviation of the normal prior of the effect; flat by default.
    """
    mean, sd = combined(estimate, standard_error, prior)
    if not 0 < final_standard_error < standard_error:
        raise InputError(
            f"final_standard_error = {final_standard_error!r}: a number above 0 and below the present one was wanted."
        )
    now, final = 1.0 / standard_error**2, 1.0 / final_standard_error**2
    later = final - now
    expected = (now * estimate + later * mean) / final
    spread = later / final * math.sqrt(sd**2 + 1.0 / later)
    reached = float(ndtr((expected - float(ndtri(1.0 - _small(alpha))) * final_standard_error) / spread))
    said = (
        f"prior: {prior_told(prior)}",
        "the estimate is normal and both standard errors known",
        f"success: one-sided level {alpha:g}",
    )
    return _told(PREDICTIVE_NORMAL, reached, said, {})


def _small(alpha: float) -> float:
    if not 0.0 < alpha < 0.5:
        raise InputError(
            f"alpha = {alpha!r}: the level of the final test was wanted, between 0 and 0.5; a confidence is none."
        )
    return alpha


def _told(method: str, chance: float, assumptions: Sequence[str], n: Mapping[str, int]) -> Result:
    return Result(
        method=method,
        effect="probability that the finished trial succeeds",
        estimate=min(1.0, chance),
        low=math.nan,
        high=math.nan,
        p_value=math.nan,
        n=n,
        assumptions=tuple(assumptions),
    )
