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
    ("id: A\nsex: frau Smith\n", "line 2: sex: a value out of its range"),
    ("id: A\nid: B\n", "line 2: a field that comes twice"),
    ("id: A\nbirth_date: 1990-02-30\n", "line 2: no such day"),
    ("id: Mary Smith\n", "line 1: id"),
    ("id: A\nmeasurements: 5\n", "line 2: measurements: a list"),
    (
        "id: A\nprocedures: [{name: ovarectomy}]\n",
        "line 2: procedures.name: a name that antral knows",
    ),
    ("id: A\nfamily_history:\n  - {finding: ovarian_cancr}\n", "line 3: family_history.finding"),
    ("id: A\nprocedures: 5\n", "line 2: procedures"),
    ("id: A\nfindings:\n  - name: hypothyroidism\n    onset: 2020-01-01\n    ended: 2019-01-01\n", "line 3: findings"),
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
