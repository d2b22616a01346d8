"""Units: there and back again, for every measurement and every unit in which it may come."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antral.core import scale_of
from antral.patient.codes import codes
from antral.patient.readers.values import NotReadError, held, number

PREFIXES = {"": 0, "m": -3, "u": -6, "µ": -6, "n": -9, "p": -12, "d": -1, "k": 3}
WRITTEN = {
    # a quantity, and units of it that laboratories print
    "unit": [f"{a}{b}/{c}L" for a in ("", "m", "u", "k") for b in ("IU", "[IU]", "U") for c in ("", "m", "d")],
    "gram": [f"{a}g/{c}L" for a in ("", "m", "u", "µ", "n", "p") for c in ("", "d", "m")],
    "mole": [f"{a}mol/L" for a in ("m", "u", "n", "p")],
}


def plain(unit, quantity):
    """Whether a unit is so much of a quantity in so much of a litre."""
    scale = scale_of(unit)
    return scale is not None and (scale.above, scale.below, scale.mark) == ((quantity,), ("litre",), "")


CASES = [
    (name, unit)
    for name, one in codes().analytes.items()
    for quantity in ("unit", "gram", *(["mole"] if one.molar_mass else []))
    for unit in WRITTEN[quantity]
    if any(plain(own, "gram" if quantity == "mole" else quantity) for own in one.units)
]


def by_hand(unit):
    """How many grams, moles or units in a litre: from the letters alone."""
    above, below = unit.split("/")
    for base in ("mol", "[IU]", "IU", "U", "g"):
        if above.endswith(base):
            return Fraction(10) ** (PREFIXES[above.removesuffix(base)] - PREFIXES[below.removesuffix("L")])
    raise AssertionError(unit)


@pytest.mark.parametrize(("name", "unit"), CASES)
def test_a_value_there_and_back(name, unit):
    analyte = codes().analytes[name]
    for own, (low, high) in analyte.units.items():
        if "/" not in own:
            continue
        for share in (0.001, 0.03, 0.5):
            value = low + share * (high - low)
            factor = by_hand(own) / by_hand(unit) if "mol" not in unit else None
            if factor is None:
                factor = by_hand(own) / Fraction(analyte.molar_mass) / by_hand(unit)
            elif not unit.split("/")[0].endswith(own.split("/")[0][-1]):
                continue
            written = value * float(factor)
            read = held(analyte, written, unit)
            assert read.unit == own
            assert math.isclose(read.value, value, rel_tol=1e-12)


@given(st.floats(min_value=0, max_value=1e9), st.sampled_from(sorted(codes().analytes)), st.text(max_size=8))
def test_whatever_unit_is_written_the_value_is_believable_or_not_read(value, name, unit):
    analyte = codes().analytes[name]
    try:
        read = held(analyte, value, unit)
    except NotReadError:
        return
    low, high = analyte.units[read.unit]
    assert low <= read.value <= high


@pytest.mark.parametrize(
    ("name", "value", "unit", "meant"),
    [
        ("FSH", 35.0, "IU/mL", "mIU/mL"),
        ("LH", 12.0, "kIU/L", None),
        ("AMH", 2.0, "mg/mL", None),
        ("TSH", 2.5, "IU/mL", "uIU/mL"),
    ],
)
def test_a_unit_that_cannot_be_is_refused_and_what_was_meant_is_only_told(name, value, unit, meant):
    with pytest.raises(NotReadError) as told:
        held(codes().analytes[name], value, unit)
    assert (f"probably {meant}" in told.value.why) if meant else ("probably" not in told.value.why)


@given(st.floats(min_value=0, max_value=1e6, allow_subnormal=False))
def test_numbers_as_printed(value):
    text = f"{value:.6f}"
    assert number(text) == (float(text), None)
    assert number(f"<{text}") == (float(text), "below")
    assert number(f"> {text}") == (float(text), "above")


@given(st.text(max_size=12))
def test_whatever_is_no_number_is_not_read(text):
    try:
        value, _ = number(text)
    except NotReadError:
        return
    assert math.isfinite(value)
    assert value >= 0
