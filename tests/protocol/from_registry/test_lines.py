"""Eligibility texts are cut into lines, verbatim and without loss."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antral.core import ProtocolError
from antral.protocol.from_registry import read_record
from antral.protocol.from_registry.lines import MOST_CHARACTERS, Split, split
from antral.protocol.from_registry.pieces import blank
from antral.records import load_json, names, path

DATA = Path(__file__).parent / "data"


def texts() -> list[str]:
    with gzip.open(DATA / "eligibility_texts.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line)["eligibilityCriteria"] for line in file]


def whole(text: str) -> Split:
    """The text cut, once it is sure that nothing is lost, doubled or out of order."""
    cut = split(text)
    covered = [False] * len(text)
    last = 0
    for line in cut.lines:
        end = line.offset + len(line.text)
        assert text[line.offset : end] == line.text
        assert line.text.strip()
        assert line.offset >= last
        last = end
        covered[line.offset : end] = [True] * len(line.text)
        for below in line.below:
            assert text[below.offset : below.offset + len(below.text)] == below.text
            assert line.offset <= below.offset
            assert below.offset + len(below.text) <= end
    for piece in cut.rest:
        assert not any(covered[piece.start : piece.end])
        covered[piece.start : piece.end] = [True] * (piece.end - piece.start)
    lost = [sign for sign, kept in zip(text, covered, strict=True) if not kept and not blank(sign)]
    assert not lost
    return cut


def read(text: str) -> list[tuple[str, str]]:
    return [(line.section[0], " ".join(line.text.split())) for line in whole(text).lines]


def test_nothing_is_lost_in_360_texts_of_other_conditions():
    found = texts()
    assert len(found) == 360
    for text in found:
        whole(text)


@pytest.mark.parametrize("trial", names("registry", ".json"))
def test_nothing_is_lost_in_the_records(trial):
    module = load_json(path("registry", f"{trial}.json"))["protocolSection"].get("eligibilityModule", {})
    whole(module.get("eligibilityCriteria", ""))


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    "Inclusion Criteria:",
                    "Exclusion criteria",
                    "\n",
                    "\r\n",
                    " ",
                    "* ",
                    "- ",
                    "1. ",
                    "2) ",
                    "(a) ",
                    "• ",
                ),
                *(
                    "; ",
                    ". ",
                    "Age 18-40",
                    "FSH \\> 25 IU/L",
                    "排除标准：",
                    "（1）",
                    "\u200b",
                    "\u202e",
                    "כן",
                    "\t",
                    "ß",
                ),
                *("Patients must:", "12. ", "a. ", "I1. "),
            ]
        )
        | st.text(max_size=12),
        max_size=40,
    ).map("".join)
)
def test_nothing_is_lost_in_made_up_texts(text):
    whole(text)


PLAIN = [("i", "Female"), ("i", "Age 20-39"), ("e", "HIV"), ("e", "Pregnant")]


@pytest.mark.parametrize(
    "text",
    [
        "Inclusion Criteria:\n\n* Female\n* Age 20-39\n\nExclusion Criteria:\n\n* HIV\n* Pregnant",
        "Inclusion criteria\r\n1. Female\r\n2. Age 20-39\r\nExclusion criteria\r\n1. HIV\r\n2. Pregnant",
        "INCLUSION CRITERIA:\n(1) Female\n(2) Age 20-39\nEXCLUSION CRITERIA:\n(1) HIV\n(2) Pregnant",
        "Key Inclusion Criteria:\n- Female\n- Age 20-39\nKey Exclusion Criteria:\n- HIV\n- Pregnant",
        "Inclusion:\n1) Female\n2) Age 20-39\nExclusion:\n1) HIV\n2) Pregnant",
        "Patients must:\n• Female\n• Age 20-39\nNot eligible if:\n• HIV\n• Pregnant",
        "**Inclusion Criteria**\n1\\. Female\n2\\. Age 20-39\n**Exclusion Criteria**\n1\\. HIV\n2\\. Pregnant",
        "Inclusion Criteria: 1. Female 2. Age 20-39 Exclusion Criteria: 1. HIV 2. Pregnant",
        "Inclusion Criteria: • Female • Age 20-39 Exclusion Criteria: • HIV • Pregnant",
        "入选标准：\n1、Female\n2、Age 20-39\n排除标准：\n1、HIV\n2、Pregnant",
        "纳入标准\n（1）Female\n（2）Age 20-39\n排除标准\n（1）HIV\n（2）Pregnant",
        "Criterios de inclusión:\n- Female\n- Age 20-39\nCriterios de exclusión:\n- HIV\n- Pregnant",
        "\u200bInclusion Criteria:\u200b\n✓ Female\n✓ Age 20-39\n\u202aExclusion Criteria:\u202c\n✓ HIV\n✓ Pregnant",
        "Inclusion Criteria:\n\na. Female\nb. Age 20-39\n\nExclusion Criteria:\n\na. HIV\nb. Pregnant",
        "Inclusion Criteria:\ni. Female\nii. Age 20-39\nExclusion Criteria:\ni. HIV\nii. Pregnant",
        "Inclusion Criteria:\nFemale\nAge 20-39\n\nPatients are excluded with any of the following:\nHIV\nPregnant",
        "Inclusion Criteria (all of the following\n  must be met):\n\n- Female\n- Age 20-39\n\n"
        "Exclusion Criteria (any of the following\n  excludes):\n\n- HIV\n- Pregnant",
        "Eligible if:\n- Female\n- Age 20-39\nIneligible if:\n- HIV\n- Pregnant",
    ],
)
def test_headings_and_marks_in_many_forms(text):
    assert read(text) == PLAIN


@pytest.mark.parametrize("mark", ["* ", "1. ", ""])
@pytest.mark.parametrize(
    ("title", "line", "section"),
    [
        ("Exclusion Criteria:", "Inclusion in another clinical trial.", "e"),
        ("Exclusion Criteria:", "Inclusion body myositis", "e"),
        ("Exclusion Criteria:", "Prior study inclusion.", "e"),
        ("Exclusion Criteria:", "Not meeting inclusion criteria", "e"),
        ("Exclusion Criteria:", "Meets inclusion criteria of the parent study", "e"),
        ("Inclusion Criteria:", "Exclusion of pregnancy", "i"),
        ("Inclusion Criteria:", "No exclusion criteria", "i"),
        ("Inclusion Criteria:", "Exclusion criteria not met", "i"),
    ],
)
def test_a_criterion_that_names_inclusion_or_exclusion_is_no_heading(title, line, section, mark):
    text = f"{title}\n\n{mark}Anaemia\n{mark}{line}\n{mark}Pregnant"
    assert read(text) == [(section, "Anaemia"), (section, line), (section, "Pregnant")]


@pytest.mark.parametrize(
    "title",
    [
        "Who cannot take part:",
        "Who cannot take part?",
        "Ineligibility:",
        "Patients are not eligible if they have:",
        "Rejection criteria:",
        "Elimination criteria:",
        "You should not join if:",
        "Must not have:",
        "Patients must have none of the following:",
        "Non inclusion criteria:",
        "不纳入标准：",
        "1. Exclusion criteria:",
    ],
)
def test_a_heading_that_says_who_may_not_enter_opens_exclusions(title):
    text = f"Inclusion Criteria:\n\n* Female\n* Age 20-39\n\n{title}\n\n* HIV\n* Pregnant"
    assert read(text) == PLAIN


@pytest.mark.parametrize(
    "title", ["Withdrawal criteria:", "Exit criteria:", "Not allowed:", "Contraindications:", "Do not join if:"]
)
def test_below_a_heading_that_may_turn_them_no_line_is_read(title):
    record = {"eligibilityModule": {"eligibilityCriteria": f"Inclusion Criteria:\n\n* Female\n\n{title}\n\n* HIV"}}
    draft = read_record(record)
    first, second = draft.eligibility.criteria
    assert first.kind == "sex"
    assert (second.kind, second.grade, second.text) == ("unparsed", "human_review", "HIV")
    (doubt,) = draft.contradictions
    assert doubt.between == f"heading '{title}' and lines I2"
    assert "a person decides" in doubt.settled


@pytest.mark.parametrize("title", ["Patients must have:", "None of the following:"])
def test_below_a_heading_that_may_turn_exclusions_no_line_is_read(title):
    text = f"Exclusion Criteria:\n\n* Pregnant\n\n{title}\n\n* HIV"
    lines = read_record({"eligibilityModule": {"eligibilityCriteria": text}}).eligibility
    assert [line.kind for line in lines.criteria] == ["pregnancy_lactation", "unparsed"]


def test_a_label_below_an_unclear_heading_does_not_settle_it():
    lines = whole("Inclusion Criteria:\n\n* Female\n\nNot allowed:\n\nInfections:\n\n* HIV").lines
    assert lines[-1].under == "Not allowed:"


def test_one_paragraph_is_cut_at_semicolons_or_sentences():
    text = "Inclusion Criteria: Female; Age 20-39; Exclusion Criteria: HIV; Pregnant"
    assert read(text) == [("i", "Female;"), ("i", "Age 20-39;"), ("e", "HIV;"), ("e", "Pregnant")]
    text = "Women with POI. Age over 20 years. FSH above 25 IU/L, e.g. twice."
    assert [line for _, line in read(text)] == [
        "Women with POI.",
        "Age over 20 years.",
        "FSH above 25 IU/L, e.g. twice.",
    ]


def test_a_bullet_glued_to_the_line_before_begins_a_line():
    text = "Exclusion Criteria:\n\n* Enrollment in other trials. • Other criteria."
    assert read(text) == [("e", "Enrollment in other trials."), ("e", "Other criteria.")]


def test_wrapped_lines_stay_together():
    text = "Inclusion Criteria:\n\n   -  Able to understand the content of informed consent and willing to\n"
    text += "      sign it\n   -  Female"
    assert [line for _, line in read(text)] == [
        "Able to understand the content of informed consent and willing to sign it",
        "Female",
    ]


def test_nested_items_stay_with_their_line_unless_they_count_alone():
    kept = whole("Inclusion Criteria:\n1. One of the following:\n   a. FSH high\n   b. AMH low\n2. Female")
    assert [" ".join(line.text.split()) for line in kept.lines] == [
        "One of the following: a. FSH high b. AMH low",
        "Female",
    ]
    assert [below.text for below in kept.lines[0].below] == ["FSH high", "AMH low"]
    alone = whole("Exclusion Criteria:\n1. Any of the following:\n   a. HIV\n   b. Pregnant")
    assert [(line.text, line.under) for line in alone.lines] == [
        ("HIV", "Any of the following:"),
        ("Pregnant", "Any of the following:"),
    ]


def test_headings_that_name_no_section_are_kept_with_the_lines_below():
    cut = whole("DISEASE CHARACTERISTICS:\n\n- POI\n\nPATIENT CHARACTERISTICS:\n\nAge:\n\n- 18 to 40")
    assert [(line.text, line.under) for line in cut.lines] == [
        ("POI", "DISEASE CHARACTERISTICS:"),
        ("18 to 40", "Age:"),
    ]
    assert cut.named == ()


def test_a_number_in_a_sentence_is_no_mark():
    text = "Inclusion Criteria:\n* AMH below 1. 5 to 10 mm follicles\n* Between 18 and\n40 years"
    assert len(whole(text).lines) == 2


def test_an_endless_text_is_refused_with_a_message():
    with pytest.raises(ProtocolError, match="characters"):
        split("a" * (MOST_CHARACTERS + 1))


@pytest.mark.parametrize(
    "text",
    [
        "Exclusion Criteria: " * 8_000,
        "1. " * 40_000,
        "(" * 150_000,
        "\t- a\n\t\t- b\n" * 12_000,
        "* Any of the following:\n" * 7_000,
    ],
    ids=["headings", "numbers", "brackets", "nested", "leads"],
)
def test_endless_repetition_is_read_in_time(text):
    whole(text)
