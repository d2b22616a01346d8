"""How a figure becomes part of a page: one look, no outside reference, names that no other figure uses."""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from antral.core import DAYS_PER_MONTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDE, NARROW = 1040, 360
"""Widths of drawings for wide and narrow screens, in CSS pixels."""
_NEARLY = 7
"""Days by which a time axis may be longer than the data, so that it ends on a tick."""
_DOTS = 72
"""Units of an SVG drawing per inch of a figure; with one unit a pixel, letters keep their size."""
INK, FAINT = "#1f2933", "#c8d0d9"
_COLOURS = {"none": "#6b7280", "evidence": "#0072b2", "target": "#d55e00"}
"""Colours that women and men with colour-blindness tell apart (Okabe and Ito)."""
_MORE = ("#009e73", "#cc79a7", "#56b4e9")
_COORDINATES = re.compile(r'\b(?:d|x|y|width|height|points|transform)="[^"]*"')
"""Attributes that may be rounded; text, such as a tick's label, may not."""
_TAG = re.compile(r"<[^<>]*>")
"""A tag; in text and attributes `<` and `>` are written as `&lt;` and `&gt;`."""
MARKERS = {"none": "o", "evidence": "s", "target": "D"}


@dataclass(frozen=True)
class Drawing:
    """One SVG drawing and what it shows, in words."""

    svg: str
    alt: str


@dataclass(frozen=True)
class Plate:
    """A figure in two widths, and what to read in it."""

    wide: Drawing
    narrow: Drawing
    title: str
    caption: str


def plate(title: str, caption: str, draw: Callable[[int], Drawing]) -> Plate:
    """The figure drawn for wide and for narrow screens; `draw` takes the width."""
    return Plate(draw(WIDE), draw(NARROW), title, caption)


def colour(scenario: str) -> str:
    """The colour of a scenario, the same in every figure and table."""
    return _COLOURS.get(scenario) or _MORE[sum(scenario.encode()) % len(_MORE)]


def size(width: float, height: float) -> tuple[float, float]:
    """Size of a figure in inches from CSS pixels."""
    return width / _DOTS, height / _DOTS


@contextmanager
def look(letters: float = 11.5) -> Iterator[None]:
    """The project's style; `letters` is their height in CSS pixels."""
    import matplotlib as mpl

    style: dict[Any, Any] = {
        "font.family": "sans-serif",
        "font.sans-serif": ["DejaVu Sans"],
        "font.size": letters,
        "axes.labelsize": letters,
        "axes.titlesize": letters,
        "xtick.labelsize": letters - 0.5,
        "ytick.labelsize": letters - 0.5,
        "text.color": INK,
        "axes.labelcolor": INK,
        "xtick.color": INK,
        "ytick.color": INK,
        "axes.edgecolor": "#8794a3",
        "axes.linewidth": 0.8,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "axes.axisbelow": True,
        "grid.color": "#e4e8ed",
        "grid.linewidth": 0.7,
        "lines.linewidth": 1.6,
        "path.simplify": True,
        "path.simplify_threshold": 0.2,
        "svg.fonttype": "none",
        "text.parse_math": False,  # a dollar in a label is a dollar
        "figure.facecolor": "white",
    }
    with mpl.rc_context(style):
        yield


def months(axes: "Axes", first_day: float, last_day: float, every: float = 3) -> None:
    """A time axis in months since randomisation, day 0 marked."""
    ticks = [
        tick * every
        for tick in range(int(first_day // (DAYS_PER_MONTH * every)), int(last_day // (DAYS_PER_MONTH * every)) + 2)
    ]
    axes.set_xticks([tick * DAYS_PER_MONTH for tick in ticks], [f"{tick:g}" for tick in ticks])
    near = [tick * DAYS_PER_MONTH for tick in ticks if 0 < tick * DAYS_PER_MONTH - last_day < _NEARLY]
    axes.set_xlim(0 if 0 < first_day < 1 else first_day, near[0] if near else last_day)


def plain_log(axes: "Axes") -> None:
    """A logarithmic axis with plain numbers."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    axes.set_yscale("log")
    axes.yaxis.set_major_locator(LogLocator(base=10, subs=(1.0, 3.0), numticks=6))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}" if value >= 1000 else f"{value:g}"))
    axes.yaxis.set_minor_formatter(NullFormatter())


def plain_ratio(axes: "Axes") -> None:
    """A logarithmic axis of ratios, from left to right, with plain numbers."""
    from matplotlib.ticker import FixedLocator, FuncFormatter, NullFormatter, NullLocator

    low, high = axes.get_xlim()
    axes.set_xscale("log")
    axes.set_xlim(low, high)
    every = (0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 20.0, 50.0)
    axes.xaxis.set_major_locator(FixedLocator([tick for tick in every if low <= tick <= high]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_minor_formatter(NullFormatter())


def drawn(figure: "Figure", name: str, alt: str) -> Drawing:
    """The figure as SVG that may stand in any page; `name` is unique in the page."""
    import matplotlib as mpl

    stream = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": name}):
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    return Drawing(_cleaned(stream.getvalue(), name, alt), alt)


def _cleaned(svg: str, name: str, alt: str) -> str:
    svg = svg[svg.index("<svg") :].strip()
    svg = re.sub(r"<metadata>.*?</metadata>|<style[^>]*>.*?</style>|<!--.*?-->", "", svg, flags=re.DOTALL)
    view = re.search(r'viewBox="[^"]*"', svg)
    head = f'<svg {view.group(0) if view else ""} role="img" aria-label="{escape(alt)}">'
    plain = _plain(name)
    svg = _TAG.sub(lambda tag: _cleaned_tag(tag.group(0), plain), svg)
    svg = re.sub(r"<svg[^>]*>", lambda _: head, svg, count=1)
    return re.sub(r"\s*\n\s*", "\n", svg)


def _cleaned_tag(tag: str, name: str) -> str:
    """One tag with names that no other drawing uses and short coordinates; text between tags is left alone."""
    tag = tag.replace("xlink:href", "href")
    tag = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', tag)
    tag = re.sub(r'href="#([^"]+)"', rf'href="#{name}-\1"', tag)
    tag = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", tag)
    tag = re.sub(r"(font: [\d.]+px)[^;\"]*", r"\1 sans-serif", tag)
    return _COORDINATES.sub(lambda found: re.sub(r"-?\d+\.\d{2,}", _shorter, found.group(0)), tag)


def _plain(name: str) -> str:
    """A name as an id of HTML: other characters than letters, digits and - as `_code_`, so that names stay distinct."""
    return re.sub(r"[^A-Za-z0-9-]", lambda found: f"_{ord(found.group(0)):x}_", name)


def _shorter(found: "re.Match[str]") -> str:
    return f"{float(found.group(0)):.1f}".removesuffix(".0")
