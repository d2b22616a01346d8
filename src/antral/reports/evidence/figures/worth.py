"""Figure of what planned trials could teach: where each would leave the weight of no effect."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from antral.reports.figures import NARROW, Drawing
from antral.reports.figures.drawing import FAINT, INK, drawn, look, size

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Told = Mapping[str, Any]

_COLOURS: Final = {"none": "#7a8794", "works": "#0072b2"}
_STEP, _HEAD, _FOOT = 40.0, 18.0, 52.0
_APART: Final = 0.13


def plan_of(plan: Told) -> str:
    """A plan in words."""
    if plan["factor"] == 1:
        return "as registered"
    return f"{plan['factor']} × the women{', half untreated' if plan['untreated'] else ''}"


def worth_figure(found: Told, reading: str, *, width: int) -> Drawing:
    """Each plan of each trial: the weights that it could leave, if cells do nothing and if they work."""
    from matplotlib.figure import Figure

    narrow = width <= NARROW
    rows = [
        (trial, plan)
        for trial in found["trials"]
        for outcome in trial["outcomes"][:1]
        for plan in outcome["plans"]
        if plan["readings"]
    ]
    step = _STEP * (1.5 if narrow else 1.0)
    height = _HEAD + step * max(len(rows), 1) + _FOOT
    left = 22.0 if narrow else 330.0
    with look():
        figure = Figure(figsize=size(width, height))
        axes = figure.add_axes(
            (left / width, _FOOT / height, (width - left - 20.0) / width, 1 - (_HEAD + _FOOT) / height)
        )
        axes.set_xlim(0.0, 1.0)
        axes.set_ylim(max(len(rows), 1), 0)
        for low, high in ((0.0, found["below"]), (found["above"], 1.0)):
            axes.axvspan(low, high, color=FAINT, alpha=0.35, lw=0, zorder=0)
        axes.axvline(found["before"], color=INK, lw=1.2, ls=(0, (4, 3)), zorder=1)
        for place, (trial, plan) in enumerate(rows):
            label = f"{trial['protocol']}, {plan_of(plan)}"
            middle = place + (0.68 if narrow else 0.5)
            for name, shift in (("none", -_APART), ("works", _APART)):
                _bar(axes, plan["readings"][reading], name, middle + shift)
            if narrow:
                axes.annotate(
                    label, (0.02, place + 0.25), fontsize=9.5, ha="left", va="center", color=INK,
                    bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.0},
                )  # fmt: skip
            else:
                axes.annotate(
                    label, (0, middle), xycoords=("axes fraction", "data"), xytext=(-12, 0),
                    textcoords="offset points", ha="right", va="center", fontsize=11, color=INK, annotation_clip=False,
                )  # fmt: skip
        axes.xaxis.set_major_formatter(lambda value, _: f"{100 * value:.0f} %")
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.grid(axis="y", visible=False)
        axes.set_xlabel("weight of no effect after the trial", labelpad=3)
        alt = f"Weight of no effect, {100 * found['before']:.0f} % today, expected after each trial: " + "; ".join(
            f"{trial['protocol']} {plan_of(plan)}: {100 * told['none']:.0f} % if cells do nothing, "
            f"{100 * told['works']:.0f} % if they work"
            for trial, plan in rows
            for told in (plan["readings"][reading],)
        )
        return drawn(figure, f"worth-{reading.replace('_', '-')}-{width}", alt)


def _bar(axes: "Axes", told: Told, name: str, y: float) -> None:
    low, high = told[f"{name}_low"], told[f"{name}_high"]
    axes.plot(
        [low, max(high, low + 0.004)], [y, y], color=_COLOURS[name], lw=6, solid_capstyle="butt", alpha=0.45, zorder=2
    )
    axes.plot([told[name]], [y], "o", color=_COLOURS[name], ms=6, zorder=3)
