"""A woman's record."""

import pytest
from pydantic import ValidationError

from antral.core import InputError
from antral.patient import Bleed, BleedingDiary, Measurement, Medication, Patient


def test_nothing_need_be_known():
    assert Patient().age_years is None
    assert Patient().medications is None


def test_samples_of_one_analyte_come_oldest_first():
    late, early = (Measurement(analyte="FSH", value=v, unit="IU/L", day=d) for v, d in ((60, -5), (50, -35)))
    other = Measurement(analyte="LH", value=30, unit="IU/L")
    assert Patient(measurements=(late, other, early)).samples("FSH") == [early, late]


def test_withdrawal_bleeds_are_not_menstruation():
    bleeds = (Bleed(day=-20), Bleed(day=-48, spontaneous=False), Bleed(day=-76))
    diary = BleedingDiary(from_day=-100, bleeds=bleeds)
    assert diary.spontaneous_days(-100, 0) == [-76, -20]
    assert diary.spontaneous_days(-76, 0) == [-20]


def test_bleed_outside_the_diary_is_refused():
    with pytest.raises(ValidationError, match="outside the diary"):
        BleedingDiary(from_day=-30, bleeds=(Bleed(day=-40),))


@pytest.mark.parametrize(
    ("start", "stop", "taken"),
    [(-400, -91, False), (-400, -90, True), (-10, None, True), (None, None, True), (5, None, False)],
)
def test_medicine_within_the_last_90_days_and_a_bit(start, stop, taken):
    assert Medication(name="x", drug_class="y", start_day=start, stop_day=stop).taken_between(-91, 0) is taken


def test_units_of_one_quantity_are_converted():
    assert Measurement(analyte="AMH", value=7.14, unit="pmol/L").value_in("ng/mL") == pytest.approx(1.0)
    with pytest.raises(InputError):
        Measurement(analyte="FSH", value=30, unit="ng/mL").value_in("IU/L")


def test_unknown_field_is_refused():
    with pytest.raises(ValidationError, match="weight"):
        Patient(weight=60)


@pytest.mark.parametrize("number", [float("inf"), float("nan")])
def test_a_value_is_a_finite_number(number):
    with pytest.raises(ValidationError, match="finite"):
        Measurement(analyte="FSH", value=number, unit="IU/L")
