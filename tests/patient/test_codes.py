"""The tables of codes: whole, without slips, and sufficient for what criteria ask."""

import re

import pytest

from antral.core import InputError, scale_of
from antral.patient import burden_of, burdens
from antral.patient.codes import answers, atc_classes, codes, icd_10_finding, medicines, statements
from antral.records import load_yaml, names, path

MEASURED = load_yaml(path("codes", "measurements.yaml"))
FOUND = load_yaml(path("codes", "findings.yaml"))
TAGS = {"published", "recalled"}


def every(system):
    tables = (MEASURED["measurements"], MEASURED["facts"], FOUND["findings"], FOUND["procedures"])
    entries = [(name, one.get(system, {})) for table in tables for name, one in table.items()]
    return [(str(code), tag, name) for name, listed in entries for code, tag in listed.items()]


def luhn(digits):
    """Check digit of LOINC (mod 10)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value // 10 + value % 10
    return -total % 10


def dihedral(a, b):
    """Multiplication in the dihedral group of the pentagon, on which Verhoeff's check digit rests."""
    turn = (a % 5 + (b % 5 if a < 5 else -(b % 5))) % 5
    return turn if (a < 5) == (b < 5) else 5 + turn


def verhoeff(digits):
    """Whether a SNOMED CT identifier has its right check digit."""
    permuted, check = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4), 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit)
        for _ in range(place % 8):
            value = permuted[value]
        check = dihedral(check, value)
    return check == 0


@pytest.mark.parametrize(("code", "tag", "name"), every("loinc"))
def test_loinc_codes_have_their_check_digit(code, tag, name):
    number, check = code.split("-")
    assert luhn(number) == int(check)
    assert tag in TAGS


@pytest.mark.parametrize(("code", "tag", "name"), every("snomed"))
def test_snomed_codes_have_their_check_digit(code, tag, name):
    assert verhoeff(code)
    assert tag in TAGS


def test_the_check_of_snomed_codes_sees_a_slip():
    assert verhoeff("40930008")
    assert not verhoeff("40930009")
    assert not verhoeff("49030008")


@pytest.mark.parametrize(("code", "tag", "name"), [*every("icd10"), *every("icd10_cm")])
def test_icd_10_codes_are_written_as_such(code, tag, name):
    assert re.fullmatch(r"[A-Z]\d\d(\.\d{1,3})?", code)


@pytest.mark.parametrize("word", ["positive", "negative"])
def test_answers_have_their_check_digits(word):
    assert all(verhoeff(code) for code in (*answers()[word]["snomed"], *answers()["smoking"][word]))


@pytest.mark.parametrize("system", ["loinc", "snomed"])
def test_no_code_means_two_things(system):
    tables = [MEASURED["measurements"], MEASURED["facts"], FOUND["findings"]]
    found = [str(code) for table in tables for one in table.values() for code in one.get(system, {})]
    assert len(found) == len(set(found))


@pytest.mark.parametrize("name", codes().analytes)
def test_every_measurement_has_a_unit_that_is_understood(name):
    one = codes().analytes[name]
    assert one.units
    for unit, (low, high) in one.units.items():
        assert unit == "count" or scale_of(unit) is not None
        assert 0 <= low < high
    assert one.burden in burdens()["weights"]


def test_measurements_of_the_simulation_are_held_in_its_units():
    for name in names("analytes"):
        record = load_yaml(path("analytes", f"{name}.yaml"))
        if record["code"] in codes().analytes:
            assert next(iter(codes().analytes[record["code"]].units)) == record["unit"]


def named(pattern):
    """Every name that a rule pack or a shipped protocol lists after a word."""
    found = set()
    for folder in ("definitions", "protocols"):
        for one in names(folder):
            text = path(folder, f"{one}.yaml").read_text(encoding="utf-8")
            for listed in re.findall(rf"(?:{pattern}): \[([^\]]*)\]", text):
                found |= {name.strip() for name in listed.split(",")}
    return sorted(found)


@pytest.mark.parametrize("name", named("any_of|all_of"))
def test_whatever_a_rule_names_has_a_burden(name):
    assert burden_of(name) in burdens()["weights"]


@pytest.mark.parametrize("name", named("classes"))
def test_whatever_class_a_rule_names_is_known(name):
    assert name in medicines()["classes"]


def test_classes_of_medicines_are_named():
    used = {name for table in (medicines()["atc"],) for classes in table.values() for name in classes}
    used |= {name for one in medicines()["rxnorm"].values() for name in one["classes"]}
    assert used <= set(medicines()["classes"])


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("G03AA07", "oral_contraceptive"),
        ("G03AC06", "depot_progestogen"),
        ("L04AX03", "immunosuppressant"),
        ("C09AA05", "other"),  # ramipril
    ],
)
def test_atc_codes(code, expected):
    assert expected in atc_classes(code)


@pytest.mark.parametrize("code", ["G03", "B01", "G", "L01X"])
def test_an_atc_code_that_is_too_wide_tells_no_class_of_what_lies_below(code):
    assert "other" not in atc_classes(code)


def test_the_patch_is_no_tablet():
    assert "oral_contraceptive" not in atc_classes("G03AA13")


def test_icd_10_by_its_longest_prefix():
    assert icd_10_finding("http://hl7.org/fhir/sid/icd-10", "N73.6") == ("pelvic_adhesions", True)
    assert icd_10_finding("http://hl7.org/fhir/sid/icd-10", "N73.0") == ("pelvic_inflammatory_disease", False)
    assert icd_10_finding("http://hl7.org/fhir/sid/icd-10-cm", "I82.401") == ("deep_vein_thrombosis", False)
    assert icd_10_finding("http://hl7.org/fhir/sid/icd-10", "I82.4") is None  # the American table alone has it
    assert icd_10_finding("http://hl7.org/fhir/sid/icd-10", "J01.9") is None


def test_an_unknown_datum_has_no_burden():
    with pytest.raises(InputError, match="no burden"):
        burden_of("shoe_size")


def items(content):
    """Every statement that a protocol or definition asks for."""
    if isinstance(content, dict):
        return ({content["item"]} if "item" in content else set()).union(*map(items, content.values()))
    return set().union(*map(items, content)) if isinstance(content, list) else set()


def test_every_statement_that_a_shipped_protocol_asks_for_has_its_name():
    files = [path(folder, f"{one}.yaml") for folder in ("protocols", "definitions") for one in names(folder)]
    asked = set().union(*(items(load_yaml(one)) for one in (*files, path("terms", "statements.yaml"))))
    assert {one for one in asked if not re.fullmatch(r"NCT\d{8}_T\d+", one)} == set(statements())


@pytest.mark.parametrize(("name", "code"), medicines()["names"].items())
def test_medicines_by_name_have_classes(name, code):
    assert re.fullmatch(r"[A-Z]\d{2}[A-Z]{2}\d{2}", code)
    assert atc_classes(code) not in ((), ("other",))
