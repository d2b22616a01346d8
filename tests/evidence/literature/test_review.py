"""A review from its question to its flow: nothing is lost, the numbers add up by hand."""

from datetime import date
from pathlib import Path

import pytest

from antral.core import InputError, RecordError
from antral.evidence.literature import (
    Reference,
    Review,
    agreements,
    decide,
    flow,
    kappa,
    link,
    read_review,
    settle,
    standing,
    start_review,
    take_in,
    write_review,
)

EXPORTS = Path(__file__).parent / "exports"
DAY = date(2026, 5, 4)


def titled(*titles, **more):
    found = tuple(
        Reference(title=title, authors=("Author A",), year=2000 + at, number=at + 1, **more)
        for at, title in enumerate(titles)
    )
    return Review(question="?", searches="not_recorded", references=found)


@pytest.fixture
def review(tmp_path):
    file = tmp_path / "review.yaml"
    made = start_review(file, "Do cells restore ovarian function in POI?")
    for name, more in (
        ("pubmed.nbib", {"on": DAY, "query": '"primary ovarian insufficiency"[MeSH]', "hits": 3}),
        ("scopus.ris", {}),
        ("zotero.ris", {"database": "Lists of references", "kind": "other"}),
    ):
        made, _, many = take_in(made, EXPORTS / name, **more)
        assert many
    return made


def named(review, title):
    return next(one.name for one in review.reports.values() if one.title.startswith(title))


def test_what_is_written_is_read_again(review, tmp_path):
    file = write_review(review, tmp_path / "again.yaml")
    assert read_review(file) == review
    odd = titled("1e5", "no", "12:30", "a: b # c", "\u2028“quoted” \\ line\nbreak", "~", "2020-01-01")
    assert read_review(write_review(odd, tmp_path / "odd.yaml")) == odd


def test_the_same_export_with_another_number_of_hits_is_refused(review):
    with pytest.raises(InputError, match="states hits = 3 already; 99 came"):
        take_in(review, EXPORTS / "pubmed.nbib", hits=99)


def test_the_same_export_twice_changes_nothing(review):
    again, search, many = take_in(review, EXPORTS / "pubmed.nbib", hits=3)
    assert many == 0
    assert again is review
    assert search.hits == 3


def test_an_import_never_loses_a_decision(review):
    name = named(review, "Autologous stem cell")
    review = decide(review, (name,), stage="title", verdict="include", by="AB", on=DAY)
    for export in ("pubmed.xml", "wos.ris", "mixed.bib"):
        review, _, _ = take_in(review, EXPORTS / export, database=export)
    report = review.report(name)
    assert {one.file for one in report.references} == {"scopus.ris", "pubmed.xml"}
    assert standing(review, report, "title").verdict == "include"


def test_a_search_may_be_filled_but_not_changed(review, tmp_path):
    copy = tmp_path / "second.nbib"
    copy.write_text("PMID- 21994953\nTI  - Resumption\n")
    more, search, _ = take_in(review, copy, search="pubmed_2026_05_04", query='"primary ovarian insufficiency"[MeSH]')
    assert [one.name for one in search.files] == ["pubmed.nbib", "second.nbib"]
    with pytest.raises(InputError, match="counted 3 hits, 4 references"):
        flow(more)
    with pytest.raises(InputError, match="states hits = 3 already"):
        take_in(review, copy, search="pubmed_2026_05_04", hits=4)


def test_the_flow_by_hand(review):
    # PubMed 3, Scopus 3, Mashayekhi in both: 5 reports; lists of references 2
    mashayekhi, herraiz, letur, kasteren, igboeli, bidet, chen = (
        named(review, title)
        for title in (
            "Evaluation",
            "Autologous",
            "Grossesses",
            "Corticost",
            "Intraovarian",
            "Resumption",
            "Effect of Acu",
        )
    )

    def say(names, stage, verdict, reason=""):
        nonlocal review
        review = decide(review, names, stage=stage, verdict=verdict, reason=reason, by="AB", on=DAY)

    say((mashayekhi, herraiz, igboeli, letur, bidet, chen), "title", "include")
    say((kasteren,), "title", "exclude", "no cells")
    say((mashayekhi, bidet), "full", "include")
    say((herraiz,), "full", "exclude", "Other population")
    say((letur,), "full", "not_retrieved")
    unfinished = flow(review)
    assert (unfinished.databases.waiting_full, unfinished.other.waiting_full, unfinished.finished) == (1, 1, False)
    say((igboeli, chen), "full", "exclude", "Fewer than three women")
    review = link(review, mashayekhi, "mashayekhi2021")
    found = flow(review)
    assert found.databases.identified == (("PubMed", 3), ("Scopus", 3))
    main = found.databases
    assert (main.duplicates, main.screened, main.excluded, main.waiting) == (1, 5, 1, 0)
    assert (main.sought, main.not_retrieved, main.assessed) == (4, 1, 3)
    assert main.reasons == (("Fewer than three women", 1), ("Other population", 1))
    other = found.other
    assert (other.identified, other.duplicates, other.sought, other.assessed) == (
        (("Lists of references", 2),),
        0,
        2,
        2,
    )
    assert (found.reports, found.studies, found.unlinked, found.finished) == (2, None, 1, True)
    assert flow(link(review, bidet, "bidet2011")).studies == 2
    assert flow(link(review, bidet, "bidet2011")).roles == (("cell_therapy", 1), ("comparator_natural", 1))


def test_a_flow_that_does_not_add_up_is_refused(review):
    name = named(review, "Autologous")
    review = decide(review, (name,), stage="title", verdict="include", by="AB", on=DAY)
    review = decide(review, (name,), stage="full", verdict="include", by="AB", on=DAY)
    flow(review)
    with pytest.raises(InputError, match="its full text was decided on, but by title and abstract it is excluded"):
        flow(decide(review, (name,), stage="title", verdict="exclude", by="AB", on=DAY))
    with pytest.raises(InputError, match=r"scopus\.ris held 3 references, 2 are in the record"):
        flow(review.changed(references=review.references[:-3] + review.references[-2:]))
    with pytest.raises(InputError, match="No search is in the record"):
        flow(Review(question="?"))


def test_spelling_makes_no_other_reason_and_two_reasons_for_one_text_are_told(review):
    review = review.changed(reviewers=2)
    spelled = {
        "Evaluation": ("Wrong women", "wrong  women."),
        "Autologous": ("Wrong women", "WRONG WOMEN"),
        "Intraovarian": ("No cells", "Wrong women"),
    }

    def say(title, stage, verdict, by, reason="", **more):
        nonlocal review
        review = decide(
            review, (named(review, title),), stage=stage, verdict=verdict, by=by, reason=reason, on=DAY, **more
        )

    for title, reasons in spelled.items():
        for by in ("AB", "CD"):
            say(title, "title", "include", by)
        for by, reason in zip(("AB", "CD"), reasons, strict=True):
            say(title, "full", "exclude", by, reason)
    found = flow(review)
    assert found.databases.reasons == (("Wrong women", 2), ("No cells", 1))
    (said,) = [one for one in found.notes if "different reasons" in one]
    assert said.startswith("One full text was excluded by reviewers for different reasons")
    say("Intraovarian", "full", "exclude", "AB+CD", "wrong women", consensus=True)
    found = flow(review)
    assert found.databases.reasons == (("Wrong women", 3),)
    assert not [one for one in found.notes if "different reasons" in one]


def test_redeciding_keeps_history_and_the_last_counts(review):
    name = named(review, "Autologous")
    for verdict in ("exclude", "include"):
        review = decide(review, (name,), stage="title", verdict=verdict, by="AB", on=DAY)
    report = review.report(name)
    assert [one.verdict for one in review.decisions_on(report, "title")] == ["exclude", "include"]
    assert standing(review, report, "title").verdict == "include"


def test_two_reviewers_disagree_until_they_agree():
    review = titled("First title of a paper").changed(reviewers=2)
    (report,) = review.reports.values()

    def say(verdict, by, **more):
        nonlocal review
        review = decide(review, (report.name,), stage="title", verdict=verdict, by=by, on=DAY, **more)
        return standing(review, report, "title")

    assert say("include", "AB").verdict is None
    assert say("exclude", "CD").disagreement
    assert say("exclude", "AB+CD", consensus=True).verdict == "exclude"
    assert say("include", "AB").verdict == "exclude"  # a consensus stands above a single word
    with pytest.raises(InputError, match="Decide on the title first"):
        decide(review, (report.name,), stage="full", verdict="include", by="AB", on=DAY)


def test_kappa_is_that_of_the_textbook():
    # 20 both yes, 5 and 10 apart, 15 both no: observed 0.7, by chance 0.5
    pairs = [("include", "include")] * 20 + [("include", "exclude")] * 5
    pairs += [("exclude", "include")] * 10 + [("exclude", "exclude")] * 15
    assert kappa(pairs) == pytest.approx(0.4)
    assert kappa([("exclude", "exclude")] * 9) is None


def test_agreement_is_counted_before_consensus():
    review = titled(*(f"Title number {word} of the list" for word in ("one", "two", "three", "four")))
    names = sorted(review.reports)
    said = {"AB": ("include", "include", "exclude", "exclude"), "CD": ("include", "exclude", "exclude", "exclude")}
    for by, verdicts in said.items():
        for name, verdict in zip(names, verdicts, strict=True):
            review = decide(review, (name,), stage="title", verdict=verdict, by=by, on=DAY)
    review = decide(review, (names[1],), stage="title", verdict="include", by="AB+CD", on=DAY, consensus=True)
    (found,) = agreements(review)
    # observed 3/4; by chance 1/2 × 1/4 + 1/2 × 3/4 = 1/2
    assert (found.reviewers, found.both, found.agreed, found.kappa) == (("AB", "CD"), 4, 3, pytest.approx(0.5))


def test_a_doubtful_pair_is_settled_by_a_person(review):
    review, _, _ = take_in(review, EXPORTS / "embase.ris")
    (pair,) = review.doubtful
    before = len(review.reports)
    same = settle(review, pair.one, pair.other, same=True, by="AB", on=DAY)
    assert (len(same.reports), same.doubtful) == (before - 1, ())
    apart = settle(review, pair.one, pair.other, same=False, by="AB", on=DAY)
    assert (len(apart.reports), apart.doubtful) == (before, ())
    with pytest.raises(InputError, match="one report already"):
        settle(same, pair.one, pair.other, same=True, by="AB", on=DAY)


def test_wrong_words_are_told(review, tmp_path):
    name = named(review, "Autologous")
    with pytest.raises(InputError, match="no reference is named 'nobody'"):
        review.report("nobody")
    assert review.report("herraiz").name == name
    review = decide(review, (name,), stage="title", verdict="include", by="AB", on=DAY)
    with pytest.raises(InputError, match="excluded for a reason"):
        decide(review, (name,), stage="full", verdict="exclude", by="AB", on=DAY)
    with pytest.raises(InputError, match="is there already"):
        start_review(tmp_path / "review.yaml", "Again?")
    broken = tmp_path / "broken.yaml"
    broken.write_text('question: "?"\ndecisions:\n- {reference: "x", stage: "title", verdict: "include", by: "AB"}\n')
    with pytest.raises(RecordError, match="decisions on references that are not there: x"):
        read_review(broken)
