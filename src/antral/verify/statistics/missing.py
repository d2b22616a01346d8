"""Rubin's rules, and what imputations are on average."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from antral.analysis import methods
from antral.verify.oracles import Checks

_COPIES = 4000
_SEED = 5


def _pool(estimates: list[float], errors: list[float], df: float = math.inf) -> Mapping[str, float]:
    return methods.missing.pool(estimates, errors, df)._asdict()


def _completed(
    values: list[list[float]], arm: list[str], baseline: list[float], assume: str = "at_random"
) -> methods.missing.Imputed:
    about: dict[str, Any] = {"assume": assume, "reference": "control", "m": _COPIES, "seed": _SEED}
    return methods.missing.impute(values, arm, {"baseline": baseline}, **about)


def _imputed(values: list[list[float]], arm: list[str], baseline: list[float], assume: str) -> Mapping[str, float]:
    """The mean of many imputations: the adjusted difference at the last visit, and each arm's mean."""
    data = _completed(values, arm, baseline, assume)
    means = {f"mean_{one}": float(data.values[:, data.arm == one, -1].mean()) for one in np.unique(data.arm).tolist()}
    estimates, _, _ = methods.missing.covariance_at(("cells", "control"))(data)
    return {"estimate": float(estimates.mean()), **means}


def _pooled(values: list[list[float]], arm: list[str], baseline: list[float]) -> Mapping[str, float]:
    """The adjusted difference at the last visit, with its standard error."""
    estimates, errors, df = methods.missing.covariance_at(("cells", "control"))(_completed(values, arm, baseline))
    return methods.missing.pool(estimates, errors, df)._asdict()


def _tipping(
    completed: list[list[float]], arm: list[str], baseline: list[float], gone: list[bool]
) -> Mapping[str, float]:
    data = methods.missing.Imputed(
        values=np.array(completed)[:, :, np.newaxis],
        arm=np.array(arm),
        covariates={"baseline": np.array(baseline)},
        after_last=np.array(gone)[:, np.newaxis],
        gaps=0,
        left_out=0,
        assumed="given",
    )
    analysis = methods.missing.covariance_at(("cells", "control"))
    found = methods.missing.tipping_point(data, analysis, "cells", deltas=(0.0, 5.0))
    rows = {f"{name}_at_{row.delta:g}": getattr(row, name) for row in found.table for name in ("p_value", "estimate")}
    return {"delta": found.delta, **rows}


CHECKS: Checks = {"pool": _pool, "imputed": _imputed, "pooled": _pooled, "tipping": _tipping}
