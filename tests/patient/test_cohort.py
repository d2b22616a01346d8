"""Many women as columns: the same answers as one by one, kept in a folder and given back."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antral.core import DataError
from antral.patient import Cohort, Finding, Measurement, Patient

ON = date(2026, 6, 15)
DAYS = st.sampled_from([None, date(2020, 1, 1), date(2025, 6, 15), date(2026, 6, 14), ON, date(2026, 6, 16)])
CODES = {True: 1, False: 0, None: -1}


@st.composite
def finding(draw):
    onset, ended = draw(DAYS), draw(DAYS)
    if onset is not None and ended is not None and ended < onset:
        onset, ended = ended, onset
    return Finding(
        name=draw(st.sampled_from(["deep_vein_thrombosis", "thromboembolism"])),
        present=draw(st.sampled_from([True, True, False, None])),
        onset=onset,
        ended=ended,
        recorded=draw(DAYS),
        severity=draw(st.sampled_from([None, None, "mild", "severe"])),
        certainty=draw(st.sampled_from(["definite", "definite", "suspected"])),
    )


women = st.lists(st.lists(finding(), max_size=4), min_size=1, max_size=6)


@settings(max_examples=400, deadline=None)
@given(women, st.sampled_from(["ever", "current"]), st.sampled_from([None, "moderate"]), st.booleans())
def test_findings_of_many_are_those_of_one(each, timing, at_least, window):
    patients = [Patient(findings=findings) for findings in each]
    since = date(2025, 6, 15) if window and timing == "ever" else None
    cohort = Cohort.of(patients, ON)
    number = None if since is None else float((since - date(1970, 1, 1)).days)
    for name in ("deep_vein_thrombosis", "thromboembolism", "never_heard_of"):
        expected = [CODES[one.found(name, timing, ON, since=since, at_least=at_least)] for one in patients]
        assert cohort.found(name, timing, since=number, at_least=at_least).tolist() == expected


def some_women():
    drawn = Measurement(analyte="AMH", value=0.01, unit="ng/mL", date=ON, censored=True, hour=8)
    old = Measurement(analyte="AMH", value=2, unit="pmol/L", date=date(2024, 1, 1))
    return [
        Patient(id="a", birth_date=date(1990, 2, 3), measurements=(drawn, old), sex="female"),
        Patient(id="b", age_years=38, age_recorded=ON, statements={"fertility_wish": True}),
        Patient(id="c", medications=[{"name": "x", "drug_classes": ["y", "z"], "stop": "2026-01-01"}, {"name": "w"}]),
        Patient(id="d", diary={"from_date": "2026-01-01", "to_date": "2026-06-15", "bleeds": [{"date": "2026-02-01"}]}),
    ]


def test_columns():
    cohort = Cohort.of(some_women(), ON)
    assert len(cohort) == 4
    low, high = cohort.ages(cohort.today)
    assert low[:2].tolist() == [some_women()[0].age_on(ON), 38.0]
    assert high[1] == np.nextafter(39.0, 0.0)
    assert np.isnan(low[2:]).all()
    amh = cohort.samples("AMH")
    assert amh.row.tolist() == [0, 0]
    assert amh.value_in("ng/mL") == pytest.approx([2 / 7.14, 0.01])  # the oldest first
    assert np.isnan(amh.value_in("IU/L")).all()
    assert cohort.statement("fertility_wish").tolist() == [-1, 1, -1, -1]
    assert cohort.medicines(["y"]).row.tolist() == [2]
    assert cohort.medicines([""]).row.tolist() == [2]  # a medicine of no known class
    assert cohort.women.asked_medicines.tolist() == [False, False, True, False]
    assert [one.tolist() for one in cohort.bleeds] == [[3], [(date(2026, 2, 1) - date(1970, 1, 1)).days]]


def test_a_cohort_is_written_read_and_gives_its_women_back(tmp_path):
    women = some_women()
    Cohort.of(women, ON).write(tmp_path / "cohort")
    found = Cohort.read(tmp_path / "cohort")
    assert found.on == ON
    assert [found.patient(row) for row in range(4)] == women
    for table, other in zip(Cohort.of(women, ON).tables.values(), found.tables.values(), strict=True):
        assert table.names == other.names
        for name, column in table.columns.items():
            np.testing.assert_array_equal(column, other.columns[name])
    earlier = Cohort.read(tmp_path / "cohort", on=date(2025, 1, 1))
    assert earlier.samples("AMH").value.tolist() == [2.0]
    some = found.take(np.array([1, 3]))
    assert [some.patient(row).id for row in range(2)] == ["b", "d"]


def test_nobody_is_a_cohort_too(tmp_path):
    Cohort.of([], ON).write(tmp_path / "cohort")
    assert len(Cohort.read(tmp_path / "cohort")) == 0


def test_a_damaged_cohort_is_refused(tmp_path):
    Cohort.of(some_women(), ON).write(tmp_path / "cohort")
    (tmp_path / "cohort" / "women.parquet").write_bytes(b"not parquet")
    with pytest.raises(DataError, match="no cohort"):
        Cohort.read(tmp_path / "cohort")


def test_what_lies_in_the_way_stays(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(DataError, match="something else"):
        Cohort.of(some_women(), ON).write(tmp_path)
    assert (tmp_path / "notes.txt").read_text() == "mine"


@settings(max_examples=200, deadline=None)
@given(women, st.sampled_from([None, "moderate"]), st.lists(DAYS, max_size=2))
def test_operations_of_many_are_those_of_one(each, at_least, days):
    done = [{"name": "ovariectomy", "date": day} for day in days]
    said = [[one.model_copy(update={"name": "ovarian_surgery"}) for one in findings] for findings in each]
    patients = [Patient(findings=findings, procedures=done) for findings in said]
    cohort, since = Cohort.of(patients, ON), date(2025, 6, 15)
    number = float((since - date(1970, 1, 1)).days)
    expected = [CODES[one.found("ovarian_surgery", "ever", ON, since=since, at_least=at_least)] for one in patients]
    assert cohort.found("ovarian_surgery", "ever", since=number, at_least=at_least).tolist() == expected
