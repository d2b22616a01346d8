"""Everything about a trial that is decided before a day is simulated."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antral.population import Bank
from antral.protocol import Protocol
from antral.trial.allocate import allocate, codes
from antral.trial.check import check
from antral.trial.dose import Given, give
from antral.trial.dropout import Stay, stay
from antral.trial.enrol import enrol, enrolment_days
from antral.trial.roster import Roster
from antral.trial.visits import Attendance, attend


@dataclass(frozen=True)
class Plan:
    """Who, when, which arm and how long. Arrays `[participant]`."""

    roster: Roster
    place: NDArray[np.int64]
    """Position in the bank."""
    arm: NDArray[np.int64]
    """Position in the protocol."""
    code: NDArray[np.str_]
    enrolled_day: NDArray[np.float64]
    stay: Stay
    attendance: Attendance
    given: Given


def plan(protocol: Protocol, bank: Bank, trials: NDArray[np.int64], *, seed: int) -> Plan:
    """Enrol, allocate and dose the participants of some trials, and settle how long each stays and when she is seen."""
    check(protocol)
    n, allocation = protocol.design.participants, protocol.design.allocation
    place = enrol(bank.state.patients, n, seed=seed, trials=trials).ravel()
    roster = Roster(seed, np.repeat(trials, n), np.tile(np.arange(1, n + 1), trials.size), bank.state.patients[place])
    ratio = [allocation.ratio[name] for name in protocol.arms]
    arm = allocate(n, ratio, allocation.block_sizes, seed=seed, trials=trials).ravel()
    who = {"trial": roster.trial, "woman": roster.woman}
    staying = stay(protocol.dropout.yearly_probability, protocol.follow_up_days, seed=seed, **who)
    visits = protocol.treatment_visits
    attendance = attend(
        [visit.day for visit in visits],
        [visit.window_days for visit in visits],
        protocol.missed_visits.probability,
        staying.last_day,
        protocol.follow_up_days,
        seed=seed,
        **who,
    )
    return Plan(
        roster=roster,
        place=place,
        arm=arm,
        code=codes(n, seed=seed, trials=trials).ravel(),
        enrolled_day=enrolment_days(n, protocol.design.enrolment.women_per_month, seed=seed, trials=trials).ravel(),
        stay=staying,
        attendance=attendance,
        given=give(protocol, arm, staying),
    )
