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
        (0.075, 0.042, "8 ± 4 %"),
        (0.8, 0.16, "80 ± 16 %"),
        (0.126, 0.0098, "12.6 ± 1.0 %"),
        (0.126, 0.0951, "13 ± 10 %"),
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


@pytest.mark.parametrize(
    ("value", "mcse", "written"),
    [(0.724, 0.0123, "0.724 ± 0.012"), (0.724, 0.0423, "0.72 ± 0.04"), (1234.6, 31.0, "1,235 ± 31")],
)
def test_a_number_stands_to_the_place_of_its_error(value, mcse, written):
    assert plain(wording.number_with_error(value, mcse)) == written


def test_a_difference_of_shares_has_its_interval():
    # 0.11 ± 1.96 × 0.01 = 0.0904 to 0.1296
    assert plain(wording.points_between(0.11, 0.01)) == "+11.0 points, 95 % interval 9.0 to 13.0"
    assert plain(wording.points_between(-0.02, 0.03)) == "−2 points, 95 % interval −8 to 4"


def test_none_of_200_trials_leaves_room_for_four_in_200():
    # 1 - 0.025^(1/200) = 0.0183: the upper end of the two-sided 95 % interval of 0 of 200, as of 0 of n women
    assert "1.8 % of it (limit of the exact two-sided 95 % interval)" in plain(wording.none_or_all(200))


def test_whole_shares_keep_no_decimal():
    assert [plain(wording.whole_share(value)) for value in (0.803, 0.0041)] == ["80 %", "0.41 %"]


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


@pytest.mark.parametrize(
    ("days", "said"),
    [(28, "4 weeks"), (168, "24 weeks"), (182.6, "6 months"), (364, "12 months"), (728, "2 years"), (3652, "10 years")],
)
def test_a_time_is_told_as_people_say_it(days, said):
    assert wording.duration(days) == said
