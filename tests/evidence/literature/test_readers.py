"""Exports as databases really write them; every expected value was taken from the file by eye.

Most citations are real; abstracts, accession numbers and the odd records were made for the tests.
"""

from pathlib import Path

import pytest

from antral.core import InputError
from antral.evidence.literature import read_export

EXPORTS = Path(__file__).parent / "exports"
MASHAYEKHI = (
    "Evaluation of safety, feasibility and efficacy of intra-ovarian transplantation of autologous adipose derived "
    "mesenchymal stromal cells in idiopathic premature ovarian failure patients: non-randomized clinical trial, phase "
    "I, first in human"
)


def read(name):
    return read_export(EXPORTS / name)


def refused(tmp_path, name, text):
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InputError) as error:
        read_export(file)
    return str(error.value)


def test_nbib():
    export = read("pubmed.nbib")
    first, second, third = export.references
    assert export.format == "nbib"
    assert first.title == f"{MASHAYEKHI}."
    assert first.authors == ("Mashayekhi M", "Mirzadeh E")
    assert (first.year, first.journal, first.pmid) == (2021, "Journal of ovarian research", "33407794")
    assert first.doi == "10.1186/s13048-020-00743-3"
    assert first.abstract.endswith("infertility. RESULTS: Menses - returned in four of nine.")
    assert first.ids["PMCID"] == "PMC7786909"
    assert first.ids["publication type"] == "Clinical Trial, Phase I; Journal Article"
    assert (first.database, first.file, first.number, first.line) == ("PubMed", "pubmed.nbib", 1, 2)
    assert second.title.startswith("Grossesses chez les patientes en insuffisance ovarienne prématurée en attente de")
    assert (second.doi, second.year) == ("10.1016/j.gyobfe.2004.07.004", 2004)
    assert second.authors == ("Letur H", "GEDO")
    assert (third.pmid, third.number, third.doi) == ("9935122", 3, None)


def test_pubmed_xml():
    article, book = read("pubmed.xml").references
    assert article.title == (
        "Autologous stem cell ovarian transplantation to increase reproductive potential in patients who are poor "
        "responders."
    )
    assert article.abstract == "OBJECTIVE: To study CD133+ cells & AFC. RESULT(S): AFC rose."
    assert article.authors == ("Herraiz S", "Romeu M", "IVI Study Group")
    assert (article.year, article.journal) == (2018, "Fertility and sterility")
    assert article.doi == "10.1016/j.fertnstert.2018.04.025"  # not that of the paper it cites
    assert article.ids == {}
    assert (article.pmid, article.line) == ("29960701", 4)
    assert (book.pmid, book.year, book.authors) == ("20301753", 2001, ("Nelson LM",))
    assert book.title.startswith("Primary ovarian insufficiency")


def test_scopus_with_mark_crlf_and_a_record_without_its_end():
    export = read("scopus.ris")
    assert export.encoding == "utf-8"
    first, second, third = export.references
    assert first.title == MASHAYEKHI
    assert (first.doi, first.database, first.line) == ("10.1186/S13048-020-00743-3", "Scopus", 4)
    assert second.doi == "https://doi.org/10.1016/j.fertnstert.2018.04.025"
    assert third.abstract == "Background. The first line goes on here IV - given to nobody"
    assert third.doi == "10.1186/s13256-020-02426-5"
    assert third.number == 3


def test_embase_in_windows_letters():
    export = read("embase.ris")
    (only,) = export.references
    assert export.encoding == "cp1252"
    assert only.authors == ("Ménézo Y.", "López-Tello J.")
    assert "“d'essai”" in only.title
    assert (only.pmid, only.year, only.doi) == ("21994953", 2011, "10.1210/jc.2011-1038")
    assert only.ids["Embase accession"] == "L362000000"


def test_web_of_science_with_old_line_ends_and_one_space():
    (only,) = read("wos.ris").references
    assert only.authors == ("Zafardoust, S", "Kazemnejad, S")
    assert (only.year, only.pmid) == (2023, None)
    assert only.ids["accession number"] == "WOS:001103000000001"


def test_zotero():
    bidet, chen = read("zotero.ris").references
    assert (bidet.pmid, bidet.year, bidet.authors[0]) == ("21994953", 2011, "Bidet, Maud")
    assert (chen.pmid, chen.number) == ("25371696", 2)


def test_bibtex():
    yeung, bozdag = read("mixed.bib").references
    assert yeung.authors == ("Yeung, Tracy W. Y.", "HKU Fertility Group")
    assert yeung.title.endswith('in women with Primary "ovarian" insufficiency')
    assert yeung.journal == "The Journal of Clinical Endocrinology and Metabolism (online)"
    assert (yeung.year, yeung.doi, yeung.ids["key"]) == (2013, "10.1210/jc.2012_3071x", "yeung2013")
    assert bozdag.authors == ("Bozdağ, Gürkan", "de Vríes, Anna B.", "Løken, Øystein")
    assert bozdag.title == "Antral follicle count: ß & β-hCG at 5 % – a nested title with braces"
    assert (bozdag.year, bozdag.pmid, bozdag.abstract) == (2016, "26763552", "He said “yes”")
    assert bozdag.line == 13


def test_an_entity_is_refused_whatever_it_would_become(tmp_path):
    laughs = (
        '<?xml version="1.0"?>\n<!DOCTYPE PubmedArticleSet [\n<!ENTITY a "ha">\n<!ENTITY b "&a;&a;">\n]>'
        "<PubmedArticleSet>&b;</PubmedArticleSet>"
    )
    assert "line 3: the entity 'a' is declared" in refused(tmp_path, "laughs.xml", laughs)
    outside = '<!DOCTYPE PubmedArticleSet [<!ENTITY x SYSTEM "file:///etc/hostname">]><PubmedArticleSet>&x;</PubmedArticleSet>'
    assert "the entity 'x' is declared" in refused(tmp_path, "outside.xml", outside)
    parameter = '<!DOCTYPE PubmedArticleSet [<!ENTITY % x SYSTEM "file:///tmp/x.dtd"> %x;]><PubmedArticleSet/>'
    assert "the entity 'x' is declared" in refused(tmp_path, "parameter.xml", parameter)
    deep = "<PubmedArticleSet>" + "<a>" * 100
    assert "more than 60 deep" in refused(tmp_path, "deep.xml", deep)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.nbib", "PMID- 1\nTI  - x\n\nPMID- many\nTI  - y\n", r"a.nbib, record 2, line 4: a PMID is a number"),
        ("a.nbib", "PMID- 1\nthis is no tag\n", r"a.nbib, record 1, line 2: a tag such as"),
        (
            "a.ris",
            "TY  - JOUR\nTI  - x\nER  - \nAU  - Late, A\n",
            r"a.ris, record 2, line 4: the field AU stands outside",
        ),
        ("a.bib", "@article{a, title={x}}\n@article{b,\n title = {never closed\n", r"a.bib, record 2, line 3: a value"),
        ("a.bib", "@article{a, title {x}}\n", r"a.bib, record 1, line 1: 'name = value'"),
        ("a.xml", "<PubmedArticleSet><PubmedArticle>\n</Wrong>", r"a.xml, record 1, line 2: not well-formed XML"),
        ("a.xml", "<html></html>", r"a.xml: no PubMed article is in it; its outermost element is 'html'"),
        ("a.txt", "FN Clarivate\nPT J\n", r"a.txt: no PubMed .NBIB, XML., RIS or BibTeX export"),
        ("a.ris", b"\x89PNG\x00", r"a.ris is not a text file"),
    ],
)
def test_errors_name_file_record_and_line(tmp_path, name, text, said):
    import re

    assert re.search(said, refused(tmp_path, name, text))


def test_utf_16_is_read(tmp_path):
    file = tmp_path / "wide.ris"
    file.write_bytes("TY  - JOUR\nTI  - Überall\nER  - \n".encode("utf-16"))
    assert read_export(file).references[0].title == "Überall"
