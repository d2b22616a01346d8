"""Where a rate of rejection is 0 because the test cannot reject, not because it did not."""

from math import factorial, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antral.analysis import Tested, attained_size, plan
from antral.design.characteristics import women_per_arm
from antral.protocol import Protocol


def why_untestable(protocol: Protocol, test: Tested, p: NDArray[Any]) -> str | None:
    """Why a test rejects in no trial of a design; None where it could.

    Parameters
    ----------
    p
        P-values of its trials, NaN where the test could not be made. `[trial]`
    """
    if np.isnan(p).all():
        return f"in no trial are there values of {test.question.name} to compare"
    alpha = protocol.analyses.alpha
    if np.nanmin(p) <= alpha or not _too_small(protocol, test, alpha):
        return None
    return f"with {protocol.design.participants} women no outcome has a p-value of {alpha:g} or less"


def _too_small(protocol: Protocol, test: Tested, alpha: float) -> bool:
    """Whether even a trial without a missing value can have no p-value up to alpha."""
    planned = women_per_arm(protocol)
    if test.made == "counts":
        size = attained_size(protocol, test.name, planned, 0.5)
        return size is not None and size.largest <= 0.0
    if test.made not in ("allocations", "ranks"):
        return False
    # p-values are shares of the allocations
    together: dict[float, int] = {}
    for arm, score in zip(plan(protocol).doses, test.scores, strict=True):
        together[score] = together.get(score, 0) + planned[arm]
    sizes = [together[score] for score in sorted(together)]
    ways = factorial(sum(sizes)) // prod(factorial(size) for size in sizes)
    centred = np.array(sorted(together)) - (min(together) + max(together)) / 2
    mirrored = sizes == sizes[::-1] and bool(np.allclose(centred, -centred[::-1]))
    extreme = 2 if mirrored and plan(protocol).sides == 2 else 1  # the outcome turned round is as extreme
    return extreme / ways > alpha
