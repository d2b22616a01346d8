"""The shipped drafts against the records they were read from."""

import pytest

from antral.protocol import Draft, available, from_registry, lint_study, load_study, runnable
from antral.records import load_json, load_yaml, names, path, read_text

DRAFTS = [entry.name for entry in available() if entry.draft]
WITHOUT_TEXT = ["NCT01853501", "NCT02043743", "NCT02062931", "NCT02696889", "NCT04706312"]


def criteria_text(name: str) -> str | None:
    section = load_json(path("registry", f"{name}.json"))["protocolSection"]
    return section.get("eligibilityModule", {}).get("eligibilityCriteria")


def test_every_record_has_a_protocol_or_a_draft():
    assert len(DRAFTS) == 18
    assert {*DRAFTS, *runnable()} >= set(names("registry", ".json"))
    assert not set(DRAFTS) & set(runnable())


@pytest.mark.parametrize("name", DRAFTS)
def test_lines_are_those_of_the_record(name):
    draft, text = load_study(name), criteria_text(name)
    assert isinstance(draft, Draft)
    lines = [line for line in draft.eligibility.criteria if line.origin == "text"]
    again = from_registry.read_record(path("registry", f"{name}.json")).eligibility.criteria
    read = [line for line in again if line.origin == "text"]
    assert [(line.id, line.section, line.offset, line.text) for line in lines] == [
        (line.id, line.section, line.offset, line.text) for line in read
    ]
    for line in lines:
        assert text[line.offset : line.offset + len(line.text)] == line.text


def test_a_line_is_shown_without_the_escapes_of_the_registry():
    line = load_study("NCT03069209").eligibility["I3"]
    assert (line.text, line.words) == ("FSH\\>20", "FSH>20")


@pytest.mark.parametrize("name", sorted(set(DRAFTS) - set(WITHOUT_TEXT)))
def test_every_line_is_classified_and_a_chosen_definition_is_told(name):
    draft = load_study(name)
    assert not [line.id for line in draft.eligibility.criteria for part in line.parts if part.kind == "unparsed"]
    assert not [one for one in lint_study(draft) if one.level == "error"]


@pytest.mark.parametrize("name", WITHOUT_TEXT)
def test_a_record_without_text_admits_nobody_and_says_what_is_missing(name):
    draft = load_study(name)
    assert criteria_text(name) is None
    assert draft.eligibility["T0"].kind == "unparsed"
    assert "eligibility" in {one.field for one in draft.missing}


@pytest.mark.parametrize("name", DRAFTS)
def test_importing_again_keeps_every_correction(name):
    record = path("registry", f"{name}.json")
    before = load_yaml(path("protocols", f"{name}.yaml"))
    laid = from_registry.keep(from_registry.read_record(record), before)
    assert from_registry.draft_yaml(laid.content) == read_text(path("protocols", f"{name}.yaml"))
    assert laid.gone == ()


def test_lines_say_what_the_labels_say():
    """What two people read in a line is what its draft asks, where the kinds are concerned."""
    from tests.reference.criteria import settled

    told: dict[tuple[str, str], set[str]] = {}
    for name in DRAFTS:
        for line in load_study(name).eligibility.criteria:
            told[name, " ".join(line.text.replace("\\", "").split())] = {part.kind for part in line.parts}
    missing = []
    for label in settled():
        kinds = told.get((label["nct_id"], " ".join(label["text"].split())))
        wanted = {part["kind"] for part in label["parts"]}
        if kinds is not None and not wanted <= kinds | {"amenorrhoea", "lab_threshold", "diagnosis_poi"}:
            missing.append((label["nct_id"], label["line"], wanted - kinds))
    assert missing == []
