"""The review of our own evidence says what is known, and that its searches are not."""

import pytest

from antral.core import InputError
from antral.evidence import literature, studies
from antral.records import names


@pytest.mark.parametrize("name", names("literature"))
def test_a_shipped_review_has_a_flow(name):
    literature.flow(literature.read_review(name))


def test_our_own_evidence_is_that_of_the_study_records():
    review = literature.read_review("poi_cells")
    by_study = {one.study: one for one in review.reports.values()}
    assert set(by_study) == set(studies())
    for name, study in studies().items():
        report, citation = by_study[name], study.citation
        assert (report.title, report.year, report.pmid) == (citation.title, citation.year, citation.pmid), name
        assert (report.doi or "") == (citation.doi or "").lower(), name
    found = literature.flow(review)
    assert (found.studies, found.reports) == (44, 44)
    assert dict(found.roles)["cell_therapy"] == 13
    assert found.databases.identified is None
    assert found.databases.screened is None


def test_nothing_can_be_imported_into_it(tmp_path):
    file = tmp_path / "a.ris"
    file.write_text("TY  - JOUR\nTI  - x\nER  - \n")
    with pytest.raises(InputError, match="not recorded"):
        literature.take_in(literature.read_review("poi_cells"), file)
