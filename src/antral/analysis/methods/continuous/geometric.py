"""Ratio of geometric means: any difference on the log scale, taken back."""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from antral.analysis.methods.continuous.sample import Numbers, numbers
from antral.analysis.methods.continuous.two_means import welch_test
from antral.analysis.methods.result import Result
from antral.core import InputError

RATIO_OF_GEOMETRIC_MEANS = "ratio of geometric means, Welch t test and t interval on logarithms (unequal variances)"


def as_ratio(result: Result, method: str | None = None) -> Result:
    """A difference of natural logarithms, told as a ratio; p-value and degrees of freedom stay.

    Of an analysis of covariance, a Tobit model or a t test of `log(value)`.
    """
    return replace(
        result,
        method=method or f"ratio of geometric means: {result.method}, on logarithms",
        effect="ratio of geometric means",
        estimate=math.exp(result.estimate),
        low=math.exp(result.low),
        high=math.exp(result.high),
        assumptions=tuple(one.replace("values are", "logarithms of the values are") for one in result.assumptions),
        details={f"log_{name}": number for name, number in result.details.items()},
    )


def geometric_mean_ratio(treated: ArrayLike, control: ArrayLike, level: float = 0.95) -> Result:
    """Geometric mean of the treated over that of the control group; positive values, `[woman]`, NaN where missing."""
    logs = _logs(treated, "treated"), _logs(control, "control")
    return as_ratio(welch_test(*logs, level=level), RATIO_OF_GEOMETRIC_MEANS)


def _logs(values: ArrayLike, name: str) -> Numbers:
    """Natural logarithms of positive values."""
    found = numbers(values, name)
    if (found <= 0).any():
        raise InputError(
            f"{name}: a geometric mean wants positive values; {np.nanmin(found):g} came. Values below detection belong "
            "to `tobit` or `gehan_test`."
        )
    return np.log(found)
