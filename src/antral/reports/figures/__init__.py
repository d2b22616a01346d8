"""The figures of reports: small SVG drawings that stand in a page, and files for one woman.

Takes results and courses; gives `Drawing`s with a text for those who cannot see them; loads matplotlib on first use.

1. `panels` draws hormone courses, one small panel for each arm and analyte.
2. `close_up` draws one woman day by day; `save_close_up` writes it as PNG, SVG or PDF.
3. `rates` draws shares of trials with their Monte-Carlo errors; `tornado` how they move with each assumption.
4. `truths` lays what an arm shows beside what is true; `tablet_days` FSH over the hormone calendar.
5. `stopping` draws a monitoring rule, `years` a long follow-up, `hypotheses` a graph of hypotheses.
6. `beside` lays percentiles and courses of simulated women beside what sources say, from a `Chart` of arrays;
   `ladder` and `heat` show what a calibration learnt.
7. `lines` draws designs of a trial as curves or fronts, `differences` how far each lies from the reference.

Widths are in CSS pixels: a `Plate` holds a drawing for wide and one for narrow screens, so that letters stay readable.
"""

from antral.reports.figures.beside import Band, Chart, Curve, Mark, Panel, beside
from antral.reports.figures.close_up import close_up, save_close_up
from antral.reports.figures.courses import CourseRow, panels
from antral.reports.figures.differences import Difference, DifferencePanel, differences
from antral.reports.figures.drawing import NARROW, WIDE, Drawing, Plate, colour, plate
from antral.reports.figures.hypotheses import hypotheses
from antral.reports.figures.identified import Heat, Ladder, heat, ladder
from antral.reports.figures.lines import Line, LinePanel, Lines, lines
from antral.reports.figures.rates import Rate, RateRow, rates
from antral.reports.figures.stopping import stopping
from antral.reports.figures.tablets import ArmDays, tablet_days
from antral.reports.figures.tornado import Bar, tornado
from antral.reports.figures.truths import TruthPanel, TruthRow, truths
from antral.reports.figures.years import YearLine, YearPanel, years

__all__ = [
    "NARROW",
    "WIDE",
    "ArmDays",
    "Band",
    "Bar",
    "Chart",
    "CourseRow",
    "Curve",
    "Difference",
    "DifferencePanel",
    "Drawing",
    "Heat",
    "Ladder",
    "Line",
    "LinePanel",
    "Lines",
    "Mark",
    "Panel",
    "Plate",
    "Rate",
    "RateRow",
    "TruthPanel",
    "TruthRow",
    "YearLine",
    "YearPanel",
    "beside",
    "close_up",
    "colour",
    "differences",
    "heat",
    "hypotheses",
    "ladder",
    "lines",
    "panels",
    "plate",
    "rates",
    "save_close_up",
    "stopping",
    "tablet_days",
    "tornado",
    "truths",
    "years",
]
