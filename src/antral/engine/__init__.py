"""The engine: many women over many days, follicle by follicle, on all cores.

Takes parameters, a state and days; gives the later state and what was recorded.

1. `start` makes women at the beginning of their simulated life; run them in for some 400 days.
2. `advance` (THE entry) moves every woman in steps of 1/8 d and records hormones, follicles and bleeding.
3. `lanes` loops over blocks of 32 women, `events` carries out what happens rarely, `daily` what happens once a day.
4. `State` can be cut anywhere, kept on disk, and taken apart woman by woman; `Course` holds what was recorded.

Luck is a function of (seed, trial, patient, purpose, ordinal): results have the same bits for any batch, thread or
order. `layout` says where each number lies. A new hormone is a call in `lanes.advance_hormones`.
"""

from antral.engine.advance import (
    DAILY,
    EVERY_STEP,
    HALF_DAILY,
    STEPS_A_DAY,
    Infusions,
    Sampling,
    Tablets,
    advance,
    is_compiled,
    prepare,
)
from antral.engine.course import Course
from antral.engine.layout import OUTPUTS, SLOTS
from antral.engine.state import State, joined, start

__all__ = [
    "DAILY",
    "EVERY_STEP",
    "HALF_DAILY",
    "OUTPUTS",
    "SLOTS",
    "STEPS_A_DAY",
    "Course",
    "Infusions",
    "Sampling",
    "State",
    "Tablets",
    "advance",
    "is_compiled",
    "joined",
    "prepare",
    "start",
]
