"""Records of women by days from a day of screening."""

from datetime import date, timedelta

from antral.patient import Bleed, BleedingDiary, Finding, Measurement, Medication

ON = date(2026, 6, 15)


def day(number):
    """The date so many days after screening; the past is negative."""
    return ON + timedelta(days=int(number))


def diary(from_day, bleeds=(), to_day=0, spontaneous=True):
    noted = [Bleed(date=day(one), spontaneous=spontaneous) for one in bleeds]
    return BleedingDiary(from_date=day(from_day), to_date=day(to_day), bleeds=noted)


def sample(analyte, value, unit, at=0, **more):
    return Measurement(analyte=analyte, value=value, unit=unit, date=day(at), **more)


def fsh(value, at=0, unit="IU/L", off_hormones=True, **more):
    return sample("FSH", value, unit, at, off_hormones=off_hormones, **more)


def took(name, *classes, start=None, stop=None):
    dated = {key: day(at) for key, at in (("start", start), ("stop", stop)) if at is not None}
    return Medication(name=name, drug_classes=classes, **dated)


def findings(**present):
    """Findings by name: true, false or None."""
    return tuple(Finding(name=name, present=value) for name, value in present.items())


def aged(years):
    """Age as the fields of a record hold it; None where it is not known."""
    return {} if years is None else {"age_years": years, "age_recorded": ON}
