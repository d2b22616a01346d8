"""What every comparison with other programs, papers and algorithms shares: cases on record, and each value beside ours.

1. A `Case` is an entry of a record: inputs, what the oracle gave, its source, the tolerance and why.
2. A `Subject` finds the records of its topics and the `CHECKS` that compute ours; `Subject.compare` gives
   a `Value` each.

To add a subject, add its folder of records, its room with a `SUBJECT`, and its line in `antral.api.verification`.
"""

from antral.verify.oracles.case import Case, CaseRow, Oracle
from antral.verify.oracles.compare import Checks, Subject, Value

__all__ = ["Case", "CaseRow", "Checks", "Oracle", "Subject", "Value"]
