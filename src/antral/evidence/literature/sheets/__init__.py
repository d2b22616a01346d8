"""Screening decisions in spreadsheets: what waits is written for a reviewer to fill in, and read back.

1. `write_sheet` writes what waits for one reviewer, or what reviewers disagree on, with empty cells to fill.
2. `take_decisions` reads a filled sheet, or an export of Rayyan or Covidence, as `table` gives its rows.
3. `layouts` says what each row decides; `matching` which report it means, or why none.
4. `Taken` lists all that became of the rows: added, changed, known, left blank, undecided, not found.

To read another program's export, add its layout in `layouts`.
"""

from antral.evidence.literature.sheets.blank import write_sheet
from antral.evidence.literature.sheets.layouts import Given
from antral.evidence.literature.sheets.taking import Change, NotFound, Taken, Undecided, take_decisions

__all__ = ["Change", "Given", "NotFound", "Taken", "Undecided", "take_decisions", "write_sheet"]
