"""How likely a printed number is, given what replicates of the study printed in the model."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import digamma, gammaln, log_expit, logsumexp, polygamma

Floats = NDArray[np.float64]

_NODES, _SHARES = np.polynomial.hermite_e.hermegauss(41)
_SHARES = _SHARES / _SHARES.sum()


def log_count(
    events: float,
    n: int,
    simulated_events: Floats,
    simulated_women: float,
    *,
    width: float,
    shift: Floats | float = 0.0,
) -> Floats:
    """Logarithm of the probability of a printed count.

    The count is binomial; the logit of its share is normal about that of the simulated share. Its spread is the width
    that the study is given for bias, distance and differences between studies, and the uncertainty that a finite number
    of simulated women leaves (the logit of a beta variable with Jeffreys' prior has that mean and variance).

    Parameters
    ----------
    simulated_events
        Of all replicates of a particle together. `[particle]`
    simulated_women
        Likewise.
    width
        Standard deviation on the logit scale.
    shift
        Added to the logit of the simulated share. `[particle]`

    Returns
    -------
    `[particle]`
    """
    happened, not_so = simulated_events + 0.5, simulated_women - simulated_events + 0.5
    centre = digamma(happened) - digamma(not_so) + shift
    spread = np.sqrt(polygamma(1, happened) + polygamma(1, not_so) + width**2)
    logit = centre[:, None] + spread[:, None] * _NODES
    ways = gammaln(n + 1.0) - gammaln(events + 1.0) - gammaln(n - events + 1.0)
    each = ways + events * log_expit(logit) + (n - events) * log_expit(-logit)
    result: Floats = logsumexp(each + np.log(_SHARES), axis=1)
    return result


def log_sign(sign: float, simulated_signs: Floats, *, miss: float) -> Floats:
    """Logarithm of the probability of a printed sign: a soft constraint.

    With probability `miss` any of the three signs would have been printed, whatever happened.

    Parameters
    ----------
    simulated_signs
        -1, 0 or 1 of each replicate; NaN counts as another sign. `[particle, replicate]`
    """
    seen = (simulated_signs == sign).sum(axis=1)
    share = (seen + 1.0 / 3.0) / (simulated_signs.shape[1] + 1.0)
    result: Floats = np.log(miss / 3.0 + (1.0 - miss) * share)
    return result


def log_mean(value: float, error: float, simulated: Floats, *, width: float) -> Floats:
    """Logarithm of the density of a printed mean, normal about the mean of the replicates.

    Parameters
    ----------
    error
        Standard error of the printed mean.
    simulated
        Means that the replicates printed; they vary as the study's own does, so that their mean's error is
        `error / √replicates`. `[particle, replicate]`
    width
        Standard deviation given to the study, in units of `error`.
    """
    known = np.isfinite(simulated)
    with np.errstate(invalid="ignore"):
        centre = np.where(known, simulated, 0.0).sum(axis=1) / known.sum(axis=1)
    variance = error**2 * (1.0 + 1.0 / simulated.shape[1] + width**2)
    result: Floats = -0.5 * (value - centre) ** 2 / variance - 0.5 * np.log(2.0 * np.pi * variance)
    return np.where(np.isfinite(result), result, -np.inf)
