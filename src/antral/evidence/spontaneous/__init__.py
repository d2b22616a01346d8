"""Single-arm studies against the spontaneous course: is what was counted more than would have been counted anyway?

Takes events after cells; gives how they lie against counts without cells. A single-arm study cannot show an effect:
women enter at a bad moment of a fluctuating course, and those without cells were other women.

1. `against_comparator`: all women after cells against all women without, two exact shares.
2. `against_varying_comparator`: the share without cells differs between studies, as it does.
3. `against_predicted`: each study against what it would have counted with no effect (`law_of` of simulated counts, or
   `beta_binomial_law`).
4. `against_repeated`: the same from the mean of each study's replicates, a binomial law each.
5. `against_vectors`: the same over vectors of the physiology, each of which moves all studies together.
6. `said_first` is the sentence that stands before any of these numbers.
"""

from collections.abc import Mapping
from types import MappingProxyType

from antral.evidence.spontaneous.comparator import COMPARATOR, Compared, against_comparator
from antral.evidence.spontaneous.law import Law, beta_binomial_law, binomial_law, law_of, sum_of
from antral.evidence.spontaneous.over_vectors import OVER_VECTORS, OverVectors, Varied, against_vectors
from antral.evidence.spontaneous.predicted import PREDICTED, Predicted, against_predicted
from antral.evidence.spontaneous.repeated import REPEATED, Repeated, against_repeated
from antral.evidence.spontaneous.said import said_first
from antral.evidence.spontaneous.varying import VARYING, against_varying_comparator

METHODS: Mapping[str, str] = MappingProxyType(
    {
        "against_comparator": COMPARATOR,
        "against_varying_comparator": VARYING,
        "against_predicted": PREDICTED,
        "against_repeated": REPEATED,
        "against_vectors": OVER_VECTORS,
    }
)
"""Names and full names of this group."""

__all__ = [
    "COMPARATOR",
    "METHODS",
    "OVER_VECTORS",
    "PREDICTED",
    "REPEATED",
    "VARYING",
    "Compared",
    "Law",
    "OverVectors",
    "Predicted",
    "Repeated",
    "Varied",
    "against_comparator",
    "against_predicted",
    "against_repeated",
    "against_varying_comparator",
    "against_vectors",
    "beta_binomial_law",
    "binomial_law",
    "law_of",
    "said_first",
    "sum_of",
]
