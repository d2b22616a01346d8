"""The page of `antral evidence report`, chapter by chapter."""

from antral.reports.evidence.report.beside import Beside
from antral.reports.evidence.report.known import known
from antral.reports.evidence.report.page import report_page

__all__ = ["Beside", "known", "report_page"]
