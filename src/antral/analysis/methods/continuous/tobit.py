"""Values below detection as censored: the difference of two arms in a Tobit model, with its likelihood interval.

The likelihood interval holds every difference whose profile likelihood is near the largest (chi-squared with one
degree of freedom). It need not be symmetric, and stays meaningful where all values of one arm lie below detection: the
estimate is then infinite, and one limit is not. Wald's interval is given beside it.
"""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import erfc, ndtri

from antral.analysis.methods.ancova import ancova
from antral.analysis.methods.confidence import level_of
from antral.analysis.methods.continuous.censored_fit import Data, Flags, Numbers, derivatives, maximum
from antral.analysis.methods.continuous.censored_profile import Profile, limit
from antral.analysis.methods.continuous.sample import arms, numbers
from antral.analysis.methods.result import Result
from antral.core import InputError

TOBIT = (
    "Tobit model (values below each woman's own limit censored), maximum likelihood, interval and p-value by "
    "likelihood ratio"
)


class Censored(NamedTuple):
    """The last coefficient of many trials; `[trial]` each, NaN where there is none."""

    estimate: Numbers
    """Infinite where all of one arm are below detection."""
    low: Numbers
    high: Numbers
    p_value: Numbers
    error: Numbers
    """Wald's standard error."""
    sigma: Numbers
    """Spread of the values about the model, by maximum likelihood."""
    log_likelihood: Numbers
    estimable: Flags


def censored(columns: Numbers, values: Numbers, below: Flags, known: Flags, level: float = 0.95) -> Censored:
    """The last column's coefficient, adjusted for the others and the mean.

    Estimable where the values above detection leave a residual spread and do not all lie below in both arms.

    Parameters
    ----------
    columns
        `[column, woman, trial]`; the last is 1 in the treated arm and 0 in the control arm.
    values, below, known
        `[woman, trial]`; a value, or the limit below which it lies; a woman counts where she is known.
    """
    seen = known & ~below
    values = np.where(known, values, 0.0)
    fit = ancova(columns, values, seen, 0)
    kept = ancova(columns, values, known, 0).kept
    treated = columns[-1] > 0
    no_treated, no_control = ~(seen & treated).any(axis=0), ~(seen & ~treated).any(axis=0)
    estimable = (fit.freedom > 0) & (fit.variance > 0) & kept[-1] & ~(no_treated & no_control)
    with np.errstate(invalid="ignore", divide="ignore"):
        centre = np.where(estimable, np.where(seen, values, 0.0).sum(axis=0) / seen.sum(axis=0), 0.0)
    scale = np.sqrt(np.where(estimable, fit.variance, 1.0))
    model = np.where(kept[:, np.newaxis, :], columns, 0.0)
    model = np.concatenate([np.ones((1, *values.shape)), model])
    data = Data(model, (values - centre) / scale, below, known & estimable)
    best = maximum(_where_seen(data, treated, no_treated, no_control))
    estimable &= best.settled
    estimate, error = _wald(_where_seen(data, treated, no_treated, no_control), best.place)
    estimate = np.where(no_treated, -np.inf, np.where(no_control, np.inf, estimate))
    error = np.where(no_treated | no_control, np.nan, error)
    profile = Profile(data._replace(columns=model[:-1]), model[-1], best.log_likelihood)
    z = float(ndtri(1 - (1 - level) / 2))
    low, high = (limit(profile, estimate, error, side, z, estimable) for side in (-1.0, 1.0))
    apart, _ = profile.at(np.zeros(len(estimate)), None)
    p, sigma = erfc(apart / np.sqrt(2)), scale / best.place[-1]
    likelihood = best.log_likelihood - seen.sum(axis=0) * np.log(scale)
    shown = np.where(estimable, 1.0, np.nan)
    unit = scale * shown
    found = (estimate * unit, low * unit, high * unit)
    return Censored(*found, p * shown, error * unit, sigma * shown, likelihood * shown, estimable)


def _where_seen(data: Data, treated: Flags, no_treated: Flags, no_control: Flags) -> Data:
    """Without the arm that lies wholly below detection: its mean may be anything low enough, and says nothing more."""
    columns = data.columns.copy()
    columns[-1] = np.where(no_treated | no_control, 0.0, columns[-1])
    return data._replace(columns=columns, known=data.known & ~(no_treated & treated) & ~(no_control & ~treated))


def _wald(data: Data, place: Numbers) -> tuple[Numbers, Numbers]:
    """The last coefficient and its standard error, by the observed information."""
    _, information = derivatives(data, place)
    empty = np.einsum("tii->ti", information)
    empty += np.where(empty > 0, 0.0, 1.0)
    estimate = place[-2] / place[-1]
    turn = np.zeros((len(estimate), len(place)))
    turn[:, -2], turn[:, -1] = 1 / place[-1], -estimate / place[-1]
    variance = (turn * np.linalg.solve(information, turn[:, :, np.newaxis])[:, :, 0]).sum(axis=1)
    return estimate, np.sqrt(np.maximum(variance, 0.0))


def tobit(
    values: ArrayLike,
    below: ArrayLike,
    arm: Sequence[object],
    versus: tuple[object, object],
    covariates: Mapping[str, ArrayLike] | None = None,
    level: float = 0.95,
) -> Result:
    """Difference of two arms' means where some values are only known to lie below a limit.

    Parameters
    ----------
    values
        Her value, or the limit that her value lies below, `[woman]`; NaN where missing. For hormones give logarithms,
        and tell the result `as_ratio`.
    below
        Whether only the limit is known, `[woman]`. Each woman may have a limit of her own.
    arm, versus, covariates
        As in `adjusted_difference`.

    Returns
    -------
    NaN where all values lie below detection, or too few above it to show a spread. An infinite estimate with one finite
    limit where those of one arm do.
    """
    outcome = numbers(values, "values")
    hidden = np.asarray(below)
    if hidden.shape != outcome.shape or hidden.dtype != np.bool_:
        raise InputError(f"below: true or false for each of the {len(outcome)} women was wanted.")
    sample = arms(outcome, arm, versus, covariates)
    columns = np.concatenate([sample.covariates, sample.others, sample.treated[np.newaxis]])[:, :, np.newaxis]
    value, hidden = outcome[sample.known][:, np.newaxis], hidden[sample.known][:, np.newaxis]
    found = censored(columns, value, hidden, np.ones(value.shape, dtype=bool), level_of(level))
    estimate, low, high, p_value, error, sigma, likelihood = (float(part[0]) for part in found[:-1])
    z = float(ndtri(1 - (1 - level) / 2))
    return Result(
        method=TOBIT + (f", adjusted for {', '.join(covariates)}" if covariates else ""),
        effect="adjusted difference of means of the underlying values, treated less control",
        estimate=estimate,
        low=low,
        high=high,
        p_value=p_value,
        confidence=level,
        statistic=estimate / error if math.isfinite(error) else math.nan,
        n=sample.n,
        left_out=sample.left_out,
        assumptions=(
            "women are independent",
            "values are normal with the same variance for all women, below detection too",
            "a limit does not depend on the value that it hides",
            "many women: the interval is a little too narrow in few",
        ),
        notes=_notes(bool(found.estimable[0]), estimate, bool(hidden.all())),
        details={
            "below_detection": float(hidden.sum()),
            "sigma": sigma,
            "log_likelihood": likelihood,
            "standard error": error,
            "wald_low": estimate - z * error,
            "wald_high": estimate + z * error,
        },
    )


def _notes(estimable: bool, estimate: float, hidden: bool) -> tuple[str, ...]:
    """What a reader must know of values below detection."""
    if hidden:
        return ("all values lie below detection: nothing can be estimated",)
    if not estimable:
        return ("too few values above detection to estimate a difference and a spread; take ranks (`gehan_test`)",)
    if math.isinf(estimate):
        return ("all values of one arm lie below detection: the estimate has no bound on one side",)
    return ()
