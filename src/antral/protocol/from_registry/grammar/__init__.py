"""Rules that read one line of an eligibility text.

1. `words.Reading` holds the line in one spelling; each rule takes out the words it understands and states a fact.
2. `read_line.propose` goes through `RULES` and puts the facts together: one, all of some, or any of some.
3. Words that no rule took stay as a part `unparsed`, so that nothing is lost and nothing is guessed.

To teach a new phrase, add it to `records/terms`; to teach a new kind of sentence, write a rule and name it in `RULES`.
"""

from antral.protocol.from_registry.grammar.proposal import Proposal
from antral.protocol.from_registry.grammar.read_line import RULES, UNPARSED, propose

__all__ = ["RULES", "UNPARSED", "Proposal", "propose"]
