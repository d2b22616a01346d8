"""Lengths of time, counted by the calendar or in mean months, and limits with their units."""

from datetime import date

import numpy as np
import pytest
from pydantic import ValidationError

from antral.core import date_of, day_number
from antral.protocol import Period
from antral.protocol.quantity import Quantity, standard


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
    [
        ("121 years", "longer than"),
        ("1e9 days", "longer than"),
        (4, "has no unit"),
        ("4", "unit"),
        ("4 fortnights", "unit"),
        ("0 days", "greater"),
        ("1.5 weeks", "whole"),
    ],
)
def test_what_is_no_length_of_time(written, said):
    with pytest.raises(ValidationError, match=said):
        Period.model_validate(written)


@pytest.mark.parametrize(
    ("analyte", "written", "standard_text"),
    [
        ("TSH", "4 uIU/mL", "4 mIU/L"),
        ("CREATININE", "133 umol/L", "1.5045 mg/dL"),  # 133e-6 mol/L x 113.12 g/mol = 15.045 mg/L
        ("PLATELETS", "100 10*3/uL", "100 10*9/L"),
        ("HE4", "70 pmol/L", "70 pmol/L"),
        ("UNHEARD_OF", "5 furlong", "5 furlong"),
    ],
)
def test_a_limit_is_held_in_the_unit_of_its_analyte(analyte, written, standard_text):
    assert str(standard(Quantity.model_validate(written), analyte)) == standard_text


@pytest.mark.parametrize(("analyte", "written"), [("TSH", "4 IU/mL"), ("HB", "10 mg/mmol"), ("ALT", "3 kg")])
def test_a_limit_in_a_unit_that_cannot_be_is_refused(analyte, written):
    with pytest.raises(ValueError, match=rf"^{analyte} "):
        standard(Quantity.model_validate(written), analyte)


@pytest.mark.parametrize("written", ["4 weeks", "5 years"])
def test_a_date_of_long_ago_is_no_error(written):
    assert Period.model_validate(written).before(date(1, 1, 5)) == date.min
