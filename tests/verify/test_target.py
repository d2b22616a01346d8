"""Fitting targets: what they state, which other rows were in view when values were set, and which stay tests."""

import re

import pytest
from pydantic import ValidationError

from antral.records import load_yaml, names, path
from antral.verify import ROWS_OF_THE_CODE, Estimate, Reference, Row, Target, references

FITTED = {key: one for key, one in references().items() if one.target is not None}
NUMERICS = ("21", "22", "23", "24")
IN_VIEW = ("4", "5b", "7", "7b", "7c", "7d", "7f", "8", "9", "9b", "10", "11b", "12", "12c", "12d", "16", "17c", "25")
LEFT_OUT = ("7", "7b", "7c", "9b", "12c", "12d", "21", "22", "23", "24", "25")


@pytest.mark.parametrize("key", FITTED)
def test_a_target_lies_in_the_range_that_accepts_it(key: str) -> None:
    one = FITTED[key]
    low = -float("inf") if one.low is None else one.low
    high = float("inf") if one.high is None else one.high
    assert one.target is not None
    assert low <= one.target.value <= high


def test_rows_kept_as_tests_have_no_target() -> None:
    assert not [key for key, one in FITTED.items() if one.number in LEFT_OUT]


@pytest.mark.parametrize("number", IN_VIEW)
def test_no_row_that_a_record_says_it_was_set_by_is_called_a_test(number: str) -> None:
    assert {one.kind for one in references().values() if one.number == number} <= {"target", "follows", "seen"}


def test_rows_that_values_were_set_by_name_a_record_or_page_that_exists() -> None:
    said = {one.seen_by for one in references().values() if one.seen_by is not None}
    records = {f"records/{folder}/{name}" for folder in ("parameters", "populations") for name in names(folder)}
    for words in said:
        found = re.findall(r"records/\w+/\w+", words)
        assert set(found) <= records, words
        assert found or re.search(r"records/(parameters|populations)|docs/(rooms/)?physiology|CHANGELOG", words), words
        for name in re.findall(r"\(([a-z_, ]+)\)", words):
            known = {*names("parameters"), *_entries("parameters"), *_entries("populations")}
            assert set(name.split(", ")) <= known, words


def _entries(folder: str) -> set[str]:
    return {entry for name in names(folder) for entry in load_yaml(path(folder, f"{name}.yaml"))}


def test_rows_of_the_code_are_in_nobodys_view() -> None:
    found = {key for key, one in references().items() if one.kind == "numerics"}
    assert found == {key for key, one in references().items() if one.number in NUMERICS} == set(ROWS_OF_THE_CODE)
    assert not [key for key in found if references()[key].seen_by]


def test_rows_that_follow_name_targets_and_are_no_tests() -> None:
    follow = {key: one for key, one in references().items() if one.follows_from}
    assert {name for one in follow.values() for name in one.follows_from} <= set(FITTED)
    assert {one.kind for one in follow.values()} == {"follows"}
    row = Row("spread_40_44", references()["spread_40_44"], Estimate(4.0))
    assert (row.kind, row.to_dict()["kind"], row.to_dict()["follows_from"]) == ("follows", "follows", ["within_42"])
    with pytest.raises(ValidationError, match="a target follows from no other"):
        Reference.model_validate(FITTED["poi_mild"].model_dump() | {"follows_from": ["within_42"]})


def test_no_test_states_the_numbers_of_a_target() -> None:
    """A row whose source, unit and first number are those of a target on the same women is no test."""
    stated = {(one.unit, one.source, one.target.value) for one in FITTED.values() if one.target is not None}
    for key, one in references().items():
        number = re.match(r"[−-]?[\d.]+", one.reference)
        if one.kind == "test" and number:
            assert (one.unit, one.source, float(number[0].replace("−", "-"))) not in stated, key


def test_a_target_stays_one_whoever_saw_it() -> None:
    one = references()["poi_mild"].model_copy(update={"seen_by": "records/parameters/fsh"})
    assert (one.kind, Row("poi_mild", one, Estimate(1.0)).seen_by) == ("target", "")
    with pytest.raises(ValidationError, match="at least 3"):
        Reference.model_validate(references()["luteal_lh_30"].model_dump() | {"seen_by": ""})


def test_a_row_says_whether_the_model_was_fitted_to_it() -> None:
    yes, no = (Row(key, references()[key], Estimate(1.0)) for key in ("poi_mild", "luteal_lh_30"))
    assert (yes.fitted, no.fitted) == (True, False)
    assert (yes.to_dict()["fitted"], no.to_dict()["fitted"]) == (True, False)
    assert (yes.kind, no.kind) == ("target", "seen")
    assert no.seen_by == no.to_dict()["seen_by"] == references()["luteal_lh_30"].seen_by
    assert yes.to_dict()["target"]["value"] == 0.245
    assert no.to_dict()["target"] is None


def test_errors_of_source_and_model_add_up_in_squares() -> None:
    stated = {"part": "poi", "value": 1.0, "why": "made up"}
    assert Target(**stated, source_sd=3.0, discrepancy_sd=4.0).sd == pytest.approx(5.0)  # type: ignore[arg-type]
    with pytest.raises(ValidationError, match="needs a spread"):
        Target(**stated, source_sd=0.0, discrepancy_sd=0.0)  # type: ignore[arg-type]
