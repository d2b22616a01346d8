"""Reserve, ovulation and exhaustion year by year, with and without what cells are assumed to do."""

from collections.abc import Sequence
from dataclasses import dataclass

from antral.reports.figures.drawing import MARKERS, NARROW, Drawing, colour, drawn, look, plain_log, size

_EACH = 240


@dataclass(frozen=True)
class YearLine:
    """One scenario in one panel."""

    scenario: str
    years: tuple[int, ...]
    values: tuple[float, ...]


@dataclass(frozen=True)
class YearPanel:
    """One quantity over the years; a share of women, or follicles on a logarithmic axis."""

    title: str
    lines: tuple[YearLine, ...]
    is_share: bool


def years(name: str, panels: Sequence[YearPanel], *, width: int, alt: str) -> Drawing:
    """Panels beside each other, on narrow screens under each other."""
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    columns = len(panels) if width > NARROW else 1
    rows = -(-len(panels) // columns)
    height = _EACH * rows
    with look():
        figure = Figure(figsize=size(width, height))
        for place, panel in enumerate(panels):
            column, row = place % columns, place // columns
            axes = figure.add_axes(
                (
                    (52 + width / columns * column) / width,
                    1 - (_EACH * row + _EACH - 46) / height,
                    (width / columns - 66) / width,
                    (_EACH - 76) / height,
                )
            )
            if not panel.is_share:
                plain_log(axes)
            for line in panel.lines:
                shade, marker = colour(line.scenario), MARKERS.get(line.scenario, "^")
                axes.plot(line.years, line.values, color=shade, marker=marker, ms=4.5, lw=1.8)
            if panel.is_share:
                axes.set_ylim(0, 1.03 if max(max(line.values) for line in panel.lines) > 0.5 else None)
                axes.yaxis.set_major_formatter(lambda value, _: f"{100 * value:.3g} %")
            axes.xaxis.set_major_locator(MaxNLocator(integer=True))
            axes.set_title(panel.title, loc="left", pad=6)
            axes.set_xlabel("years since randomisation")
        return drawn(figure, name, alt)
