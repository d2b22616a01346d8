"""The drawn flow: every number of the record is in it, nothing overlaps, nothing from outside is needed."""

import re
from datetime import date
from itertools import combinations
from xml.etree import ElementTree

import pytest

from antral.evidence import literature
from antral.reports import flow_page, flow_sections, flow_svg

SVG = "{http://www.w3.org/2000/svg}"
UNKNOWN = "n\u00a0not\u00a0known"


def column(**changed):
    given = {
        "identified": (("PubMed", 1212), ("NCT", 30)),
        "duplicates": 213,
        "screened": 1029,
        "excluded": 900,
        "waiting": 0,
        "sought": 129,
        "not_retrieved": 4,
        "waiting_full": 0,
        "assessed": 125,
        "reasons": (
            ("Wrong women, <no> ovarian failure, and a reason that takes two lines", 80),
            ("No cells", 20),
        ),
    }
    return literature.Column(**(given | changed))


def made(**changed):
    given = {
        "question": "Do cells & hormones help?",
        "databases": column(),
        "registers": ("NCT",),
        "other": column(identified=(("Lists of references", 7),), duplicates=0, screened=7, excluded=0, sought=7),
        "reports": 25,
        "studies": 21,
        "unlinked": 0,
        "roles": (("cell_therapy", 21),),
        "searches": (literature.Search(id="a", database="PubMed", on=date(2026, 6, 15), query="a < b", hits=1212),),
        "notes": (),
    }
    return literature.Flow(**(given | changed))


def boxes(svg):
    found = [one for one in ElementTree.fromstring(svg).iter(f"{SVG}rect") if one.get("stroke")]
    return [tuple(float(one.get(name)) for name in ("x", "y", "width", "height")) for one in found]


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("flow", [made(), made(other=None), literature.flow(literature.read_review("poi_cells"))])
def test_no_box_lies_on_another_and_all_text_is_within(flow, narrow):
    svg = flow_svg(flow, narrow=narrow)
    for (x, y, wide, high), (x2, y2, wide2, high2) in combinations(boxes(svg), 2):
        assert x + wide <= x2 or x2 + wide2 <= x or y + high <= y2 or y2 + high2 <= y
    root = ElementTree.fromstring(svg)
    for line in root.iter(f"{SVG}tspan"):
        x, y = float(line.get("x")), float(line.get("y"))
        # 7.1 is the mean width of a letter of 13 px in common fonts, rounded up; the wide blank is as wide as high
        blanks = line.text.count("\u2003")
        end = x + 7.1 * (len(line.text) - blanks) + 13.0 * blanks
        assert any(bx < x and end < bx + wide and by < y < by + high for bx, by, wide, high in boxes(svg)), line.text
    wide = float(root.get("width"))
    assert all(x + width <= wide for x, _, width, _ in boxes(svg))
    assert wide < 350 or not narrow
    assert "http" not in re.sub(r'xmlns="[^"]*"', "", svg)


@pytest.mark.parametrize("narrow", [False, True])
def test_every_number_is_drawn(narrow):
    text = " ".join(" ".join(ElementTree.fromstring(flow_svg(made(), narrow=narrow)).itertext()).split())
    for many in (1242, 1212, 30, 213, 1029, 900, 129, 4, 125, 100, 80, 20, 7, 21, 25):
        assert f"n = {many:,}" in text, many
    assert "NCT, register" in text


def test_what_is_not_known_is_not_zero():
    flow = literature.flow(literature.read_review("poi_cells"))
    svg = flow_svg(flow)
    assert svg.count(UNKNOWN) == 8
    assert "n\u00a0=\u00a00" not in svg
    assert "n\u00a0=\u00a044" in svg
    page = flow_page(flow)
    for said in ("unknown, not zero", "no systematic review", "no article was read in full", "is not recorded"):
        assert said in page, said
    assert flow_svg(flow, narrow=True).count(UNKNOWN) == 8


def test_the_page_holds_one_figure_for_a_wide_screen_and_one_for_a_telephone():
    page = flow_page(made())
    assert (page.count("<svg"), page.count('id="prisma-head"'), page.count('id="prisma-narrow-head"')) == (2, 1, 1)
    assert page.count("url(#prisma-head)") == flow_svg(made()).count("marker-end") > 8


def test_an_unfinished_flow_says_so():
    assert "Not finished" not in flow_page(made())
    page = flow_page(made(databases=column(waiting=3)))
    assert "Not finished" in page
    assert "Not decided yet (n\u00a0=\u00a03)" in page
    assert "a &lt; b" in page


def test_the_words_hold_the_same_numbers():
    told = " ".join(str(one.rows) for one in flow_sections(made())).replace("\\xa0", " ")
    for many in (1212, 213, 900, 4, 125, 80, 25):
        assert f"n = {many:,}" in told
