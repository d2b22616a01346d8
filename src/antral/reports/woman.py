"""What `antral woman` shows: a table by month, and a figure by day."""

from pathlib import Path
from typing import TYPE_CHECKING

from antral.core import DAYS_PER_MONTH
from antral.reports.figures import save_close_up
from antral.reports.material import CloseUp
from antral.reports.section import Section, render
from antral.reports.wording import number

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Group

_BLEED_GAP_DAYS = 2
"""Bleeding days so far apart, or less, belong to one bleed."""

# heading, column, how the days of a month become one number
_COLUMNS = (
    ("FSH IU/L", "fsh_iu_l", "median"),
    ("LH IU/L", "lh_iu_l", "median"),
    ("E2 pg/mL", "e2_pg_ml", "median"),
    ("P4 max ng/mL", "p4_ng_ml", "max"),
    ("inhibin B pg/mL", "inhibin_b_pg_ml", "median"),
    ("AMH ng/mL", "amh_ng_ml", "median"),
    ("follicles 2–10 mm", "follicles_2_10_mm", "median"),
    ("largest mm", "largest_follicle_mm", "max"),
)

_STATES = (("days on hormones", "tablet_day"), ("days pregnant", "pregnancy_days"))
"""What she may be in; a column stands only where she is in it at all."""
_OFF = {"tablet_day": 0, "pregnancy_days": -1}
"""Above this she is in it."""


def woman_table(days: "pl.DataFrame", *, title: str = "One virtual woman") -> "Group":
    """Months of one woman on the terminal.

    Parameters
    ----------
    days
        One row a day: `day` from the start, and columns as the engine records them.
    """
    return render([woman_months(days, title=title)])


def woman_months(days: "pl.DataFrame", *, title: str = "One virtual woman") -> Section:
    """Medians of the month; highest values of progesterone and of the largest follicle; bleeds that began in it."""
    import polars as pl

    shown = [entry for entry in _COLUMNS if entry[1] in days]
    ordered = days.sort("day").with_columns(
        ((pl.col("day") - days["day"].min()) / DAYS_PER_MONTH).floor().alias("month")
    )
    bleeding = pl.lit(value=False)
    for column in ("menses", "breakthrough_bleeds"):
        if column in days:
            bleeding = bleeding | (pl.col(column) > 0)
    last = pl.when(bleeding).then(pl.col("day")).forward_fill().shift(1)
    began = bleeding & ((pl.col("day") - last) > _BLEED_GAP_DAYS).fill_null(value=True)
    ordered = ordered.with_columns(began.alias("_began"))
    sums = [getattr(pl.col(column), how)() for _, column, how in shown]
    ovulations = [pl.col("ovulations").sum()] if "ovulations" in days else []
    states = [
        (heading, column) for heading, column in _STATES if column in days and (days[column] > _OFF[column]).any()
    ]
    spent = [(pl.col(column) > _OFF[column]).sum() for _, column in states]
    months = ordered.group_by("month", maintain_order=True).agg(*sums, pl.col("_began").sum(), *ovulations, *spent)
    rows = [
        (
            f"{row['month'] + 1:.0f}",
            *(number(row[column]) for _, column, _ in shown),
            f"{row['_began']:.0f}",
            *(f"{row['ovulations']:.0f}" for _ in ovulations),
            *(f"{row[column]:.0f}" for _, column in states),
        )
        for row in months.iter_rows(named=True)
    ]
    last_columns = ("bleeds", *("ovulations" for _ in ovulations), *(heading for heading, _ in states))
    columns = ("month", *(heading for heading, _, _ in shown), *last_columns)
    note = (
        "Medians of the month; highest value for progesterone and the largest follicle; bleeds that began. True values."
    )
    return Section(title, columns, rows, [note])


def draw_woman(days: "pl.DataFrame", path: Path, *, title: str = "", regimen: str | None = None) -> Path:
    """Draw her days into a file; PNG, SVG or PDF by the name's ending.

    Parameters
    ----------
    regimen
        Record of the hormones she takes; with `tablet_day` among her columns her calendar is drawn.
    """
    return save_close_up(CloseUp(frame=days, caption=title, regimen=regimen), path)
