"""Pages explain their terms, as the glossary does."""

import re
from pathlib import Path

import pytest
from tests.reports.test_uncertain import over

from antral.reports import html, verification_page
from antral.reports.words import MEANINGS, OF_A_POSTERIOR, OF_A_TRIAL, OF_ROWS, meanings

GLOSSARY = (Path(__file__).parent.parent.parent / "docs/glossary.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("term", MEANINGS)
def test_a_term_means_what_the_glossary_says(term):
    found = dict(re.findall(r"(?m)^- \*\*(.+?)\*\*: (.+)$", GLOSSARY))
    assert MEANINGS[term] == found[term].replace("`", "").replace("*", "")


def test_the_glossary_names_nothing_twice():
    terms = re.findall(r"(?m)^- \*\*(.+?)\*\*:", GLOSSARY)
    assert len(terms) == len(set(terms)) > 30


def test_a_page_explains_only_what_it_uses(hormone_results, hormone_trial):
    plain = html(hormone_results, hormone_trial)
    uncertain = html(hormone_results | over(between_sd=0.1, between_sd_at_most=0.2, q05=0.3, q95=0.6), hormone_trial)
    chapter = plain.split('<h2 id="words">')[1]
    assert all(term.split(",")[0] in chapter for term in OF_A_TRIAL)
    rest = plain.split('<h2 id="words">')[0].lower()
    for used in (
        "operating characteristics",
        "power",
        "true size",
        "monte-carlo",
        "estimand",
        "bias",
        "coverage",
        "bank",
    ):
        assert used in rest
    assert not any(term in plain for term in OF_A_POSTERIOR)
    assert all(term in uncertain for term in OF_A_POSTERIOR)


def test_a_term_is_explained_once():
    assert [row[0] for row in meanings(("Bank", "Tag", "Bank")).rows] == ["Bank", "Tag"]


def test_the_page_of_the_verification_explains_a_posterior_only_where_it_has_one():
    page = verification_page([])
    assert '<a href="#words">' in page
    assert all(MEANINGS[term].split("'")[0] in page for term in OF_ROWS)
    assert not any(term in page for term in OF_A_POSTERIOR)
