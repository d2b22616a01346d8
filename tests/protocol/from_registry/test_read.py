"""A registry's record becomes a draft, whatever is missing or broken in it."""

import copy
import json
import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antral.core import InputError, ProtocolError, RecordError
from antral.protocol import Draft, load, load_study
from antral.protocol.from_registry import draft_yaml, read_record
from antral.protocol.from_registry.numbers import days, dose
from antral.records import load_json, names, path

DATA = Path(__file__).parent / "data"
RECORDS = [path("registry", f"{name}.json") for name in names("registry", ".json")]
OTHER = sorted(DATA.glob("*.json"))


def study(**modules) -> dict:
    return {"protocolSection": {"identificationModule": {"nctId": "NCT00000001", "briefTitle": "T"}, **modules}}


def eligible(text: str, **more) -> dict:
    return study(eligibilityModule={"eligibilityCriteria": text, **more})


def whole(draft: Draft, text: str | None) -> None:
    """Lines stand in the text where they say, in order."""
    last = 0
    for line in draft.eligibility.criteria:
        if line.origin == "text":
            assert text is not None
            assert text[line.offset : line.offset + len(line.text)] == line.text
            assert line.offset >= last
            last = line.offset + len(line.text)
            assert line.why


@pytest.mark.parametrize("file", [*RECORDS, *OTHER], ids=lambda file: file.stem)
def test_every_record_becomes_a_draft_that_reads_back_the_same(file, tmp_path):
    try:
        draft = read_record(file)
    except RecordError as error:
        assert "no study" in str(error)  # noqa: PT017
        assert file.stem.startswith("partial_")
        return
    section = load_json(file).get("protocolSection", load_json(file))
    whole(draft, section.get("eligibilityModule", {}).get("eligibilityCriteria"))
    place = tmp_path / "draft.yaml"
    place.write_text(draft_yaml(draft), encoding="utf-8")
    assert load_study(place) == draft
    assert place.read_text(encoding="utf-8").startswith("draft: true\n")


def test_facts_are_those_of_the_record():
    draft = read_record(path("registry", "NCT05138367.json"))
    assert draft.id == "NCT05138367"
    assert draft.phase == (1,)
    assert draft.registry.start == date(2018, 12, 1)
    assert draft.registry.status == "completed"
    assert draft.registered.masking == "quadruple"
    assert draft.registered.who_masked == ("participant", "care provider", "investigator", "outcomes assessor")
    assert draft.registered.enrolment == 20
    assert [arm.label for arm in draft.registered.arms] == ["UCA-PSC", "WJ-MSC"]
    assert draft.eligibility["S1"].parameters == {"minimum_years": 18, "maximum_years": 39, "completed_years": True}
    assert draft.eligibility["E8"].text == "Patients with severe endometriosis"
    assert {one.field for one in draft.missing} >= {"arms.*.dose_cells", "visits", "analyses", "endpoints"}


def test_contradictions_of_the_records_are_found():
    said = {
        n: [one.says for one in read_record(path("registry", f"{n}.json")).contradictions]
        for n in names("registry", ".json")
    }
    assert any("from 19 to 39" in one and "from 20 to 39" in one for one in said["NCT03069209"])
    assert any("no unit" in one for one in said["NCT03069209"])
    assert any("iu/ml" in one for one in said["NCT03877471"])
    assert any("a woman of 40" in one for one in said["NCT07115082"])
    assert said["NCT05138367"] == []


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("3\\*10\\^7 cells", 30_000_000),
        ("9×10⁷ MSC", 90_000_000),
        ("1 x 10e6 cells", 1_000_000),
        ("5 million MSCs", 5_000_000),
        ("3-5 Million MSCs", None),
        ("0.2x107 cells", None),
        ("1x10^6 cells/kg", None),
        ("2 x 10^6 units", None),
        ("10 mg daily", None),
    ],
)
def test_a_dose_is_parsed_only_where_one_reading_is_possible(text, cells):
    found = dose(text)
    assert (found.cells if found else None) == cells
    if found and cells is None:
        assert found.doubt


def test_a_lost_exponent_is_flagged():
    record = study(armsInterventionsModule={"interventions": [{"name": "MSC", "description": "0.2x107 cells"}]})
    (found,) = read_record(record).contradictions
    assert "0.2 x 10^7 may be meant" in found.says


@pytest.mark.parametrize(
    ("frame", "wanted"),
    [
        ("48 weeks after treatment", (336,)),
        ("up to 12 months", (365.25,)),
        ("weeks 1, 2, 4 and 8", (7, 14, 28, 56)),
        ("1, 3 and 6 months", (30.44, 91.31, 182.62)),
        ("Week 12", (84,)),
        ("through study completion", ()),
        ("from baseline to 4 weeks and 2 years", ()),
        (None, ()),
    ],
)
def test_days_of_a_time_frame_where_they_are_clear(frame, wanted):
    assert days(frame) == pytest.approx(wanted, abs=0.01)


def test_a_draft_without_eligibility_text_admits_nobody_unseen():
    draft = read_record(study())
    (line,) = draft.eligibility.criteria
    assert (line.id, line.kind) == ("T0", "unparsed")
    assert "eligibility" in {one.field for one in draft.missing}


def test_a_draft_cannot_be_simulated_and_says_what_is_missing(tmp_path):
    place = tmp_path / "draft.yaml"
    place.write_text(draft_yaml(read_record(eligible("Inclusion Criteria:\n* Female"))), encoding="utf-8")
    with pytest.raises(ProtocolError, match=r"is a draft.*cannot be simulated.*how many cells") as error:
        load(place)
    assert "Protocols that can be run" in str(error.value)
    assert load_study(place, ["eligibility.criteria.I1.note=seen"]).eligibility["I1"].note == "seen"


ENCODINGS = {"utf-8": "utf-8", "bom": "utf-8-sig", "utf-16": "utf-16", "utf-16-le": "utf-16-le"}


@pytest.mark.parametrize("encoding", ENCODINGS.values(), ids=ENCODINGS)
def test_encodings(encoding, tmp_path):
    place = tmp_path / "record.json"
    place.write_bytes(json.dumps(eligible("* Alter über 18 Jahre – 女性"), ensure_ascii=False).encode(encoding))
    assert read_record(place).eligibility["I1"].text == "Alter über 18 Jahre – 女性"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"   ", "empty"),
        (b"{", "not valid JSON"),
        (b'{"protocolSection": {"identificationModule": {"nctId": "NCT0', "cut off"),
        (b"[]", "0 studies"),
        (b"[1, 2]", "2 studies"),
        (b"3", "object was wanted"),
        (b'"text"', "object was wanted"),
        (b"\xff\xfe\x00\xd8", "not text"),
        (b"\x89PNG\r\n", "not text"),
        (b"{}", "no study"),
        (b'{"protocolSection": []}', "no study"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"a": ' * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_record_is_refused_with_a_message(content, words, tmp_path):
    place = tmp_path / "record.json"
    place.write_bytes(content)
    with pytest.raises(RecordError, match=words):
        read_record(place)


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(RecordError, match="no such file"):
        read_record(tmp_path / "none.json")
    with pytest.raises(RecordError, match="folder"):
        read_record(tmp_path)


def test_what_no_rule_computes_is_never_graded_exact():
    draft = read_record(eligible("Inclusion Criteria:\n\n* Creatinine < 2 IU/L\n* FSH > 25 IU/L"))
    first, second = draft.eligibility.criteria[-2:]
    assert (first.kind, first.grade) == ("unparsed", "definition_needed")
    assert (second.kind, second.grade) == ("lab_threshold", "exact")


def test_an_answer_of_the_interface_with_one_study_is_unwrapped():
    assert read_record({"studies": [eligible("* Female")], "totalCount": 1}).eligibility["I1"].kind == "sex"


def test_a_record_of_ten_megabytes(tmp_path):
    record = eligible("Inclusion Criteria:\n" + "* Age over 18 years, with a long explanation\n" * 3_000)
    record["resultsSection"] = {"text": "x" * 10_000_000}
    place = tmp_path / "record.json"
    place.write_text(json.dumps(record))
    assert len(read_record(place).eligibility.criteria) == 3_000


def test_right_to_left_text_and_odd_characters_come_back_the_same(tmp_path):
    text = "Inclusion Criteria:\n* נשים בגילאי 18-40\n* \u202bنساء\u202c \U0001f600\n* a\u2028b\n"
    text += "* tab\there \\[9%\\] \"q\" 'r': #"
    draft = read_record(eligible(text))
    whole(draft, text)
    place = tmp_path / "draft.yaml"
    place.write_text(draft_yaml(draft), encoding="utf-8")
    assert load_study(place) == draft


def test_half_a_character_is_replaced_not_fatal(tmp_path):
    draft = read_record(eligible("* Female \ud800"))
    (tmp_path / "draft.yaml").write_text(draft_yaml(draft), encoding="utf-8")


WRONG = [None, 3, -1, 1.5, True, "text", "", [], {}, [None], [{}], {"a": 1}, ["x", 3], "9" * 400]


def broken(node, chance):
    """A copy of a record with some values replaced or taken away."""
    if isinstance(node, dict):
        items = {key: broken(value, chance) for key, value in node.items() if chance.random() > 0.05}
        return items if chance.random() > 0.03 else chance.choice(WRONG)
    if isinstance(node, list):
        return [broken(value, chance) for value in node] if chance.random() > 0.05 else chance.choice(WRONG)
    return node if chance.random() > 0.06 else chance.choice(WRONG)


@pytest.mark.parametrize("file", [*RECORDS[:6], *OTHER[:5]], ids=lambda file: file.stem)
def test_broken_records_are_read_as_far_as_they_go_or_refused(file):
    record = load_json(file)
    for seed in range(12):
        damaged = broken(copy.deepcopy(record), random.Random(seed))
        try:
            draft = read_record(damaged if isinstance(damaged, dict) else {"x": damaged})
        except InputError:
            continue
        text = damaged["protocolSection"].get("eligibilityModule") if "protocolSection" in damaged else None
        if isinstance(text, dict) and isinstance(text.get("eligibilityCriteria"), str):
            whole(draft, text["eligibilityCriteria"])
        load_again(draft)


def load_again(draft: Draft) -> None:
    from ruamel.yaml import YAML

    assert Draft.model_validate(YAML(typ="safe", pure=True).load(draft_yaml(draft))) == draft


@pytest.mark.parametrize("file", RECORDS[:4], ids=lambda file: file.stem)
def test_truncated_files_are_refused_with_a_message(file, tmp_path):
    content = file.read_bytes()
    place = tmp_path / "record.json"
    for part in range(1, 12):
        place.write_bytes(content[: len(content) * part // 12])
        with pytest.raises(RecordError, match=r"not valid JSON|cut off"):
            read_record(place)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_becomes_lines_that_read_back(text):
    draft = read_record(eligible(text))
    if not any("\ud800" <= sign <= "\udfff" for sign in text):
        whole(draft, text)
    load_again(draft)
