"""How likely a printed number is, given what share of women has the event in the model."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, log_expit, logsumexp

from antral.evidence.effect.weights import Used
from antral.evidence.replicas import Reported

Floats = NDArray[np.float64]

SPONTANEOUS: Final = "spontaneous_odds"
REPORTING: Final = "reporting_lean"
_NODES, _SHARES = np.polynomial.hermite_e.hermegauss(41)
_SHARES = _SHARES / _SHARES.sum()
_GRID = 801
"""Points between which the likelihood of a count, a smooth function of one number, is read off."""


def label(study: Used, one: Reported) -> str:
    """The name of an outcome among those of all studies."""
    return f"{study.name}: {one.key}"


def log_likelihoods(
    studies: Sequence[Used], logits: Mapping[str, Floats], columns: Mapping[str, Floats], *, without: str = ""
) -> Floats:
    """Logarithm of the likelihood of each study under each particle.

    Parameters
    ----------
    logits
        Of the share of women who have each event in the model, by `label`. `[particle]`
    columns
        Parameters and nuisances of the particles. `[particle]`
    without
        A nuisance that is taken to be nothing.

    Returns
    -------
    `[particle, study]`
    """
    size = len(next(iter(columns.values())))
    found = np.zeros((size, len(studies)))
    for place, study in enumerate(studies):
        for one in study.outcomes:
            logit = logits[label(study, one)] + shift_of(study, one, columns, without=without)
            found[:, place] += log_likelihood(study, one, one.value, logit)
    return found


def shift_of(study: Used, one: Reported, columns: Mapping[str, Floats], *, without: str = "") -> Floats:
    """How far nuisances move the logit of an outcome's share under each particle. `[particle]`

    A sign does not lean: that it would have been printed whatever happened is said by its `miss`.
    """
    shift = np.zeros(len(next(iter(columns.values()))))
    if SPONTANEOUS in columns and without != SPONTANEOUS:
        shift = shift + np.log(columns[SPONTANEOUS])
    leans = study.leans or any(study.replica.protocol.arms[arm].total_cells for arm in one.arms)
    if REPORTING in columns and without != REPORTING and leans and one.kind != "direction":
        shift = shift + columns[REPORTING]
    return shift


def log_likelihood(study: Used, one: Reported, value: float, logit: Floats) -> Floats:
    """Logarithm of the likelihood of an outcome, had this value been printed.

    Parameters
    ----------
    logit
        Of the share, nuisances included. `[particle]`

    Returns
    -------
    `[particle]`
    """
    if one.kind == "direction":
        return log_sign(value, logit, women_of(study, one), miss=study.miss)
    assert one.n is not None  # `used` refuses a count without its women
    women = value if one.kind == "count" else value * one.n / 100.0
    grid = np.linspace(logit.min() - 1e-9, logit.max() + 1e-9, _GRID)
    return np.interp(logit, grid, log_count(women, one.n, grid, width=study.width))


def women_of(study: Used, one: Reported) -> int:
    """Women of the replica in the arms of an outcome."""
    design = study.replica.protocol.design
    ratio = design.allocation.ratio
    return round(design.participants * sum(ratio[arm] for arm in one.arms) / sum(ratio.values()))


def log_count(events: float, n: int, logit: Floats, *, width: float) -> Floats:
    """Logarithm of the probability of a printed count.

    The count is binomial; the logit of its share is normal about that of the model, with the width that the study is
    given for bias, distance and differences between studies.

    Parameters
    ----------
    logit
        Of the share. `[particle]`
    width
        Standard deviation on the logit scale.

    Returns
    -------
    `[particle]`
    """
    blurred = np.asarray(logit)[:, None] + width * _NODES
    ways = gammaln(n + 1.0) - gammaln(events + 1.0) - gammaln(n - events + 1.0)
    each = ways + events * log_expit(blurred) + (n - events) * log_expit(-blurred)
    result: Floats = logsumexp(each + np.log(_SHARES), axis=1)
    return result


def log_sign(sign: float, logit: Floats, women: int, *, miss: float) -> Floats:
    """Logarithm of the probability that it was printed that somebody had the event (1), or nobody (0).

    A soft constraint: with probability `miss` either of the two would have been printed, whatever happened.

    Parameters
    ----------
    logit
        Of a woman's share. `[particle]`
    women
        Of whom one or more had it, or none.
    """
    nobody = np.exp(women * log_expit(-np.asarray(logit)))
    result: Floats = np.log(miss / 2.0 + (1.0 - miss) * (1.0 - nobody if sign else nobody))
    return result
