"""Which report a row of a sheet means; where its cells contradict each other, none."""

import re
from collections import defaultdict

from antral.evidence.literature.normal import bare_doi, bare_pmid, bare_title, likeness
from antral.evidence.literature.report import Report
from antral.evidence.literature.review import Review
from antral.evidence.literature.sheets.table import Row

_ANOTHER = 0.5
"""Titles less alike than this are of different reports, whatever the identifier says; the limit of duplicates, too."""
_NAMED = {"id": "id", "pmid": "PMID", "doi": "DOI", "title": "title"}


class NoReportError(ValueError):
    """A row that means no report, or more than one; the message says why."""


class Finder:
    """The reports of a review by name, PMID, DOI and title."""

    def __init__(self, review: Review) -> None:
        self._reports = review.reports
        self._by: dict[str, defaultdict[str, set[str]]] = {key: defaultdict(set) for key in _NAMED}
        for name, report in review.reports.items():
            for one in report.references:
                keys = {"id": one.name, "pmid": one.pmid, "doi": bare_doi(one.doi), "title": bare_title(one.title)}
                for kind, key in keys.items():
                    if key:
                        self._by[kind][key].add(name)

    def report(self, row: Row) -> Report:
        """The one report that fits all that the row says of it."""
        said = {
            "id": row["id"],
            "pmid": bare_pmid(re.sub(r"\.0+$", "", row["pmid"])) or "",
            "doi": bare_doi(row["doi"]) or "",
            "title": bare_title(row["title"]),
        }
        fitting = {kind: self._by[kind].get(key, set()) for kind, key in said.items() if key}
        found = {kind: names for kind, names in fitting.items() if names}
        if not fitting:
            raise NoReportError("it has no id, PMID, DOI or title")
        if not found:
            raise NoReportError(f"no report of the review has its {' or '.join(_NAMED[kind] for kind in fitting)}")
        common = set.intersection(*found.values())
        if len(common) > 1:
            common = {name for name in common if row["year"] in _years(self._reports[name])} or common
        if not common:
            each = "; ".join(
                f"its {_NAMED[kind]} is that of {' and '.join(sorted(names))}" for kind, names in found.items()
            )
            raise NoReportError(f"its cells are of different reports: {each}")
        if len(common) > 1:
            raise NoReportError(f"it fits {' and '.join(sorted(common))}; settle whether they are one, or give the id")
        report = self._reports[common.pop()]
        self._hold_against(report, said, row)
        return report

    def _hold_against(self, report: Report, said: dict[str, str], row: Row) -> None:
        """Refuse a report of which the row says otherwise, as after sorting one column without the others."""
        known = {
            "pmid": {one.pmid for one in report.references} - {None},
            "doi": {bare_doi(one.doi) for one in report.references} - {None},
        }
        for kind, values in known.items():
            if said[kind] and values and said[kind] not in values:
                raise NoReportError(f"it looks like {report.name}, which has another {_NAMED[kind]}")
        titles = {bare_title(one.title) for one in report.references} - {""}
        if said["title"] and titles and max(likeness(said["title"], title) for title in titles) < _ANOTHER:
            raise NoReportError(f"it looks like {report.name}, which has another title")
        only_title = not any(said[kind] in self._by[kind] for kind in ("id", "pmid", "doi"))
        years = {int(year) for year in _years(report)}
        if only_title and years and row["year"].isdigit() and min(abs(int(row["year"]) - one) for one in years) > 1:
            raise NoReportError(f"{report.name} has its title, but is of another year")


def _years(report: Report) -> set[str]:
    return {str(one.year) for one in report.references if one.year is not None}
