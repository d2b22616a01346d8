"""What each column of the three tables means, in which unit."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import polars as pl


class Column(NamedTuple):
    """One column of a table."""

    name: str
    dtype: pl.DataType
    unit: str
    meaning: str
    needed: bool = True
    """Whether every row must have a value; other columns may be empty, or absent and then are filled with null."""


_INT, _LONG, _SHORT, _SMALL = pl.Int32(), pl.Int64(), pl.Int16(), pl.Int8()
_TEXT, _NUMBER, _FLAG = pl.String(), pl.Float64(), pl.Boolean()

PARTICIPANTS: tuple[Column, ...] = (
    Column("trial", _INT, "", "number of the trial; replicate trials are 1, 2, …; a real trial is 1"),
    Column("participant_id", _INT, "", "number of the participant, unique within her trial"),
    Column("subject", _TEXT, "", "the participant's identifier in a real trial, as her file gives it", needed=False),
    Column("woman", _LONG, "", "virtual woman in the bank; empty in a real trial", needed=False),
    Column("arm", _TEXT, "", "arm she was allocated to, as the protocol names it"),
    Column("dose_cells", _NUMBER, "cells", "planned dose of one infusion", needed=False),
    Column("stratum", _TEXT, "", "stratum of the allocation", needed=False),
    Column("randomisation_code", _TEXT, "", "concealed code under which she was allocated", needed=False),
    Column("age_years", _NUMBER, "years", "age at randomisation", needed=False),
    Column("aetiology", _TEXT, "", "what caused the disease, as the population's records name it", needed=False),
    Column("years_since_diagnosis", _NUMBER, "years", "time from diagnosis to randomisation", needed=False),
    Column("enrolled_day", _NUMBER, "days", "days from the trial's first randomisation to hers", needed=False),
    Column("last_day", _NUMBER, "days", "last contact, days since her randomisation"),
    Column("completed", _FLAG, "", "whether she stayed to the planned end; empty where not recorded", needed=False),
    Column("discontinuation", _TEXT, "", "why she left; empty where she completed", needed=False),
)

OBSERVATIONS: tuple[Column, ...] = (
    Column("trial", _INT, "", "number of the trial"),
    Column("participant_id", _INT, "", "number of the participant"),
    Column("visit", _TEXT, "", "name of the planned visit"),
    Column("day", _NUMBER, "days", "when it was measured, days since randomisation"),
    Column("hour", _NUMBER, "h", "hour of the day of the sample, 0 to 24", needed=False),
    Column("parameter", _TEXT, "", "what was measured, a name of `PARAMETERS`"),
    Column("value", _NUMBER, "see unit", "the result; the detection limit where `censored`"),
    Column("unit", _TEXT, "", "unit of the value, the internal unit of its parameter"),
    Column("censored", _FLAG, "", "whether the result lies below the detection limit"),
    Column("tablet_day", _SHORT, "", "day of the hormone calendar, from 1; empty off hormones", needed=False),
)

EVENTS: tuple[Column, ...] = (
    Column("trial", _INT, "", "number of the trial"),
    Column("participant_id", _INT, "", "number of the participant"),
    Column("day", _NUMBER, "days", "first day of the event, days since randomisation"),
    Column("kind", _TEXT, "", "what happened, a name of `EVENT_KINDS`"),
    Column("term", _TEXT, "", "the event in words", needed=False),
    Column("spontaneous", _FLAG, "", "of a bleed: whether she was off hormones", needed=False),
    Column("serious", _FLAG, "", "of an adverse event: whether it was serious", needed=False),
    Column("severity", _SMALL, "grade", "of an adverse event: grade 1 to 5", needed=False),
    Column("relatedness", _TEXT, "", "of an adverse event: related or unrelated to the cells", needed=False),
    Column("end_day", _NUMBER, "days", "of an adverse event: last day; empty while it lasts", needed=False),
    Column("outcome", _TEXT, "", "of an adverse event: recovered, not recovered or fatal", needed=False),
    Column("code", _TEXT, "", "of an adverse event: its code in a licensed dictionary", needed=False),
    Column("value", _NUMBER, "see kind", "of an infusion: cells given; else empty", needed=False),
)

TABLES: Mapping[str, tuple[Column, ...]] = MappingProxyType(
    {"participants": PARTICIPANTS, "observations": OBSERVATIONS, "events": EVENTS}
)

PARAMETERS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # parameter (at most 8 characters): (internal unit, meaning)
        "FSH": ("IU/L", "follicle-stimulating hormone"),
        "LH": ("IU/L", "luteinising hormone"),
        "E2": ("pg/mL", "estradiol"),
        "P4": ("ng/mL", "progesterone"),
        "INHB": ("pg/mL", "inhibin B"),
        "AMH": ("ng/mL", "anti-Müllerian hormone"),
        "AFC": ("count", "antral follicles of 2 to 10 mm, both ovaries, by ultrasound"),
        "FOLL": ("mm", "diameter of the largest follicle, both ovaries, by ultrasound; 0 where none is seen"),
    }
)

EVENT_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "infusion": "cells were given",
        "bleed": "first day of a bleed in the diary",
        "adverse_event": "adverse event, serious or not",
        "discontinuation": "she left the trial",
        "missed_visit": "a planned visit did not take place",
        "assigned_hormones": "she began the hormones of her arm",
        "started_hormones": "she began hormones other than those of her arm",
        "stopped_hormones": "she ended hormone treatment",
        "pregnancy": "conception",
        "miscarriage": "a pregnancy ended before viability",
        "live_birth": "a child was born alive",
        "fertility_treatment": "she began fertility treatment, such as with donated eggs",
        "unblinding": "somebody who was blinded learnt her arm",
    }
)

RELATEDNESS: tuple[str, ...] = ("related", "unrelated")
"""Whether the investigator holds an adverse event to be caused by the cells."""

OUTCOMES: tuple[str, ...] = ("recovered", "not recovered", "fatal")
"""How an adverse event ended, or had not ended at last contact."""
