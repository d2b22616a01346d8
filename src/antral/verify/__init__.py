"""Checks that lay antral beside sources that know nothing of it.

Takes nothing or a record of reference values; gives our value, theirs, and the difference.

1. `cycle_oracle` solves the thirteen-equation menstrual cycle of Margolskee and Selgrade, an independent model whose
   period and peaks are known.

To add a check, add a file here and its expected values to `records/reference/`; no number of a source stands in code.
"""

from antral.verify.cycle_oracle import CycleOracle, cycle_oracle

__all__ = ["CycleOracle", "cycle_oracle"]
