"""The page of the evidence: opens without a network, numbers first, every chapter that other verbs make."""

import re

import pytest

from antral.api.evidence import report


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    return report().html(tmp_path_factory.mktemp("report") / "evidence.html").read_text("utf-8")


def test_the_report_opens_without_a_network(page):
    fetched = re.findall(r'(?:src|href)="(?!#)([^"]+)"|url\((?!#)([^)]+)\)|@import', page)
    assert not fetched
    assert "<script" not in page


def test_the_report_says_known_assumed_and_unknowable_with_numbers(page):
    for words in (
        "8 of 21 women",
        "77 of 358 women",
        "8 of 151 women",
        "high (RoB 2): interim n=10",  # the tool's own word, not the source's "serious"
        "which excludes only what befalls more than 34",
        "Not to be known from what is published",
        "no statement that cells work",
        "the lower bound is printed without its minus sign",
        "antral evidence pool menses_resumed --by cell_source",
    ):
        assert words in page
    assert page.index("Known, assumed") < page.index("Published meta-analyses") < page.index("How certain is it?")


def test_the_report_has_what_other_verbs_show(page):
    for words in ("The disease", "Other treatments in the same terms", "PRISMA 2020", "Treatments through shared arms"):
        assert words in page
    assert "Is it more than the spontaneous course?" in page
    assert "It does not say that a treatment works" in page
    assert "results without cells" in page
    assert page.index("Harm of cells over all diseases, as printed") < page.index("Published meta-analyses</h2>")


def test_no_two_parts_of_the_page_have_one_name(page):
    names = re.findall(r'\bid="([^"]+)"', page)
    assert len(names) == len(set(names))
