"""Several arms at once: over their doses, or all against one control."""

import math
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from antral.analysis import shapes
from antral.analysis.applied.application import Application, Applied, against
from antral.analysis.applied.data import Data
from antral.analysis.methods import Result, dose_response, multiplicity


def _dunnett(data: Data) -> list[Applied]:
    data.once_each()
    control = data.arms[0]
    found = multiplicity.dunnett(data.number("value"), data.arm, control=control, level=data.ask.level)
    return [Applied(against(arm, control), result, corrected=True) for arm, result in found.comparisons.items()]


def _contrasts(data: Data) -> list[Applied]:
    """The multiple contrast test of MCP-Mod, two-sided, with the shapes on record."""
    data.once_each()
    dose, values = data.number("dose"), data.number("value")
    shapes.check(tuple(dose[np.isfinite(values)].tolist()), "value")
    groups = dose_response.from_women(dose, values)
    candidates = shapes.candidates(float(np.nanmax(dose)))
    test = dose_response.contrast_test(groups, candidates, sides=2, alpha=1 - data.ask.level)
    women = {f"{name:g}": int(np.sum((dose == name) & np.isfinite(values))) for name in groups.doses}
    return [
        Applied(
            candidate.name,
            Result(
                method=test.method,
                effect="contrast of the means (no unit)",
                estimate=float(test.contrasts[at] @ groups.estimates),
                low=math.nan,
                high=math.nan,
                p_value=float(test.p_values[at]),
                confidence=data.ask.level,
                statistic=float(test.statistics[at]),
                df=test.df,
                n=women,
                left_out=test.left_out,
                assumptions=test.assumptions,
                notes=(*test.notes, "p-values are adjusted for all shapes; the shapes are guesses on record"),
            ),
            corrected=True,
        )
        for at, candidate in enumerate(candidates)
    ]


DOSES: Mapping[str, Application] = MappingProxyType(
    {
        "dunnett": Application("several arms against one control", ("arm", "value"), (), _dunnett),
        "multiple_contrasts": Application("response to the dose, several shapes", ("dose", "value"), (), _contrasts),
    }
)
