"""A new reading over a corrected draft: the corrections stay, and the record's news come in."""

import pytest
from ruamel.yaml import YAML

from antral import api
from antral.core import ProtocolError, RecordError
from antral.protocol import load_study
from antral.protocol.from_registry import draft_yaml, keep, read_record


def record(*lines: str, title: str = "First", number: str = "NCT00000001") -> dict:
    text = "Inclusion Criteria:\n* Female\n\nExclusion Criteria:\n" + "\n".join(f"* {line}" for line in lines)
    return {
        "protocolSection": {
            "identificationModule": {"nctId": number, "briefTitle": title},
            "eligibilityModule": {"eligibilityCriteria": text},
        }
    }


def written(**of) -> dict:
    return YAML(typ="safe", pure=True).load(draft_yaml(read_record(record(*of.pop("lines"), **of))))


def line(content: dict, text: str) -> dict:
    return next(one for one in content["eligibility"]["criteria"] if one["text"] == text)


def test_a_corrected_line_stays_and_the_rest_is_read_anew():
    old = written(lines=["Thyroid dysfunction", "HIV"])
    line(old, "Thyroid dysfunction")["definition"] = "thyroid_dysfunction"
    line(old, "Thyroid dysfunction")["parameters"] = {}
    laid = keep(read_record(record("Pregnant", "Thyroid dysfunction", "HIV", title="Second")), old)
    assert laid.kept == ("E3",)  # its number moved, its rule did not
    assert laid.added == ("E2",)
    assert laid.gone == ()
    kept = line(laid.content, "Thyroid dysfunction")
    assert kept["definition"] == "thyroid_dysfunction"
    assert kept["id"] == "E3"
    assert laid.content["title"] == "Second"


def test_what_a_person_adds_to_a_line_is_a_correction():
    old = written(lines=["HIV"])
    line(old, "HIV")["policy"] = {"draw": 0.01, "tag": "assumed", "reason": "few"}
    line(old, "HIV")["note"] = "Serology at screening."
    laid = keep(read_record(record("HIV")), old)
    assert laid.kept == ("E2",)
    assert line(laid.content, "HIV")["policy"]["draw"] == 0.01


def test_an_untouched_draft_is_simply_renewed():
    laid = keep(read_record(record("HIV", "Pregnant")), written(lines=["HIV"]))
    assert (laid.kept, laid.renewed, laid.added, laid.gone) == ((), (), ("E3",), ())


def test_a_line_with_an_old_proposal_that_nobody_touched_is_renewed():
    old = written(lines=["HIV"])
    from antral.protocol.from_registry.criteria import seal

    hiv = line(old, "HIV")
    hiv |= {"kind": "unparsed", "parameters": {"item": "x"}, "grade": "human_review"}
    hiv["proposed"] = seal(hiv)  # as an earlier version of the rules would have left it
    laid = keep(read_record(record("HIV")), old)
    assert laid.renewed == ("E2",)
    assert line(laid.content, "HIV")["kind"] == "infection_serology"


def test_a_correction_whose_line_is_gone_is_told():
    old = written(lines=["HIV", "Thyroid dysfunction"])
    line(old, "HIV")["note"] = "Ask for the serology."
    laid = keep(read_record(record("Thyroid dysfunction")), old)
    assert laid.gone == ("E2: HIV",)


def test_repeated_lines_keep_their_pair():
    old = written(lines=["HIV", "Pregnant"])
    line(old, "Pregnant")["duplicate_of"] = "E2"
    laid = keep(read_record(record("Thrombophilia", "HIV", "Pregnant")), old)
    assert line(laid.content, "Pregnant")["duplicate_of"] == "E3"


def test_other_fields_a_person_wrote_stay():
    old = written(lines=["HIV"])
    old["assumptions"] = [{"text": "HIV is asked for.", "reason": "Custom."}]
    laid = keep(read_record(record("HIV")), old)
    assert laid.content["assumptions"] == old["assumptions"]


def test_another_study_and_a_protocol_are_never_overwritten():
    with pytest.raises(ProtocolError, match="a draft of NCT00000001, not of NCT00000002"):
        keep(read_record(record("HIV", number="NCT00000002")), written(lines=["HIV"]))
    with pytest.raises(ProtocolError, match="no draft"):
        keep(read_record(record("HIV")), {"id": "NCT00000001"})


def test_import_twice_through_the_verb(tmp_path):
    import json

    source, place = tmp_path / "NCT00000001.json", tmp_path / "draft.yaml"
    source.write_text(json.dumps(record("HIV", "Thyroid dysfunction")))
    first = api.import_record(source, place)
    assert (first.kept, first.added) == ((), ())
    before = place.read_text()
    corrected = before.replace("any_of: [thyroid_dysfunction]", "any_of: [hypothyroidism]")
    assert corrected != before
    place.write_text(corrected)
    again = api.import_record(source, place)
    assert again.kept == ("E3",)
    assert load_study(place).eligibility["E3"].parameters == {"any_of": ["hypothyroidism"]}
    assert list(tmp_path.iterdir()) == sorted([source, place]) or len(list(tmp_path.iterdir())) == 2


def test_a_draft_that_cannot_be_read_is_left_as_it_is(tmp_path):
    import json

    source, place = tmp_path / "NCT00000001.json", tmp_path / "draft.yaml"
    source.write_text(json.dumps(record("HIV")))
    place.write_text("draft: true\nid: [")
    with pytest.raises(RecordError, match="not valid YAML"):
        api.import_record(source, place)
    assert place.read_text() == "draft: true\nid: ["
