"""Files that are broken: a message with the place, never a traceback, never a word of the patient."""

import json
import random

import pytest
from tests.patient.synthea import SECRETS, some_woman, woman_with_poi
from tests.patient.test_written import WOMAN

from antral.core import InputError
from antral.patient import csv_template, read_patients

GOOD = json.dumps(woman_with_poi().bundle())
TRUNCATED = GOOD[: len(GOOD) // 2]
LINE = json.dumps(some_woman(1).bundle())
FILES = [
    # name, bytes, message
    ("a.json", b"", "a.json: the file is empty"),
    ("a.json", b"  \n ", "a.json: the file is empty"),
    ("a.json", TRUNCATED.encode(), "a.json, line 1: not valid JSON"),
    ("a.json", b"[1, 2]", "a FHIR Bundle (a JSON object) was wanted"),
    ("a.json", b'{"resourceType": "Patient", "id": "x"}', "a FHIR Bundle was wanted, Patient came"),
    ("a.json", b'{"resourceType": "mary smith"}', "a FHIR Bundle was wanted, something else came"),
    ("a.json", b'{"resourceType": "Bundle"}', "a Bundle without a Patient"),
    ("a.json", b'{"resourceType": "Bundle", "type": "history"}', "a Bundle of versions"),
    ("a.json", b'{"resourceType": "Bundle", "entry": {}}', "Bundle.entry: a list was wanted"),
    ("a.json", b'{"resourceType": "Bundle", "entry": [3]}', "entry 1: an object"),
    ("a.json", b'{"resourceType": "Bundle", "entry": [{"resource": []}]}', "entry 1: an object"),
    ("a.json", b'{"resourceType": "Bundle", "entry": [{"resource": {"id": "1"}}]}', "entry 1: resource.resourceType"),
    ("a.json", b'{"a": 1, "a": 2}', "a key comes twice"),
    ("a.json", b'{"a": NaN}', "NaN or Infinity"),
    ("a.json", b'{"a": ' + b"9" * 5000 + b"}", "a number too long"),
    ("a.json", b"[" * 200_000, "nested too deep"),
    ("a.json", b'{"a":' * 150 + b"1" + b"}" * 150, "nested too deep"),
    ("a.json", GOOD.replace("Boston", "Bärstadt").replace("\\u00e4", "ä").encode("latin-1"), "not UTF-8"),
    ("a.json", GOOD.encode("utf-16-le"), "null bytes"),
    ("a.json", b"\x00" * 100, "null bytes"),
    ("a.ndjson", (LINE + "\n" + LINE[:50]).encode(), "a.ndjson, line 2: not valid JSON"),
    ("a.ndjson", (LINE + "\n" + LINE).encode(), "woman 2 has the pseudonym of another"),
    ("a.ndjson", b'{"resourceType": "Observation", "subject": {"reference": "Patient/1"}}', "a Patient who is not in"),
    ("a.ndjson", b'{"resourceType": "Observation"}', "line 1: Observation.subject.reference is missing"),
    ("a.ndjson", b'{"resourceType": "Organization"}', "no Patient in the files"),
    ("a.ndjson", b'{"resourceType": "Patient"}', "line 1: Patient.id is missing"),
    ("a.ndjson", b"3", "line 1: a FHIR resource"),
    ("a.csv", b"", "a.csv: the file is empty"),
    ("a.csv", "patient,what,name,value,unit,date\nA,person,sex,fé,,\n".encode("latin-1"), "not UTF-8"),
    ("a.csv", b"\x89PNG\r\n\x1a\n\x00\x00", "not UTF-8"),
    ("a.yaml", b"\xff\xfe\x00", "not UTF-8"),
    ("a.doc", b"x", "a.doc: one of .csv"),
]


@pytest.mark.parametrize(("name", "content", "message"), FILES, ids=[f"{n}: {m}" for n, _, m in FILES])
def test_a_broken_file_is_refused(tmp_path, name, content, message):
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(InputError) as told:
        list(read_patients(file))
    assert message in str(told.value)
    assert not [one for one in (*SECRETS, "smith") if one in str(told.value)]


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        list(read_patients(tmp_path / "none.json"))
    with pytest.raises(InputError, match="no file that can be read"):
        list(read_patients(tmp_path))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_marks_of_encodings_are_understood(tmp_path, encoding):
    (tmp_path / "a.json").write_text(GOOD, encoding=encoding)
    assert len(list(read_patients(tmp_path / "a.json"))) == 1


def test_ten_megabytes_are_read(tmp_path):
    content = woman_with_poi().bundle()
    content["entry"][0]["resource"]["text"]["div"] = "x" * 10_000_000
    (tmp_path / "a.json").write_text(json.dumps(content))
    (woman,) = read_patients(tmp_path / "a.json")
    assert len(woman.measurements) == 7


def damaged(content, chance):
    """The Bundle with one value somewhere replaced by something of another kind."""
    places = []

    def walk(node):
        for key in list(node) if isinstance(node, dict) else range(len(node)):
            places.append((node, key))
            if isinstance(node[key], dict | list):
                walk(node[key])

    walk(content)
    node, key = chance.choice(places)
    node[key] = chance.choice(
        [None, 5, -1.5, True, "", "Mary Smith", [], {}, [[]], [None], {"coding": "x"}, 1e308, "9" * 60]
    )
    return content


@pytest.mark.parametrize("release", ["R4", "R5"])
def test_whatever_is_damaged_no_traceback_and_no_word_of_hers(tmp_path, release):
    file = tmp_path / "a.json"
    outcomes = {"read": 0, "refused": 0}
    for seed in range(400):
        chance = random.Random(seed)
        content = json.loads(json.dumps(woman_with_poi(release).bundle()))
        for _ in range(chance.choice([1, 1, 3])):
            damaged(content, chance)
        file.write_text(json.dumps(content))
        try:
            (woman,) = read_patients(file)
            told = woman.model_dump_json()
            outcomes["read"] += 1
        except InputError as error:
            told = str(error)
            outcomes["refused"] += 1
        assert not [one for one in (*SECRETS, "Smith") if one in told], told
    assert outcomes["read"] > 200


def test_whatever_is_cut_off_no_traceback(tmp_path):
    file = tmp_path / "a.json"
    for seed in range(100):
        chance = random.Random(seed)
        cut = bytearray(GOOD.encode()[: chance.randrange(len(GOOD))])
        for _ in range(3):
            if cut:
                cut[chance.randrange(len(cut))] = chance.randrange(256)
        file.write_bytes(bytes(cut))
        with pytest.raises(InputError):
            list(read_patients(file))


@pytest.mark.parametrize(("name", "good"), [("a.csv", csv_template()), ("a.yaml", WOMAN)])
def test_whatever_is_damaged_in_a_table_or_yaml_no_traceback_and_no_word_of_hers(tmp_path, name, good):
    file = tmp_path / name
    outcomes = {"read": 0, "refused": 0}
    for seed in range(400):
        chance = random.Random(seed)
        text = good
        for _ in range(chance.choice([1, 1, 4])):
            at = chance.randrange(len(text))
            put = chance.choice(
                ["", "Smith", "\n", ",", ":", "[", "}", '"', "'", "- ", "&a ", "*a", "!!x", "9" * 30, "\t", "é", "#"]
            )
            text = text[:at] + put + text[at + chance.choice([0, 1, 5]) :]
        file.write_text(text, encoding="utf-8")
        try:
            told = "".join(f"{one.where} {one.why}" for woman in read_patients(file) for one in woman.unread)
            outcomes["read"] += 1
        except InputError as error:
            told = str(error)
            outcomes["refused"] += 1
        assert "Smith" not in told, told
    assert min(outcomes.values()) > 20, outcomes
