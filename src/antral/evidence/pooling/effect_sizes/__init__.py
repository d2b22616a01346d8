"""From what a study prints to an effect and its sampling variance.

1. `effect_size` takes counts, means or pairs and gives `Effects`; `MEASURES` says which there are and what they need.
2. `correlation_of` finds the correlation behind a printed standard deviation of the change.

To add a measure, add its function and its line in `MEASURES`.
"""

from antral.evidence.pooling.effect_sizes.changes import correlation_of
from antral.evidence.pooling.effect_sizes.effects import Effects
from antral.evidence.pooling.effect_sizes.measures import MEASURES, Measure, effect_size

__all__ = ["MEASURES", "Effects", "Measure", "correlation_of", "effect_size"]
