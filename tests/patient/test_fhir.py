"""FHIR Bundles: what is read of them, by hand-made facts of an independent generator (`synthea.py`)."""

import copy
import datetime as dt
import json

import pytest
from tests.patient.synthea import ATC, ICD10CM, LOINC, RXNORM, SCT, Maker, bulk, concept, some_woman, woman_with_poi

from antral.core import InputError
from antral.patient import NOT_LISTED, Finding, Relative, read_patients


def day(text):
    return dt.date.fromisoformat(text)


@pytest.fixture
def read(tmp_path):
    def one(content, name="woman.json"):
        file = tmp_path / name
        file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return list(read_patients(file))

    return one


@pytest.mark.parametrize("release", ["R4", "R5"])
def test_a_woman_is_read_as_she_was_made(read, release):
    (woman,) = read(woman_with_poi(release).bundle())
    assert (woman.birth_date, woman.sex) == (day("1991-03-14"), "female")
    assert woman.diary is not None  # nothing is known of the days after she named her last period
    assert (woman.diary.from_date, woman.diary.to_date) == (day("2023-08-01"), day("2024-03-15"))
    on = day("2024-06-01")
    fsh = woman.samples("FSH", on)
    assert [(one.value, one.unit, one.date, one.hour) for one in fsh] == [
        (61.2, "IU/L", day("2024-02-02"), 8.5),
        (48.0, "IU/L", day("2024-03-15"), None),
    ]
    (e2,) = woman.samples("E2", on)
    # 55 pmol/L x 272.38 g/mol = 14.98 pg/mL; the range of the laboratory goes along
    assert (e2.value, e2.unit) == (pytest.approx(14.981, abs=1e-3), "pg/mL")
    assert (e2.reference_low, e2.reference_high) == (pytest.approx(27.238), pytest.approx(108.952))
    (amh,) = woman.samples("AMH", on)
    assert (amh.value, amh.censored) == (0.01, "below")
    (tsh,) = woman.samples("TSH", on)
    assert (tsh.value, tsh.unit, tsh.reference_high) == (6.8, "mIU/L", 4.0)
    assert [one.unit for one in woman.samples("HEIGHT", on)] == ["cm"]
    present = {"hypothyroidism", "fmr1_premutation", "unilateral_ovariectomy", "ovarian_surgery", "drug_anaphylaxis"}
    absent = {
        "hiv_positive",
        "smoking",
        "pregnant",
        "turner_syndrome",
        "polycystic_ovary_syndrome",
        "fmr1_full_mutation",
    }
    unknown = {"endometriosis", "cushing_syndrome", "hysterectomy", "hbsag_positive", "bilateral_ovariectomy"}
    assert {name for name in present | absent | unknown if woman.found(name, "current", on)} == present
    assert {name for name in present | absent | unknown if woman.found(name, "current", on) is False} == absent
    assert woman.found("deep_vein_thrombosis", "ever", on)
    assert woman.found("deep_vein_thrombosis", "current", on) is False
    taken = {one.name: one for one in woman.medications or ()}
    assert taken["G03CA03"].drug_classes == ("sex_hormone", "estrogen", "hormone_therapy")
    assert (taken["G03CA03"].start, taken["G03CA03"].stop) == (day("2023-06-01"), day("2023-12-31"))
    assert taken["H03AA01"].stop is None
    assert woman.family_history == (Relative(finding="ovarian_cancer", degree=1), Relative(finding=NOT_LISTED))
    assert {one.why for one in woman.unread} == {
        "antral does not use SNOMED CT 444814009 (2 times)",
        "antral does not use RxNorm 99999999",
    }


def test_a_list_of_medicines_does_not_say_that_she_takes_no_others(read):
    (woman,) = read(woman_with_poi().bundle())
    assert any(one.is_of(["growth_hormone"]) is None for one in woman.medications or ())
    make = Maker(3)
    make.patient("1990-01-01")
    assert read(make.bundle())[0].medications is None
    make.statement("http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips", "no-known-medications")
    assert read(make.bundle())[0].medications == ()


def one_lab(number=30.0, unit="IU/L", code="15067-2", **more):
    make = Maker(5)
    make.patient("1990-01-01")
    make.lab(code, more.pop("when", "2024-03-01"), number, unit, **more)
    return make


@pytest.mark.parametrize(
    ("change", "where", "why"),
    [
        ({"unit": "IU/mL"}, "Observation.valueQuantity", "probably mIU/mL"),
        ({"unit": "ng/mL"}, "Observation.valueQuantity", "another quantity"),
        ({"unit": "furlong"}, "Observation.valueQuantity", "unknown unit"),
        ({"unit": "mIU/mL", "ucum": "[IU]/mL"}, "Observation.valueQuantity.unit", "differ"),
        ({"number": -3.0}, "Observation.valueQuantity", "not believed"),
        ({"when": "2024-03"}, "Observation.effectiveDateTime", "without its day"),
        ({"when": "2024-02-31"}, "Observation.effectiveDateTime", "no such day"),
        ({"status": "preliminary"}, "Observation", "preliminary"),
        ({"comparator": "ad"}, "Observation.value", "comparator"),
        ({"modifierExtension": [{"url": "http://x"}]}, "Observation", "change the meaning"),
    ],
)
def test_what_is_not_understood_is_told_and_never_guessed(read, change, where, why):
    (woman,) = read(one_lab(**change).bundle())
    assert woman.measurements == ()
    (unread,) = woman.unread
    assert unread.where == f"entry 3, {where}"
    assert why in unread.why


def test_a_missing_unit_is_not_read(read):
    content = one_lab().bundle()
    for name in ("unit", "code", "system"):
        del content["entry"][2]["resource"]["valueQuantity"][name]
    (woman,) = read(content)
    assert woman.measurements == ()
    assert "no unit" in woman.unread[0].why


def test_what_was_entered_in_error_leaves_no_trace(read):
    (woman,) = read(one_lab(status="entered-in-error").bundle())
    assert (woman.measurements, woman.unread) == ((), ())


def test_components_are_read_and_other_codes_counted(read):
    make = Maker(5)
    make.patient("1990-01-01")
    parts = [
        {"code": concept(LOINC, "15067-2"), "valueQuantity": {"value": 7, "unit": "U/L"}},
        {"code": concept(LOINC, "10501-5"), "valueString": "5.1 mIU/mL"},
        {"code": concept(LOINC, "8480-6"), "valueQuantity": {"value": 120, "unit": "mm[Hg]"}},
    ]
    make.observation("85354-9", "2024-03-01", component=parts)
    (woman,) = read(make.bundle())
    assert [(one.analyte, one.value) for one in woman.measurements] == [("FSH", 7.0), ("LH", 5.1)]
    assert [one.why for one in woman.unread] == ["antral does not use LOINC 8480-6"]


@pytest.mark.parametrize(
    ("text", "normal", "turner"),
    [("46,XX", True, False), ("45,X[12]/46,XX[18]", False, True), ("46,XX,inv(9)(p12q13)", None, None)],
)
def test_karyotypes(read, text, normal, turner):
    make = Maker(5)
    make.patient("1990-01-01")
    make.observation("29770-5", "2024-03-01", valueString=text)
    (woman,) = read(make.bundle())
    abnormal = woman.found("abnormal_karyotype", "ever", day("2024-04-01"))
    assert abnormal is (None if normal is None else not normal)
    assert woman.found("turner_syndrome", "ever", day("2024-04-01")) is turner


def test_a_karyotype_in_words_is_not_kept(read):
    make = Maker(5)
    make.patient("1990-01-01")
    make.observation("29770-5", "2024-03-01", valueString="normal female, see letter to Dr Jones")
    (woman,) = read(make.bundle())
    assert woman.karyotype is None
    assert "Jones" not in woman.model_dump_json()


CONDITIONS = [
    # system, code, fields, finding: expected
    (SCT, "38804009", {}, Finding(name="turner_syndrome", recorded=day("2024-01-01"))),
    (ICD10CM, "E28.319", {}, Finding(name="premature_ovarian_insufficiency", recorded=day("2024-01-01"))),
    (
        "http://hl7.org/fhir/sid/icd-10",
        "E03.9",
        {"verification": "unconfirmed"},
        Finding(name="hypothyroidism", recorded=day("2024-01-01"), certainty="suspected"),
    ),
    (
        SCT,
        "254837009",
        {"onset": "2010-05-05", "ended": "2012-05-05", "clinical": "resolved"},
        Finding(name="breast_cancer", onset=day("2010-05-05"), ended=day("2012-05-05"), recorded=day("2010-05-05")),
    ),
]


@pytest.mark.parametrize(("system", "code", "fields", "expected"), CONDITIONS)
def test_conditions(read, system, code, fields, expected):
    make = Maker(5)
    make.patient("1990-01-01")
    make.condition(system, code, **fields)
    (woman,) = read(make.bundle())
    assert woman.findings == (expected,)


@pytest.mark.parametrize("field", ["verificationStatus", "clinicalStatus"])
@pytest.mark.parametrize(
    "status",
    [{"text": "in doubt"}, {"coding": [{"code": "wrong"}]}, {"coding": []}, {"coding": [{"system": "http://x"}]}],
)
def test_a_status_that_is_not_understood_leaves_the_condition_unread(read, field, status):
    make = Maker(5)
    make.patient("1990-01-01")
    make.condition(SCT, "254837009", "2020-01-01")
    content = make.bundle()
    content["entry"][2]["resource"][field] = status
    (woman,) = read(content)
    assert woman.findings == ()
    assert [one.where for one in woman.unread] == [f"entry 3, Condition.{field}"]


@pytest.mark.parametrize("form", [lambda code: {"coding": [{"code": code}]}, lambda code: {"text": code}])
@pytest.mark.parametrize(
    ("code", "present", "certainty"),
    [
        ("entered-in-error", "none", None),
        ("Entered in error", "none", None),
        ("refuted", False, "definite"),
        ("unconfirmed", True, "suspected"),
        ("confirmed", True, "definite"),
    ],
)
def test_a_status_without_a_system_or_as_a_text_is_read_by_its_code(read, form, code, present, certainty):
    make = Maker(5)
    make.patient("1990-01-01")
    make.condition(SCT, "254837009", "2020-01-01")
    content = make.bundle()
    content["entry"][2]["resource"]["verificationStatus"] = form(code)
    (woman,) = read(content)
    assert woman.unread == ()
    assert [(one.present, one.certainty) for one in woman.findings] == (
        [] if present == "none" else [(present, certainty)]
    )


def test_what_is_over_did_not_end_on_the_day_it_was_recorded(read):
    make = Maker(5)
    make.patient("1990-01-01")
    make.condition(SCT, "254837009", "2010-01-01", clinical="resolved")
    (woman,) = read(make.bundle())
    assert woman.findings == ()
    assert [(one.where, one.why) for one in woman.unread] == [
        ("entry 3, Condition.abatement", "it is over, and no day says since when")
    ]


def test_a_condition_with_half_a_date_is_kept_without_it(read):
    make = Maker(5)
    make.patient("1990-01-01")
    make.condition(SCT, "40930008", "2019")
    content = make.bundle()
    content["entry"][2]["resource"]["recordedDate"] = "2020-01-01"
    (woman,) = read(content)
    assert woman.findings == (Finding(name="hypothyroidism", recorded=day("2020-01-01")),)
    assert [(one.where, one.why) for one in woman.unread] == [
        ("entry 3, Condition.onsetDateTime", "a date without its day")
    ]


def test_a_narrow_code_that_was_refuted_rules_out_no_more_than_itself(read):
    make = Maker(5)
    make.patient("1990-01-01")
    make.condition(ICD10CM, "E03.2", verification="refuted")
    (woman,) = read(make.bundle())
    assert woman.findings == ()
    assert "does not rule" in woman.unread[0].why


ASSERTED = {"url": "http://hl7.org/fhir/StructureDefinition/condition-assertedDate", "valueDateTime": "2021-02-02"}


@pytest.mark.parametrize(
    ("fields", "diagnosed"),
    [
        ({}, "2021-04-01"),
        ({"recordedDate": "2023-01-01"}, None),
        ({"recordedDate": "2023-01-01", "extension": [ASSERTED]}, "2021-02-02"),
    ],
)
def test_the_day_of_the_diagnosis_is_neither_onset_nor_recording(read, fields, diagnosed):
    make = Maker(5)
    make.patient("1990-01-01")
    make.condition(SCT, "237788002", "2021-04-01").update(fields)
    (woman,) = read(make.bundle())
    assert woman.poi_diagnosed == (diagnosed and day(diagnosed))
    assert [one.name for one in woman.findings] == ["premature_ovarian_insufficiency"]
    assert len(woman.unread) == (diagnosed is None)


def test_a_result_about_somebody_else_is_not_hers(read):
    (woman,) = read(one_lab(focus=[{"reference": "RelatedPerson/1"}]).bundle())
    assert woman.measurements == ()
    assert woman.unread[0].where == "entry 3, Observation.focus"


def test_a_woman_who_died_or_whose_record_was_replaced(read):
    content = one_lab().bundle()
    content["entry"][0]["resource"] |= {"deceasedDateTime": "2024-04-04", "link": [{"type": "replaced-by"}]}
    assert [one.where for one in read(content)[0].unread] == ["entry 1, Patient.deceased", "entry 1, Patient.link"]


MEDICINES = [
    ("statement", (ATC, "G03AA07", "2020-01-01"), {"hormonal_contraceptive", "estrogen"}, None),
    ("statement", (ATC, "N02BE01", "2020-01-01", "2020-02-01"), {"other"}, day("2020-02-01")),
    ("request", (RXNORM, "4083", "2020-01-01"), {"estrogen"}, None),
]


@pytest.mark.parametrize("release", ["R4", "R5"])
@pytest.mark.parametrize(("kind", "given", "classes", "stop"), MEDICINES)
def test_medicines(read, release, kind, given, classes, stop):
    make = Maker(5, release)
    make.patient("1990-01-01")
    getattr(make, kind)(*given)
    (woman,) = read(make.bundle())
    first, unlisted = woman.medications
    assert classes <= set(first.drug_classes)
    assert (first.start, first.stop) == (day("2020-01-01"), stop)
    assert unlisted.drug_classes == ()


def test_a_medicine_that_ended_on_an_unknown_day_is_not_taken_for_a_present_one(read):
    make = Maker(5)
    make.patient("1990-01-01")
    make.request(ATC, "G03CA03", "2020-01-01", status="stopped")
    (woman,) = read(make.bundle())
    assert [one.drug_classes for one in woman.medications or ()] == [()]
    assert "no day says when" in woman.unread[0].why


@pytest.mark.parametrize("status", ["entered-in-error", "not-taken", "intended"])
def test_medicines_that_were_not_taken(read, status):
    make = Maker(5)
    make.patient("1990-01-01")
    make.statement(ATC, "G03CA03", "2020-01-01", status=status)
    assert read(make.bundle())[0].medications is None


def test_a_medicine_by_reference(read):
    make = Maker(5)
    make.patient("1990-01-01")
    held = make.add("Medication", code=concept(ATC, "H01AC01"))
    statement = make.statement(ATC, "x", "2020-01-01")
    del statement["medicationCodeableConcept"]
    statement["medicationReference"] = {"reference": f"urn:uuid:{held['id']}"}
    inside = copy.deepcopy(statement) | {"id": "other", "contained": [{"id": "m", "code": concept(ATC, "B01AA03")}]}
    inside["medicationReference"] = {"reference": "#m"}
    make.entries.append({"resource": inside})
    (woman,) = read(make.bundle())
    assert [one.drug_classes for one in woman.medications or ()][:2] == [("growth_hormone",), ("anticoagulant",)]


def test_several_women_in_one_bundle_keep_their_own(read):
    women = [some_woman(seed) for seed in range(4)]
    content = {"resourceType": "Bundle", "type": "collection", "entry": [one for make in women for one in make.entries]}
    together = read(content)
    assert together == [
        read(make.bundle())[0].model_copy(update={"unread": one.unread})
        for make, one in zip(women, together, strict=True)
    ]
    assert [one.id for one in together] == [make.id for make in women]


@pytest.mark.parametrize("form", ["Patient/{}", "http://clinic.example/fhir/Patient/{}", "Patient/{}/_history/3"])
def test_references_of_every_form(read, form):
    make = one_lab()
    content = json.loads(json.dumps(make.bundle()).replace(f'"urn:uuid:{make.id}"', json.dumps(form.format(make.id))))
    content["entry"][0]["fullUrl"] = f"http://clinic.example/fhir/Patient/{make.id}"
    assert len(read(content)[0].measurements) == 1


def test_what_belongs_to_nobody_is_told_to_all(read):
    make, other = one_lab(), one_lab()
    stray = other.entries[2]["resource"]
    stray["subject"] = {"display": "Mrs Smith"}
    make.entries.append({"resource": stray | {"id": "stray"}})
    (woman,) = read(make.bundle())
    assert len(woman.measurements) == 1
    assert [(one.where, one.why[:5]) for one in woman.unread] == [("entry 4, Observation.subject", "whose")]


def test_a_resource_that_comes_twice_counts_once(read):
    make = one_lab()
    make.entries.append(copy.deepcopy(make.entries[2]))
    assert len(read(make.bundle())[0].measurements) == 1
    make.entries[3]["resource"]["valueQuantity"]["value"] = 31
    with pytest.raises(InputError, match=r"entry 4: entry 3 has the same id"):
        read(make.bundle())


def test_a_page_of_a_longer_answer_says_so(read):
    content = one_lab().bundle() | {"type": "searchset", "link": [{"relation": "next", "url": "http://clinic.example"}]}
    assert "further pages" in read(content)[0].unread[0].why


def test_ndjson_of_bundles_and_a_bulk_export_give_the_same_women(read, tmp_path):
    makers = [woman_with_poi(), *(some_woman(seed) for seed in range(2, 7))]
    one_a_line = read("\n".join(json.dumps(make.bundle()) for make in makers), "women.ndjson")
    folder = tmp_path / "export"
    folder.mkdir()
    for kind, text in bulk(makers).items():
        (folder / f"{kind}.ndjson").write_text(text, encoding="utf-8")
    exported = list(read_patients(folder))
    assert len(exported) == 6

    def facts(woman):
        lists = (woman.measurements, woman.findings, woman.medications or ())
        return (woman.id, woman.birth_date, woman.karyotype, woman.fmr1, *(sorted(map(repr, one)) for one in lists))

    assert [facts(one) for one in exported] == [facts(one) for one in one_a_line]
    assert exported[0].unread


def test_a_folder_of_bundles(tmp_path):
    for seed in range(3):
        (tmp_path / f"Jane{seed}_Doe.json").write_text(json.dumps(some_woman(seed).bundle()))
    (tmp_path / "hospitalInformation.json").write_text('{"resourceType": "Bundle", "entry": []}')
    assert len(list(read_patients(tmp_path))) == 3
    (tmp_path / "Jane3_Doe.json").write_text("{")
    with pytest.raises(InputError, match="file 4 of 5, line 1: not valid JSON"):
        list(read_patients(tmp_path))


@pytest.mark.parametrize(("sign", "kept"), [("<", "below"), ("<=", "at_most"), (">", "above"), (">=", "at_least")])
def test_a_comparator_keeps_whether_the_value_itself_is_possible(read, sign, kept):
    (woman,) = read(one_lab(comparator=sign).bundle())
    assert [one.censored for one in woman.measurements] == [kept]


@pytest.mark.parametrize("change", [{"unit": "furlong"}, {"when": "2024-03"}, {"status": "preliminary"}])
def test_a_value_that_is_not_read_says_of_what_it_is(read, change):
    (woman,) = read(one_lab(**change).bundle())
    assert [one.about for one in woman.unread] == ["FSH"]


@pytest.mark.parametrize(("code", "name"), [("72892002", "pregnant"), ("162864005", "body_mass_index_30_or_more")])
def test_conditions_as_common_generators_write_them(read, code, name):
    make = Maker(5)
    make.patient("1990-01-01")
    make.condition(SCT, code, "2024-01-01")
    (woman,) = read(make.bundle())
    assert woman.found(name, "current", day("2024-02-01"))
