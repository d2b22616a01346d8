"""The shipped drafts against the records they were read from."""

from datetime import date

import pytest

from antral.patient import Patient
from antral.protocol import Draft, available, from_registry, lint_study, load_study, runnable, screen
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
    """What two independent readings found in a line is what its draft asks, where the kinds are concerned."""
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


ON = date(2026, 6, 15)


def verdict(name, line, **known):
    (found,) = [one for one in screen(load_study(name), Patient(**known), on=ON).lines if one.criterion.id == line]
    return found.verdict.status


@pytest.mark.parametrize("name", DRAFTS)
@pytest.mark.parametrize("born", [date(2016, 1, 1), date(1966, 1, 1)])
def test_age_keeps_a_woman_out_once(name, born):
    lines = screen(load_study(name), Patient(birth_date=born), on=ON).lines
    out = [
        line.criterion.id
        for line in lines
        if line.admits is False and line.criterion.duplicate_of is None and "age " in line.verdict.reason
    ]
    assert len(out) <= 1


@pytest.mark.parametrize("name", DRAFTS)
def test_a_line_that_repeats_another_never_keeps_out_whom_that_one_admits(name):
    """The field of the registry is covered by the line of the text, at every age and for both sexes."""
    study = load_study(name)
    repeats = {line.id: line.duplicate_of for line in study.eligibility.criteria if line.duplicate_of}
    for years in range(15, 50):
        for born in (date(2026 - years, 6, 15), date(2026 - years, 6, 16)):
            for sex in ("female", "male"):
                told = screen(study, Patient(birth_date=born, sex=sex), on=ON).lines
                admits = {line.criterion.id: line.admits for line in told}
                kept_out = [one for one in repeats if admits[one] is False]
                assert all(admits[repeats[one]] is False for one in kept_out), (years, sex)


THYROID = {
    "measurements": [
        {
            "analyte": "TSH",
            "value": 2,
            "unit": "mIU/L",
            "date": date(2026, 6, 1),
            "reference_low": 0.4,
            "reference_high": 4,
        }
    ]
}


@pytest.mark.parametrize(
    ("name", "line", "finding", "status"),
    [
        ("NCT02603744", "E5", "thyroid_dysfunction", "met"),
        ("NCT02603744", "E5", "thyroid_nodule", "not_met"),
        ("NCT06202547", "E7", "thyroid_nodule", "met"),
        ("NCT06202547", "E7", "autoimmune_thyroiditis", "met"),
        ("NCT06202547", "E7", "something_else", "unknown"),
    ],
)
def test_disease_of_the_thyroid_beside_a_normal_tsh(name, line, finding, status):
    assert verdict(name, line, findings=[{"name": finding}], **THYROID) == status


def medicine(*classes, stop=None):
    return [{"name": "a medicine", "drug_classes": classes, "start": date(2020, 1, 1), "stop": stop}]


@pytest.mark.parametrize(
    ("medicines", "last_period", "status"),
    [
        ([], None, "met"),  # she never took any: nothing is asked
        ([], date(2026, 6, 1), "met"),
        (medicine("hormonal_contraceptive"), date(2019, 1, 1), "unknown"),  # of a sort not on record, taken now
        (medicine("oral_contraceptive", stop=date(2026, 3, 1)), date(2020, 1, 1), "met"),
        (medicine("oral_contraceptive", stop=date(2026, 3, 1)), date(2026, 6, 1), "not_met"),  # she bleeds
        (medicine("oral_contraceptive", stop=date(2026, 3, 1)), None, "unknown"),
        (medicine("oral_contraceptive", stop=date(2026, 4, 1)), date(2020, 1, 1), "not_met"),  # not three months
        (medicine("depot_progestogen", stop=date(2025, 12, 1)), date(2026, 1, 15), "not_met"),  # five months
        (medicine("depot_progestogen", stop=date(2025, 12, 1)), date(2025, 12, 10), "met"),
    ],
)
def test_amenorrhoea_after_contraception(medicines, last_period, status):
    assert verdict("NCT06072794", "I9", medications=medicines, last_period=last_period) == status


@pytest.mark.parametrize(
    ("name", "told"),
    [("NCT06072794", "line I12 and its heading"), ("NCT03069209", "12 week"), ("NCT03535480", "healthy volunteers")],
)
def test_what_a_record_contradicts_is_told(name, told):
    assert any(told in f"{one.between} {one.says}" for one in load_study(name).contradictions)


def test_a_pregnancy_that_has_ended_explains_the_amenorrhoea():
    recent, past = (
        {"name": "pregnant", "onset": date(2025, 1, 1), "ended": date(*ended)}
        for ended in ((2026, 4, 1), (2025, 10, 1))
    )
    assert verdict("NCT02912104", "I2", sex="female", findings=[recent]) == "not_met"
    assert verdict("NCT02912104", "I2", sex="female", findings=[past]) == "unknown"
