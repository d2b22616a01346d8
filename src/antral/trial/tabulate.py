"""The tables of a trial, from what was planned and what was simulated."""

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.dataset import Tables, tables
from antral.population import Bank
from antral.protocol import Protocol
from antral.trial import events
from antral.trial.adverse_events import background_events, infusion_reactions
from antral.trial.dose import products
from antral.trial.dropout import WITHDREW
from antral.trial.observe import observe
from antral.trial.plan import Plan
from antral.trial.roster import Values


def tabulate(
    protocol: Protocol,
    bank: Bank,
    plan: Plan,
    values: Values,
    t_days: NDArray[np.float64],
    shared: pl.DataFrame,
) -> Tables:
    """The tables that one course of every participant fills.

    Parameters
    ----------
    shared
        Events that do not depend on the course.
    """
    roster = plan.roster
    found = [shared]
    if protocol.diary.kept:
        found.append(events.bleeding(roster, values, t_days, plan.stay))
    return tables(
        participants(protocol, bank, plan),
        observe(protocol, roster, plan.attendance, values, t_days, measured=bank.measured, place=plan.place),
        pl.concat(found).sort("trial", "participant_id", "day", "kind"),
    )


def participants(protocol: Protocol, bank: Bank, plan: Plan) -> pl.DataFrame:
    """The table `participants`."""
    names = list(protocol.arms)
    doses = np.array([float(arm.dose_cells) for arm in protocol.arms.values()])
    return pl.DataFrame(
        {
            "trial": plan.roster.trial,
            "participant_id": plan.roster.participant_id,
            "woman": plan.roster.woman,
            "arm": pl.Series(names, dtype=pl.String).gather(pl.Series(plan.arm, dtype=pl.UInt32)),
            "dose_cells": doses[plan.arm],
            "stratum": pl.Series(["all"], dtype=pl.String).new_from_index(0, plan.roster.size),
            "randomisation_code": plan.code,
            "age_years": bank.age_years[plan.place],
            "enrolled_day": plan.enrolled_day,
            "last_day": plan.stay.last_day,
            "completed": plan.stay.completed,
        }
    ).with_columns(pl.when("completed").then(None).otherwise(pl.lit(WITHDREW)).alias("discontinuation"))


def shared_events(protocol: Protocol, plan: Plan) -> pl.DataFrame:
    """Events that do not depend on what the cells do: infusions, adverse events, missed visits, departures."""
    roster, given = plan.roster, plan.given
    who: dict[str, Any] = {"seed": roster.seed, "trial": roster.trial, "woman": roster.woman}
    adverse = []
    for kind, event in enumerate(protocol.adverse_events):
        if event.trigger == "background" and event.per_woman_year is not None:
            found = background_events(event.per_woman_year, plan.stay.last_day, kind=kind, **who)
        elif event.trigger == "infusion":
            chance = event.probability_after_cells
            found = infusion_reactions(chance, given.row, given.day, given.nth, kind=kind, **who)
        else:
            continue
        grade = max(event.grades, key=lambda grade: event.grades[grade])
        serious = event.serious_share > 0.5
        adverse.append(events.adverse(roster, found, event.term, serious=serious, severity=grade))
    return pl.concat(
        [
            events.infused(roster, given.row, given.day, products(protocol, given), given.cells),
            *adverse,
            events.missed(roster, protocol.treatment_visits, plan.attendance),
            events.departures(roster, plan.stay),
        ]
    )


def without(seen: Tables, lost: pl.DataFrame) -> Tables:
    """The tables without some participants, given as trial and participant_id."""
    keys = lost.cast(pl.Int32)
    participants_left, observations_left, events_left = (
        frame.join(keys, on=keys.columns, how="anti", maintain_order="left")
        for frame in (seen.participants, seen.observations, seen.events)
    )
    return Tables(participants_left, observations_left, events_left, has_events=seen.has_events)


def joined(parts: list[Tables]) -> Tables:
    """The tables of several groups of trials, one after the other."""
    return Tables(
        pl.concat([part.participants for part in parts]),
        pl.concat([part.observations for part in parts]),
        pl.concat([part.events for part in parts]),
    )
