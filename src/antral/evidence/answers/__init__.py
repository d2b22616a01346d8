"""Answers from the published record: numbers pooled, and all that must stand beside them.

1. `Ask` says what is wanted: question, studies, groups, method.
2. `answer` selects, pools, compares with the spontaneous course, leaves out each study in turn, judges the certainty.
3. `told` gives it as plain numbers and text.
"""

from antral.evidence.answers.answer import Answer, Block, answer
from antral.evidence.answers.ask import Ask
from antral.evidence.answers.compared import Comparison
from antral.evidence.answers.overview import overview
from antral.evidence.answers.result import Result
from antral.evidence.answers.told import told

__all__ = ["Answer", "Ask", "Block", "Comparison", "Result", "answer", "overview", "told"]
