"""Months before a date, and ages: expected days were counted by hand on a calendar."""

from datetime import date

import numpy as np
import pytest

from antral.core import date_of, day_number, months_before, months_before_each, years_between, years_between_each

MONTHS = [
    (date(2026, 5, 31), 1, date(2026, 4, 30)),  # the last day of a shorter month
    (date(2026, 3, 31), 1, date(2026, 2, 28)),
    (date(2024, 3, 31), 1, date(2024, 2, 29)),  # a leap year
    (date(2024, 3, 30), 1, date(2024, 2, 29)),
    (date(2026, 2, 28), 1, date(2026, 1, 28)),  # not the 31st
    (date(2026, 1, 15), 3, date(2025, 10, 15)),
    (date(2026, 1, 15), 13, date(2024, 12, 15)),
    (date(2024, 2, 29), 12, date(2023, 2, 28)),
    (date(2024, 2, 29), 48, date(2020, 2, 29)),
    (date(1970, 1, 1), 1, date(1969, 12, 1)),
]


@pytest.mark.parametrize(("day", "months", "expected"), MONTHS)
def test_months_before(day, months, expected):
    assert months_before(day, months) == expected
    each = months_before_each(np.array([day_number(day), np.nan]), months)
    assert date_of(each[0]) == expected
    assert np.isnan(each[1])


AGES = [
    (date(1986, 6, 15), date(2026, 6, 15), 40.0),
    (date(1986, 6, 15), date(2026, 6, 14), 39 + 364 / 365),
    (date(1986, 6, 16), date(2026, 6, 15), 39 + 364 / 365),
    (date(1986, 1, 1), date(2026, 12, 31), 40 + 364 / 365),
    (date(2000, 2, 29), date(2021, 2, 28), 20 + 365 / 366),  # her birthday is 1 March: a year from 29 February 2020
    (date(2000, 2, 29), date(2021, 3, 1), 21.0),
    (date(2000, 2, 29), date(2024, 2, 29), 24.0),
    (date(1965, 7, 1), date(1969, 7, 1), 4.0),
]


@pytest.mark.parametrize(("birth", "on", "years"), AGES)
def test_age(birth, on, years):
    assert years_between(birth, on) == pytest.approx(years, abs=1e-12)
    each = years_between_each(np.array([day_number(birth), np.nan]), np.float64(day_number(on)))
    assert each[0] == years_between(birth, on)
    assert np.isnan(each[1])


def test_both_forms_agree_over_all_days():
    births = [date_of(n) for n in range(10_000, 10_000 + 1500, 7)]
    for number in (10_957.0, 11_016.0, 20_454.0, 20_513.0):
        each = years_between_each(np.array([day_number(one) for one in births]), np.float64(number))
        assert each.tolist() == [years_between(one, date_of(number)) for one in births]
