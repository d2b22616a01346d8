"""Units at the edge."""

import pytest

from antral.core import InputError, convert, parse


@pytest.mark.parametrize(
    ("value", "unit", "internal", "analyte", "expected"),
    [
        (40.0, "mIU/mL", "IU/L", "FSH", 40.0),
        (2.0, "weeks", "days", None, 14.0),
        (1.8, "cm", "mm", None, 18.0),
        (100.0, "pmol/L", "pg/mL", "E2", 27.238),  # 272.38 g/mol
        (10.0, "nmol/L", "ng/mL", "P4", 3.1446),  # 314.46 g/mol
        (7.14, "pmol/L", "ng/mL", "AMH", 1.0),
        (18.0, "months", "years", None, 1.5),
    ],
)
def test_convert(value, unit, internal, analyte, expected):
    assert convert(value, unit, internal, analyte=analyte) == pytest.approx(expected)


def test_an_unknown_unit_lists_the_accepted_ones():
    with pytest.raises(InputError, match=r"'furlong'.*weeks"):
        convert(1.0, "furlong", "days")


def test_a_molar_unit_needs_its_analyte():
    with pytest.raises(InputError):
        convert(1.0, "pmol/L", "pg/mL")
    with pytest.raises(InputError):
        convert(1.0, "pmol/L", "pg/mL", analyte="P4")


@pytest.mark.parametrize(("text", "expected"), [("9e7 cells", 9e7), ("30000000 cells", 3e7), (" 1.5e6  cells ", 1.5e6)])
def test_parse(text, expected):
    assert parse(text, "cells") == expected


@pytest.mark.parametrize("text", ["9e7", 9e7, 3])
def test_a_number_without_unit_is_refused_unless_the_name_holds_it(text):
    with pytest.raises(InputError, match="no unit"):
        parse(text, "cells")
    assert parse(text, "cells", bare=True) == float(text)


@pytest.mark.parametrize("text", ["many cells", "", "9e7e2 cells", "cells 9e7", True])
def test_what_is_no_quantity_is_refused(text):
    with pytest.raises(InputError):
        parse(text, "cells", bare=True)


@pytest.mark.parametrize("text", ["9 x 10^7 cells", "9×10^7", "9 × 10^7 cells", "9*10^7 cells", "9e7", "90000000"])
def test_powers_of_ten_are_read_as_people_write_them(text: str) -> None:
    assert parse(text, "cells", bare=True) == 9e7


def test_a_lost_exponent_is_not_guessed() -> None:
    with pytest.raises(InputError):
        parse("0.2x107 cells", "cells", bare=True)
