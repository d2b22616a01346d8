"""YAML: one woman or many."""

import datetime as dt

import pytest

from antral.core import InputError
from antral.patient import read_patients

WOMAN = """
id: W7
birth_date: 1990-05-06
sex: female
diary: {from_date: 2025-01-01, to_date: 2025-06-30, bleeds: [{date: 2025-02-03}]}
measurements:
  - {analyte: FSH, value: 41, unit: mIU/mL, date: 2025-06-01, off_hormones: true}
  - {analyte: E2, value: "<44", unit: pmol/L, date: 2025-06-01, reference_high: 400}
  - {analyte: FSH, value: 33, unit: IU/mL, date: 2025-06-01}
findings:
  - {name: hypothyroidism, onset: 2019-01-01}
  - {name: thyriod, present: true}
medications:
  - {name: pill, drug_classes: [hormonal_contraceptive], start: 2015-01-01, stop: 2018-01-01}
  - {name: herbs, drug_classes: [herbs]}
procedures: []
karyotype: {result: "46,XX"}
fmr1: {repeats: 30}
statements: {informed_consent: true}
"""


@pytest.fixture
def read(tmp_path):
    def one(text):
        file = tmp_path / "women.yaml"
        file.write_text(text, encoding="utf-8")
        return list(read_patients(file))

    return one


def test_a_woman(read):
    (woman,) = read(WOMAN)
    on = dt.date(2025, 7, 1)
    assert [(one.value, one.unit) for one in woman.samples("FSH", on)] == [(41, "IU/L")]
    (e2,) = woman.samples("E2", on)
    assert (e2.value, e2.censored, e2.reference_high) == (
        pytest.approx(11.985, abs=1e-3),
        "below",
        pytest.approx(108.952),
    )
    assert woman.found("hypothyroidism", "current", on)
    assert woman.found("ovariectomy", "ever", on) is False
    assert [one.drug_classes for one in woman.medications or ()] == [("hormonal_contraceptive",), ()]
    assert [one.where for one in woman.unread] == [
        "line 9, measurements.unit",
        "line 12, findings.name",
        "line 15, medications.drug_classes",
    ]


def test_many_women(read):
    women = read("- {id: A, birth_date: 1990-01-01}\n- {id: B, sex: female}\n- {id: C}\n")
    assert [one.id for one in women] == ["A", "B", "C"]


REFUSED = [
    # text, message
    ("", "empty"),
    ("3", "one woman"),
    ("- 3", "one woman"),
    ("id: A\nweight: 60\n", "line 2: an unknown field"),
    ("id: A\nMary Smith: 60\n", "line 2: an unknown field"),
    ("id: A\nid: B\n", "line 2: a field that comes twice"),
    ("id: A\nbirth_date: 1990-02-30\n", "line 2: no such day"),
    ("id: Mary Smith\n", "line 1: id"),
    ("id: A\nmeasurements: 5\n", "line 2: measurements: a list"),
    ("id: A\nprocedures: 5\n", "line 2: procedures"),
    ("id: [A\n", "line 2: not valid YAML"),
    ("a: &x 1\nb: *x\n", "line 2: an alias"),
    ("[" * 200_000, "nested too deep"),
    ("- " * 200_000, "nested too deep"),
    ("id: A\n---\nid: B\n", "line 3: a second document"),
    ("- {id: A}\n- {id: A}\n", "the pseudonym of another"),
    ("? {a: 1}\n: 2\n", "the name of a field"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED, ids=[message for _, message in REFUSED])
def test_a_broken_file_is_refused_with_its_line(read, text, message):
    with pytest.raises(InputError) as told:
        read(text)
    assert message in str(told.value)
    assert "Smith" not in str(told.value)


@pytest.mark.parametrize(
    "text",
    [
        "measurements: [{analyte: [FSH], value: 3, unit: IU/L, date: 2024-01-01}]",
        "measurements: [{analyte: FSH, value: {a: 1}, unit: IU/L, date: 2024-01-01}]",
        "measurements: [{analyte: FSH, value: 3, unit: 5, date: 2024-01-01}]",
        "measurements: [{analyte: FSH, value: true, unit: IU/L, date: 2024-01-01}]",
        "findings: [{name: 5}]",
        "medications: [{drug_classes: [[]]}]",
        "karyotype: {result: see letter of Mrs Smith}",
    ],
)
def test_fields_of_the_wrong_kind_are_told(read, text):
    (woman,) = read(f"id: A\n{text}\n")
    assert len(woman.unread) == 1
    assert woman.unread[0].where.startswith("line 2, ")
    assert "Smith" not in woman.model_dump_json()


def test_a_value_that_is_not_read_says_of_what_it_is(read):
    (woman,) = read("measurements: [{analyte: FSH, value: '>=25', date: 2025-06-01}]")
    assert [(one.where, one.about) for one in woman.unread] == [("line 1, measurements.unit", "FSH")]
    (woman,) = read("measurements: [{analyte: FSH, value: '>=25', unit: IU/L, date: 2025-06-01}]")
    assert [one.censored for one in woman.measurements] == ["at_least"]


TOLD = [
    # a field, place, reason
    ("sex: frau Smith", "line 3", "sex: a value out of its range; wanted is 'female' or 'male'"),
    ("menarche_age_years: 130", "line 3", "menarche_age_years: a value out of its range; wanted is a number below 30"),
    ("last_period: 15.06.2026", "line 3", "last_period: a date (YYYY-MM-DD) was wanted"),
    ("procedures: [{name: ovarectomy}]", "line 3, procedures.name", "the nearest is ovariectomy"),
    ("family_history: [{finding: ovarian_cancr}]", "line 3, family_history.finding", "the nearest is ovarian_cancer"),
    ("findings: [{name: thyroid_cancer}]", "line 3, findings.name", "not a finding that antral knows; all names"),
    ("findings: [{name: stroke, onset: 2020-01-01, ended: 2019-01-01}]", "line 3", "findings: dates or values"),
    ('fmr1: {repeats: "many"}', "line 3, fmr1.repeats", "such as 29/85"),
    ("statements: {informed_concent: true}", "line 3, statements", "the nearest is informed_consent"),
    ("statements: {Mrs Smith agreed: true}", "line 3, statements", "not a statement that antral knows"),
    ("statements: {informed_consent: maybe}", "line 3, statements", "yes or no"),
    ("age_years: 34", "line 1", "give birth_date, or age_years"),
]


@pytest.mark.parametrize(("field", "where", "why"), TOLD)
def test_a_bad_value_is_told_and_the_rest_is_read(read, field, where, why):
    (woman,) = read(f"id: A\nusual_cycle_days: 28\n{field}\n")
    (unread,) = woman.unread
    assert (woman.id, woman.usual_cycle_days) == ("A", 28)
    assert (unread.where, why in unread.why) == (where, True), unread
    assert "Smith" not in woman.model_dump_json()


def test_two_bad_values_are_both_told(read):
    (woman,) = read("id: A\nsex: x\nlast_period: y\nmeasurements: [{analyte: FSH, value: 3, unit: IU/L, date: soon}]\n")
    assert len(woman.unread) == 3
    assert [one.about for one in woman.unread if one.about] == ["FSH"]


def test_a_list_with_an_entry_that_is_not_read_does_not_say_no(read):
    (woman,) = read(
        "procedures: [{name: hysterectomy}, {name: appendix}]\ntrials: [{start: x}]\npregnancies: [{outcome: x}]"
    )
    on = dt.date(2026, 1, 1)
    assert (woman.procedures, woman.trials, woman.pregnancies) == (None, None, None)
    assert woman.found("hysterectomy", "ever", on) is True
    assert woman.found("ovariectomy", "ever", on) is None


def test_names_as_people_write_them(read):
    (woman,) = read(
        "sex: F\nfmr1: {repeats: 29/85}\nstatements: {pregnant: true, able to follow the visits: yes}\n"
        "measurements: [{analyte: oestradiol, value: 50, unit: pg/mL, date: 2025-06-01}]\n"
        "findings: [{name: Hepatitis B (surface antigen), present: false}]\n"
        "procedures: [{name: removal of the uterus}]\n"
        "medications: [{name: Femoston, start: 2024-01-01}]\n".replace("visits: yes", "visits: true")
    )
    on = dt.date(2026, 1, 1)
    assert woman.unread == ()
    assert woman.sex == "female"
    assert woman.fmr1 is not None
    assert woman.fmr1.repeats == 85
    assert woman.found("pregnant", "current", on) is True
    assert woman.stated("able_to_follow_the_visits", on) is True
    assert [one.analyte for one in woman.measurements] == ["E2"]
    assert woman.found("hbsag_positive", "ever", on) is False
    assert woman.found("hysterectomy", "ever", on) is True
    assert [set(one.drug_classes) for one in woman.medications or ()] == [
        {"sex_hormone", "estrogen", "progestogen", "hormone_therapy"}
    ]
