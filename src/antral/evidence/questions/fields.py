"""What studies differ in: fields to group by, and fields to regress on."""

import math
from collections.abc import Callable, Container, Iterable
from types import MappingProxyType
from typing import Final

from antral.core import InputError
from antral.evidence.studies import Arm, Study

UNSTATED: Final = "not stated"


def _plain(text: str) -> str:
    return text.replace("_", " ")


def _autologous(_: Study, arm: Arm) -> str:
    return UNSTATED if arm.autologous is None else "autologous" if arm.autologous else "allogeneic"


GROUPS: Final = MappingProxyType[str, Callable[[Study, Arm], str]](
    {
        "cell_source": lambda _, arm: _plain(arm.source),
        "route": lambda _, arm: _plain(arm.route),
        "autologous": _autologous,
        "comedication": lambda _, arm: arm.comedication or "none stated",
        "design": lambda study, _: _plain(study.design),
        "indication": lambda study, _: _plain(study.population.indication),
        "role": lambda study, _: _plain(study.role),
    }
)
"""Fields to group by."""

NUMBERS: Final = MappingProxyType[str, tuple[str, Callable[[Study, Arm], float | None]]](
    {
        "dose": ("log10 cells", lambda _, arm: None if arm.cells is None else math.log10(arm.cells)),
        "age": ("years, mean at entry", lambda study, _: study.population.age_mean),
        "baseline_fsh": ("IU/L, mean at entry", lambda study, _: study.population.fsh_mean),
        "autologous": ("1 autologous, 0 allogeneic", lambda _, arm: None if arm.autologous is None else arm.autologous),
    }
)
"""Fields to regress on: unit, and the number of one arm; none where it is not stated."""


def group_of(field: str, study: Study, arm: Arm) -> str:
    """The group of one arm."""
    if field not in GROUPS:
        raise InputError(_unknown(field, "group by", GROUPS, "--on", NUMBERS))
    return GROUPS[field](study, arm)


def number_of(field: str, study: Study, arm: Arm) -> float | None:
    """The number of one arm; none where it is not stated."""
    if field not in NUMBERS:
        raise InputError(_unknown(field, "regress on", NUMBERS, "--by", GROUPS))
    found = NUMBERS[field][1](study, arm)
    return None if found is None else float(found)


def _unknown(field: str, what: str, known: Iterable[str], other: str, others: Container[str]) -> str:
    where = f" With {other} it can be used." if field in others else ""
    return f"studies cannot be asked to {what} {field!r}; known are: {', '.join(known)}.{where}"
