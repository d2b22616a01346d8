"""Meta-regression, subgroups and the influence of single studies beside metafor."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from antral.evidence import pooling
from antral.verify.evidence.data import dataset, effects
from antral.verify.oracles import Checks

Found = Mapping[str, float]


def _numbered(name: str, values: Any) -> dict[str, float]:
    return {f"{name}{k + 1}": float(value) for k, value in enumerate(values)}


def _moderators(data: str, names: str | Sequence[str], first: int | None = None) -> dict[str, Any]:
    columns = dataset(data)
    return {name: columns[name][:first] for name in ([names] if isinstance(names, str) else names)}


def _meta_regression(
    data: str, moderators: str | Sequence[str], measure: str = "", at: float | None = None, **how: Any
) -> Found:
    given = effects(data, measure)
    found = pooling.meta_regression(given.yi, given.vi, _moderators(data, moderators), **how)
    names = ("tau2", "i2", "h2", "r2", "qe", "qe_p", "qm", "qm_p")
    values = {name: float(getattr(found, name)) for name in names}
    values |= _numbered("b", found.coefficients) | _numbered("se", found.se) | _numbered("p", found.p)
    if at is None:
        return values
    there = found.at(**{str(moderators): at})
    values |= {"at": there.estimate, "at_se": there.se, "at_low": there.low, "at_high": there.high}
    return values | {"at_prediction_low": there.prediction_low, "at_prediction_high": there.prediction_high}


def _exchanged(data: str, measure: str, moderators: str, first: int, **how: Any) -> Found:
    given = effects(data, measure)
    found = pooling.exchanged(given.yi[:first], given.vi[:first], _moderators(data, moderators, first), **how)
    return _numbered("p", found.p) | {"qm_p": found.qm_p}


def _subgroups(data: str, measure: str, by: str, common_tau2: bool = False) -> Found:
    given = effects(data, measure)
    found = pooling.subgroups(given.yi, given.vi, dataset(data)[by], common_tau2=common_tau2, interval="Wald")
    values = _numbered("estimate", [one.estimate for one in found.groups.values()])
    return values | _numbered("se", [one.se for one in found.groups.values()]) | {"q": found.q, "q_p": found.q_p}


def _influence(data: str, measure: str = "") -> Found:
    given = effects(data, measure)
    found = pooling.influence(given.yi, given.vi)
    values = _numbered("rstudent", found.rstudent) | _numbered("dffits", found.dffits) | _numbered("cook", found.cook)
    values |= _numbered("cov_r", found.covariance_ratio) | _numbered("tau2_", found.tau2) | _numbered("q", found.q)
    return values | _numbered("hat", found.hat) | _numbered("dfbetas", found.dfbetas)


def _baujat(data: str, measure: str) -> Found:
    given = effects(data, measure)
    found = pooling.baujat(given.yi, given.vi)
    return _numbered("x", found.heterogeneity) | _numbered("y", found.pull)


def _pool(yi: Any, vi: Any, labels: Sequence[str]) -> pooling.Pooled:
    return pooling.random_effects(yi, vi, labels=labels)


def _one_by_one(data: str, measure: str, order: str = "") -> Found:
    given = effects(data, measure)
    if order:
        by = np.asarray(dataset(data)[order])
        found: Sequence[pooling.Pooled] = pooling.cumulative(given.yi, given.vi, by, _pool)
    else:
        found = list(pooling.leave_one_out(given.yi, given.vi, _pool).values())
    of = partial(map, float)
    return (
        _numbered("estimate", of(one.estimate for one in found))
        | _numbered("se", of(one.se for one in found))
        | _numbered("low", of(one.low for one in found))
    )


CHECKS: Checks = {
    "meta_regression": _meta_regression,
    "exchanged": _exchanged,
    "subgroups": _subgroups,
    "influence": _influence,
    "baujat": _baujat,
    "one_by_one": _one_by_one,
}
