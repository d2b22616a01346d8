"""FSH by day of the hormone calendar, beside what it was before hormones; tablet-free days are shaded."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from antral.reports.figures.drawing import INK, Drawing, drawn, look, size

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_HEIGHT = 300
_STYLES = (("#0b5c8a", "o", "-"), ("#b8860b", "s", (0, (4, 2))), ("#8a5fb0", "^", (0, (1, 1.2))))
"""Colour, marker and line of each arm; told apart in grey as well."""
SHADE = "#dfe4ea"
"""Tablet-free days, here and wherever a calendar is drawn."""


@dataclass(frozen=True)
class ArmDays:
    """Mean values of one arm by day of the calendar."""

    label: str
    days: tuple[int, ...]
    means: tuple[float, ...]
    spreads: tuple[float, ...]
    """Standard deviations, 0 where unknown."""


def tablet_days(
    name: str, arms: Sequence[ArmDays], free: Sequence[int], length: int, entry: float | None, *, width: int, alt: str
) -> Drawing:
    """Means with standard deviations by day of the calendar.

    Parameters
    ----------
    free
        Days of the calendar without a tablet.
    entry
        Mean FSH before hormones, IU/L, where known.
    """
    from matplotlib.figure import Figure

    with look():
        figure = Figure(figsize=size(width, _HEIGHT))
        axes = figure.add_axes((52 / width, 46 / _HEIGHT, 1 - 66 / width, 1 - 86 / _HEIGHT))
        for day in free:
            axes.axvspan(day - 0.5, day + 0.5, color=SHADE, lw=0, zorder=0)
        if free:
            _told(axes, (min(free) + max(free)) / 2, "no tablet" if len(free) > 3 else "")
        if entry is not None:
            axes.axhline(entry, color=INK, lw=1, ls=(0, (4, 3)), zorder=1)
            axes.annotate(
                "before hormones", (0.6, entry), xytext=(3, 3), textcoords="offset points", fontsize=10.5, va="bottom"
            )
        for place, (arm, (colour, marker, line)) in enumerate(zip(arms, _STYLES, strict=False)):
            axes.errorbar(
                [day + 0.12 * place for day in arm.days], arm.means, yerr=arm.spreads, color=colour, fmt=marker,
                ls=line, lw=1.6, ms=4.5, elinewidth=0.8, ecolor=colour, alpha=0.9, label=arm.label, zorder=3,
            )  # fmt: skip
        top = max([entry or 0.0, *(mean + sd for arm in arms for mean, sd in zip(arm.means, arm.spreads, strict=True))])
        axes.set_ylim(0, 1.14 * top)
        axes.set_xlim(0.4, length + 0.6)
        axes.set_xticks([1, *range(7, length + 1, 7)])
        axes.set_xlabel("day of the hormone calendar", labelpad=3)
        axes.set_ylabel("FSH, IU/L")
        axes.legend(loc="lower left", bbox_to_anchor=(-0.01, 1.0), ncols=len(arms), frameon=False, borderpad=0)
        return drawn(figure, name, alt)


def _told(axes: "Axes", day: float, text: str) -> None:
    axes.text(day, 0.97, text, ha="center", va="top", fontsize=10.5, transform=axes.get_xaxis_transform())
