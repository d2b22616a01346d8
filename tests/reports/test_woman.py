"""Months of one woman, from days made by hand."""

import numpy as np
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


def test_hormones_and_pregnancy_are_drawn_and_counted(tmp_path):
    days = np.arange(1.0, 113.0)
    on = days <= 84
    frame = pl.DataFrame(
        {
            "day": days, "fsh_iu_l": np.full(112, 50.0), "menses": np.zeros(112),
            "tablet_day": np.where(on, (days - 1) % 28 + 1, 0), "pregnancy_days": np.where(days > 90, days - 91, -1),
        }
    )  # fmt: skip
    months = woman_months(frame)
    assert months.columns[-2:] == ("days on hormones", "days pregnant")
    assert sum(int(row[-2]) for row in months.rows) == 84
    assert sum(int(row[-1]) for row in months.rows) == 22
    without = woman_months(frame.with_columns(tablet_day=pl.lit(0), pregnancy_days=pl.lit(-1)))
    assert "days pregnant" not in without.columns
    file = draw_woman(frame, tmp_path / "woman.svg", regimen="climen")
    drawn = file.read_text(encoding="utf-8")
    for word in ("no tablet", "pregnant", "estradiol", "and progestogen"):
        assert word in drawn
    plain = draw_woman(frame.drop("tablet_day", "pregnancy_days"), tmp_path / "plain.svg").read_text(encoding="utf-8")
    assert "no tablet" not in plain
