"""Simon's two-stage designs: one arm, a yes-or-no outcome, and a stop after the first stage if too few respond.

Takes the share that is not worth following up, the share that is, and error rates; gives designs with exact numbers.

1. `simon` (THE entry) finds the optimal and the minimax design, and the admissible ones between.
2. `TwoStage.at` gives the chance of success, of an early stop, and the expected women at any true share.
3. `conditional_power` says what may come of a trial under way; `inferred` gives the unbiased estimate, p-value and
   interval after it, which know of the two stages.
"""

from collections.abc import Mapping
from types import MappingProxyType

from antral.design.two_stage.inference import INFERENCE, Inferred, conditional_power, inferred
from antral.design.two_stage.simon import ADMISSIBLE, MINIMAX, OPTIMAL, Simon, simon
from antral.design.two_stage.stages import Chances, TwoStage

DESIGNS: Mapping[str, str] = MappingProxyType(
    {
        "simon_optimal": OPTIMAL,
        "simon_minimax": MINIMAX,
        "simon_admissible": ADMISSIBLE,
        "two_stage_inference": INFERENCE,
        "two_stage_conditional_power": "conditional power of a two-stage trial of one share, exact",
    }
)

__all__ = [
    "DESIGNS",
    "Chances",
    "Inferred",
    "Simon",
    "TwoStage",
    "conditional_power",
    "inferred",
    "simon",
]
