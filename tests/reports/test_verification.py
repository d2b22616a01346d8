"""The page of the verification: misfits in sentences, rows apart, figures that open anywhere."""

import re
from dataclasses import dataclass

import pytest
from tests.reports.test_page import read

from antral.reports import Band, Chart, Curve, Heat, Ladder, Mark, Panel, VerificationMaterial, verification_page
from antral.reports.figures import NARROW, WIDE, beside, heat, ladder
from antral.reports.verification import misfits, tables, tally, told


@dataclass
class Row:
    number: str
    verdict: str
    kind: str = "test"
    seen_by: str = ""
    follows_from: tuple[str, ...] = ()
    note: str = ""
    quantity: str = "length (d)"
    ours: str = "33"
    interval: str = "32 to 34"
    over: str = ""
    reference: str = "29 d"
    source: str = "published: somebody <1999>"
    accept: str = "27 to 31"


ROWS = [
    Row("1", "pass", kind="target"),
    Row("2", "fail"),
    Row("3", "explained", kind="target", note="assay drift of 2 d"),
    Row("24", "stale", note="made with other code"),
    Row("24", "stale", note="made with other code"),
    Row("5", "reported"),
    Row("6", "pass", kind="seen", seen_by="gnrh.rest_share & age"),
    Row("7", "reported", kind="follows", follows_from=("within_30", "within_40")),
    Row("21", "reported", kind="numerics"),
]
BAND = Band("simulated women", (20.0, 30.0), ((1.0, 2.0), (2.0, 3.0), (3.0, 4.0), (4.0, 5.0), (5.0, 6.25)))
CHART = Chart(
    "height",
    "Height by age",
    (
        Panel(
            "first, m", "age", (BAND,), marks=(Mark("A source", 22, 28, 3.5, 3, 4), Mark("A frame", 20, 22, None, 1, 2))
        ),
        Panel(
            "second, m",
            "age",
            curves=(Curve("all of them", (1, 2), (0.1, 0.2)), Curve("one", (1, 2), (3, 4), single=0)),
        ),
    ),
    "12 women of 20 y & more; seed 7",
)
LADDER = Ladder("post", "What is left", (("fsh.drive", 0.4, 0.5, 0.6), ("lh.surge", 0.0, 0.5, 1.0)), "9 draws")
HEAT = Heat("corr", "Together", ("a", "b"), ("a", "b"), ((1.0, -0.5), (-0.5, 1.0)), 1.0, "correlations")


@pytest.fixture(scope="module")
def page():
    material = VerificationMaterial(
        charts=(CHART,), identifiability=(LADDER, HEAT), made_with={"Command": "antral verify", "Seed": "7"}
    )
    return verification_page(ROWS, material)


def test_explained_rows_are_told_first_then_failed():
    assert list(tally(ROWS).items()) == [("explained", 1), ("fail", 1), ("stale", 2), ("pass", 2), ("reported", 3)]
    assert told(ROWS) == "1 explained, 1 failed, 2 stale, 2 passed, 3 reported"
    assert told(ROWS[:1]) == "0 explained, 0 failed, 1 passed"


def test_every_misfit_is_a_sentence_with_ours_the_range_and_the_reason():
    assert misfits(ROWS) == [
        ("fail", "Row 2, length (d): ours 33 (95 % interval 32 to 34), accepted 27 to 31; the source: 29 d. No "
         "reason is on record: a fault of the model."),
        ("explained", "Row 3, length (d): ours 33 (95 % interval 32 to 34), accepted 27 to 31; the source: 29 d. "
         "Assay drift of 2 d"),
        ("stale", "Row 24 (2 quantities, inside the range): made with other code."),
    ]  # fmt: skip


def test_each_kind_of_row_stands_apart():
    assert [(one.anchor, [row.number for row in one.rows]) for one in tables(ROWS)] == [
        ("target", ["1", "3"]),
        ("follows", ["7"]),
        ("seen", ["6"]),
        ("test", ["2", "24", "24", "5"]),
        ("numerics", ["21"]),
    ]
    assert [one.anchor for one in tables(ROWS[1:2])] == ["test"]


def test_rows_that_follow_say_from_what(page):
    assert '<td class="reference" data-name="follows from">within_30, within_40</td>' in page
    assert page.count("follows from</th>") == 1


def test_rows_in_view_say_of_what(page):
    assert '<td class="reference" data-name="in view of">gnrh.rest_share &amp; age</td>' in page
    assert page.count("in view of</th>") == 1
    assert "in view of</th>" not in verification_page(ROWS[:5])


def test_the_summary_comes_before_tables_and_figures(page):
    seen = read(page)
    assert seen.wrong == []
    assert len(seen.ids) == len(set(seen.ids))
    assert [int(level) for level in re.findall(r"<h([1-6])", page)][:2] == [1, 2]
    order = ["summary", "target", "follows", "seen", "test", "numerics", "women", "identifiability", "reproduce"]
    assert [one for one in seen.ids if one in order] == order
    assert "2 of the 6 rows with an accepted range lie inside it; 1 lies outside, with a reason" in page
    assert set(order[1:]) <= {link.removeprefix("#") for link in seen.links}


def test_nothing_is_fetched_and_no_script_runs(page):
    assert not re.search(r'(?:src|href)="(?!#)', page)
    assert "<script" not in page
    assert "default-src 'none'" in page


def test_what_comes_from_records_is_escaped(page):
    assert "somebody &lt;1999&gt;" in page
    assert "20 y &amp; more; seed 7" in page


def test_a_page_without_figures_leaves_their_chapters_out():
    page = verification_page(ROWS, VerificationMaterial(scope="Only row 3b was asked for."))
    assert 'id="women"' not in page
    assert 'id="identifiability"' not in page
    assert "Only row 3b was asked for." in page


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_chart_names_its_sources_and_says_what_it_shows(width):
    one = beside(CHART, width=width)
    for word in ("A source", "A frame", "simulated women", "all of them", "first, m", "second, m"):
        assert f">{word}</text>" in one.svg
    assert ">one</text>" not in one.svg  # a single woman needs no place in the legend
    assert "simulated women: median 3 at 20 and 4 at 30; A source: 3.5" in one.alt
    assert float(re.search(r'viewBox="0 0 ([\d.]+)', one.svg).group(1)) == width


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_what_a_calibration_learnt_is_drawn(width):
    assert "fsh.drive: 0.40 to 0.60" in ladder(LADDER, width=width).alt
    assert "a and b: -0.50" in heat(HEAT, width=width).alt
    assert ">fsh.drive</text>" in ladder(LADDER, width=width).svg
