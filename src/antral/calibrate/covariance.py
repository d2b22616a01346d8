"""The covariance of the errors of targets: each has its own, and a part that it shares with others.

The error of target i is r_i + Σ_g s_gi e_g, with e_g standard normal for each shared error g, and r_i what is left, so
that its variance is the stated one: Σ_ij = Σ_g s_gi s_gj for i ≠ j, Σ_ii = source_sd² + discrepancy_sd².
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from antral.calibrate.fit import SharedError
from antral.core import RecordError
from antral.verify import Target


def covariance(goals: Mapping[str, Target], shared: Mapping[str, SharedError]) -> NDArray[np.float64]:
    """Σ, in the order and the units of the targets. `[target, target]`.

    Raises
    ------
    RecordError
        Where an error is shared by what is no target of the part, or the shared parts of a target leave nothing of its
        spread.
    """
    place = {key: i for i, key in enumerate(goals)}
    loads = np.zeros((len(shared), len(goals)))
    for row, (name, one) in zip(loads, shared.items(), strict=True):
        for key, sd in one.sd.items():
            if key not in place:
                raise RecordError(f"calibration, shared_errors, {name}: {key!r} is no target of this part.")
            row[place[key]] = sd
    total = np.array([one.sd for one in goals.values()])
    common = loads.T @ loads
    for key, i in place.items():
        if common[i, i] >= total[i] ** 2:
            raise RecordError(
                f"calibration, shared_errors: {key} shares an sd of {np.sqrt(common[i, i]):.3g} with others, but its "
                f"whole error is {total[i]:.3g}; less was wanted."
            )
    np.fill_diagonal(common, total**2)
    return common
