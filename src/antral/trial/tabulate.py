"""The tables of a trial, from what was planned and what was seen."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from antral.dataset import Tables, conform
from antral.population import Bank
from antral.protocol import Protocol
from antral.trial import events
from antral.trial.adverse_events import Found
from antral.trial.observe import Form, Results
from antral.trial.plan import Plan
from antral.trial.seen import Seen


def tabulate(protocol: Protocol, people: pl.DataFrame, plan: Plan, form: Form, before: Results, found: Seen) -> Tables:
    """The tables that one course of every participant fills.

    Parameters
    ----------
    people
        The table `participants`, as `participants` gives it.
    before
        Results up to the day of randomisation.
    """
    last_day, hormones = plan.stay.last_day, plan.hormones
    stopped = found.pregnancies.stop(hormones.first)
    diary = events.Diary(plan.roster)
    events.note_infusions(diary, protocol, plan)
    events.note_absences(diary, protocol, plan)
    events.note_unblinding(diary, plan)
    events.note_harm(diary, protocol, _under_hormones(protocol, plan, stopped))
    events.note_bleeds(diary, found.bleeds, last_day, hormones, stopped)
    events.note_hormones(diary, hormones, last_day, stopped)
    events.note_pregnancies(diary, found.pregnancies, last_day)
    events.note_fertility_treatment(diary, plan, found.pregnancies.first_conceived(plan.roster.size))
    tables = Tables(people, form.table(before, found.results, stopped), diary.table())
    return tables if found.sound.all() else _without(tables, plan, ~found.sound)


def _under_hormones(protocol: Protocol, plan: Plan, stopped: NDArray[np.float64]) -> Found:
    """The adverse events, less those of hormones that a pregnancy had ended by then."""
    found = plan.adverse
    by_hormones = np.array([event.trigger == "hormones" for event in protocol.adverse_events], np.bool_)
    if not by_hormones.any():
        return found
    return found.where(~by_hormones[found.kind] | (found.day < stopped[found.row]))


def participants(protocol: Protocol, bank: Bank, plan: Plan) -> pl.DataFrame:
    """The table `participants`."""
    doses = np.array([float(arm.dose_cells) for arm in protocol.arms.values()])
    causes: list[str | None] = [None, *plan.stay.causes]
    return conform(
        pl.DataFrame(
            {
                "trial": plan.roster.trial,
                "participant_id": plan.roster.participant_id,
                "woman": plan.roster.woman,
                "arm": events.names(list(protocol.arms), plan.arm),
                "dose_cells": doses[plan.arm],
                "stratum": events.names(list(plan.strata), plan.stratum),
                "randomisation_code": plan.code,
                "age_years": bank.age_years[plan.place],
                "aetiology": events.names(list(bank.aetiologies), bank.aetiology[plan.place].astype(np.int64)),
                "years_since_diagnosis": bank.years_since_diagnosis[plan.place],
                "enrolled_day": plan.enrolled_day,
                "last_day": plan.stay.last_day,
                "completed": plan.stay.completed,
                "discontinuation": events.names(causes, plan.stay.cause + 1),
            }
        ),
        "participants",
    )


def _without(tables: Tables, plan: Plan, lost: NDArray[np.bool_]) -> Tables:
    """The tables without some participants."""
    keys = pl.DataFrame({"trial": plan.roster.trial[lost], "participant_id": plan.roster.participant_id[lost]})
    keys = keys.cast(pl.Int32)
    people, observations, happened = (
        frame.join(keys, on=keys.columns, how="anti", maintain_order="left")
        for frame in (tables.participants, tables.observations, tables.events)
    )
    return Tables(people, observations, happened, has_events=tables.has_events)


def joined(parts: list[Tables]) -> Tables:
    """The tables of several groups of trials, one after the other."""
    return Tables(
        pl.concat([part.participants for part in parts]),
        pl.concat([part.observations for part in parts]),
        pl.concat([part.events for part in parts]),
    )
