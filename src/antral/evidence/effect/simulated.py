"""Every study repeated, without an effect of cells and under many, in groups of women that share nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antral.core import Purpose, normal, philox
from antral.evidence.effect.likelihood import label, women_of
from antral.evidence.effect.prior import RESPONDERS, WORKS, Prior, scenario_of
from antral.evidence.effect.weights import Used
from antral.evidence.replicas import Replica, simulated

Floats = NDArray[np.float64]

GROUPS: Final = 10
_WORKS_FOR_SURE: Final = 6.0
_USES: Final = 4
"""Of a woman, on average: to find one whom a protocol admits costs as much as to follow eight of them."""
_FEWER: Final = 8
"""Times fewer women where nobody is given cells: their studies move the result little."""
_LUCK: Final = 8192
"""Ordinal from which the seeds of the groups are drawn."""


@dataclass(frozen=True)
class Counted:
    """Women of one outcome who had the event, in replicates of its study."""

    none: Floats
    """Where cells do nothing. `[group, replicate]`"""
    some: Floats
    """The same women where cells do something in each of them; without replicates where nobody is given cells."""
    women: int
    """Of a replicate."""
    columns: dict[str, Floats]
    """Parameters of the effect in each replicate. `[group, replicate]`"""


@dataclass(frozen=True)
class Repeated:
    """What all studies would have printed."""

    counted: dict[str, Counted]
    """By `label`."""
    patient_years: float


def repeated(
    law: Prior,
    studies: Sequence[Used],
    *,
    women: int,
    seed: int,
    folder: Path | None = None,
    threads: int | None = None,
    progress: Callable[[str], None] = lambda text: None,
) -> Repeated:
    """Repeat every study with as many women as are asked for, and the same women again with an effect.

    Each replicate has a row of effect parameters of its own, in which cells work and every woman responds: what a share
    of responders does to a share of women is arithmetic. A group has women, luck and rows of its own, so that groups
    differ by all that chance does.

    Parameters
    ----------
    law
        Rows are drawn from it; it should reach beyond every prior that is asked about.
    women
        Simulated of each study, at least; an eighth of them where nobody is given cells.
    folder
        Keeps what each group printed, so that a run that was stopped goes on; must exist.
    """
    counted: dict[str, Counted] = {}
    years = 0.0
    for place, study in enumerate(studies):
        replica = _counting(study)
        people = replica.protocol.design.participants
        trials = ceil((women / _FEWER if study.yardstick else women) / GROUPS / people)
        has_cells = any(arm.total_cells for arm in replica.protocol.arms.values())
        none, some, rows = [], [], []
        for group in range(GROUPS):
            progress(f"{study.name}, group {group + 1} of {GROUPS}")
            luck = int(philox(seed, group, place, Purpose.PARTICLE, _LUCK)[0])
            columns = _rows(law, luck, trials)
            found = simulated(
                replica,
                ["none", scenario_of(columns)] if has_cells else ["none"],
                trials=trials,
                seed=luck,
                women=max(people, trials * people // _USES),
                threads=threads,
                folder=folder,
            )
            years += found.patient_years
            none.append({one.key: found.values[one.key][0] for one in study.outcomes})
            some.append({one.key: found.values[one.key][1:].ravel() for one in study.outcomes})
            rows.append(columns)
        for one in study.outcomes:
            counted[label(study, one)] = Counted(
                np.stack([group[one.key] for group in none]),
                np.stack([group[one.key] for group in some]),
                women_of(study, one),
                {name: np.stack([group[name] for group in rows]) for name in rows[0]},
            )
    return Repeated(counted, years)


def together(parts: Sequence[Repeated]) -> Repeated:
    """The groups of several runs as one."""
    counted = {}
    for name, first in parts[0].counted.items():
        all_of = [part.counted[name] for part in parts]
        counted[name] = Counted(
            np.concatenate([one.none for one in all_of]),
            np.concatenate([one.some for one in all_of]),
            first.women,
            {key: np.concatenate([one.columns[key] for one in all_of]) for key in first.columns},
        )
    return Repeated(counted, sum(part.patient_years for part in parts))


def _rows(law: Prior, luck: int, trials: int) -> Mapping[str, Floats]:
    """Effect parameters of each replicate of a group: cells work, and every woman responds."""
    z = normal(luck, 0, np.arange(trials)[:, None], Purpose.PARTICLE, np.arange(len(law.names))[None, :])
    z[:, law.names.index(WORKS)] = _WORKS_FOR_SURE
    columns = {name: one for name, one in law.columns(z).items() if name not in law.nuisance}
    return {**columns, RESPONDERS: np.ones(trials)}


def _counting(study: Used) -> Replica:
    """The study's replica, with women counted where a sign or a percentage was printed."""
    counts = tuple(replace(one, kind="count", rule=None) for one in study.outcomes)
    return replace(study.replica, reported=counts, variants=())
