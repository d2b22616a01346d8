"""One participant in close-up: her simulated course, with the cells and without, as fine as wanted."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antral.core import InputError
from antral.engine import HALF_DAILY, OUTPUTS, Infusions, Sampling, advance
from antral.population import Bank
from antral.protocol import Protocol
from antral.therapy import CellParameters, Scenario
from antral.therapy import scenario as named
from antral.trial.compile import Treatment, treatment
from antral.trial.plan import plan
from antral.trial.pregnancies import pregnancies
from antral.trial.roster import Values
from antral.trial.simulate import entering, on_hormones


@dataclass(frozen=True)
class Followed:
    """The true course of one participant from randomisation to the planned end, whether or not she stayed."""

    woman: int
    arm: str
    age_years: float
    last_day: float
    t_days: NDArray[np.float64]
    """Days since randomisation. `[time]`"""
    factual: Values
    """Every output of the engine, under the scenario. `[time]`"""
    no_cell: Values
    """The same without any effect of the cells."""
    infusion_days: tuple[float, ...]
    regimen: str | None
    """Name of the hormones that she takes at some time, if any."""
    tablet_day: NDArray[np.int64]
    """Day of the hormone calendar at each record of the factual course, from 1; 0 off hormones. `[time]`"""


def follow(
    protocol: Protocol,
    bank: Bank,
    *,
    trial: int,
    participant_id: int,
    seed: int,
    scenario: str | Scenario = "none",
    sampling: Sampling = HALF_DAILY,
) -> Followed:
    """The woman whom `conduct` enrols under these numbers, day by day."""
    n = protocol.design.participants
    if not 1 <= participant_id <= n or trial < 1:
        raise InputError(
            f"trial {trial}, participant {participant_id}: trials count from 1, participants from 1 to {n}."
        )
    settled = plan(protocol, bank, np.array([trial]), seed=seed)
    row, chosen = participant_id - 1, named(scenario)
    rows = np.array([row])
    entry = entering(bank, settled).take(rows)
    days = math.ceil(protocol.follow_up_days) + 1
    state, tablets = on_hormones(entry, settled, rows, link=chosen.hormone_link)
    _, course = advance(state, days, seed=seed, trial=trial, tablets=tablets, sampling=sampling)
    t_days = course.t_days - entry.day
    no_cell = {name: getattr(course, name)[0] for name in OUTPUTS}
    factual = no_cell
    effect = treatment(protocol, settled.given, settled.roster, scenario=chosen, entry_day=entry.day)
    if effect is not None and row in effect.rows:
        parameters, infusions = _hers(effect, int(np.flatnonzero(effect.rows == row)[0]))
        _, course = advance(
            state.treated(parameters),
            days,
            seed=seed,
            trial=trial,
            infusions=infusions,
            tablets=tablets,
            sampling=sampling,
        )
        factual = {name: getattr(course, name)[0] for name in OUTPUTS}
    given, taken = settled.given, settled.hormones
    expecting = pregnancies(factual["pregnancy_days"][None, :], t_days)
    stopped = np.full(settled.roster.size, np.inf)
    stopped[row] = expecting.stop(taken.first[rows])[0]
    which = int(taken.which[row])
    return Followed(
        woman=int(settled.roster.woman[row]),
        arm=list(protocol.arms)[settled.arm[row]],
        age_years=float(bank.age_years[settled.place[row]]),
        last_day=float(settled.stay.last_day[row]),
        t_days=t_days,
        factual=factual,
        no_cell=no_cell,
        infusion_days=tuple(float(day) for day in given.day[given.row == row]),
        regimen=taken.regimens[which].name if which >= 0 else None,
        tablet_day=taken.tablet_day(
            np.full(t_days.size, row), np.floor(t_days), 24.0 * (t_days - np.floor(t_days)), stopped
        ),
    )


def _hers(effect: Treatment, place: int) -> tuple[CellParameters, Infusions]:
    """The part of a treatment that concerns one woman."""
    values: list[Any] = [np.asarray(value)[[place]] for value in effect.parameters]
    given = effect.infusions
    hers = Infusions(given.day[[place]], given.lung[[place]], given.ovary[[place]])
    return CellParameters(*values), hers
