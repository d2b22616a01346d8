"""Tests of the funnel beside metafor and R."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from antral.evidence import pooling
from antral.verify.evidence.data import dataset, effects
from antral.verify.oracles import Checks

Found = Mapping[str, float]


def _numbers(found: pooling.small_studies.SmallStudyTest) -> Found:
    return {name: float(value) for name, value in asdict(found).items() if isinstance(value, (int, float))}


def _egger(data: str, model: Any, measure: str = "") -> Found:
    given = effects(data, measure)
    return _numbers(pooling.small_studies.egger(given.yi, given.vi, model=model))


def _begg(data: str, measure: str = "") -> Found:
    given = effects(data, measure)
    return _numbers(pooling.small_studies.begg(given.yi, given.vi))


def _binary(data: str, test: str) -> Found:
    columns = dataset(data)
    cells = [columns[name] for name in ("events", "n", "control_events", "control_n")]
    of = pooling.small_studies.harbord if test == "harbord" else pooling.small_studies.peters
    return _numbers(of(*cells))


def _trim_and_fill(data: str, measure: str = "", **how: Any) -> Found:
    given = effects(data, measure)
    found = pooling.small_studies.trim_and_fill(given.yi, given.vi, interval="Wald", **how)
    names = ("estimate", "se", "tau2")
    values = {name: float(getattr(found.pooled, name)) for name in names}
    return values | {"missing": float(found.missing), "right": float(found.side == "right")}


CHECKS: Checks = {"egger": _egger, "begg": _begg, "binary": _binary, "trim_and_fill": _trim_and_fill}
