"""MCP-Mod: is there a response to the dose, what shape has it, and which dose has the wanted effect?

Takes values of women, summaries, counts of events or any model's estimates by dose; gives tests, shapes and doses.

1. `from_women`, `from_summaries`, `from_events` or `Groups` hold one estimate a dose with its covariance.
2. `Candidate` names a shape with guessed parameters; `guessed` makes one from the share of the effect at a dose.
3. `contrast_test` tests all candidates at once; `contrast_tests` does so for thousands of trials.
4. `fit` fits a shape; `target_dose` and `dose_of_share` read doses off it.
5. `mcp_mod` (THE entry) does all of it, and averages the shapes.

To add a shape, add its line to `MODELS`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from antral.analysis.methods.dose_response.contrast_test import (
    MULTIPLE_CONTRASTS,
    ContrastTest,
    Direction,
    contrast_test,
    contrast_tests,
)
from antral.analysis.methods.dose_response.contrasts import correlation, optimal_contrasts
from antral.analysis.methods.dose_response.fit import FITTED, Fit, fit
from antral.analysis.methods.dose_response.groups import Groups, from_events, from_summaries, from_women
from antral.analysis.methods.dose_response.mcp_mod import MCP_MOD, McpMod, mcp_mod
from antral.analysis.methods.dose_response.multivariate_t import critical_value, exceeds, power
from antral.analysis.methods.dose_response.shapes import MODELS, Candidate, ShapeName, guessed
from antral.analysis.methods.dose_response.target import TARGET_DOSE, dose_of_effect, dose_of_share, target_dose

METHODS: Mapping[str, str] = MappingProxyType(
    {
        "multiple_contrasts": MULTIPLE_CONTRASTS,
        "dose_response_fit": FITTED,
        "target_dose": TARGET_DOSE,
        "mcp_mod": MCP_MOD,
    }
)

__all__ = [
    "METHODS",
    "MODELS",
    "Candidate",
    "ContrastTest",
    "Direction",
    "Fit",
    "Groups",
    "McpMod",
    "ShapeName",
    "contrast_test",
    "contrast_tests",
    "correlation",
    "critical_value",
    "dose_of_effect",
    "dose_of_share",
    "exceeds",
    "fit",
    "from_events",
    "from_summaries",
    "from_women",
    "guessed",
    "mcp_mod",
    "optimal_contrasts",
    "power",
    "target_dose",
]
