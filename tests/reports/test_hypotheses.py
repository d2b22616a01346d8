"""The picture of a graph of hypotheses."""

import re
from pathlib import Path

import pytest
from tests.docs.reference import graph_picture

from antral.analysis.methods.multiplicity import Graph
from antral.reports.figures import NARROW, WIDE, hypotheses

PAGE = Path(__file__).parents[2] / "docs" / "statistics" / "two-doses.svg"


def words(svg: str) -> list[str]:
    return re.findall(r">([^<>\s][^<>]*)</", svg)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("number", [1, 2, 3, 4, 6])
def test_every_hypothesis_and_arrow_is_drawn(number: int, width: int) -> None:
    names = tuple(f"dose {at}" for at in range(number))
    even = tuple(tuple(0.0 if a == b else 1 / (number - 1) for b in range(number)) for a in range(number))
    graph = Graph(names, (1 / number,) * number, even)
    drawing = hypotheses("graph", graph, rejected=("dose 0",), width=width, alt="a graph")
    shown = words(drawing.svg)
    assert set(names) <= set(shown)
    arrows = shown.count(f"1/{number - 1}" if number > 2 else "1")
    assert arrows == number * (number - 1) + (number == 1)  # a single hypothesis has weight 1
    assert drawing.svg.count("#d9ead3") == 1
    left, top, right, bottom = map(float, re.findall(r'viewBox="([^"]*)"', drawing.svg)[0].split())
    assert right - left <= width
    assert bottom > top


def test_the_picture_on_the_page_is_the_graph_of_the_page() -> None:
    assert words(PAGE.read_text("utf-8")) == words(graph_picture()), "run: python -m tests.docs.reference graph"
    code = re.findall(r"```python\n(.*?)```", (PAGE.parent / "multiplicity.md").read_text("utf-8"), re.S)[0]
    for name in ("low dose", "high dose, second"):
        assert f'"{name}"' in code
