"""Months of one woman, from days made by hand."""

import polars as pl
import pytest

from antral.core import InputError
from antral.reports import draw_woman, woman_months


def days_by_hand():
    """61 days: FSH 10 in the first month and 40 later; bleeds on days 3 to 5 and 40; one ovulation on day 17."""
    days = list(range(61))
    return pl.DataFrame(
        {
            "day": [float(day) for day in days],
            "fsh_iu_l": [10.0 if day < 31 else 40.0 for day in days],
            "p4_ng_ml": [9.0 if day == 20 else 0.2 for day in days],
            "largest_follicle_mm": [20.0 if day == 17 else 5.0 for day in days],
            "menses": [1.0 if day in (3, 4, 5) else 0.0 for day in days],
            "breakthrough_bleeds": [1.0 if day == 40 else 0.0 for day in days],
            "ovulations": [1.0 if day == 17 else 0.0 for day in days],
        }
    )


def test_a_month_has_medians_highest_values_bleeds_and_ovulations():
    table = woman_months(days_by_hand())
    assert table.columns == ("month", "FSH IU/L", "P4 max ng/mL", "largest mm", "bleeds", "ovulations")
    assert table.rows[0] == ("1", "10", "9", "20", "1", "1")
    assert table.rows[1] == ("2", "40", "0.20", "5", "1", "0")


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_a_figure_is_written(tmp_path, ending):
    file = draw_woman(days_by_hand(), tmp_path / f"woman.{ending}", title="A woman made by hand")
    assert file.stat().st_size > 5000


def test_an_ending_that_is_no_figure_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"written as \.png, \.svg, \.pdf"):
        draw_woman(days_by_hand(), tmp_path / "woman.docx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("title", ["", "Costs $x and $y"])
def test_a_figure_says_what_its_marks_are(tmp_path, title):
    drawn = draw_woman(days_by_hand(), tmp_path / "woman.svg", title=title).read_text()
    assert all(f">{mark}<" in drawn for mark in ("menses", "other bleeding", "ovulation"))
    assert title in drawn
