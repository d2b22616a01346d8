"""An estimate with a normal prior: what is believed after the data."""

import math

from scipy.special import ndtr, ndtri

from antral.analysis.methods.confidence import level_of
from antral.analysis.methods.result import Result
from antral.core import InputError

POSTERIOR_NORMAL = "normal posterior of an estimate with a normal prior, equal-tailed credible interval"


def combined(estimate: float, standard_error: float, prior: tuple[float, float]) -> tuple[float, float]:
    """Mean and standard deviation after the data.

    Parameters
    ----------
    prior
        Mean and standard deviation; an infinite one is a flat prior.
    """
    mean, sd = prior
    if not (math.isfinite(estimate) and 0 < standard_error < math.inf):
        raise InputError(
            f"estimate = {estimate!r}, standard_error = {standard_error!r}: numbers were wanted, the second above 0."
        )
    if not math.isfinite(mean) or not sd > 0:
        raise InputError(f"prior = {prior!r}: a mean and a standard deviation above 0 were wanted (inf: flat).")
    information, before = 1.0 / standard_error**2, 1.0 / sd**2
    whole = information + before
    return (information * estimate + before * mean) / whole, 1.0 / math.sqrt(whole)


def prior_told(prior: tuple[float, float]) -> str:
    """As a result's assumptions say it."""
    return "flat" if math.isinf(prior[1]) else f"normal with mean {prior[0]:g} and standard deviation {prior[1]:g}"


def posterior_normal(
    *,
    estimate: float,
    standard_error: float,
    prior: tuple[float, float] = (0.0, math.inf),
    above: float = 0.0,
    confidence: float = 0.95,
) -> Result:
    """What is believed of an effect after the data, from any analysis that gives an estimate with its standard error.

    The standard error is taken as known: with few women, whose standard error is itself uncertain, the interval is
    somewhat too narrow.

    Parameters
    ----------
    prior
        Mean and standard deviation of the normal prior; flat by default.
    above
        `details["probability_above"]` is the probability that the effect is larger.
    """
    mean, sd = combined(estimate, standard_error, prior)
    half = float(ndtri(1.0 - (1.0 - level_of(confidence)) / 2.0)) * sd
    return Result(
        method=POSTERIOR_NORMAL,
        effect="effect, as estimated",
        estimate=mean,
        low=mean - half,
        high=mean + half,
        p_value=math.nan,
        confidence=confidence,
        assumptions=(f"prior: {prior_told(prior)}", "the estimate is normal and its standard error known"),
        details={"standard_deviation": sd, "above": above, "probability_above": float(ndtr((mean - above) / sd))},
    )
