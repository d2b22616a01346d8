"""A number written into its record: that place and its source change, nothing else."""

import pytest

from antral.core import RecordError
from antral.records.rewrite import rewrite, rewritten

TEXT = """\
# A comment, with 4.45 in it.

most:
  value: 4.45   # a remark
  unit: "1"
  low: 2
  tag: assumed
  source: "found by search"

primordial:
  median: 15500
  sd_log: 0.95
  tag: fitted
  source: "rows 12 to 17b"

spreads:
  fsh.most: {sd_log: 0.47, tag: fitted, source: "rows"}
"""


def test_the_place_the_tag_and_the_source_change_and_nothing_else() -> None:
    found = rewritten(TEXT, "most", 5.123456, "the fit", "here")
    wanted = TEXT.replace("value: 4.45 ", "value: 5.123 ").replace("assumed", "fitted")
    assert found == wanted.replace('"found by search"', '"found by search; the fit"')


@pytest.mark.parametrize(
    ("way", "old", "new"),
    [
        ("primordial.median", "median: 15500", "median: 1.2e+04"),
        ("spreads.fsh.most", "sd_log: 0.47", "sd_log: 1.2e+04"),
    ],
)
def test_numbers_without_a_value_of_their_own_are_found(way: str, old: str, new: str) -> None:
    found = rewritten(TEXT, way, 12000.4, "rows", "here")
    assert found == TEXT.replace(old, new)  # the source names it already


def test_a_second_time_the_source_stays() -> None:
    once = rewritten(TEXT, "most", 5.0, "the fit", "here")
    assert rewritten(once, "most", 5.0, "the fit", "here") == once


@pytest.mark.parametrize(
    ("text", "way", "says"),
    [
        (TEXT, "least", "has no number 'least'"),
        ("most:\n  value: 4\n  source: |\n    many lines\n", "most", "line 3: 'most' is not written as was expected"),
    ],
)
def test_what_is_not_understood_is_said(text: str, way: str, says: str) -> None:
    with pytest.raises(RecordError, match=says):
        rewritten(text, way, 5.0, "the fit", "here")


def test_a_value_outside_its_range_is_refused() -> None:
    with pytest.raises(RecordError, match=r"fsh\.drive_most = 99: a number from 2 to 12 was wanted"):
        rewrite("fsh.drive_most", 99.0, "made up")
