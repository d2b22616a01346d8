"""The page of the evidence: opens without a network, numbers first, every chapter that other verbs make."""

import html
import re

import pytest

from antral.api.evidence import challenges, report, shipped_effect
from antral.reports.evidence.report.modelled import too_few


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
    order = (
        "known",
        "findings",
        "menses_resumed",
        "pregnancy",
        "studies",
        "challenge",
        "published",
        "disease",
        "words",
    )
    places = [page.index(f'<h2 id="{one}">') for one in order]
    assert places == sorted(places)


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


@pytest.fixture(scope="module")
def answer(page):
    """The box on top, as text."""
    return _text(page.partition('<section class="answer"')[2].partition("</section>")[0])


def _text(part):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", part)).split())


def test_the_page_opens_with_what_a_clinician_takes_away(answer):
    """Known, assumed and not to be known in one box; the counts are of the records (8 of 21, 77 of 358 ...)."""
    assert answer.index("None of 9 published studies of cells in POI had women who were given nothing") < 70
    known, assumed, cannot = (
        answer.index(f"{one}:") for one in ("Known", "Assumed", "Not to be known from what is published")
    )
    assert known < assumed < cannot
    for said in (
        "in 8 of 21 women after cells and in 77 of 358 women with usual care",
        "8 of 151 women and 43 of 682 women were pregnant",
        "5.3 to 87 %, which holds the 22 % of usual care",
        "50 % for no effect of cells in anybody",
        "not a probability that cells work",
        "about 143 women in each arm",
    ):
        assert said in answer


def test_the_weight_of_no_effect_on_top_is_that_on_record(answer):
    spike = shipped_effect()["spike"]
    assert f"moves that to {round(100 * spike['weight'])} % (± {100 * spike['se']:.1f} points" in answer


def test_the_page_names_nothing_as_the_records_do(page):
    """No keys of outcomes, no names of files, no words with underscores, but in commands."""
    chapters = re.sub(r"<(svg|style).*?</\1>", " ", page, flags=re.DOTALL).partition('<h2 id="again">')[0]
    text = re.sub(r"antral [a-z][^.;<]*", " ", _text(chapters))
    assert not re.findall(r"[a-z]\w*\.[a-z]\w*@\S+", text)
    assert not re.findall(r"\b[a-zA-Z]+_\w+", text)
    assert "tau2" not in text
    assert not re.findall(r"\b[A-Z]{4,}(?:19|20)\d\d\b", text)  # JIAO2017
    assert not re.findall(r"\b(?:bidet|gabr|igboeli|edessy)\d{4}\b", text)


def test_a_single_study_is_told_once(page):
    chapter = page.partition('<h2 id="ovulation">')[2].partition("<h2 ")[0]
    assert "Gabr H 2016" in chapter
    assert "By cell source" not in chapter
    assert "there is one group" not in chapter
    assert ">Pooled <" not in chapter
    assert chapter.count("<h3>") == 1
    assert "<h3>Ovulation" not in chapter


def test_the_pregnancy_answer_says_that_the_model_is_no_control(page):
    (line,) = (one for one in challenges()["together"] if one["question"] == "pregnancy")
    chapter = _text(page.partition('<h2 id="pregnancy">')[2].partition("<h2 ")[0])
    said = too_few(line)
    assert bool(said) == (line["without"]["ratio_low"] > 1.0)
    assert all(_text(one) in chapter for one in said)
    assert ("no control group" in chapter) == bool(said)


def _line(ratio_low):
    """One of nine women after cells where the model has 0.2; 12 of 80 without, where it has 3.1."""
    without = {"ratio_low": ratio_low, "expected": 3.1, "observed": 12, "women": 80, "studies": [{}, {}]}
    return {"question": "pregnancy", "cells": {"expected": 0.2, "observed": 1, "women": 9}, "without": without}


def test_that_the_model_gives_too_little_is_said_with_both_counts():
    (said,) = too_few(_line(2.5))
    assert "they give 0.20 where 1 of 9 women had it after cells" in said
    assert "and 3.10 where 12 of 80 women had it without cells (2 studies)" in said
    assert "Conception after entry into a trial" in said
    assert "Conception" not in too_few({**_line(2.5), "question": "ovulation"})[0]


def test_where_women_without_cells_have_no_more_than_the_model_nothing_is_said():
    assert too_few(_line(1.0)) == []
    assert too_few({**_line(2.5), "without": None}) == []


def test_abbreviations_on_the_page_are_explained_and_no_others(page):
    chapter = page.partition('<h2 id="words">')[2].partition("<h2 ")[0]
    explained = set(re.findall(r'<th scope="row"[^>]*>([^<]+)</th>', chapter.partition("Abbreviations")[2]))
    assert {"POI", "POR", "UC-MSC", "ASCOT", "hMG", "PRP"} <= explained
    before = _text(re.sub(r"<(svg|style).*?</\1>", " ", page.partition('<h2 id="words">')[0], flags=re.DOTALL))
    assert all(one in before for one in explained)


def test_every_figure_has_words_for_those_who_do_not_see_it(page):
    figures = re.findall(r"<svg[^>]*>(?:\s*<title[^>]*>[^<]+)?", page)
    assert len(figures) > 20
    for one in figures:
        assert 'role="img"' in one
        assert re.search(r'aria-label="[^"]{20,}|<title[^>]*>[^<]{10,}', one)


def test_the_page_is_light_enough_to_send(page):
    assert len(page.encode()) < 1_500_000


def test_on_a_narrow_screen_every_cell_says_of_what_it_is(page):
    """Rows stand as blocks there, so a cell carries the head of its column."""
    for table in re.findall(r"<table>.*?</table>", page, flags=re.DOTALL):
        heads = re.findall(r'<th scope="col">(.*?)</th>', table)
        assert heads
        for row in re.findall(r'<tr><th scope="row".*?</tr>', table, flags=re.DOTALL):
            cells = re.findall(r"<td([^>]*)>(.*?)</td>", row, flags=re.DOTALL)
            assert len(cells) == len(heads) - 1
            for head, (marks, text) in zip(heads[1:], cells, strict=True):
                assert (f'data-of="{head}"' in marks) == bool(text)
    assert "td[data-of]::before" in page
    assert "color-scheme:light" in page
