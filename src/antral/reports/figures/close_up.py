"""One woman day by day: bleeding, follicles and hormones under each other on one time axis."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from antral.core import DAYS_PER_YEAR, InputError
from antral.reports.calendar import Calendar, calendar
from antral.reports.figures.drawing import FAINT, INK, NARROW, WIDE, Drawing, drawn, look, months, plain_log, size
from antral.reports.figures.tablets import SHADE
from antral.reports.material import CloseUp

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

# columns, what they are, whether the axis is logarithmic
_PANELS = (
    (("largest_follicle_mm",), "Largest follicle, mm", False),
    (("follicles_2_10_mm",), "Follicles of 2 to 10 mm", False),
    (("fsh_iu_l", "lh_iu_l", "fsh_no_cell_iu_l"), "FSH, LH (dotted), IU/L", True),
    (("e2_pg_ml",), "Estradiol, pg/mL", True),
    (("p4_ng_ml",), "Progesterone, ng/mL", False),
    (("inhibin_b_pg_ml",), "Inhibin B, pg/mL", True),
    (("amh_ng_ml",), "AMH, ng/mL", True),
    (("quality",), "Quality of the follicles, 0 to 1", False),
)
_COLOURS = ("#009e73", "#009e73", "#0072b2", "#d55e00", "#8a5fb0", "#555f6b", "#b8860b", "#6b7280")
_BLEED, _BREAKTHROUGH, _OVULATION = "#b3123f", "#e79aa9", "#009e73"
_PREGNANT, _ESTRADIOL, _BOTH = "#f8ecd2", "#bcd3e6", "#5b8fb9"
_WITHOUT = "fsh_no_cell_iu_l"
"""FSH of the same woman had the cells done nothing."""
_FORMATS = (".png", ".svg", ".pdf")


def close_up(one: CloseUp, name: str = "close-up", *, width: int = WIDE) -> Drawing:
    """One woman as a drawing for a page."""
    with look():
        return drawn(_figure(one, width), f"{name}-{width}", _alt(one))


def save_close_up(one: CloseUp, file: Path) -> Path:
    """One woman as a file; its ending says PNG, SVG or PDF."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    if file.suffix.lower() not in _FORMATS:
        raise InputError(f"{file}: a figure is written as {', '.join(_FORMATS)}; the name ends in {file.suffix!r}.")
    with look():
        figure = _figure(one, WIDE, title=one.caption, legend=True)
        FigureCanvasAgg(figure)
        try:
            figure.savefig(file, dpi=144)
        except OSError as error:
            raise InputError(f"{file} cannot be written: {error.strerror or error}.") from error
    return file


def _figure(one: CloseUp, width: int, *, title: str = "", legend: bool = False) -> "Figure":
    """All panels; a page has its own legend, a file needs one in the figure."""
    from matplotlib.figure import Figure

    shown = [(panel, colour) for panel, colour in zip(_PANELS, _COLOURS, strict=True) if panel[0][0] in one.frame]
    strip, each, gap, head, foot = 62.0, 92.0, 30.0, 8.0 + 20.0 * (bool(title) + legend), 40.0
    height = head + strip + len(shown) * (each + gap) + foot
    figure = Figure(figsize=size(width, height))
    if title:
        figure.text(12 / width, 1 - 8 / height, title, va="top", weight="bold")
    left = 46 if width > NARROW else 40
    box = (left / width, 1 - (left + 12) / width)
    days = one.frame["day"].to_numpy()
    first, last = float(days.min()), float(days.max())
    top = head + strip
    events = figure.add_axes((box[0], 1 - top / height, box[1], strip / height))
    _events(events, one, first, last)
    _shaded(events, one, named=True)
    _tablets(events, one)
    if legend:
        events.legend(
            loc="lower right", bbox_to_anchor=(1, 0.98), ncols=7, frameon=False, handlelength=1, borderpad=0,
            columnspacing=1.2,
        )  # fmt: skip
    for (columns, label, logarithmic), colour in shown:
        top += each + gap
        axes = figure.add_axes((box[0], 1 - top / height, box[1], each / height))
        _courses(axes, one, columns, colour, logarithmic)
        more = ", FSH without cells (grey)" if _WITHOUT in columns and _WITHOUT in one.frame else ""
        _shaded(axes, one)
        axes.set_title(label.replace(", IU/L", f"{more}, IU/L"), loc="left", pad=4)
        for day in one.infusion_days:
            axes.axvline(day, color=INK, lw=0.9, ls=(0, (4, 3)))
        months(axes, first, last, _every(last - first, width))
        axes.tick_params(axis="x", labelbottom=False)
    axes.tick_params(axis="x", labelbottom=True)
    axes.set_xlabel("months since randomisation" if one.infusion_days or one.visit_days else "months")
    return figure


def _every(days: float, width: int) -> float:
    """Months between ticks, so that they do not touch."""
    return max(1, round(days / DAYS_PER_YEAR * 12 / (16 if width > NARROW else 8)))


def _courses(axes: "Axes", one: CloseUp, columns: tuple[str, ...], colour: str, logarithmic: bool) -> None:
    days = one.frame["day"].to_numpy()
    if logarithmic:
        plain_log(axes)
    for column, style in zip(columns, ("-", (0, (1, 1.2)), (0, (4, 2))), strict=False):
        if column in one.frame:
            values = one.frame[column].to_numpy()
            values = values.clip(min=1e-3) if logarithmic else values
            shade = "#6b7280" if column == _WITHOUT else colour
            axes.plot(days, values, color=shade, lw=1.3, ls=style)
    if not logarithmic:
        axes.set_ylim(0, 1 if columns == ("quality",) else None)
        if columns == ("quality",):
            axes.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
    elif (low_high := axes.get_ylim())[1] / low_high[0] < 10:
        middle = (low_high[0] * low_high[1]) ** 0.5
        axes.set_ylim(middle / 3.5, middle * 3.5)


def _events(axes: "Axes", one: CloseUp, first: float, last: float) -> None:
    """Bleeding, ovulations, infusions and visits in one strip."""
    rows = (("menses", "menses", _BLEED), ("breakthrough_bleeds", "other bleeding", _BREAKTHROUGH))
    frame = one.frame
    days = frame["day"].to_numpy()
    for column, label, colour in rows:
        if column in frame:
            bleeding = days[frame[column].to_numpy() > 0]
            axes.eventplot([bleeding], lineoffsets=2.5, linelengths=0.8, linewidths=2.2, colors=[colour])
            axes.plot([], [], "s", color=colour, ms=7, label=label)
    if "ovulations" in frame:
        ovulated = days[frame["ovulations"].to_numpy() > 0]
        axes.plot(ovulated, [1.5] * len(ovulated), "o", color=_OVULATION, ms=6, label="ovulation")
    axes.eventplot([list(one.visit_days)], lineoffsets=0.5, linelengths=0.5, linewidths=1.1, colors=["#555f6b"])
    axes.plot(one.infusion_days, [0.5] * len(one.infusion_days), "v", color=INK, ms=10, clip_on=False)
    planned = bool(one.visit_days or one.infusion_days or _calendar(one))
    axes.set_ylim(0 if planned else 1, 3)
    months(axes, first, last)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[["left", "bottom"]].set_visible(False)
    for line in (1, 2) if planned else (2,):
        axes.axhline(line, color=FAINT, lw=0.7)


def _calendar(one: CloseUp) -> Calendar | None:
    """Her hormone calendar, if she takes hormones and the days of it are known."""
    return calendar(one.regimen) if one.regimen and "tablet_day" in one.frame else None


def _spans(days: "NDArray[np.float64]", inside: "NDArray[np.bool_]") -> list[tuple[float, float]]:
    """First day and length of each unbroken stretch of days."""
    spans: list[tuple[float, float]] = []
    for day in days[inside]:
        if spans and day - (spans[-1][0] + spans[-1][1]) < 0.5:
            spans[-1] = (spans[-1][0], float(day) + 1 - spans[-1][0])
        else:
            spans.append((float(day), 1.0))
    return spans


def _shaded(axes: "Axes", one: CloseUp, *, named: bool = False) -> None:
    """Days of the calendar without a tablet in grey, pregnancies in sand."""
    days = one.frame["day"].to_numpy()
    given = _calendar(one)
    found = []
    if given is not None:
        of_calendar = one.frame["tablet_day"].fill_null(0).to_numpy()
        found.append((_spans(days, np.isin(of_calendar, given.free)), SHADE, "no tablet"))
    if "pregnancy_days" in one.frame:
        found.append((_spans(days, one.frame["pregnancy_days"].to_numpy() >= 0), _PREGNANT, "pregnant"))
    for spans, shade, label in found:
        for start, length in spans:
            axes.axvspan(start, start + length, color=shade, lw=0, zorder=0)
        if spans and named:
            axes.plot([], [], "s", color=shade, ms=7, label=label)


def _tablets(axes: "Axes", one: CloseUp) -> None:
    """The calendar as a band: estradiol alone, and with a progestogen."""
    given = _calendar(one)
    if given is None:
        return
    days, of_calendar = one.frame["day"].to_numpy(), one.frame["tablet_day"].fill_null(0).to_numpy()
    taken = (of_calendar > 0) & ~np.isin(of_calendar, given.free)
    both = np.isin(of_calendar, given.with_progestogen)
    for inside, shade, label in ((taken & ~both, _ESTRADIOL, "estradiol"), (taken & both, _BOTH, "and progestogen")):
        spans = _spans(days, inside)
        if spans:
            axes.broken_barh(spans, (0.0, 0.22), color=shade, lw=0, zorder=2)
            axes.plot([], [], "s", color=shade, ms=7, label=label)


def _alt(one: CloseUp) -> str:
    frame = one.frame
    days = float(frame["day"].max() or 0.0) - float(frame["day"].min() or 0.0)  # type: ignore[arg-type]
    parts = [f"One woman over {days:.0f} days"]
    if "menses" in frame:
        parts.append(f"{int((frame['menses'] > 0).sum())} days of menses")
    if "ovulations" in frame:
        parts.append(f"{int(frame['ovulations'].sum())} ovulations")
    return f"{', '.join(parts)}: bleeding, follicles and hormones on one time axis. {one.caption}".strip()
