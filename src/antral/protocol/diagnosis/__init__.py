"""Ovarian insufficiency of one woman: whether, in which stage, what else it may be, and what is missing.

Takes a `Patient` and a day; gives a `Diagnosis` with the data used and the data that would decide.

1. `guideline` applies each version of the ESHRE guideline, part by part, as screening does (`records/definitions`).
2. `stage` says occult, biochemical or overt, or which of them are still possible.
3. `differential` goes through the other causes of disturbed menses.
4. `work_up` lists the tests for the cause: asked for, done, missing, due again.

Facts stand in `records/diagnosis`. It is no advice: it says what the guideline's text says of the data on record.
"""

from antral.protocol.diagnosis.diagnose import Diagnosis, diagnose
from antral.protocol.diagnosis.differential import Cause
from antral.protocol.diagnosis.guideline import GUIDELINES, Judged
from antral.protocol.diagnosis.stage import Stage
from antral.protocol.diagnosis.work_up import Test

__all__ = ["GUIDELINES", "Cause", "Diagnosis", "Judged", "Stage", "Test", "diagnose"]
