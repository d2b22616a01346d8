"""Figures of pooled evidence: numbers in words beside them, nothing fetched, names that two figures do not share."""

import re

import pytest

from antral.reports.evidence.figures import (
    Edge,
    Forest,
    ForestRow,
    Network,
    Point,
    Ranks,
    Scatter,
    baujat,
    bubble,
    forest,
    funnel,
    network,
    ranks,
)

ROWS = [
    ForestRow("adipose", "heading"),
    ForestRow("Mashayekhi M 2021", "study", 4 / 9, 0.137, 0.788, "4 of 9", 0.6),
    ForestRow("Igboeli P 2020", "study", 1.0, 0.158, 1.0, "2 of 2", 0.4),
    ForestRow("pooled", "pooled", 0.41, 0.1, 0.8, "6 of 11"),
    ForestRow("a new study", "prediction", 0.0, 0.05, 0.9),
]
SHARES = Forest("f", "Menses", "women", "share", ROWS, "caption", band=(0.17, 0.215, 0.26, "without cells"))
RATIOS = Forest("r", "Odds", "odds ratio", "ratio", [ForestRow("A", "study", 3.0, 0.5, 900.0)], "caption", line=1.0)
POINTS = Scatter("s", "Funnel", "log odds ratio", "SE", [Point("A", 0.1, 0.3, 0.5), Point("B", 0.9, 0.2, 0.5)], "c")
NET = Network("n", "Net", {"placebo": 42, "EE": 25}, [Edge("placebo", "EE", 1, 50)], "c")
RANKS = Ranks("k", "Ranks", {"placebo": [0.2, 0.8], "EE": [0.8, 0.2]}, {"placebo": 0.2, "EE": 0.8}, "c")
LINE = ([0.0, 1.0], [0.1, 0.2], [0.0, 0.1], [0.2, 0.3])
DRAW = {
    "shares": lambda width: forest(SHARES, width=width),
    "ratios": lambda width: forest(RATIOS, width=width),
    "funnel": lambda width: funnel(POINTS, centre=0.2, nothing=0.0, width=width),
    "baujat": lambda width: baujat(POINTS, width=width),
    "bubble": lambda width: bubble(POINTS, line=LINE, width=width),
    "network": lambda width: network(NET, width=width),
    "ranks": lambda width: ranks(RANKS, width=width),
}


@pytest.mark.parametrize("name", DRAW)
@pytest.mark.parametrize("width", [1040, 360])
def test_a_figure_stands_alone(name, width):
    drawing = DRAW[name](width)
    assert drawing.svg.startswith("<svg")
    assert "http" not in re.sub(r'xmlns(:\w+)?="[^"]*"', "", drawing.svg)
    assert f'aria-label="{drawing.alt[:10]}' in drawing.svg


@pytest.mark.parametrize("name", DRAW)
def test_widths_share_no_names(name):
    names = [set(re.findall(r'id="([^"]+)"', DRAW[name](width).svg)) for width in (1040, 360)]
    assert not names[0] & names[1]


def test_every_row_is_in_words():
    alt = forest(SHARES, width=1040).alt
    for words in ("adipose:", "4 of 9: 44\u00a0% (14 to 79)", "2 of 2: 100\u00a0% (16 to 100)", "5.0 to 90\u00a0%"):
        assert words in alt
    assert "without cells, 22 %" in alt


def test_an_interval_beyond_the_scale_is_told_in_full():
    drawing = forest(RATIOS, width=1040)
    assert "3 (0.50 to 900)" in drawing.alt
