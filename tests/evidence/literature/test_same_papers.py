"""Six exports of the same papers, made by hand as PubMed, Embase, Ovid, Cochrane and Zotero write them.

What is one report was decided by eye. Some papers are real, the others are invented, with all
accession numbers and abstracts.
"""

from itertools import combinations
from pathlib import Path

import pytest

from antral.evidence.literature import Reference, Review, flow, settle, sort_out, take_in
from antral.evidence.literature.normal import other_journal

EXPORTS = Path(__file__).parent / "exports/same_papers"
FILES = ("pubmed.nbib", "pubmed.xml", "embase.ris", "ovid.ris", "cochrane.ris", "zotero.bib")
REPORTS = {
    "the article, in four databases": {
        ("pubmed.nbib", 1), ("embase.ris", 1), ("ovid.ris", 1), ("ovid.ris", 2), ("zotero.bib", 1)
    },
    "its correction": {("pubmed.nbib", 2)},
    "epub 2022 and print 2023, one DOI; Embase before print, without a DOI": {
        ("pubmed.nbib", 3), ("pubmed.xml", 1), ("embase.ris", 2)
    },
    "its preprint": {("zotero.bib", 3)},
    "a trial's result": {("pubmed.nbib", 4)},
    "the abstract of it at a congress, the same year": {("embase.ris", 3)},
    "its protocol, four years earlier": {("cochrane.ris", 2)},
    "no DOI in two of three": {("pubmed.nbib", 5), ("embase.ris", 4), ("cochrane.ris", 1)},
    "letters of other alphabets and LaTeX": {("pubmed.nbib", 6), ("zotero.bib", 2)},
    "the register's entry": {("cochrane.ris", 3)},
}  # fmt: skip


@pytest.fixture(scope="module")
def review():
    made = Review(question="Do cells help?")
    for name in FILES:
        made, _, _ = take_in(made, EXPORTS / name, search=name, database=name)
    return made


def places(report):
    return {(one.file, one.number) for one in report.references}


def of(review, what):
    return next(one for one in review.reports.values() if places(one) == REPORTS[what])


def test_what_is_one_report_is_put_together_and_nothing_else(review):
    found = [places(one) for one in review.reports.values()]
    assert sorted(map(sorted, found)) == sorted(map(sorted, REPORTS.values()))


def test_what_may_be_one_report_is_asked_once_for_each_two(review):
    asked = {
        frozenset((review.report_of[one.one], review.report_of[one.other])): one.grounds for one in review.doubtful
    }
    assert len(asked) == len(review.doubtful)
    wanted = {
        ("the article, in four databases", "its correction"): "another DOI or PMID",
        ("epub 2022 and print 2023, one DOI; Embase before print, without a DOI", "its preprint"): "preprint",
        ("a trial's result", "the abstract of it at a congress, the same year"): "another journal",
        ("a trial's result", "its protocol, four years earlier"): "years 2018 and 2022",
        ("the abstract of it at a congress, the same year", "its protocol, four years earlier"): "another journal",
    }
    by_name = {frozenset(of(review, each).name for each in pair): said for pair, said in wanted.items()}
    assert set(asked) == set(by_name)
    for pair, said in by_name.items():
        assert said in asked[pair]


def test_what_a_person_said_goes_for_the_whole_report(review):
    article, correction = of(review, "the article, in four databases"), of(review, "its correction")
    apart = settle(review, article.names[-1], correction.name, same=False, by="AB", on=None)
    assert len(apart.doubtful) == len(review.doubtful) - 1
    one = settle(review, article.names[-1], correction.name, same=True, by="AB", on=None)
    assert len(one.reports) == len(review.reports) - 1
    assert len(one.doubtful) == len(review.doubtful) - 1


def test_identifiers_and_odd_tags(review):
    by_place = {(one.file, one.number): one for one in review.references}
    assert by_place["ovid.ris", 1].pmid == "33407794"  # as MEDLINE's accession number
    assert by_place["ovid.ris", 2].pmid == "33407794"  # in a link of ID; AN is Embase's own
    assert by_place["cochrane.ris", 1].pmid == "9935122"  # C3 of Cochrane
    assert by_place["cochrane.ris", 3].pmid is None  # C3 names a register
    assert by_place["zotero.bib", 1].pmid == "33407794"  # in a note
    assert by_place["zotero.bib", 3].pmid is None  # a note of digits is none
    assert by_place["zotero.bib", 1].abstract.endswith("& n <10.")
    assert by_place["embase.ris", 1].abstract.endswith("Results: 4 of 9 women had menses.")
    assert (by_place["pubmed.nbib", 3].year, by_place["pubmed.xml", 1].year) == (2023, 2022)
    assert of(review, "epub 2022 and print 2023, one DOI; Embase before print, without a DOI").year == 2022
    assert by_place["pubmed.nbib", 6].authors == ("Bozdağ G",)


def test_the_flow_counts_them(review):
    found = flow(review).databases
    assert sum(many for _, many in found.identified) == 6 + 1 + 4 + 2 + 3 + 3
    assert (found.duplicates, found.screened) == (9, 10)


def test_any_order_of_files_gives_the_same(review):
    assert sort_out(review.references[::-1]) == review.sorting


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("J Ovarian Res", "Journal of ovarian research", False),
        ("Fertil. Steril.", "Fertility and sterility", False),
        ("J Clin Endocrinol Metab", "The Journal of Clinical Endocrinology & Metabolism", False),
        ("JCEM", "The Journal of Clinical Endocrinology and Metabolism", False),
        ("Hum Reprod", "Human reproduction (Oxford, England)", False),
        ("BMC Womens Health", "BMC women's health", False),
        ("Proc Natl Acad Sci", "Proceedings of the National Academy of Sciences", False),
        ("Reprod Biol Endocrinol", "Reproductive biology and endocrinology : RB&E", False),
        ("", "Fertility and sterility", False),
        ("Trials", "Stem Cells", True),
        ("BMJ", "BMJ Open", True),
        ("Stem Cells", "Stem Cells and Development", True),
        ("Hum Reprod", "Hum Reprod Update", True),
        ("Fertility and sterility", "Human reproduction", True),
    ],
)
def test_journals_and_their_abbreviations(one, other, differ):
    assert other_journal(one, other) is differ
    assert other_journal(other, one) is differ


def test_a_chain_by_title_does_not_part_two_of_one_doi():
    title = "Cells for premature ovarian insufficiency in a small trial"
    first, again = (Reference(title=title, authors=("Li J",), year=year, doi="10.1000/a") for year in (2021, 2022))
    other = Reference(title=title, authors=("Li J",), year=2021, doi="10.1000/b")
    bare = Reference(title=title, authors=("Li J",), year=2021, journal="x")
    found = sort_out([first, again, other, bare])
    assert tuple(sorted((first.name, again.name))) in found.groups
    assert len(found.groups) == 3
    assert len(found.doubtful) == len(list(combinations(range(3), 2)))


def test_one_title_at_two_congresses_without_any_identifier_is_two_reports():
    shown = [
        Reference(title="Cells for premature ovarian insufficiency", authors=("Li J",), year=2021, journal=journal)
        for journal in ("Fertility and Sterility", "Human Reproduction", "Fertil. Steril.")
    ]
    found = sort_out(shown)
    assert found.groups == tuple(sorted((tuple(sorted((shown[0].name, shown[2].name))), (shown[1].name,))))
    assert ["another journal" in one.grounds for one in found.doubtful] == [True]
