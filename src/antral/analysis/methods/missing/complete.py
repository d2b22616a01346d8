"""The analysis of one completed data set, of all of them at once."""

from collections.abc import Callable, Sequence

import numpy as np

from antral.analysis.methods.ancova import ANCOVA, ANCOVA_HC3, ancova
from antral.analysis.methods.continuous.two_means import pooled_error
from antral.analysis.methods.difference import welch_error
from antral.analysis.methods.missing.impute import Imputed
from antral.analysis.methods.missing.sequence import Numbers
from antral.core import InputError

Complete = Callable[[Imputed], tuple[Numbers, Numbers, float]]
"""From completed data to estimates and standard errors `[imputation]`, and the degrees of freedom of complete data."""

T_TEST = "difference of means, Student's t"
WELCH = "difference of means, Welch's t"


def covariance_at(
    versus: tuple[object, object], visit: int = -1, covariates: Sequence[str] | None = None, *, robust: bool = False
) -> Complete:
    """Analysis of covariance of one visit, further arms in the model; all covariates of the imputation by default."""

    def analysis(data: Imputed) -> tuple[Numbers, Numbers, float]:
        asked, reference = _arms(data, versus)
        names = list(data.covariates) if covariates is None else list(covariates)
        further = [name for name in sorted(set(data.arm.tolist())) if name not in {asked, reference}]
        rows = [data.covariates[name] for name in names]
        rows += [(data.arm == name).astype(np.float64) for name in (*further, asked)]
        shape = (len(rows), len(data.arm), len(data.values))
        columns = np.broadcast_to(np.array(rows)[:, :, np.newaxis], shape)
        values = data.values[:, :, visit].T
        fit = ancova(columns, values, np.ones(values.shape, dtype=bool), 1, robust=robust)
        return fit.estimate[0], fit.error[0], float(fit.freedom[0])

    analysis.__doc__ = ANCOVA_HC3 if robust else ANCOVA
    return analysis


def means_at(versus: tuple[object, object], visit: int = -1, *, equal: bool = False) -> Complete:
    """Difference of two arms' means at one visit; Welch's errors unless the spread is taken as equal."""

    def analysis(data: Imputed) -> tuple[Numbers, Numbers, float]:
        groups = [data.values[:, data.arm == one, visit] for one in _arms(data, versus)]
        n = np.array([[group.shape[1]] * len(data.values) for group in groups], dtype=np.float64)
        if n.min() < 2:
            raise InputError("versus: at least two women in each arm were wanted.")
        spread = np.array([group.std(axis=1, ddof=1) for group in groups])
        error, freedom = (pooled_error if equal else welch_error)(spread, n)
        return groups[0].mean(axis=1) - groups[1].mean(axis=1), error, float(np.mean(freedom))

    analysis.__doc__ = T_TEST if equal else WELCH
    return analysis


def _arms(data: Imputed, versus: tuple[object, object]) -> tuple[str, str]:
    """The arm asked for and the reference, both with women."""
    for one in versus:
        if str(one) not in data.arm:
            raise InputError(
                f"versus: there is no arm {one!r}; there are: {', '.join(sorted(set(data.arm.tolist())))}."
            )
    return str(versus[0]), str(versus[1])
