"""Fitting targets: what they state, and that the others stay tests."""

import pytest
from pydantic import ValidationError

from antral.verify import Estimate, Row, Target, references

FITTED = {key: one for key, one in references().items() if one.target is not None}
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


def test_a_row_says_whether_the_model_was_fitted_to_it() -> None:
    yes, no = (Row(key, references()[key], Estimate(1.0)) for key in ("poi_mild", "luteal_lh_30"))
    assert (yes.fitted, no.fitted) == (True, False)
    assert (yes.to_dict()["fitted"], no.to_dict()["fitted"]) == (True, False)
    assert yes.to_dict()["target"]["value"] == 0.245
    assert no.to_dict()["target"] is None


def test_errors_of_source_and_model_add_up_in_squares() -> None:
    stated = {"part": "poi", "value": 1.0, "why": "made up"}
    assert Target(**stated, source_sd=3.0, discrepancy_sd=4.0).sd == pytest.approx(5.0)  # type: ignore[arg-type]
    with pytest.raises(ValidationError, match="needs a spread"):
        Target(**stated, source_sd=0.0, discrepancy_sd=0.0)  # type: ignore[arg-type]
