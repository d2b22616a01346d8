"""Our pooling of studies beside other programs, papers and independent algorithms, value by value.

Takes nothing; gives for each value ours, the oracle's, their difference, the tolerance and whether it holds.

1. `records/reference/evidence/<topic>.yaml` holds cases: inputs, what the oracle gave, its source and the tolerance;
   data sets that several cases use lie in `records/reference/evidence/data`.
2. A module of the same name here has `CHECKS`: name of a check and the function that computes ours from the inputs.
3. `compare` (THE entry) runs the cases of some topics and gives a `Value` each.
4. `uncovered` are the methods without any oracle, with the reason on record (`without_oracle.yaml`); a method must be
   covered or stand there. `own_only` are those with an oracle that is nobody else's: a second algorithm of ours.

To add a case, add an entry to a record; to add a topic, its record, its module and its line in `TOPICS`.
"""

from typing import Final

from antral.verify.oracles import Subject, Value

TOPICS: Final = (
    "bayesian",
    "counts",
    "dependence",
    "effect_sizes",
    "meta_regression",
    "network",
    "proportions",
    "random_effects",
    "rare_events",
    "small_studies",
    "spontaneous",
)
"""Records of `records/reference/evidence`, and modules of this folder."""

SUBJECT: Final = Subject("evidence", TOPICS)
compare, covered, own_only, uncovered = SUBJECT.compare, SUBJECT.covered, SUBJECT.own_only, SUBJECT.uncovered

__all__ = [
    "SUBJECT",
    "TOPICS",
    "Value",
    "compare",
    "covered",
    "own_only",
    "uncovered",
]
