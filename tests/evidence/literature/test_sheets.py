"""Screening in spreadsheets: out, filled in as people fill them in, and back; every row has its fate."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from antral.core import InputError
from antral.evidence.literature import (
    Given,
    Reference,
    Review,
    agreements,
    decide,
    standing,
    take_decisions,
    take_in,
    write_sheet,
)

DOCS = Path(__file__).parents[3] / "docs/examples/literature"
DAY = date(2026, 7, 1)
BIDET, HERRAIZ, MASHAYEKHI = "21994953", "29960701", "33407794"


@pytest.fixture
def review():
    """Five reports: three of PubMed, two more of Scopus without a PMID."""
    made = Review(question="Do cells help?", reviewers=2)
    for name in ("pubmed.nbib", "scopus.ris"):
        made, _, _ = take_in(made, DOCS / name)
    return made


def sheet(tmp_path, text, name="sheet.csv", encoding="utf-8"):
    file = tmp_path / name
    file.write_bytes(text.encode(encoding))
    return file


def read(review, file, **given):
    return take_decisions(review, file, Given(**given), DAY)


def refused(review, file, **given):
    with pytest.raises(InputError) as error:
        read(review, file, **given)
    return str(error.value)


def told(taken):
    return {(one.reference.split("-")[0], one.stage, one.verdict, one.reason, one.by) for one in taken.added}


def written(file, separator=","):
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened, delimiter=separator))


def filled(file, rows, *, separator=",", encoding="utf-8", end="\r\n"):
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), delimiter=separator, lineterminator=end)
    writer.writeheader()
    writer.writerows(rows)
    file.write_bytes(text.getvalue().encode(encoding))
    return file


@pytest.mark.parametrize(
    ("separator", "encoding", "end"),
    [
        (",", "utf-8-sig", "\r\n"),
        (";", "cp1252", "\r\n"),
        ("\t", "utf-16", "\n"),
        (",", "utf-8", "\r"),
    ],
)
def test_out_filled_in_and_back(review, tmp_path, separator, encoding, end):
    out = tmp_path / "to-do.csv"
    assert write_sheet(review, out, stage="title", by="AB") == 5
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")  # else Excel takes the letters for Windows letters
    rows = written(out)
    assert {(row["decision"], row["stage"], row["reviewer"]) for row in rows} == {("", "title", "AB")}
    words = {
        "21994953": ("Excluded", "Sans cellules; “naturel”, d'évolution"),
        "33407794": ("YES", ""),
        "29960701": ("maybe", ""),
    }
    for row in rows:
        row["decision"], row["reason"] = words.get(row["pmid"], ("", ""))
    taken = read(review, filled(tmp_path / "back.csv", rows, separator=separator, encoding=encoding, end=end))
    assert told(taken) == {
        ("bidet2011", "title", "exclude", "Sans cellules; “naturel”, d'évolution", "AB"),
        ("mashayekhi2021", "title", "include", "", "AB"),
    }
    assert [one.word for one in taken.undecided] == ["maybe"]
    assert (len(taken.blank), taken.not_found, taken.rows) == (2, (), 5)
    again = tmp_path / "again.csv"
    assert write_sheet(taken.review, again, stage="title", by="AB") == 3  # maybe and blank ones wait on
    assert write_sheet(taken.review, tmp_path / "other.tsv", stage="title", by="CD") == 5
    assert len(written(tmp_path / "other.tsv", "\t")) == 5


def test_a_second_reviewer_does_not_see_what_the_first_said(review, tmp_path):
    name = review.report("bidet2011").name
    review = decide(review, (name,), stage="title", verdict="exclude", reason="Secret", by="AB", on=DAY)
    write_sheet(review, tmp_path / "cd.csv", stage="title", by="CD")
    text = (tmp_path / "cd.csv").read_text(encoding="utf-8-sig")
    assert name in text
    assert "Secret" not in text
    assert "exclude" not in text


def test_two_reviewers_conflicts_and_consensus_by_sheets(review, tmp_path):
    for by, words in {"AB": "iiexe", "CD": "ixiii"}.items():
        out = tmp_path / f"{by}.csv"
        write_sheet(review, out, stage="title", by=by)
        rows = written(out)
        for row, word in zip(rows, words, strict=True):
            row["decision"], row["reason"] = ("include", "") if word == "i" else ("exclude", f"{by} says so")
        review = read(review, filled(tmp_path / "back.csv", rows)).review
    # AB: i i e e e with x as exclude too; both say include of the first alone, exclude of none
    (found,) = agreements(review)
    assert (found.both, found.agreed) == (5, 1)
    out = tmp_path / "conflicts.csv"
    assert write_sheet(review, out, stage="title", by="AB+CD", conflicts=True) == 4
    rows = written(out)
    assert rows[0]["said"] == "AB: include; CD: exclude (CD says so)"
    assert {row["consensus"] for row in rows} == {"yes"}
    for row in rows:
        row["decision"] = "include"
    review = read(review, filled(tmp_path / "settled.csv", rows)).review
    assert {standing(review, one, "title").verdict for one in review.reports.values()} == {"include"}
    assert write_sheet(review, tmp_path / "none.csv", stage="title", by="AB+CD", conflicts=True) == 0
    assert not (tmp_path / "none.csv").exists()
    (found,) = agreements(review)
    assert found.agreed == 1  # of before any consensus
    assert write_sheet(review, tmp_path / "full.csv", stage="full", by="AB") == 5


def test_a_filled_sheet_is_not_overwritten(review, tmp_path):
    file = sheet(tmp_path, "my work")
    with pytest.raises(InputError, match="is there already, and may be filled in"):
        write_sheet(review, file, stage="title", by="AB")
    assert file.read_text() == "my work"
    with pytest.raises(InputError, match=r"ends in \.csv or \.tsv"):
        write_sheet(review, tmp_path / "a.xlsx", stage="title", by="AB")


def test_what_was_decided_before_is_never_lost(review, tmp_path):
    head = "pmid,decision,reason,stage,reviewer\n"
    review = read(review, sheet(tmp_path, head + f"{BIDET},exclude,No cells,title,AB\n")).review
    same = read(
        review,
        sheet(
            tmp_path, head + f"{BIDET},Excluded,,title,AB\n{BIDET}.0,no,No cells,title,AB\n".replace(",,", ",No cells,")
        ),
    )
    assert (same.same, same.repeated, same.review) == (1, ((3, 2),), review)
    bare = read(review, sheet(tmp_path, head + f"{BIDET},exclude,,title,AB\n"))
    assert (bare.same, bare.review) == (1, review)  # an empty reason takes none away
    open_ = read(review, sheet(tmp_path, head + f"{BIDET},maybe,,title,AB\n{HERRAIZ},,,title,AB\n"))
    assert open_.undecided[0].stays.reason == "No cells"
    assert (open_.blank, open_.review) == ((3,), review)
    taken = read(review, sheet(tmp_path, head + f"{BIDET},include,,title,AB\n{BIDET},exclude,Other,title,CD\n"))
    (change,) = taken.changed
    assert (change.row, change.before.verdict, change.before.reason, change.after.verdict) == (
        2,
        "exclude",
        "No cells",
        "include",
    )
    report = taken.review.report(change.report)
    assert [(one.by, one.verdict) for one in taken.review.decisions_on(report, "title")] == [
        ("AB", "exclude"),
        ("AB", "include"),
        ("CD", "exclude"),
    ]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("none2000-aaaaaa,,,A title that is nowhere,2000", "no report of the review has its id or title"),
        (",,,,2000", "it has no id, PMID, DOI or title"),
        (f"bidet2011,{MASHAYEKHI},10.1210/jc.2011-1038,,", "its cells are of different reports"),
        (f",{BIDET},10.9999/other,,", "looks like bidet2011-b4cdc0, which has another DOI"),
        (
            f",{BIDET},,Autologous fat to fill wrinkles of the face,",
            "looks like bidet2011-b4cdc0, which has another title",
        ),
        (
            ",,,Resumption of ovarian function and pregnancies in 358 patients with premature ovarian failure,2019",
            "bidet2011-b4cdc0 has its title, but is of another year",
        ),
    ],
)
def test_a_row_that_fits_no_report_is_listed_and_the_others_are_read(review, tmp_path, row, why):
    cells = row.split(",")
    text = "id,pmid,doi,title,year,decision\n" + ",".join([*cells, "include"]) + f"\n,{HERRAIZ},,,,include\n"
    taken = read(review, sheet(tmp_path, text), stage="title", by="AB")
    (lost,) = taken.not_found
    assert lost.row == 2
    assert why in lost.why
    assert told(taken) == {("herraiz2018", "title", "include", "", "AB")}


def test_two_reports_of_one_title_are_told_apart_by_year_or_not_at_all(tmp_path):
    title = "Cell therapy for premature ovarian insufficiency: a randomised trial"
    review = Review(
        question="?",
        searches="not_recorded",
        references=(
            Reference(title=title, authors=("Li J",), year=2018, journal="Trials", doi="10.1000/protocol"),
            Reference(title=title, authors=("Li J",), year=2022, journal="Stem Cells", doi="10.1000/result"),
        ),
    )
    assert len(review.reports) == 2
    text = f"title;year;decision\n{title};2022;include\n{title};;include\n"
    taken = read(review, sheet(tmp_path, text), stage="title", by="AB")
    assert told(taken) == {("li2022", "title", "include", "", "AB")}
    assert [(one.row, "settle whether they are one" in one.why) for one in taken.not_found] == [(3, True)]


@pytest.mark.parametrize(
    ("text", "given", "said"),
    [
        ("pmid,decision\n1,include\n", {"by": "AB"}, "row 2: no stage is said"),
        ("pmid,decision\n1,include\n", {"stage": "title"}, "row 2: no reviewer is named"),
        (
            "pmid,decision,stage\n1,include,third\n",
            {"by": "AB"},
            "row 2: column stage: title or full was wanted, 'third'",
        ),
        ("pmid,decision,stage\n1,include,full\n", {"by": "AB", "stage": "title"}, "but --title was said"),
        ("pmid,decision,reviewer\n1,include,CD\n", {"by": "AB", "stage": "title"}, "reviewer is 'CD', but --by AB"),
        (
            "pmid,decision\n\n1,include\n2,perhaps so\n",
            {"by": "AB", "stage": "title"},
            "row 4: 'perhaps so' is no decision",
        ),
        ("pmid,decision,consensus\n1,yes,why\n", {"by": "AB", "stage": "title"}, "column consensus: yes or no"),
        (
            f"pmid,decision\n{BIDET},not retrieved\n",
            {"by": "AB", "stage": "title"},
            "only a full text can be not retrieved",
        ),
        (
            f"pmid,decision\n{BIDET},include\n",
            {"by": "AB", "stage": "full"},
            "row 2: bidet2011-b4cdc0: by title and abstract it is not",
        ),
        (
            f"pmid,decision\n{BIDET},include\n{HERRAIZ},no\n{BIDET},no\n",
            {"by": "AB", "stage": "title"},
            "row 4: it decides otherwise on bidet2011-b4cdc0 than row 2",
        ),
        (
            "pmid,decision\n1,include\n",
            {"by": "AB", "stage": "title", "verdict": "include"},
            "holds decisions of its own",
        ),
        ("pmid,title\n1,x\n", {"by": "AB", "stage": "title"}, "holds no column 'decision'"),
        ("a,b\n1,2\n", {}, "no heading in its first row is understood"),
        ("", {}, "no heading in its first row is understood"),
        ("pmid,decision,Verdict\n1,2,3\n", {}, "row 1: two columns mean 'decision'"),
        ("pmid,decision\n1,include,left over\n", {}, "row 2: 3 cells, the heading has 2"),
        ('pmid,decision\n1,"include\n', {}, "row 2: a quotation mark is not closed"),
        ('pmid,decision\n1,"in"clude\n', {}, "row 2: a quotation mark is not closed, or stands within a cell"),
        ("PK\x03\x04", {}, "is a workbook or a zip file. In Excel, save the sheet as 'CSV UTF-8'"),
    ],
)
def test_a_sheet_with_a_wrong_row_is_refused_whole_and_says_which(review, tmp_path, text, given, said):
    assert said in refused(review, sheet(tmp_path, text), **given)


def test_every_wrong_row_is_named_at_once(review, tmp_path):
    text = "pmid,decision\n" + "".join(f"{at},what\n" for at in range(30))
    said = refused(review, sheet(tmp_path, text), stage="title", by="AB")
    assert "row 2: 'what'" in said
    assert "row 21: 'what'" in said
    assert "and 10 more" in said


def test_titles_are_decided_on_before_full_texts_in_one_sheet(review, tmp_path):
    text = (
        "pmid,stage,decision,reason\n"
        f"{BIDET},full text,excluded,Wrong population\n{BIDET},title/abstract,include,\n"
        f"{HERRAIZ},Title and abstract,include,\n{HERRAIZ},full,not retrieved,\n"
    )
    taken = read(review.changed(reviewers=1), sheet(tmp_path, text), by="AB")
    assert [(one.stage, one.verdict) for one in taken.added] == [
        ("title", "include"),
        ("title", "include"),
        ("full", "exclude"),
        ("full", "not_retrieved"),
    ]
    no_reason = f"pmid,stage,decision\n{BIDET},full,exclude\n"
    assert "a full text is excluded for a reason" in refused(taken.review, sheet(tmp_path, no_reason), by="CD")


def test_rayyan(review):
    taken = read(review, DOCS / "sheets/rayyan.csv", stage="title")
    assert told(taken) == {
        ("mashayekhi2021", "title", "include", "", "Anna"),
        ("mashayekhi2021", "title", "include", "", "Çelik, D."),
        ("bidet2011", "title", "exclude", "no cells; wrong design", "Anna"),
        ("bidet2011", "title", "include", "", "Çelik, D."),
    }
    assert [(one.by, one.word) for one in taken.undecided] == [("Anna", "Maybe")]
    assert [(one.row, one.title) for one in taken.not_found] == [(5, "A paper of another review")]
    assert taken.blank == (6,)
    report = taken.review.report("bidet2011")
    assert standing(taken.review, report, "title").disagreement
    assert "no stage is said" in refused(review, DOCS / "sheets/rayyan.csv")


def test_rayyan_notes_that_were_cut_off_or_say_something_else_are_refused(review, tmp_path):
    head = "key,title,notes\n"
    cut = head + 'rayyan-1,x,"RAYYAN-INCLUSION: {""Anna""=>""Inclu"\n'
    assert "row 2: what stands after RAYYAN-INCLUSION is not closed" in refused(
        review, sheet(tmp_path, cut), stage="title"
    )
    other = head + 'rayyan-1,x,"RAYYAN-INCLUSION: {""Anna""=>true}"\n'
    assert 'row 2: after RAYYAN-INCLUSION "name"=>"Included" was wanted' in refused(
        review, sheet(tmp_path, other), stage="title"
    )


def test_covidence(review):
    file = DOCS / "sheets/covidence-excluded.csv"
    one = review.changed(reviewers=1)
    assert "say how: --include, --exclude or --not-retrieved" in refused(one, file, stage="full", by="AB+CD")
    passed = read(one, file, stage="title", verdict="include", by="AB+CD", consensus=True)
    taken = read(passed.review, file, stage="full", verdict="exclude", by="AB+CD", consensus=True)
    assert told(taken) == {
        ("herraiz2018", "full", "exclude", "Wrong patient population", "AB+CD"),
        ("bidet2011", "full", "exclude", "Wrong intervention", "AB+CD"),
    }
    assert {one.reason for one in passed.added} == {""}


def test_a_title_that_begins_like_a_formula_is_no_formula_in_a_spreadsheet(tmp_path):
    made = Reference(title="=HYPERLINK(1) and other titles of papers", authors=("Li J",), year=2020)
    review = Review(question="?", searches="not_recorded", references=(made,))
    write_sheet(review, tmp_path / "out.csv", stage="title", by="-AB")
    (row,) = written(tmp_path / "out.csv")
    assert (row["title"][:2], row["reviewer"]) == ("'=", "'-AB")
    row["decision"] = "include"
    taken = read(review, filled(tmp_path / "back.csv", [row]))
    assert told(taken) == {("li2020", "title", "include", "", "-AB")}
