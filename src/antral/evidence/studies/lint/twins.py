"""Studies that stand on record twice."""

from collections.abc import Iterator, Mapping

from antral.evidence.studies.lint.finding import Odd
from antral.evidence.studies.study import Study


def same_identifier(study: Study, others: Mapping[str, Study]) -> Iterator[Odd]:
    """Another record with the same DOI, PMID or registration."""
    for other in others.values():
        shared = _identifiers(study) & _identifiers(other)
        if other.id != study.id and shared:
            yield Odd(
                "citation",
                ", ".join(sorted(shared)),
                f"{other.id} has it, too: the same women may count twice.",
                "Merge the two records, or leave one out of every pool.",
            )


def same_group(study: Study, others: Mapping[str, Study]) -> Iterator[Odd]:
    """Another record of the same author, year and number of women."""
    for other in others.values():
        if other.id != study.id and _group(study) is not None and _group(study) == _group(other):
            yield Odd(
                "citation.first_author",
                f"{study.title}, {study.enrolled} women",
                f"{other.id} has the same author, year and number of women.",
                "They may be two reports of one study.",
            )


def _identifiers(study: Study) -> set[str]:
    cited = study.citation
    doi = {f"doi {cited.doi.lower()}"} if cited.doi else set()
    pmid = {f"PMID {cited.pmid}"} if cited.pmid else set()
    return doi | pmid | {number.upper() for number in cited.registry}


def _group(study: Study) -> tuple[str, int, int] | None:
    """Surname, year and women; none where one of them is not known."""
    author, year = study.citation.first_author, study.citation.year
    if year is None or study.enrolled is None or "not read" in author:
        return None
    return author.lower().rsplit(" ", 1)[0], year, study.enrolled
