"""What people read: synopsis, answer, tables, figures, pages. Only this room and the command line draw.

Takes protocols and results; gives sections of text and tables that a terminal or a page shows.

1. `synopsis` says what a protocol is, with its gaps and assumptions; `registry_synopsis` what a bare record holds.
2. `render` puts sections on a terminal.

To add a part to the synopsis, write a function that gives a `Section` and name it in `synopsis`.
"""

from antral.reports.answer import Answer, answer
from antral.reports.material import ArmFlow, CloseUp, Flow, Material
from antral.reports.registry_synopsis import registry_synopsis
from antral.reports.section import Section, render
from antral.reports.synopsis import synopsis

__all__ = [
    "Answer",
    "ArmFlow",
    "CloseUp",
    "Flow",
    "Material",
    "Section",
    "answer",
    "registry_synopsis",
    "render",
    "synopsis",
]
