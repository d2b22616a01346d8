"""Counts pooled under one effect beside metafor, and printed forms beside quadrature."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from antral.analysis import methods
from antral.evidence import pooling
from antral.verify.evidence.data import dataset, effects
from antral.verify.evidence.random_effects import numbers
from antral.verify.oracles import Checks

_CELLS = ("events", "n", "control_events", "control_n")


def _counts(
    measure: str,
    data: str = "",
    cells: Sequence[Sequence[int]] = (),
    back: str = "identity",
) -> Mapping[str, float]:
    """A pooling of counts, and the test of Cochran, Mantel and Haenszel with its correction."""
    columns = dataset(data) if data else dict(zip(_CELLS, cells, strict=True))
    x, n, y, m = (columns[name] for name in _CELLS)
    found = (
        pooling.peto(x, n, y, m) if measure == "PETO" else pooling.mantel_haenszel(x, n, y, m, measure=measure)  # type: ignore[arg-type]
    )
    test = methods.binary.mantel_haenszel(events=np.array([x, y]), n=np.array([n, m]), corrected=True)
    return numbers(found.on(back)) | {"cmh": test.statistic, "cmh_p": test.p_value}


def _common_effect(data: str, measure: str = "") -> Mapping[str, float]:
    given = effects(data, measure)
    return numbers(pooling.common_effect(given.yi, given.vi))


def _printed(form: str, values: Sequence[float], n: int | None = None) -> Mapping[str, float]:
    df = None if n is None else n - 1
    if form == "interval":
        return {"se": pooling.se_from_interval(values[0], values[1], df=df)}
    if form == "p":
        return {"se": pooling.se_from_p(values[0], values[1], df=df)}
    if form == "se":
        return {"sd": pooling.sd_from_se(values[0], n or 0)}
    of: Any = {"range": pooling.from_range, "quartiles": pooling.from_quartiles, "five": pooling.from_five}[form]
    found = of(*values, n)
    return {"mean": found.mean, "sd": found.sd}


CHECKS: Checks = {"counts": _counts, "common_effect": _common_effect, "printed": _printed}
