"""One woman against one protocol."""

from datetime import date

import pytest
from tests.screening.made import ON, candidates, drawn, line, protocol, stated, woman

from antral.patient import Finding, Measurement, Unread
from antral.protocol import Criterion, load, screen
from antral.reports.screened import woman_sections
from antral.screening import explain, from_records, judge, kept_candidates


def explained(*lines, **given):
    return explain(protocol(*lines), woman(**given), on=ON, candidates=candidates())


def test_every_line_that_keeps_her_out_is_told_not_the_first_alone():
    found = explained(
        stated("I1", "informed_consent"),
        drawn("E1", "hypothyroidism", 0.1),
        drawn("E2", "endometriosis", 0.1),
        statements={"informed_consent": False},
        findings=(Finding(name="hypothyroidism"), Finding(name="endometriosis", present=False)),
    )
    assert found.outcome == "ineligible"
    assert [one.id for one in found.keeps_out] == ["I1", "E1"]
    assert [one.id for one in found.lets_in] == ["E2"]


def test_a_line_says_what_was_asked_what_was_found_and_the_words_of_the_record():
    asked = {"analyte": "FSH", "op": ">", "threshold": "25 IU/L"}
    sample = Measurement(analyte="FSH", value=22, unit="IU/L", date=date(2026, 4, 1))
    found = explained(line("I3", "lab_threshold", asked, "inclusion"), measurements=(sample,))
    told = found.to_dict()["keeps_out"][0]
    assert told["text"] == "text of I3"
    assert told["asked"] == "FSH > 25 IU/L"
    assert told["data"] == ["FSH 22 IU/L on 2026-04-01"]


def test_a_line_that_repeats_another_is_not_told_twice():
    twice = drawn("E2", "hypothyroidism", 0.1, duplicate_of="E1")
    found = explained(drawn("E1", "hypothyroidism", 0.1), twice, findings=(Finding(name="hypothyroidism"),))
    assert [one.id for one in found.keeps_out] == ["E1"]


def test_what_is_not_recorded_is_named_together_in_plain_words():
    asked = line("E1", "gene", {"any_of": ["turner_syndrome", "fmr1_premutation"], "timing": "ever"})
    told = explained(asked).to_dict()
    assert told["open"][0]["reason"] == "not recorded: Turner syndrome, FMR1 premutation"
    assert told["to_decide"][0]["what"] == "Turner syndrome, FMR1 premutation (at any time)"


@pytest.mark.parametrize("name", ["NCT03816852", "NCT07115082"])
def test_no_name_of_a_field_is_shown(name):
    told = explain(load(name), woman(), on=ON, candidates=kept_candidates()).to_dict()
    shown = [
        one[key] for group in ("keeps_out", "open", "for_persons", "lets_in") for one in told[group]
        for key in ("asked", "reason", "grade")
    ] + [one[key] for one in told["to_decide"] for key in ("what", "asked", "how")]  # fmt: skip
    assert shown
    assert not [text for text in shown if "_" in text]


def test_one_and_many_agree():
    from antral.patient import Cohort

    women = [
        woman(id=f"W{number}", statements={"informed_consent": number % 2 == 0}, findings=tuple(
            Finding(name="hypothyroidism", present=bool(number % 3)) for _ in range(number % 4)
        ))
        for number in range(24)
    ]  # fmt: skip
    trial = protocol(stated("I1", "informed_consent"), drawn("E1", "hypothyroidism", 0.1))
    many = judge(trial, from_records(Cohort.of(women, ON)))
    names = {1: "eligible", 0: "ineligible", -1: "undetermined"}
    assert [names[one] for one in many.outcome.tolist()] == [screen(trial, one, on=ON).outcome for one in women]
    assert sum(many.counts()[name] for name in names.values()) == many.counts()["women"] == 24


def test_entries_that_were_not_understood_are_told_with_their_place():
    unread = (Unread(where="line 9, unit", why="no unit; FSH is given in IU/L"),)
    told = explained(stated("I1", "informed_consent"), unread=unread).to_dict()
    assert told["entries_not_understood"] == [{"where": "line 9, unit", "why": "no unit; FSH is given in IU/L"}]
    (shown,) = [one for one in woman_sections(told) if one.columns == ("where", "why")]
    assert shown.rows == [("line 9, unit", "no unit; FSH is given in IU/L")]


def test_parts_of_parts_stand_in_brackets():
    def part(name, finding):
        return {"name": name, "grade": "exact", "kind": "condition", "parameters": {"any_of": [finding]}}

    nested = Criterion.model_validate(
        {
            "id": "I1", "section": "inclusion", "text": "a, and b or c", "grade": "exact",
            "all": [part("a", "endometriosis"), {"name": "bc", "grade": "exact", "kind": "composite",
                                                 "any": [part("b", "adenomyosis"), part("c", "hydrosalpinx")]}],
        }
    )  # fmt: skip
    told = explained(nested).to_dict()
    assert (
        told["open"][0]["asked"] == "condition: endometriosis; and (condition: adenomyosis; or condition: hydrosalpinx)"
    )


def test_of_a_line_that_keeps_her_out_the_parts_that_do_are_told():
    both = Criterion.model_validate(
        {
            "id": "I1", "section": "inclusion", "text": "below 40 with FSH above 25", "grade": "exact",
            "all": [
                {"name": "age", "kind": "age", "grade": "exact", "parameters": {"maximum_years": 40}},
                {"name": "fsh", "kind": "lab_threshold", "grade": "exact",
                 "parameters": {"analyte": "FSH", "op": ">", "threshold": "25 IU/L"}},
            ],
        }
    )  # fmt: skip
    sample = Measurement(analyte="FSH", value=22, unit="IU/L", date=date(2026, 4, 1))
    told = explained(both, measurements=(sample,)).to_dict()["keeps_out"][0]
    assert (told["asked"], told["data"]) == ("FSH > 25 IU/L", ["FSH 22 IU/L on 2026-04-01"])
