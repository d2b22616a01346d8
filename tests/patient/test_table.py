"""CSV by the template."""

import datetime as dt
from pathlib import Path

import pytest

from antral.core import InputError
from antral.patient import Finding, Pregnancy, Procedure, Relative, csv_template, read_patients
from antral.patient.readers.table import COLUMNS, WHAT

TEMPLATE = csv_template()
SHORT = "patient,what,name,value,unit,date,until"


def day(text):
    return dt.date.fromisoformat(text)


@pytest.fixture
def read(tmp_path):
    def rows(*lines, heading=SHORT, encoding="utf-8"):
        file = tmp_path / "women.csv"
        file.write_text("\n".join([heading, *lines]) + "\n", encoding=encoding)
        return list(read_patients(file))

    return rows


def test_the_template_is_read_as_it_stands(tmp_path):
    file = tmp_path / "women.csv"
    file.write_text(TEMPLATE, encoding="utf-8")
    (woman,) = read_patients(file)
    assert woman.unread == ()
    assert (woman.id, woman.birth_date, woman.menarche_age_years) == ("W001", day("1993-04-17"), 13)
    on = day("2026-06-01")
    assert [(one.value, one.unit, one.off_hormones) for one in woman.samples("FSH", on)] == [
        (61.2, "IU/L", True),
        (55.0, "IU/L", True),
    ]
    (amh,) = woman.samples("AMH", on)
    assert (amh.value, amh.censored) == (pytest.approx(0.14 / 7.14), "below")
    assert woman.diary is not None
    assert [one.date for one in woman.diary.bleeds] == [day("2025-11-02")]
    assert woman.found("hypothyroidism", "current", on)
    assert woman.found("hiv_positive", "current", on) is False
    assert woman.found("ovariectomy", "ever", on) is False  # the list of operations does not hold it
    assert woman.found("fmr1_premutation", "ever", on) is False
    assert [one.drug_classes for one in woman.medications or ()] == [("estrogen", "sex_hormone")]
    assert woman.pregnancies == (Pregnancy(outcome="live_birth", ended=day("2018-07-09")),)
    assert (woman.family_history, woman.trials) == ((), ())
    assert woman.stated("informed_consent", on)


def test_many_women_and_another_separator(read):
    women = read("A;person;sex;female;;;", "B;measurement;FSH;30.5;IU/L;2024-01-01;", heading=SHORT.replace(",", ";"))
    assert [one.id for one in women] == ["A", "B"]
    assert women[1].measurements[0].value == 30.5


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_marks_of_encodings(read, encoding):
    (woman,) = read("A,measurement,E2,30,pg/mL,2024-01-01,", encoding=encoding)
    assert woman.measurements[0].value == 30


def test_a_loinc_code_names_a_measurement(read):
    (woman,) = read("A,measurement,15067-2,30,IU/L,2024-01-01,")
    assert woman.measurements[0].analyte == "FSH"


NOT_READ = [
    # row, place, a part of the reason
    ("A,measurement,FSH,30,IU/mL,2024-01-01,", "line 2, unit", "probably mIU/mL"),
    ("A,measurement,FSH,30,,2024-01-01,", "line 2, unit", "no unit"),
    ("A,measurement,FSH,30,IU/L,,", "line 2, date", "needs its date"),
    ("A,measurement,FSH,30,IU/L,03/04/2024,", "line 2, date", "YYYY-MM-DD"),
    ('A,measurement,FSH,"30,5",IU/L,2024-01-01,', "line 2, value", "comma"),
    ("A,measurement,FSH,high,IU/L,2024-01-01,", "line 2, value", "not a number"),
    ("A,measurement,FHS,30,IU/L,2024-01-01,", "line 2, name", "not a measurement"),
    ("A,finding,thyriod,yes,,,", "line 2, name", "not a finding"),
    ("A,finding,hypothyroidism,perhaps,,,", "line 2, value", "yes or no"),
    ("A,finding,hypothyroidism,yes,,2024-05-01,2024-01-01", "line 2", "contradict"),
    ("A,karyotype,,normal,,2024-01-01,", "line 2, value", "ISCN"),
    ("A,fmr1,,many,,2024-01-01,", "line 2", "out of its range"),
    ("A,person,shoe_size,38,,,", "line 2, name", "birth_date"),
    ("A,person,sex,frau,,,", "sex", "out of its range"),
    ("A,bleed,,yes,,2024-01-01,", "diary", "from when to when"),
]


@pytest.mark.parametrize(("row", "where", "why"), NOT_READ)
def test_what_is_not_understood_is_told(read, row, where, why):
    (woman,) = read(row)
    assert (woman.measurements, woman.findings, woman.karyotype, woman.fmr1, woman.sex) == ((), (), None, None, None)
    (unread,) = woman.unread
    assert unread.where == where
    assert why in unread.why


def test_a_list_with_an_entry_that_is_not_read_does_not_say_what_she_never_had(read):
    (woman,) = read(
        "A,procedure,ovarian_cystectomy,,,2015-01-01,",
        "A,procedure,ovarectomy,,,2016-01-01,",
        "A,family,hypothyroidism,1,,,",
        "A,family,strange_disease,1,,,",
        "A,medication,vitamin,,,someday,",
    )
    on = day("2024-01-01")
    assert woman.found("ovarian_cystectomy", "ever", on)
    assert woman.found("ovariectomy", "ever", on) is None
    assert woman.family_history == (Relative(finding="hypothyroidism", degree=1), Relative(finding="not_listed"))
    assert [one.drug_classes for one in woman.medications or ()] == [()]
    assert len(woman.unread) == 3


def test_complete_lists(read):
    (woman,) = read("A,procedure,other,,,2015-01-01,", "A,family,ovarian_cancer,2,,,", "A,medication,none,,,,")
    assert woman.procedures == (Procedure(name="other", date=day("2015-01-01")),)
    assert woman.family_history == (Relative(finding="ovarian_cancer", degree=2),)
    assert woman.medications == ()


def test_a_medicine_by_its_atc_code(read):
    (woman,) = read("A,medication,G03CA03,,,2020-01-01,2021-01-01")
    assert woman.medications is not None
    assert "estrogen" in woman.medications[0].drug_classes


def test_findings_with_all_their_columns(tmp_path):
    file = tmp_path / "women.csv"
    row = "A,finding,endometriosis,yes,2019-01-01,2020-01-01,severe,probable,2021-01-01"
    file.write_text(f"patient,what,name,value,date,until,severity,certainty,recorded,unit\n{row}\n")
    (woman,) = read_patients(file)
    assert woman.findings == (
        Finding(
            name="endometriosis",
            onset=day("2019-01-01"),
            ended=day("2020-01-01"),
            recorded=day("2021-01-01"),
            severity="severe",
            certainty="probable",
        ),
    )


BROKEN = [
    (SHORT, (), "no row"),
    ("patient,what,name", ("A,person,sex",), "line 1: the column value is missing"),
    (SHORT + ",colour", ("A,person,sex,female,,,,red",), "line 1: a column that comes twice or is not known"),
    (SHORT, ("Mary Smith,person,sex,female,,,",), "line 2: column patient"),
    (SHORT, ("A,persn,sex,female,,,",), "line 2: column what"),
    (SHORT, ("A,person,sex,female,,,,,more",), "line 2: 9 cells"),
    (SHORT, ('A,person,sex,"female,,,',), "line 2: not a row of CSV"),
    (SHORT, ("A,person,sex,female,,,", "B,person,sex,female,,,", "A,person,sex,female,,,"), "line 4: the rows of one"),
]


@pytest.mark.parametrize(("heading", "rows", "message"), BROKEN)
def test_a_broken_table_is_refused(read, heading, rows, message):
    with pytest.raises(InputError) as told:
        read(*rows, heading=heading)
    assert message in str(told.value)
    assert "Smith" not in str(told.value)


def test_every_kind_of_row_and_every_column_is_explained():
    page = (Path(__file__).parents[2] / "docs/how-to/patients.md").read_text(encoding="utf-8")
    assert not [what for what in WHAT if f"| `{what}` |" not in page]
    assert not [column for column in COLUMNS if f"`{column}`" not in page and column not in ("patient", "unit")]


def test_a_value_without_its_unit_is_unread_of_its_analyte(read):
    (woman,) = read("A,measurement,FSH,22,,2026-01-01,", "A,measurement,AMH,<=0.1,ng/mL,2026-01-01,")
    assert [(one.where, one.about) for one in woman.unread] == [("line 2, unit", "FSH")]
    assert [one.censored for one in woman.measurements] == ["at_most"]


def test_what_cannot_all_be_right_is_told(read):
    (woman,) = read(
        "A,person,birth_date,2027-01-01,,,",
        "A,measurement,FSH,70,IU/L,2026-01-01,",
        "A,measurement,FSH,7,IU/L,2026-01-01,",
        "A,measurement,AMH,0.1,ng/mL,2026-01-01,",
        "A,measurement,AMH,0.15,ng/mL,2026-01-01,",
    )
    assert woman.birth_date is None
    assert [(one.where, one.about) for one in woman.unread] == [("measurements", "FSH"), ("birth_date", None)]
