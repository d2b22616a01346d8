"""Lengths of time as they are written, counted by the calendar or in mean months."""

from datetime import date

import numpy as np
import pytest
from pydantic import ValidationError

from antral.core import date_of, day_number
from antral.protocol import Period


@pytest.mark.parametrize(
    ("written", "days", "before"),
    [
        ("4 weeks", 28.0, date(2024, 5, 3)),
        ("10 d", 10.0, date(2024, 5, 21)),
        ("3 months", 91.3125, date(2024, 2, 29)),
        ("1 year", 365.25, date(2023, 5, 31)),
        ("2.5 years", 913.125, date(2021, 11, 30)),
    ],
)
def test_before_31_may_2024(written, days, before):
    period, day = Period.model_validate(written), date(2024, 5, 31)
    assert period.days == days
    assert period.before(day) == before
    number = np.array([day_number(day)])
    assert date_of(period.before_each(number, calendar=True)[0]) == before
    assert period.before_each(number, calendar=False)[0] == number[0] - days
    assert Period.model_validate(period.model_dump()) == period


@pytest.mark.parametrize(
    ("written", "start", "after"),
    [
        ("4 weeks", date(2026, 1, 31), date(2026, 2, 28)),
        ("1 month", date(2026, 1, 28), date(2026, 2, 28)),
        ("1 month", date(2026, 1, 31), date(2026, 3, 1)),  # on 28 February only 28 January is a month ago
        ("1 month", date(2024, 1, 30), date(2024, 3, 1)),
        ("3 months", date(2025, 12, 3), date(2026, 3, 3)),
    ],
)
def test_the_first_day_that_is_long_enough_after(written, start, after):
    assert Period.model_validate(written).after(start) == after


@pytest.mark.parametrize(
    ("written", "said"),
    [(4, "has no unit"), ("4", "unit"), ("4 fortnights", "unit"), ("0 days", "greater"), ("1.5 weeks", "whole")],
)
def test_what_is_no_length_of_time(written, said):
    with pytest.raises(ValidationError, match=said):
        Period.model_validate(written)
