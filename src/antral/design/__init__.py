"""Designs compared by what they would show: operating characteristics, sample size, smallest effect, changes.

Takes a protocol and batches of conducted trials; gives rates with Monte-Carlo error, as plain values.

1. `simulated` conducts a trial many times; `gather` analyses every replicate of one scenario, batch by batch. Where
   processes share the work, each makes a `Part` by `analysed`, and `together` puts them into one.
2. `characteristics` sums up: estimates by arm, rejection rates and attained sizes, naive claims, safety.
3. `sample_size`, `smallest_effect` and `changes` try other sizes and arms on the participants already simulated.
4. `over_trials` gives each rate its Monte-Carlo error, clustered on the woman, because trials share women.

A change of design worth comparing is a line in `changes._candidates`.
"""

from antral.design.changes import Change, changes
from antral.design.characteristics import characteristics, women_per_arm
from antral.design.clustered import Enrolled, Estimate, over_trials
from antral.design.operate import Batches, Gathered, Part, analysed, gather, simulated, together
from antral.design.sample_size import SampleSize, sample_size
from antral.design.smallest_effect import SmallestEffect, smallest_effect, smallest_effects

__all__ = [
    "Batches",
    "Change",
    "Enrolled",
    "Estimate",
    "Gathered",
    "Part",
    "SampleSize",
    "SmallestEffect",
    "analysed",
    "changes",
    "characteristics",
    "gather",
    "over_trials",
    "sample_size",
    "simulated",
    "smallest_effect",
    "smallest_effects",
    "together",
    "women_per_arm",
]
