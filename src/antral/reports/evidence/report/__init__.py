"""The page of `antral evidence report`, chapter by chapter."""

from antral.reports.evidence.report.page import report_page

__all__ = ["report_page"]
