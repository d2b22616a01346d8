"""Studies repeated with no effect, taken together: their events against what the repetitions predict."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from antral.core import InputError
from antral.evidence.spontaneous.law import Law, binomial_law, sum_of
from antral.evidence.spontaneous.predicted import Predicted, against_predicted

REPEATED: Final = (
    "sum of events against the convolution of one binomial law a study, each with the mean of its simulated "
    "replicates; exact mid-p; ratio by tilting that law"
)


@dataclass(frozen=True)
class Repeated:
    """A printed count of women, and the mean of what replicates of its study print."""

    label: str
    observed: int
    n: int
    """Women, as printed."""
    mean: float
    """Expected events with no effect."""
    mcse: float
    """Monte-Carlo standard error of `mean`."""
    replicates: int


def against_repeated(counts: Sequence[Repeated], *, level: float = 0.95) -> Predicted:
    """How far the events of some studies, together, lie from what their repetitions with no effect predict.

    `error` is that of `mid_p`. Errors of different studies are added, not their squares: studies repeated with one
    seed may share virtual women.

    Assumptions
    -----------
    Women of a study are drawn independently, so its count is binomial; studies are independent given the model, so the
    law of the sum is the convolution. That the model itself may be off is in no number.
    """
    for one in counts:
        if not (one.n > 0 and 0 <= one.mean <= one.n and one.replicates > 0):
            raise InputError(f"{one.label}: a mean from 0 to its {one.n} women was wanted; it is {one.mean:g}.")
    shares = [_share(one) for one in counts]
    laws = [binomial_law(one.n, share) for one, share in zip(counts, shares, strict=True)]
    found = against_predicted([one.observed for one in counts], laws, level=level, labels=[one.label for one in counts])
    return replace(found, method=REPEATED, error=_error(counts, shares, laws, found.observed))


def _share(one: Repeated) -> float:
    """Of a woman of the study; half an event is added to all replicates together, and half a woman without."""
    return (one.mean * one.replicates + 0.5) / (one.n * one.replicates + 1.0)


def _error(counts: Sequence[Repeated], shares: Sequence[float], laws: Sequence[Law], observed: int) -> float:
    """The slope of the upper mid-p in each study's mean, times the error of that mean."""
    found = 0.0
    for place, (one, share) in enumerate(zip(counts, shares, strict=True)):
        others = sum_of([*laws[:place], *laws[place + 1 :], binomial_law(one.n - 1, share)])
        here, before = (_chance(others, observed - less) for less in (0, 1))
        found += (here + before) / 2.0 * one.mcse
    return found if math.isfinite(found) else math.nan


def _chance(law: Law, count: int) -> float:
    return float(law.chance[count]) if 0 <= count < len(law.chance) else 0.0
