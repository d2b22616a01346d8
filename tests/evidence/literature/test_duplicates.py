"""References that are one report, in every order of files; scores worked out by hand."""

import random
from itertools import permutations
from pathlib import Path

import pytest

from antral.evidence.literature import Reference, pair_of, put_together, read_export, sort_out
from antral.evidence.literature.normal import bare_doi, bare_title, likeness, surname

EXPORTS = Path(__file__).parent / "exports"
TITLE = "Resumption of ovarian function and pregnancies in 358 patients with premature ovarian failure"


def ref(title=TITLE, author="Bidet M", year=2011, **more):
    return Reference(title=title, authors=(author,) if author else (), year=year, **more)


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("https://doi.org/10.1186/S13048-020-00743-3.", "10.1186/s13048-020-00743-3"),
        ("doi: 10.1016/S0015-0282(98)00411-7", "10.1016/s0015-0282(98)00411-7"),
        ("(see 10.1210/jc.2011-1038)", "10.1210/jc.2011-1038"),
        ("11.1210/none", None),
        (None, None),
    ],
)
def test_dois_are_bared(text, doi):
    assert bare_doi(text) == doi


def test_titles_and_names_are_bared():
    assert bare_title("[Grossesses: l’insuffisance <i>ovarienne</i> &amp; β-hCG.]") == (
        "grossesses l insuffisance ovarienne beta hcg"
    )
    names = {"van Kasteren YM": "van kasteren", "Bozdağ, G.": "bozdag", "Ménézo Y.": "menezo", "Li J-P": "li"}
    assert {name: surname(name) for name in [*names, "Smith JA Jr", "IVI Study Group"]} == names | {
        "Smith JA Jr": "smith",
        "IVI Study Group": "ivi study group",
    }


def test_likeness_is_dice_of_threes():
    # '  ab  ' has __a _ab ab_ b__ ; '  abc  ' has __a _ab abc bc_ c__ : 2 of 4 and 5 in common
    assert likeness("ab", "abc") == pytest.approx(2 * 2 / 9)
    assert likeness("abc", "ab") == likeness("ab", "abc")
    assert likeness("", "") == 0.0


def test_the_score_of_a_pair_by_hand():
    other = ref(title=TITLE, author="Bidet M", year=2012, doi="10.1000/other")
    # the same title, the same author, years one apart: 0.7 + 0.2 + 0.05
    pair = pair_of(ref(), other)
    assert (pair.score, pair.certain) == (0.95, False)
    pair = pair_of(ref(), ref(author="", year=None, journal="JCEM"))
    assert (pair.score, pair.certain) == (0.85, False)


@pytest.mark.parametrize(
    ("one", "other", "certain"),
    [
        (ref(), ref(title=TITLE.upper() + ".", author="Bidet, Maud", doi="10.1210/jc.2011-1038"), True),
        (
            ref(doi="10.1210/jc.2011-1038"),
            ref(title="Resumed function", doi="https://doi.org/10.1210/JC.2011-1038"),
            False,
        ),
        (ref(doi="10.1210/a"), ref(doi="10.1210/b"), False),  # a preprint and its article
        (ref(pmid="1", doi="10.1210/a"), ref(pmid="2", doi="10.1210/a"), False),
        (ref(pmid="1"), ref(title="", pmid="1"), True),
        (ref(), ref(title=f"Erratum: {TITLE}"), False),
    ],
)
def test_certain_and_doubtful_pairs(one, other, certain):
    assert pair_of(one, other).certain is certain


def test_different_reports_are_no_pair():
    assert pair_of(ref(), ref(title="Acupuncture for premature ovarian failure: a prospective cohort study")) is None
    assert pair_of(ref(title="Reply"), ref(title="Reply")) is None  # a title of one word tells nothing


def test_a_chain_that_joins_two_dois_is_broken():
    first, middle, last = ref(doi="10.1000/a"), ref(journal="x"), ref(doi="10.1000/b")
    found = sort_out([first, middle, last])
    assert len(found.groups) == 3
    assert {frozenset((one.one, one.other)) for one in found.doubtful} == {
        frozenset((first.name, middle.name)),
        frozenset((first.name, last.name)),
        frozenset((middle.name, last.name)),
    }


def test_a_persons_word_stands():
    one, other = ref(doi="10.1210/a"), ref(doi="10.1210/b")
    names = tuple(sorted((one.name, other.name)))
    assert sort_out([one, other], {names: True}).groups == (names,)
    apart = sort_out([one, other], {names: False})
    assert (len(apart.groups), apart.doubtful) == (2, ())
    twin = ref(title=TITLE + ".", pmid="1")
    names = tuple(sorted((ref().name, twin.name)))
    assert len(sort_out([ref(), twin]).groups) == 1
    assert len(sort_out([ref(), twin], {names: False}).groups) == 2


def test_any_order_of_files_gives_the_same_reports():
    exports = [
        read_export(EXPORTS / name).references for name in ("pubmed.nbib", "scopus.ris", "zotero.ris", "embase.ris")
    ]
    found = set()
    for order in permutations(exports):
        references = [one for export in order for one in export]
        random.Random(1).shuffle(references)
        found.add(sort_out(references))
    (only,) = found
    sizes = sorted(len(group) for group in only.groups)
    assert sizes == [1, 1, 1, 1, 1, 1, 1, 2]  # Mashayekhi twice; Bidet of Embase has another title than that of Zotero
    assert [one.grounds for one in only.doubtful] == ["same DOI and PMID but titles unlike"]


def test_the_report_keeps_the_fullest_of_each_field_and_says_what_differs():
    nbib = read_export(EXPORTS / "pubmed.nbib").references[0]
    scopus = read_export(EXPORTS / "scopus.ris").references[0]
    report = put_together([scopus, nbib])
    assert report == put_together([nbib, scopus])
    assert report.pmid == "33407794"
    assert report.abstract.startswith("BACKGROUND")
    assert report.authors == ("Mashayekhi, M.", "Mirzadeh, E.")
    assert {one.file for one in report.references} == {"pubmed.nbib", "scopus.ris"}
    assert set(report.differing()) == {"title", "authors", "journal"}
    assert report.references[0].doi != report.references[1].doi  # as each printed it
