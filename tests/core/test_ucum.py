"""Units as laboratories write them."""

from fractions import Fraction

import pytest

from antral.core.ucum import scale_of

SAME = [
    # what laboratories write, and how many of the first it is: by hand, from the prefixes
    ("[IU]/L", {"IU/L": 1, "mIU/mL": 1, "m[IU]/mL": 1, "U/L": 1, "mUI/mL": 1, "IE/L": 1, "IU/mL": 1000, "mIU/L": 1e-3}),
    (
        "pg/mL",
        {"ng/L": 1, "ng/dL": 10, "ng/mL": 1000, "ug/L": 1000, "µg/L": 1000, "μg/L": 1000, "mcg/L": 1000, "g/L": 1e9},
    ),
    ("pmol/L", {"pM": 1, "nM": 1000, "nmol/L": 1000, "umol/L": 1e6, "fmol/mL": 1}),
    (
        "10*9/L",
        {"10^9/L": 1, "x10^9/L": 1, "10*3/uL": 1, "K/uL": 1, "10*6/mL": 1, "/nL": 1, "cells/nL": 1, "/uL": 1e-3},
    ),
    ("cm", {"m": 100, "mm": 0.1, "[in_i]": 2.54}),
    ("kg", {"g": 1e-3, "[lb_av]": 0.45359237}),
    ("kg/m2", {"kg/m^2": 1, "kg/m²": 1, "g/cm2": 10}),
    ("s", {"sec": 1, "min": 60}),
    ("%", {"1": 100, "{ratio}": 100}),
    ("mL/min/{1.73_m2}", {"mL/min/1.73m2": 1, "mL/min/1.73 m²": 1}),
    ("ng/mL{FEU}", {"ug/L FEU": 1, "ug{FEU}/mL": 1000, "mg/L{FEU}": 1000}),
]


@pytest.mark.parametrize(
    ("base", "written", "times"), [(base, unit, times) for base, others in SAME for unit, times in others.items()]
)
def test_spellings_of_one_quantity(base, written, times):
    one, other = scale_of(base), scale_of(written)
    assert one is not None
    assert other is not None
    assert one[:3] == other[:3]
    assert other.factor / one.factor == Fraction(str(times))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mmol/mol", "%"),  # HbA1c has two scales, and neither is a multiple of the other
        ("ng/mL", "nmol/L"),
        ("IU/L", "ng/mL"),
        ("ng/mL{FEU}", "ng/mL{DDU}"),
        ("ng/mL{FEU}", "ng/mL"),
        ("mL/min", "mL/min/{1.73_m2}"),
        ("L/L", "%"),
    ],
)
def test_other_quantities_stay_apart(one, other):
    left, right = scale_of(one), scale_of(other)
    assert left is not None
    assert right is not None
    assert left[:3] != right[:3]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "furlong",
        "mIU/",
        "//",
        "mIU per mL",
        "10*",
        "10E9/L",
        "ng/mL/",
        "{}/",
        "x",
        "mg%",
        "IU/L;",
        "ng/ml" * 20,
        "M",
        "G/L",
    ],
)
def test_what_is_not_understood_is_none(text):
    assert scale_of(text) is None


def test_mega_is_not_milli():
    mega, milli = scale_of("MIU/mL"), scale_of("mIU/mL")
    assert mega is not None
    assert milli is not None
    assert mega.factor == milli.factor * 10**9
