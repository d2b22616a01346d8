"""Several effects of one study beside metafor, clubSandwich and robumeta."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antral.evidence import pooling
from antral.verify.evidence.data import column, dataset
from antral.verify.oracles import Checks

Found = Mapping[str, float]
Names = str | Sequence[str]


def _numbered(name: str, values: Any) -> dict[str, float]:
    return {f"{name}{k + 1}": float(value) for k, value in enumerate(values) if value is not None}


def _numbers(found: pooling.dependence.Coefficients) -> dict[str, float]:
    values = _numbered("b", found.coefficients) | _numbered("se", found.se) | _numbered("p", found.p)
    return values | _numbered("low", found.low) | _numbered("df", found.df)


def _listed(names: Names) -> list[str]:
    return [names] if isinstance(names, str) else list(names)


def _covariance(data: str) -> NDArray[np.float64]:
    """Variances, or the blocks of trials with two outcomes."""
    columns = dataset(data)
    if "vi" in columns:
        return np.asarray(columns["vi"], float)
    rows = np.column_stack([columns["v1"], columns["v2"]])
    found = np.zeros((len(rows), len(rows)))
    for at in range(0, len(rows), 2):
        found[at : at + 2, at : at + 2] = rows[at : at + 2]
    return found


def _fit(data: str, levels: Names, moderators: Names = (), **how: Any) -> pooling.dependence.Multilevel:
    columns, wanted = dataset(data), _listed(levels)
    nested = {wanted[0]: columns[wanted[0]]}
    for inner in wanted[1:]:
        nested[inner] = [f"{a} {b}" for a, b in zip(columns[wanted[0]], columns[inner], strict=True)]
    explained = {name: columns[name] for name in _listed(moderators)}
    return pooling.dependence.multilevel(columns["yi"], _covariance(data), nested, explained, **how)


def _multilevel(data: str, levels: Names, moderators: Names = (), **how: Any) -> Found:
    found = _fit(data, levels, moderators, **how)
    values = _numbers(found.found) | _numbered("sigma2_", found.sigma2.values())
    return values | {"log_likelihood": found.log_likelihood, "q": found.q}


def _robust(data: str, levels: Names, kind: Any, moderators: Names = ()) -> Found:
    fitted = _fit(data, levels, moderators)
    return _numbers(fitted.with_robust_errors(dataset(data)[_listed(levels)[0]], kind=kind))


def _correlated_effects(data: str, study: str, rho: float, moderators: Names = ()) -> Found:
    explained = {name: dataset(data)[name] for name in _listed(moderators)}
    found = pooling.dependence.correlated_effects(
        column(data, "yi"), column(data, "vi"), dataset(data)[study], explained, rho=rho
    )
    return _numbers(found.found) | {"tau2": found.tau2}


def _shared_women(vi: Sequence[float], study: Sequence[int], correlation: float) -> Found:
    found = pooling.dependence.shared_women(vi, study, correlation)
    return {f"c{i + 1}{j + 1}": float(found[i, j]) for i in range(len(vi)) for j in range(len(vi))}


def _shared_control(measure: str, arms: Sequence[Sequence[float]]) -> Found:
    """Two arms against a third; the variance of their own comparison."""
    takes = pooling.MEASURES[measure].takes
    own = [name for name in takes if not name.startswith("control_")]
    control: dict[str, Any] = dict(zip((f"control_{name}" for name in own), arms[2], strict=True))
    treated: list[dict[str, Any]] = [dict(zip(own, arm, strict=True)) for arm in arms[:2]]
    vi = [pooling.effect_size(measure, **arm, **control).vi[0] for arm in treated]
    needs = {name: value for name, value in control.items() if measure == "ROM" or name != "control_mean"}
    found = pooling.dependence.shared_control(
        vi, ["control", "control"], pooling.dependence.control_part(measure, **needs)
    )
    return {"direct": float(np.array([1, -1]) @ found @ np.array([1, -1]))}


CHECKS: Checks = {
    "multilevel": _multilevel,
    "robust": _robust,
    "correlated_effects": _correlated_effects,
    "shared_women": _shared_women,
    "shared_control": _shared_control,
}
