"""Women who present to a clinic: drawn, run in, measured at the visits before randomisation."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antral.measurement import Bleeds
from antral.patient import Cohort
from antral.population import clinic
from antral.population.asked import asked
from antral.population.diagnosis import candidates
from antral.population.draw import Women
from antral.population.mix import Mix, mix
from antral.population.run_in import Lives, run_in
from antral.population.screen import presents
from antral.protocol import Protocol, load

CLINIC: Final = "NCT07115082"
"""The protocol at whose visits women are seen where a trial has no calendar of its own."""
CLINIC_MEASURES: Final = ("FSH", "LH", "E2", "AMH")
"""What a clinic measures at each of these visits, whatever that trial does."""


@dataclass(frozen=True)
class Presented:
    """Drawn women, and which of them came."""

    drawn: Women
    """Everybody drawn, before the diagnosis."""
    women: Women
    """Those with the disease. First axis of all that follows: woman."""
    lives: Lives
    noted: Bleeds
    measured: clinic.Measured
    known: Cohort
    """What screening knows of them, on the day of the last visit before randomisation."""
    came: NDArray[np.int64]
    """Positions of those who present."""
    sound: NDArray[np.bool_]
    """Whose simulation stayed finite."""
    first_visit: float
    """Day of the first visit, before randomisation."""
    patient_years: float
    """Simulated."""


def presented(
    protocol: Protocol, chosen: Mix, numbers: NDArray[np.int64], *, seed: int, threads: int | None = None
) -> Presented:
    """Draw women of a mix by their numbers and follow them to the last visit before randomisation."""
    found = candidates(chosen.mix, numbers, seed=seed, threads=threads)
    women = found.women
    referral = chosen.referral
    unrecorded, recorded = clinic.calendar(protocol, chosen.run_in_days, referral.window_days)
    lives = run_in(women, seed=seed, unrecorded_days=unrecorded, recorded_days=recorded, threads=threads)
    noted = clinic.noted_bleeds(lives, seed=seed)
    first = min((visit.day for visit in protocol.screening_visits), default=0.0)
    often = clinic.bleeds_between(noted, len(women), first - referral.window_days, first)
    sound = lives.course.status == 0
    measured = clinic.see(protocol, lives, seed=seed)
    return Presented(
        drawn=found.drawn,
        women=women,
        lives=lives,
        noted=noted,
        measured=measured,
        known=clinic.known(protocol, women.age_years, noted, measured),
        came=np.flatnonzero(presents(referral, often) & sound),
        sound=sound,
        first_visit=first,
        patient_years=lives.patient_years + found.patient_years,
    )


def usual_clinic() -> Protocol:
    """A protocol whose visits before randomisation measure all that a clinic may."""
    protocol = load(CLINIC)
    visits = tuple(
        visit.model_copy(update={"measures": CLINIC_MEASURES}) if visit in protocol.screening_visits else visit
        for visit in protocol.visits
    )
    return protocol.model_copy(update={"visits": visits})


def presenting(
    protocol: Protocol, *, count: int, seed: int, threads: int | None = None
) -> Iterator[tuple[Cohort, Women]]:
    """Virtual women who present to the clinic of a protocol, batch by batch, until there are so many.

    They are the candidates of which a bank admits some: what screening knows of them, and who they are.
    """
    chosen, batches = mix(protocol.candidates.mix), asked(protocol.candidates, seed=seed)
    while count > 0:
        found = presented(protocol, chosen, next(batches), seed=seed, threads=threads)
        rows = found.came[:count]
        yield found.known.take(rows), found.women.take(rows)
        count -= rows.size
