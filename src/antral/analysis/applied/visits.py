"""Several visits of each woman."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from antral.analysis.applied.application import Application, Applied
from antral.analysis.applied.data import Data, Numbers, wide
from antral.analysis.methods import mmrm
from antral.core import InputError


def _first_of_each(data: Data, values: Numbers, who: list[str], name: str) -> Numbers:
    """A woman's value, the same in all her rows. `[person]`"""
    found = np.full(len(who), np.nan)
    place = {one: at for at, one in enumerate(who)}
    for row, person in enumerate(data.text("participant_id")):
        at = place[str(person)]
        if np.isfinite(values[row]) and np.isfinite(found[at]) and values[row] != found[at]:
            line = data.rows.lines[data.chosen[row]]
            raise InputError(f"{data.rows.file}, line {line}, {name}: {values[row]:g} came, {found[at]:g} before.")
        found[at] = values[row] if np.isfinite(values[row]) else found[at]
    return found


def _arm_of_each(data: Data, who: list[str]) -> list[str]:
    arms: dict[str, str] = {}
    for row, (person, arm) in enumerate(zip(data.text("participant_id"), data.arm, strict=True)):
        if arms.setdefault(str(person), arm) != arm:
            line = data.rows.lines[data.chosen[row]]
            raise InputError(f"{data.rows.file}, line {line}: this participant was in arm {arms[str(person)]} before.")
    return [arms[one] for one in who]


class Course(NamedTuple):
    """All visits of each woman."""

    who: list[str]
    values: Numbers
    """`[person, visit]`, NaN where missing."""
    visits: list[str]
    """Those at which somebody has a value, in the order of the file."""
    arm: list[str]
    covariates: dict[str, Numbers]
    shown: list[str]
    """Visits that are asked for: the one named, or all."""


def course(data: Data) -> Course:
    """The table with a row for each woman."""
    visits = [name for name in dict.fromkeys(data.text("visit")) if name is not None]
    asked = data.ask.visit
    known = {name.lower(): name for name in visits}
    if asked is not None and asked.lower() not in known:
        raise InputError(f"{data.rows.file}: there is no visit {asked!r}; there are: {', '.join(visits)}.")
    who, values = wide(data, data.number("value"), visits)
    covariates = {name: _first_of_each(data, numbers, who, name) for name, numbers in data.covariates().items()}
    used = [at for at in range(len(visits)) if np.isfinite(values[:, at]).any()]
    named = [visits[at] for at in used]
    shown = named if asked is None else [known[asked.lower()]]
    return Course(who, values[:, used], named, _arm_of_each(data, who), covariates, shown)


def _mmrm(data: Data) -> list[Applied]:
    """Each arm against control at one visit, or at every visit after the baseline's."""
    found = course(data)
    fitted = mmrm.mmrm(found.values, found.arm, control=data.arms[0], visits=found.visits, covariates=found.covariates)
    return [
        Applied(f"{arm} against {data.arms[0]}, {visit}", fitted.difference(arm, visit, data.ask.level))
        for arm in data.arms[1:]
        for visit in found.shown
    ]


VISITS: Mapping[str, Application] = MappingProxyType(
    {
        "mmrm": Application(
            "difference of means at each visit, some missing",
            ("participant_id", "arm", "visit", "value"),
            ("baseline", "covariates", "visit"),
            _mmrm,
            every_visit=True,
            on_logs=True,
        ),
    }
)
