"""The figures of reports: small SVG drawings that stand in a page, and files for one woman.

Takes results and courses; gives `Drawing`s with a text for those who cannot see them; loads matplotlib on first use.

1. `panels` draws hormone courses, one small panel for each arm and analyte.
2. `close_up` draws one woman day by day; `save_close_up` writes it as PNG, SVG or PDF.
3. `rates` draws shares of trials with their Monte-Carlo errors.

Widths are in CSS pixels: a drawing is made once for wide and once for narrow screens, so that letters stay readable.
"""

from antral.reports.figures.close_up import close_up, save_close_up
from antral.reports.figures.courses import CourseRow, panels
from antral.reports.figures.drawing import NARROW, WIDE, Drawing, colour
from antral.reports.figures.rates import Rate, RateRow, rates

__all__ = [
    "NARROW",
    "WIDE",
    "CourseRow",
    "Drawing",
    "Rate",
    "RateRow",
    "close_up",
    "colour",
    "panels",
    "rates",
    "save_close_up",
]
