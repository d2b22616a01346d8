"""A monitoring rule: when it stops the trial, and how often it would."""

from collections.abc import Sequence

from antral.reports.figures.drawing import INK, NARROW, Drawing, drawn, look, size

_EACH = 250
_STOP = "#b3123f"


def stopping(
    name: str, boundary: Sequence[tuple[int, int]], exact: Sequence[tuple[float, float]], *, width: int, alt: str
) -> Drawing:
    """Beside each other, on narrow screens under each other: the boundary, and the chance to stop.

    Parameters
    ----------
    boundary
        Infused women, and the women with a serious event among them at which the trial stops.
    exact
        True share of women with a serious event, and the chance to stop, both 0 to 1.
    """
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    wide = width > NARROW
    panels = [bool(boundary), bool(exact)].count(True)
    height = _EACH if wide else _EACH * panels
    columns = panels if wide else 1
    rows = 1 if wide else panels
    with look():
        figure = Figure(figsize=size(width, height))
        places = [
            (
                (52 + width / columns * (n % columns)) / width,
                1 - (30 + _EACH * (n // columns) + _EACH - 82) / height,
                (width / columns - 72) / width,
                (_EACH - 82) / height,
            )
            for n in range(rows * columns)
        ]
        if boundary:
            axes = figure.add_axes(places.pop(0))
            women, events = zip(*boundary, strict=True)
            axes.step(women, events, where="post", color=_STOP, lw=2)
            axes.plot(women, events, "o", color=_STOP, ms=4)
            top = max(events) + 1
            axes.fill_between(women, events, top, step="post", color=_STOP, alpha=0.12, lw=0)
            axes.set_ylim(0, top)
            axes.set_xlim(0, max(women))
            axes.yaxis.set_major_locator(MaxNLocator(integer=True))
            axes.text(0.03, 0.95, "stop", transform=axes.transAxes, va="top", color=_STOP, weight="bold")
            axes.set_title("Women with a serious event at which it stops", loc="left", pad=6)
            axes.set_xlabel("women infused")
        if exact:
            axes = figure.add_axes(places.pop(0))
            rates, chances = zip(*exact, strict=True)
            axes.plot(rates, chances, "o-", color=INK, lw=1.8, ms=4.5)
            axes.set_ylim(0, 1)
            axes.set_xlim(0, max(rates) * 1.03)
            axes.xaxis.set_major_formatter(lambda value, _: f"{100 * value:.3g} %")
            axes.yaxis.set_major_formatter(lambda value, _: f"{100 * value:.0f} %")
            axes.set_title("Chance that the trial stops", loc="left", pad=6)
            axes.set_xlabel("true share of women with a serious event")
        return drawn(figure, name, alt)
