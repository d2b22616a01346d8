"""Questions to the published record, and which of its numbers answer them, each woman once.

1. `question` reads one question, `questions` all.
2. `select` finds the counts, changes and signs that answer it, and lists what it leaves out, with the reason.
3. `group_of` and `number_of` say what studies differ in: fields to group by, and to regress on.

To add a question, add its file to `records/questions`; a field is a line in `fields.GROUPS` or `fields.NUMBERS`.
"""

from antral.evidence.questions.change import Change
from antral.evidence.questions.control import control_of, treatment_of
from antral.evidence.questions.fields import GROUPS, NUMBERS, UNSTATED, group_of, number_of
from antral.evidence.questions.question import NATURAL, Assumed, Question, question, question_names, questions
from antral.evidence.questions.selection import Count, LeftOut, Selection, Sign, select, select_arms, together

__all__ = [
    "GROUPS",
    "NATURAL",
    "NUMBERS",
    "UNSTATED",
    "Assumed",
    "Change",
    "Count",
    "LeftOut",
    "Question",
    "Selection",
    "Sign",
    "control_of",
    "group_of",
    "number_of",
    "question",
    "question_names",
    "questions",
    "select",
    "select_arms",
    "together",
    "treatment_of",
]
