"""Several visits of each woman."""

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final, NamedTuple

import numpy as np

from antral.analysis.applied.application import Application, Applied
from antral.analysis.applied.data import Data, Numbers, wide
from antral.analysis.methods import mmrm
from antral.core import InputError


def _first_of_each(data: Data, values: Numbers, who: list[str], name: str) -> Numbers:
    """A woman's value, the same in all her rows. `[person]`"""
    found = np.full(len(who), np.nan)
    place = {one: at for at, one in enumerate(who)}
    for row, person in enumerate(data.people):
        at = place[person]
        if np.isfinite(values[row]) and np.isfinite(found[at]) and values[row] != found[at]:
            line = data.rows.lines[data.chosen[row]]
            raise InputError(f"{data.rows.file}, line {line}, {name}: {values[row]:g} came, {found[at]:g} before.")
        found[at] = values[row] if np.isfinite(values[row]) else found[at]
    return found


def _arm_of_each(data: Data, who: list[str]) -> list[str]:
    arms: dict[str, str] = {}
    for row, (person, arm) in enumerate(zip(data.people, data.arm, strict=True)):
        if arms.setdefault(str(person), arm) != arm:
            line = data.rows.lines[data.chosen[row]]
            raise InputError(f"{data.rows.file}, line {line}: this participant was in arm {arms[str(person)]} before.")
    return [arms[one] for one in who]


_BEFORE: Final = re.compile(r"baseline|bl|screening[ _-]?\d*|(?:week|wk|day|month|visit|w|d|m|v)?[ _-]*0")
"""Visits before treatment, by their names."""


def in_order(data: Data) -> list[str]:
    """The visits in order of time: by day where there is one, by numbers in their names, else as the rows have them.

    Raises
    ------
    InputError
        Rows from which no order can be read.
    """
    cells = data.text("visit")
    names = [name for name in dict.fromkeys(cells) if name is not None]
    numbers = {name: re.findall(r"\d+(?:\.\d+)?", name) for name in names}
    words = {re.sub(r"[\d.]+", "", name).strip(" _-").lower() for name in names if not _BEFORE.fullmatch(name.lower())}
    if "day" in data.rows.columns and data.ask.columns.get("visit", "") != "day":
        day = data.of_column("day")
        when = {
            name: float(np.nanmedian([d for d, one in zip(day, cells, strict=True) if one == name])) for name in names
        }
        how = "by their days"
    elif len(words) <= 1 and all(len(found) == 1 or _BEFORE.fullmatch(name.lower()) for name, found in numbers.items()):
        when = {name: float(numbers[name][0]) if numbers[name] else -1.0 for name in names}
        how = "by the numbers in their names"
    else:
        when = _as_rows_have_them(data, names)
        how = "as the rows have them"
    ordered = sorted(names, key=lambda name: when[name])
    data.remark(f"visits in order of time, {how}: {', '.join(ordered)}")
    return ordered


def _as_rows_have_them(data: Data, names: list[str]) -> dict[str, float]:
    """Place of each visit; rows of a woman that stand in another order are refused."""
    place = {name: float(at) for at, name in enumerate(names)}
    last: dict[str, float] = {}
    for row, (person, visit) in enumerate(zip(data.people, data.text("visit"), strict=True)):
        if visit is None:
            continue
        if place[visit] < last.get(person, -1.0):
            line = data.rows.lines[data.chosen[row]]
            raise InputError(
                f"{data.rows.file}, line {line}: {visit} comes after a later visit, or stands before it in other rows. "
                "Sort the rows of each participant by time, and begin with one who has all visits."
            )
        last[person] = place[visit]
    return place


def _last_known(values: Numbers) -> Numbers:
    """The last value of each row, NaN where there is none. `[person]`"""
    found = np.full(len(values), np.nan)
    for column in values.T:
        found = np.where(np.isfinite(column), column, found)
    return found


class Course(NamedTuple):
    """All visits of each woman."""

    who: list[str]
    values: Numbers
    """`[person, visit]`, NaN where missing."""
    visits: list[str]
    """Those after baseline at which somebody has a value, in order of time."""
    arm: list[str]
    covariates: dict[str, Numbers]
    shown: list[str]
    """Visits that are asked for: the one named, or all."""


def course(data: Data) -> Course:
    """The table with a row for each woman."""
    everything = in_order(data)
    before = [name for name in everything if _BEFORE.fullmatch(name.strip().lower())]
    visits = [name for name in everything if name not in before]
    asked = data.ask.visit
    known = {name.lower(): name for name in visits}
    if asked is not None and asked.lower() not in known:
        raise InputError(f"{data.rows.file}: there is no visit {asked!r}; there are: {', '.join(visits)}.")
    who, values = wide(data, data.number("value"), visits)
    covariates = {name: _first_of_each(data, numbers, who, name) for name, numbers in data.covariates().items()}
    if before:
        data.remark(f"{', '.join(before)}: no response" + (", but the baseline" if not data.has("baseline") else ""))
        if not data.has("baseline"):
            last = wide(data, data.number("value"), before)[1]
            covariates = {"baseline": _last_known(last)} | covariates
    used = [at for at in range(len(visits)) if np.isfinite(values[:, at]).any()]
    named = [visits[at] for at in used]
    shown = named if asked is None else [known[asked.lower()]]
    return Course(who, values[:, used], named, _arm_of_each(data, who), covariates, shown)


def _mmrm(data: Data) -> list[Applied]:
    """Each arm against control at one visit, or at every visit after the baseline's."""
    found = course(data)
    fitted = mmrm.mmrm(
        found.values,
        found.arm,
        control=data.arms[0],
        visits=found.visits,
        covariates=found.covariates,
        structure=data.ask.structure.replace("_", " "),
    )
    arm_of = np.asarray(found.arm)
    results = []
    for arm in data.arms[1:]:
        for visit in found.shown:
            one = fitted.difference(arm, visit, data.ask.level)
            known = np.isfinite(found.values[:, found.visits.index(visit)])
            seen = {name: int(known[arm_of == name].sum()) for name in (arm, data.arms[0])}
            note = (
                f"seen at {visit}: {', '.join(f'{n} of {name}' for name, n in seen.items())}; others by earlier visits"
            )
            results.append(Applied(f"{arm} against {data.arms[0]}, {visit}", replace(one, notes=(*one.notes, note))))
    return results


VISITS: Mapping[str, Application] = MappingProxyType(
    {
        "mmrm": Application(
            "difference of means at each visit, some missing",
            ("participant_id", "arm", "visit", "value"),
            ("baseline", "covariates", "visit", "structure"),
            _mmrm,
            every_visit=True,
            on_logs=True,
        ),
    }
)
