"""What a clinic finds of women whose courses are made by hand."""

from dataclasses import replace

import numpy as np
import pytest

from antral.engine import OUTPUTS, Course
from antral.population.diagnosis import GUIDELINE, days_needed, diagnose, rule_of
from antral.population.draw import draw
from antral.population.run_in import Lives, begin

DAYS = 130


def lives(fsh, bleed_days, age=30.0):
    """Women with a constant FSH each (or one a day) and bleeds on some days before today."""
    women = draw("idiopathic", np.arange(len(fsh)), seed=1, age_years=age)
    state = replace(begin(women, seed=1), day=500)
    t_days = 500 - DAYS + np.arange(DAYS) + 0.375
    values = np.zeros((len(OUTPUTS), len(fsh), DAYS), np.float32)
    values[OUTPUTS.index("fsh_iu_l")] = np.broadcast_to(np.asarray(fsh, float).reshape(len(fsh), -1), (len(fsh), DAYS))
    for woman, days in enumerate(bleed_days):
        for day in days:
            values[OUTPUTS.index("menses"), woman, DAYS + day] = 1
    return Lives(women, state, Course(t_days, values, np.zeros(len(fsh), np.int8), np.zeros(len(fsh), np.int64)), 0)


def meets(*given, **more):
    return diagnose(lives(*given, **more), rule_of(GUIDELINE), seed=1).meets.tolist()


REGULAR = [-110, -82, -54, -26]


def test_high_fsh_and_rare_bleeds_make_the_diagnosis():
    assert meets([100, 100, 10, 100], [[], [-60], [], REGULAR]) == [True, True, False, False]


def test_long_cycles_count_however_many_bleeds_there_are():
    assert meets([100], [[-100, -60, -20]]) == [True]


def test_one_high_value_is_not_enough():
    rising = np.where(np.arange(DAYS) < DAYS - 10, 5.0, 100.0)
    assert meets([rising], [[]]) == [False]


def test_nobody_is_diagnosed_at_forty():
    assert meets([100], [[]], age=39.5) == [True]
    assert meets([100], [[]], age=40.5) == [False]


def test_fsh_is_measured_with_the_error_of_the_assay():
    found = diagnose(lives(np.full(2000, 26.0), [[]] * 2000), rule_of(GUIDELINE), seed=1)
    # cv of analysis 0.05 and of biology 0.10: a true value of 26 lies 0.35 sd above the limit of 25
    error = np.log(found.fsh_iu_l[:, -1] / 26.0)
    assert error.std() == pytest.approx(np.hypot(0.05, 0.10), rel=0.1)
    assert 0.3 < found.meets.mean() < 0.6


def test_a_failed_simulation_is_no_diagnosis():
    made = lives([100], [[]])
    failed = replace(made, course=replace(made.course, status=np.ones(1, np.int8)))
    assert not diagnose(failed, rule_of(GUIDELINE), seed=1).meets.any()


def test_a_rule_looks_back_on_four_months():
    assert 122 <= days_needed(rule_of(GUIDELINE)) <= 126
