"""Replicates of a study with the printed result in them, and all printed results on one scale."""

from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from antral.reports.evidence.challenge_words import good_and_bad
from antral.reports.figures import NARROW, Drawing, Plate, plate
from antral.reports.figures.drawing import INK, drawn, look, size
from antral.reports.wording import number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

REPLICATES: Final = "#9fb3c8"
PRINTED: Final = "#d55e00"
CELLS: Final = "#0072b2"
SMALL: Final = "#fbe6d8"
_HEAD, _FOOT = 30.0, 52.0
_ROW, _LINE = 11.0, 14.0
"""Pixels of a row beside its words, and of each line of them."""
_NARROW_ROW, _NARROW_LINE = 29.0, 12.0
_DISCRETE = ("count", "percent", "direction")


def replicates_plate(outcome: Mapping[str, Any]) -> Plate:
    """The distribution of what replicates without effect print, and what the study printed."""
    over = ", over physiologies that the fit allows" if outcome.get("fixed") else ""
    caption = f"Bars: what the same study prints, repeated without any effect{over}. Line: what was printed. "
    if outcome["better"] is not None:
        caption += f"As good or better, the printed value included: {good_and_bad(outcome)[0]}."
    return plate(_first_upper(outcome["meaning"]), caption, lambda width: _replicates(outcome, width))


def _replicates(outcome: Mapping[str, Any], width: int) -> Drawing:
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    height = 230.0
    with look():
        figure = Figure(figsize=size(width, height))
        left = 58.0
        axes = figure.add_axes((left / width, 52 / height, 1 - (left + 16) / width, 1 - 78 / height))
        bars = outcome["distribution"]
        middles = [(low + high) / 2 for low, high, _ in bars]
        wide = _bar_width(outcome, bars)
        axes.bar(middles, [100 * part for *_, part in bars], width=wide, color=REPLICATES, lw=0)
        axes.axvline(outcome["printed"], color=PRINTED, lw=2.2)
        low, high = ends_of(outcome, middles)
        room = max(wide, 0.04 * (high - low))
        axes.set_xlim(low - room, high + room)
        late = outcome["printed"] > (low + high) / 2
        axes.annotate(
            "printed", (outcome["printed"], 1), xycoords=("data", "axes fraction"),
            xytext=(-4 if late else 4, 4), textcoords="offset points", ha="right" if late else "left", color="#a04700",
        )  # fmt: skip
        if outcome["kind"] == "direction":
            _signs(axes, outcome)
        elif outcome["kind"] == "count":
            axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.grid(axis="x", visible=False)
        axes.set_xlabel(_x_label(outcome))
        axes.set_ylabel("replicates, %")
        return drawn(figure, f"challenge-{_plain(outcome['key'])}-{width}", _alt(outcome))


def ends_of(outcome: Mapping[str, Any], middles: Sequence[float]) -> tuple[float, float]:
    """Ends of the axis: of women from none to all, of other values what was printed and repeated."""
    most = {"count": outcome["n"], "percent": 100.0}.get(outcome["kind"])
    if most is not None:
        return 0.0, float(most)
    return min([*middles, outcome["printed"]]), max([*middles, outcome["printed"]])


def _bar_width(outcome: Mapping[str, Any], bars: Sequence[Sequence[float]]) -> float:
    if outcome["kind"] == "percent":
        return 0.8 * 100.0 / float(outcome["n"] or 10)
    if outcome["kind"] in _DISCRETE:
        return 0.8
    return max(high - low for low, high, _ in bars) or 1.0


def _signs(axes: "Axes", outcome: Mapping[str, Any]) -> None:
    if outcome["rule"] == "anyone":
        axes.set_xticks([0, 1], ["no woman", "at least one"])
        axes.set_xlim(-0.7, 1.7)
    else:
        sure = "significant " if outcome["rule"] == "significant" else ""
        axes.set_xticks([-1, 0, 1], [f"{sure}fall", "neither", f"{sure}rise"])
        axes.set_xlim(-1.7, 1.7)


def _x_label(outcome: Mapping[str, Any]) -> str:
    if outcome["kind"] == "count":
        return f"women of {outcome['n']}"
    if outcome["kind"] == "percent":
        return f"percent of {outcome['n']} women"
    if outcome["kind"] == "direction":
        return ""
    return f"{outcome['kind'].replace('_', ' ')}, {outcome['unit']}"


def _alt(outcome: Mapping[str, Any]) -> str:
    return (
        f"{_first_upper(outcome['meaning'])}: replicates print {number(outcome['mean'])} on average, 90 % of them "
        f"{number(outcome['q05'])} to {number(outcome['q95'])}; printed was {number(outcome['printed'])}."
    )


def panel_plate(studies: Sequence[Mapping[str, Any]]) -> Plate:
    """Where every printed result lies among its replicates, from none to all of them."""
    caption = (
        "Each line is one printed result: it reaches from the share of replicates without effect that print less well "
        "to the share that print less well or the same; further right is better for the woman. Where it begins in the "
        "shaded part, fewer than 5 % print as much. Hollow marks: where it begins by other definitions."
    )
    if any(outcome.get("fixed") for one in studies for outcome in one["outcomes"]):
        caption += " Over physiologies that the fit allows; strokes: where it begins with the fitted values alone."
    return plate("Printed results among studies repeated without effect", caption, lambda w: _panel(studies, w))


class Row(NamedTuple):
    """One printed result among its replicates."""

    study: str
    outcome: str
    span: tuple[float, float]
    """Shares of replicates that print less well, and less or equally well."""
    others: list[float]
    """Where the span begins by other definitions."""
    fixed: float | None
    """Where it begins with the fitted values alone."""
    cells: bool


def ranks_of(studies: Sequence[Mapping[str, Any]]) -> list[Row]:
    """Every result that has a better side, those after cells first."""
    rows = []
    for one in sorted(studies, key=lambda study: not any(outcome["cells"] for outcome in study["outcomes"])):
        for outcome in one["outcomes"]:
            if (better := outcome["better"]) is not None:
                others = [_span(other, better)[0] for other in outcome["definitions"]]
                fixed = None if not outcome.get("fixed") else _span(outcome["fixed"], better)[0]
                span, cells = _span(outcome, better), bool(outcome["cells"])
                rows.append(Row(str(one["title"]), str(outcome["meaning"]), span, others, fixed, cells))
    return rows


def _span(outcome: Mapping[str, Any], better: str) -> tuple[float, float]:
    """The share of replicates that print less well, and that print less or equally well."""
    tail = outcome[better]
    same = 2.0 * (tail["p"] - tail["mid"])
    return 1.0 - tail["p"], 1.0 - tail["p"] + same


def _panel(studies: Sequence[Mapping[str, Any]], width: int) -> Drawing:
    from matplotlib.figure import Figure

    rows = ranks_of(studies)
    narrow = width <= NARROW
    left, right = (10.0, 14.0) if narrow else (0.56 * width, 20.0)
    words = [_lines(f"{row.study}: {row.outcome}", 56 if narrow else int(left / 6.2)) for row in rows]
    least, line = (_NARROW_ROW, _NARROW_LINE) if narrow else (_ROW, _LINE)
    tall = [least + line * len(lines) for lines in words] or [least]
    height = _HEAD + sum(tall) + _FOOT
    with look():
        figure = Figure(figsize=size(width, height))
        axes = figure.add_axes(
            (left / width, _FOOT / height, (width - left - right) / width, 1 - (_HEAD + _FOOT) / height)
        )
        axes.axvspan(0.95, 1.0, color=SMALL, lw=0)
        axes.axvline(0.5, color="#8794a3", lw=0.8, ls=(0, (4, 3)))
        top = 0.0
        places: list[float] = []
        for lines, room in zip(words, tall, strict=True):
            y = top + (room - 12.0 if narrow else room / 2)
            places.append(y)
            _name(axes, lines, top + 4.0 if narrow else y, width, narrow=narrow)
            top += room
        _marks(axes, rows, places)
        axes.set_xlim(-0.01, 1.01)
        axes.set_ylim(sum(tall), 0)
        axes.set_yticks([])
        axes.spines["left"].set_visible(False)
        axes.grid(axis="y", visible=False)
        axes.xaxis.set_major_formatter(lambda value, _: f"{100 * value:.0f}")
        axes.set_xlabel("replicates that print less well, %")
        key = "● with cells   ■ without cells"
        axes.annotate(
            key, (0, 1), xycoords="axes fraction", xytext=(0, 6), textcoords="offset points", color=INK, fontsize=10.5
        )
        return drawn(figure, f"challenge-all-{width}", _alt_of_all(rows))


def _marks(axes: "Axes", rows: Sequence[Row], places: Sequence[float]) -> None:
    """Spans with their middles, and where they begin otherwise; each kind is drawn at once: a light page."""
    for cells, mark, shade in ((True, "o", CELLS), (False, "s", PRINTED)):
        mine = [(row, y) for row, y in zip(rows, places, strict=True) if row.cells is cells]
        ys = [y for _, y in mine]
        lows, highs = [row.span[0] for row, _ in mine], [row.span[1] for row, _ in mine]
        axes.hlines(ys, lows, highs, color=shade, lw=3.2, capstyle="round", zorder=3)
        middles = [sum(row.span) / 2 for row, _ in mine]
        axes.plot(middles, ys, mark, color=shade, ms=6.5, mec="white", mew=0.8, zorder=5)
        others = [(other, y) for row, y in mine for other in row.others]
        axes.plot([x for x, _ in others], [y for _, y in others], mark, mfc="white", mec=shade, ms=6, zorder=4)
    fixed = [(row.fixed, y) for row, y in zip(rows, places, strict=True) if row.fixed is not None]
    axes.plot([x for x, _ in fixed], [y for _, y in fixed], "|", color=INK, ms=11, mew=1.2, zorder=6)


def _lines(words: str, most: int) -> list[str]:
    """All words, in lines of at most so many letters."""
    return wrap(words, most, subsequent_indent="  ")


def _name(axes: "Axes", lines: Sequence[str], y: float, width: int, *, narrow: bool) -> None:
    """The words of a row: above its mark on narrow screens, else left of it."""
    from matplotlib.transforms import blended_transform_factory

    if narrow:
        for at, line in enumerate(lines):
            place = y + at * _NARROW_LINE
            axes.text(0.0, place, line, transform=axes.get_yaxis_transform(), va="top", fontsize=9)
        return
    across = blended_transform_factory(axes.figure.transFigure, axes.transData)
    for at, line in enumerate(lines):
        place = y + (at - (len(lines) - 1) / 2) * _LINE
        axes.text(12 / width, place, line, transform=across, va="center", fontsize=10.5)


def _alt_of_all(rows: Sequence[Row]) -> str:
    told = [
        f"{row.study}, {row.outcome}: {100 * row.span[0]:.0f} to {100 * row.span[1]:.0f} % of replicates print less "
        "well or the same"
        for row in rows
    ]
    return "; ".join(told) + "."


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _plain(key: str) -> str:
    return "".join(sign if sign.isalnum() else "-" for sign in key)
