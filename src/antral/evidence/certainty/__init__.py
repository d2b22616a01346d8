"""How far an answer can be trusted: GRADE certainty, computed from recorded judgements.

1. `judgements` reads what was judged of a question, each with its reason and tag.
2. `imprecision` computes the domain that is a matter of numbers: optimal information size and the interval.
3. `certainty` adds up; a domain that was not judged leaves the level not judged.

To judge a question, add its file to `records/certainty`; the arithmetic is here and nowhere else.
"""

from antral.evidence.certainty.grade import LEVELS, MEANING, Certainty, Level, Step, certainty
from antral.evidence.certainty.imprecision import Imprecision, imprecision, optimal_information_size
from antral.evidence.certainty.judgement import CONVENTIONS, DOMAINS, Judgements, judgements

__all__ = [
    "CONVENTIONS",
    "DOMAINS",
    "LEVELS",
    "MEANING",
    "Certainty",
    "Imprecision",
    "Judgements",
    "Level",
    "Step",
    "certainty",
    "imprecision",
    "judgements",
    "optimal_information_size",
]
