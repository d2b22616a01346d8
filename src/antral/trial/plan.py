"""Everything about a trial that is decided before a day is simulated."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antral.core import Purpose, uniform
from antral.population import Bank
from antral.protocol import Protocol
from antral.trial.adverse_events import Exposure, Found, adverse_events
from antral.trial.allocate import allocate, codes
from antral.trial.check import check
from antral.trial.dose import Given, give
from antral.trial.dropout import Stay, everybody_stays, first_day, stay, until_an_event
from antral.trial.enrol import enrol, enrolment_days
from antral.trial.hormones import Hormones, hormones
from antral.trial.roster import Roster
from antral.trial.strata import strata
from antral.trial.unblinding import Unblinded, unblinded
from antral.trial.visits import Attendance, attend


@dataclass(frozen=True)
class Plan:
    """Who, when, which arm and how long. Arrays `[participant]`, days since randomisation."""

    roster: Roster
    place: NDArray[np.int64]
    """Position in the bank."""
    arm: NDArray[np.int64]
    """Position in the protocol."""
    stratum: NDArray[np.int64]
    """Position in `strata`."""
    strata: tuple[str, ...]
    code: NDArray[np.str_]
    enrolled_day: NDArray[np.float64]
    stay: Stay
    attendance: Attendance
    given: Given
    hormones: Hormones
    trying: NDArray[np.bool_]
    """Whether she tries to conceive."""
    fertility_treatment: NDArray[np.float64]
    """Day on which she would start fertility treatment, infinite where she does not."""
    adverse: Found
    unblinded: Unblinded


def plan(
    protocol: Protocol, bank: Bank, trials: NDArray[np.int64], *, seed: int, everybody_in: str | None = None
) -> Plan:
    """Enrol, allocate and dose the participants of some trials, and settle how long each stays and what befalls her.

    Parameters
    ----------
    everybody_in
        An arm in which all women are put, as nobody can in a real trial; then nobody leaves, misses a visit, tries to
        conceive or starts hormones or treatment of her own.
    """
    check(protocol)
    real = everybody_in is None
    n, allocation = protocol.design.participants, protocol.design.allocation
    place = enrol(bank.state.patients, n, seed=seed, trials=trials)
    found = strata(protocol, bank)
    stratum = found.of_woman[place]
    if everybody_in is None:
        ratio = [allocation.ratio[name] for name in protocol.arms]
        within = stratum if allocation.strata else None
        arm = allocate(n, ratio, allocation.block_sizes, seed=seed, trials=trials, strata=within).ravel()
    else:
        arm = np.full(place.size, list(protocol.arms).index(everybody_in))
    place = place.ravel()
    number = np.tile(np.arange(1, n + 1), trials.size)
    roster = Roster(seed, np.repeat(trials, n), number, bank.state.patients[place])
    taken = hormones(protocol, arm, roster, of_her_own=real)
    staying, given, harm = _stay(protocol, arm, taken, roster, leaving=real)
    visits = protocol.treatment_visits
    wishes, treatment = protocol.conception, protocol.fertility_treatment
    return Plan(
        roster=roster,
        place=place,
        arm=arm,
        stratum=stratum.ravel(),
        strata=found.names,
        code=codes(n, seed=seed, trials=trials).ravel(),
        enrolled_day=enrolment_days(n, protocol.design.enrolment.women_per_month, seed=seed, trials=trials).ravel(),
        stay=staying,
        attendance=attend(
            [visit.day for visit in visits],
            [visit.window_days for visit in visits],
            protocol.missed_visits.probability if real else 0.0,
            staying.last_day,
            protocol.follow_up_days,
            **roster.keys,
        ),
        given=given,
        hormones=taken,
        trying=uniform(seed, roster.trial, roster.woman, Purpose.TRYING, 0)
        < (wishes.trying_share if wishes is not None and real else 0.0),
        fertility_treatment=np.floor(
            first_day(treatment.yearly_probability if treatment and real else 0.0, Purpose.RESCUE, 1, **roster.keys)
        ),
        adverse=harm,
        unblinded=unblinded(protocol.design.unblinding if real else None, harm, staying.last_day, roster),
    )


def _stay(
    protocol: Protocol, arm: NDArray[np.int64], taken: Hormones, roster: Roster, *, leaving: bool
) -> tuple[Stay, Given, Found]:
    """How long each stays, which infusions she gets, and her adverse events.

    Some leave with an adverse event of theirs; a fatal one ends her stay.
    """
    if not leaving:
        staying = everybody_stays(protocol.follow_up_days, roster.size)
        return staying, *_befallen(protocol, arm, taken, staying, roster)
    yearly, follow_up = protocol.dropout.yearly_probability, protocol.follow_up_days
    causes = {str(cause): share for cause, share in protocol.dropout.causes.items()}
    staying = stay(yearly, causes, follow_up, **roster.keys)
    staying, willing = until_an_event(staying, yearly, causes, follow_up, **roster.keys)
    _, harm = _befallen(protocol, arm, taken, staying, roster)
    if np.isfinite(willing).any():
        staying = staying.leaving(harm.first_from(willing))
        _, harm = _befallen(protocol, arm, taken, staying, roster)
    staying = staying.ended(harm.fatal_days(roster.size))
    return staying, give(protocol, arm, staying), harm.where(harm.day <= staying.last_day[harm.row])


def _befallen(
    protocol: Protocol, arm: NDArray[np.int64], taken: Hormones, staying: Stay, roster: Roster
) -> tuple[Given, Found]:
    """Infusions and adverse events of the participants while they stay."""
    given = give(protocol, arm, staying)
    exposure = Exposure(staying.last_day, taken.first, taken.last, given)
    return given, adverse_events(protocol.adverse_events, exposure, roster)
