"""Do small studies show other effects than large ones? Every result warns below ten studies.

1. `egger` (mixed effects or weighted) and `begg` take effects and variances.
2. `harbord` and `peters` take counts of two arms.
3. `trim_and_fill` shows what a symmetric funnel would give.
"""

from collections.abc import Mapping
from types import MappingProxyType

from antral.evidence.pooling.small_studies.begg import BEGG, begg
from antral.evidence.pooling.small_studies.binary import HARBORD, PETERS, harbord, peters
from antral.evidence.pooling.small_studies.egger import EGGER, egger
from antral.evidence.pooling.small_studies.result import TOO_FEW, SmallStudyTest
from antral.evidence.pooling.small_studies.trim_and_fill import TRIM_AND_FILL, Filled, trim_and_fill

METHODS: Mapping[str, str] = MappingProxyType(
    {f"egger_{name}": words for name, words in EGGER.items()}
    | {
        "begg": BEGG,
        "harbord": HARBORD,
        "peters": PETERS,
        "trim_and_fill": TRIM_AND_FILL.format(estimator="L0 or R0"),
    }
)

__all__ = ["METHODS", "TOO_FEW", "Filled", "SmallStudyTest", "begg", "egger", "harbord", "peters", "trim_and_fill"]
