"""A woman's record."""

import math
from datetime import date

import pytest
from pydantic import ValidationError

from antral.core import InputError
from antral.patient import Bleed, BleedingDiary, Measurement, Medication, Patient

ON = date(2026, 6, 15)


def measured(analyte, value, unit, day=ON, **more):
    return Measurement(analyte=analyte, value=value, unit=unit, date=day, **more)


def test_nothing_need_be_known():
    assert Patient().age_on(ON) is None
    assert Patient().medications is None
    assert Patient().found("hypothyroidism", "ever", ON) is None


def test_samples_of_one_analyte_come_oldest_first_and_none_from_the_future():
    early, late = (measured("FSH", 50, "IU/L", date(2026, month, 1)) for month in (4, 5))
    future, other = measured("FSH", 70, "IU/L", date(2026, 6, 16)), measured("LH", 30, "IU/L")
    assert Patient(measurements=(late, other, future, early)).samples("FSH", ON) == [early, late]


def test_samples_of_one_day_come_by_the_hour():
    noon, early = (measured("LH", 30, "IU/L", hour=hour) for hour in (12, 8))
    assert Patient(measurements=(noon, early)).samples("LH", ON) == [early, noon]


def test_bleed_outside_the_diary_is_refused():
    with pytest.raises(ValidationError, match="outside the diary"):
        BleedingDiary(from_date=date(2026, 5, 1), to_date=ON, bleeds=(Bleed(date=date(2026, 4, 30)),))


@pytest.mark.parametrize(
    ("start", "stop", "taken"),
    [
        (date(2025, 5, 1), date(2026, 3, 15), False),  # stopped three months ago to the day
        (date(2025, 5, 1), date(2026, 3, 16), True),
        (date(2026, 6, 1), None, True),
        (None, None, True),
        (date(2026, 6, 16), None, False),
    ],
)
def test_medicine_after_15_march(start, stop, taken):
    medicine = Medication(name="x", drug_classes=("y",), start=start, stop=stop)
    assert medicine.taken_between(date(2026, 3, 15), ON) is taken


def test_a_medicine_is_taken_up_to_its_last_day():
    medicine = Medication(name="x", drug_classes=("y",), start=date(2026, 6, 1), stop=ON)
    assert medicine.taken_on(ON)
    assert not medicine.taken_on(date(2026, 6, 16))
    assert not medicine.taken_on(date(2026, 5, 31))


def test_a_medicine_of_no_known_class_is_of_none_and_not_of_none():
    assert Medication(name="x", drug_classes=("y", "z")).is_of({"z"}) is True
    assert Medication(name="x", drug_classes=("y",)).is_of({"z"}) is False
    assert Medication(name="x").is_of({"z"}) is None


def test_units_of_one_quantity_are_converted():
    assert measured("AMH", 7.14, "pmol/L").value_in("ng/mL") == pytest.approx(1.0)
    assert measured("HEIGHT", 165, "cm").value_in("m") == pytest.approx(1.65)
    with pytest.raises(InputError):
        measured("FSH", 30, "ng/mL").value_in("IU/L")


def test_true_means_below_the_detection_limit():
    assert measured("AMH", 0.01, "ng/mL", censored=True).censored == "below"
    assert measured("AMH", 0.01, "ng/mL", censored=False).censored is None
    assert str(measured("AMH", 0.01, "ng/mL", censored=True)) == "AMH <0.01 ng/mL on 2026-06-15"


def test_age_by_birth_date_is_exact():
    woman = Patient(birth_date=date(1986, 6, 16))
    assert woman.age_bounds(ON) == (39 + 364 / 365, 39 + 364 / 365)
    assert woman.age_on(date(2026, 6, 16)) == 40


def test_an_age_in_completed_years_is_up_to_a_year_more():
    low, high = Patient(age_years=38, age_recorded=ON).age_bounds(ON)
    assert low == 38
    assert high == math.nextafter(39, 0)
    assert Patient(age_years=38.4, age_recorded=ON).age_bounds(ON) == (38.4, 38.4)
    older = Patient(age_years=38.4, age_recorded=date(2025, 6, 15)).age_on(ON)
    assert older == pytest.approx(38.4 + 365 / 365.25)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"weight": 60}, "weight"),
        ({"age_years": 30}, "belong together"),
        ({"birth_date": "1990-01-01", "age_years": 30, "age_recorded": "2026-01-01"}, "not both"),
        ({"id": "Anna Example"}, "pattern"),
        ({"fmr1": {}}, "repeats"),
        ({"fmr1": {"repeats": 80, "category": "normal"}}, "80 repeats are premutation"),
        ({"findings": [{"name": "x", "onset": "2020-01-02", "ended": "2020-01-01"}]}, "ends"),
    ],
)
def test_what_cannot_be_is_refused(fields, said):
    with pytest.raises(ValidationError, match=said):
        Patient(**fields)


@pytest.mark.parametrize("number", [float("inf"), float("nan")])
def test_a_value_is_a_finite_number(number):
    with pytest.raises(ValidationError, match="finite"):
        measured("FSH", number, "IU/L")


def test_statements_may_be_bare_or_dated():
    woman = Patient(statements={"informed_consent": True, "fertility_wish": {"value": False, "date": "2026-06-16"}})
    assert woman.stated("informed_consent", ON) is True
    assert woman.stated("fertility_wish", ON) is None  # made a day later
    assert woman.stated("fertility_wish", date(2026, 6, 16)) is False
    assert woman.stated("other", ON) is None


def test_a_record_survives_its_own_json():
    woman = Patient(
        birth_date="1990-02-28",
        measurements=[measured("AMH", 0.01, "ng/mL", censored=True)],
        karyotype={"result": "46,XX"},
        medications=[],
        statements={"informed_consent": True},
    )
    assert Patient.model_validate_json(woman.model_dump_json()) == woman


def test_a_changed_copy_forgets_what_was_worked_out_before():
    woman = Patient(findings=[{"name": "x"}], last_period=date(2026, 6, 1))
    assert woman.found("x", "ever", ON)
    assert woman.bleed_dates
    changed = woman.model_copy(update={"findings": (), "last_period": None})
    assert changed.found("x", "ever", ON) is None
    assert changed.bleed_dates == ()
    assert changed == Patient()
