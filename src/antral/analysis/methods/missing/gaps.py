"""Values missing between a woman's others, drawn given all that she has."""

import numpy as np
from numpy.typing import NDArray

from antral.analysis.methods.missing.sequence import Design, Model, Numbers


def filled(
    completed: Numbers,
    hidden: NDArray[np.bool_],
    seen: NDArray[np.bool_],
    design: Design,
    model: Model,
    noise: Numbers,
) -> Numbers:
    """The same with each gap drawn from its normal distribution given her observed values and the model.

    Parameters
    ----------
    completed, noise
        Values, and standard normal numbers. `[imputation, woman, visit]`
    hidden, seen
        Where the gaps are, and where observed values. `[woman, visit]`
    """
    found = completed.copy()
    means = model.means(design.arm, design.covariates)
    touched = np.flatnonzero(hidden.any(axis=1))
    patterns = {(int(design.arm[woman]), hidden[woman].tobytes(), seen[woman].tobytes()) for woman in touched}
    for arm, gaps, values in sorted(patterns):
        gap, known = np.frombuffer(gaps, dtype=bool), np.frombuffer(values, dtype=bool)
        chosen = touched[
            (design.arm[touched] == arm) & (hidden[touched] == gap).all(axis=1) & (seen[touched] == known).all(axis=1)
        ]
        covariance = model.covariance(arm)
        across = covariance[:, gap][:, :, known]
        weights = np.linalg.solve(covariance[:, known][:, :, known], np.swapaxes(across, 1, 2))
        left = covariance[:, gap][:, :, gap] - across @ weights
        apart = completed[:, chosen][:, :, known] - means[:, chosen][:, :, known]
        root = np.linalg.cholesky(left + 1e-12 * np.eye(int(gap.sum())))
        drawn = means[:, chosen][:, :, gap] + apart @ weights + noise[:, chosen][:, :, gap] @ np.swapaxes(root, 1, 2)
        found[np.ix_(np.arange(len(found)), chosen, np.flatnonzero(gap))] = drawn
    return found
