"""Numbers are written with their error and no more digits than it allows."""

import pytest

from antral.reports import wording


def plain(text):
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("value", "mcse", "written"),
    [
        (0.62, 0.031, "62 ± 3 %"),
        (0.048, 0.012, "4.8 ± 1.2 %"),
        (0.158, 0.006, "15.8 ± 0.6 %"),
        (0.9990, 0.0007, "99.90 ± 0.07 %"),
        (0.0, 0.0, "0 %"),
        (1.0, 0.0, "100 %"),
        (0.2646, None, "26.5 %"),
        (None, None, "not estimable"),
        (float("nan"), 0.1, "not estimable"),
    ],
)
def test_a_share_keeps_the_digits_its_error_allows(value, mcse, written):
    assert plain(wording.share_with_error(value, mcse)) == written


@pytest.mark.parametrize(
    ("value", "written"), [(0.0, "0"), (0.034, "0.034"), (0.52, "0.52"), (12.34, "12.3"), (1234.6, "1,235"), (3.0, "3")]
)
def test_a_number_keeps_two_or_three_digits(value, written):
    assert wording.number(value) == written


def test_none_of_200_trials_leaves_room_for_three_in_200():
    assert "1.5 %" in plain(wording.none_or_all(200))  # 1 - 0.05^(1/200) = 0.0149, the rule of three


@pytest.mark.parametrize(
    ("label", "inside"),
    [
        ("FSH at 12 months, ratio to baseline", "FSH at 12 months"),
        ("Menses resumed within 12 months", "menses resumed within 12 months"),
    ],
)
def test_a_label_inside_a_sentence_is_short_and_keeps_abbreviations(label, inside):
    assert wording.short(label) == inside


def test_lists_read_as_a_sentence():
    assert wording.listed(["a"]) == "a"
    assert wording.listed(["a", "b", "c"]) == "a, b and c"
